use super::*;
use proptest::prelude::*;

/// The source with formulas in ⟦⟧ (display: ⟪⟫), code in ‹›, addresses in «».
fn marked(source: &str) -> String {
    segments(source)
        .into_iter()
        .map(|segment| match segment.kind {
            Kind::Text | Kind::Verbatim => source[segment.range].to_owned(),
            Kind::Math { body, display: Display::Inline } => format!("⟦{}⟧", &source[body]),
            Kind::Math { body, display: Display::Block } => format!("⟪{}⟫", &source[body]),
            Kind::Code { body } => format!("‹{}›", &source[body]),
            Kind::Url { body } => format!("«{}»", &source[body]),
            Kind::Quote(mark) => mark.to_owned(),
            Kind::Leftover => String::new(),
        })
        .collect()
}

#[test]
fn formulas_are_told_from_money() {
    for (source, want) in [
        ("an $x$ b", "an ⟦x⟧ b"),
        ("cost $5 and $10", "cost $5 and $10"),
        ("US$5 billion and US$7 billion", "US$5 billion and US$7 billion"),
        ("$5 and AU$ 10", "$5 and AU$ 10"),
        (r"cost \$5 and $x$", r"cost \$5 and ⟦x⟧"),
        ("$a$$b$", "⟦a⟧⟦b⟧"),
        ("$$a$$", "⟪a⟫"),
        ("so\n$$a$$\nis", "so\n⟪a⟫\nis"),
        ("so $$a,$$ where", "so ⟪a,⟫ where"),
        ("so $$a$$ is", "so ⟦a⟧ is"),
        ("a $ b $ c", "a ⟦ b ⟧ c"),
        ("a $ 5 $ c", "a $ 5 $ c"),
        (r"a $ \ell_p $ c", r"a ⟦ \ell_p ⟧ c"),
        (r"230$\times$230", r"230⟦\times⟧230"),
        ("$>$95% and $p<$0.05", "⟦>⟧95% and ⟦p<⟧0.05"),
        ("$&lt;$1%", "⟦&lt;⟧1%"),
        ("$ f(x, y) $ and $ s = o(n) $", "⟦ f(x, y) ⟧ and ⟦ s = o(n) ⟧"),
        ("$c. We pay $1.60 and $2.54 USD", "$c. We pay $1.60 and $2.54 USD"),
        ("$k$-means", "⟦k⟧-means"),
        (r"$\text{for $x$}$ y", r"⟦\text{for $x$}⟧ y"),
        (r"$\sqrt{x$ and y", r"⟦\sqrt{x⟧ and y"),
        (r"$a \$ b$", r"⟦a \$ b⟧"),
        ("$a\n\nb$", "$a\n\nb$"),
        ("$", "$"),
        ("$$", "$$"),
        ("$$$$", "$$$$"),
        ("$ $", "$ $"),
    ] {
        assert_eq!(marked(source), want, "{source}");
    }
}

#[test]
fn other_delimiters_are_known() {
    for (source, want) in [
        (r"a \(x\) b", "a ⟦x⟧ b"),
        (r"a \[x\] b", "a ⟪x⟫ b"),
        (r"a \( b", r"a \( b"),
        (r"a \(\) b", r"a \(\) b"),
        (r"a \(x \\) y\) b", r"a ⟦x \\) y⟧ b"),
        (r"\\(x\\)", r"\\(x\\)"),
        (r"\begin{align*} x \end{align*}.", r"⟪\begin{align*} x \end{align*}⟫."),
        (r"\begin{itemize} $x$", r"\begin{itemize} ⟦x⟧"),
        (r"\begin{align} x", r"\begin{align} x"),
        (r"ϵ\documentclass{minimal} \begin{document}$$\epsilon $$\end{document}-private", "ϵ-private"),
        (r"an \documentclass{minimal} \begin{document}$$\epsilon $$\end{document}-private", r"an ⟦\epsilon ⟧-private"),
        (r"\documentclass x", r"\documentclass x"),
    ] {
        assert_eq!(marked(source), want, "{source}");
    }
}

#[test]
fn code_and_quotes_are_told_apart() {
    for (source, want) in [
        ("`$HOME` and `$PATH`", "‹$HOME› and ‹$PATH›"),
        ("``a ` b``", "‹a ` b›"),
        ("``naive space'', which", "“naive space”, which"),
        ("both a``local\" and a ``global\" view", "both a“local” and a “global” view"),
        ("`irrelevant' or `x'", "‘irrelevant’ or ‘x’"),
        ("a `don't` b", "a ‹don't› b"),
        ("a ` b", "a ` b"),
    ] {
        assert_eq!(marked(source), want, "{source}");
    }
}

#[test]
fn formulas_that_come_twice_are_shown_once() {
    for (source, want) in [
        (r"budget $$\epsilon$$ ϵ . An", r"budget ⟦\epsilon⟧. An"),
        (r"the $$K$$ K cluster", "the ⟦K⟧ cluster"),
        (r"$$\pi$$ π -LR is", r"⟦\pi⟧-LR is"),
        (r"a $$\mathcal {O}(\sqrt{T})$$ O ( T ) bound", r"a ⟦\mathcal {O}(\sqrt{T})⟧ bound"),
        (
            r"a $${\mathcal {O}}\left( \frac{1}{N}\right) $$ O 1 N , when",
            r"a ⟦{\mathcal {O}}\left( \frac{1}{N}\right) ⟧, when",
        ),
        (
            r"of $$\widetilde{\mathcal {O}}(\kappa ^{3.5})$$ O ~ ( κ 3.5 ) over",
            r"of ⟦\widetilde{\mathcal {O}}(\kappa ^{3.5})⟧ over",
        ),
        (r"in $$\mathbb {R}^n$$ R n . We", r"in ⟦\mathbb {R}^n⟧. We"),
        (r"the $$d$$ in general", "the ⟦d⟧ in general"),
        (r"the $$n$$ new items", "the ⟦n⟧ new items"),
        (r"the $$|$$ | b", "the ⟦|⟧ | b"),
    ] {
        assert_eq!(marked(source), want, "{source}");
    }
}

#[test]
fn addresses_are_found() {
    for (source, want) in [
        ("see https://a.org/b_c(d), or", "see «https://a.org/b_c(d)», or"),
        ("(https://a.org/b).", "(«https://a.org/b»)."),
        ("<https://a.org>", "«https://a.org»"),
        ("[x](https://a.org/$a$) $y$", "[x](https://a.org/$a$) ⟦y⟧"),
        (r"\href{https://a.org/$}{x} $y$", r"\href{https://a.org/$}{x} ⟦y⟧"),
        ("at https://git...", "at https://git..."),
        ("http:// x", "http:// x"),
        ("xhttps://a.org", "xhttps://a.org"),
    ] {
        assert_eq!(marked(source), want, "{source}");
    }
}

#[test]
fn nothing_takes_more_than_linear_time() {
    for unit in [
        "$",
        "$$",
        r"\(",
        r"\[",
        "{",
        "${",
        "`",
        "``a",
        "](",
        r"\begin{align}",
        "https://",
        "https://a(",
        "<",
        "\\",
        "\n \n$",
        r"\documentclass",
        r"\href{",
        "`a'",
        "$a ",
        "$ ",
    ] {
        let source = unit.repeat(100_000 / unit.len());
        segments(&source);
    }
}

proptest! {
    #[test]
    fn segments_cover_the_source(source in r"([$\\`{}()\[\]<> a-z0-9\n]|\\\(|\\\)|https://|\PC){0,60}") {
        let mut at = 0;
        for segment in segments(&source) {
            prop_assert_eq!(segment.range.start, at);
            prop_assert!(segment.range.end > at && source.is_char_boundary(segment.range.end));
            at = segment.range.end;
        }
        prop_assert_eq!(at, source.len());
    }
}
