//! A line as the pieces it is made of, for writers of formats that have marks and formulas of their own.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::super::tex::command::Mark;
use super::is_bare;
use super::lower::{GUARD, Shape, Slot, is_dropped, lower};

/// A stretch of a line that is marked in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Unicode text, or TeX in a formula; white space may stand at its ends.
    pub text: String,
    /// Whether it is a formula, without its delimiters.
    pub is_math: bool,
    /// The TeX commands that mark it, outermost first: `emph`, `textbf`, `texttt` …
    pub commands: Vec<&'static str>,
}

/// The pieces of a title, in order. Their texts, formulas made plain, are the title's plain text but for white space.
pub fn pieces(source: &str) -> Vec<Piece> {
    if source.is_empty() {
        return Vec::new();
    }
    if is_bare(source) {
        return vec![Piece { text: source.to_owned(), is_math: false, commands: Vec::new() }];
    }
    let lowered = lower(source, Shape::Line);
    let mut run = Run::default();
    for event in Parser::new(&lowered.markdown) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                for c in text.chars() {
                    match lowered.slot(c) {
                        Some(slot) => run.slot(slot, source),
                        None => run.push(c),
                    }
                }
            }
            Event::Code(text) => run.marked("texttt", &text),
            Event::SoftBreak | Event::HardBreak => run.push(' '),
            Event::Start(Tag::Emphasis) => run.open("emph"),
            Event::End(TagEnd::Emphasis) => run.close("emph"),
            Event::Start(Tag::Strong) => run.open("textbf"),
            Event::End(TagEnd::Strong) => run.close("textbf"),
            _ => {}
        }
    }
    run.flush();
    if let Some(first) = run.pieces.first_mut() {
        first.text = first.text.trim_start().strip_prefix(GUARD).unwrap_or(&first.text).to_owned();
    }
    run.pieces.retain(|piece| !piece.text.is_empty());
    run.pieces
}

#[derive(Default)]
struct Run {
    pieces: Vec<Piece>,
    text: String,
    commands: Vec<&'static str>,
}

impl Run {
    fn push(&mut self, c: char) {
        if !is_dropped(c) {
            self.text.push(c);
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let (text, commands) = (std::mem::take(&mut self.text), self.commands.clone());
            self.pieces.push(Piece { text, is_math: false, commands });
        }
    }

    fn open(&mut self, command: &'static str) {
        self.flush();
        self.commands.push(command);
    }

    fn close(&mut self, command: &'static str) {
        self.flush();
        if let Some(at) = self.commands.iter().rposition(|open| *open == command) {
            self.commands.remove(at);
        }
    }

    fn marked(&mut self, command: &'static str, text: &str) {
        self.open(command);
        text.chars().for_each(|c| self.push(c));
        self.close(command);
    }

    fn slot(&mut self, slot: &Slot, source: &str) {
        match slot {
            Slot::Math(_, body, _) => {
                self.flush();
                let text = source[body.clone()].trim().to_owned();
                self.pieces.push(Piece { text, is_math: true, commands: self.commands.clone() });
            }
            Slot::Code(code) => self.marked("texttt", source[code.clone()].trim()),
            Slot::Url(_, address) => address.chars().for_each(|c| self.push(c)),
            Slot::Open(mark) => command(*mark).into_iter().for_each(|command| self.open(command)),
            Slot::Close(mark) => command(*mark).into_iter().for_each(|command| self.close(command)),
            Slot::OpenLink(..) | Slot::CloseLink | Slot::Cite(_) => {}
        }
    }
}

fn command(mark: Mark) -> Option<&'static str> {
    Some(match mark {
        Mark::Emphasis => "emph",
        Mark::Strong => "textbf",
        Mark::Code => "texttt",
        Mark::SmallCaps => "textsc",
        Mark::Underline => "underline",
        Mark::Superscript => "textsuperscript",
        Mark::Subscript => "textsubscript",
        Mark::None => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn told(source: &str) -> Vec<String> {
        let tell = |piece: Piece| {
            format!("{}{}{}", piece.commands.join("."), if piece.is_math { "$" } else { ":" }, piece.text)
        };
        pieces(source).into_iter().map(tell).collect()
    }

    #[test]
    fn marks_formulas_and_text_are_told_apart() {
        assert_eq!(told("Attention"), [":Attention"]);
        assert_eq!(told("An *easy* $L_2$-norm"), [":An ", "emph:easy", ": ", "$L_2", ":-norm"]);
        assert_eq!(told(r"\emph{Gr\\'e} \textbf{a} `b`").last().unwrap(), "texttt:b");
        assert_eq!(told(r"Erd\H{o}s {\em et} al"), [":Erdős ", "emph:et", ": al"]);
        assert_eq!(told("**a *b* c**"), ["textbf:a ", "textbf.emph:b", "textbf: c"]);
        assert_eq!(told(r"\(x\) of 5\% & more"), ["$x", ":of 5% & more".replacen(':', ": ", 1).as_str()]);
        assert_eq!(told(""), Vec::<String>::new());
    }
}
