//! Tests of the catalogues, and of what is made of them.

use super::*;

fn words(language: &str) -> Words {
    let mut phrases = english();
    phrases.extend(parsed(catalogue(language).unwrap()));
    Words::new(language, phrases)
}

#[test]
fn every_catalogue_has_every_word() {
    let english = english();
    for (language, text) in CATALOGUES {
        let (phrases, diagnostics) = phrases_of("words.yaml", text, &english);
        assert!(diagnostics.is_empty(), "{language}: {diagnostics:?}");
        assert_eq!(phrases.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
        for (key, phrase) in &phrases {
            let (own, like) = (filled_in(phrase), filled_in(&english[key]));
            assert_eq!(own, like, "{language}: {key} leaves something out");
        }
    }
}

/// The names in braces of a phrase, sorted; of the forms of a plural, those of the last.
fn filled_in(phrase: &Phrase) -> Vec<&str> {
    let mut found = match phrase {
        Phrase::Text(text) => names(text),
        Phrase::List(_) => Vec::new(),
        Phrase::Forms(forms) => names(&forms["other"]),
    };
    found.sort_unstable();
    found
}

#[test]
fn numbers_and_plurals() {
    let english = words("en");
    assert_eq!(english.count("n-authors", 1), "1 author");
    assert_eq!(english.count("n-papers", 34_614), "34,614 papers");
    assert_eq!(english.count("n-upvotes", 0), "0 upvotes");
    assert_eq!(english.number(1_000_000), "1,000,000");
    assert_eq!(english.find_count("n-downloads", 3), None);
    assert_eq!(words("de").count("n-volumes", 1_200), "1.200 Bände");
    assert_eq!(words("fr").count("n-papers", 0), "0 article", "French counts nothing as one");
    assert_eq!(words("zh-Hans").count("n-papers", 1), "1 篇论文");
}

#[test]
fn dates_are_the_languages() {
    let day = Date::parse("2023-09-07").unwrap();
    let all = |language: &str| {
        let words = words(language);
        ["2023-09-07", "2023-09", "2023"].map(|date| words.date(Date::parse(date).unwrap()))
    };
    assert_eq!(all("en"), ["7 September 2023", "September 2023", "2023"]);
    assert_eq!(all("de"), ["7. September 2023", "September 2023", "2023"]);
    assert_eq!(all("es"), ["7 de septiembre de 2023", "septiembre de 2023", "2023"]);
    assert_eq!(all("ja"), ["2023年9月7日", "2023年9月", "2023"]);
    assert_eq!(words("en").date_with_weekday(day), "Thursday, 7 September 2023");
    assert_eq!(words("zh").date_with_weekday(day), "2023年9月7日，星期四");
    assert_eq!(words("en").week(day.week().unwrap(), true), "Week 36 of 2023");
}

#[test]
fn names_are_joined() {
    let joined = |language: &str, whole: bool| {
        let words = words(language);
        let names = ["A", "B", "C"];
        let name = |(at, name): (usize, &&str)| format!("{}{name}", words.before_name(at, names.len(), whole));
        names.iter().enumerate().map(name).collect::<String>()
    };
    assert_eq!(joined("en", true), "A, B and C");
    assert_eq!(joined("en", false), "A, B, C");
    assert_eq!(joined("zh", true), "A、B和C");
}

#[test]
fn a_language_is_found_by_its_tag() {
    for (tag, want) in [("en-GB", Some("en")), ("DE", Some("de")), ("zh-CN", Some("zh")), ("zh-Hant-TW", None)] {
        let of = |text: &str| CATALOGUES.iter().find(|(_, own)| *own == text).map(|(tag, _)| *tag);
        assert_eq!(catalogue(tag).and_then(of), want, "{tag}");
    }
    assert_eq!(catalogue("tlh"), None);
}

#[test]
fn replaced_words_are_checked() {
    let text = "abstrct: x\nmonth-names: [a]\nn-papers: {one: x}\nn-topics: {some: x, other: y}\nmore-by: '{who}'\nnotes: [x]\ndark: ~\nskip: Hop\n";
    let (own, diagnostics) = phrases_of(WORDS, text, &english());
    let found: Vec<String> = diagnostics.iter().map(|d| format!("{} {}", d.span.unwrap().line, d.message)).collect();
    assert_eq!(
        found,
        [
            "1 there is no word `abstrct`",
            "2 this list has 12 items, not 1",
            "3 the form `other` is missing",
            "4 `some` is no plural category: zero, one, two, few, many, other",
            "5 there is no `{who}` here: what is filled in is `{name}`",
            "6 a text is wanted here",
            "7 this is no text, list of texts or map of plural forms",
        ]
    );
    assert_eq!(own.into_iter().collect::<Vec<_>>(), [("skip".to_owned(), Phrase::Text("Hop".into()))]);
}
