//! Languages as babel, and with it BibTeX, names them: the commonest of them.

/// Language tags with their names.
const NAMES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "german"),
    ("el", "greek"),
    ("en", "english"),
    ("es", "spanish"),
    ("fa", "persian"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("hu", "hungarian"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ko", "korean"),
    ("nl", "dutch"),
    ("no", "norsk"),
    ("nb", "norsk"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sv", "swedish"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("vi", "vietnamese"),
    ("zh", "chinese"),
];

/// Names that stand for one of those, or for a variety of it.
const OTHERS: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("australian", "en-AU"),
    ("austrian", "de-AT"),
    ("brazil", "pt-BR"),
    ("brazilian", "pt-BR"),
    ("british", "en-GB"),
    ("canadian", "en-CA"),
    ("francais", "fr"),
    ("naustrian", "de-AT"),
    ("ngerman", "de"),
    ("norwegian", "no"),
    ("ukenglish", "en-GB"),
    ("usenglish", "en-US"),
];

/// The name of a language, by a tag whose first part tells it; empty where it is not among these.
pub(super) fn name_of(tag: &str) -> &'static str {
    let tag = tag.split(['-', '_']).next().unwrap_or_default();
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag)).map_or("", |(_, name)| name)
}

/// The tag of a language by its name.
pub(super) fn tag_of(name: &str) -> Option<&'static str> {
    let known = NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(tag, _)| *tag);
    known.or_else(|| OTHERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, tag)| *tag))
}
