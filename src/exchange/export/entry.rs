//! An entry of a `.bib` file, field by field. What is empty is not written.

use super::tex::Alphabet;
use crate::exchange::Work;

/// An entry that is being written.
pub(super) struct Entry<'o> {
    out: &'o mut String,
    alphabet: Alphabet,
}

impl<'o> Entry<'o> {
    /// Begins an entry of a type with its key.
    pub fn new(kind: &str, key: &str, alphabet: Alphabet, out: &'o mut String) -> Entry<'o> {
        out.extend(["@", kind, "{", key, ",\n"]);
        Entry { out, alphabet }
    }

    /// A text, to be escaped.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.open(name);
            self.alphabet.text(text, self.out);
            self.out.push_str("},\n");
        }
    }

    /// What is TeX already.
    pub fn tex(&mut self, name: &str, tex: &str) {
        if !tex.is_empty() {
            self.open(name);
            self.out.extend([tex, "},\n"]);
        }
    }

    /// An address or identifier, in which nothing is escaped: what could end the field is percent-encoded.
    pub fn verbatim(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open(name);
        for c in text.chars() {
            match c {
                '{' => self.out.push_str("%7B"),
                '}' => self.out.push_str("%7D"),
                '\\' => self.out.push_str("%5C"),
                c if c.is_control() || c.is_whitespace() => {}
                c => self.out.push(c),
            }
        }
        self.out.push_str("},\n");
    }

    /// A range of pages, with the dash of TeX.
    pub fn pages(&mut self, name: &str, pages: &str) {
        let mut text = String::with_capacity(pages.len() + 1);
        for part in pages.split(['-', '–', '—']).map(str::trim).filter(|part| !part.is_empty()) {
            text.push_str(if text.is_empty() { "" } else { "-" });
            text.push_str(part);
        }
        let mut tex = String::new();
        self.alphabet.text(&text, &mut tex);
        self.tex(name, &tex.replace('-', "--"));
    }

    /// Where a work is to be had: its identifiers, else its address. What says of an eprint that it is at arXiv, and of
    /// which class it is, has these names, and arXiv itself this one.
    pub fn places(&mut self, work: &Work<'_>, [archive, class]: [&str; 2], arxiv: &str) {
        let paper = work.paper;
        self.verbatim("doi", &paper.doi);
        if !paper.arxiv.is_empty() {
            self.verbatim("eprint", &paper.arxiv);
            self.text(archive, arxiv);
            self.text(class, work.arxiv_class());
        }
        self.text("isbn", &paper.isbn);
        self.text("issn", &paper.issn);
        if paper.doi.is_empty() && paper.arxiv.is_empty() {
            self.verbatim("url", &work.location());
        }
    }

    /// A macro, without braces.
    pub fn bare(&mut self, name: &str, value: &str) {
        self.out.extend(["  ", name, " = ", value, ",\n"]);
    }

    /// Ends the entry.
    pub fn end(self) {
        self.out.push_str("}\n");
    }

    fn open(&mut self, name: &str) {
        self.out.extend(["  ", name, " = {"]);
    }
}
