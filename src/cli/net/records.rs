//! Questions that have papers as their answer, and what it means when a site answers something else.

use percent_encoding::percent_decode_str;

use super::{Answer, Options, Web, escaped, with_query};
use crate::cli::Failure;
use crate::exchange::arxiv::total;
use crate::exchange::{self, Format, Imported, Record};
use crate::paper::identifier;

/// Papers of one day that the API of Daily Papers gives at once.
const DAILY_PART: usize = 100;
/// Parts of one day that are asked for; no day has had as many papers.
const MOST_PARTS: usize = 10;

/// The arXiv id in whatever somebody copied: the id, the address of a page or file, a DOI of arXiv.
///
/// # Errors
/// Says what would be an id.
pub fn arxiv_id(text: &str) -> Result<String, String> {
    let bare = text.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let after = |mark: &str| bare.split_once(mark).map(|(_, rest)| rest);
    let in_address = || {
        let path = after("arxiv.org/").and_then(|path| path.split_once('/')).map(|(_, id)| id);
        path.or_else(|| after("huggingface.co/papers/")).and_then(identifier::arxiv)
    };
    let in_doi = || identifier::doi(bare).and_then(identifier::arxiv_in_doi);
    identifier::arxiv(bare).or_else(in_address).or_else(in_doi).map(str::to_owned).ok_or_else(|| {
        format!("`{text}` is no arXiv id, such as 2309.03905, hep-th/9901001 or https://arxiv.org/abs/2309.03905")
    })
}

/// The DOI in whatever somebody copied.
///
/// # Errors
/// Says what would be a DOI.
pub fn doi(text: &str) -> Result<String, String> {
    let text = text.trim();
    let plain = match text.contains("://") {
        true => percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |plain| plain.into_owned()),
        false => text.to_owned(),
    };
    let found = identifier::doi(&plain).map(str::to_owned);
    found.ok_or_else(|| match arxiv_id(text) {
        Ok(id) => format!("`{text}` is no DOI; for a paper of arXiv write --arxiv {id}"),
        Err(_) => format!("`{text}` is no DOI, such as 10.1000/182 or https://doi.org/10.1000/182"),
    })
}

/// The paper of an arXiv id.
///
/// # Errors
/// Where arXiv cannot be asked or has no such paper.
pub fn of_arxiv(web: &mut Web, options: &Options, id: &str) -> Result<Record, Failure> {
    let (imported, _) = arxiv_list(web, options, &format!("id_list={}&max_results=1", escaped(id)))?;
    let first = imported.records.into_iter().next();
    first.ok_or_else(|| format!("arXiv has no paper of the id `{id}`: see https://arxiv.org/abs/{id}"))
}

/// The papers that arXiv's API gives for a query, and how many there are in all.
///
/// # Errors
/// Where arXiv cannot be asked or refuses the query.
pub fn arxiv_list(web: &mut Web, options: &Options, query: &str) -> Result<(Imported, Option<usize>), Failure> {
    // What it does not understand it answers with 400 and the reason, in Atom.
    let answer = web.get(&with_query(&options.arxiv_url, query), "application/atom+xml", &[400])?;
    let text = String::from_utf8_lossy(&answer.body);
    if text.trim_start().starts_with("Rate exceeded") {
        return Err(format!("{} is busy (it says: Rate exceeded): try again later", answer.host));
    }
    let imported = read(&answer, Format::Arxiv, &exchange::Options::default())?;
    if answer.status != 200 {
        return Err(format!("{} answers {} and no reason", answer.host, answer.status));
    }
    Ok((imported, total(&text)))
}

/// The paper of a DOI, by content negotiation: whoever registered it answers with CSL-JSON.
///
/// # Errors
/// Where it cannot be asked for, does not exist, or has no record that can be read.
pub fn of_doi(web: &mut Web, options: &Options, doi: &str) -> Result<Record, Failure> {
    let url = format!("{}/{}", options.doi_url.trim_end_matches('/'), escaped(doi));
    let answer = web.get(&url, "application/vnd.citationstyles.csl+json", &[204, 404, 406])?;
    if answer.status == 404 {
        return Err(format!("there is no DOI `{doi}`: see https://doi.org/{doi}"));
    }
    let none = || {
        format!(
            "`{doi}` leads to a page and to no record: save its BibTeX or RIS from there, and write \
             `offprint new --from FILE`"
        )
    };
    if answer.status != 200 || answer.is_page() {
        return Err(none());
    }
    let imported = read(&answer, Format::CslJson, &exchange::Options::default())?;
    let mut record = imported.records.into_iter().next().ok_or_else(none)?;
    if record.paper.doi.is_empty() {
        doi.clone_into(&mut record.paper.doi);
    }
    Ok(record)
}

/// The list of Daily Papers of a day, or the newest one.
///
/// # Errors
/// Where it cannot be asked for or is no list.
pub fn daily_list(
    web: &mut Web,
    options: &Options,
    day: Option<&str>,
    reading: &exchange::Options,
) -> Result<Imported, Failure> {
    let mut all = Imported::default();
    for part in 0..MOST_PARTS {
        let mut query = format!("limit={DAILY_PART}");
        if let Some(day) = day {
            query += &format!("&date={day}");
            if part > 0 {
                query += &format!("&p={part}");
            }
        }
        let answer = web.get(&with_query(&options.daily_papers_url, &query), "application/json", &[])?;
        let imported = read(&answer, Format::DailyPapers, reading)?;
        let count = imported.records.len() + imported.skipped.len();
        all.records.extend(imported.records);
        all.skipped.extend(imported.skipped);
        // Without a day it is one list that goes back in time without end.
        if count < DAILY_PART || day.is_none() {
            break;
        }
    }
    Ok(all)
}

fn read(answer: &Answer, format: Format, options: &exchange::Options) -> Result<Imported, Failure> {
    let host = &answer.host;
    if answer.is_page() {
        let why = "does a network ask you to sign in first?";
        return Err(format!("{host} answers with a web page where {} was asked for: {why}", format.title()));
    }
    exchange::read(&answer.body, Some(format), options).map_err(|error| match error {
        exchange::ReadError::Refused { reason } => reason,
        error => format!("{host} answers with what is no {}: {error}", format.title()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arxiv_id_in_any_form() {
        for text in [
            "2309.03905",
            " arXiv:2309.03905v2 ",
            "https://arxiv.org/abs/2309.03905v1",
            "http://www.arxiv.org/pdf/2309.03905.pdf?download=1",
            "arxiv.org/html/2309.03905v2/",
            "https://export.arxiv.org/abs/2309.03905#top",
            "https://huggingface.co/papers/2309.03905",
            "10.48550/arXiv.2309.03905",
            "https://doi.org/10.48550/arXiv.2309.03905",
        ] {
            assert_eq!(arxiv_id(text).as_deref(), Ok("2309.03905"), "{text}");
        }
        assert_eq!(arxiv_id("https://arxiv.org/abs/hep-th/9901001v3").as_deref(), Ok("hep-th/9901001"));
        for text in ["", "2309.1", "2313.03905", "10.1000/182", "https://example.org/2309.03905", "a&b=c"] {
            assert!(arxiv_id(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_doi_in_any_form() {
        for text in
            ["10.1000/a(1)", "doi:10.1000/a(1)", " https://doi.org/10.1000/a%281%29 ", "http://dx.doi.org/10.1000/a(1)"]
        {
            assert_eq!(doi(text).as_deref(), Ok("10.1000/a(1)"), "{text}");
        }
        assert!(doi("2309.03905").unwrap_err().ends_with("write --arxiv 2309.03905"));
        assert!(doi("x").unwrap_err().contains("such as 10.1000/182"));
    }
}
