use percent_encoding::percent_decode_str;

use super::*;
use crate::exchange::cited::tests::{author, hostile, paper, work};
use crate::paper::{Author, Notice, NoticeKind, Paper};

/// The keys and values of a span, read as forms are.
fn read(html: &str) -> Vec<(String, String)> {
    let inner = html.strip_prefix("<span class=\"Z3988\" aria-hidden=\"true\" title=\"").unwrap();
    let inner = inner.strip_suffix("\"></span>").unwrap();
    let pairs = inner.split("&amp;").map(|pair| pair.split_once('=').unwrap());
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    pairs.map(|(key, value)| (key.to_owned(), decoded(value))).collect()
}

fn told(work: &Work<'_>) -> String {
    let pairs = read(&span(work)).into_iter().skip(1).map(|(key, value)| format!("{key}: {value}\n"));
    pairs.collect()
}

#[test]
fn a_paper_of_a_conference_in_full() {
    let mut paper = paper(&["Jan Peter van der Berg Jr.", "Ada Lovelace", "Madonna"]);
    (paper.volume, paper.pages, paper.isbn) = ("7".into(), "1--30".into(), "978-1".into());
    (paper.container, paper.doi) = ("Things & C++ 100%".into(), "10.1000/x<y>".into());
    let expected = "rft_val_fmt: info:ofi/fmt:kev:mtx:book
rft.genre: proceeding
rft.atitle: A Title
rft.btitle: Things & C++ 100%
rft.aulast: van der Berg
rft.aufirst: Jan Peter
rft.au: van der Berg, Jan Peter Jr.
rft.au: Ada Lovelace
rft.au: Madonna
rft.date: 2024
rft.volume: 7
rft.spage: 1
rft.epage: 30
rft.pages: 1-30
rft.isbn: 978-1
rft_id: info:doi/10.1000/x<y>
rft_id: https://example.org/papers/x/
";
    assert_eq!(told(&work(&paper, Kind::Conference)), expected);
}

#[test]
fn each_kind_has_a_format_that_tells_it() {
    let paper = paper(&["A B"]);
    let kinds = [
        (Kind::Article, "journal", "rft.genre: article", "rft.atitle: A Title"),
        (Kind::Conference, "book", "rft.genre: proceeding", "rft.atitle: A Title"),
        (Kind::Preprint, "dc", "rft.type: preprint", "rft.title: A Title"),
        (Kind::Chapter, "book", "rft.genre: bookitem", "rft.btitle: Journal of Things"),
        (Kind::Book, "book", "rft.genre: book", "rft.btitle: A Title"),
        (Kind::Thesis, "dissertation", "rft.title: A Title", "rft.inst: Journal of Things"),
        (Kind::Report, "book", "rft.genre: report", "rft.pub: Journal of Things"),
        (Kind::Dataset, "dc", "rft.type: dataset", "rft.title: A Title"),
        (Kind::Software, "dc", "rft.type: computerProgram", "rft.title: A Title"),
        (Kind::Other, "dc", "rft.type: document", "rft.title: A Title"),
    ];
    for (kind, format, first, second) in kinds {
        let told = told(&work(&paper, kind));
        for line in [&format!("rft_val_fmt: info:ofi/fmt:kev:mtx:{format}\n"), first, second] {
            assert!(told.contains(line), "{kind:?} lacks {line}:\n{told}");
        }
    }
}

#[test]
fn a_first_author_without_parts_is_named_once() {
    let mut paper = paper(&["Madonna", "Ada Lovelace"]);
    let alone = told(&work(&paper, Kind::Article));
    assert!(alone.contains("rft.au: Madonna\nrft.au: Ada Lovelace\n") && !alone.contains("aulast"), "{alone}");
    // What Zotero cannot find among the names it adds to them.
    paper.authors[0] = author("van Dam, Daniel A.");
    let initial = told(&work(&paper, Kind::Article));
    assert!(initial.contains("rft.aufirst: Daniel A\nrft.au: van Dam, Daniel A.\n"), "{initial}");
    paper.authors[0] = Author { literal: "OpenGVLab".into(), ..Author::default() };
    let told = told(&work(&paper, Kind::Article));
    assert!(told.contains("rft.aucorp: OpenGVLab\nrft.au: Ada Lovelace\n") && !told.contains("aulast"), "{told}");
}

#[test]
fn a_list_has_no_span_of_a_work_by_very_many() {
    let names = |count: usize| vec!["Ada Lovelace"; count];
    assert!(span(&work(&paper(&names(NAMES + 1)), Kind::Article)).is_empty());
    assert!(!span(&work(&paper(&names(NAMES)), Kind::Article)).is_empty());
}

#[test]
fn what_befell_it_is_said() {
    let told = |kind: NoticeKind| {
        let notice = Notice { kind, date: None, url: String::new(), doi: String::new(), note: String::new() };
        told(&work(&Paper { notices: vec![notice], ..paper(&["A B"]) }, Kind::Article))
    };
    assert!(told(NoticeKind::Retraction).contains("rft.atitle: [RETRACTED] A Title\n"));
    assert!(told(NoticeKind::Withdrawal).contains("rft.atitle: [WITHDRAWN] A Title\n"));
    assert!(told(NoticeKind::Removal).contains("rft.atitle: [REMOVED] A Title\n"));
    assert!(told(NoticeKind::Concern).contains("rft.description: [EXPRESSION OF CONCERN]\n"));
    assert!(told(NoticeKind::Corrigendum).contains("rft.description: [CORRECTED]\n"));
}

#[test]
fn no_text_leaves_its_attribute() {
    let paper = hostile();
    for word in Kind::WORDS {
        let html = span(&work(&paper, Kind::from_word(word).unwrap()));
        assert_eq!((html.matches('<').count(), html.matches('"').count()), (2, 6), "{html}");
        assert!(read(&html).iter().any(|(key, value)| key.ends_with("title") && value.contains("</script>")), "{html}");
    }
}
