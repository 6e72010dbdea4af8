use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::text::math::Math;
use crate::text::{Markup, plain};

fn check(convert: impl Fn(&str) -> String, cases: &[(&str, &str)]) {
    for (raw, want) in cases {
        assert_eq!(convert(raw), *want, "{raw}");
    }
}

fn title(raw: &str) -> String {
    marked_line(raw, Coding::Plain)
}

fn plain_abstract(raw: &str) -> String {
    paragraphs(raw, Coding::Plain)
}

fn html_abstract(raw: &str) -> String {
    paragraphs(raw, Coding::Html)
}

#[test]
fn markdown_is_escaped_and_tex_stands() {
    check(
        title,
        &[
            ("A* search with *should* be", "A\\* search with \\*should\\* be"),
            ("snake_case and _x_ and V_AI", "snake_case and \\_x\\_ and V_AI"),
            ("Queries in [+, <] and [IDK]", "Queries in [+, <] and [IDK]"),
            ("[a](b) and [c]: d", "[a\\](b) and [c\\]: d"),
            ("$\\ell_1$ for 5$ and 6$, $C^*$-Algebra", "$\\ell_1$ for 5\\$ and 6\\$, $C^*$-Algebra"),
            ("\\(L_qL_p\\) and \\emph{so} 100\\% \\& H\\\"older", "\\(L_qL_p\\) and \\emph{so} 100\\% \\& H\\\"older"),
            ("see \\citep*{a_b*} and \\url{https://a.org/_b_}", "see \\citep*{a_b*} and \\url{https://a.org/_b_}"),
            ("``sided'' and `so'", "“sided” and ‘so’"),
            ("`https://a.b` x", "&#96;https://a.b\\` x"),
            ("`code` and a` b", "&#96;code&#96; and a` b"),
            ("a <b> &amp; & x<y", "a \\<b> \\&amp; & x\\<y"),
            ("at https://a.org/x_y_ now", "at https://a.org/x_y_ now"),
            ("  a \n\t b\u{a0}c\u{0}\u{14}d\u{feff} ", "a b cd"),
            ("\\* \\1 x\\", "&#92;\\* \\1 x\\"),
            ("# of 1. things", "# of 1. things"),
        ],
    );
}

#[test]
fn paragraphs_are_kept_and_blocks_are_not_made() {
    check(
        plain_abstract,
        &[
            ("One\ntwo.\r\n \r\nThree\n\n\n\nfour\n", "One two.\n\nThree\n\nfour"),
            ("- a\n- b", "\\- a - b"),
            ("# of items", "\\# of items"),
            ("1. Each\n\n2) two\n\n2013", "1&#46; Each\n\n2\\) two\n\n2013"),
            ("> 90 %", "\\> 90 %"),
            ("\\\\ - a", "\\- a"),
            ("+ 5", "\\+ 5"),
            ("Abstract\n We show", "We show"),
            ("ABSTRACT:\n\nWe show", "We show"),
            ("Abstract interpretation\nis", "Abstract interpretation is"),
            (
                "many \u{e2}\u{80}\u{9c}weak\u{e2}\u{80}\u{9d} ones, caf\u{e9}, \u{e2}\u{a3}",
                "many “weak” ones, café, â£",
            ),
            ("", ""),
            (" \n\n ", ""),
            (
                "norm \\documentclass[12pt]{minimal} \\usepackage{x} \\begin{document}$$L_1$$\\end{document} balls",
                "norm $L_1$ balls",
            ),
        ],
    );
}

#[test]
fn tags_become_markdown_or_vanish() {
    check(
        html_abstract,
        &[
            ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p>\n<jats:p>Two.</jats:p>", "One.\n\nTwo."),
            ("<jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>", "**Aim**\n\nTo see."),
            ("In <i>E. coli</i> and <b>b</b>, <i>(x)</i>y", "In *E. coli* and **b**, (x)y"),
            ("H<sub>2</sub>O, 10<sup>-3</sup>, 28<sup>th</sup>", "H₂O, 10⁻³, 28\\textsuperscript{th}"),
            ("<p>a</p><ul><li>b</li><li>- c</li></ul>", "a\n\n- b\n\n- \\- c"),
            ("y = <x, W*> and <https://a.org>", "y = \\<x, W\\*> and <https://a.org>"),
            ("$i<p>q$ and x<br/>y", "$i<p>q$ and x y"),
            ("R&amp;D &quot;x&quot; &amp;quot;y&amp;quot; &alpha; &#8211; &#x2013; &#146;", "R&D \"x\" \"y\" α – – ’"),
            ("&foo; &lt;b&gt; AT&T", "\\&foo; \\<b> AT&T"),
            (
                "<inline-formula><tex-math notation=\"LaTeX\">$k$</tex-math><mml:math><mml:mi>k</mml:mi></mml:math></inline-formula>-means",
                "$k$-means",
            ),
            ("<mml:math><mml:mi>x</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:math>", "x+1"),
            ("<span class=\"nocase\">GAN</span><!-- x -->s", "GANs"),
            ("a <i> b </i>c <i> </i> d<b>e</b>", "a *b* c d**e**"),
            ("<i>a</i><i>b</i> <i>c <b>d</b></i>", "*a*b *c d*"),
        ],
    );
    assert_eq!(line("AT&amp;T <i>Labs</i> 28<sup>th</sup>", Coding::Html), "AT&T Labs 28th");
    assert_eq!(line("AT&amp;T\n<x>", Coding::Plain), "AT&amp;T <x>");
}

#[test]
fn hostile_texts_take_linear_time() {
    for unit in [
        "<i>",
        "<sub>",
        "</i>",
        "&",
        "&amp;",
        "](",
        "[a](b",
        "`",
        "``a ",
        "$",
        "\\[",
        "<p a=\"",
        "_",
        "<!--",
        "\u{f0000}",
    ] {
        let raw = unit.repeat(50_000 / unit.len()) + "</i></sub>";
        let start = std::time::Instant::now();
        for coding in [Coding::Plain, Coding::Html] {
            paragraphs(&raw, coding);
            marked_line(&raw, coding);
        }
        assert!(start.elapsed().as_secs() < 10, "{unit}");
    }
}

/// What a text shows, when nothing in it is TeX: typographic signs that stand for ASCII are undone.
fn shown(escaped: &str) -> String {
    plain(escaped)
}

#[test]
fn no_entity_brings_back_what_is_dropped() {
    for raw in ["co&shy;op", "co&#173;op", "co&#xad;op", "co&amp;shy;op", "co&ZeroWidthSpace;op", "co&NoBreak;op"] {
        assert_eq!(line(raw, Coding::Html), "coop", "{raw}");
    }
}

#[test]
fn marks_of_nothing_leave_no_space() {
    assert_eq!(paragraphs("a\n<i></i>", Coding::Html), "a");
    assert_eq!(marked_line("a <b></b> b <i></i>", Coding::Html), "a b");
}

#[test]
fn a_backtick_in_what_is_no_link_begins_no_code() {
    assert_eq!(paragraphs("](`)`", Coding::Plain), "\\](&#96;)`");
}

fn without_ligatures(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("“", "``"), ("”", "''"), ("‘", "`"), ("’", "'"), ("—", "---"), ("–", "--")] {
        text = text.replace(from, to);
    }
    text.replace('"', "''")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Text without TeX shows the same characters.
    #[test]
    fn the_same_characters_are_shown(
        raw in r##"([*_`\[\]()<>&#!+=|:;.,'"0-9 a-c-]|é|韩|\]\(|https://a\.b|&amp;|&#9;|[0-9][.)] |<i>|<a@b\.c>|\n|\n\n|- |# |> |[+] ){0,30}"##
    ) {
        let want: String = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        // An address between angle brackets is shown without them.
        prop_assume!(!want.contains("<https://"));
        for (escaped, kind) in [(title(&raw), "title"), (paragraphs(&format!("x\n\n{raw}"), Coding::Plain), "abstract")] {
            let want = if kind == "title" { want.clone() } else { format!("x {want}").trim().to_owned() };
            prop_assert_eq!(without_ligatures(&shown(&escaped)), without_ligatures(&want), "{}: {}", kind, escaped);
        }
    }

    /// An abstract becomes paragraphs and nothing else, and raises no complaint.
    #[test]
    fn nothing_becomes_markup(raw in r##"([*_`\[\]()<>&#!+=|:;.0-9 a-c\n-]|\\|\]\(|\n\n|<i>|<b>|</b>|</i>){0,40}"##) {
        let markup = Markup::new(Math::new(&BTreeMap::new()).unwrap(), false);
        let escaped = paragraphs(&raw, Coding::Plain);
        let html = markup.blocks(&escaped).html;
        for tag in ["<em>", "<strong>", "<a ", "<h", "<ul", "<ol", "<code>", "<blockquote", "<hr"] {
            prop_assert!(!html.contains(tag), "{}\n{}", escaped, html);
        }
    }

    #[test]
    fn any_text_is_taken(raw in "\\PC{0,80}", tags in "(<[/]?[a-z]{1,3}>|&[a-z#0-9]{1,5};|[$\\\\{}()_*x ]|\n|\u{f0000}|\u{f0004}|\u{e2}\u{80}\u{9c}){0,30}") {
        for raw in [raw, tags] {
            for coding in [Coding::Plain, Coding::Html] {
                for text in [line(&raw, coding), marked_line(&raw, coding), paragraphs(&raw, coding)] {
                    prop_assert!(!text.contains(is_dropped));
                    prop_assert!(text.trim() == text && !text.contains("  ") && !text.contains(" \n"));
                }
            }
        }
    }
}
