//! JSON for a script element, written field by field into one buffer, without a tree in between.
//!
//! What is empty is left out. No text can end the element: each `<` is escaped.

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

/// Writes a script element with the object that `fill` fills.
pub(super) fn script(fill: impl FnOnce(&mut Object<'_>), html: &mut String) {
    html.push_str("<script type=\"application/ld+json\">");
    write_object(html, fill);
    html.push_str("</script>\n");
}

fn write_object(out: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    fill(&mut Object { out, is_empty: true });
    out.push('}');
}

impl Object<'_> {
    fn key(&mut self, key: &str) {
        self.out.push_str(if self.is_empty { "\"" } else { ",\"" });
        self.out.push_str(key);
        self.out.push_str("\":");
        self.is_empty = false;
    }

    /// A text, unless it is empty.
    pub fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.key(key);
            write_text(self.out, &[text]);
        }
    }

    /// A text in pieces, which is not empty.
    pub fn joined(&mut self, key: &str, pieces: &[&str]) {
        self.key(key);
        write_text(self.out, pieces);
    }

    /// A number.
    pub fn number(&mut self, key: &str, number: u64) {
        self.key(key);
        self.out.push_str(&number.to_string());
    }

    /// `true`.
    pub fn yes(&mut self, key: &str) {
        self.key(key);
        self.out.push_str("true");
    }

    /// A list of texts, unless there is none.
    pub fn texts<T: AsRef<str>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) {
        let mut texts = texts.into_iter().filter(|text| !text.as_ref().is_empty()).peekable();
        if texts.peek().is_some() {
            self.list(key, texts, |out, text| write_text(out, &[text.as_ref()]));
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

    fn list<T>(&mut self, key: &str, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
        self.key(key);
        self.out.push('[');
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            write(self.out, item);
        }
        self.out.push(']');
    }
}

fn write_text(out: &mut String, pieces: &[&str]) {
    out.push('"');
    pieces.iter().for_each(|piece| write_piece(out, piece));
    out.push('"');
}

/// Text of a string, without the characters that no page may hold.
fn write_piece(out: &mut String, text: &str) {
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.as_bytes()[at..].iter().position(|byte| NOTABLE[usize::from(*byte)]) {
        let found = at + next;
        let c = text[found..].chars().next().unwrap_or_default();
        at = found + c.len_utf8();
        let instead = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '<' => "\\u003c",
            '\n' => "\\n",
            '\t' => " ",
            c if c.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[from..found]);
        out.push_str(instead);
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Bytes that a string cannot have as they are, and the lead byte of the upper controls.
const NOTABLE: [bool; 256] = {
    let mut notable = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        notable[byte] = byte < 0x20 || matches!(byte as u8, b'"' | b'\\' | b'<' | 0x7f | 0xc2);
        byte += 1;
    }
    notable
};

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
