//! Files of counts: a line a paper, in the order of their ids, so that a new count changes one line and no other.

use super::tree::Map;
use super::{counts, scalar};
use crate::paper::model::Metrics;

/// The YAML of a file of counts. `head` is what stands above them: comments, each line with its end.
pub fn metrics<'a>(head: &str, papers: impl IntoIterator<Item = (&'a str, &'a Metrics)>) -> String {
    let mut papers: Vec<_> = papers.into_iter().filter(|(_, metrics)| !metrics.counts.is_empty()).collect();
    papers.sort_by_key(|(id, _)| *id);
    let mut out = head.to_owned();
    for (id, metrics) in papers {
        let map: Map<'_> = counts(metrics);
        scalar::scalar(&mut out, id, scalar::Place::Flow);
        out.push_str(": ");
        map.flow(&mut out);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::Date;

    fn counted(day: &str, counts: &[(&str, u64)]) -> Metrics {
        let counts = counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Metrics { as_of: Date::parse(day), counts }
    }

    #[test]
    fn a_line_a_paper_in_the_order_of_ids() {
        let (a, b) = (counted("2024-01-05", &[("stars", 3), ("upvotes", 0)]), counted("", &[("comments", 2)]));
        let none = Metrics::default();
        let text = metrics("# Of the bot.\n", [("b", &b), ("2309.03905", &a), ("a", &none)]);
        let want = "# Of the bot.\n\"2309.03905\": {as-of: 2024-01-05, upvotes: 0, stars: 3}\nb: {comments: 2}\n";
        assert_eq!(text, want);
    }

    #[test]
    fn a_long_id_stays_on_its_line() {
        let long = "x".repeat(200);
        assert_eq!(metrics("", [(long.as_str(), &counted("2024-01-05", &[("upvotes", 1)]))]).lines().count(), 1);
    }
}
