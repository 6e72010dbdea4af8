//! `offprint fetch`: what a program that runs every day leaves behind. Papers and people in it are invented.

mod support;

use support::elsewhere::{Asked, Reply, Site};
use support::{Archive, Run};

/// An item of the list, as the API has it.
fn item(id: &str, title: &str, upvotes: u64, comments: u64) -> String {
    format!(
        r#"{{"paper": {{"id": "{id}", "authors": [{{"_id": "65a0", "name": "Wanda Okonkwo", "hidden": false}}, {{"_id": "65a1", "name": "Bo Li"}}],
  "publishedAt": "2024-01-09T18:00:00.000Z", "submittedOnDailyAt": "2024-01-11T02:10:00.000Z", "title": "{title}",
  "summary": "We study {title}.", "upvotes": {upvotes}, "discussionId": "65a2", "ai_keywords": ["tides", "rope"]}},
  "publishedAt": "2024-01-09T18:00:00.000Z", "title": "{title}", "numComments": {comments},
  "thumbnail": "https://cdn.example.org/{id}.png"}}"#
    )
}

fn list(items: &[String]) -> Reply {
    Reply::ok("application/json; charset=utf-8", format!("[{}]", items.join(",\n")))
}

fn daily(items: Vec<String>) -> Site {
    Site::start(move |_, _| list(&items))
}

fn archive() -> Archive {
    Archive::new().file("content/topics.yaml", "tides: {name: Tides}\n")
}

fn fetch(archive: &Archive, site: &Site, arguments: &[&str]) -> Run {
    let url = site.url.as_str();
    let variables = [("OFFPRINT_ARXIV_URL", url), ("OFFPRINT_DAILY_PAPERS_URL", url), ("OFFPRINT_PAUSE", "0")];
    archive.run_with(&[&["fetch"], arguments].concat(), &variables, "")
}

fn text(archive: &Archive, path: &str) -> String {
    std::fs::read_to_string(archive.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const METRICS: &str = "content/metrics/daily-papers.yaml";
const HEAD: &str = "# Counts of papers, written by `offprint fetch`: each with the day since which they are so.\n";

#[test]
fn a_day_becomes_entries_and_counts() {
    let archive = archive();
    let site = daily(vec![item("2401.00001", "Mud", 12, 2), item("2401.00002", "Ropes", 3, 0)]);
    let run = fetch(&archive, &site, &["daily-papers", "--date", "2024-01-11", "--as-of", "2024-01-12"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let want = "content/papers/2024/2401.00001.yaml\ncontent/papers/2024/2401.00002.yaml\n\
                Daily Papers of 2024-01-11: 2 new papers, 0 in the archive already; 2 of 2 counts changed.\n";
    assert_eq!(run.stdout(), want);
    assert_eq!(site.paths(), ["/?limit=100&date=2024-01-11"]);
    let want = "id: \"2401.00001\"\ntitle: Mud\nauthors:\n  - Wanda Okonkwo\n  - Bo Li\nabstract: |\n  We study Mud.\n\
                date: 2024-01-09\navailable: 2024-01-11\ntopics: [tides]\nkeywords: [rope]\narxiv: \"2401.00001\"\n\
                thumbnail: https://cdn.example.org/2401.00001.png\n";
    assert_eq!(text(&archive, "content/papers/2024/2401.00001.yaml"), want);
    let want = format!(
        "{HEAD}\"2401.00001\": {{as-of: 2024-01-12, upvotes: 12, comments: 2}}\n\
         \"2401.00002\": {{as-of: 2024-01-12, upvotes: 3, comments: 0}}\n"
    );
    assert_eq!(text(&archive, METRICS), want);
    assert_eq!(text(&archive, "content/topics.yaml"), "tides: {name: Tides}\n");
    assert_eq!(archive.run(&["fmt", "--check", "content/papers"]).code(), 0);
    archive.build().has("papers/2401.00001/index.html", &["12 upvotes"]);
}

#[test]
fn a_second_run_changes_no_byte_and_new_counts_change_their_lines() {
    let archive = archive();
    let items = vec![item("2401.00001", "Mud", 12, 2), item("2401.00002", "Ropes", 3, 0)];
    fetch(&archive, &daily(items.clone()), &["daily-papers", "--as-of", "2024-01-12"]);
    let before = support::tree(archive.root());
    let run = fetch(&archive, &daily(items), &["daily-papers", "--as-of", "2024-01-13"]);
    let want = "Daily Papers: 0 new papers, 2 in the archive already; 0 of 2 counts changed.\n";
    assert_eq!((run.code(), run.stdout().as_str()), (0, want));
    assert_eq!(before, support::tree(archive.root()));
    let later = daily(vec![item("2401.00002", "Ropes", 4, 0), item("2401.00003", "Tar", 1, 0)]);
    fetch(&archive, &later, &["daily-papers", "--as-of", "2024-01-14"]);
    let want = format!(
        "{HEAD}\"2401.00001\": {{as-of: 2024-01-12, upvotes: 12, comments: 2}}\n\
         \"2401.00002\": {{as-of: 2024-01-14, upvotes: 4, comments: 0}}\n\
         \"2401.00003\": {{as-of: 2024-01-14, upvotes: 1, comments: 0}}\n"
    );
    assert_eq!(text(&archive, METRICS), want);
}

#[test]
fn counts_are_kept_of_what_the_archive_has_under_its_ids() {
    let archive = archive()
        .paper(
            "mud",
            "2024",
            "arxiv: \"2401.00001\"\nformer-ids: [mire]\nmetrics: {as-of: 2024-01-01, citations: 5, upvotes: 1}\n",
        )
        .file(METRICS, "# Ours.\nas-of: 2024-01-02\nmire: {upvotes: 7}\nother: {stars: 3}\n")
        .paper("other", "2023", "");
    let site = daily(vec![item("2401.00001", "Mud", 12, 2), item("2401.00002", "Ropes", 3, 0)]);
    let run = fetch(&archive, &site, &["daily-papers", "--min-upvotes", "5", "--as-of", "2024-01-12"]);
    let want = "Daily Papers: 0 new papers, 1 in the archive already, 1 with too few upvotes; 1 of 1 counts changed.\n";
    assert_eq!((run.code(), run.stdout().as_str(), run.stderr().as_str()), (0, want, ""));
    let want = "# Ours.\nmud: {as-of: 2024-01-12, upvotes: 12, comments: 2}\nother: {as-of: 2024-01-02, stars: 3}\n";
    assert_eq!(text(&archive, METRICS), want);
    archive.build().has("papers/mud/index.html", &["12 upvotes", "5 citations"]);
}

#[test]
fn the_day_of_the_list_is_where_the_calendar_wants_it() {
    let settings = "title: T\nbase-url: https://example.org/\ncalendar: added\n";
    let archive = archive().file("offprint.yaml", settings);
    let site = daily(vec![item("2401.00001", "Mud", 12, 2)]);
    fetch(&archive, &site, &["daily-papers"]);
    let entry = text(&archive, "content/papers/2024/2401.00001.yaml");
    assert!(entry.contains("\nadded: 2024-01-11\n") && !entry.contains("available"), "{entry}");
}

#[test]
fn a_file_of_counts_that_cannot_be_kept_stops_the_run_before_it_asks() {
    for (counts, wanted) in [
        ("mud: {upvotes: many}\n", "has a mistake, so it was not overwritten"),
        ("mud: {upvotes: 1\n", "has a mistake, so it was not overwritten"),
        ("mud: {upvotes: 1} # by hand\n", "has comments among its counts, which would be lost"),
    ] {
        let archive = archive().paper("mud", "2024", "").file(METRICS, counts);
        let before = support::tree(archive.root());
        let site = daily(vec![item("2401.00001", "Mud", 12, 2)]);
        let run = fetch(&archive, &site, &["daily-papers"]);
        assert!(run.code() == 2 && run.stderr().contains(wanted), "{}", run.stderr());
        assert_eq!(before, support::tree(archive.root()));
        assert!(site.paths().is_empty());
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let archive = archive();
    let before = support::tree(archive.root());
    let site = daily(vec![item("2401.00001", "Mud", 12, 2)]);
    let run = fetch(&archive, &site, &["daily-papers", "--dry-run"]);
    let want = "content/papers/2024/2401.00001.yaml\nDaily Papers: 1 new paper (nothing was written), 0 in the archive \
                already; 1 of 1 counts changed.\n";
    assert_eq!((run.code(), run.stdout().as_str()), (0, want));
    assert_eq!(before, support::tree(archive.root()));
}

#[test]
fn an_empty_day_is_no_failure_and_a_wrong_answer_is() {
    let archive = archive();
    let run = fetch(&archive, &daily(Vec::new()), &["daily-papers", "--date", "2024-01-13"]);
    let want = "Daily Papers of 2024-01-13: 0 new papers, 0 in the archive already; 0 of 0 counts changed.\n";
    assert_eq!((run.code(), run.stdout().as_str(), run.stderr().as_str()), (0, want, ""));
    for (reply, wanted) in [
        ("<html>Wait</html>", "answers with a web page where Daily Papers JSON was asked for"),
        ("[{", "answers with what is no Daily Papers JSON: line 1"),
        ("\"no\"", "found a text"),
    ] {
        let site = Site::start(move |_, _| Reply::ok("application/json", reply));
        let run = fetch(&archive, &site, &["daily-papers"]);
        assert!(run.code() == 2 && run.stderr().contains(wanted), "{}", run.stderr());
    }
    let run = fetch(&archive, &Site::start(|_, _| Reply::status("404 Not Found")), &["daily-papers"]);
    assert!(run.code() == 2 && run.stderr().contains("answers 404 Not Found"), "{}", run.stderr());
    let run = fetch(&archive, &daily(Vec::new()), &["daily-papers", "--date", "2024"]);
    assert!(run.code() == 2 && run.stderr().contains("a day is 2023-09-07"), "{}", run.stderr());
    assert!(!archive.root().join("content/papers").exists() && !archive.root().join(METRICS).exists());
}

#[test]
fn what_strangers_write_leaves_no_folder_and_runs_no_script() {
    let archive = archive();
    let odd =
        item("../../../evil", "<script>alert(1)</script>", 1, 0).replace("https://cdn.example.org", "javascript:x");
    let run = fetch(&archive, &daily(vec![odd, "7".to_owned()]), &["daily-papers"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("left out: record 2: it is a number, not an object"), "{}", run.stderr());
    let entries: Vec<String> =
        support::tree(archive.root()).into_keys().filter(|path| path.contains("papers/")).collect();
    assert_eq!(entries, ["content/papers/2024/okonkwo-2024-script.yaml"]);
    archive.build().lacks("papers/okonkwo-2024-script/index.html", &["<script>alert"]);
}

/// A feed of these papers, each an id with its day.
fn feed(total: usize, papers: &[(String, &str)]) -> String {
    let entries: Vec<String> = papers
        .iter()
        .map(|(id, day)| {
            format!(
                "<entry><id>http://arxiv.org/abs/{id}v1</id><updated>{day}T10:00:00Z</updated><published>{day}T10:00:00Z</published>\
                 <title>Paper {id}</title><summary>About {id}.</summary><author><name>Bo Li</name></author></entry>"
            )
        })
        .collect();
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><opensearch:totalResults \
         xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">{total}</opensearch:totalResults>{}</feed>",
        entries.concat()
    )
}

/// A list of papers, `each` of them on one day, from the 20th of January backwards, in parts as they are asked for.
fn arxiv(count: usize, each: usize) -> Site {
    const DAYS: [&str; 5] = ["2024-01-20", "2024-01-19", "2024-01-18", "2024-01-17", "2024-01-16"];
    Site::start(move |asked: &Asked, _| {
        let number = |name: &str| {
            let rest = asked.path.split_once(name).map_or("0", |(_, rest)| rest);
            rest.split('&').next().unwrap().parse::<usize>().unwrap()
        };
        let (start, most) = (number("&start="), number("&max_results="));
        let papers: Vec<(String, &str)> = (start..count.min(start + most))
            .map(|at| (format!("2401.{:05}", count - at), DAYS[(at / each).min(4)]))
            .collect();
        Reply::ok("application/atom+xml", feed(count, &papers))
    })
}

#[test]
fn the_newest_of_arxiv_page_by_page_until_they_are_old() {
    let archive = archive();
    let site = arxiv(1000, 60);
    let run = fetch(
        &archive,
        &site,
        &["arxiv", "--category", "cs.CL", "--category", "hep-th", "--since", "2024-01-18", "--max", "500"],
    );
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let want = "arXiv, cs.CL, hep-th since 2024-01-18: 180 new papers, 0 in the archive already.\n";
    assert_eq!(run.stdout().lines().last().map(|line| format!("{line}\n")).as_deref(), Some(want));
    let query = "search_query=cat:cs.CL+OR+cat:hep-th&sortBy=submittedDate&sortOrder=descending";
    assert_eq!(
        site.paths(),
        [format!("/?{query}&start=0&max_results=100"), format!("/?{query}&start=100&max_results=100")]
    );
    let before = support::tree(archive.root());
    let run =
        fetch(&archive, &arxiv(1000, 60), &["arxiv", "--category", "cs.CL", "--since", "2024-01-18", "--max", "500"]);
    assert!(run.stdout().contains("0 new papers, 180 in the archive already"), "{}", run.stdout());
    assert_eq!(before, support::tree(archive.root()));
}

#[test]
fn days_are_counted_from_the_day_of_the_run_and_there_is_a_most() {
    let archive = archive();
    let arguments = ["arxiv", "--category", "cs.CL", "--as-of", "2024-01-20", "--days", "1"];
    let run = fetch(&archive, &arxiv(30, 10), &[&arguments[..], &["--max", "15", "--dry-run"]].concat());
    assert_eq!(run.code(), 0);
    assert_eq!(run.stderr(), "there are more than 15 papers since 2024-01-19: --max N takes in more\n");
    assert!(run.stdout().contains("since 2024-01-19: 15 new papers (nothing was written)"), "{}", run.stdout());
    let settings = "title: T\nbase-url: https://example.org/\ncalendar: added\n";
    let by_day = self::archive().file("offprint.yaml", settings);
    fetch(&by_day, &arxiv(30, 10), &arguments);
    assert!(text(&by_day, "content/papers/2024/2401.00030.yaml").contains("\nadded: 2024-01-20\n"));
}

#[test]
fn a_list_that_breaks_off_is_told_and_a_category_has_its_form() {
    let archive = archive();
    let broken = Site::start(|_, number| {
        let papers = [("2401.00001".to_owned(), "2024-01-20")];
        Reply::ok("application/atom+xml", feed(500, if number == 1 { &papers } else { &[] }))
    });
    let run = fetch(&archive, &broken, &["arxiv", "--category", "cs.CL", "--since", "2024-01-18"]);
    assert_eq!(run.code(), 0);
    assert!(
        run.stderr().contains("arXiv broke off its list") && run.stdout().contains("1 new paper"),
        "{}",
        run.stderr()
    );
    let run = fetch(&archive, &broken, &["arxiv", "--category", "cs.CL OR all:x"]);
    assert!(run.code() == 2 && run.stderr().contains("a category of arXiv is cs.CL"), "{}", run.stderr());
    let refused = r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title>
        <summary>start must be an integer</summary></entry></feed>"#;
    let site = Site::start(move |_, _| Reply::ok("application/atom+xml", refused));
    let run = fetch(&archive, &site, &["arxiv", "--category", "cs.CL"]);
    assert_eq!((run.code(), run.stderr().as_str()), (2, "error: arXiv answers: start must be an integer\n"));
}
