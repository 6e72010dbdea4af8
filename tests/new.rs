//! `offprint new`: an entry from arXiv, a DOI, a record or flags; and what happens where the world is not as it should be.
//! Papers and people in it are invented.

mod support;

use std::net::TcpListener;

use support::elsewhere::{Reply, Site};
use support::{Archive, Run};

const ATOM: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=&amp;id_list=2309.03905</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2309.03905v2</id>
    <updated>2023-09-11T17:59:45Z</updated>
    <published>2023-09-07T17:59:45Z</published>
    <title>Tide Tables for
  $\ell_1$ Harbours</title>
    <summary>  We tabulate tides.
</summary>
    <author><name>Wanda Okonkwo</name></author>
    <author><name>Jan van der Berg</name></author>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>"#;

const REFUSED: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry>
  <id>http://arxiv.org/api/errors#incorrect_id_format_for_2309.03905</id><title>Error</title>
  <summary>incorrect id format for 2309.03905</summary></entry></feed>"#;

const CSL: &str = r#"{"type":"journal-article","title":"Mud, and How to Leave It","container-title":"Journal of Harbours",
  "author":[{"given":"Wanda","family":"Okonkwo","ORCID":"http://orcid.org/0000-0002-1825-0097","sequence":"first"}],
  "issued":{"date-parts":[[2021,4]]},"volume":"7","page":"1-9","DOI":"10.1000/mud(7)","URL":"http://dx.doi.org/10.1000/mud(7)"}"#;

fn archive() -> Archive {
    Archive::new().file("content/topics.yaml", "tides: {name: Tides}\nharbours: {name: Harbours}\n")
}

fn atom() -> Site {
    Site::start(|_, _| Reply::ok("application/atom+xml", ATOM))
}

/// Runs `new` with every site at this address.
fn new(archive: &Archive, url: &str, arguments: &[&str]) -> Run {
    let daily =
        [("OFFPRINT_ARXIV_URL", url), ("OFFPRINT_DOI_URL", url), ("OFFPRINT_PAUSE", "0"), ("OFFPRINT_TIMEOUT", "10")];
    archive.run_with(&[&["new"], arguments].concat(), &daily, "")
}

fn text(archive: &Archive, path: &str) -> String {
    std::fs::read_to_string(archive.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Asserts that nothing was written.
fn untouched(archive: &Archive) {
    assert!(!archive.root().join("content/papers").exists());
}

#[test]
fn a_paper_of_arxiv_by_any_form_of_its_id() {
    for id in ["2309.03905", "arXiv:2309.03905v1", "https://arxiv.org/pdf/2309.03905.pdf", "10.48550/arXiv.2309.03905"]
    {
        let (archive, site) = (archive(), atom());
        let run = new(&archive, &site.url, &["--arxiv", id, "--topic", "Tides", "--summary", "Tables of  tides."]);
        assert_eq!((run.code(), run.stderr()), (0, String::new()), "{id}");
        assert_eq!(run.stdout(), "content/papers/2023/2309.03905.yaml\n\nLook at it:\n  offprint serve --open\n");
        let want = "id: \"2309.03905\"\ntitle: Tide Tables for $\\ell_1$ Harbours\nauthors:\n  - Wanda Okonkwo\n  \
                    - Jan van der Berg\nabstract: |\n  We tabulate tides.\nsummary: Tables of tides.\ndate: 2023-09-07\n\
                    topics: [tides]\nsubjects: {arxiv: [cs.LG]}\narxiv: \"2309.03905\"\nversions:\n  \
                    - {version: v2, date: 2023-09-11}\n";
        assert_eq!(text(&archive, "content/papers/2023/2309.03905.yaml"), want);
        assert_eq!(site.paths(), ["/?id_list=2309.03905&max_results=1"]);
        assert!(site.heads()[0].to_lowercase().contains("user-agent: offprint/"), "{}", site.heads()[0]);
        assert_eq!(archive.run(&["fmt", "--check", "content/papers"]).code(), 0, "an entry is in its canonical form");
    }
}

#[test]
fn a_doi_is_asked_for_by_content_negotiation_across_sites() {
    let publisher = Site::start(|asked, _| {
        match asked.head.to_lowercase().contains("accept: application/vnd.citationstyles.csl+json") {
            true => Reply::ok("application/vnd.citationstyles.csl+json", CSL),
            false => Reply::ok("text/html", "<html>A page</html>"),
        }
    });
    let there = format!("{}/v1/works/transform", publisher.url);
    let resolver = Site::start(move |_, _| Reply::status("302 Found").with("Location", &there));
    let archive = archive();
    let run = new(&archive, &resolver.url, &["--doi", "https://doi.org/10.1000/mud%287%29", "--topic", "harbours"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let entry = text(&archive, "content/papers/2021/okonkwo-2021-mud.yaml");
    for line in [
        "id: okonkwo-2021-mud\n",
        "type: article\n",
        "title: Mud, and How to Leave It\n",
        "orcid: 0000-0002-1825-0097\n",
        "date: 2021-04\n",
        "venue: journal-of-harbours\n",
        "pages: 1-9\n",
        "doi: 10.1000/mud(7)\n",
    ] {
        assert!(entry.contains(line), "{line:?} is not in\n{entry}");
    }
    assert_eq!(resolver.paths(), ["/10.1000/mud(7)"]);
    assert_eq!(archive.run(&["fmt", "--check", "content/papers"]).code(), 0);
    archive.build().has("papers/okonkwo-2021-mud/index.html", &["Journal of Harbours"]);
}

#[test]
fn a_doi_of_arxiv_goes_to_arxiv() {
    let (archive, site) = (archive(), atom());
    let run = new(&archive, &site.url, &["--doi", "10.48550/arXiv.2309.03905"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(site.paths(), ["/?id_list=2309.03905&max_results=1"]);
}

#[test]
fn what_is_no_identifier_is_told_before_anybody_is_asked() {
    let (archive, site) = (archive(), atom());
    for (arguments, wanted) in [
        (["--arxiv", "2309.1"], "`2309.1` is no arXiv id, such as 2309.03905"),
        (["--arxiv", "2309.03905&start=1"], "is no arXiv id"),
        (["--doi", "2309.03905"], "for a paper of arXiv write --arxiv 2309.03905"),
        (["--doi", "doi"], "`doi` is no DOI, such as 10.1000/182"),
        (["--date", "2023-02-30"], "a date is 2023, 2023-09 or 2023-09-07"),
        (["--link", "coed=https://a.org/"], "did you mean `code`?"),
        (["--into", "../x"], "is not below it"),
    ] {
        let run = new(&archive, &site.url, &arguments);
        assert_eq!(run.code(), 2, "{arguments:?}");
        assert!(run.stderr().contains(wanted), "{}", run.stderr());
    }
    assert!(site.paths().is_empty());
    untouched(&archive);
}

#[test]
fn what_a_site_says_wrong_is_told_and_nothing_is_written() {
    let page = "<!DOCTYPE html><title>Sign in to the airport</title>";
    let atom = |text: &str| Reply::ok("application/atom+xml", text);
    let json = |text: &str| Reply::ok("application/json", text);
    let empty = "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>";
    let busy = Reply::status("429 Too Many Requests").with("Retry-After", "3600");
    let around = Reply::status("302 Found").with("Location", "/again");
    let refused = Reply { status: "400 Bad Request", ..atom(REFUSED) };
    let huge = Reply::ok("application/json", vec![b' '; (16 << 20) + 1]);
    let cases = [
        ("--arxiv", atom(REFUSED), "arXiv answers: incorrect id format for 2309.03905"),
        ("--arxiv", refused, "arXiv answers: incorrect id"),
        ("--arxiv", atom(empty), "arXiv has no paper of the id `2309.03905`"),
        ("--arxiv", Reply::ok("text/html", page), "answers with a web page where arXiv Atom was asked for"),
        ("--arxiv", Reply::ok("text/plain", "Rate exceeded."), "is busy (it says: Rate exceeded): try again later"),
        ("--arxiv", atom("<feed><entry>"), "answers with what is no arXiv Atom: line 1"),
        (
            "--arxiv",
            Reply::status("500 Internal Server Error"),
            "answers 500 Internal Server Error: it is out of order",
        ),
        ("--arxiv", busy, "is busy (429 Too Many Requests): try again in 3600 s or later"),
        ("--arxiv", around, "leads from one address to the next without end"),
        ("--doi", Reply::status("404 Not Found"), "there is no DOI `10.1000/182`"),
        ("--doi", Reply::status("406 Not Acceptable"), "leads to a page and to no record"),
        ("--doi", Reply::ok("text/html", page), "leads to a page and to no record"),
        ("--doi", json("nothing here"), "answers with what is no CSL-JSON: line 1, column 2"),
        ("--doi", json("{\"title\": \"\"}"), "leads to a page and to no record"),
        ("--doi", huge, "answers more than 16 MB"),
    ];
    for (flag, reply, wanted) in cases {
        let archive = archive();
        let site = Site::start(move |_, _| reply.clone());
        let run = new(&archive, &site.url, &[flag, if flag == "--doi" { "10.1000/182" } else { "2309.03905" }]);
        assert_eq!(run.code(), 2, "{wanted}: {}", run.stdout());
        assert!(run.stderr().starts_with("error: ") && run.stderr().contains(wanted), "{wanted}: {}", run.stderr());
        untouched(&archive);
    }
}

#[test]
fn a_busy_site_is_asked_again_a_few_times() {
    let busy = |times: usize| {
        Site::start(move |_, number| match number <= times {
            true => Reply::status("503 Service Unavailable").with("Retry-After", "0"),
            false => Reply::ok("application/atom+xml", ATOM),
        })
    };
    let site = busy(2);
    assert_eq!(new(&archive(), &site.url, &["--arxiv", "2309.03905"]).code(), 0);
    assert_eq!(site.paths().len(), 3);
    let site = busy(3);
    let run = new(&archive(), &site.url, &["--arxiv", "2309.03905"]);
    assert_eq!((run.code(), site.paths().len()), (2, 3));
    assert!(run.stderr().contains("is busy (503 Service Unavailable): try again later"), "{}", run.stderr());
}

#[test]
fn without_a_network_it_says_what_to_do() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let archive = archive();
    let run = new(&archive, &format!("http://127.0.0.1:{port}"), &["--arxiv", "2309.03905"]);
    assert_eq!(run.code(), 2);
    let said = run.stderr();
    assert!(said.starts_with(&format!("error: 127.0.0.1:{port} cannot be reached (")), "{said}");
    assert!(said.contains("are you online? Without the network: `offprint new --from FILE`"), "{said}");
    let run = new(&archive, "http://nowhere.invalid/api", &["--arxiv", "2309.03905"]);
    assert!(run.stderr().starts_with("error: nowhere.invalid cannot be reached ("), "{}", run.stderr());
    untouched(&archive);
}

#[test]
fn a_slow_site_is_not_waited_for_without_end() {
    let site = Site::start(|_, _| {
        std::thread::sleep(std::time::Duration::from_secs(5));
        Reply::ok("application/atom+xml", ATOM)
    });
    let variables = [("OFFPRINT_ARXIV_URL", site.url.as_str()), ("OFFPRINT_TIMEOUT", "0.3")];
    let run = archive().run_with(&["new", "--arxiv", "2309.03905"], &variables, "");
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("did not answer within 0.3 s: try again later"), "{}", run.stderr());
}

#[test]
fn a_name_that_leads_into_a_private_network_is_not_asked() {
    // A number is a name to whoever looks it up, and this one is that of the machine itself.
    let variables = [("OFFPRINT_DOI_URL", "http://2130706433:9"), ("OFFPRINT_TIMEOUT", "5")];
    let run = archive().run_with(&["new", "--doi", "10.1000/182"], &variables, "");
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("the address is one of a private network"), "{}", run.stderr());
}

#[test]
fn flags_alone_make_an_entry() {
    let archive = archive();
    let run = archive.run(&[
        "new",
        "--title",
        "On  Mud",
        "--author",
        "Okonkwo, Wanda",
        "--author",
        "Bo Li",
        "--date",
        "2024-05",
        "--topic",
        "harbours",
        "--venue",
        "Harbours",
        "--summary",
        "It sticks.",
        "--abstract",
        "One.\n\nTwo.",
        "--link",
        "code=https://example.org/mud",
        "--type",
        "article",
        "--id",
        "mud",
    ]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let want = "id: mud\ntype: article\ntitle: On Mud\nauthors:\n  - Wanda Okonkwo\n  - Bo Li\nabstract: |\n  One.\n\n  Two.\n\
                summary: It sticks.\ndate: 2024-05\ntopics: [harbours]\nvenue: Harbours\nlinks:\n  code: https://example.org/mud\n";
    assert_eq!(text(&archive, "content/papers/2024/mud.yaml"), want);
    assert_eq!(archive.run(&["fmt", "--check", "content/papers"]).code(), 0);
    let run = archive.run(&["new", "--title", "Other Mud", "--id", "Mud"]);
    assert_eq!((run.code(), run.stderr()), (2, "error: the id `Mud` is taken: `Mud-2` is free\n".to_owned()));
}

#[test]
fn without_a_title_it_names_the_flags() {
    let archive = archive();
    let run = archive.run(&["new"]);
    assert_eq!(run.code(), 2);
    assert_eq!(
        run.stderr(),
        "error: a paper needs a title: --title TEXT, or where to find it: --arxiv ID, --doi DOI, --from FILE\n"
    );
    untouched(&archive);
}

#[test]
fn what_is_wrong_with_the_new_entry_is_told_at_once() {
    let archive = archive().paper("other", "2020", "topics: [nowhere]\n");
    let run = archive.run(&["new", "--title", "Mud", "--author", "Bo Li", "--link", "pdf=mud.pdf"]);
    assert_eq!(run.code(), 1);
    let said = run.stderr();
    assert!(said.contains("error[missing-file]") && said.contains("content/papers/undated/li-mud.yaml:6:8"), "{said}");
    assert!(said.contains("warning[missing-date]"), "{said}");
    assert!(!said.contains("nowhere"), "only the new entry is told of: {said}");
    assert!(run.stdout().contains("Mend what is told above, then look at it:"), "{}", run.stdout());
}

#[test]
fn a_topic_that_is_none_is_refused_before_anything_is_written() {
    let archive = archive();
    let before = support::tree(archive.root());
    let run = archive.run(&["new", "--title", "Mud", "--topic", "tids"]);
    assert_eq!((run.code(), run.stderr().as_str()), (2, "error: there is no topic `tids`: did you mean `tides`?\n"));
    assert_eq!(before, support::tree(archive.root()));
}

#[test]
fn a_venue_that_comes_in_with_the_entry_is_not_missed() {
    let archive = archive().file("content/venues.yaml", "moe: {name: Meeting on Engines}\n");
    let bib = "@article{mud, title={Mud}, author={Li, Bo}, journal={Journal of Mud}, year=2020}";
    for dry in [&["--dry-run"][..], &[]] {
        let run = archive.run_with(&[&["new", "--from", "-"][..], dry].concat(), &[], bib);
        assert_eq!((run.code(), run.stderr()), (0, String::new()));
    }
    assert!(text(&archive, "content/venues.yaml").contains("journal-of-mud"));
}

#[test]
fn a_paper_that_is_there_is_not_written_again() {
    let archive = archive().paper("tables", "2023", "arxiv: \"2309.03905\"\n");
    let site = atom();
    let before = support::tree(archive.root());
    let run = new(&archive, &site.url, &["--arxiv", "2309.03905"]);
    assert_eq!((run.code(), run.stdout()), (1, String::new()));
    let want =
        "error: \"Tide Tables for $\\ell_1$ Harbours\" is in the archive as `tables`: the arXiv id is the same\n";
    assert_eq!(run.stderr(), want);
    assert_eq!(before, support::tree(archive.root()));
}

#[test]
fn a_dry_run_prints_the_entry_alone() {
    let (archive, site) = (archive(), atom());
    let before = support::tree(archive.root());
    let run = new(&archive, &site.url, &["--arxiv", "2309.03905", "--dry-run"]);
    assert_eq!(run.code(), 0);
    assert!(
        run.stdout().starts_with("id: \"2309.03905\"\n") && run.stdout().ends_with("2023-09-11}\n"),
        "{}",
        run.stdout()
    );
    assert_eq!(before, support::tree(archive.root()));
    let run = archive.run(&["new", "--dry-run", "--title", "Mud", "--link", "pdf=mud.pdf"]);
    assert!(run.code() == 1 && run.stderr().contains("error[missing-file]"), "{}", run.stderr());
}

#[test]
fn records_come_from_a_file_or_the_standard_input() {
    let archive = archive().file("atom.xml", ATOM);
    let run = archive.run(&["new", "--from", "atom.xml", "--into", "content/papers/tides"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    assert!(text(&archive, "content/papers/tides/2309.03905.yaml").contains("arxiv: \"2309.03905\""));
    let run = archive.run_with(&["new", "--from", "-"], &[], &format!("[{CSL}, {}]", CSL.replace("ud", "oor")));
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(
        run.stdout()
            .starts_with("content/papers/2021/okonkwo-2021-mud.yaml\ncontent/papers/2021/okonkwo-2021-moor.yaml\n"),
        "{}",
        run.stdout()
    );
    let run = archive.run_with(&["new", "--from", "-", "--title", "X"], &[], &format!("[{CSL}, {CSL}]"));
    assert_eq!((run.code(), run.stderr().as_str()), (2, "error: --title is for one paper, and there are 2\n"));
    let run = archive.run_with(&["new", "--from", "-"], &[], "[]");
    assert_eq!((run.code(), run.stderr().as_str()), (2, "error: -: there is no paper in it that can be used\n"));
}

#[test]
fn words_of_others_make_no_topics() {
    let daily = r#"[{"paper": {"id": "2401.00001", "title": "On Moorings", "authors": [{"name": "Bo Li"}],
      "publishedAt": "2024-01-01T00:00:00.000Z", "ai_keywords": ["Tides", "rope"]}}]"#;
    let archive = archive();
    let run = archive.run_with(&["new", "--from", "-"], &[], daily);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let entry = text(&archive, "content/papers/2024/2401.00001.yaml");
    assert!(entry.contains("topics: [tides]\nkeywords: [rope]\n"), "{entry}");
    assert!(!text(&archive, "content/topics.yaml").contains("rope"));
}

#[test]
fn where_the_calendar_asks_for_a_day_it_is_today() {
    let archive = archive().file("offprint.yaml", "title: T\nbase-url: https://example.org/\ncalendar: added\n");
    let run = archive.run(&["new", "--title", "Mud", "--author", "Bo Li", "--date", "2020", "--dry-run"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let added = run.stdout().lines().find_map(|line| line.strip_prefix("added: ").map(str::to_owned)).unwrap();
    assert!(added.len() == 10 && added.as_str() > "2024", "{added}");
    let run = archive.run(&["new", "--title", "Mud", "--author", "Bo Li", "--date", "2020", "--added", "2021-02-03"]);
    assert!(run.stdout().starts_with("content/papers/2021/li-2020-mud.yaml\n"), "{}", run.stdout());
}

#[test]
fn a_repository_is_told_how_to_send_it_in() {
    let archive =
        archive().file("offprint.yaml", "title: T\nbase-url: https://example.org/\nrepository: harbours/papers\n");
    std::fs::create_dir(archive.root().join(".git")).unwrap();
    let run = archive.run(&["new", "--title", "Mud", "--author", "Bo Li", "--date", "2020"]);
    let want = "content/papers/2020/li-2020-mud.yaml\n\nLook at it:\n  offprint serve --open\nThen send it in:\n  \
                git switch -c add-li-2020-mud\n  git add content\n  git commit -m \"Add li-2020-mud\"\n  \
                git push -u origin add-li-2020-mud\nand open a pull request at \
                https://github.com/harbours/papers/compare/main...add-li-2020-mud\n";
    assert_eq!(run.stdout(), want);
    assert_eq!(archive.run(&["new", "-q", "--title", "Tar", "--author", "Bo Li", "--date", "2020"]).stdout(), "");
}

#[test]
fn an_issue_form_with_nothing_but_an_identifier_is_completed() {
    let (archive, site) = (archive(), atom());
    let form = |source: &str| {
        format!(
            "### arXiv id, DOI or address\n\n{source}\n\n### BibTeX\n\n_No response_\n\n### Topics\n\ntides\n\n### Links\n\n\
             code: https://github.com/okonkwo/tides\n\n### Summary\n\nTables of tides.\n"
        )
    };
    archive.write("body.md", form("https://arxiv.org/abs/2309.03905"));
    let run = new(&archive, &site.url, &["--from", "body.md", "--format", "issue-form"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let entry = text(&archive, "content/papers/2023/2309.03905.yaml");
    for line in [
        "title: Tide Tables for",
        "summary: Tables of tides.\n",
        "topics: [tides]\n",
        "  code: https://github.com/okonkwo/tides\n",
    ] {
        assert!(entry.contains(line), "{line}: {entry}");
    }
    archive.write("body.md", form("no such thing"));
    let run = new(&archive, &site.url, &["--from", "body.md", "--format", "issue-form"]);
    let why = "left out: body.md: the form: `no such thing` is no arXiv id, no DOI and no address\n";
    assert!(run.code() == 2 && run.stderr().contains(why), "{}", run.stderr());
}
