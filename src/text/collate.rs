//! The order of names and titles in lists.
//!
//! Sorting by bytes puts "Žižek" after "Zoo" and "de Vries" after "Zuse"; readers look things up by the rules of their
//! language. What is sorted, and which part of a name comes first, is for the caller to say.

use std::fmt;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The sorting rules of one locale; numbers in a text count as numbers.
pub struct Collator {
    rules: Option<CollatorBorrowed<'static>>,
}

impl Collator {
    /// The rules of a locale as BCP 47 writes it ("de", "sv-SE"). A locale that is not known sorts by the root rules.
    pub fn new(locale: &str) -> Collator {
        let locale = locale.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let rules = icu_collator::Collator::try_new(preferences, CollatorOptions::default());
        Collator { rules: rules.ok() }
    }

    /// The sort key of a text: two texts stand in the order of the bytes of their keys.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(text.len() + 16);
        match &self.rules {
            Some(rules) => {
                let Ok(()) = rules.write_sort_key_to(text, &mut key);
            }
            None => key.extend_from_slice(text.as_bytes()),
        }
        key
    }
}

impl fmt::Debug for Collator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collator").finish_non_exhaustive()
    }
}

/// The letter under which a text stands in an index from a to z, after transliteration; none for what begins with a
/// digit or has no letters.
pub fn initial(text: &str) -> Option<char> {
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    let letter = deunicode::deunicode_char(first)?.chars().find(char::is_ascii_alphanumeric)?;
    letter.is_ascii_alphabetic().then(|| letter.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(locale: &str, mut words: Vec<&'a str>) -> Vec<&'a str> {
        let collator = Collator::new(locale);
        words.sort_by_key(|word| collator.key(word));
        words
    }

    #[test]
    fn order_follows_the_language() {
        assert_eq!(
            sorted("en", vec!["Zoo", "Žižek", "apple", "Äpple", "Apple"]),
            ["apple", "Apple", "Äpple", "Žižek", "Zoo"]
        );
        assert_eq!(sorted("sv", vec!["Ödman", "Zorn", "Olsen"]), ["Olsen", "Zorn", "Ödman"]);
        assert_eq!(sorted("de", vec!["Ödman", "Zorn", "Olsen"]), ["Ödman", "Olsen", "Zorn"]);
        assert_eq!(sorted("en", vec!["Volume 10", "Volume 9"]), ["Volume 9", "Volume 10"]);
    }

    #[test]
    fn an_unknown_locale_sorts_by_the_root_rules() {
        for locale in ["", "!!", "xx-Nope-😀", "tlh"] {
            assert_eq!(sorted(locale, vec!["b", "Á", "a"]), ["a", "Á", "b"], "{locale}");
        }
    }

    #[test]
    fn initials_are_transliterated() {
        for (text, want) in [
            ("Ørsted", Some('o')),
            ("'t Hooft", Some('t')),
            ("李", Some('l')),
            ("Жуков", Some('z')),
            ("3D Vision", None),
            ("—", None),
            ("", None),
            ("Łoś", Some('l')),
        ] {
            assert_eq!(initial(text), want, "{text}");
        }
    }

    #[test]
    fn a_collator_is_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Collator>();
    }
}
