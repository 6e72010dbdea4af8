//! A judge of HTML that was written for a page: it knows every element and attribute that may occur.

#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "math", "menclose",
    "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
    "b", "i", "s",
];

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "alt", "class", "columnspan", "display", "displaystyle", "form", "height", "href", "id",
    "largeop", "linethickness", "loading", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rspace", "scriptlevel", "src", "start", "stretchy", "style", "symmetric", "title", "value", "width", "depth",
    "voffset", "tabindex", "role", "aria-label",
];

/// Panics unless the HTML is well nested and holds nothing but what we write.
pub(super) fn assert_safe(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains(['>', '"']), "loose text in {html}");
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "nesting in {html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "{name} in {html}");
        if name == "a" {
            assert!(!open.contains(&"a"), "a link in a link in {html}");
        }
        check_attributes(attributes, html);
        if !["br", "hr", "img"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    assert!(!html.contains(|c: char| (c.is_control() && c != '\n' && c != '\t') || c as u32 >= 0xf_0000));
}

fn check_attributes(mut rest: &str, html: &str) {
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").expect("a value");
        let (value, after) = after.split_once('"').expect("a quote");
        assert!(ATTRIBUTES.contains(&name.trim()), "{name} in {html}");
        if ["href", "src"].contains(&name.trim()) {
            let scheme = value.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
            let good =
                scheme.is_none_or(|(scheme, _)| ["http", "https", "mailto"].contains(&scheme.to_lowercase().as_str()));
            assert!(good && !value.starts_with("//"), "{value} in {html}");
        }
        rest = after;
    }
}
