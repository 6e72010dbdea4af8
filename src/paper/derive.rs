//! What is derived from an entry's texts when it is read: HTML and plain forms of short texts, and every problem that
//! markup and mathematics have, so that all diagnostics of an entry exist before anything is written.

use super::model::{Collection, Marked, Page, Paper, Topic, Volume};
use crate::diagnostic::Code;
use crate::text;
use crate::text::markup::{self, Markup, ProblemKind, Rendered};
use crate::yaml::{Context, On, Problem, Step};

/// Renders the texts of the records of one file, and notes what is wrong with them.
pub struct Deriver<'a> {
    markup: &'a Markup,
    context: &'a Context,
}

impl<'a> Deriver<'a> {
    /// A deriver that notes problems in `context`.
    pub fn new(markup: &'a Markup, context: &'a Context) -> Deriver<'a> {
        Deriver { markup, context }
    }

    /// The texts of a paper that stands at `base` in its file.
    pub fn paper(&self, paper: &mut Paper, base: &[Step]) {
        self.inline(&mut paper.title, base, &[Step::Key("title")]);
        self.summary(&mut paper.summary, base, &[Step::Key("summary")]);
        self.blocks(&paper.abstract_, base, &[Step::Key("abstract")]);
        for (at, translation) in paper.translations.iter_mut().enumerate() {
            let step = |key| [Step::Key("translations"), Step::Nth(at as u32), Step::Key(key)];
            self.inline(&mut translation.title, base, &step("title"));
            self.blocks(&translation.abstract_, base, &step("abstract"));
        }
    }

    /// The texts of a volume's head.
    pub fn volume(&self, volume: &mut Volume) {
        self.inline(&mut volume.title, &[], &[Step::Key("title")]);
    }

    /// The texts of a topic that stands at entry `at` of its file.
    pub fn topic(&self, topic: &mut Topic, at: u32) {
        self.summary(&mut topic.description, &[Step::Nth(at)], &[Step::Key("description")]);
    }

    /// The texts of a page's front matter.
    pub fn page(&self, page: &mut Page) {
        self.inline(&mut page.title, &[], &[Step::Key("title")]);
    }

    /// The texts of a collection's front matter.
    pub fn collection(&self, collection: &mut Collection) {
        self.inline(&mut collection.title, &[], &[Step::Key("title")]);
        self.summary(&mut collection.description, &[], &[Step::Key("description")]);
    }

    fn inline(&self, text: &mut Marked, base: &[Step], path: &[Step]) {
        self.fill(text, base, path, Markup::inline);
    }

    fn summary(&self, text: &mut Marked, base: &[Step], path: &[Step]) {
        self.fill(text, base, path, Markup::summary);
    }

    fn fill(&self, text: &mut Marked, base: &[Step], path: &[Step], render: fn(&Markup, &str) -> Rendered) {
        if text.is_empty() {
            return;
        }
        let source = std::mem::take(&mut text.source);
        let rendered = render(self.markup, &source);
        self.note(&source, &rendered.problems, base, path);
        let plain = text::plain(&source);
        *text = Marked::new(source, rendered.html, plain);
    }

    fn blocks(&self, source: &str, base: &[Step], path: &[Step]) {
        if !source.is_empty() {
            self.note(source, &self.markup.problems(source), base, path);
        }
    }

    fn note(&self, source: &str, problems: &[markup::Problem], base: &[Step], path: &[Step]) {
        for problem in problems {
            self.context.note(Problem {
                code: code(problem.kind),
                path: [base, path].concat(),
                on: On::Value,
                part: source.get(problem.range.clone()).unwrap_or("").to_owned(),
                message: problem.message.clone(),
                help: None,
            });
        }
    }
}

/// The code of a problem of markup.
pub fn code(kind: ProblemKind) -> Code {
    match kind {
        ProblemKind::Math => Code::BadMath,
        ProblemKind::Html | ProblemKind::Url => Code::RefusedMarkup,
        ProblemKind::Alt => Code::MissingAlt,
    }
}
