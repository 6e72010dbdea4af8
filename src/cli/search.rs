//! `offprint search`: what readers of a built site would find, for scripts and tests.

use std::io::Write as _;
use std::path::PathBuf;

use serde_json::json;

use super::{Common, Ended, Failure, report};
use crate::search::engine::Hit;
use crate::search::{self, Answer, Query, Sort, Store};

/// What `search` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// What is sought, in the language of the site's search box
    #[arg(required = true)]
    query: Vec<String>,
    /// The folder of the built site [default: public in the archive's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many papers are printed
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// A line for people, or a JSON object, for each paper
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Correct no mistyped words
    #[arg(long)]
    verbatim: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Order {
    Relevance,
    Newest,
    Oldest,
    Upvotes,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
enum Format {
    Text,
    Json,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => common.find_root()?.join("public"),
    };
    let folder = folder.join("search");
    let fetch = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no {}: build the site first", path.display()),
            _ => format!("{}: {error}", path.display()),
        })
    };
    let store = Store::open(Box::new(fetch))?;
    let sort = match arguments.sort {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Upvotes => Sort::Upvotes,
    };
    let text = arguments.query.join(" ");
    let answer = search::search(&store, &text, sort, arguments.limit, arguments.verbatim)?;
    if arguments.format == Format::Text && !common.quiet {
        explain(&text, &answer);
    }
    let mut out = anstream::stdout().lock();
    for hit in &answer.hits {
        // A reader that has seen enough closes the pipe.
        if writeln!(out, "{}", line(hit, arguments.format)).is_err() {
            break;
        }
    }
    Ok(Ended::Fine)
}

/// Tells people what was taken for something else, beside the papers and not among them.
fn explain(text: &str, answer: &Answer) {
    for problem in &Query::parse(text).problems {
        let help = problem.help().map_or_else(String::new, |help| format!(": {help}"));
        report::note(&format!("{}{help}", problem.message()));
    }
    for (typed, taken) in &answer.corrected {
        report::note(&format!("searched `{taken}` for `{typed}`; `--verbatim` takes words as they are"));
    }
    if answer.hits.is_empty() {
        report::note("no papers found");
    }
}

fn line(hit: &Hit, format: Format) -> String {
    let card = &hit.card;
    if format == Format::Json {
        return json!({"id": card.id, "title": card.title, "score": hit.score}).to_string();
    }
    let more = if card.more > 0 { " et al." } else { "" };
    let parts = [&card.title, &format!("{}{more}", card.authors.join(", ")), &card.venue, &card.date, &card.path];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}
