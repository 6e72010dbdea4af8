//! Texts made short for where there is little room.

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
    fn texts_are_cut_at_words() {
        assert_eq!(cut("short", 10), "short");
        assert_eq!(cut("one two, three four", 12), "one two…");
        assert_eq!(cut("一二三四五六", 4), "一二三…");
    }
}
