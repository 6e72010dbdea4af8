use super::*;

/// The comments of a text, each with the way to its node and its place there.
fn comments(text: &str) -> Vec<(String, String, Place)> {
    let outline = Outline::read(text).unwrap();
    let step = |node: &usize| match outline.step(*node) {
        Step::Named(key) => format!("/{key}"),
        Step::Key(key) => format!("/{key}"),
        Step::Nth(at) => format!("/{at}"),
    };
    let way = |node: usize| outline.path(node).iter().map(step).collect::<String>();
    outline.comments.iter().map(|comment| (comment.text.clone(), way(comment.node), comment.place)).collect()
}

#[track_caller]
fn speak_of(text: &str, want: &[(&str, &str, Place)]) {
    let found = comments(text);
    let found: Vec<_> = found.iter().map(|(text, way, place)| (text.as_str(), way.as_str(), *place)).collect();
    assert_eq!(found, want);
}

#[test]
fn a_comment_speaks_of_what_is_beside_or_below_it() {
    use Place::{Above, Beside, End};
    speak_of("a: 1 # x\n# y\nb: 2\n# z\n", &[("# x", "/a", Beside), ("# y", "/b", Above), ("# z", "", End)]);
    speak_of(
        "a: # x\n  # y\n  b: 'é' # z\n",
        &[("# x", "/a", Beside), ("# y", "/a/b", Above), ("# z", "/a/b", Beside)],
    );
    speak_of(
        "a: [ # x\n  b, # y\n  # z\n  ]\n",
        &[("# x", "/a/0", Above), ("# y", "/a/0", Beside), ("# z", "/a", End)],
    );
    speak_of("a:\n  # x\n  - b: 1\n  - # y\n    c: 2\n", &[("# x", "/a/0", Above), ("# y", "/a/1/c", Above)]);
}

#[test]
fn the_column_tells_what_a_comment_still_belongs_to() {
    use Place::{Above, End};
    speak_of(
        "a:\n  - b: 1\n    # x\n  # y\n# z\nc: 2\n",
        &[("# x", "/a/0", End), ("# y", "/a", End), ("# z", "/c", Above)],
    );
    speak_of("a:\n- b\n# x\nc: 2\n", &[("# x", "/c", Above)]);
    speak_of("a:\n- b\n# - x\n#   y\nc: 2\n", &[("# - x", "/a", End), ("#   y", "/a", End)]);
}

#[test]
fn what_is_text_is_no_comment() {
    speak_of("a: b#c\nd: \"e # f\"\ng: 'h '' # i'\nj: |\n  k # l\n  # m\nn: o\n  p#q\n", &[]);
    speak_of("a: |-  # x\n    # y\n  # z\n", &[("# x", "/a", Place::Beside), ("# z", "", Place::End)]);
}

#[test]
fn comments_of_the_file_are_parted_from_those_of_its_first_key() {
    let outline = Outline::read("# yaml-language-server: x\n# a\n\n# b\nc: 1\n").unwrap();
    assert_eq!(outline.head, ["# yaml-language-server: x", "# a", ""]);
    assert_eq!(outline.comments.len(), 1);
}

#[test]
fn the_lines_of_a_value_can_be_taken_over() {
    let text = "a: # x\n    # y\n    b: |\n      c\n\n      d\n  # z\n\n# e\nf: {g: 1, # h\n  i: 2} # j\n";
    let outline = Outline::read(text).unwrap();
    let written = |key: &str| {
        let node = outline.find_node(&[Step::Named(key.to_owned())]).unwrap();
        &text[outline.written(node).unwrap()]
    };
    assert_eq!(written("a"), "\n    # y\n    b: |\n      c\n\n      d\n  # z");
    assert_eq!(written("f"), "{g: 1, # h\n  i: 2}");
}

#[test]
fn what_is_not_clear_has_no_outline() {
    assert_eq!(Outline::read("# a\n").unwrap_err(), "it holds no map of keys");
    assert_eq!(Outline::read("[a]: b\n").unwrap_err(), "it has a key that is no text");
    assert_eq!(
        Outline::read("a: !b#c {d: e}\n").unwrap_err(),
        "line 1 of its YAML has a `#` that may or may not begin a comment"
    );
    assert!(Outline::read("a: 'b\n").unwrap_err().starts_with("its YAML is not clear: "));
}
