//! The table of commands that stand for one character.
//!
//! It is used where a formula or a text becomes plain Unicode. It says nothing about how a formula is set.

/// The character that a command (without its backslash) stands for.
pub(crate) fn symbol(name: &str) -> Option<char> {
    let found = SYMBOLS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(SYMBOLS[found].1)
}

/// Sorted by name, in the order of bytes.
#[rustfmt::skip]
const SYMBOLS: &[(&str, char)] = &[
    ("Alpha", 'Α'), ("And", '&'), ("Bbbk", '𝕜'), ("Beta", 'Β'), ("Box", '□'), ("Bumpeq", '≎'), ("CC", 'ℂ'),
    ("Cap", '⋒'), ("Chi", 'Χ'), ("Coloneq", '⩴'), ("Coloneqq", '⩴'), ("Complex", 'ℂ'), ("Cup", '⋓'), ("Dagger", '‡'),
    ("Darr", '⇓'), ("Delta", 'Δ'), ("Diamond", '◊'), ("Doteq", '≑'), ("Downarrow", '⇓'), ("EE", '𝔼'),
    ("Epsilon", 'Ε'), ("Eta", 'Η'), ("Finv", 'Ⅎ'), ("Game", '⅁'), ("Gamma", 'Γ'), ("Harr", '⇔'), ("Im", 'ℑ'),
    ("Iota", 'Ι'), ("Join", '⋈'), ("Kappa", 'Κ'), ("Lambda", 'Λ'), ("Larr", '⇐'), ("Leftarrow", '⇐'),
    ("Leftrightarrow", '⇔'), ("Lleftarrow", '⇚'), ("Longleftarrow", '⟸'), ("Longleftrightarrow", '⟺'),
    ("Longrightarrow", '⟹'), ("Lrarr", '⇔'), ("Lsh", '↰'), ("Mu", 'Μ'), ("N", 'ℕ'), ("NN", 'ℕ'), ("Nu", 'Ν'),
    ("Omega", 'Ω'), ("Omicron", 'Ο'), ("P", '¶'), ("PP", 'ℙ'), ("Phi", 'Φ'), ("Pi", 'Π'), ("Psi", 'Ψ'), ("QQ", 'ℚ'),
    ("R", 'ℝ'), ("RR", 'ℝ'), ("Rarr", '⇒'), ("Re", 'ℜ'), ("Reals", 'ℝ'), ("Rho", 'Ρ'), ("Rightarrow", '⇒'),
    ("Rrightarrow", '⇛'), ("Rsh", '↱'), ("S", '§'), ("Sigma", 'Σ'), ("Subset", '⋐'), ("Supset", '⋑'), ("Tau", 'Τ'),
    ("Theta", 'Θ'), ("Uarr", '⇑'), ("Uparrow", '⇑'), ("Updownarrow", '⇕'), ("Upsilon", 'Υ'), ("VDash", '⊫'),
    ("Vdash", '⊩'), ("Vert", '‖'), ("Vvdash", '⊪'), ("Xi", 'Ξ'), ("Yleft", '⤙'), ("Yright", '⤚'), ("Z", 'ℤ'),
    ("ZZ", 'ℤ'), ("Zeta", 'Ζ'), ("alef", 'ℵ'), ("alefsym", 'ℵ'), ("aleph", 'ℵ'), ("alpha", 'α'), ("amalg", '⨿'),
    ("angle", '∠'), ("approx", '≈'), ("approxeq", '≊'), ("arceq", '≘'), ("ascnode", '☊'), ("ast", '*'),
    ("asymp", '≍'), ("awint", '⨑'), ("backepsilon", '϶'), ("backprime", '‵'), ("backsim", '∽'), ("backsimeq", '⋍'),
    ("backslash", '\\'), ("barwedge", '⊼'), ("because", '∵'), ("beta", 'β'), ("beth", 'ℶ'), ("between", '≬'),
    ("bigcap", '⋂'), ("bigcirc", '◯'), ("bigcup", '⋃'), ("bigcupdot", '⨃'), ("bigdoublevee", '⨈'),
    ("bigdoublewedge", '⨇'), ("bigodot", '⨀'), ("bigoplus", '⨁'), ("bigotimes", '⨂'), ("bigsqcap", '⨅'),
    ("bigsqcup", '⨆'), ("bigstar", '★'), ("bigtimes", '⨉'), ("bigtriangledown", '▽'), ("bigtriangleup", '△'),
    ("biguplus", '⨄'), ("bigvee", '⋁'), ("bigwedge", '⋀'), ("blacklozenge", '⧫'), ("blacksquare", '■'),
    ("blacktriangle", '▲'), ("blacktriangledown", '▼'), ("blacktriangleleft", '◀'), ("blacktriangleright", '▶'),
    ("bot", '⊥'), ("botdoteq", '⩦'), ("bowtie", '⋈'), ("boxdot", '⊡'), ("boxminus", '⊟'), ("boxplus", '⊞'),
    ("boxtimes", '⊠'), ("bull", '∙'), ("bullet", '∙'), ("bumpeq", '≏'), ("cap", '∩'), ("cdot", '·'), ("cdotp", '·'),
    ("cdots", '⋯'), ("checkmark", '✓'), ("chi", 'χ'), ("circ", '∘'), ("circeq", '≗'), ("circlearrowleft", '↺'),
    ("circlearrowright", '↻'), ("circledR", 'Ⓡ'), ("circledS", 'Ⓢ'), ("circledast", '⊛'), ("circledcirc", '⊚'),
    ("circleddash", '⊝'), ("cirfnint", '⨐'), ("clubs", '♣'), ("clubsuit", '♣'), ("cnums", 'ℂ'), ("colon", ':'),
    ("coloneq", '≔'), ("coloneqq", '≔'), ("complement", '∁'), ("cong", '≅'), ("coprod", '∐'), ("copyright", '©'),
    ("cup", '∪'), ("curlyeqprec", '⋞'), ("curlyeqsucc", '⋟'), ("curlyvee", '⋎'), ("curlywedge", '⋏'),
    ("curvearrowleft", '↶'), ("curvearrowright", '↷'), ("dArr", '⇓'), ("dag", '†'), ("dagger", '†'), ("daleth", 'ℸ'),
    ("darr", '↓'), ("dash", '-'), ("dashcolon", '∹'), ("dashleftarrow", '⇠'), ("dashrightarrow", '⇢'), ("dashv", '⊣'),
    ("dblcolon", '∷'), ("ddag", '‡'), ("ddagger", '‡'), ("ddots", '⋱'), ("degree", '°'), ("delta", 'δ'),
    ("diagdown", '⟍'), ("diagup", '⟋'), ("diamond", '⋄'), ("diamonds", '♢'), ("diamondsuit", '♢'), ("digamma", 'ϝ'),
    ("div", '÷'), ("divideontimes", '⋇'), ("doteq", '≐'), ("doteqdot", '≑'), ("dotplus", '∔'), ("dots", '…'),
    ("dotsb", '⋯'), ("dotsc", '…'), ("dotsi", '⋯'), ("dotsminusdots", '∺'), ("dotso", '…'), ("doublebarwedge", '⩞'),
    ("doublecap", '⋒'), ("doublecup", '⋓'), ("downarrow", '↓'), ("downdownarrows", '⇊'), ("downharpoonleft", '⇃'),
    ("downharpoonright", '⇂'), ("ell", 'ℓ'), ("empty", '∅'), ("emptyset", '∅'), ("eps", 'ϵ'), ("epsilon", 'ϵ'),
    ("epsilonup", 'ϵ'), ("eqcirc", '≖'), ("eqcolon", '≕'), ("eqdef", '≝'), ("eqqcolon", '≕'), ("eqsim", '≂'),
    ("eqslantgtr", '⪖'), ("eqslantless", '⪕'), ("equiv", '≡'), ("eta", 'η'), ("eth", 'ð'), ("exist", '∃'),
    ("exists", '∃'), ("fallingdotseq", '≒'), ("fcmp", '⨾'), ("fint", '⨏'), ("flat", '♭'), ("forall", '∀'),
    ("frown", '⌢'), ("gamma", 'γ'), ("ge", '≥'), ("geq", '≥'), ("geqq", '≧'), ("geqslant", '⩾'), ("gets", '←'),
    ("gg", '≫'), ("ggg", '⋙'), ("gggtr", '⋙'), ("gimel", 'ℷ'), ("gnapprox", '⪊'), ("gneq", '⪈'), ("gneqq", '≩'),
    ("gnsim", '⋧'), ("gt", '>'), ("gtrapprox", '⪆'), ("gtrdot", '⋗'), ("gtreqless", '⋛'), ("gtreqqless", '⪌'),
    ("gtrless", '≷'), ("gtrsim", '≳'), ("gvertneqq", '≩'), ("hArr", '⇔'), ("harr", '↔'), ("hbar", 'ℏ'),
    ("hearts", '♡'), ("heartsuit", '♡'), ("hookleftarrow", '↩'), ("hookrightarrow", '↪'), ("hslash", 'ℏ'),
    ("iff", '⟺'), ("iiiint", '⨌'), ("iiint", '∭'), ("iint", '∬'), ("image", 'ℑ'), ("imageof", '⊷'), ("imath", 'ı'),
    ("impliedby", '⟸'), ("implies", '⟹'), ("in", '∈'), ("indep", '⊥'), ("infin", '∞'), ("infty", '∞'), ("int", '∫'),
    ("intBar", '⨎'), ("intbar", '⨍'), ("intclockwise", '∱'), ("intercal", '⊺'), ("iota", 'ι'), ("isin", '∈'),
    ("jmath", 'ȷ'), ("kappa", 'κ'), ("kernelcontraction", '∻'), ("lAngle", '⟪'), ("lArr", '⇐'), ("lBrace", '⦃'),
    ("lVert", '‖'), ("lambda", 'λ'), ("land", '∧'), ("lang", '⟨'), ("langle", '⟨'), ("larr", '←'), ("lbrace", '{'),
    ("lbrack", '['), ("lceil", '⌈'), ("ldots", '…'), ("le", '≤'), ("leadsto", '⇝'), ("leftarrow", '←'),
    ("leftarrowtail", '↢'), ("leftharpoondown", '↽'), ("leftharpoonup", '↼'), ("leftleftarrows", '⇇'),
    ("leftrightarrow", '↔'), ("leftrightarrows", '⇆'), ("leftrightharpoons", '⇋'), ("leftrightsquigarrow", '↭'),
    ("leftthreetimes", '⋋'), ("leq", '≤'), ("leqq", '≦'), ("leqslant", '⩽'), ("lessapprox", '⪅'), ("lessdot", '⋖'),
    ("lesseqgtr", '⋚'), ("lesseqqgtr", '⪋'), ("lessgtr", '≶'), ("lesssim", '≲'), ("lfloor", '⌊'), ("lgroup", '⟮'),
    ("lhd", '⊲'), ("lightning", '↯'), ("ll", '≪'), ("llangle", '⦉'), ("llbracket", '⟦'), ("llcorner", '⌞'),
    ("lll", '⋘'), ("llless", '⋘'), ("llparenthesis", '⦇'), ("lmoustache", '⎰'), ("lnapprox", '⪉'), ("lneq", '⪇'),
    ("lneqq", '≨'), ("lnot", '¬'), ("lnsim", '⋦'), ("longleftarrow", '⟵'), ("longleftrightarrow", '⟷'),
    ("longmapsto", '⟼'), ("longrightarrow", '⟶'), ("looparrowleft", '↫'), ("looparrowright", '↬'), ("lor", '∨'),
    ("lozenge", '◊'), ("lrArr", '⇔'), ("lrarr", '↔'), ("lrcorner", '⌟'), ("lt", '<'), ("ltimes", '⋉'), ("lvert", '|'),
    ("lvertneqq", '≨'), ("maltese", '✠'), ("mapsto", '↦'), ("mathsterling", '£'), ("mathstrut", '('), ("measeq", '≞'),
    ("measuredangle", '∡'), ("mho", '℧'), ("mid", '|'), ("minuso", '⦵'), ("models", '⊨'), ("mp", '∓'), ("mu", 'μ'),
    ("multimap", '⊸'), ("nLeftarrow", '⇍'), ("nLeftrightarrow", '⇎'), ("nRightarrow", '⇏'), ("nVDash", '⊯'),
    ("nVdash", '⊮'), ("nabla", '∇'), ("natnums", 'ℕ'), ("natural", '♮'), ("ncong", '≇'), ("ne", '≠'),
    ("nearrow", '↗'), ("neg", '¬'), ("neq", '≠'), ("nequiv", '≢'), ("nexists", '∄'), ("ngeq", '≱'), ("ngtr", '≯'),
    ("ngtrless", '≹'), ("ngtrsim", '≵'), ("ni", '∋'), ("nleftarrow", '↚'), ("nleftrightarrow", '↮'), ("nleq", '≰'),
    ("nless", '≮'), ("nlessgt", '≸'), ("nlesssim", '≴'), ("nmid", '∤'), ("notin", '∉'), ("notni", '∌'),
    ("nparallel", '∦'), ("nprec", '⊀'), ("npreceq", '⋠'), ("nrightarrow", '↛'), ("nsim", '≁'), ("nsubset", '⊄'),
    ("nsubseteq", '⊈'), ("nsucc", '⊁'), ("nsucceq", '⋡'), ("nsupset", '⊅'), ("nsupseteq", '⊉'),
    ("ntriangleleft", '⋪'), ("ntrianglelefteq", '⋬'), ("ntriangleright", '⋫'), ("ntrianglerighteq", '⋭'), ("nu", 'ν'),
    ("nvDash", '⊭'), ("nvdash", '⊬'), ("nwarrow", '↖'), ("odot", '⊙'), ("oiiint", '∰'), ("oiint", '∯'), ("oint", '∮'),
    ("ointctrclockwise", '∳'), ("omega", 'ω'), ("omicron", 'ο'), ("ominus", '⊖'), ("oplus", '⊕'), ("origof", '⊶'),
    ("oslash", '⊘'), ("otimes", '⊗'), ("owns", '∋'), ("parallel", '∥'), ("partial", '∂'), ("perp", '⊥'), ("phi", 'ϕ'),
    ("pi", 'π'), ("pitchfork", '⋔'), ("plusmn", '±'), ("pm", '±'), ("pounds", '£'), ("prec", '≺'),
    ("precapprox", '⪷'), ("preccurlyeq", '≼'), ("preceq", '⪯'), ("precnapprox", '⪹'), ("precneqq", '⪵'),
    ("precnsim", '⋨'), ("precsim", '≾'), ("prime", '′'), ("prod", '∏'), ("propto", '∝'), ("psi", 'ψ'),
    ("questeq", '≟'), ("rAngle", '⟫'), ("rArr", '⇒'), ("rBrace", '⦄'), ("rVert", '‖'), ("rang", '⟩'), ("rangle", '⟩'),
    ("rarr", '→'), ("ratio", '∶'), ("rbrace", '}'), ("rbrack", ']'), ("rceil", '⌉'), ("real", 'ℜ'), ("reals", 'ℝ'),
    ("restriction", '↾'), ("rfloor", '⌋'), ("rgroup", '⟯'), ("rhd", '⊳'), ("rho", 'ρ'), ("rightarrow", '→'),
    ("rightarrowtail", '↣'), ("rightharpoondown", '⇁'), ("rightharpoonup", '⇀'), ("rightleftarrows", '⇄'),
    ("rightleftharpoons", '⇌'), ("rightrightarrows", '⇉'), ("rightsquigarrow", '⇝'), ("rightthreetimes", '⋌'),
    ("risingdotseq", '≓'), ("rmoustache", '⎱'), ("rrangle", '⦊'), ("rrbracket", '⟧'), ("rrparenthesis", '⦈'),
    ("rtimes", '⋊'), ("rupee", '₹'), ("rvert", '|'), ("searrow", '↘'), ("sect", '§'), ("setminus", '∖'),
    ("sharp", '♯'), ("sigma", 'σ'), ("sim", '∼'), ("simeq", '≃'), ("smile", '⌣'), ("spades", '♠'), ("spadesuit", '♠'),
    ("sphericalangle", '∢'), ("sqcap", '⊓'), ("sqcup", '⊔'), ("sqsubset", '⊏'), ("sqsubseteq", '⊑'),
    ("sqsupset", '⊐'), ("sqsupseteq", '⊒'), ("square", '□'), ("star", '⋆'), ("stareq", '≛'), ("sub", '⊂'),
    ("sube", '⊆'), ("subset", '⊂'), ("subseteq", '⊆'), ("subseteqq", '⫅'), ("subsetneq", '⊊'), ("subsetneqq", '⫋'),
    ("succ", '≻'), ("succapprox", '⪸'), ("succcurlyeq", '≽'), ("succeq", '⪰'), ("succnapprox", '⪺'),
    ("succneqq", '⪶'), ("succnsim", '⋩'), ("succsim", '≿'), ("sum", '∑'), ("sumint", '⨋'), ("supe", '⊇'),
    ("supset", '⊃'), ("supseteq", '⊇'), ("supseteqq", '⫆'), ("supsetneq", '⊋'), ("supsetneqq", '⫌'), ("surd", '√'),
    ("swarrow", '↙'), ("tau", 'τ'), ("textdegree", '°'), ("textmu", 'µ'), ("textohm", 'Ω'), ("textpm", '±'),
    ("texttimes", '×'), ("therefore", '∴'), ("theta", 'θ'), ("thetasym", 'ϑ'), ("times", '×'), ("to", '→'),
    ("top", '⊤'), ("triangle", '△'), ("triangledown", '▽'), ("triangleleft", '◁'), ("trianglelefteq", '⊴'),
    ("triangleq", '≜'), ("triangleright", '▷'), ("trianglerighteq", '⊵'), ("twoheadleftarrow", '↞'),
    ("twoheadrightarrow", '↠'), ("uArr", '⇑'), ("uarr", '↑'), ("ulcorner", '⌜'), ("unaryminus", '-'),
    ("unaryplus", '+'), ("unlhd", '⊴'), ("unrhd", '⊵'), ("upalpha", 'α'), ("uparrow", '↑'), ("upbeta", 'β'),
    ("upchi", 'χ'), ("updelta", 'δ'), ("updownarrow", '↕'), ("upepsilon", 'ϵ'), ("upeta", 'η'), ("upgamma", 'γ'),
    ("upharpoonleft", '↿'), ("upharpoonright", '↾'), ("upkappa", 'κ'), ("uplambda", 'λ'), ("uplus", '⊎'),
    ("upmu", 'μ'), ("upnu", 'ν'), ("upomega", 'ω'), ("upphi", 'ϕ'), ("uppi", 'π'), ("uppsi", 'ψ'), ("uprho", 'ρ'),
    ("upsigma", 'σ'), ("upsilon", 'υ'), ("uptau", 'τ'), ("uptheta", 'θ'), ("upuparrows", '⇈'), ("urcorner", '⌝'),
    ("vDash", '⊨'), ("varDelta", 'Δ'), ("varGamma", 'Γ'), ("varLambda", 'Λ'), ("varOmega", 'Ω'), ("varPhi", 'Φ'),
    ("varPi", 'Π'), ("varPsi", 'Ψ'), ("varSigma", 'Σ'), ("varTheta", 'Θ'), ("varUpsilon", 'Υ'), ("varXi", 'Ξ'),
    ("varepsilon", 'ε'), ("varkappa", 'ϰ'), ("varnothing", '∅'), ("varointclockwise", '∲'), ("varphi", 'φ'),
    ("varpi", 'ϖ'), ("varrho", 'ϱ'), ("varsigma", 'ς'), ("varsubsetneq", '⊊'), ("varsubsetneqq", '⫋'),
    ("varsupsetneq", '⊋'), ("varsupsetneqq", '⫌'), ("vartheta", 'ϑ'), ("vartriangle", '△'), ("vartriangleleft", '⊲'),
    ("vartriangleright", '⊳'), ("vcentcolon", '∶'), ("vdash", '⊢'), ("vdots", '⋮'), ("vee", '∨'), ("veebar", '⊻'),
    ("veeeq", '≚'), ("vert", '|'), ("wedge", '∧'), ("wedgeq", '≙'), ("weierp", '℘'), ("wp", '℘'), ("wr", '≀'),
    ("xi", 'ξ'), ("yen", '¥'), ("zeta", 'ζ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn commands_are_found() {
        assert_eq!(symbol("alpha"), Some('α'));
        assert_eq!(symbol("le"), Some('≤'));
        assert_eq!(symbol("nope"), None);
    }
}
