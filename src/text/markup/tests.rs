use std::collections::BTreeMap;

use super::*;
use proptest::prelude::*;

mod html;

fn markup() -> Markup {
    let text = |text: &str| text.to_owned();
    let (note, tip, warning) = (text("Note"), text("Tip"), text("Warning"));
    let (important, caution, table) = (text("Important"), text("Caution"), text("Table"));
    let words = BodyWords { note, tip, important, warning, caution, table, back: text("Back to the text") };
    Markup::new(Math::new(&BTreeMap::new()).unwrap(), false).in_words(words)
}

fn inline(source: &str) -> String {
    markup().inline(source).html
}

fn blocks(source: &str) -> String {
    markup().blocks(source).html
}

fn body(source: &str) -> String {
    markup().body(source, "n").html(|_| None)
}

/// A body as the other texts are given.
fn rendered(markup: &Markup, source: &str) -> Rendered {
    let passage = markup.body(source, "n");
    Rendered { problems: passage.problems.clone(), html: passage.html(|_| None) }
}

fn check(convert: impl Fn(&str) -> String, cases: &[(&str, &str)]) {
    for (source, want) in cases {
        assert_eq!(convert(source), *want, "{source}");
    }
}

#[test]
fn titles_become_one_line() {
    check(
        inline,
        &[
            ("Attention Is All You Need", "Attention Is All You Need"),
            ("  Fish & Chips <3 \"x\" ", "Fish &amp; Chips &lt;3 &quot;x&quot;"),
            ("*em* and **strong** `code`", "<em>em</em> and <strong>strong</strong> <code>code</code>"),
            ("*em*", "<em>em</em>"),
            ("**\"x\"**", "<strong>&quot;x&quot;</strong>"),
            ("1. Not a list", "1. Not a list"),
            ("# Not a heading", "# Not a heading"),
            ("- a", "- a"),
            ("> a", "&gt; a"),
            ("a\n  b", "a b"),
            ("The {GAN} of {\\'E}mile", "The GAN of Émile"),
            ("[text](https://a.org) here", "text here"),
            ("see https://a.org", "see https://a.org"),
            ("$k$-means", "<math><mi>k</mi></math>-means"),
            ("$$k$$", "<math><mi>k</mi></math>"),
            ("A &lt; B &amp; C", "A &lt; B &amp; C"),
            ("&amp;quot;x&amp;quot;", "&quot;x&quot;"),
            ("a\u{0}b\u{8}\u{90}c", "abc"),
            ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
            ("![alt](https://a.org/b.png)", "alt"),
            ("---", "—"),
            (";", ";"),
            ("", ""),
            ("L_∞Recovery snake_case_name", "L_∞Recovery snake_case_name"),
            ("2*s*d, B^* and x^*, ||A||_2 and |B|_F", "2*s*d, B^* and x^*, ||A||_2 and |B|_F"),
            ("*Dis*crete **i**n*t* (_b_)", "<em>Dis</em>crete <strong>i</strong>n*t* (<em>b</em>)"),
            ("user{--}item {\u{2014}} x", "user–item \u{2014} x"),
            ("5 ~ of ~40 and resp.~an", "5 ~ of ~40 and resp.\u{a0}an"),
        ],
    );
}

#[test]
fn text_commands_become_text_and_marks() {
    check(
        inline,
        &[
            (r#"H\"older, H{\"o}lder, H\"{o}lder"#, "Hölder, Hölder, Hölder"),
            (r"caf\'e, na\'{\i}ve, na\'\i ve, \c{c}a, Ko\v{c}i, \H{o}, \k a", "café, naíve, naíve, ça, Koči, ő, ą"),
            (r"\ss, \o re, {\o}re, \L{}o, \AA, \ae", "ß, øre, øre, Ło, Å, æ"),
            (r"50\% \& \_ \# \$5 \{x\}", "50% &amp; _ # $5 {x}"),
            ("a -- b --- c ----", "a – b — c ----"),
            ("``a'' and `b'", "“a” and ‘b’"),
            (r"it\'s, we\'ll", "it's, we'll"),
            (r"\emph{a} \textit{b} \textbf{c} \texttt{d}", "<em>a</em> <em>b</em> <strong>c</strong> <code>d</code>"),
            (r"\emph{k}NN, \textsc{Ab}", "<em>k</em>NN, <span class=\"small-caps\">Ab</span>"),
            (r"{\em a b} {\bf c} \em d", "<em>a b</em> <strong>c</strong> d"),
            (r"\emph{a $x$ b}", "<em>a <math><mi>x</mi></math> b</em>"),
            (r"\emph{a \textbf{b} c}", "<em>a <strong>b</strong> c</em>"),
            (r"\url{https://a.org/\_b}", "https://a.org/_b"),
            (r"\href{https://a.org}{text}", "text"),
            (r"in \cite{a_b,c} and \citep[p.~5]{d}", "in [a_b,c] and [d]"),
            (r"x\footnote{Code is here.} y", "x (Code is here.) y"),
            (r"\alpha-\beta, \mathcal{O}(\sqrt{T}), \mathcalO(n)", "α-β, O(√T), O(n)"),
            (r"\emphk-means \foo \rsgd{x}", "<em>k</em>-means foo rsgdx"),
            (r"{0, 1} and {±1}", "{0, 1} and {±1}"),
            (r"\textcolor{red}{a, b}", "a, b"),
            (r"a \\ b\,c\ d", "a   b\u{2009}c d"),
            (r"\LaTeX\ and \LaTeX{} x", "LaTeX and LaTeX x"),
            (r"a {b", "a {b"),
            (r"a} b", "a} b"),
            (r"\emph{a", "{a"),
            ("\\", "\\"),
        ],
    );
}

#[test]
fn abstracts_become_paragraphs_and_lists() {
    check(
        blocks,
        &[
            ("a\nb", "<p>a b</p>\n"),
            ("a  \nb", "<p>a b</p>\n"),
            ("a\n \t\n\nb", "<p>a</p>\n<p>b</p>\n"),
            ("    indented\n      text", "<p>indented text</p>\n"),
            ("The\n# of items\n> 90 %\n+ 5", "<p>The # of items &gt; 90 % + 5</p>\n"),
            ("a\n---\nb", "<p>a — b</p>\n"),
            ("a\n===\nb\n-", "<p>a === b -</p>\n"),
            ("2013. A year", "<p>2013. A year</p>\n"),
            ("which have\n- besides others -\n1) no list", "<p>which have - besides others - 1) no list</p>\n"),
            ("which are:\n- b\n- c", "<p>which are:</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n"),
            ("- b\n  c\n- d", "<ul>\n<li>b c</li>\n<li>d</li>\n</ul>\n"),
            ("a:\n\n- b\n- c", "<p>a:</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n"),
            ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
            ("## Background\n\nx", "<p><strong>Background</strong></p>\n<p>x</p>\n"),
            (
                r"a: \begin{itemize} \item b \item c \end{itemize} d",
                "<p>a:</p>\n<ul>\n<li><p>b</p>\n</li>\n<li><p>c</p>\n</li>\n</ul>\n<p>d</p>\n",
            ),
            (
                "$$x$$",
                "<p><span class=\"formula\" tabindex=\"0\"><math display=\"block\"><mi>x</mi></math></span></p>\n",
            ),
            ("[t](https://a.org/b_c) x", "<p><a href=\"https://a.org/b_c\">t</a> x</p>\n"),
            ("see https://a.org/b_c.", "<p>see <a href=\"https://a.org/b_c\">https://a.org/b_c</a>.</p>\n"),
            ("<https://a.org>", "<p><a href=\"https://a.org\">https://a.org</a></p>\n"),
            (r"\href{https://a.org}{\emph{t}}", "<p><a href=\"https://a.org\"><em>t</em></a></p>\n"),
            ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
            ("![a](https://a.org/b.png)", "<p><a href=\"https://a.org/b.png\">a</a></p>\n"),
            ("[![a](b.png)](c)", "<p>a</p>\n"),
        ],
    );
}

#[test]
fn pages_have_the_rest_of_markdown() {
    check(
        body,
        &[
            (
                "# A\n## A\n# B {#Own x=1}",
                "<h2 id=\"n-a\"><a href=\"#n-a\">A</a></h2>\n<h3 id=\"n-a-2\"><a href=\"#n-a-2\">A</a></h3>\n<h2 id=\"n-own\"><a href=\"#n-own\">B</a></h2>\n",
            ),
            (
                "###### x\n# $x$ & <",
                "<h2 id=\"n-x\"><a href=\"#n-x\">x</a></h2>\n<h2 id=\"n-x-2\"><a href=\"#n-x-2\"><math><mi>x</mi></math> &amp; &lt;</a></h2>\n",
            ),
            (
                "# Note 1\na[^1]\n\n[^1]: b",
                "<h2 id=\"n-note-1\"><a href=\"#n-note-1\">Note 1</a></h2>\n\
                 <p>a<sup class=\"footnote-ref\"><a href=\"#n-note_1\" id=\"n-ref_1\">1</a></sup></p>\n\
                 <div class=\"footnotes\">\n<ol>\n<li id=\"n-note_1\" value=\"1\"><p>b \
                 <a href=\"#n-ref_1\" class=\"footnote-back\" aria-label=\"Back to the text\">↩</a></p></li>\n</ol>\n</div>\n",
            ),
            ("[x](#My-Part)", "<p><a href=\"#n-my-part\">x</a></p>\n"),
            ("\"a\" -- b", "<p>“a” – b</p>\n"),
            (
                "```text x\na < b $x$\n```",
                "<pre tabindex=\"0\"><code class=\"language-text\">a &lt; b $x$\n</code></pre>\n",
            ),
            (
                "```rust x\na < \"$x$\"; // https://a.b\n```",
                "<pre tabindex=\"0\"><code class=\"language-rust\">a <span class=\"hl-operator\">&lt;</span> \
                 <span class=\"hl-string\">&quot;$x$&quot;</span>; <span class=\"hl-comment\">// https://a.b\n</span></code></pre>\n",
            ),
            ("    $x$ https://a.org", "<pre tabindex=\"0\"><code>$x$ https://a.org</code></pre>\n"),
            (
                "`$HOME` $x_1$ *a*",
                "<p><code>$HOME</code> <math><msub><mi>x</mi><mn>1</mn></msub></math> <em>a</em></p>\n",
            ),
            ("https://a.org/b_c--d", "<p><a href=\"https://a.org/b_c--d\">https://a.org/b_c--d</a></p>\n"),
            ("- [x] a\n- [ ] b", "<ul>\n<li class=\"task\">☑ a</li>\n<li class=\"task\">☐ b</li>\n</ul>\n"),
            (
                "> [!NOTE]\n> a",
                "<div class=\"alert alert-note\">\n<p class=\"alert-title\">Note</p>\n<p>a</p>\n</div>\n",
            ),
            (
                "|a|b|\n|-|-:|\n|c|$x$|",
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n<tr><th>a</th><th class=\"right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td>\
                 <td class=\"right\"><math><mi>x</mi></math></td></tr>\n</tbody>\n</table>\n</div>\n",
            ),
            (
                "a[^x]\n\n[^x]: b",
                "<p>a<sup class=\"footnote-ref\"><a href=\"#n-note_1\" id=\"n-ref_1\">1</a></sup></p>\n\
                 <div class=\"footnotes\">\n<ol>\n<li id=\"n-note_1\" value=\"1\"><p>b \
                 <a href=\"#n-ref_1\" class=\"footnote-back\" aria-label=\"Back to the text\">↩</a></p></li>\n</ol>\n</div>\n",
            ),
            ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>\n"),
            ("<div>\n*x*\n</div>", "&lt;div&gt;\n*x*\n&lt;/div&gt;"),
            ("a\\\nb", "<p>a<br>b</p>\n"),
            ("~~a~~ ***", "<p><del>a</del> ***</p>\n"),
            ("***", "<hr>\n"),
        ],
    );
}

#[test]
fn no_level_of_headings_is_skipped() {
    let levels = |source: &str| {
        let html = body(source);
        html.split("<h").skip(1).map(|heading| heading[..1].to_owned()).collect::<String>()
    };
    assert_eq!(levels("# a\n## b\n### c\n# d\n## e"), "23423");
    assert_eq!(levels("## a\n### b\n## c"), "232");
    assert_eq!(levels("# a\n#### b\n###### c\n#### d\n## e"), "23433");
    assert_eq!(levels("#### a\n### b\n# c\n### d"), "2223");
    assert_eq!(levels("# a\n## b\n### c\n#### d\n##### e\n###### f"), "234566");
}

#[test]
fn problems_point_into_the_source() {
    let markup = markup();
    let source = "  The $\\rsgd$ of [x](javascript:alert(1)) and <b>y</b> \\url{file:///x}";
    let found: Vec<_> =
        markup.blocks(source).problems.into_iter().map(|p| (source[p.range].to_owned(), p.message)).collect();
    let want = [
        ("$\\rsgd$", "the formula cannot be shown: unknown command `\\rsgd`"),
        ("[x](javascript:alert(1))", "the address `javascript:alert(1)` cannot be linked to"),
        ("<b>", "raw HTML is shown as text"),
        ("</b>", "raw HTML is shown as text"),
        ("\\url{file:///x}", "the address `file:///x` cannot be linked to"),
    ];
    assert_eq!(found, want.map(|(text, message)| (text.to_owned(), message.to_owned())));
    let found = markup.inline("  $\\rsgd$").problems;
    assert_eq!(found[0].range, 2..9);
    let source = "é\u{0}é $x$ <i> $\\y$\n\n`$\\z$`";
    let found: Vec<_> = markup.body(source, "").problems.into_iter().map(|p| source[p.range].to_owned()).collect();
    assert_eq!(found, ["<i>", "$\\y$"]);
    assert_eq!(inline("$\\rsgd<x>$"), "<code class=\"tex\">\\rsgd&lt;x&gt;</code>");
}

#[test]
fn plain_text_has_no_markup() {
    check(
        plain,
        &[
            (r"$\le$13", "≤13"),
            (r"230$\times$", "230×"),
            ("*a* **b** `c` [d](https://e.f)", "a b c d"),
            ("A &lt; B &amp; C", "A < B & C"),
            ("a\r\n\tb\u{0}c", "a bc"),
            ("1. A\u{a0}title", "1. A title"),
            ("x\n\n- a\n- b", "x a b"),
            (r"{\em The} \textsc{GAN}", "The GAN"),
            ("https://a.org/b_c", "https://a.org/b_c"),
            ("<i>x</i>", "<i>x</i>"),
            (";", ";"),
            ("", ""),
        ],
    );
}

#[test]
fn links_lead_only_where_they_may() {
    for source in [
        "[x](java\tscript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&#x09;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](//evil.org)",
        "[x](/\\evil.org)",
        "[x](data:text/html,x)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        r"\href{javascript:alert(1)}{x}",
        r"\url{javascript:alert(1)}",
        "[x]\n\n[x]: javascript:alert(1)",
        "# T {#id onclick=alert(1)}",
        "```\"onclick=alert(1)\nx\n```",
        "[x](https://a.org \"\\\" onclick=alert(1)\")",
        "$\\operatorname{<svg/onload=alert(1)>}$",
        "![\"onerror=alert(1) $x$ `a` *b* https://c.org](b.png)",
    ] {
        for rendered in [markup().blocks(source), rendered(&markup(), source), markup().summary(source)] {
            html::assert_safe(&rendered.html);
            assert!(
                !rendered.html.contains("href=\"java") && !rendered.html.contains("href=\"//"),
                "{}",
                rendered.html
            );
        }
    }
    assert_eq!(blocks("[x](java\tscript:alert(1))"), "<p>x</p>\n");
}

#[test]
fn code_says_what_was_written() {
    let markup = markup();
    let text = |html: &str| {
        let html = html.split_once("<code").unwrap().1.split_once('>').unwrap().1;
        let (mut out, mut tag) = (String::new(), false);
        for c in html[..html.rfind("</code>").unwrap()].chars() {
            match c {
                '<' => tag = true,
                '>' if tag => tag = false,
                c if !tag => out.push(c),
                _ => {}
            }
        }
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let code = r#"([a-z]{1,6}|[$(){}\[\]<>"'`\\/*:;,.=#%&@!?~^|+_-]|<script>|&lt;|\$x\$|\\\(|https://a|\[@a\]| |\n|é|韩){0,40}"#;
    proptest!(ProptestConfig { cases: 300, ..ProptestConfig::default() }, |(code in code, language in "(rust|python|html|latex|bash|x)")| {
        let source = format!("a $x$\n\n~~~~~~{language}\n{code}\n~~~~~~\n");
        for passage in [markup.body(&source, "n"), markup.sketch(&source)] {
            let html = passage.html(|_| None);
            html::assert_safe(&html);
            prop_assert_eq!(text(&html), format!("{code}\n"));
        }
    });
}

/// A text with each citation as `‹id›`, and the citations as they stand in the source.
fn cited(source: &str) -> (String, Vec<String>) {
    let passage = markup().body(source, "");
    let mut places: Vec<_> =
        passage.cited.iter().map(|c| (c.range.start, source[c.range.clone()].to_owned())).collect();
    places.sort();
    let html = passage.html(|c| Some(format!("‹{}{}›", c.id, if c.year_only { " year" } else { "" })));
    (html.trim_end().to_owned(), places.into_iter().map(|(_, text)| text).collect())
}

#[test]
fn citations_leave_a_place_in_brackets() {
    for (source, want, places) in [
        ("[@a]", "<p>[‹a›]</p>", &["@a"] as &[&str]),
        ("x [@a-1.b_c; @B2]. y", "<p>x [‹a-1.b_c›; ‹B2›]. y</p>", &["@a-1.b_c", "@B2"]),
        ("[see @a, p. 3; also @b]", "<p>[see ‹a›, p. 3; also ‹b›]</p>", &["@a", "@b"]),
        ("[-@a] [see -@b.]", "<p>[‹a year›] [see ‹b year›.]</p>", &["-@a", "-@b"]),
        ("[*see* @a, $x$]", "<p>[<em>see</em> ‹a›, <math><mi>x</mi></math>]</p>", &["@a"]),
        ("é\u{0}[@a;\n@b]", "<p>é[‹a›;\n‹b›]</p>", &["@a", "@b"]),
        ("[@a--b]", "<p>[‹a--b›]</p>", &["@a--b"]),
        ("**[@a]** [x][@b]", "<p><strong>[‹a›]</strong> [x][‹b›]</p>", &["@a", "@b"]),
        ("- [ ] [@a]", "<ul>\n<li class=\"task\">☐ [‹a›]</li>\n</ul>", &["@a"]),
        ("[![x](y.png)] [@a]", "<p>[<img src=\"y.png\" alt=\"x\" loading=\"lazy\">] [‹a›]</p>", &["@a"]),
    ] {
        assert_eq!(cited(source), (want.to_owned(), places.iter().map(|p| (*p).to_owned()).collect()), "{source}");
    }
    let (html, places) = cited("# On [@a]\n\nx[^n]\n\n[^n]: See [@b].\n\n[^m]: [@c]");
    assert!(html.starts_with("<h2 id=\"on\">On [‹a›]</h2>\n<p>x<sup") && html.contains("<p>See [‹b›]. <a"), "{html}");
    assert!(!html.contains("‹c›"));
    assert_eq!(places, ["@a", "@b", "@c"]);
}

#[test]
fn what_is_not_meant_as_a_citation_is_none() {
    for source in [
        "@a",
        "a@b.c",
        "[a@b]",
        "[a]",
        "[@]",
        "[@ a]",
        "[@a; b]",
        "\\[@a]",
        "[\\@a]",
        "`[@a]`",
        "    [@a]",
        "```\n[@a]\n```",
        "[@a](b)",
        "[x [@a] y](b)",
        "![@a](b)",
        "[@a]\n\n[@a]: b",
        "<b x='[@a]'>",
        "$[@a]$",
        "[@a\n\nb]",
        "[@_a]",
        "[^@a]",
        "<https://a.b/[@a]>",
        "[x](b[@a])",
        "[x](b \"[@a]\")",
        "```rust\n#[@a]\n```",
    ] {
        let (html, places) = cited(source);
        assert!(places.is_empty() && !html.contains('‹'), "{source}: {html}");
    }
}

/// An entity can name such a character, and then stands for what the same text cites: nothing is forged by that.
#[test]
fn a_place_for_a_citation_cannot_be_forged() {
    let forged = ["\u{f0000}", "$\u{f0000}$", "$\\text{\u{f0000}}$", "`\u{f0000}`", "```rust\n\u{f0000}\n```"];
    let more =
        ["[\u{f0000}](\u{f0000} \"\u{f0000}\")", "![\u{f0000}](\u{f0000})", "https://a.b/\u{f0000}", "# \u{f0000}"];
    for source in forged.iter().chain(&more) {
        for source in [format!("{source}\n\n[@a]"), format!("[@a]\n\n{source}"), (*source).to_owned()] {
            let wanted = usize::from(source.contains('@'));
            let html = markup().body(&source, "").html(|_| Some("‹a›".into()));
            assert_eq!(html.matches("‹a›").count(), wanted, "{source}: {html}");
            html::assert_safe(&html);
        }
    }
}

#[test]
fn the_id_of_the_references_is_of_no_heading() {
    assert_eq!(markup().body("x", "n").references, "");
    assert_eq!(markup().body("[@a]", "n").references, "n-references");
    assert_eq!(markup().body("# References\n\n[@a]", "").references, "references-2");
}

#[test]
fn words_of_a_body_are_those_that_were_given() {
    let words = BodyWords {
        note: "Notiz & <b>".into(),
        back: "\"Zurück\"".into(),
        table: "Tafel".into(),
        ..BodyWords::default()
    };
    let markup = Markup::new(Math::new(&BTreeMap::new()).unwrap(), false).in_words(words);
    let html = markup.body("> [!NOTE]\n> a[^x] b[^x]\n\n[^x]: c\n\n|a|\n|-|\n\nx\n\n|a|\n|-|", "").html(|_| None);
    for part in [
        "<p class=\"alert-title\">Notiz &amp; &lt;b&gt;</p>",
        "aria-label=\"&quot;Zurück&quot;\">↩</a> <a href=\"#ref_1_2\" class=\"footnote-back\" aria-label=\"&quot;Zurück&quot; 2\">↩</a>",
        "aria-label=\"Tafel\"",
        "aria-label=\"Tafel 2\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn remote_pictures_are_shown_if_they_may() {
    let markup = Markup::new(Math::new(&BTreeMap::new()).unwrap(), true);
    let want = "<p><img src=\"https://a.org/b.png\" alt=\"a &amp; b\" loading=\"lazy\"></p>\n";
    assert_eq!(markup.blocks("![a & *b*](https://a.org/b.png)").html, want);
}

#[test]
fn marks_and_markdown_nest_whatever_the_author_did() {
    check(
        inline,
        &[
            (r"*a \textbf{b* c} d", "<em>a <strong>b</strong></em> c d"),
            (r"\textbf{a *b} c*", "<strong>a <em>b c</em></strong>"),
        ],
    );
}

#[test]
fn hostile_texts_take_linear_time() {
    let markup = markup();
    for unit in [
        "[",
        "]",
        "$",
        "{",
        "\\(",
        "*a ",
        "_a_",
        "`",
        "](",
        "![",
        "<",
        "<a",
        "&",
        "&amp;",
        "\\emph{",
        "{\\em ",
        "$x$",
        "~",
        "--",
        "https://a.b ",
        "[^a]",
        "# a\n",
        "> ",
        "- a\n",
        "1. a\n\n",
        "|a",
        "\n\n",
        "\u{a0}",
        "\\item ",
        "''",
        "[a](b)",
        "\\\"",
        "}",
        "\\begin{itemize}\\item ",
        "[x]: a\n",
        "**a*",
        "x\r",
        "[^a]: b\n\n",
        "[@a",
        "[@a; ",
        "[@a]",
        "[@a](",
        "```js\n",
        "\\href{a}{",
        "\u{f0000}",
    ] {
        let source = unit.repeat(60_000 / unit.len());
        for convert in [Markup::inline, Markup::blocks, rendered] {
            let rendered = convert(&markup, &source);
            html::assert_safe(&rendered.html);
        }
        plain(&source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn html_is_safe_and_nested(
        source in r#"(\$|\\[a-z]{1,6}|[{}\[\]()*_`<>&~#|!^:;"'. a-z0-9-]|\\\(|\\\)|\]\(|\n|\n\n|- |\\emph\{|\{\\em |<a href=|javascript:|onload=|https://a|\PC){0,40}"#
    ) {
        let markup = markup();
        for rendered in [markup.inline(&source), markup.summary(&source), markup.blocks(&source), rendered(&markup, &source)] {
            html::assert_safe(&rendered.html);
            for problem in rendered.problems {
                prop_assert!(source.get(problem.range).is_some());
            }
        }
        prop_assert!(!markup.inline(&source).html.contains("<a "));
        let text = plain(&source);
        prop_assert!(!text.contains("  ") && !text.contains('\n'));
    }
}

#[test]
fn what_is_wrong_is_found_without_rendering() {
    let markup = markup();
    for source in [
        "plain",
        "a $\\nosuchcommand$ b",
        "<b>x</b>",
        "[x](javascript:alert(1))",
        "see https://example.org/ & more",
        "\\emph{x",
    ] {
        assert_eq!(markup.problems(source), markup.blocks(source).problems, "{source}");
    }
}
