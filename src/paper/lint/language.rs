//! Language tags: whether their parts are registered (RFC 5646), as far as people use them.

use super::Found;
use crate::diagnostic::Code;

/// The languages of two letters (ISO 639-1), from the registry of language subtags.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io \
    is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my \
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq \
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The regions of two letters (ISO 3166-1), from the same registry.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
    FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
    RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// What people write for a language or region that has another code.
const MEANT: &[(&str, &str)] = &[
    ("jp", "ja"),
    ("cn", "zh"),
    ("kr", "ko"),
    ("gr", "el"),
    ("cz", "cs"),
    ("dk", "da"),
    ("ua", "uk"),
    ("gb", "en"),
    ("us", "en"),
    ("at", "de"),
    ("vn", "vi"),
    ("iw", "he"),
    ("in", "id"),
    ("UK", "GB"),
    ("EN", "GB"),
];

/// The part of a tag, its language or its region, that is not registered. Languages of three letters are taken as they
/// stand: there are eight thousand.
fn wrong_part(tag: &str) -> Option<&str> {
    let has = |list: &str, code: &str| list.split_ascii_whitespace().any(|known| known == code);
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let lower = language.to_ascii_lowercase();
    let known = (lower.len() == 2 && has(LANGUAGES, &lower)) || lower.len() == 3 || lower == "x" || lower == "i";
    if !known {
        return Some(language);
    }
    for part in parts {
        let is_alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
        if part.len() == 1 {
            return None;
        }
        if part.len() == 2 && is_alphabetic && !has(REGIONS, &part.to_ascii_uppercase()) {
            return Some(part);
        }
    }
    None
}

/// What is wrong with a tag; nothing with an empty one.
pub fn check(tag: &str) -> Option<Found> {
    if tag.is_empty() {
        return None;
    }
    let part = wrong_part(tag)?;
    let found = Found::new(Code::UnknownLanguage, format!("`{part}` of `{tag}` is no registered language or region"));
    let found = if part == tag {
        Found::new(Code::UnknownLanguage, format!("`{tag}` is no registered language"))
    } else {
        found.part(part)
    };
    let is_language = tag.starts_with(part);
    let meant = MEANT.iter().find(|(wrong, _)| {
        if is_language {
            wrong.eq_ignore_ascii_case(part) && wrong.starts_with(|c: char| c.is_ascii_lowercase())
        } else {
            wrong.eq_ignore_ascii_case(part) && wrong.starts_with(|c: char| c.is_ascii_uppercase())
        }
    });
    Some(match meant {
        Some((_, right)) => found.help(format!("did you mean `{}`?", tag.replacen(part, right, 1))),
        None => found.help("such as en, pt-BR, zh-Hans"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_tags() {
        for tag in ["en", "pt-BR", "zh-Hans", "zh-Hant-TW", "de-1996", "es-419", "tlh", "en-x-ours", "sr-Latn-RS"] {
            assert_eq!(wrong_part(tag), None, "{tag}");
        }
        for (tag, part) in [("jp", "jp"), ("en-UK", "UK"), ("zh-Hans-XX", "XX"), ("english", "english")] {
            assert_eq!(wrong_part(tag), Some(part));
        }
        assert_eq!(check("en-UK").unwrap().help.as_deref(), Some("did you mean `en-GB`?"));
        assert_eq!(check("jp").unwrap().help.as_deref(), Some("did you mean `ja`?"));
    }
}
