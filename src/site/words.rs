//! Phrases of the site's pages: numbers with their nouns, in English.

/// The heading of what a text cites.
pub const REFERENCES: &str = "References";
/// Between the two authors of a paper that is cited.
pub const AND: &str = "and";
/// In place of all authors but the first.
pub const ET_AL: &str = "et al.";
/// In place of a year that is not known.
pub const UNDATED: &str = "n.d.";

/// `1 paper`, `34,614 papers`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number with a comma between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A metric with its label: `17 upvotes`.
pub fn metric(name: &str, number: u64) -> String {
    let one = match name {
        "upvotes" => "upvote",
        "comments" => "comment",
        "citations" => "citation",
        "stars" => "star",
        other => other,
    };
    count(number, one, name)
}

/// The words of a link of a paper: `PDF`, `Code`.
pub fn link(kind: &str) -> &'static str {
    match kind {
        "pdf" => "PDF",
        "html" => "Web page",
        "code" => "Code",
        "project" => "Project",
        "video" => "Video",
        "slides" => "Slides",
        "poster" => "Poster",
        "supplement" => "Supplement",
        "dataset" => "Dataset",
        "model" => "Model",
        "demo" => "Demo",
        "blog" => "Blog post",
        "review" => "Review",
        "discussion" => "Discussion",
        "press" => "Press",
        "errata" => "Errata",
        _ => "Link",
    }
}

/// A text cut at a word, at most `most` characters long.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text.char_indices().nth(most - 1).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let head = head.rfind(char::is_whitespace).filter(|at| *at > end / 2).map_or(head, |at| &head[..at]);
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_plurals() {
        assert_eq!(count(1, "author", "authors"), "1 author");
        assert_eq!(count(34_614, "paper", "papers"), "34,614 papers");
        assert_eq!(metric("upvotes", 0), "0 upvotes");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }

    #[test]
    fn texts_are_cut_at_words() {
        assert_eq!(cut("short", 10), "short");
        assert_eq!(cut("one two, three four", 12), "one two…");
        assert_eq!(cut("一二三四五六", 4), "一二三…");
    }
}
