use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use serde_yaml::Value;

use super::*;

fn marked(text: &str) -> Marked {
    Marked { source: text.to_owned(), ..Marked::default() }
}

fn named(text: &str) -> Author {
    Author { name: Name::parse(text), ..Author::default() }
}

fn link(kind: &'static str, url: &str) -> Link {
    Link { kind, target: Target::Url(url.to_owned()) }
}

fn sample() -> Paper {
    Paper {
        id: "2309.03905".into(),
        title: marked("ImageBind-LLM: Multi-modality Instruction Tuning"),
        authors: vec![
            named("Jiaming Han"),
            named("van der Berg, Jr., Jan Peter"),
            Author { name: Name { family: "Zuid Dos".into(), given: "Pedro".into(), ..Name::default() }, ..named("x") },
            Author { literal: "OpenGVLab".into(), ..Author::default() },
            Author {
                orcid: "0000-0002-1825-0097".into(),
                affiliations: vec![
                    Affiliation { name: "CUHK".into(), ..Affiliation::default() },
                    Affiliation { name: "CERN".into(), country: "NO".into(), ..Affiliation::default() },
                ],
                corresponding: true,
                ..named("Ada Lovelace")
            },
        ],
        et_al: true,
        abstract_: "We present: a\n\n  - thing\n".into(),
        summary: marked("One \\emph{sentence}: here."),
        date: Date::parse("2023"),
        available: Date::parse("2023-09-07"),
        added_by: Some(Login { github: "akhaliq".into(), ..Login::default() }),
        topics: vec!["llm".into(), "no".into()],
        keywords: vec!["a, b".into(), "C#".into()],
        subjects: BTreeMap::from([("arxiv".into(), vec!["cs.MM".into(), "cs.CL".into()])]),
        venue: "neurips".into(),
        volume: "36".into(),
        pages: "1-30".into(),
        event: Some(Event {
            name: "NeurIPS".into(),
            start: Date::parse("2023-12-10"),
            end: Date::parse("2023-12-16"),
            ..Event::default()
        }),
        doi: "10.48550/arXiv.2309.03905".into(),
        arxiv: "2309.03905".into(),
        identifiers: BTreeMap::from([("openreview".into(), "lH1PV42cbF".into()), ("pmid".into(), "123".into())]),
        links: vec![
            link("pdf", "https://example.org/a.pdf"),
            link("code", "https://example.org/1"),
            link("code", "https://example.org/2"),
        ],
        thumbnail: Some(Thumbnail { src: Target::File("teaser.webp".into()), alt: "A cat".into() }),
        awards: vec![Award { title: "Best paper".into(), date: Date::parse("2023"), ..Award::default() }],
        metrics: Metrics {
            as_of: Date::parse("2026-11-01"),
            counts: BTreeMap::from([("citations".into(), 120), ("upvotes".into(), 17)]),
        },
        aliases: vec!["/p/2309.03905/".into()],
        draft: true,
        extra: BTreeMap::from([(
            "shelf".into(),
            json!({"row": 3, "books": ["a", null], "none": {}, "odd: key": "x\ny"}),
        )]),
        ..Paper::default()
    }
}

#[test]
fn a_paper_in_its_canonical_form() {
    let want = r#"id: "2309.03905"
title: "ImageBind-LLM: Multi-modality Instruction Tuning"
authors:
  - Jiaming Han
  - Jan Peter van der Berg Jr.
  - {family: Zuid Dos, given: Pedro}
  - literal: OpenGVLab
  - name: Ada Lovelace
    orcid: 0000-0002-1825-0097
    affiliations: [CUHK, {name: CERN, country: "NO"}]
    corresponding: true
et-al: true
abstract: |
  We present: a

    - thing
summary: 'One \emph{sentence}: here.'
date: 2023
available: 2023-09-07
added-by: akhaliq
topics: [llm, "no"]
keywords: ["a, b", C#]
subjects: {arxiv: [cs.MM, cs.CL]}
venue: neurips
volume: "36"
pages: 1-30
event: {name: NeurIPS, date: 2023-12-10/2023-12-16}
doi: 10.48550/arXiv.2309.03905
arxiv: "2309.03905"
identifiers: {openreview: lH1PV42cbF, pmid: "123"}
links:
  pdf: https://example.org/a.pdf
  code:
    - https://example.org/1
    - https://example.org/2
thumbnail: {src: teaser.webp, alt: A cat}
awards:
  - {title: Best paper, date: 2023}
metrics: {as-of: 2026-11-01, upvotes: 17, citations: 120}
aliases: [/p/2309.03905/]
draft: true
extra:
  shelf:
    books: [a, null]
    none: {}
    "odd: key": "x\ny"
    row: 3
"#;
    assert_eq!(paper(&sample()), want);
}

#[test]
fn what_is_empty_is_not_written() {
    assert_eq!(paper(&Paper { id: "a".into(), title: marked("A"), ..Paper::default() }), "id: a\ntitle: A\n");
    assert_eq!(topics(&[]), "");
}

#[test]
fn a_long_list_takes_a_line_an_item() {
    let keywords: Vec<String> = (0..20).map(|n| format!("keyword {n}")).collect();
    let text = paper(&Paper { keywords, ..Paper::default() });
    assert!(text.starts_with("keywords:\n  - keyword 0\n  - keyword 1\n"), "{text}");
}

#[test]
fn notes_follow_the_front_matter() {
    let text = markdown(&Paper { id: "a".into(), notes: "\nWorth *reading*.\n".into(), ..Paper::default() });
    assert_eq!(text, "---\nid: a\n---\n\nWorth *reading*.\n");
}

#[test]
fn a_volume_gives_its_papers_what_they_need_not_repeat() {
    let head = Volume {
        key: "icml-2023".into(),
        title: marked("Proceedings of ICML"),
        venue: "icml".into(),
        date: Date::parse("2023"),
        sections: vec![Section { key: "main".into(), title: "Main: papers".into() }],
        front_matter: Some(FrontMatter { pdf: None, pages: "i-x".into() }),
        ..Volume::default()
    };
    let first = Paper {
        id: "a".into(),
        title: marked("A"),
        venue: "icml".into(),
        date: Date::parse("2023"),
        volume_key: "icml-2023".into(),
        abstract_: "One.\n\nTwo.".into(),
        ..Paper::default()
    };
    let second = Paper { id: "b".into(), venue: "colt".into(), date: Date::parse("2022"), ..Paper::default() };
    let want = r#"key: icml-2023
title: Proceedings of ICML
venue: icml
year: 2023
sections:
  - {key: main, title: "Main: papers"}
front-matter: {pages: i-x}
papers:
  - id: a
    title: A
    abstract: |
      One.

      Two.

  - id: b
    date: 2022
    venue: colt
"#;
    assert_eq!(volume(&head, &[first, second]), want);
}

fn topic(key: &str, name: &str) -> Topic {
    Topic { key: key.into(), name: name.into(), ..Topic::default() }
}

#[test]
fn lists_only_grow() {
    let new = [topic("nlp", "NLP"), Topic { parents: vec!["nlp".into()], ..topic("mt", "Translation: machines") }];
    let added = "nlp:\n  name: NLP\n\nmt:\n  name: \"Translation: machines\"\n  parents: [nlp]\n";
    assert_eq!(topics(&new), added);
    for (before, after) in [
        ("# ours\na:\n  name: A # yes\n", format!("# ours\na:\n  name: A # yes\n\n{added}")),
        ("a: A", format!("a: A\n\n{added}")),
        ("# none yet\n", format!("# none yet\n\n{added}")),
        ("a: A\r\n", format!("a: A\r\n\r\n{}", added.replace('\n', "\r\n"))),
        ("a: A\n...\n", format!("a: A\n\n{added}...\n")),
        ("{} # none\n", "{nlp: {name: NLP}, mt: {name: \"Translation: machines\", parents: [nlp]}} # none\n".into()),
        ("{a: A}\n", "{a: A, nlp: {name: NLP}, mt: {name: \"Translation: machines\", parents: [nlp]}}\n".into()),
    ] {
        assert_eq!(append_topics(before, &new), after);
        assert_eq!(append_topics(before, &[]), before);
        let read: Value = serde_yaml::from_str(&after).unwrap();
        assert_eq!(read["nlp"]["name"], "NLP");
        assert_eq!(read["mt"]["parents"][0], "nlp");
    }
    let indented = append_topics("---\n  a:\n    name: A\n", &new);
    assert_eq!(serde_yaml::from_str::<Value>(&indented).unwrap()["mt"]["name"], "Translation: machines");
}

#[test]
fn a_list_in_order_stays_in_order() {
    let new = [topic("nlp", "NLP"), topic("b", "B"), topic("zoo", "Zoo"), topic("mt", "MT")];
    let before =
        "# ours\n\nclosed: false\n\na:\n  name: A\n\n# Of machines.\nml:\n  name: >\n    ML\n\nvision: {name: V}\n";
    let after = "# ours\n\nclosed: false\n\na:\n  name: A\n\nb:\n  name: B\n\n# Of machines.\nml:\n  name: >\n    ML\n\n\
                 mt:\n  name: MT\n\nnlp:\n  name: NLP\n\nvision: {name: V}\n\nzoo:\n  name: Zoo\n";
    assert_eq!(append_topics(before, &new), after);
    assert_eq!(append_topics(&before.replace('\n', "\r\n"), &new), after.replace('\n', "\r\n"));
    // In no order, or not to be told: at the end.
    for before in ["b: B\na: A\n", "a: A\n\"b\": B\n", "a: A\nb: {\n}\n"] {
        assert!(append_topics(before, &new[3..]).ends_with("\n\nmt:\n  name: MT\n"), "{before}");
    }
}

#[test]
fn a_venue_with_all_it_has() {
    let venue = Venue {
        key: "kdd".into(),
        name: "Knowledge Discovery, and Data Mining".into(),
        short: "KDD".into(),
        names: vec!["KDD '22".into()],
        url: "https://kdd.org/".into(),
        ..Venue::default()
    };
    let want = "kdd:\n  name: Knowledge Discovery, and Data Mining\n  short: KDD\n  names:\n    - KDD '22\n  url: https://kdd.org/\n";
    assert_eq!(venues(&[venue]), want);
}

/// Any text, with much of what YAML makes something of.
fn any_text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\r",
        "\r\n",
        "#",
        " #",
        ":",
        ": ",
        "-",
        "- ",
        "?",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        "\"",
        "%",
        "@",
        "`",
        "\\",
        "\\n",
        "~",
        "null",
        "no",
        "yes",
        "1",
        "0",
        ".",
        "e",
        "+",
        "_",
        "2023",
        "---",
        "...",
        "<<",
        "=",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{0}",
        "\u{7}",
        "\u{a0}",
        "\u{fffe}",
        "é",
        "韩",
        "a",
        "x",
        "🎓",
        "\u{202e}",
        "\u{ffff}",
        "\u{1ffff}",
        "$\\alpha$",
    ]);
    prop_oneof![
        3 => prop::collection::vec(hard, 0..8).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[0-9a-fx_.:eE+-]{1,10}",
    ]
}

/// The value at a path of keys and numbers, as text; an absent one is empty.
fn text_at(value: &Value, path: &[&str]) -> String {
    let mut at = value;
    for step in path {
        let next = match step.parse::<usize>() {
            Ok(number) if at.is_sequence() => at.get(number),
            _ => at.get(*step),
        };
        match next {
            Some(next) => at = next,
            None => return String::new(),
        }
    }
    at.as_str().unwrap_or_else(|| panic!("{path:?} is no text: {at:?}")).to_owned()
}

fn author_at(value: &Value, at: usize) -> Name {
    let author = &value["authors"][at];
    match author.as_str() {
        Some(text) => Name::parse(text),
        None if author.get("name").is_some() => Name::parse(author["name"].as_str().unwrap()),
        None => Name {
            family: text_at(author, &["family"]),
            given: text_at(author, &["given"]),
            particle: text_at(author, &["particle"]),
            suffix: text_at(author, &["suffix"]),
        },
    }
}

/// A paper with a text of `t` in every place that takes any text.
fn filled(t: &[String]) -> Paper {
    Paper {
        id: t[0].clone(),
        title: marked(&t[1]),
        abstract_: t[2].clone(),
        summary: marked(&t[3]),
        authors: vec![
            Author {
                name: Name { family: t[4].clone(), given: t[5].clone(), particle: t[6].clone(), suffix: t[7].clone() },
                ..Author::default()
            },
            Author { literal: t[8].clone(), url: t[9].clone(), native: t[10].clone(), ..named("Ada Lovelace") },
        ],
        topics: vec![t[11].clone(), t[12].clone()],
        keywords: t.to_vec(),
        venue: t[13].clone(),
        arxiv: t[14].clone(),
        identifiers: BTreeMap::from([("acl".into(), t[15].clone())]),
        links: vec![link("pdf", &t[16]), link("code", &t[17]), link("code", &t[18])],
        translations: vec![Translation { language: "eo".into(), title: marked(&t[19]), abstract_: t[20].clone() }],
        subjects: BTreeMap::from([("arxiv".into(), vec![t[21].clone()])]),
        notices: vec![Notice {
            kind: NoticeKind::Erratum,
            date: None,
            url: String::new(),
            doi: String::new(),
            note: t[22].clone(),
        }],
        extra: BTreeMap::from([(format!("k{}", t[23]), json!({ t[23].clone(): [t[24], {"a": t[25]}] }))]),
        ..Paper::default()
    }
}

fn check(paper: &Value, t: &[String]) -> Result<(), TestCaseError> {
    for (path, at) in [
        (&["id"][..], 0),
        (&["title"], 1),
        (&["summary"], 3),
        (&["authors", "LAST", "literal"], 8),
        (&["authors", "LAST", "url"], 9),
        (&["authors", "LAST", "native"], 10),
        (&["topics", "0"], 11),
        (&["topics", "1"], 12),
        (&["venue"], 13),
        (&["arxiv"], 14),
        (&["identifiers", "acl"], 15),
        (&["links", "code", "0"], 17),
        (&["links", "code", "1"], 18),
        (&["translations", "0", "title"], 19),
        (&["subjects", "arxiv", "0"], 21),
        (&["notices", "0", "note"], 22),
    ] {
        // An author without any name is not written.
        let last = if t[4..8].iter().all(String::is_empty) { "0" } else { "1" };
        let path: Vec<&str> = path.iter().map(|step| if *step == "LAST" { last } else { step }).collect();
        prop_assert_eq!(&text_at(paper, &path), &t[at], "{:?}", path);
    }
    for (path, at) in [(&["abstract"][..], 2), (&["translations", "0", "abstract"], 20)] {
        let (read, written) = (text_at(paper, path), &t[at]);
        prop_assert_eq!(read.trim_end_matches('\n'), written.trim_end_matches('\n'));
    }
    prop_assert_eq!(text_at(&paper["links"], &["pdf"]), t[16].clone());
    for (at, text) in t.iter().enumerate() {
        prop_assert_eq!(&text_at(paper, &["keywords", &at.to_string()]), text);
    }
    if t[4..8].iter().any(|part| !part.is_empty()) {
        let name = Name { family: t[4].clone(), given: t[5].clone(), particle: t[6].clone(), suffix: t[7].clone() };
        prop_assert_eq!(author_at(paper, 0), name);
    }
    let extra = &paper["extra"][format!("k{}", t[23]).as_str()][t[23].as_str()];
    prop_assert_eq!(extra[0].as_str(), Some(t[24].as_str()));
    prop_assert_eq!(extra[1]["a"].as_str(), Some(t[25].as_str()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_text_reads_back(t in prop::collection::vec(any_text(), 26)) {
        let paper = filled(&t);
        let text = super::paper(&paper);
        // Paragraphs alone keep white space at the end of their lines, which is a line break to Markdown.
        let is_meant = |at: usize| t[at].split('\n').any(|line| line.ends_with([' ', '\t']));
        let has_none = text.lines().all(|line| !line.ends_with([' ', '\t']));
        prop_assert!(has_none || is_meant(2) || is_meant(20), "trailing space:\n{}", text);
        let read: Value = serde_yaml::from_str(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        check(&read, &t)?;

        let head = Volume { key: "v".into(), title: marked(&t[1]), editors: vec![named("Ed Itor")], ..Volume::default() };
        let text = volume(&head, &[paper.clone(), paper]);
        let read: Value = serde_yaml::from_str(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        prop_assert_eq!(text_at(&read, &["title"]), t[1].clone());
        check(&read["papers"][1], &t)?;
    }

    #[test]
    fn names_read_back(family in "[a-z]{0,2} ?[A-Z]?[a-z ,.]{0,4}", given in "[A-Z]?[a-z. ,]{0,6}", particle in "(van|de la|)") {
        let name = Name { family, given, particle, suffix: String::new() };
        if !name.is_empty() || !name.particle.is_empty() {
            let author = Author { name: name.clone(), ..Author::default() };
            let text = paper(&Paper { authors: vec![author], ..Paper::default() });
            let read: Value = serde_yaml::from_str(&text).unwrap();
            prop_assert_eq!(author_at(&read, 0), name);
        }
    }

    #[test]
    fn topics_read_back(name in any_text(), word in any_text()) {
        let all = [Topic { aliases: vec![word.clone()], ..topic("no", &name) }, topic("b", "B")];
        let read: Value = serde_yaml::from_str(&append_topics("a:\n  name: A\n", &all)).unwrap();
        prop_assert_eq!(text_at(&read, &["no", "name"]), name);
        prop_assert_eq!(text_at(&read, &["no", "aliases", "0"]), word);
        prop_assert_eq!(text_at(&read, &["a", "name"]), "A");
    }
}
