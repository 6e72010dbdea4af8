//! Asking what a new archive shall be, with what is found in its folder as the answer that needs no typing.

use std::io::{BufRead, Write};

use super::begin::{Found, Wishes, base_url, pages_of, title, topic};
use super::repository;
use crate::cli::talk::{Stop, Talk};

/// What stands for nothing, where an empty answer takes what was found.
const NOTHING: &str = "-";

/// Asks for what was not said. Gives whether the files for GitHub are wanted, where that is not known.
///
/// # Errors
/// Where the conversation ends before its last answer.
pub fn wishes(
    wishes: &mut Wishes,
    found: &Found,
    github: bool,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<bool, Stop> {
    let mut talk = Talk::new(input, out);
    talk.say(&format!("Enter takes what stands in brackets; {NOTHING} is nothing."))?;
    if wishes.title.is_none() {
        let question = format!("Title [{}]", found.title);
        wishes.title = Some(talk.until(&question, title)?.unwrap_or_else(|| found.title.clone()));
    }
    if wishes.repository.is_none() {
        let question = "Repository on GitHub, as owner/name";
        wishes.repository = with_default(&mut talk, question, found.repository.clone(), repository)?;
    }
    if wishes.base_url.is_none() {
        let pages = wishes.repository.as_deref().and_then(pages_of);
        wishes.base_url = with_default(&mut talk, "Address of the site", pages, base_url)?;
    }
    if wishes.calendar.is_none() {
        let take = |text: &str| match text {
            "published" | "added" => Ok(text.to_owned()),
            _ => Err("published is the day a paper came out, added the day it is featured here".to_owned()),
        };
        wishes.calendar = talk.until("Which day of a paper counts, published or added [published]", take)?;
    }
    if wishes.import.is_empty() && !found.papers.is_empty() {
        let names = found.papers.iter().filter_map(|path| path.file_name()?.to_str()).collect::<Vec<_>>().join(", ");
        if yes(&mut talk, &format!("Import {names}"), true)? {
            wishes.import.clone_from(&found.papers);
        }
    }
    if wishes.topics.is_empty() {
        let take = |text: &str| {
            let names = text.split(',').filter(|name| !name.trim().is_empty());
            names.map(topic).collect::<Result<Vec<String>, String>>()
        };
        let question = "Topics, parted by commas; they can be changed at any time";
        wishes.topics = talk.until(question, take)?.unwrap_or_default();
    }
    match github {
        true => Ok(true),
        false => yes(
            &mut talk,
            "Write the files that publish the site and take papers on GitHub",
            wishes.repository.is_some(),
        ),
    }
}

/// Asks whether an archive that is there shall have the files for GitHub.
///
/// # Errors
/// Where there is no answer.
pub fn github(input: &mut impl BufRead, out: &mut impl Write) -> Result<bool, Stop> {
    yes(
        &mut Talk::new(input, out),
        "There is an archive already. Add the files that publish it and take papers on GitHub",
        true,
    )
}

/// Asks for what may be nothing.
fn with_default<R: BufRead, W: Write>(
    talk: &mut Talk<'_, R, W>,
    question: &str,
    default: Option<String>,
    take: impl Fn(&str) -> Result<String, String>,
) -> Result<Option<String>, Stop> {
    let question = format!("{question} [{}]", default.as_deref().unwrap_or("none"));
    let answer = talk.until(&question, |text| if text == NOTHING { Ok(None) } else { take(text).map(Some) })?;
    Ok(answer.unwrap_or(default))
}

fn yes<R: BufRead, W: Write>(talk: &mut Talk<'_, R, W>, question: &str, default: bool) -> Result<bool, Stop> {
    let take = |text: &str| match text.to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" | NOTHING => Ok(false),
        _ => Err("yes or no?".to_owned()),
    };
    let question = format!("{question} [{}]", if default { "yes" } else { "no" });
    Ok(talk.until(&question, take)?.unwrap_or(default))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn found() -> Found {
        Found {
            title: "Mud".into(),
            repository: Some("ada/mud".into()),
            papers: vec![PathBuf::from("x/mud.bib")],
            ..Found::default()
        }
    }

    fn talk(said: Wishes, found: &Found, answers: &str) -> (Result<bool, Stop>, Wishes, String) {
        let (mut wanted, mut out) = (said, Vec::new());
        let ended = wishes(&mut wanted, found, false, &mut answers.as_bytes(), &mut out);
        (ended, wanted, String::from_utf8(out).unwrap())
    }

    #[test]
    fn enter_takes_what_was_found() {
        let (github, wishes, said) = talk(Wishes::default(), &found(), "\n\n\n\n\n\n\n");
        let want = "  Enter takes what stands in brackets; - is nothing.\nTitle [Mud]: Repository on GitHub, as owner/name \
                    [ada/mud]: Address of the site [https://ada.github.io/mud/]: Which day of a paper counts, published or \
                    added [published]: Import mud.bib [yes]: Topics, parted by commas; they can be changed at any time: Write \
                    the files that publish the site and take papers on GitHub [yes]: ";
        assert_eq!(said, want);
        assert!(github.unwrap());
        assert_eq!((wishes.title.as_deref(), wishes.repository.as_deref()), (Some("Mud"), Some("ada/mud")));
        assert_eq!(wishes.base_url.as_deref(), Some("https://ada.github.io/mud/"));
        assert!(wishes.calendar.is_none() && wishes.topics.is_empty() && wishes.import.len() == 1);
    }

    #[test]
    fn what_cannot_be_is_asked_again_and_a_dash_is_nothing() {
        let answers = " Our  papers\nada\n-\nexample.org\n-\nnever\nadded\nno\n3d\nTides, graph-learning\nmaybe\n\n";
        let (github, wishes, said) = talk(Wishes::default(), &found(), answers);
        assert!(!github.unwrap(), "{said}");
        assert_eq!((wishes.title.as_deref(), wishes.repository, wishes.base_url), (Some("Our papers"), None, None));
        assert_eq!(wishes.calendar.as_deref(), Some("added"));
        assert_eq!(wishes.topics, ["Tides", "graph-learning"]);
        assert!(wishes.import.is_empty());
        for why in
            ["a repository on GitHub is wanted", "the address of a site is wanted", "`3d` is no topic", "yes or no?"]
        {
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn what_was_said_is_not_asked() {
        let said = Wishes {
            title: Some("T".into()),
            repository: Some("a/b".into()),
            base_url: Some("https://x/".into()),
            calendar: Some("added".into()),
            topics: vec!["t".into()],
            ..Wishes::default()
        };
        let mut out = Vec::new();
        let mut wanted = said.clone();
        let ended = wishes(&mut wanted, &Found::default(), true, &mut "".as_bytes(), &mut out);
        assert!(ended.unwrap() && out.iter().filter(|byte| **byte == b'\n').count() == 1);
        let (ended, ..) = talk(Wishes::default(), &found(), "T\n");
        assert!(matches!(ended, Err(Stop::End)));
    }
}
