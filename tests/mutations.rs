//! Entries with parts cut out, doubled, moved and replaced: reading one never panics, and every error has a place.
//!
//! A few thousand in a run of the tests; `MUTATIONS=10000000 cargo test --release --test mutations -- --nocapture` for
//! more, which also tells how long the slowest took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use offprint::config::Settings;
use offprint::diagnostic::{Code, Severity, machine, print};
use offprint::exchange::{self, Format};
use offprint::paper::{FileKind, Rules, format, parse, write};
use rayon::prelude::*;

/// What the mutations begin with: entries that use every key, in every style of YAML.
const SEEDS: &[(&str, &str)] = &[
    (
        "content/papers/a.yaml",
        "id: a\ntype: article\ntitle: \"On $\\\\ell_1$: a *survey*\"\nauthors:\n  - Ada Lovelace\n  - {family: Berg, given: Jan, particle: van der, \
         orcid: 0000-0002-1825-0097, affiliations: [{name: CERN, ror: 01ggx4157}]}\n  - literal: OpenGVLab\nabstract: |\n  We present\n  \
         $x^2$ and \\emph{more}.\n\n  - a\n  - b\ndate: 2023-09-07 # published\ntopics: [nlp, vision]\narxiv: \"2309.03905\"\ndoi: 10.48550/arXiv.2309.03905\n\
         links:\n  pdf: paper.pdf\n  code: [https://example.org/a, https://example.org/b]\nextra: {a: [1, 2.5, ~, true], b: {c: d}}\n",
    ),
    (
        "content/papers/b.md",
        "---\ntitle: 'It''s so'\nauthors: [韩佳明, \"Bob, C.\"]\ndate: 2023\nnotices: [{type: retraction, date: 2024-01-05, url: https://example.org/}]\n\
         versions:\n- version: v2\n  date: 2023-10-01\n  note: >-\n    Corrected\n    Table 3.\nmetrics: {as-of: 2026-11-01, upvotes: 17}\n---\n\
         # Notes\n\nSee [@a], ![x](y.png) and <b>this</b>. $\\frac{a}{b}$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    ),
    (
        "content/papers/c.yaml",
        "title: Proceedings\nyear: 2031\nvenue: ICML\nisbn: 978-0-262-03384-8\nsections: [{key: main, title: Main}]\neditors: [Ada Lovelace]\npapers:\n\
         - id: x\n  title: &t One\n  authors: [A B]\n  pages: 1-9\n- id: y\n  title: *t\n  authors: [C D]\n  related: [{relation: cites, id: x}]\n",
    ),
];

/// Pieces that are put in: what YAML, Markdown and TeX take for more than text, and what it should never be.
const PIECES: &[&str] = &[
    ":",
    ": ",
    " #",
    "- ",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    "|\n",
    ">",
    "&a",
    "*a",
    "!x ",
    "%",
    "@",
    "`",
    "~",
    "?",
    "---\n",
    "...\n",
    "$",
    "$$",
    "\\",
    "\\frac",
    "\\alpha{",
    "{{",
    "<script>",
    "](",
    "![",
    "[@",
    "\u{0}",
    "\u{7}",
    "\u{feff}",
    "\u{ad}",
    "ﬁ",
    "Ã©",
    "韓",
    "e\u{301}",
    "\u{202e}",
    "\u{1f600}",
    "\r\n",
    "title: x\n",
    "authors:\n",
    "papers:\n",
    "<<: *a",
    "null",
    "true",
    "1e999",
    "0x1F",
    "2023-02-30",
    "\u{85}",
    "\u{2028}",
];

/// xorshift64*: the same mutations on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() >> 33) as usize % most.max(1)
    }
}

/// What mutations of other people's formats begin with.
const FOREIGN: &[(&str, &str)] = &[
    (
        "bibtex",
        "@string{nips = \"NIPS\"}\n@inproceedings{roe2020,\n  title = {{Mud} in {$\\ell_1$} and \\emph{more}: {\\'E}tude},\n  author = \"Roe, Jr., Jane and \
         {ACM, Inc.} and van der Berg, Jan and others\",\n  booktitle = nips # { 2020}, year = 2020, month = \"17~\" # jun,\n  pages = {1--9}, doi = {10.1000/a\\_b}, isbn = {978-0-262-03384-8},\n  \
         url = {https://example.org/~x}, eprint = {2309.03905}, archivePrefix = {arXiv}, crossref = {v}, langid = {ngerman}, abstract = {One.\n\n  Two \\$3 \\& {4}.}}\n\
         @proceedings(v, title = \"V\", editor = {Ed Itor}, publisher = {ACM})\n@comment{x}\n@misc{y, title={Z}, issn={0000-0000}, howpublished={\\url{https://x.org}}}\n",
    ),
    (
        "ris",
        "TY  - CPAPER\nID  - a\nTI  - Mud <i>x</i> $y$\nAU  - Roe, Jane, Jr.\nAU  - The Mud Company\nPY  - 2020\nDA  - 2020/07/12/\nAB  - One.\n\n  Two.\nKW  - a\nSP  - 1\nEP  - 9\n\
         SN  - 978-0-262-03384-8\nCY  - London\nDO  - 10.1000/a\nUR  - https://arxiv.org/abs/2309.03905\nL1  - https://example.org/a.pdf\nLA  - en\nAN  - arXiv:2309.03905\nER  - \n\
         TY  - JOUR\nT1  - B\nT2  - J\nSN  - 0028-0836\nN1  - x\nER  - \n",
    ),
    (
        "jekyll",
        "---\ntitle: On $\\ell_1$ Mud\nabstract: We wade.\npdf: https://example.org/roe13.pdf\nlayout: inproceedings\nid: roe13\npage: 1-9\nauthor:\n- given: Jane\n  family: Roe\ndate: 2013-02-13\n\
         container-title: Mud\nvolume: '28'\nissued:\n  date-parts:\n  - 2013\n  - 2\nextras:\n- label: Supplement\n  link: https://example.org/s.pdf\npermalink: /x/\nopenreview: abc\n---\nText.\n",
    ),
    (
        "csl-json",
        "[{\"id\": \"a\", \"type\": \"paper-conference\", \"title\": \"<i>A</i> $x$ &amp; b\", \"author\": [{\"family\": \"Roe\", \"given\": \"J.\"}, {\"literal\": \"ACM\"}],\n\
         \"issued\": {\"date-parts\": [[\"2020\", 6]]}, \"container-title\": \"Meeting\", \"page\": \"1–9\", \"DOI\": \"10.1000/a\", \"ISBN\": \"978-0-262-03384-8\", \"abstract\": \"<p>x</p>\",\n\
         \"URL\": \"https://example.org/\", \"language\": \"en\", \"keyword\": \"a, b\", \"note\": \"arXiv: 2309.03905\"}]",
    ),
    (
        "arxiv-atom",
        "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\"><entry><id>http://arxiv.org/abs/2309.03905v2</id>\
         <updated>2023-09-11T00:00:00Z</updated><published>2023-09-07T00:00:00Z</published><title>A &amp; $b$</title><summary>One.</summary><author><name>Jane Roe</name>\
         <arxiv:affiliation>CERN</arxiv:affiliation></author><arxiv:doi>10.1000/a</arxiv:doi><arxiv:primary_category term=\"cs.CL\"/><category term=\"cs.LG\"/></entry></feed>",
    ),
    (
        "issue-form",
        "### arXiv id, DOI or BibTeX\n\n2309.03905\n\n### Title\n\nA: b\n\n### Authors\n\nJane Roe\nVan Berg, Jan\n\n### Date\n\n2023-09\n\n### Topics\n\ntides\n\n### Abstract\n\n_No response_\n",
    ),
];

/// One of the seeds after one to six changes.
fn mutated(seed: u64, seeds: &[(&'static str, &str)]) -> (&'static str, Vec<u8>) {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (path, text) = seeds[random.below(seeds.len())];
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        let (at, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let end = (at + random.below(24)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at.min(end)..end)),
            1 => {
                let piece = bytes[at.min(end)..end].to_vec();
                bytes.splice(to..to, piece);
            }
            2 if at < bytes.len() => bytes[at] = random.next() as u8,
            3 => {
                let piece = PIECES[random.below(PIECES.len())].repeat(1 << random.below(4));
                bytes.splice(at..end, piece.bytes());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    (path, bytes)
}

fn kind(path: &str) -> FileKind {
    if path.ends_with(".md") { FileKind::PaperWithNotes } else { FileKind::Papers }
}

#[test]
fn no_entry_takes_the_reader_down_and_every_error_has_a_place() {
    let count: u64 = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(3_000);
    let (rules, _) = Rules::new(&Settings::default());
    let (slowest, errors) = (AtomicU64::new(0), AtomicU64::new(0));
    (1..=count).into_par_iter().for_each(|seed| {
        let (path, bytes) = mutated(seed, SEEDS);
        let begun = Instant::now();
        let parsed = parse(kind(path), path, &bytes, &rules);
        let took = begun.elapsed().as_micros() as u64;
        if slowest.fetch_max(took, Ordering::Relaxed) < took && took > 20_000 {
            println!("mutation {seed}: {took} us");
        }
        for diagnostic in &parsed.diagnostics {
            let severity = diagnostic.code.severity();
            if severity == Severity::Error {
                errors.fetch_add(1, Ordering::Relaxed);
                assert!(diagnostic.span.is_some(), "mutation {seed}: {}", print(diagnostic, severity));
            }
            if let Some(span) = diagnostic.span {
                let lines = String::from_utf8_lossy(&bytes).matches('\n').count() as u32 + 1;
                assert!((1..=lines).contains(&span.line) && span.column > 0 && span.width > 0, "mutation {seed}");
            }
            let line = machine::github((diagnostic, severity), "");
            assert!(!line.contains(['\n', '\r']) && !print(diagnostic, severity).is_empty());
        }
    });
    let (slowest, errors) = (slowest.into_inner(), errors.into_inner());
    println!("{count} entries, {errors} errors, each with a place; the slowest took {slowest} us");
    assert!(errors > count / 4, "mutations break entries");
}

#[test]
fn what_is_formatted_says_the_same() {
    let count: u64 = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(3_000) / 10;
    let (rules, _) = Rules::new(&Settings::default());
    let changed = AtomicU64::new(0);
    (1..=count).into_par_iter().for_each(|seed| {
        let (path, bytes) = mutated(seed, SEEDS);
        if let format::Formatted::Changed(text) = format::format(path, &bytes, &rules) {
            changed.fetch_add(1, Ordering::Relaxed);
            let again = format::format(path, text.as_bytes(), &rules);
            assert!(matches!(again, format::Formatted::Same), "mutation {seed}: {again:?}\n{text}");
            let has_errors = |bytes: &[u8]| {
                let parsed = parse(kind(path), path, bytes, &rules);
                let mut codes: Vec<Code> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
                codes.retain(|code| code.severity() == Severity::Error);
                codes
            };
            assert_eq!(has_errors(text.as_bytes()), has_errors(&bytes), "mutation {seed}\n{text}");
        }
    });
    println!("{} of {count} entries were brought into another form", changed.into_inner());
}

#[test]
fn whatever_is_imported_is_an_entry() {
    let count: u64 = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(3_000);
    let (rules, _) = Rules::new(&Settings::default());
    let (records, told) = (AtomicU64::new(0), AtomicU64::new(0));
    (1..=count).into_par_iter().for_each(|seed| {
        let (name, bytes) = mutated(seed, FOREIGN);
        let Ok(imported) = exchange::read(&bytes, Format::from_name(name), &exchange::Options::default()) else {
            told.fetch_add(1, Ordering::Relaxed);
            return;
        };
        told.fetch_add(imported.skipped.len() as u64, Ordering::Relaxed);
        records.fetch_add(imported.records.len() as u64, Ordering::Relaxed);
        for mut record in imported.records.into_iter().filter(|record| !record.paper.title.is_empty()) {
            record.paper.id = "a".to_owned();
            let text = write::paper(&record.paper);
            let parsed = parse(FileKind::Papers, "content/papers/a.yaml", text.as_bytes(), &rules);
            let error = parsed.diagnostics.iter().find(|problem| problem.code.severity() == Severity::Error);
            assert!(error.is_none(), "mutation {seed}, {name}: {error:?}\n{text}\n{}", String::from_utf8_lossy(&bytes));
        }
    });
    let (records, told) = (records.into_inner(), told.into_inner());
    println!("{count} files: {records} records, and {told} that were told of");
    assert!(records > count / 2 && told > count / 10, "mutations break some");
}
