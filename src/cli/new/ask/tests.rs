use super::*;
use crate::archive::{Archive, Options, read_archive};
use crate::paper::write;
use crate::source::{SETTINGS, Sources};

fn archive(topics: &str) -> std::sync::Arc<Archive> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(SETTINGS), "title: T\n").unwrap();
    std::fs::create_dir_all(folder.path().join("content")).unwrap();
    if !topics.is_empty() {
        std::fs::write(folder.path().join("content/topics.yaml"), topics).unwrap();
    }
    read_archive(&Sources::read(folder.path()).unwrap(), &Options::default()).0
}

/// The entry that comes of these answers, and what was said.
fn talk(record: &mut Record, topics: &str, answers: &str) -> (Result<(), Stop>, String) {
    let archive = archive(topics);
    let mut out = Vec::new();
    let ended = complete(record, &Topics::of(&archive), &mut answers.as_bytes(), &mut out);
    (ended, String::from_utf8(out).unwrap())
}

const TOPICS: &str = "language: {name: Natural Language, aliases: [nlp]}\nvision: {name: Vision}\n";

#[test]
fn what_is_missing_is_asked_for() {
    let mut record = Record::default();
    let answers = "\n A  $x$ Title \nAda Lovelace; Li, Bo\nsoon\n2023-09\nlangauge\nNLP, vision, vision\n\n";
    let (ended, said) = talk(&mut record, TOPICS, answers);
    assert!(ended.is_ok(), "{said}");
    let want = "Title:   an entry needs a title; Ctrl-C leaves without writing anything\n\
                Title: Authors, parted by semicolons: Date, such as 2023, 2023-09 or 2023-09-07:   a date is 2023, 2023-09 or 2023-09-07\n\
                Date, such as 2023, 2023-09 or 2023-09-07:   there are language, vision\n\
                Topics, parted by commas:   there is no topic `langauge`: did you mean `language`?\n\
                Topics, parted by commas: Summary, in a sentence: ";
    assert_eq!(said, want);
    let want = "title: A $x$ Title\nauthors:\n  - Ada Lovelace\n  - Bo Li\ndate: 2023-09\n";
    assert_eq!(write::paper(&record.paper), want);
    let keys: Vec<&str> = record.topics.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["language", "vision"]);
}

#[test]
fn what_is_there_is_not_asked_for() {
    let mut record = Record::default();
    record.paper.title = one_line("T");
    record.paper.author_count = Some(3);
    record.paper.available = crate::text::date::Date::parse("2023");
    record.paper.summary = one_line("S.");
    record.topics.push(("vision".into(), String::new()));
    let (ended, said) = talk(&mut record, TOPICS, "");
    assert!(ended.is_ok() && said.is_empty(), "{said}");
}

#[test]
fn where_the_answers_end_nothing_comes_of_it() {
    for answers in ["", "A title\n", "A title\nAda Lovelace\n\n\n"] {
        let (ended, said) = talk(&mut Record::default(), TOPICS, answers);
        assert!(matches!(ended, Err(Stop::End)) && said.ends_with(": \n"), "{said}");
    }
    // Somebody who holds down the return key is not asked for ever.
    let (ended, _) = talk(&mut Record::default(), TOPICS, &"\n".repeat(1000));
    assert!(matches!(ended, Err(Stop::End)));
}

#[test]
fn without_a_list_any_topic_will_do() {
    let mut record = Record::default();
    let (ended, said) = talk(&mut record, "", "T\n\n\n42\nLarge Models\n\n");
    assert!(ended.is_ok() && said.contains("`42` is no topic: a topic begins with a letter"), "{said}");
    assert_eq!(record.topics[0].0, "large-models");
}
