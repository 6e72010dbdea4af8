//! Digests: their pages, and `offprint digest`. What a mail looks like to others is checked by tests/py/digest.py.

mod support;

use support::Archive;

const SETTINGS: &str = "title: Small & good
base-url: https://example.org/repo/
feed-id: small
subscribe: https://lists.example.org/join
digest: {from: Papers <papers@example.org>, to: list@example.org, unsubscribe: mailto:leave@example.org}
";

fn archive(more: &str) -> Archive {
    Archive::new()
        .file("offprint.yaml", format!("{SETTINGS}{more}"))
        .paper("old", "2019", "")
        .paper(
            "one",
            "2023-09-04",
            "topics: [engines]\nabstract: \"About $a \\\\le b$ &lt;b&gt;.\"\narxiv: \"2309.00001\"\n",
        )
        .paper(
            "two",
            "2023-09-06",
            "summary: A short one.\nnotices: [{type: retraction, date: 2023-10-01, doi: 10.1000/r}]\n",
        )
        .paper("three", "2023-09-06", "")
}

#[test]
fn a_day_and_a_week_have_a_digest_that_their_pages_link() {
    let run = archive("").build();
    assert_eq!(run.stderr(), "");
    run.has("2023/09/06/index.html", &["<a href=\"/repo/digest/2023-09-06/\">Digest</a>"]);
    run.has("2023/w36/index.html", &["<a href=\"/repo/digest/2023-w36/\">Digest</a>"]);
    run.lacks("2023/09/index.html", &["/digest/"]).lacks("2019/index.html", &["/digest/"]);
    run.has(
        "digest/2023-w36/index.html",
        &[
            "<h1>Week 36 of 2023</h1>",
            "4 September 2023 to 10 September 2023 · <a href=\"/repo/2023/w36/\">3 papers</a>",
            "<h2><a href=\"/repo/2023/09/06/\">Wednesday, 6 September 2023</a></h2>",
            "<p class=\"status\">This paper has been retracted.</p>",
            "<p>A short one.</p>",
            "<p>About a ≤ b &lt;b&gt;.</p>",
            "<a href=\"https://arxiv.org/pdf/2309.00001\">PDF</a>",
            "<a href=\"https://lists.example.org/join\">Subscribe</a></p></aside>",
            "<meta name=\"robots\" content=\"noindex\">",
        ],
    );
    run.has(
        "digest/2023-09-04/index.html",
        &["<h1>Monday, 4 September 2023</h1>", "href=\"/repo/digest/2023-09-06/\" rel=\"next\""],
    );
    run.lacks("sitemap.xml", &["digest"]);
    run.has("index.html", &["<aside class=\"subscribe\""]);
}

#[test]
fn a_digest_needs_papers_enough() {
    let run = archive("thresholds: {digests: 2}\n").build();
    run.has("digest/2023-09-06/index.html", &["2 papers"]).misses("digest/2023-09-04");
    run.lacks("2023/09/04/index.html", &["/digest/"]).lacks("digest/2023-09-06/index.html", &["/digest/2023-09-04/"]);
    archive("thresholds: {digests: off}\n").build().misses("digest");
}

#[test]
fn a_long_digest_shows_the_papers_with_the_most_upvotes() {
    let mut archive = archive("");
    for at in 0..40 {
        archive = archive.paper(&format!("p{at:02}"), "2024-01-02", &format!("metrics: {{upvotes: {at}}}\n"));
    }
    let run = archive.build();
    let text = run.text("digest/2024-01-02/index.html");
    assert_eq!(text.matches("<article>").count(), 30);
    assert!(text.contains("The p10<") && !text.contains("The p09<") && text.contains("and 10 more"), "{text}");
}

#[test]
fn a_digest_is_printed_as_text() {
    let run = archive("").run(&["digest", "--period", "week"]);
    assert_eq!((run.code(), run.stderr().as_str()), (0, ""));
    let wanted = "\
Small & good
Week 36 of 2023
4 September 2023 to 10 September 2023 · 3 papers

Wednesday, 6 September 2023
---------------------------

The three
  Ada Lovelace
  https://example.org/repo/papers/three/

*** This paper has been retracted. ***
The two
  Ada Lovelace
  A short one.
  https://example.org/repo/papers/two/

Monday, 4 September 2023
------------------------

The one
  Ada Lovelace
  engines
  About a ≤ b <b>.
  https://example.org/repo/papers/one/
  PDF: https://arxiv.org/pdf/2309.00001
  arXiv: https://arxiv.org/abs/2309.00001

-- 
Read this on the web: https://example.org/repo/digest/2023-w36/
Unsubscribe: mailto:leave@example.org
";
    assert_eq!(run.stdout(), wanted);
}

#[test]
fn a_mail_is_dated_by_its_papers_and_named_by_its_list() {
    let run = archive("").run(&["digest", "--period", "2023-w36", "--format", "eml"]);
    assert_eq!((run.code(), run.stderr().as_str()), (0, ""));
    for header in [
        "From: Papers <papers@example.org>",
        "To: list@example.org",
        "Subject: Small & good: Week 36 of 2023",
        "Date: Wed, 06 Sep 2023 00:00:00 +0000",
        "Message-ID: <digest-2023-w36@small.example.org>",
        "List-Id: \"Small & good\" <small.example.org>",
        "List-Archive: <https://example.org/repo/digest/2023-w36/>",
        "List-Subscribe: <https://lists.example.org/join>",
        "List-Unsubscribe: <mailto:leave@example.org>",
    ] {
        assert!(run.stdout().contains(&format!("{header}\r\n")), "{header}\n{}", run.stdout());
    }
    let run = archive("").run(&["digest", "--format", "html"]);
    assert_eq!(run.code(), 0);
    for part in [
        "<title>Small &amp; good: 6 September 2023</title>",
        "<a href=\"https://example.org/repo/papers/two/\"",
        "Unsubscribe",
    ] {
        assert!(run.stdout().contains(part), "{part}\n{}", run.stdout());
    }
}

#[test]
fn a_theme_can_change_the_mail_and_is_told_of_mistakes() {
    let own = "{% extends \"default/digest-mail.html\" %}{% block style %}<!-- {{ title }} -->{% endblock %}";
    let run = archive("").file("templates/digest-mail.html", own).run(&["digest", "--format", "html"]);
    assert!(run.stdout().contains("<!-- Wednesday, 6 September 2023 -->"), "{}", run.stdout());
    let bad = archive("").file("templates/digest-mail.html", "{{ titel }}");
    let run = bad.run(&["check"]);
    assert_eq!(run.code(), 1);
    assert!(run.stderr().contains("templates/digest-mail.html:1:4"), "{}", run.stderr());
    assert_eq!(bad.run(&["digest", "--format", "html"]).code(), 2);
}

#[test]
fn what_has_no_digest_is_told_and_nothing_is_printed() {
    let said = |archive: &Archive, options: &[&str]| {
        let run = archive.run(&[&["digest"], options].concat());
        assert_eq!(run.stdout(), "");
        (run.code(), run.stderr())
    };
    let small = archive("");
    let empty = (3, "there are no papers of 2023-09-05, so there is no digest\n".to_owned());
    assert_eq!(said(&small, &["--period", "2023-09-05"]), empty);
    let (code, text) = said(&small, &["--period", "2023"]);
    assert_eq!(code, 2);
    assert!(text.contains("`2023` is no period: write day, week,"), "{text}");
    let years = Archive::new().paper("old", "2019", "");
    assert_eq!(said(&years, &[]), (3, "no paper is dated to the day, so there is no digest\n".to_owned()));
    let (code, text) = said(&small, &["--format", "eml", "--to", "nobody"]);
    assert_eq!(code, 2);
    assert!(text.contains("`nobody` is no address for `to`"), "{text}");
    let bare = archive("").file("offprint.yaml", "title: T\nbase-url: https://example.org/\n");
    let (code, text) = said(&bare, &["--format", "eml"]);
    assert_eq!(code, 2);
    assert!(text.contains("set digest.from in offprint.yaml, or --from"), "{text}");
    let nowhere = archive("").file("offprint.yaml", "title: T\n");
    assert_eq!(said(&nowhere, &[]).0, 2);
    let broken = archive("").file("content/papers/bad.yaml", "title: T\ntopics: 7\nautors: x\n");
    assert_eq!(said(&broken, &[]).0, 1);
    let settings = SETTINGS.replace("mailto:leave@example.org", "leave@example.org");
    let run = archive("").file("offprint.yaml", settings).run(&["check"]);
    assert!(
        run.stderr().contains("`leave@example.org` is neither an http or https URL nor a `mailto:`"),
        "{}",
        run.stderr()
    );
}

#[test]
fn an_archive_without_pages_of_days_has_digests_to_print() {
    let run = archive("periods: [year]\n").run(&["digest"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(
        run.stdout().contains("The two") && run.stdout().contains("web: https://example.org/repo/"),
        "{}",
        run.stdout()
    );
}
