use proptest::prelude::*;

use super::*;
use crate::config::Settings;

fn rules() -> Rules {
    Rules::new(&Settings::default()).0
}

/// What becomes of a file. Formatting it once more must change nothing.
fn formatted(path: &str, text: &str) -> Formatted {
    let rules = rules();
    let first = format(path, text.as_bytes(), &rules);
    if let Formatted::Changed(new) = &first {
        assert_eq!(format(path, new.as_bytes(), &rules), Formatted::Same, "formatted twice:\n{new}");
    }
    first
}

/// What a file becomes; itself if it is canonical.
#[track_caller]
fn text_of_formatted(path: &str, before: &str) -> String {
    match formatted(path, before) {
        Formatted::Same => before.to_owned(),
        Formatted::Changed(text) => text,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    assert_eq!(text_of_formatted("content/papers/a.yaml", before), after);
}

#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

#[track_caller]
fn is_refused(text: &str, why: &str) {
    match formatted("content/papers/a.yaml", text) {
        Formatted::Refused(found) => assert_eq!(found, why),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn is_broken(path: &str, text: &str, codes: &[Code]) {
    match formatted(path, text) {
        Formatted::Broken(found) => assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), codes),
        other => panic!("{other:?}"),
    }
}

#[test]
fn keys_come_in_order_and_quotes_where_they_are_needed() {
    becomes(
        "date: '2023'\ntopics:\n- llm\n- \"no\"\nauthors: ['Ada Lovelace']\ntitle: \"On Engines\"\nid: 'b'\n",
        "id: b\ntitle: On Engines\nauthors:\n  - Ada Lovelace\ndate: 2023\ntopics: [llm, \"no\"]\n",
    );
}

#[test]
fn the_id_is_written() {
    becomes("title: A\n", "id: a\ntitle: A\n");
    let text = text_of_formatted("content/papers/2023/2309.03905.yaml", "title: A\n");
    assert_eq!(text, "id: \"2309.03905\"\ntitle: A\n");
}

#[test]
fn what_is_empty_or_a_default_is_not_written() {
    becomes("id: a\ntitle: A\ndoi:\nkeywords: []\ndraft: false\nextra: {}\n", "id: a\ntitle: A\n");
}

#[test]
fn numbers_and_dates_keep_what_they_mean() {
    becomes("id: a\ntitle: A\nvolume: 36\ndate: '2023-09'\n", "id: a\ntitle: A\ndate: 2023-09\nvolume: \"36\"\n");
    becomes("id: a\ntitle: A\nvolume: '036'\n", "id: a\ntitle: A\nvolume: \"036\"\n");
    becomes("id: a\ntitle: 1984\n", "id: a\ntitle: \"1984\"\n");
}

#[test]
fn a_title_comes_into_one_line() {
    becomes("id: a\ntitle: On\n  Engines\n  and More\n", "id: a\ntitle: On Engines and More\n");
    becomes("id: a\ntitle: >\n  On\n  Engines\n", "id: a\ntitle: On Engines\n");
}

#[test]
fn an_abstract_keeps_its_lines() {
    becomes("id: a\ntitle: A\nabstract: One\n  two.\n", "id: a\ntitle: A\nabstract: |\n  One two.\n");
    becomes("id: a\ntitle: A\nabstract: \"One\\ntwo.\"\n", "id: a\ntitle: A\nabstract: |\n  One\n  two.\n");
    becomes(
        "id: a\ntitle: A\nabstract: >-\n  One\n  two.\n\n  Three.\n",
        "id: a\ntitle: A\nabstract: |\n  One two.\n  Three.\n",
    );
    becomes("id: a\ntitle: A\nabstract: |2-\n    One\n   two.  \n", "id: a\ntitle: A\nabstract: |\n  One\n   two.\n");
    stays("id: a\ntitle: A\nabstract: |\n  One,  \n  two,\tthree.\n\n  # four\n");
}

#[test]
fn comments_of_the_file_stay_at_its_top() {
    becomes(
        "# yaml-language-server: $schema=x\n# Ours.\n\ntitle: A\nid: a\n",
        "# yaml-language-server: $schema=x\n# Ours.\n\nid: a\ntitle: A\n",
    );
    becomes(
        "# yaml-language-server: $schema=x\ntitle: A\nid: a\n",
        "# yaml-language-server: $schema=x\nid: a\ntitle: A\n",
    );
    becomes("\n# One.\n\n\n# Two.\n\nid: a\ntitle: A\n", "# One.\n\n# Two.\n\nid: a\ntitle: A\n");
    becomes("# Ours.\ntitle: A\n", "# Ours.\nid: a\ntitle: A\n");
    becomes("# Ours.\n---\nid: a\ntitle: A\n", "# Ours.\nid: a\ntitle: A\n");
    becomes("%YAML 1.2\n--- # Ours.\nid: a\ntitle: A\n...\n# End.\n", "# Ours.\nid: a\ntitle: A\n# End.\n");
}

#[test]
fn a_comment_goes_with_its_key() {
    becomes(
        "# the date of print\ndate: 2023\n# as printed\n#  twice\ntitle: A\nid: a\n",
        "id: a\n# as printed\n#  twice\ntitle: A\n# the date of print\ndate: 2023\n",
    );
    becomes("date: 2023 # print\ntitle: 'A'   # all\nid: a\n", "id: a\ntitle: A # all\ndate: 2023 # print\n");
}

#[test]
fn a_comment_beside_what_takes_lines_goes_above_it() {
    becomes("id: a\ntitle: A\nabstract: |  # theirs\n  One.\n", "id: a\ntitle: A\n# theirs\nabstract: |\n  One.\n");
    becomes("id: a\ntitle: A\nauthors: # all\n  - Ada\n", "id: a\ntitle: A\n# all\nauthors:\n  - Ada\n");
    becomes("id: a\ntitle: A\nauthors: Ada # alone\n", "id: a\ntitle: A\n# alone\nauthors:\n  - Ada\n");
    becomes(
        "id: a\ntitle: A\nabstract: 'One\n  two.' # theirs\n",
        "id: a\ntitle: A\n# theirs\nabstract: |\n  One two.\n",
    );
}

#[test]
fn a_comment_after_a_block_of_text_is_none_of_its_lines() {
    stays("id: a\ntitle: A\nabstract: |\n  One.\n  # not a comment\n# print\ndate: 2023\n");
    becomes(
        "id: a\ntitle: A\nabstract: |\n    One.\n\n  # print\n\ndate: 2023\n",
        "id: a\ntitle: A\nabstract: |\n  One.\n# print\ndate: 2023\n",
    );
    becomes("id: a\ntitle: A\nabstract: |\n    One.\n\n  # end\n", "id: a\ntitle: A\nabstract: |\n  One.\n# end\n");
}

#[test]
fn what_only_looks_like_a_comment_is_text() {
    stays("id: a\ntitle: \"C #1\"\nkeywords: [C#, \"a # b\"]\nlinks:\n  pdf: https://example.org/a#b\n");
    becomes("id: a\ntitle: 'it''s # 1' # one\n", "id: a\ntitle: \"it's # 1\" # one\n");
    becomes("id: a\ntitle: \"a \\\" # 1\" # one\n", "id: a\ntitle: 'a \" # 1' # one\n");
}

#[test]
fn comments_in_lists() {
    stays(
        "id: a\ntitle: A\nauthors:\n  # the first\n  - Ada # Countess\n  # - Nobody\n  - Bob\n  # - Eve\ndate: 2023\n",
    );
    becomes(
        "id: a\ntitle: A\nauthors:\n# the first\n- Ada\n# the second\n- Bob\n# print\ndate: 2023\n",
        "id: a\ntitle: A\nauthors:\n  # the first\n  - Ada\n  # the second\n  - Bob\n# print\ndate: 2023\n",
    );
}

#[test]
fn an_item_that_was_commented_out_stays_in_its_list() {
    becomes(
        "id: a\ntitle: A\nauthors:\n- Ada\n# - name: Bob\n#   url: x\ndate: 2023\n",
        "id: a\ntitle: A\nauthors:\n  - Ada\n  # - name: Bob\n  #   url: x\ndate: 2023\n",
    );
    becomes(
        "id: a\ntitle: A\ndate: 2023\nauthors:\n- Ada\n# - Bob\n",
        "id: a\ntitle: A\nauthors:\n  - Ada\n  # - Bob\ndate: 2023\n",
    );
}

#[test]
fn comments_in_lists_of_maps() {
    becomes(
        "id: a\ntitle: A\nauthors:\n  # the first\n  - orcid: 0000-0002-1825-0097 # checked\n    # as printed\n    name: Ada Lovelace\n    # no more\n  - # the second\n    name: Bob # alone\n",
        "id: a\ntitle: A\nauthors:\n  # the first\n  # as printed\n  - name: Ada Lovelace\n    orcid: 0000-0002-1825-0097 # checked\n    # no more\n  # the second\n  - Bob # alone\n",
    );
    becomes(
        "id: a\ntitle: A\nauthors:\n  -\n    # the first\n    family: Lovelace # hers\n    given: Ada\n",
        "id: a\ntitle: A\nauthors:\n  # the first\n  - Ada Lovelace # hers\n",
    );
    becomes(
        "id: a\ntitle: A\nawards:\n  - {title: Best, by: X} # two\n  - {title: Best, # one\n     by: Z}\n",
        "id: a\ntitle: A\nawards:\n  - {title: Best, by: X} # two\n  - title: Best # one\n    by: Z\n",
    );
}

#[test]
fn comments_in_brackets_and_braces() {
    becomes(
        "id: a\ntitle: A\ntopics: [ # ours\n  llm, # one\n  # two\n  nlp # three\n  # four\n  ] # five\n",
        "id: a\ntitle: A\n# five\ntopics:\n  # ours\n  - llm # one\n  # two\n  - nlp # three\n  # four\n",
    );
    becomes("id: a\ntitle: A\ntopics: [llm,\n  nlp] # both\n", "id: a\ntitle: A\ntopics: [llm, nlp] # both\n");
    becomes(
        "{title: A, # all\n id: a, metrics: {stars: 3 # many\n}}\n# end\n",
        "id: a\ntitle: A # all\nmetrics:\n  stars: 3 # many\n# end\n",
    );
}

#[test]
fn comments_in_maps() {
    stays(
        "id: a\ntitle: A\nlinks:\n  # theirs\n  pdf: https://example.org/a # big\n  # code: none\ndate: 2023\n"
            .replace("date: 2023\n", "access: open\n")
            .as_str(),
    );
    becomes(
        "id: a\ntitle: A\nlinks:\n  code: [https://example.org/a, # one\n    https://example.org/b]\n  # none yet\n  pdf:\n",
        "id: a\ntitle: A\nlinks:\n  code:\n    - https://example.org/a # one\n    - https://example.org/b\n  # none yet\n",
    );
}

#[test]
fn comments_of_what_is_gone_stay_near() {
    becomes("id: a\ntitle: A\ndoi: # none yet\nlicense: MIT\n", "id: a\ntitle: A\n# none yet\nlicense: MIT\n");
    becomes("id: a\ntitle: A\nkeywords: [] # none yet\n", "id: a\ntitle: A\n# none yet\n");
    becomes(
        "id: a\ntitle: A\nthumbnail: # small\n  # as it is\n  src: a.png\n",
        "id: a\ntitle: A\n# small\nthumbnail: a.png # as it is\n"
            .replace("# small\nthumbnail: a.png # as it is", "# as it is\nthumbnail: a.png # small")
            .as_str(),
    );
}

#[test]
fn comments_at_the_end() {
    stays("id: a\ntitle: A\n# end\n");
    becomes("id: a\ntitle: A\n\n\n# one\n\n  # two\n", "id: a\ntitle: A\n# one\n# two\n");
    becomes("id: a\ntitle: A # end", "id: a\ntitle: A # end\n");
}

#[test]
fn what_is_under_extra_is_kept_as_it_is() {
    becomes(
        "extra: # ours\n    # the shelf\n    shelf: 036 # left\n    b: !ours {x: 1.50,\n      y: 0x1F}\n\n    a:   |\n        # text\n\n          more\n    # last\ntitle: A\nid: a\n",
        "id: a\ntitle: A\n# ours\nextra:\n  # the shelf\n  shelf: 036 # left\n  b: !ours {x: 1.50,\n    y: 0x1F}\n\n  a:   |\n      # text\n\n        more\n  # last\n",
    );
    becomes("extra: {b: 1.50, a: 'x'} # ours\ntitle: A\nid: a\n", "id: a\ntitle: A\nextra: {b: 1.50, a: 'x'} # ours\n");
    becomes("{extra: {b: 1.50,\na: 'x'}, title: A, id: a}\n", "id: a\ntitle: A\nextra: {b: 1.50,\n  a: 'x'}\n");
    becomes("extra:\n  a: &x 1\n  b: *x\nid: a\ntitle: A\n", "id: a\ntitle: A\nextra:\n  a: &x 1\n  b: *x\n");
    becomes("extra:\n  a: 1\n# all\ntitle: A\nid: a\n", "id: a\n# all\ntitle: A\nextra:\n  a: 1\n");
}

#[test]
fn volumes_with_their_papers() {
    becomes(
        "# ours\ntitle: V\nyear: 2023 # print\n# all of them\npapers:\n# the first\n- title: A\n  # its id\n  id: a\n  extra:\n      x: 1 # one\n  # no more\n# the second\n-\n  # its id\n  id: b\n  title: B\n  date: 2023\n# end\n",
        "# ours\nkey: a\ntitle: V\nyear: 2023 # print\n# all of them\npapers:\n  # the first\n  # its id\n  - id: a\n    title: A\n    extra:\n      x: 1 # one\n    # no more\n\n  # the second\n  # its id\n  - id: b\n    title: B\n    date: 2023\n# end\n",
    );
    stays("key: v\ntitle: V\npapers: [] # none yet\n");
}

#[test]
fn volumes_whose_papers_are_files() {
    let text = text_of_formatted(
        "content/volumes/v.yaml",
        "title: V\nsections: # both\n- key: b # one\n  title: B\ndate: 2023\nextra: {a: 1}\n",
    );
    assert_eq!(
        text,
        "key: v\ntitle: V\nyear: 2023\n# both\nsections:\n  - key: b # one\n    title: B\nextra: {a: 1}\n"
    );
}

#[test]
fn the_markdown_after_the_front_matter_is_kept() {
    let body = "\r\n\n  # Not *a* comment \n---\ntitle: 'x'\n";
    let text = text_of_formatted("content/papers/a.md", &format!("---\ntitle: 'A' # all\n--- \n{body}"));
    assert_eq!(text, format!("---\nid: a\ntitle: A # all\n---\n{body}"));
    let text = text_of_formatted("content/papers/a.md", "---\r\ntitle: 'A'\r\n---\r\nBody\nends");
    assert_eq!(text, "---\r\nid: a\r\ntitle: A\r\n---\r\nBody\nends");
    assert_eq!(text_of_formatted("content/papers/a.md", "---\ntitle: A\n---"), "---\nid: a\ntitle: A\n---\n");
}

#[test]
fn line_ends_are_kept_and_a_byte_order_mark_is_not() {
    becomes(
        "\u{feff}title: 'A'\r\nabstract: |\r\n  One\r\n  two\r\n",
        "id: a\r\ntitle: A\r\nabstract: |\r\n  One\r\n  two\r\n",
    );
    becomes("id: a\ntitle: A\r\ndate: 2023\r\n", "id: a\ntitle: A\ndate: 2023\n");
    stays("id: a\r\ntitle: A # all\r\n");
}

#[test]
fn what_has_errors_is_left_alone() {
    let path = "content/papers/a.yaml";
    is_broken(path, "title: A\nautors: [Ada]\n", &[Code::UnknownKey]);
    is_broken(path, "title: A\ntitle: B\n", &[Code::DuplicateKey]);
    is_broken(path, "title: A: b\n", &[Code::Syntax]);
    is_broken(path, "title: !x A\n", &[Code::WrongType]);
    is_broken(path, "title: A\narxiv: 2309.10\n", &[Code::NumberForText]);
    is_broken(path, "title: A\n---\ntitle: B\n", &[Code::Syntax]);
    is_broken(path, "title: A\npapers:\n  - id: b\n    title: B\n    autors: x\n", &[Code::UnknownKey]);
    is_broken("content/papers/a.md", "# Notes\n", &[Code::MissingFrontMatter]);
    is_broken("content/papers/a b.yaml", "title: A\n", &[Code::BadId]);
    // Of what is wrong beyond the most that are listed, the papers still tell.
    let mut text = "title: V\npapers:\n".to_owned();
    for at in 0..200 {
        text += &format!("  - id: p{at}\n    title: $\\foo$\n");
    }
    assert!(matches!(formatted(path, &format!("{text}    doi: x\n")), Formatted::Broken(_)));
    assert!(matches!(formatted(path, &text), Formatted::Changed(_)));
    // Nothing is lost where only something is missing.
    becomes("authors: [Ada]\n", "id: a\nauthors:\n  - Ada\n");
}

#[test]
fn what_would_change_is_refused() {
    is_refused("# only this\n", "it holds no map of keys");
    is_refused("title: &t A\nid: a\nextra:\n  b: *t\n", "its canonical form would not say the same");
}

#[test]
fn topics_and_venues() {
    let text = text_of_formatted(
        "content/topics.yaml",
        "# ours\n\nllm: Large language models # short\n# sound\naudio: {parents: [ai], name: 'audio' }\nai:\nml: {} # old\nclosed: false # for now\nextra: {name: E, description: 'x'} # e\n# end\n",
    );
    let want = "# ours\n\nclosed: false # for now\n\n# short\nllm:\n  name: Large language models\n\n# sound\naudio:\n  name: audio\n  parents: [ai]\n\nai: {}\n\nml: {} # old\n\n# e\nextra:\n  name: E\n  description: x\n# end\n";
    assert_eq!(text, want);
    let text = text_of_formatted(
        "content/venues.yaml",
        "icml: {names: [A, B # b\n  ], short: ICML}\nkdd: Knowledge\nx: {name: X, url: https://example.org/}\n",
    );
    let want = "icml:\n  short: ICML\n  names:\n    - A\n    - B # b\n\nkdd:\n  name: Knowledge\n\nx:\n  name: X\n  url: https://example.org/\n";
    assert_eq!(text, want);
}

#[test]
fn people_pages_and_collections() {
    let text = text_of_formatted(
        "content/people/ada.yaml",
        "orcid: '0000-0002-1825-0097' # hers\nname: Lovelace, Ada\nnames: [A. L.]\n",
    );
    assert_eq!(text, "name: Ada Lovelace\nnames:\n  - A. L.\norcid: 0000-0002-1825-0097 # hers\n");
    let text = text_of_formatted("content/people/b.yaml", "names: Zuid Dos, Pedro\nname: Zuid Dos, Pedro\n");
    assert_eq!(text, "name: Zuid Dos, Pedro\nnames:\n  - Zuid Dos, Pedro\n");
    let text = text_of_formatted("content/people/b.yaml", "names: [B. C.]\n");
    assert_eq!(text, "names:\n  - B. C.\n");
    let text = text_of_formatted(
        "content/pages/a.md",
        "---\n# shown\nmenu: true\norder: 0\nextra:\n    x: 036\ntitle: 'A'\n---\n* Body\n",
    );
    assert_eq!(text, "---\ntitle: A\n# shown\nmenu: true\nextra:\n  x: 036\n---\n* Body\n");
    let text = text_of_formatted(
        "content/collections/a.md",
        "---\npapers: # in order\n- b # best\n- '2309.03905'\ntitle: 'A'\n---\n",
    );
    assert_eq!(text, "---\ntitle: A\n# in order\npapers:\n  - b # best\n  - \"2309.03905\"\n---\n");
}

#[test]
fn what_has_no_canonical_form_is_left_as_it_is() {
    assert_eq!(formatted("content/metrics/a.yaml", "b:   {stars:   1}\n"), Formatted::Same);
    assert_eq!(formatted("content/papers/a.txt", "b:   x\n"), Formatted::Same);
    assert_eq!(formatted("static/a.yaml", "b:   x\n"), Formatted::Same);
}

/// A value as somebody may write it.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Bare(&'static str),
    List(Vec<Value>),
    Map(Vec<(&'static str, Value)>),
}

/// Writes YAML in any manner that is allowed, with comments wherever one may stand.
struct Scribe {
    dice: Vec<u8>,
    at: usize,
    comments: usize,
    out: String,
}

impl Scribe {
    fn roll(&mut self, sides: u8) -> u8 {
        self.at += 1;
        self.dice.get(self.at - 1).map_or(0, |die| die % sides)
    }

    fn comment(&mut self) -> String {
        const TEXTS: &[&str] = &["", " - it", " key: x", " 'x", " \"", " # again", "]", " |", "\té"];
        let text = TEXTS[self.roll(TEXTS.len() as u8) as usize];
        self.comments += 1;
        format!("#{}c{};{text}", if self.comments.is_multiple_of(3) { "" } else { " " }, self.comments)
    }

    /// Perhaps comments on lines of their own, and empty lines.
    fn lines(&mut self, indents: &[usize]) {
        while self.roll(4) == 1 {
            let indent = indents[self.roll(indents.len() as u8) as usize];
            let comment = self.comment();
            self.out.push_str(&format!("{}{comment}\n", " ".repeat(indent)));
            if self.roll(4) == 1 {
                self.out.push('\n');
            }
        }
    }

    /// The end of a line, perhaps with a comment.
    fn end(&mut self) {
        if self.roll(4) == 1 {
            let comment = self.comment();
            self.out.push_str(&format!("  {comment}"));
        }
        self.out.push('\n');
    }

    fn map(&mut self, entries: &[(&'static str, Value)], indent: usize, over: usize) {
        let mut entries = entries.to_vec();
        for at in (1..entries.len()).rev() {
            let other = self.roll(at as u8 + 1) as usize;
            entries.swap(at, other);
        }
        // Below a block of text what is indented more than its key is text.
        let mut most = indent + 2;
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 || over == indent {
                self.lines(&[0, indent, most.min(indent + 2)]);
                self.out.push_str(&" ".repeat(indent));
            }
            self.out.push_str(key);
            self.out.push(':');
            most = if self.value(value, indent) { indent } else { indent + 2 };
        }
        if most > indent && self.roll(3) == 1 {
            self.lines(&[indent]);
        }
    }

    /// The value after its key; whether it ends in a block of text.
    fn value(&mut self, value: &Value, indent: usize) -> bool {
        match value {
            Value::Text(text) if text.contains('\n') || self.roll(4) == 1 => return self.block(text, indent),
            Value::Text(_) | Value::Bare(_) => {
                self.out.push(' ');
                self.scalar(value);
                self.end();
            }
            Value::List(items) if items.is_empty() || self.roll(3) == 1 => self.in_brackets(value, indent),
            Value::Map(entries) if entries.is_empty() || self.roll(3) == 1 => self.in_brackets(value, indent),
            Value::Map(entries) => {
                self.end();
                let inner = indent + 1 + self.roll(4) as usize;
                self.map(entries, inner, inner);
                return true;
            }
            Value::List(items) => {
                self.end();
                let dash = indent + self.roll(3) as usize;
                for item in items {
                    self.lines(&[0, dash]);
                    self.out.push_str(&format!("{}-", " ".repeat(dash)));
                    match item {
                        Value::Map(entries) if self.roll(4) > 0 => {
                            self.out.push(' ');
                            self.map(entries, dash + 2, dash);
                        }
                        Value::Map(entries) => {
                            self.end();
                            self.map(entries, dash + 2, dash + 2);
                        }
                        item => drop(self.value(item, dash + 1)),
                    }
                }
                return true;
            }
        }
        false
    }

    fn block(&mut self, text: &str, indent: usize) -> bool {
        if text.is_empty() || text.starts_with(' ') {
            self.out.push(' ');
            self.scalar(&Value::Text(text.to_owned()));
            self.end();
            return false;
        }
        self.out.push_str(" |");
        self.end();
        let inner = indent + 1 + self.roll(4) as usize;
        for line in text.split('\n') {
            self.out.push_str(&format!("{}{line}\n", if line.is_empty() { String::new() } else { " ".repeat(inner) }));
        }
        true
    }

    fn scalar(&mut self, value: &Value) {
        match value {
            Value::Bare(text) => self.out.push_str(text),
            Value::Text(text) => {
                let is_word = text != "null" && text.len() > 3 && text.chars().all(|c| c.is_ascii_lowercase());
                match self.roll(3) {
                    0 if is_word => self.out.push_str(text),
                    1 if !text.contains('\n') => self.out.push_str(&format!("'{}'", text.replace('\'', "''"))),
                    _ => {
                        let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
                        self.out.push_str(&format!("\"{text}\""));
                    }
                }
            }
            _ => {}
        }
    }

    fn in_brackets(&mut self, value: &Value, indent: usize) {
        self.out.push(' ');
        self.flow(value, indent + 2);
        self.end();
    }

    /// White space between brackets, perhaps with a comment in it.
    fn gap(&mut self, indent: usize) {
        match self.roll(5) {
            1 => {
                let comment = self.comment();
                self.out.push_str(&format!(" {comment}\n{}", " ".repeat(indent)));
            }
            2 => self.out.push_str(&format!("\n{}", " ".repeat(indent))),
            _ => self.out.push(' '),
        }
    }

    fn flow(&mut self, value: &Value, indent: usize) {
        let (open, close, items): (_, _, Vec<(Option<&str>, &Value)>) = match value {
            Value::List(items) => ('[', ']', items.iter().map(|item| (None, item)).collect()),
            Value::Map(entries) => ('{', '}', entries.iter().map(|(key, value)| (Some(*key), value)).collect()),
            scalar => return self.scalar(scalar),
        };
        self.out.push(open);
        for (at, (key, item)) in items.into_iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.gap(indent);
            if let Some(key) = key {
                self.out.push_str(&format!("{key}: "));
            }
            self.flow(item, indent + 2);
        }
        self.gap(indent);
        self.out.push(close);
    }
}

/// Texts that YAML makes something of, without those that no entry may hold.
fn any_line() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        " ", "#", " #", ":", ": ", "- ", "?", "[", "}", ",", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "\\", "~",
        "null", "no", "1", "0", ".", "2023", "---", "<<", "é", "韩", "abcd", "x", "\u{a0}", "$y$", "words",
    ];
    let part = prop::sample::select(PARTS);
    prop_oneof![
        2 => prop::collection::vec(part, 1..6).prop_map(|parts| parts.concat().trim().to_owned()),
        1 => "[a-z]{4,9}",
    ]
}

fn entry() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let line = || any_line().prop_filter_map("not empty", |text| (!text.is_empty()).then_some(Value::Text(text)));
    let lines = || prop::collection::vec(line(), 0..4).prop_map(Value::List);
    let author = prop_oneof![
        prop::sample::select(&["Ada Lovelace", "Bob"][..]).prop_map(|name| Value::Text(name.to_owned())),
        (any::<bool>(), line(), prop::collection::vec(line(), 0..3)).prop_map(|(whole, literal, places)| {
            let name = match whole {
                true => vec![("name", Value::Text("Ada Lovelace".to_owned()))],
                false => vec![("family", Value::Text("Berg".to_owned())), ("literal", literal)],
            };
            let rest = vec![("affiliations", Value::List(places)), ("corresponding", Value::Bare("true"))];
            Value::Map(name.into_iter().chain(rest).collect())
        }),
    ];
    let award = (line(), any::<bool>()).prop_map(|(title, dated)| {
        let date = dated.then_some(("date", Value::Bare("2023-09")));
        Value::Map([("title", title)].into_iter().chain(date).collect())
    });
    let extra = (line(), lines(), line()).prop_map(|(a, b, c)| {
        Value::Map(vec![("n", Value::Bare("1.50")), ("a", a), ("b", b), ("c", Value::Map(vec![("d", c)]))])
    });
    let text =
        prop::collection::vec(any_line(), 1..5).prop_map(|lines| Value::Text(lines.join("\n").trim().to_owned()));
    let keys = (
        (line(), text, lines(), prop::collection::vec(author, 0..4).prop_map(Value::List)),
        (prop::collection::vec(award, 0..3).prop_map(Value::List), extra, line(), any::<u32>()),
    );
    keys.prop_map(|((title, text, keywords, authors), (awards, extra, venue, which))| {
        let url = |at: u32| Value::Text(format!("https://example.org/{at}#x"));
        let links = Value::Map(vec![("pdf", Value::List(vec![url(1)])), ("code", Value::List(vec![url(2), url(3)]))]);
        let all = [
            ("title", title),
            ("abstract", text),
            ("keywords", keywords),
            ("authors", authors),
            ("awards", awards),
            ("extra", extra),
            ("venue", venue),
            ("links", links),
            ("id", Value::Text("theid".to_owned())),
            ("date", Value::Bare("2023-09-07")),
            ("draft", Value::Bare("false")),
            ("metrics", Value::Map(vec![("stars", Value::Bare("3")), ("as-of", Value::Bare("2024"))])),
        ];
        all.into_iter().enumerate().filter(|(at, _)| *at == 0 || which >> at & 1 == 0).map(|(_, entry)| entry).collect()
    })
}

/// Formats what a scribe wrote: every comment is there once, and the file says the same as before.
fn check(path: &str, scribe: Scribe) -> Result<(), TestCaseError> {
    let before = scribe.out;
    let after = match formatted(path, &before) {
        Formatted::Same => before.clone(),
        Formatted::Changed(text) => text,
        other => return Err(TestCaseError::fail(format!("{other:?}\n{before}"))),
    };
    for at in 1..=scribe.comments {
        let count = after.matches(&format!("#{}c{at};", if at.is_multiple_of(3) { "" } else { " " })).count();
        prop_assert_eq!(count, 1, "comment {}\n{}\nbecame\n{}", at, before, after);
    }
    let read = |text: &str| parse(FileKind::Papers, path, text.as_bytes(), &rules()).content;
    prop_assert!(same(&read(&before), &read(&after)), "{}\nbecame\n{}", before, after);
    Ok(())
}

fn scribe(dice: Vec<u8>) -> Scribe {
    Scribe { dice, at: 0, comments: 0, out: String::new() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn comments_are_kept_wherever_they_stand(entry in entry(), dice in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut scribe = scribe(dice);
        scribe.map(&entry, 0, 0);
        check("content/papers/a.yaml", scribe)?;
    }

    #[test]
    fn comments_of_volumes_are_kept(entries in prop::collection::vec(entry(), 1..4), dice in prop::collection::vec(any::<u8>(), 0..600)) {
        let papers = entries.into_iter().enumerate().map(|(at, mut entry)| {
            entry.retain(|(key, _)| *key != "id");
            entry.push(("id", Value::Text(format!("paper{at}"))));
            Value::Map(entry)
        });
        let mut volume = vec![("title", Value::Text("volume".into())), ("year", Value::Bare("2023"))];
        volume.push(("papers", Value::List(papers.collect())));
        let mut scribe = scribe(dice);
        scribe.map(&volume, 0, 0);
        check("content/papers/a.yaml", scribe)?;
    }

    #[test]
    fn any_bytes_are_formatted_or_refused(text in "[-a:#\\[\\]{},'\"|>&*! \\n\t]{0,60}") {
        formatted("content/papers/a.yaml", &text);
        formatted("content/papers/a.yaml", &format!("title: A\nextra:\n  {text}"));
        formatted("content/papers/a.md", &format!("---\ntitle: {text}"));
    }
}
