use serde_json::{Value, json};

use super::*;
use crate::exchange::cited::tests::{HOSTILE, hostile, paper, text, work};
use crate::paper::{Affiliation, Award, Link, Notice, NoticeKind, Paper, Version};
use crate::text::date::Date;

/// The graph of a script element.
fn graph(html: &str) -> Value {
    let json = html.strip_prefix("<script type=\"application/ld+json\">").unwrap();
    let json = json.strip_suffix("</script>\n").unwrap();
    assert!(!json.contains('<'), "{json}");
    let value: Value = serde_json::from_str(json).unwrap();
    assert_eq!(value["@context"], "https://schema.org");
    value["@graph"].clone()
}

fn described(work: &Work<'_>, around: &Around<'_>) -> Value {
    let mut html = String::new();
    super::work(work, "An abstract.", around, &mut html);
    graph(&html)
}

fn alone(work: &Work<'_>) -> Value {
    described(work, &Around::default())[0].clone()
}

#[test]
fn an_article_in_full() {
    let mut paper = paper(&["Jan van der Berg Jr.", "Madonna"]);
    paper.authors[0].orcid = "0000-0002-1825-0097".into();
    paper.authors[0].affiliations =
        vec![Affiliation { name: "Uni".into(), ror: "https://ror.org/03yrm5c26".into(), country: String::new() }];
    paper.summary = text("A sentence.");
    (paper.volume, paper.issue, paper.pages) = ("7".into(), "2".into(), "1-30".into());
    (paper.issn, paper.publisher, paper.doi) = ("1234-5678".into(), "Press".into(), "10.1000/x".into());
    (paper.license, paper.keywords) = ("CC-BY-4.0".into(), vec!["things".into()]);
    paper.versions = vec![Version { version: "v2".into(), ..Version::default() }];
    paper.awards = vec![Award { title: "Best paper".into(), by: "Them".into(), ..Award::default() }];
    paper.links = [("code", "https://code.example/"), ("video", "https://video.example/")]
        .map(|(kind, url)| Link { kind, target: Target::Url(url.into()) })
        .into();
    let mut metrics = Metrics::default();
    metrics.counts.extend([("upvotes".to_owned(), 5), ("comments".to_owned(), 2)]);
    let step = |name, url: &str| Step { name, url: url.to_owned() };
    let around = Around {
        trail: vec![step("Home", "https://example.org/"), step("A Title", "https://example.org/papers/x/")],
        authors: vec![Some("/authors/jan/"), None],
        origin: "https://example.org",
        topics: vec![("things", "Things")],
        all_topics: Some("https://example.org/topics/".into()),
        metrics: Some(&metrics),
        ..Around::default()
    };
    let page = "https://example.org/papers/x/";
    let expected = json!([{
        "@type": "ScholarlyArticle", "@id": "https://example.org/papers/x/#paper", "url": page, "mainEntityOfPage": page,
        "headline": "A Title", "name": "A Title",
        "author": [
            {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Jan van der Berg Jr.",
             "givenName": "Jan", "familyName": "van der Berg", "honorificSuffix": "Jr.",
             "affiliation": [{"@type": "Organization", "@id": "https://ror.org/03yrm5c26", "name": "Uni"}],
             "url": "https://example.org/authors/jan/"},
            {"@type": "Person", "name": "Madonna"},
        ],
        "datePublished": "2024", "abstract": "An abstract.", "description": "A sentence.", "inLanguage": "en-GB",
        "keywords": ["things"],
        "about": [{"@type": "DefinedTerm", "name": "Things", "termCode": "things",
                   "inDefinedTermSet": "https://example.org/topics/"}],
        "isPartOf": {"@type": "PublicationIssue", "issueNumber": "2",
            "isPartOf": {"@type": "PublicationVolume", "volumeNumber": "7",
                "isPartOf": {"@type": "Periodical", "name": "Journal of Things", "issn": "1234-5678"}}},
        "pageStart": "1", "pageEnd": "30", "pagination": "1-30",
        "publisher": {"@type": "Organization", "name": "Press"},
        "identifier": [{"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/x"}],
        "sameAs": ["https://doi.org/10.1000/x"],
        "encoding": [{"@type": "MediaObject", "contentUrl": "https://example.org/papers/x/x.pdf",
                      "encodingFormat": "application/pdf"}],
        "license": "https://creativecommons.org/licenses/by/4.0/", "isAccessibleForFree": true,
        "subjectOf": [{"@type": "VideoObject", "name": "A Title", "url": "https://video.example/"}],
        "mentions": [{"@type": "SoftwareSourceCode", "codeRepository": "https://code.example/"}],
        "version": "v2", "award": ["Best paper, Them"], "commentCount": 2,
        "interactionStatistic": [{"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction",
                                  "userInteractionCount": 5}],
    }, {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://example.org/"},
            {"@type": "ListItem", "position": 2, "name": "A Title", "item": page},
        ],
    }]);
    let found = described(&work(&paper, Kind::Article), &around);
    assert_eq!(found, expected, "{found:#}");
}

#[test]
fn each_kind_has_its_type_and_its_whole() {
    let paper = Paper { volume: "7".into(), publisher: "Press".into(), isbn: "978-1".into(), ..paper(&["A B"]) };
    let whole = |kind: Kind| {
        let found = alone(&work(&paper, kind));
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        [text(&found["@type"]), text(&found["isPartOf"]["@type"]), text(&found["publisher"]["name"])].join(" ")
    };
    assert_eq!(whole(Kind::Article), "ScholarlyArticle PublicationVolume Press");
    assert_eq!(whole(Kind::Conference), "ScholarlyArticle PublicationVolume Press");
    assert_eq!(whole(Kind::Preprint), "ScholarlyArticle CreativeWork Press");
    assert_eq!(whole(Kind::Chapter), "Chapter PublicationVolume Press");
    assert_eq!(whole(Kind::Book), "Book - Press");
    assert_eq!(whole(Kind::Thesis), "Thesis CreativeWork Press");
    assert_eq!(whole(Kind::Report), "Report CreativeWork Press");
    assert_eq!(whole(Kind::Dataset), "Dataset CreativeWork Press");
    assert_eq!(whole(Kind::Software), "SoftwareSourceCode CreativeWork Press");
    assert_eq!(whole(Kind::Other), "CreativeWork CreativeWork Press");
}

#[test]
fn the_archive_is_never_the_publisher() {
    let paper = paper(&["A B"]);
    assert_eq!(alone(&work(&paper, Kind::Conference))["publisher"], Value::Null);
}

#[test]
fn without_an_address_the_rest_is_said() {
    let paper = paper(&["A B"]);
    let found = described(&Work { url: None, pdf: None, ..work(&paper, Kind::Preprint) }, &Around::default());
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert!(!found.to_string().contains("https://"), "{found}");
    assert_eq!((&found[0]["name"], &found[0]["abstract"]), (&json!("A Title"), &json!("An abstract.")));
}

#[test]
fn what_befell_it_is_said() {
    let told = |kind: NoticeKind| {
        let date = Date::from_day(2024, 1, 5);
        let notice = Notice { kind, date, url: String::new(), doi: "10.1000/n".into(), note: "Why.".into() };
        let paper = Paper { notices: vec![notice], ..paper(&["A B"]) };
        let found = alone(&work(&paper, Kind::Preprint));
        let correction = json!([{"@type": "CorrectionComment", "name": found["correction"][0]["name"], "text": "Why.",
                                 "datePublished": "2024-01-05", "url": "https://doi.org/10.1000/n"}]);
        assert_eq!((&found["correction"], &found["dateModified"]), (&correction, &json!("2024-01-05")));
        found["creativeWorkStatus"].as_str().unwrap().to_owned()
    };
    let kinds = [NoticeKind::Erratum, NoticeKind::Corrigendum, NoticeKind::Concern];
    assert_eq!(kinds.map(told), ["Corrected", "Corrected", "Expression of concern"]);
    let kinds = [NoticeKind::Withdrawal, NoticeKind::Retraction, NoticeKind::Removal];
    assert_eq!(kinds.map(told), ["Withdrawn", "Retracted", "Removed"]);
    assert_eq!(alone(&work(&paper(&["A B"]), Kind::Preprint))["creativeWorkStatus"], "Preprint");
}

#[test]
fn no_text_ends_the_script() {
    let paper = hostile();
    for word in Kind::WORDS {
        let found = alone(&work(&paper, Kind::from_word(word).unwrap()));
        assert_eq!(found["name"].as_str().unwrap(), HOSTILE.replace(['\u{1}', '\u{85}'], ""));
    }
}

fn list<'a>(name: &'a str) -> List<'a> {
    let url = Some("https://example.org/x/");
    List {
        name,
        description: "",
        language: "en",
        url,
        trail: Vec::new(),
        count: None,
        papers: Vec::new(),
        origin: "https://example.org",
    }
}

#[test]
fn lists_name_their_papers_by_what_the_papers_call_themselves() {
    let mut html = String::new();
    let papers = vec!["/papers/x/"];
    super::list(&List { count: Some(70), papers, ..list("Things") }, &mut html);
    let expected = json!([{
        "@type": "CollectionPage", "url": "https://example.org/x/", "name": "Things", "inLanguage": "en",
        "mainEntity": {"@type": "ItemList", "numberOfItems": 70,
                       "itemListElement": [{"@id": "https://example.org/papers/x/#paper"}]},
    }]);
    assert_eq!(graph(&html), expected);
}

#[test]
fn people_and_organisations_have_profiles() {
    let profile = |is_organisation| {
        let mut html = String::new();
        let spellings = ["A. Lovelace".to_owned()];
        let profile = Profile {
            page: list("Ada Lovelace"),
            is_organisation,
            native: "",
            spellings: &spellings,
            orcid: "0000-0002-1825-0097",
            homepage: "https://ada.example/",
            affiliation: "Home",
        };
        super::profile(&profile, &mut html);
        graph(&html)[0]["mainEntity"].clone()
    };
    let expected = json!({
        "@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Ada Lovelace",
        "alternateName": ["A. Lovelace"], "affiliation": {"@type": "Organization", "name": "Home"},
        "url": "https://example.org/x/", "sameAs": "https://ada.example/",
    });
    assert_eq!(profile(false), expected);
    assert_eq!(profile(true)["@type"], "Organization");
}

#[test]
fn the_first_page_can_be_searched() {
    let mut html = String::new();
    let archive = super::Archive {
        name: "Archive",
        description: "What it is.",
        language: "en",
        url: Some("https://example.org/"),
        search: Some("https://example.org/search/"),
        dump: Some("https://example.org/api/v1/papers.jsonl.gz"),
    };
    home(&archive, &mut html);
    let found = graph(&html);
    assert_eq!([&found[0]["@type"], &found[1]["@type"]], ["WebSite", "DataCatalog"]);
    let template = &found[0]["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(template, "https://example.org/search/?q={search_term_string}");
}
