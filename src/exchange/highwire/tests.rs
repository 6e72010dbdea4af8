use super::*;
use crate::exchange::Pdf;
use crate::exchange::cited::tests::{author, hostile, paper, work};
use crate::paper::{Affiliation, Notice, NoticeKind, Paper};

fn written(work: &Work<'_>) -> String {
    let mut out = String::new();
    write(work, "An abstract.", true, &mut out);
    out
}

/// The contents of every tag of a name, in their order, as they stand in the page.
fn tags(work: &Work<'_>, name: &str) -> Vec<String> {
    let html = written(work);
    let start = format!("<meta name=\"{name}\" content=\"");
    let found = html.lines().filter_map(|line| line.strip_prefix(&start)?.strip_suffix("\">"));
    found.map(str::to_owned).collect()
}

fn names(authors: &[&str]) -> Vec<String> {
    tags(&work(&paper(authors), Kind::Article), "citation_author")
}

#[test]
fn the_tags_stand_in_their_order() {
    let mut paper = paper(&["Jan van der Berg", "Ada Lovelace"]);
    paper.authors[0].affiliations =
        ["One", "Two"].map(|name| Affiliation { name: name.into(), ..Default::default() }).into();
    paper.authors[1].orcid = "0000-0002-1825-0097".into();
    paper.date = Date::from_day(2024, 5, 2);
    paper.available = Date::from_day(2023, 12, 31);
    (paper.volume, paper.issue, paper.pages) = ("7".into(), "2".into(), "1-30".into());
    (paper.issn, paper.publisher, paper.doi) = ("1234-5678".into(), "Press".into(), "10.1000/x".into());
    paper.keywords = vec!["a; b".into(), "things".into()];
    paper.license = "CC-BY-4.0".into();
    let expected = r#"<meta name="citation_title" content="A Title">
<meta name="citation_author" content="van der Berg, Jan">
<meta name="citation_author_institution" content="One">
<meta name="citation_author_institution" content="Two">
<meta name="citation_author" content="Lovelace, Ada">
<meta name="citation_author_orcid" content="https://orcid.org/0000-0002-1825-0097">
<meta name="citation_publication_date" content="2024/05/02">
<meta name="citation_online_date" content="2023/12/31">
<meta name="citation_journal_title" content="Journal of Things">
<meta name="citation_journal_abbrev" content="JoT">
<meta name="citation_volume" content="7">
<meta name="citation_issue" content="2">
<meta name="citation_firstpage" content="1">
<meta name="citation_lastpage" content="30">
<meta name="citation_issn" content="1234-5678">
<meta name="citation_publisher" content="Press">
<meta name="citation_doi" content="10.1000/x">
<meta name="citation_pdf_url" content="https://example.org/papers/x/x.pdf">
<meta name="citation_abstract_html_url" content="https://example.org/papers/x/">
<meta name="citation_public_url" content="https://example.org/papers/x/">
<meta name="citation_abstract" content="An abstract.">
<meta name="citation_keywords" content="a, b; things">
<meta name="citation_language" content="en">
<meta name="DC.identifier" content="doi:10.1000/x">
<meta name="DC.rights" content="https://creativecommons.org/licenses/by/4.0/">
"#;
    assert_eq!(written(&work(&paper, Kind::Article)), expected);
}

#[test]
fn a_date_is_whole_or_a_year() {
    let date = |text: &str| {
        let paper = Paper { date: Date::parse(text), ..paper(&["A B"]) };
        tags(&work(&paper, Kind::Article), "citation_publication_date").concat()
    };
    assert_eq!([date("2023"), date("2023-09"), date("2023-09-07"), date("")], ["2023", "2023", "2023/09/07", ""]);
}

#[test]
fn the_day_of_entry_is_no_date_of_publication() {
    let added = Paper { added: Date::from_day(2024, 1, 2), ..paper(&["A B"]) };
    let online = |paper: &Paper| tags(&work(paper, Kind::Article), "citation_online_date");
    assert_eq!(online(&added), ["2024/01/02"]);
    let same = Paper { date: Date::from_day(2024, 1, 2), available: Date::from_day(2024, 1, 2), ..added };
    assert!(online(&same).is_empty());
}

#[test]
fn one_author_is_never_split_into_two() {
    assert_eq!(names(&["van der Berg, Jan Peter"]), ["Jan Peter van der Berg"]);
    assert_eq!(names(&["van der Berg, Jan"]), ["van der Berg, Jan"]);
    assert_eq!(names(&["van der Berg, Jan Peter", "Ada Lovelace"]), ["van der Berg, Jan Peter", "Lovelace, Ada"]);
    let mut paper = paper(&[]);
    let organisation = |name: &str| Author { literal: name.into(), ..Author::default() };
    paper.authors = vec![organisation("University of Rome, Department of Law")];
    assert_eq!(tags(&work(&paper, Kind::Article), "citation_author"), ["University of Rome Department of Law"]);
    paper.authors = vec![organisation("One; Two"), author("Semi; Colon Name")];
    let found = tags(&work(&paper, Kind::Article), "citation_author");
    assert!(found.iter().all(|name| !name.contains(';')), "{found:?}");
}

#[test]
fn two_people_of_one_name_stay_two() {
    assert_eq!(names(&["Wei Zhang", "Wei Zhang", "Wei Zhang"]), ["Zhang, Wei", "Wei Zhang", "Zhang, Wei"]);
    let mut paper = paper(&["Wei Zhang", "Wei Zhang"]);
    paper.authors[0].affiliations.push(Affiliation { name: "Here".into(), ..Default::default() });
    let lines = written(&work(&paper, Kind::Article));
    let at = |part: &str| lines.find(part).unwrap();
    assert!(at("Zhang, Wei") < at("Here") && at("Here") < at("Wei Zhang"));
}

#[test]
fn one_tag_tells_the_type() {
    let types = |kind: Kind| {
        let paper = Paper { publisher: "Press".into(), ..paper(&["A B"]) };
        let html = written(&work(&paper, kind));
        let tags = [
            "journal_title",
            "conference_title",
            "inbook_title",
            "dissertation_institution",
            "technical_report_institution",
        ];
        let found = tags.into_iter().filter(|tag| html.contains(&format!("citation_{tag}\""))).collect::<Vec<_>>();
        let dublin = tags_of(&html, "DC.type");
        format!("{} {dublin}", found.join(" "))
    };
    let tags_of_all = [
        (Kind::Article, "journal_title "),
        (Kind::Conference, "conference_title "),
        (Kind::Preprint, " preprint"),
        (Kind::Chapter, "inbook_title "),
        (Kind::Book, " book"),
        (Kind::Thesis, "dissertation_institution "),
        (Kind::Report, "technical_report_institution "),
        (Kind::Dataset, " dataset"),
        (Kind::Software, " computerProgram"),
        (Kind::Other, " document"),
    ];
    for (kind, expected) in tags_of_all {
        assert_eq!(types(kind), expected, "{kind:?}");
    }
}

fn tags_of(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" content=\"");
    html.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[test]
fn without_a_container_the_type_is_told_all_the_same() {
    let paper = paper(&["A B"]);
    for kind in [Kind::Article, Kind::Conference, Kind::Chapter, Kind::Thesis, Kind::Report] {
        let work = Work { venue: "", ..work(&paper, kind) };
        assert_eq!(tags(&work, "DC.type"), [dublin_type(kind)]);
    }
}

#[test]
fn a_pdf_elsewhere_is_named_if_the_settings_say_so() {
    let paper = paper(&["A B"]);
    let elsewhere = Some(Pdf { url: "https://arxiv.org/pdf/1".into(), is_beside: false });
    let work = Work { pdf: elsewhere, ..work(&paper, Kind::Preprint) };
    assert_eq!(tags(&work, "citation_pdf_url"), ["https://arxiv.org/pdf/1"]);
    let mut out = String::new();
    write(&work, "", false, &mut out);
    assert!(!out.contains("citation_pdf_url"));
}

#[test]
fn what_befell_it_is_said() {
    let told = |kind: NoticeKind| {
        let notice = Notice { kind, date: None, url: String::new(), doi: String::new(), note: String::new() };
        let paper = Paper { notices: vec![notice], ..paper(&["A B"]) };
        let work = work(&paper, Kind::Article);
        [tags(&work, "citation_title"), tags(&work, "citation_abstract")].concat().join(" / ")
    };
    assert_eq!(told(NoticeKind::Retraction), "[RETRACTED] A Title / An abstract.");
    assert_eq!(told(NoticeKind::Withdrawal), "[WITHDRAWN] A Title / An abstract.");
    assert_eq!(told(NoticeKind::Removal), "[REMOVED] A Title / An abstract.");
    assert_eq!(told(NoticeKind::Concern), "A Title / [EXPRESSION OF CONCERN] An abstract.");
    assert_eq!(told(NoticeKind::Erratum), "A Title / [CORRECTED] An abstract.");
}

#[test]
fn no_text_leaves_its_attribute() {
    let paper = hostile();
    for word in Kind::WORDS {
        let work = work(&paper, Kind::from_word(word).unwrap());
        let html = written(&work);
        assert_eq!(html.matches('<').count(), html.matches("<meta name=\"").count(), "{html}");
        assert_eq!(html.matches('"').count(), 4 * html.matches("<meta").count(), "{html}");
        assert!(!html.contains(['\u{1}', '\u{85}']));
    }
}

#[test]
fn languages_have_two_letters() {
    assert_eq!(["en-GB", "zh-Hans", "de", "haw", ""].map(two_letters), ["en", "zh", "de", "", ""]);
}
