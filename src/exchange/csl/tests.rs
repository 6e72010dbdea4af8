use serde_json::json;

use super::*;

fn read(item: Value) -> Record {
    record(&item, &Options::default()).unwrap()
}

fn written(item: Value) -> String {
    crate::paper::write::paper(&read(item).paper)
}

#[test]
fn a_record_in_full() {
    let item = json!({
        "id": "doe2013icml-things",
        "type": "paper-conference",
        "title": "<i>In vitro</i> A* for $\\ell_1$ &amp; snake_case",
        "title-short": "A*",
        "author": [
            {"family": "Doe", "given": "Jane Q."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"family": "Salle", "given": "René", "dropping-particle": "de", "non-dropping-particle": "la"},
            {"family": "Zuid Dos", "given": "Pedro", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
            {"literal": "The Consortium"},
            {"given": "Mononym"},
            {}
        ],
        "editor": [{"family": "Roe", "given": "R."}],
        "issued": {"date-parts": [["2013", 6, "17"]]},
        "available-date": {"date-parts": [[2013, 5]]},
        "container-title": "Proceedings of the 30th Conference on Things",
        "container-title-short": "ICOT",
        "collection-title": "PMLR",
        "volume": 28,
        "issue": "3",
        "page": "57–65",
        "publisher": "PMLR",
        "DOI": "https://doi.org/10.1000/AbC",
        "ISBN": "978-3-16-148410-0, 978-3-16-148411-7",
        "URL": "https://example.org/doe13.html",
        "link": [
            {"URL": "http://example.org/doe13.pdf", "content-type": "application/pdf"},
            {"URL": "https://openreview.net/forum?id=AbC", "intended-application": "discussion"},
            {"URL": "https://github.com/doe/things", "intended-application": "code"},
            {"URL": "https://arxiv.org/abs/1301.00001v2"},
            {"URL": "https://api.example.org/x.xml", "content-type": "application/xml", "intended-application": "text-mining"},
            {"URL": "ftp://example.org/a.pdf"},
            {"URL": "http://example.org/doe13.pdf"}
        ],
        "abstract": "<jats:title>Abstract</jats:title><jats:p>One\n<jats:italic>two</jats:italic>.</jats:p><jats:p>Three.</jats:p>",
        "keyword": "things, A*, things",
        "language": "en_US",
        "note": "PMID: 12\nA remark.",
        "PMCID": "PMC3"
    });
    let record = read(item);
    assert_eq!(record.source_id, "doe2013icml-things");
    let venue = record.venue.clone().unwrap();
    assert_eq!((venue.key.as_str(), venue.short.as_str()), ("icot", "ICOT"));
    let want = r#"title: '*In vitro* A\* for $\ell_1$ & snake_case'
title-short: A*
language: en-US
authors:
  - Jane Q. Doe
  - Jan van der Berg Jr.
  - René de la Salle
  - family: Zuid Dos
    given: Pedro
    orcid: 0000-0002-1825-0097
  - literal: The Consortium
  - Mononym
editors:
  - R. Roe
abstract: |
  One *two*.

  Three.
date: 2013-06-17
available: 2013-05
keywords: [things, A*]
venue: icot
volume: "28"
issue: "3"
pages: 57-65
series: PMLR
publisher: PMLR
isbn: 978-3-16-148410-0
doi: 10.1000/AbC
arxiv: "1301.00001"
identifiers: {openreview: AbC, pmcid: PMC3, pmid: "12"}
links:
  pdf: http://example.org/doe13.pdf
  html: https://example.org/doe13.html
  code: https://github.com/doe/things
extra:
  note: A remark.
"#;
    assert_eq!(crate::paper::write::paper(&record.paper), want);
}

#[test]
fn kinds_are_written_where_they_do_not_follow() {
    let kind = |item: Value| read(item).paper.kind.map(Kind::word);
    let of = |name: &str, container: &str| kind(json!({"title": "T", "type": name, "container-title": container}));
    assert_eq!(of("paper-conference", "ICML"), None);
    assert_eq!(of("paper-conference", ""), Some("conference"));
    assert_eq!(of("article-journal", "JMLR"), Some("article"));
    assert_eq!(of("article-journal", ""), Some("article"));
    assert_eq!(of("article", ""), None);
    assert_eq!(of("article-journal", "arXiv"), None);
    assert_eq!(of("chapter", "A Book"), Some("chapter"));
    assert_eq!(of("journal-article", "JMLR"), Some("article"));
    assert_eq!(of("posted-content", ""), None);
    assert_eq!(of("dissertation", ""), Some("thesis"));
    assert_eq!(of("thesis", ""), Some("thesis"));
    assert_eq!(of("webpage", ""), Some("other"));
    assert_eq!(of("", "ICML"), None);
    assert_eq!(of("", ""), None);
    let chapter = read(json!({"title": "T", "type": "chapter", "container-title": "A Book"}));
    assert_eq!((chapter.paper.container.as_str(), chapter.venue), ("A Book", None));
}

#[test]
fn preprints_are_known_by_where_they_are_kept() {
    let zotero = json!({"title": "T", "type": "article", "publisher": "arXiv", "number": "arXiv:2309.03905",
        "DOI": "10.48550/arXiv.2309.03905", "URL": "http://arxiv.org/abs/2309.03905"});
    let want = "title: T\ndoi: 10.48550/arXiv.2309.03905\narxiv: \"2309.03905\"\n";
    assert_eq!(written(zotero), want);
    let scholar =
        json!({"title": "T", "type": "article-journal", "container-title": "arXiv preprint arXiv:2309.03905"});
    assert_eq!(written(scholar), "title: T\narxiv: \"2309.03905\"\n");
    let dblp = json!({"title": "T", "type": "article-journal", "container-title": "CoRR", "volume": "abs/2309.03905"});
    assert_eq!(written(dblp), "title: T\narxiv: \"2309.03905\"\n");
    let by_doi = json!({"title": "T", "type": "article", "DOI": "10.48550/ARXIV.2309.03905"});
    assert!(written(by_doi).ends_with("arxiv: \"2309.03905\"\n"));
}

#[test]
fn dates_in_every_form() {
    for (issued, want) in [
        (json!({"date-parts": [[2013]]}), "2013"),
        (json!({"date-parts": [["2013", "6"]]}), "2013-06"),
        (json!({"date-parts": [[2013, 2, 30]]}), "2013-02"),
        (json!({"date-parts": [[2013, 13]]}), "2013"),
        (json!({"date-parts": [[2013, 6, 1], [2013, 6, 4]]}), "2013-06-01"),
        (json!({"raw": "2013-06-17"}), "2013-06-17"),
        (json!({"raw": "2013-06-17/2013-06-19"}), "2013-06-17"),
        (json!({"literal": "Spring 2014"}), "2014"),
        (json!("2013-06"), "2013-06"),
        (json!(2013), "2013"),
    ] {
        let read = read(json!({"title": "T", "type": "book", "issued": issued}));
        assert_eq!(read.paper.date.map(|date| date.to_string()).as_deref(), Some(want));
    }
    for issued in [json!({"date-parts": [[]]}), json!({"date-parts": [[null]]}), json!({}), json!("soon"), json!([])] {
        assert_eq!(read(json!({"title": "T", "issued": issued})).paper.date, None);
    }
}

#[test]
fn addresses_are_identifiers_first() {
    let paper = |item: Value| read(item).paper;
    let from_url = paper(json!({"title": "T", "type": "book", "URL": "https://dx.doi.org/10.1000/a"}));
    assert_eq!((from_url.doi.as_str(), from_url.links.len()), ("10.1000/a", 0));
    let both = paper(json!({"title": "T", "DOI": "10.1000/A", "URL": "https://doi.org/10.1000/a"}));
    assert_eq!((both.doi.as_str(), both.links.len()), ("10.1000/A", 0));
    let pdf = paper(json!({"title": "T", "link": [{"URL": "https://arxiv.org/pdf/1301.00001.pdf"}]}));
    assert_eq!((pdf.arxiv.as_str(), pdf.links[0].kind), ("1301.00001", "pdf"));
    let odd = paper(
        json!({"title": "T", "DOI": "nonsense", "URL": "javascript:alert(1)", "link": {"URL": "https://a.org/b c.PDF?x"}}),
    );
    assert_eq!(
        (odd.doi.as_str(), odd.links[0].target.as_str(), odd.links[0].kind),
        ("", "https://a.org/b%20c.PDF?x", "pdf")
    );
}

#[test]
fn odd_values_do_no_harm() {
    let item = json!({"id": 12, "title": ["The", "T"], "author": {"family": "A"}, "type": 3, "page": "12--", "volume": null,
        "container-title": [], "ISSN": ["1234-5678", "8765-4321"], "link": "x", "keyword": ["a", 7], "issued": null,
        "abstract": {"x": 1}, "number": "e12", "language": "English", "unknown": [1]});
    let record = read(item);
    assert_eq!(record.source_id, "12");
    let want = "type: other\ntitle: The\nauthors:\n  - A\nkeywords: [a, \"7\"]\npages: \"12\"\nissn: 1234-5678\n";
    assert_eq!(crate::paper::write::paper(&record.paper), want);
    assert_eq!(record.venue, None);
    assert_eq!(super::record(&json!({"id": "a"}), &Options::default()).unwrap_err(), "it has no title");
}

#[test]
fn the_key_that_people_cite_by_is_the_id_where_the_id_is_an_address() {
    let id = |text: &str| read(serde_json::from_str(text).unwrap()).source_id;
    assert_eq!(id(r#"{"id": "http://zotero.org/users/1/items/ABCD2345", "citation-key": "mud", "title": "T"}"#), "mud");
    assert_eq!(id(r#"{"id": "roe", "citation-key": "mud", "title": "T"}"#), "roe");
}
