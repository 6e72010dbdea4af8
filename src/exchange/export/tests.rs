use std::borrow::Cow;

use proptest::prelude::*;

use super::{ExportFormat, Extent};
use crate::exchange::{Pdf, Work};
use crate::paper::{Content, FileKind, Kind, Paper, Rules, parse};

/// A paper as an entry says it.
fn paper(yaml: &str) -> Paper {
    let rules = Rules::new(&crate::config::Settings::default()).0;
    let parsed = parse(FileKind::Papers, "content/papers/x.yaml", yaml.as_bytes(), &rules);
    match parsed.content {
        Content::Papers(_, mut entries) => entries.remove(0).paper.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn work(paper: &Paper, kind: Kind) -> Work<'_> {
    Work {
        paper,
        key: Cow::Borrowed(&paper.id),
        kind,
        url: Some("https://example.org/papers/x/".into()),
        pdf: Some(Pdf { url: "https://example.org/x.pdf".into(), is_beside: false }),
        venue: "International Symposium on Tides",
        venue_short: "IST",
        place: "",
        topics: vec!["Tides"],
        language: "en",
        archive: "Harbour Papers",
        orcids: Vec::new(),
    }
}

fn written(format: ExportFormat, kind: Kind, yaml: &str) -> String {
    let paper = paper(yaml);
    let mut out = String::new();
    out += &format.file([format.entry(&work(&paper, kind), Extent::Full)]);
    out
}

const ENTRY: &str = "\
id: okonkwo2024mud
title: 'Mud & $L_2$-norms in SAR: a *Short* Étude'
authors: [Wanda Okonkwo, Jan Peter van der Berg, 'Sam King, Jr.', {literal: 'Mud and Silt, Inc.'}]
et-al: true
editors: [Ada Lovelace]
date: 2024-03-07
container: Proceedings of the Symposium on Tides
volume: 12
issue: 3
pages: 1-30
series: PMLR
publisher: Tide & Co
event: {name: Symposium on Tides, place: Kiel, date: 2024-03-05/2024-03-08}
issn: 1234-5678
doi: 10.1000/a_b(1)
arxiv: '2403.00001'
subjects: {arxiv: [cs.CV, cs.LG]}
keywords: [mud]
language: de
abstract: We weigh *mud*.
";

#[test]
fn bibtex_is_ascii_with_macros_and_protected_words() {
    let expected = r#"@inproceedings{okonkwo2024mud,
  title = {Mud \& {$L_2$}-norms in {SAR}: a \emph{Short} {\'E}tude},
  author = {Okonkwo, Wanda and van der Berg, Jan Peter and King, Jr., Sam and {Mud and Silt, Inc.} and others},
  editor = {Lovelace, Ada},
  booktitle = {Proceedings of the Symposium on Tides},
  series = {PMLR},
  volume = {12},
  number = {3},
  pages = {1--30},
  year = {2024},
  month = mar,
  day = {7},
  publisher = {Tide \& Co},
  address = {Kiel},
  doi = {10.1000/a_b(1)},
  eprint = {2403.00001},
  archivePrefix = {arXiv},
  primaryClass = {cs.CV},
  issn = {1234-5678},
  abstract = {We weigh mud.},
  keywords = {mud, Tides},
  language = {english},
}
"#;
    assert_eq!(written(ExportFormat::Bibtex, Kind::Conference, ENTRY), expected);
}

#[test]
fn biblatex_is_unicode_with_its_own_fields() {
    let expected = r#"@inproceedings{okonkwo2024mud,
  title = {Mud \& {$L_2$}-norms in {SAR}: a \emph{Short} Étude},
  author = {Okonkwo, Wanda and van der Berg, Jan Peter and King, Jr., Sam and {Mud and Silt, Inc.} and others},
  editor = {Lovelace, Ada},
  booktitle = {Proceedings of the Symposium on Tides},
  series = {PMLR},
  volume = {12},
  number = {3},
  pages = {1--30},
  date = {2024-03-07},
  eventtitle = {Symposium on Tides},
  eventdate = {2024-03-05/2024-03-08},
  venue = {Kiel},
  publisher = {Tide \& Co},
  doi = {10.1000/a_b(1)},
  eprint = {2403.00001},
  eprinttype = {arxiv},
  eprintclass = {cs.CV},
  issn = {1234-5678},
  abstract = {We weigh mud.},
  keywords = {mud, Tides},
  langid = {english},
}
"#;
    assert_eq!(written(ExportFormat::Biblatex, Kind::Conference, ENTRY), expected);
}

#[test]
fn ris_has_a_line_a_value() {
    let expected = "TY  - CPAPER
ID  - okonkwo2024mud
TI  - Mud & L₂-norms in SAR: a Short Étude
T2  - Proceedings of the Symposium on Tides
J2  - IST
AU  - Okonkwo, Wanda
AU  - van der Berg, Jan Peter
AU  - King, Sam, Jr.
AU  - Mud and Silt, Inc.
ED  - Lovelace, Ada
PY  - 2024
DA  - 2024/03/07/
AB  - We weigh mud.
KW  - mud
KW  - Tides
VL  - 12
IS  - 3
SP  - 1
EP  - 30
SN  - 1234-5678
PB  - Tide & Co
CY  - Kiel
DO  - 10.1000/a_b(1)
UR  - https://doi.org/10.1000/a_b(1)
L1  - https://example.org/x.pdf
LA  - en
AN  - arXiv:2403.00001
DB  - Harbour Papers
ER  - 
";
    assert_eq!(written(ExportFormat::Ris, Kind::Conference, ENTRY), expected.replace('\n', "\r\n"));
}

#[test]
fn csl_json_has_the_fields_of_its_list_in_order() {
    let expected = concat!(
        r#"[{"id":"okonkwo2024mud","citation-key":"okonkwo2024mud","type":"paper-conference","#,
        r#""title":"Mud & L₂-norms in SAR: a Short Étude","author":[{"family":"Okonkwo","given":"Wanda"},"#,
        r#"{"family":"Berg","given":"Jan Peter","non-dropping-particle":"van der"},"#,
        r#"{"family":"King","given":"Sam","suffix":"Jr."},{"literal":"Mud and Silt, Inc."}],"#,
        r#""editor":[{"family":"Lovelace","given":"Ada"}],"issued":{"date-parts":[[2024,3,7]]},"#,
        r#""event-date":{"date-parts":[[2024,3,5],[2024,3,8]]},"#,
        r#""container-title":"Proceedings of the Symposium on Tides","container-title-short":"IST","#,
        r#""collection-title":"PMLR","event-title":"Symposium on Tides","event-place":"Kiel","volume":"12","issue":"3","#,
        r#""page":"1-30","page-first":"1","publisher":"Tide & Co","abstract":"We weigh mud.","keyword":"mud, Tides","#,
        r#""language":"en","DOI":"10.1000/a_b(1)","ISSN":"1234-5678","archive":"arXiv","archive_location":"2403.00001","#,
        r#""source":"Harbour Papers","custom":{"et-al":true}}]"#,
        "\n"
    );
    assert_eq!(written(ExportFormat::CslJson, Kind::Conference, ENTRY), expected);
}

#[test]
fn every_kind_has_its_types_and_its_container() {
    let table: [(Kind, &str, &str, &str, &str); 10] = [
        (Kind::Article, "@article\n  journal = {C}", "@article\n  journaltitle = {C}", "JOUR", "article-journal"),
        (
            Kind::Conference,
            "@inproceedings\n  booktitle = {C}",
            "@inproceedings\n  booktitle = {C}",
            "CPAPER",
            "paper-conference",
        ),
        (Kind::Preprint, "@misc\n  howpublished = {C}", "@online\n  organization = {C}", "UNPB", "article"),
        (Kind::Chapter, "@incollection\n  booktitle = {C}", "@incollection\n  booktitle = {C}", "CHAP", "chapter"),
        (Kind::Book, "@book\n  series = {C}", "@book\n  series = {C}", "BOOK", "book"),
        (
            Kind::Thesis,
            "@phdthesis\n  school = {C}",
            "@thesis\n  institution = {C}\n  type = {phdthesis}",
            "THES",
            "thesis",
        ),
        (
            Kind::Report,
            "@techreport\n  institution = {C}",
            "@report\n  institution = {C}\n  type = {techreport}",
            "RPRT",
            "report",
        ),
        (Kind::Dataset, "@misc\n  howpublished = {C}", "@dataset\n  organization = {C}", "DATA", "dataset"),
        (Kind::Software, "@misc\n  howpublished = {C}", "@software\n  organization = {C}", "COMP", "software"),
        (Kind::Other, "@misc\n  howpublished = {C}", "@misc\n  howpublished = {C}", "GEN", "document"),
    ];
    for (kind, bibtex, biblatex, ris, csl) in table {
        let yaml = "title: T\nauthors: [A B]\ndate: 2020\ncontainer: C\n";
        for (format, expected) in [(ExportFormat::Bibtex, bibtex), (ExportFormat::Biblatex, biblatex)] {
            let text = written(format, kind, yaml);
            for line in expected.lines() {
                assert!(text.lines().any(|own| own.starts_with(line)), "{kind:?}: {line} in {text}");
            }
        }
        assert!(written(ExportFormat::Ris, kind, yaml).starts_with(&format!("TY  - {ris}\r\n")));
        assert!(written(ExportFormat::CslJson, kind, yaml).contains(&format!("\"type\":\"{csl}\"")));
    }
    let masters = "title: T\nauthors: [A B]\ndate: 2020\ncontainer: Master's thesis\npublisher: U\n";
    assert!(written(ExportFormat::Bibtex, Kind::Thesis, masters).starts_with("@mastersthesis{x,"));
    assert!(written(ExportFormat::Biblatex, Kind::Thesis, masters).contains("  type = {mathesis},\n"));
    assert!(written(ExportFormat::CslJson, Kind::Thesis, masters).contains(r#""publisher":"U","keyword":"Tides""#));
}

#[test]
fn what_has_befallen_a_work_is_said_in_every_format() {
    let says = |notice: &str, format: ExportFormat, part: &str| {
        let yaml = format!(
            "title: T\nauthors: [A B]\ndate: 2020\nnotices: [{{type: {notice}, date: 2021-01-02, note: Why.}}]\n"
        );
        let text = written(format, Kind::Article, &yaml);
        assert!(text.contains(part), "{part} in {text}");
    };
    for (notice, warning, status) in [
        ("retraction", "[RETRACTED] ", "Retracted"),
        ("withdrawal", "[WITHDRAWN] ", "Withdrawn"),
        ("removal", "[REMOVED] ", "Removed"),
        ("erratum", "", "Corrected"),
        ("concern", "", "Expression of concern"),
    ] {
        let braced = if warning.is_empty() { String::new() } else { format!("{{{}}} ", warning.trim()) };
        for format in [ExportFormat::Bibtex, ExportFormat::Biblatex] {
            says(notice, format, &format!("  title = {{{braced}{{T}}}},\n"));
            says(notice, format, &format!("  note = {{{status}}},\n"));
        }
        says(notice, ExportFormat::Ris, &format!("TI  - {warning}T\r\n"));
        says(notice, ExportFormat::Ris, ", 2021-01-02: Why.\r\n");
        says(notice, ExportFormat::CslJson, &format!("\"title\":\"{warning}T\""));
        says(notice, ExportFormat::CslJson, &format!("\"status\":\"{status}\""));
    }
}

#[test]
fn nothing_empty_is_written() {
    let bare = "title: Some bare title\n";
    assert_eq!(
        written(ExportFormat::Bibtex, Kind::Preprint, bare),
        "@misc{x,\n  title = {Some bare title},\n  howpublished = {International Symposium on Tides},\n  url = {https://example.org/x.pdf},\n  keywords = {Tides},\n  language = {english},\n}\n"
    );
    for format in ExportFormat::ALL {
        let text = written(format, Kind::Preprint, bare);
        assert!(!text.contains("{}") && !text.contains("\"\"") && !text.contains("- \r\nTI"), "{text}");
    }
}

#[test]
fn lists_of_works_are_files_of_their_format() {
    let paper = paper("title: T\nauthors: [A B]\n");
    let both = |format: ExportFormat| {
        let mut out = String::new();
        let entry = format.entry(&work(&paper, Kind::Book), Extent::Brief);
        out += &format.file([&entry, &entry]);
        out
    };
    assert_eq!(both(ExportFormat::Bibtex).matches("\n}\n").count(), 2);
    let ris = both(ExportFormat::Ris);
    assert_eq!((ris.matches("ER  - \r\n").count(), ris.replace("\r\n", "").contains('\n')), (2, false));
    let items: Vec<serde_json::Value> = serde_json::from_str(&both(ExportFormat::CslJson)).unwrap();
    assert_eq!(items.len(), 2);
    let mut none = String::new();
    none += &ExportFormat::CslJson.file::<&str>([]);
    assert_eq!(none, "[]\n");
}

proptest! {
    #[test]
    fn whatever_an_entry_says_stays_in_its_field(text in "\\PC{1,30}|[{}\\\\%$@,=\"#\\n\\r\\t a-c]{1,30}") {
        let mut paper = paper("title: T\nauthors: [A B]\n");
        paper.title.source.clone_from(&text);
        paper.container.clone_from(&text);
        paper.pages.clone_from(&text);
        paper.doi.clone_from(&text);
        paper.abstract_.clone_from(&text);
        paper.authors[0].name.family.clone_from(&text);
        for format in ExportFormat::ALL {
            let mut out = String::new();
            out += &format.file([format.entry(&work(&paper, Kind::Conference), Extent::Full)]);
            match format {
                ExportFormat::Bibtex | ExportFormat::Biblatex => {
                    let depth = out.bytes().try_fold(0_usize, |depth, byte| match byte {
                        b'{' => Some(depth + 1),
                        b'}' => depth.checked_sub(1),
                        _ => Some(depth),
                    });
                    prop_assert_eq!(depth, Some(0), "{}", out);
                    // Only the entry itself ends at the beginning of a line, and every other line is a field.
                    let lines: Vec<&str> = out.trim_end().split('\n').collect();
                    prop_assert!(lines[1..lines.len() - 1].iter().all(|line| line.starts_with("  ") && line.ends_with("},")), "{}", out);
                }
                ExportFormat::Ris => {
                    let lines = out.strip_suffix("\r\n").unwrap().split("\r\n");
                    prop_assert!(lines.clone().all(|line| line.get(2..6) == Some("  - ") && !line.contains(['\n', '\r'])), "{:?}", out);
                    prop_assert_eq!(lines.filter(|line| line.starts_with("ER")).count(), 1);
                }
                ExportFormat::CslJson => {
                    let items: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
                    prop_assert_eq!(items.len(), 1);
                }
            }
        }
    }
}
