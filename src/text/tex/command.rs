//! What the text commands of TeX stand for: letters, accents, signs, and marks such as emphasis.

use unicode_normalization::UnicodeNormalization;

/// How a stretch of text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Emphasis,
    Strong,
    Code,
    SmallCaps,
    Underline,
    Superscript,
    Subscript,
    /// Text in a command that changes nothing here.
    None,
}

/// The mark that a command with one argument sets.
pub(crate) fn mark(name: &str) -> Option<Mark> {
    Some(match name {
        "emph" | "textit" | "textsl" => Mark::Emphasis,
        "textbf" => Mark::Strong,
        "texttt" | "verb" => Mark::Code,
        "textsc" => Mark::SmallCaps,
        "underline" | "uline" => Mark::Underline,
        "textsuperscript" => Mark::Superscript,
        "textsubscript" => Mark::Subscript,
        "text" | "textrm" | "textsf" | "textup" | "textmd" | "textnormal" | "mbox" | "hbox" | "ensuremath"
        | "boldmath" | "path" | "nolinkurl" | "mathop" => Mark::None,
        _ => return None,
    })
}

/// The mark that a command sets until its group ends.
pub(crate) fn switch(name: &str) -> Option<Mark> {
    Some(match name {
        "em" | "it" | "itshape" | "sl" | "slshape" => Mark::Emphasis,
        "bf" | "bfseries" => Mark::Strong,
        "tt" | "ttfamily" => Mark::Code,
        "sc" | "scshape" => Mark::SmallCaps,
        "rm" | "sf" | "normalfont" | "rmfamily" | "sffamily" | "upshape" | "mdseries" | "tiny" | "scriptsize"
        | "footnotesize" | "small" | "normalsize" | "large" | "Large" | "LARGE" | "huge" | "Huge" | "centering"
        | "boldmath" | "protect" | "noindent" | "relax" => Mark::None,
        _ => return None,
    })
}

/// The text that a command without arguments stands for.
pub(crate) fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "aa" => "å",
        "AA" => "Å",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "SS" => "ẞ",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "dj" => "đ",
        "DJ" => "Đ",
        "th" => "þ",
        "TH" => "Þ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        _ => return None,
    })
}

/// The text that a command stands for which leaves the white space after it alone.
pub(crate) fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "P" => "¶",
        "S" => "§",
        "copyright" | "textcopyright" => "©",
        "dag" | "textdagger" => "†",
        "ddag" | "textdaggerdbl" => "‡",
        "dots" | "ldots" | "textellipsis" => "…",
        "pounds" | "textsterling" => "£",
        "euro" | "texteuro" => "€",
        "textyen" => "¥",
        "textasciicircum" => "^",
        "textasciitilde" => "~",
        "textbackslash" => "\\",
        "textbar" => "|",
        "textbraceleft" => "{",
        "textbraceright" => "}",
        "textbullet" => "•",
        "textdegree" => "°",
        "textdollar" => "$",
        "textemdash" => "—",
        "textendash" => "–",
        "textgreater" => ">",
        "textless" => "<",
        "textmu" => "µ",
        "textordfeminine" => "ª",
        "textordmasculine" => "º",
        "textpercent" => "%",
        "textquotedbl" => "\"",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textunderscore" => "_",
        "slash" => "/",
        "LaTeX" => "LaTeX",
        "LaTeXe" => "LaTeX2e",
        "TeX" => "TeX",
        "BibTeX" => "BibTeX",
        "ie" => "i.e.",
        "eg" => "e.g.",
        "etal" => "et al.",
        "quad" | "qquad" | "space" | "newline" | "linebreak" | "par" | "hfill" | "thinspace" => " ",
        "xspace" | "smallskip" | "medskip" | "bigskip" | "newpage" | "clearpage" | "maketitle" | "left" | "right"
        | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "limits" | "nolimits" | "displaystyle" | "leavevmode"
        | "unskip" | "ignorespaces" | "sloppy" | "selectfont" => "",
        _ => return None,
    })
}

/// How many arguments a command has that says nothing to a reader.
pub(crate) fn silent(name: &str) -> Option<usize> {
    Some(match name {
        "label" | "vspace" | "hspace" | "thanks" | "footnotemark" | "usepackage" | "documentclass" | "color"
        | "index" | "pagestyle" | "thispagestyle" | "phantom" | "textcolor" | "bibliographystyle" | "vskip"
        | "hyphenation" => 1,
        "setlength" | "addtolength" | "setcounter" => 2,
        _ => return None,
    })
}

/// The combining mark of an accent command.
pub(crate) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        _ => return None,
    })
}

/// A letter with an accent, if Unicode has the two as one.
pub(crate) fn accented(letter: char, mark: char) -> Option<char> {
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        _ => letter,
    };
    let mut composed = [letter, mark].into_iter().nfc();
    let first = composed.next()?;
    composed.next().is_none().then_some(first)
}
