use super::*;
use proptest::prelude::*;

fn math() -> Math {
    Math::new(&BTreeMap::new()).unwrap()
}

fn macros(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, tex)| ((*name).to_owned(), (*tex).to_owned())).collect()
}

#[test]
fn formulas_become_mathml() {
    let math = math();
    for (tex, want) in [
        ("x", "<math><mi>x</mi></math>"),
        ("5%", "<math><mn>5</mn><mi>%</mi></math>"),
        ("\\#", "<math><mi>#</mi></math>"),
        ("#", "<math><mi>#</mi></math>"),
        (r"\le 13", "<math><mo lspace=\"0\">≤</mo><mn>13</mn></math>"),
        (r"a &lt; b", "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"),
    ] {
        assert_eq!(math.convert(tex, Display::Inline).unwrap(), want, "{tex}");
    }
    assert!(math.convert("x", Display::Block).unwrap().starts_with("<math display=\"block\">"));
}

#[test]
fn what_papers_hold_is_converted() {
    let math = math();
    for tex in [
        r"\widetilde{\mathcal{O}}(\sqrt{T})",
        r"\tilde\mathcalO(\sqrtT)",
        r"\mathcalO(\mathrmpoly(n))",
        r"\sigma*x",
        r"\begin{equation}\label{eq:1} x = 1 \end{equation}",
        r"\begin{align} x &= 1 \nonumber \\ y &= 2 \end{align}",
        r"\begin{alignat}{2} x &= 1 \end{alignat}",
        r"\begin{eqnarray} x &=& 1 \end{eqnarray}",
        r"\begin{split} x &= 1 \end{split}",
        r"\mathcal {O} \mathopen {}\left( \log n\right)",
        r"\mbox{rank}(Y) \in \RR^d, \varvec{x}",
        "a ∈ ℝ",
        r"\textsf{GD($\lambda$)} = \text{if $x$ or $y$ is}",
        r"\small \cO(\wt{x})",
    ] {
        assert!(math.convert(tex, Display::Block).is_ok(), "{tex}: {:?}", math.convert(tex, Display::Block));
    }
}

#[test]
fn errors_name_the_command() {
    let error = math().convert(r"\rsgd{x}", Display::Inline).unwrap_err();
    assert_eq!(error.message, r"unknown command `\rsgd`");
    let error = math().convert(&"x".repeat(2001), Display::Inline).unwrap_err();
    assert_eq!(error.message, "it is longer than 2000 bytes");
}

#[test]
fn macros_of_the_settings_win() {
    let math = Math::new(&macros(&[("rsgd", r"\mathrm{SGD}"), (r"\pair", "(#1, #2)"), ("E", "e")])).unwrap();
    for tex in [r"\rsgd", r"\pair{a}{b}"] {
        assert!(math.convert(tex, Display::Inline).is_ok(), "{tex}");
    }
    assert_eq!(math.convert(r"\E", Display::Inline).unwrap(), "<math><mi>e</mi></math>");
}

#[test]
fn a_broken_macro_is_named() {
    let error = Math::new(&macros(&[("a", "x"), ("b", r"\nope")])).unwrap_err();
    assert_eq!(error.to_string(), r"the macro `b` cannot be used: unknown command `\nope`");
    let error = Math::new(&macros(&[("a1", "x")])).unwrap_err();
    assert_eq!(error.to_string(), r"the macro `a1` cannot be used: invalid macro name: `\a1`");
}

#[test]
fn nothing_but_mathml_comes_out() {
    let math = math();
    for tex in [
        r"\operatorname{<svg/onload=alert(1)>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\label{x}\ref{x}",
        r"\href{javascript:alert(1)}{x}",
        r"\color{red;background:url(//x)}x",
        r"\class{x}{y}",
        r"\tag{<script>}",
    ] {
        if let Ok(html) = math.convert(tex, Display::Block) {
            assert!(guard::is_mathml(&html), "{html}");
            assert!(!html.contains("<svg") && !html.contains("<img"), "{html}");
        }
    }
}

#[test]
fn hostile_formulas_do_not_overflow_a_small_stack() {
    let work = || {
        let math = math();
        for unit in [
            "{",
            r"\sqrt",
            r"\frac1",
            r"\frac12",
            r"\left(",
            "x^",
            "x_",
            r"\hat",
            r"\begin{matrix}",
            "[",
            r"\sqrt[",
            r"\text{",
            r"\over",
            r"\sqrt1",
            r"\sqrt[1]",
            r"\hat a",
            "^{",
            r"\not",
            r"\binom1",
            r"\overset a",
            r"\substack{",
            "'",
            r"\big",
            r"\mathbb",
            r"\genfrac",
            r"\mathrm",
            r"\widetilde",
            r"\smash",
        ] {
            for length in [40, 47, 94, 333, 2000] {
                let repeated = unit.repeat(length);
                let _ = math.convert(&repeated, Display::Block);
            }
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_converter_is_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Math>();
}

#[test]
fn formulas_read_as_text() {
    for (tex, want) in [
        (r"\le 13", "≤ 13"),
        (r"\le", "≤"),
        (r"\alpha", "α"),
        ("x^2", "x²"),
        ("x^{-1}", "x⁻¹"),
        ("x^{a+b}", "x^(a+b)"),
        ("n^{1/3}", "n^(1/3)"),
        (r"\ell_2", "ℓ₂"),
        (r"\ell_p", "ℓ_p"),
        (r"\ell_\infty", "ℓ_∞"),
        (r"\mathbb{R}^d", "ℝ^d"),
        (r"\mathbb R", "ℝ"),
        (r"\sqrt{n}", "√n"),
        (r"\sqrt{n \log n}", "√(n log n)"),
        (r"\sqrt[3]{n}", "³√n"),
        (r"\surd T", "√ T"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac12", "1/2"),
        (r"\frac{a+1}{b}", "(a+1)/b"),
        (r"\min\{a, b\}", "min{a, b}"),
        (r"\max \left( a \right)", "max( a )"),
        (r"n \log \log n", "n log log n"),
        (r"\log{n}", "log n"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\tilde{O}(\sqrt{T})", "Õ(√T)"),
        (r"\mathcal{O}(1/\epsilon^2)", "O(1/ϵ²)"),
        (r"\mathcalO(\sqrtT)", "O(√T)"),
        (r"\mathbbR", "ℝ"),
        (r"a\le b", "a ≤ b"),
        (r"p\in[0,1]", "p∈[0,1]"),
        (r"\rm E(3)", "E(3)"),
        (r"\text{poly}(d)", "poly(d)"),
        (r"\|x\|_1", "‖x‖₁"),
        (r"\left( x \right)", "( x )"),
        (r"\rsgd", "rsgd"),
        (r"90^\circ", "90°"),
        (r"f'", "f′"),
        (r"\begin{align} a &= b \\ c &= d \end{align}", "a = b c = d"),
        (r"k-", "k-"),
        (r"\$5", "$5"),
        (r"\not=", "≠"),
        (r"\textit{Trans-LoRA}", "Trans-LoRA"),
        (r"\{0,1\}^n", "{0,1}ⁿ"),
        ("", ""),
        (r"\", ""),
        (r"^", ""),
        (r"\frac", "/"),
    ] {
        assert_eq!(plain(tex), want, "{tex}");
    }
}

#[test]
fn long_and_deep_formulas_take_linear_time() {
    for unit in ["{", "}", r"\frac", r"\sqrt[", "^", "x^{", r"\mathcalO{", r"\left", "a ", r"\hat{"] {
        let _ = plain(&unit.repeat(200_000 / unit.len()));
    }
}

proptest! {
    #[test]
    fn conversion_is_total(tex in r"(\\[a-z]{1,8}|[{}\[\]^_&$<>a-z0-9 ]|\\.|\PC){0,40}") {
        if let Ok(html) = math().convert(&tex, Display::Inline) {
            prop_assert!(guard::is_mathml(&html));
        }
        let _ = plain(&tex);
    }
}
