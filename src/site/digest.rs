//! Digests: of which days and weeks there are pages, what is in one, and the letter that goes out by mail.
//!
//! The mail's HTML is a template's, so that a theme can change how it looks; its text is made here, since a text needs
//! wrapping and has nothing that a theme could change.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

use super::view::{Builder, DigestView};
use super::{Period, Route, Site};
use crate::exchange::feed::{Feed, FeedFormat};
use crate::exchange::mail::Letter;
use crate::text::date::Date;

/// Columns of a line of a mail's text at most, but for addresses.
const COLUMNS: usize = 72;

impl Site {
    /// Every digest that has a page.
    pub(super) fn digests(&self) -> Vec<Route> {
        let dates = self.archive.dates();
        let days = dates.days.keys().iter().map(|day| Period::Day(*day));
        let weeks = dates.weeks.keys().iter().map(|week| Period::Week(*week));
        days.chain(weeks).filter(|period| self.has_digest(*period)).map(Route::Digest).collect()
    }

    /// Whether the digest of a period has a page: where the period has one too, and papers enough.
    pub fn has_digest(&self, period: Period) -> bool {
        let count = self.members(period.group()).len();
        self.archive.settings.thresholds.digests.is_some_and(|least| count >= least.max(1) as usize)
    }

    /// The papers of a period, also of one without a page.
    pub fn digest_papers(&self, period: Period) -> Cow<'_, [u32]> {
        let papers = self.members(period.group());
        if !papers.is_empty() {
            return papers;
        }
        let own = |paper: &u32| self.archive.paper(*paper).when.is_some_and(|when| period.has(when));
        self.archive.all().iter().copied().filter(own).collect::<Vec<_>>().into()
    }

    /// The newest day that has papers; none where no paper is dated to the day.
    pub fn newest_day(&self) -> Option<Date> {
        self.archive.all().iter().filter_map(|paper| self.archive.paper(*paper).when).find(|when| when.day().is_some())
    }

    /// The digest of a period as a JSON Feed.
    pub fn digest_json(&self, period: Period) -> String {
        let view = Builder::new(self).digest(period);
        let papers = self.digest_papers(period);
        let feed = Feed {
            id: self.stem().id(&format!("digest/{period}")),
            title: view.subject,
            description: view.count_text,
            page: view.address,
            entries: papers.iter().map(|paper| self.feed_entry(*paper)).collect(),
            ..self.blank_feed()
        };
        feed.write(FeedFormat::Json)
    }

    /// The digest of a period as plain text.
    pub fn digest_text(&self, period: Period) -> String {
        let view = Builder::new(self).digest(period);
        let mut out = Text::default();
        out.paragraph(&self.archive.settings.title, 0);
        out.paragraph(&view.title, 0);
        out.paragraph(&view.span.iter().chain([&view.count_text]).cloned().collect::<Vec<_>>().join(" · "), 0);
        for section in &view.sections {
            if let Some(title) = &section.title {
                out.gap();
                out.paragraph(title, 0);
                out.paragraph(&"-".repeat(title.width().min(COLUMNS)), 0);
            }
            for paper in &section.papers {
                out.gap();
                if let Some(status) = paper.status_text {
                    out.paragraph(&format!("*** {status} ***"), 0);
                }
                out.paragraph(paper.title, 0);
                for line in [&paper.authors, &paper.about, &paper.text] {
                    out.paragraph(line, 2);
                }
                out.line(&format!("  {}", paper.address));
                for link in &paper.links {
                    out.line(&format!("  {}: {}", link.name, link.url.as_deref().unwrap_or_default()));
                }
            }
        }
        self.foot(&view, &mut out);
        out.0
    }

    /// What stands under the papers of a mail's text.
    fn foot(&self, view: &DigestView<'_>, out: &mut Text) {
        let words = &self.archive.settings.words;
        out.gap();
        if let Some(more) = &view.more {
            out.paragraph(&more.name, 0);
        }
        // Mailers know this line for the beginning of a signature.
        out.line("-- ");
        let leave = [("read-on-web", view.address.as_str()), ("unsubscribe", view.unsubscribe)];
        for (key, address) in leave.into_iter().filter(|(_, address)| !address.is_empty()) {
            out.line(&format!("{}: {address}", words.get(key)));
        }
    }

    /// The mail of a digest, with `html` as its other part; none without a base-url.
    ///
    /// It is dated by the last day of the period that has papers, so that the same papers make the same mail.
    pub fn digest_letter(&self, period: Period, html: String) -> Option<Letter> {
        let settings = &self.archive.settings;
        let base = settings.base_url.as_ref()?;
        let view = Builder::new(self).digest(period);
        let days = self.digest_papers(period);
        let days = days.iter().filter_map(|paper| self.archive.paper(*paper).when);
        Some(Letter {
            from: settings.digest.from.clone(),
            to: settings.digest.to.clone(),
            subject: view.subject,
            date: days.max(),
            name: format!("digest-{period}"),
            list: format!("{}.{}", self.stem().word(), base.host()),
            list_name: settings.title.clone(),
            language: settings.language.clone(),
            archive: view.address,
            subscribe: settings.subscribe.clone(),
            unsubscribe: settings.digest.unsubscribe.clone(),
            text: self.digest_text(period),
            html,
        })
    }
}

/// A text of lines that are not too long.
#[derive(Default)]
struct Text(String);

impl Text {
    /// A line as it is; what cannot stand in one is a space.
    fn line(&mut self, line: &str) {
        self.0.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.0.push('\n');
    }

    /// An empty line, never two.
    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// Words in lines that are indented by so many spaces; nothing where there are none.
    fn paragraph(&mut self, text: &str, indent: usize) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && indent + line.width() + 1 + word.width() > COLUMNS {
                self.line(&format!("{}{line}", " ".repeat(indent)));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }
}
