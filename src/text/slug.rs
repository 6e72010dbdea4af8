//! Two keys made of a text: one to be read in an address, one to be compared.
//!
//! [`slug`] throws away whatever cannot stand in an address. [`fold`] throws away only what people spell in two ways, so
//! that two spellings of a name or title meet, and names in other scripts stay apart. Whether a key is free, reserved or
//! taken is not decided here.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as lower-case ASCII words joined by hyphens: `[a-z0-9]+(-[a-z0-9]+)*`, or nothing at all.
///
/// Other scripts are transliterated. Apostrophes vanish, so that "O'Brien" is one word.
pub fn slug(text: &str) -> String {
    let ascii = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(deunicode::deunicode(text)) };
    let mut out = String::with_capacity(ascii.len());
    let mut gap = false;
    for byte in ascii.bytes() {
        match byte {
            b'\'' | b'`' => {}
            _ if byte.is_ascii_alphanumeric() => {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(char::from(byte.to_ascii_lowercase()));
            }
            _ => gap = true,
        }
    }
    out
}

/// The key under which two spellings of a name or a title are the same.
///
/// Compatibility forms, accents, case and the special letters of Latin are spelled out; runs of punctuation and white
/// space are one space, none at the ends. Letters of other scripts are kept, with their vowel signs.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in bare(text).chars() {
        if !spell(c, &mut out) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// A text in compatibility forms (NFKD, then NFC) and without accents.
pub fn bare(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.nfkd().filter(|c| !is_accent(*c)).nfc().collect::<String>().into()
}

/// Appends a character of a word in lower case, special letters of Latin spelled out; `false` for what is in no word.
pub fn spell(c: char, out: &mut String) -> bool {
    match c {
        _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ħ' | 'Ħ' => out.push('h'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ı' => out.push('i'),
        'þ' | 'Þ' => out.push_str("th"),
        _ if c.is_alphanumeric() || is_combining_mark(c) => out.extend(c.to_lowercase()),
        _ => return false,
    }
    true
}

/// Marks that are left out without making another word of it. The vowel signs of Indic scripts and the voicing marks of
/// kana are combining as well, and are not among them.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}'..='\u{05c7}'
        | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_are_kebab_case_ascii() {
        for (text, want) in [
            ("Attention Is All You Need", "attention-is-all-you-need"),
            ("O'Brien", "obrien"),
            ("O\u{2019}Brien", "obrien"),
            ("  --Éric  Müller-Łoś--", "eric-muller-los"),
            ("Straße", "strasse"),
            ("GPT-4V(ision)", "gpt-4v-ision"),
            ("韩佳明", "han-jia-ming"),
            ("Ελλάδα", "ellada"),
            ("a_b.c/d", "a-b-c-d"),
            ("...", ""),
            ("", ""),
        ] {
            assert_eq!(slug(text), want, "{text}");
        }
    }

    #[test]
    fn folding_meets_spellings_and_keeps_scripts_apart() {
        for (a, b) in [
            ("Jürgen Schmidhuber", "jurgen schmidhuber"),
            ("Søren Łukasz Đặng", "soren lukasz dang"),
            ("Jean-Yves  O\u{2019}Brien", "jean yves o'brien"),
            ("Weiß", "WEISS"),
            ("Encyclopædia", "encyclopaedia"),
            ("\u{ff21}\u{fb01}x", "AFIX"),
            ("İpek Işık", "ipek isik"),
            ("Þór", "thor"),
            ("e\u{301}", "é"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold("  (韩佳明)! "), "韩佳明");
        assert_eq!(fold("Ёлка"), "елка");
        assert_eq!(fold("...").as_str(), "");
        assert_ne!(fold("かき"), fold("がき"));
        assert_ne!(fold("कि"), fold("का"));
    }

    proptest! {
        #[test]
        fn slugs_have_the_shape_they_promise(text in "\\PC{0,60}") {
            let slug = slug(&text);
            prop_assert!(slug.split('-').all(|word| !word.is_empty() || slug.is_empty()));
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn folding_is_done_once(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert!(!once.contains("  ") && once.trim() == once);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
