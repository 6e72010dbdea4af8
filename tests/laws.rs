//! The laws of the design, as properties of random archives.

mod support;

use std::collections::{BTreeMap, HashSet};

use offprint::archive::{Options, read_archive};
use offprint::config::Settings;
use offprint::paper::{Rules, kind_of, parse};
use offprint::site::{Route, Site, url};
use offprint::source::Sources;
use offprint::theme::Theme;
use proptest::prelude::*;
use support::Archive;
use support::edits::{DATES, Edit, Entry, NAMES, SETTINGS, TOPICS, apply, edit};

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_the_bytes_of_a_build_from_nothing(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..6), 1..5)) {
        let archive = Archive::new();
        for round in rounds {
            round.iter().for_each(|edit| apply(&archive, edit));
            let edited = archive.build_with(&["--keep-going"]).tree();
            let built = archive.built_afresh(&["--jobs", "1"]);
            prop_assert_eq!(edited.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
            for (path, bytes) in &edited {
                prop_assert!(bytes == &built[path], "{} differs from a build from nothing", path);
            }
            check_links(&edited, &archive);
        }
    }
}

/// Every link of every page leads to a file of the site.
fn check_links(tree: &BTreeMap<String, Vec<u8>>, archive: &Archive) {
    let settings = std::fs::read_to_string(archive.root().join("offprint.yaml")).unwrap();
    let base = if settings.contains("/repo/") { "/repo" } else { "" };
    for (page, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = std::str::from_utf8(bytes).unwrap();
        for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some(path) = link.strip_prefix(base).filter(|path| path.starts_with('/')) else {
                assert!(link.starts_with("http") || link.starts_with('#'), "{page}: {link} is no link of the site");
                continue;
            };
            let path = path.split(['#', '?']).next().unwrap();
            assert!(tree.contains_key(&url::file(path)), "{page}: {link} leads nowhere");
        }
    }
}

#[test]
fn a_routes_path_leads_back_to_the_route() {
    for settings in SETTINGS {
        let archive = Archive::new().file("offprint.yaml", settings);
        for at in 0..12u8 {
            let names = vec![usize::from(at) % NAMES.len(), usize::from(at * 5 + 1) % NAMES.len()];
            let entry = Entry {
                date: usize::from(at) % DATES.len(),
                names,
                topics: vec![usize::from(at) % TOPICS.len()],
                venue: Some(at % 3),
                former: true,
                hidden: at == 7,
            };
            apply(&archive, &Edit::Write(at, entry));
        }
        apply(&archive, &Edit::Topics(true));
        apply(&archive, &Edit::Page(1, true));
        apply(&archive, &Edit::Static(1));
        let archive = archive
            .file("content/collections/best.md", "---\ntitle: Best\npapers: [p1, p2, p3, p4]\n---\n")
            .file("content/papers/list.yaml", "title: V\nyear: 2019\nvenue: Venue 1\npapers:\n- {id: v1, title: V1, authors: [X], links: {pdf: x.pdf}}\n- {id: v2, title: V2, authors: [Y]}\n- {id: v3, title: V3, authors: [Y]}\n")
            .file("content/papers/x.pdf", "%PDF-");
        let sources = Sources::read(archive.root()).unwrap();
        let (read, diagnostics) = read_archive(&sources, &Options::default());
        assert!(
            diagnostics.iter().all(|d| read.settings.severity(d.code) != offprint::diagnostic::Severity::Error),
            "{diagnostics:?}"
        );
        let (theme, _) = Theme::load(&sources, &read.settings);
        let statics = sources.below("static/").map(|(path, _)| path["static/".len()..].into()).collect();
        let site = Site::new(read, statics, theme.assets(), Default::default(), Default::default());
        let plan = site.plan();
        let mut paths = HashSet::new();
        for route in &plan.routes {
            let path = url::path(&site, *route);
            assert_eq!(site.route(&path), Some(*route), "{path}");
            assert!(paths.insert(path.clone()), "{path} is planned twice");
        }
        assert!(plan.routes.iter().any(|route| matches!(route, Route::Redirect(_))));
        for path in [
            "/nothing/",
            "/papers/nothing/",
            "/papers/part/0/",
            "/papers/part/01/",
            "/2023/13/",
            "/authors/ada-lovelace",
            "x",
        ] {
            assert_eq!(site.route(path), None, "{path}");
        }
    }
}

/// Texts that look enough like entries to get far into the parser.
fn nearly_yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z-]{1,12}: ".prop_map(|s| s),
        prop::sample::select(vec![
            "title: ",
            "authors: ",
            "papers:\n",
            "- ",
            "  ",
            "\n",
            "id: x\n",
            "date: ",
            "2023-02-30",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!x ",
            "|\n  ",
            ">\n",
            "\"",
            "'",
            "\\",
            "~",
            "# ",
            "---\n",
            "links: {pdf: ",
            "orcid: 0000-0002-1825-0097",
            "\t",
            "$\\frac{",
            "$",
            "\u{feff}",
            "metrics: {upvotes: ",
            "arxiv: 2309.10\n",
            "extra: ",
            "closed: false\n",
            "\r\n",
            "<b>",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_panics(text in nearly_yaml(), bytes in prop::collection::vec(any::<u8>(), 0..60), which in 0usize..9) {
        let paths = [
            "content/papers/x.yaml", "content/papers/x.md", "content/volumes/x.yaml", "content/topics.yaml", "content/venues.yaml",
            "content/people/x.yaml", "content/pages/x.md", "content/collections/x.md", "content/metrics/x.yaml",
        ];
        let path = paths[which];
        let (rules, _) = Rules::new(&Settings::default());
        let kind = kind_of(path).unwrap();
        let front = if path.ends_with(".md") { format!("---\n{text}\n---\n{text}") } else { text };
        let parsed = parse(kind, path, front.as_bytes(), &rules);
        for diagnostic in &parsed.diagnostics {
            offprint::diagnostic::print(diagnostic, diagnostic.code.severity());
            if let Some(span) = diagnostic.span {
                prop_assert!(span.line as usize <= front.lines().count().max(1) + 1, "{diagnostic:?}");
            }
        }
        parse(kind, path, &bytes, &rules);
    }
}
