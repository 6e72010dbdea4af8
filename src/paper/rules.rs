//! What of the settings decides how entries are read; of another setting no entry needs to be read again.

use xxhash_rust::xxh3::xxh3_128;

use crate::config::{Calendar, Settings, Words};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SETTINGS;
use crate::text::Collator;
use crate::text::markup::{BodyWords, Markup};
use crate::text::math::Math;

/// How entries are read.
#[derive(Debug)]
pub struct Rules {
    /// Which date an entry must have.
    pub calendar: Calendar,
    /// How texts are rendered.
    pub markup: Markup,
    /// How names and titles are sorted.
    pub collator: Collator,
    digest: u128,
}

impl Rules {
    /// The rules of an archive; a macro that is wrong leaves all of them out, and is told.
    pub fn new(settings: &Settings) -> (Rules, Option<Diagnostic>) {
        let (math, wrong) = match Math::new(&settings.macros) {
            Ok(math) => (math, None),
            Err(error) => {
                let diagnostic = Diagnostic::of_file(Code::BadValue, SETTINGS, error.to_string());
                let plain = Math::new(&Default::default()).expect("no macros of its own cannot be wrong");
                (plain, Some(diagnostic.help("under `math: macros:`")))
            }
        };
        let Settings { calendar, macros, remote_images, .. } = settings;
        let words = body_words(&settings.words);
        let written = format!("{calendar:?} {macros:?} {remote_images} {} {words:?}", settings.locale());
        let rules = Rules {
            calendar: *calendar,
            markup: Markup::new(math, *remote_images).in_words(words),
            collator: Collator::new(settings.locale()),
            digest: xxh3_128(written.as_bytes()),
        };
        (rules, wrong)
    }

    /// Equal digests read equally.
    pub fn digest(&self) -> u128 {
        self.digest
    }
}

/// The words that are written into notes and pages.
fn body_words(words: &Words) -> BodyWords {
    BodyWords {
        note: words.get("alert-note").to_owned(),
        tip: words.get("alert-tip").to_owned(),
        important: words.get("alert-important").to_owned(),
        warning: words.get("alert-warning").to_owned(),
        caution: words.get("alert-caution").to_owned(),
        table: words.get("table").to_owned(),
        back: words.get("back-to-text").to_owned(),
    }
}
