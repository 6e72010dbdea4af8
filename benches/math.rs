//! How many formulas of real papers become MathML, what a formula costs, and what the rest lacks: `cargo bench --bench math`.
//!
//! The texts are the titles and abstracts of `../shared/corpus` (`CORPUS` names another folder). A formula that is not
//! converted is shown as code; beyond that, no text may show TeX of its formulas, so that is counted too.

#[path = "support/corpus.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use offprint::exchange;
use offprint::text::math::Math;
use offprint::text::tex::{Kind, segments};
use offprint::text::{Markup, plain};

fn main() {
    let Some(proceedings) = corpus::read() else { return };
    let records = exchange::read(&proceedings, None, &exchange::Options::default()).unwrap().records;
    let texts: Vec<String> = records
        .iter()
        .flat_map(|record| [record.paper.title.source.to_owned(), record.paper.abstract_.clone()])
        .filter(|text| !text.is_empty())
        .collect();
    formulas(&texts);
    strays(&texts);
}

fn formulas(texts: &[String]) {
    let math = Math::new(&BTreeMap::new()).unwrap();
    let mut failed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut count, mut bytes, mut spent, mut slowest) = (0usize, 0usize, Duration::ZERO, Duration::ZERO);
    for text in texts {
        for segment in segments(text) {
            let Kind::Math { body, display } = segment.kind else { continue };
            let start = Instant::now();
            let converted = math.convert(&text[body.clone()], display);
            let took = start.elapsed();
            spent += took;
            slowest = slowest.max(took);
            count += 1;
            match converted {
                Ok(html) => bytes += html.len(),
                Err(error) => failed.entry(error.message).or_default().push(text[body].to_owned()),
            }
        }
    }
    let rest: usize = failed.values().map(Vec::len).sum();
    let converted = count - rest;
    println!("{count} formulas, {converted} converted ({:.2} %)", converted as f64 * 100.0 / count as f64);
    println!(
        "{:.2} µs a formula, {:.0} µs the slowest",
        spent.as_secs_f64() * 1e6 / count as f64,
        slowest.as_secs_f64() * 1e6
    );
    println!("{} bytes of MathML a formula", bytes / converted.max(1));
    let mut failed: Vec<_> = failed.into_iter().collect();
    failed.sort_by_key(|(message, formulas)| (std::cmp::Reverse(formulas.len()), message.clone()));
    for (message, formulas) in failed {
        let example: String = formulas[0].chars().take(70).collect();
        println!("{:5}  {message}: {}", formulas.len(), example.replace('\n', " "));
    }
}

/// Texts that show a sign of TeX which their source has in formulas alone.
fn strays(texts: &[String]) {
    let markup = Markup::new(Math::new(&BTreeMap::new()).unwrap(), false);
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for text in texts {
        let outside: String = segments(text)
            .into_iter()
            .filter(|s| !matches!(s.kind, Kind::Math { .. }))
            .map(|s| &text[s.range])
            .collect();
        let shown = without_elements(&markup.blocks(text).html);
        for sign in ["$", "\\", "{", "}"].into_iter().filter(|sign| more(&shown, &outside, sign)) {
            found.entry(sign).or_default().push(text);
        }
        // Braces of sets are braces in plain text too.
        let shown = plain(text);
        for sign in ["$", "\\"].into_iter().filter(|sign| more(&shown, &outside, sign)) {
            found.entry(if sign == "$" { "$ in plain text" } else { "\\ in plain text" }).or_default().push(text);
        }
    }
    println!("texts with a stray sign of a formula: {}", found.values().map(Vec::len).sum::<usize>());
    for (sign, texts) in found {
        let example: String = texts[0].chars().take(200).collect();
        println!("{:5}  {sign}: {}", texts.len(), example.replace('\n', " "));
    }
}

fn more(shown: &str, source: &str, sign: &str) -> bool {
    shown.matches(sign).count() > source.matches(sign).count()
}

/// HTML without its tags, formulas and code.
fn without_elements(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let whole = [("<math", "</math>"), ("<code", "</code>")].into_iter().find(|(start, _)| rest.starts_with(start));
        let end = whole.map_or(">", |(_, end)| end);
        rest = rest.split_once(end).map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
