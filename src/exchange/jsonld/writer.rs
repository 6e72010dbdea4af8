//! JSON for a script element, written field by field into one buffer, without a tree in between.
//!
//! What is empty is left out. No text can end the element: each `<` is escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CharEscape, Formatter};

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    is_empty: bool,
}

/// Writes a script element with the object that `fill` fills.
pub(super) fn script(fill: impl FnOnce(&mut Object<'_>), html: &mut String) {
    let mut out = Vec::with_capacity(4096);
    write_object(&mut out, fill);
    html.push_str("<script type=\"application/ld+json\">");
    html.push_str(&String::from_utf8_lossy(&out));
    html.push_str("</script>\n");
}

fn write_object(out: &mut Vec<u8>, fill: impl FnOnce(&mut Object<'_>)) {
    out.push(b'{');
    fill(&mut Object { out, is_empty: true });
    out.push(b'}');
}

impl Object<'_> {
    fn key(&mut self, key: &str) {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        self.out.extend([b"\"", key.as_bytes(), b"\":"].concat());
    }

    /// A text, unless it is empty.
    pub fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.key(key);
            write_text(self.out, text);
        }
    }

    /// A number.
    pub fn number(&mut self, key: &str, number: u64) {
        self.key(key);
        self.out.extend(number.to_string().into_bytes());
    }

    /// `true`.
    pub fn yes(&mut self, key: &str) {
        self.key(key);
        self.out.extend(b"true");
    }

    /// A list of texts, unless there is none.
    pub fn texts<T: AsRef<str>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) {
        let mut texts = texts.into_iter().filter(|text| !text.as_ref().is_empty()).peekable();
        if texts.peek().is_some() {
            self.list(key, texts, |out, text| write_text(out, text.as_ref()));
        }
    }

    /// An object of a type.
    pub fn object(&mut self, key: &str, kind: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.key(key);
        write_object(self.out, |object| {
            object.text("@type", kind);
            fill(object);
        });
    }

    /// A list of objects, unless there is none.
    pub fn objects<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut fill: impl FnMut(&mut Object<'_>, T),
    ) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() {
            self.list(key, items, |out, item| write_object(out, |object| fill(object, item)));
        }
    }

    fn list<T>(&mut self, key: &str, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
        self.key(key);
        self.out.push(b'[');
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            write(self.out, item);
        }
        self.out.push(b']');
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    // A buffer takes whatever is written to it.
    let _ = text.serialize(&mut Serializer::with_formatter(out, InScript));
}

/// Writes strings that are harmless in a script element, without the characters that no page may hold.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| c == '<' || c.is_control()) {
            out.write_all(&rest.as_bytes()[..at])?;
            rest = &rest[at..];
            if rest.starts_with('<') {
                out.write_all(b"\\u003c")?;
            }
            rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::Quote => out.write_all(b"\\\""),
            CharEscape::ReverseSolidus => out.write_all(b"\\\\"),
            CharEscape::LineFeed => out.write_all(b"\\n"),
            CharEscape::Tab => out.write_all(b" "),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_empty_is_left_out_and_nothing_ends_the_element() {
        let mut html = String::new();
        script(
            |object| {
                object.text("none", "");
                object.texts("nobody", ["", ""]);
                object.objects("nothing", [0u8; 0], |_, _| {});
                object.text("text", "</script><!--<script>\"\\\u{1}\u{85}\u{2028}\n&");
                object.texts("texts", ["a", "", "b"]);
                object.number("number", 3);
                object.object("object", "Thing", |object| object.yes("yes"));
            },
            &mut html,
        );
        let json = html.strip_prefix("<script type=\"application/ld+json\">").unwrap();
        let json = json.strip_suffix("</script>\n").unwrap();
        assert!(!json.contains('<'), "{json}");
        let expected = json!({
            "text": "</script><!--<script>\"\\\u{2028}\n&", "texts": ["a", "b"], "number": 3,
            "object": {"@type": "Thing", "yes": true},
        });
        assert_eq!(serde_json::from_str::<Value>(json).unwrap(), expected);
    }
}
