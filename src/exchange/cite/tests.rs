use std::borrow::Cow;

use proptest::prelude::*;

use super::{Citations, has_style};
use crate::exchange::Work;
use crate::paper::{Author, Kind, Marked, Paper};
use crate::text::date::Date;
use crate::text::name::Name;

fn paper() -> Paper {
    let author = |name: &str| Author { name: Name::parse(name), ..Author::default() };
    Paper {
        id: "mud".into(),
        title: Marked { source: "Mud & <i>silt</i> in SAR".into(), ..Marked::default() },
        authors: vec![author("Wanda Okonkwo"), author("Jan Peter van der Berg")],
        date: Date::parse("2024-03-07"),
        container: "Proceedings of the Symposium on Tides".into(),
        pages: "1-30".into(),
        doi: "10.1000/a_b".into(),
        ..Paper::default()
    }
}

fn work(paper: &Paper, kind: Kind) -> Work<'_> {
    Work {
        paper,
        key: Cow::Borrowed(&paper.id),
        kind,
        url: None,
        pdf: None,
        venue: "",
        venue_short: "",
        place: "",
        topics: Vec::new(),
        language: "en",
        archive: "Harbour Papers",
        orcids: Vec::new(),
    }
}

fn cited(paper: &Paper, style: &str, language: &str) -> String {
    let citations = Citations::new(&[style.to_owned()], language);
    citations.of(&work(paper, Kind::Conference), "others").remove(0).html
}

#[test]
fn styles_print_a_work_as_html() {
    let acm = "Wanda Okonkwo and Jan Peter van der Berg. 2024. Mud &amp; &lt;i&gt;silt&lt;/i&gt; in SAR. In \
               <i>Proceedings of the Symposium on Tides</i>, March 07, 2024. 1–30. \
               <a href=\"https://doi.org/10.1000/a_b\">https://doi.org/10.1000/a_b</a>";
    assert_eq!(cited(&paper(), "association-for-computing-machinery", "en"), acm);
    let (ieee, apa) = (cited(&paper(), "ieee", "en"), cited(&paper(), "apa", "de"));
    let expected = "W. Okonkwo and J. P. van der Berg, “Mud &amp; &lt;i&gt;silt&lt;/i&gt; in SAR,” in \
                    <i>Proceedings of the Symposium on Tides</i>, Mar. 2024, pp. 1–30. doi: \
                    <a href=\"https://doi.org/10.1000/a_b\">10.1000/a_b</a>.";
    assert_eq!(ieee, expected);
    let expected = "Okonkwo, W., &amp; van der Berg, J. P. (2024). Mud &amp; &lt;i&gt;silt&lt;/i&gt; in SAR. \
                    <i>Proceedings of the Symposium on Tides</i>, 1–30. \
                    <a href=\"https://doi.org/10.1000/a_b\">https://doi.org/10.1000/a_b</a>";
    assert_eq!(apa, expected);
}

#[test]
fn authors_that_are_not_named_are_told_of() {
    let mut paper = paper();
    paper.et_al = true;
    let html = cited(&paper, "ieee", "en");
    assert!(html.starts_with("W. Okonkwo, J. P. van der Berg, and others, "), "{html}");
}

#[test]
fn styles_are_known_by_name() {
    assert_eq!(has_style("ieee"), Ok(()));
    assert_eq!(has_style("ieeee"), Err(Some("ieee")));
    assert_eq!(has_style("none of them at all"), Err(None));
    assert!(Citations::new(&["nothing".into()], "en").of(&work(&paper(), Kind::Article), "others").is_empty());
}

#[test]
fn a_citation_is_made_once() {
    let citations = Citations::new(&["ieee".into()], "en");
    let paper = paper();
    let first = citations.of(&work(&paper, Kind::Article), "others");
    assert_eq!(citations.of(&work(&paper, Kind::Article), "others"), first);
    assert_ne!(
        citations.of(&work(&paper, Kind::Conference), "others"),
        first,
        "the type is part of what it is made from"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_entry_brings_a_style_down_or_tags_into_a_page(text in "\\PC{0,30}|[{}$<>&\"'0-9,;-]{0,30}", year in 1i16..=9999) {
        let mut paper = paper();
        paper.title.source.clone_from(&text);
        paper.pages.clone_from(&text);
        paper.volume.clone_from(&text);
        paper.authors[0].name = Name { family: text.clone(), given: text.clone(), particle: text.clone(), suffix: text.clone() };
        paper.authors[1].literal.clone_from(&text);
        paper.date = Date::from_year(year);
        let citations = Citations::new(&["association-for-computing-machinery".into(), "ieee".into()], "en");
        for citation in citations.of(&work(&paper, Kind::Article), "others") {
            let mut rest = citation.html.as_str();
            while let Some((_, tail)) = rest.split_once('<') {
                let known = ["i>", "/i>", "b>", "/b>", "sup>", "/sup>", "span class=\"small-caps\">", "/span>", "a href=\"https://", "/a>"];
                prop_assert!(known.iter().any(|tag| tail.starts_with(tag)), "{}", citation.html);
                rest = tail;
            }
        }
    }
}
