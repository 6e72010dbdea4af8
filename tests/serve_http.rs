//! The preview as a server of HTTP/1.1: what it answers to clients that are careful, careless, slow and hostile.

mod support;

use std::io::Read as _;
use std::time::{Duration, Instant};

use support::Archive;
use support::http::{Answer, Connection};
use support::server::{Server, within};

const DIGITS: &str = "/digits.txt";

fn server() -> Server {
    let archive = Archive::new().paper("engine", "2023-09-07", "").file("static/digits.txt", "0123456789");
    let archive = archive.file("static/own.css", "p { color: red }").file("static/picture.svg", "<svg/>");
    Server::start(&archive)
}

fn get(server: &Server, path: &str, headers: &str) -> Answer {
    server.ask("GET", path, headers)
}

/// The headers that do not change from one answer to the next.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect();
    headers.retain(|(name, _)| name != "date");
    headers.sort();
    headers
}

#[test]
fn every_answer_has_the_headers_of_a_preview() {
    let server = server();
    for path in ["/", "/papers/engine/", DIGITS, "/own.css", "/picture.svg", "/robots.txt", "/.offprint/preview.js"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let tag = answer.header("etag").unwrap_or_default();
        assert!(tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"'), "{path} has the tag {tag:?}");
        for (name, value) in
            [("cache-control", "no-cache"), ("accept-ranges", "bytes"), ("x-content-type-options", "nosniff")]
        {
            assert_eq!(answer.header(name), Some(value), "{name} of {path}");
        }
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()), "{path}");
    }
    for path in ["/nosuch/", "/papers"] {
        let answer = server.get(path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let server = server();
    for path in ["/papers/engine/", DIGITS, "/.offprint/preview.js"] {
        let first = server.get(path);
        let tag = first.header("etag").unwrap().to_owned();
        for condition in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let answer = get(&server, path, &format!("If-None-Match: {condition}\r\n"));
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} with {condition}");
            assert_eq!(answer.header("etag"), Some(tag.as_str()), "{path}");
            assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        }
        let answer = get(&server, path, "If-None-Match: \"other\"\r\n");
        assert_eq!((answer.status, &answer.body), (200, &first.body), "{path}");
    }
}

#[test]
fn head_is_get_without_a_body() {
    let server = server();
    for path in ["/", "/papers/engine/", "/papers/engine", DIGITS, "/nosuch/", "/.offprint/preview.js"] {
        let (full, head) = (server.get(path), server.ask("HEAD", path, ""));
        assert_eq!((head.status, head.body.len()), (full.status, 0), "{path}");
        assert_eq!(headers(&head), headers(&full), "{path}");
    }
    let mut connection = server.connect();
    let host = server.host();
    connection.send(format!("HEAD {DIGITS} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).unwrap();
    assert_eq!(connection.answer(true).unwrap().header("content-length"), Some("10"));
    assert_eq!(connection.rest().unwrap(), b"", "nothing follows the head");
}

#[test]
fn other_methods_are_refused_with_the_list_of_those_that_are_not() {
    let server = server();
    let options = server.ask("OPTIONS", "/papers/engine/", "");
    assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")));
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get"] {
        let answer = server.ask(method, "/papers/engine/", "");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{method}");
    }
}

#[test]
fn a_body_is_not_waited_for_and_never_taken_for_a_request() {
    let server = server();
    let begun = Instant::now();
    assert_eq!(server.ask("POST", "/", "Content-Length: 1000000000\r\n").status, 405);
    assert_eq!(server.ask("POST", "/", "Transfer-Encoding: chunked\r\n").status, 405);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let host = server.host();
    let hidden = format!("GET {DIGITS} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for method in ["POST", "GET"] {
        for length in [format!("Content-Length: {}", hidden.len()), "Transfer-Encoding: chunked".to_owned()] {
            let mut connection = server.connect();
            connection.send(format!("{method} / HTTP/1.1\r\nHost: {host}\r\n{length}\r\n\r\n{hidden}")).unwrap();
            assert_ne!(connection.answer(false).unwrap().text(), "0123456789");
            let rest = connection.rest().unwrap();
            assert!(rest.is_empty(), "{method}, {length}: {}", String::from_utf8_lossy(&rest));
        }
    }
}

#[test]
fn a_part_of_a_file_can_be_asked_for() {
    let server = server();
    let expected = [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=4-4", "4", "bytes 4-4/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=-50", "0123456789", "bytes 0-9/10"),
        ("bytes=5-9999999999", "56789", "bytes 5-9/10"),
        ("bytes=0-9", "0123456789", "bytes 0-9/10"),
    ];
    for (range, body, content_range) in expected {
        let answer = get(&server, DIGITS, &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.text().as_str()), (206, body), "{range}");
        assert_eq!(answer.header("content-range"), Some(content_range), "{range}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{range}");
        assert!(answer.header("etag").is_some(), "{range}");
    }
    for range in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=9999999999-"] {
        let answer = get(&server, DIGITS, &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.header("content-range")), (416, Some("bytes */10")), "{range}");
    }
    for range in ["bytes=abc", "bytes=3-1", "bytes=", "bytes=-", "lines=0-3", "0-3", "bytes=0-1,3-4", "bytes=+1-2"] {
        let answer = get(&server, DIGITS, &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.text().as_str()), (200, "0123456789"), "{range}");
    }
}

#[test]
fn a_part_is_sent_only_of_the_file_that_the_browser_has() {
    let server = server();
    let tag = server.get(DIGITS).header("etag").unwrap().to_owned();
    let asked = |if_range: &str| get(&server, DIGITS, &format!("Range: bytes=0-3\r\nIf-Range: {if_range}\r\n"));
    assert_eq!((asked(&tag).status, asked(&tag).text().as_str()), (206, "0123"));
    for other in ["\"other\"", &format!("W/{tag}"), "Sun, 06 Nov 1994 08:49:37 GMT", "nonsense"] {
        assert_eq!((asked(other).status, asked(other).text().as_str()), (200, "0123456789"), "{other}");
    }
    let answer = get(&server, DIGITS, &format!("Range: bytes=0-3\r\nIf-None-Match: {tag}\r\n"));
    assert_eq!(answer.status, 304, "a condition that fails goes before the range");
}

#[test]
fn only_this_computer_is_answered() {
    let server = server();
    let port = server.port();
    let ask = |hosts: &[String]| {
        let lines: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        server.request(&format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")).status
    };
    let good = ["localhost", "LocalHost", "127.0.0.1", "[::1]", "192.168.1.7", "[fe80::1]"];
    for host in good {
        assert_eq!(ask(&[format!("{host}:{port}")]), 200, "{host}");
        assert_eq!(ask(&[format!("{host}:{}", port ^ 1)]), 200, "{host} by a port that is handed on");
    }
    let bad = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example#localhost", "[::1"];
    for host in bad {
        let status = ask(&[format!("{host}:{port}")]);
        assert!(status == 403 || (status == 400 && host != "evil.example"), "{host}: {status}");
    }
    assert_eq!(ask(&["evil.example".to_owned()]), 403);
    assert_eq!(ask(&[]), 400);
    assert_eq!(ask(&[format!("localhost:{port}"), "evil.example".to_owned()]), 400, "two hosts");
}

#[test]
fn pages_of_other_origins_are_not_answered() {
    let server = server();
    let (host, port) = (server.host(), server.port());
    let foreign = ["https://evil.example".to_owned(), "null".to_owned(), format!("https://{host}"), String::new()];
    let foreign = foreign.into_iter().chain([format!("http://127.0.0.1:{}", port ^ 1), "http://127.0.0.1".to_owned()]);
    for origin in foreign.collect::<Vec<_>>() {
        for path in ["/papers/engine/", "/.offprint/preview.js", "/.offprint/events?page=%2F", "/nosuch/"] {
            let answer = get(&server, path, &format!("Origin: {origin}\r\n"));
            assert_eq!(answer.status, 403, "{path} for {origin:?}");
            assert!(!answer.text().contains("The engine") && answer.header("access-control-allow-origin").is_none());
        }
    }
    assert_eq!(get(&server, "/papers/engine/", &format!("Origin: http://{host}\r\n")).status, 200);
    let local = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\r\n");
    assert_eq!(server.request(&local).status, 200);
}

#[test]
fn a_connection_is_used_again() {
    let server = server();
    let mut connection = server.connect();
    for _ in 0..50 {
        assert_eq!(connection.get(DIGITS).unwrap().text(), "0123456789");
        assert_eq!(connection.get("/nosuch/").unwrap().status, 404);
    }
    let two =
        format!("GET {DIGITS} HTTP/1.1\r\nHost: {0}\r\n\r\nGET /own.css HTTP/1.1\r\nHost: {0}\r\n\r\n", server.host());
    connection.send(two).unwrap();
    assert_eq!(connection.answer(false).unwrap().text(), "0123456789");
    assert_eq!(connection.answer(false).unwrap().text(), "p { color: red }");
}

#[test]
fn what_is_no_request_is_refused() {
    let server = server();
    let host = server.host();
    for raw in [
        "GARBAGE\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1 more\r\nHost: {host}\r\n\r\n"),
        format!("GET papers HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nno colon\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost : {host}\r\n\r\n"),
        format!("GET / HTTP/9.9\r\nHost: {host}\r\n\r\n"),
    ] {
        if let Ok(answer) = server.try_request(&raw) {
            assert!(matches!(answer.status, 400 | 403 | 404 | 505), "{raw:?}: {}", answer.status);
        }
        assert_eq!(server.get("/").status, 200, "after {raw:?}");
    }
}

#[test]
fn headers_without_end_are_refused() {
    let server = server();
    let host = server.host();
    let huge = "x".repeat(40 << 10);
    let many = "X-Field: some text\r\n".repeat(4000);
    for raw in [
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Huge: {huge}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n"),
        format!("GET /{huge} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        huge.clone(),
    ] {
        if let Ok(answer) = server.try_request(&raw) {
            assert!(matches!(answer.status, 414 | 431), "{}", answer.status);
        }
        assert_eq!(server.get("/").status, 200);
    }
    let fair = format!("X-Fair: {}\r\n", "x".repeat(20 << 10));
    assert_eq!(get(&server, "/", &fair).status, 200);
}

#[test]
fn a_client_that_never_ends_its_request_is_closed_and_holds_nobody_up() {
    let server = server();
    let half = format!("GET / HTTP/1.1\r\nHost: {}\r\nX-", server.host());
    let begun = Instant::now();
    let mut slow: Vec<Connection> = (0..3).map(|_| server.connect()).collect();
    slow[0].send(&half).unwrap();
    slow[1].send("G").unwrap();
    // A byte now and then is no progress: the time is for the whole of the headers.
    let dripping = std::thread::spawn(move || {
        let mut connection = slow.pop().unwrap();
        connection.send(&half).unwrap();
        while begun.elapsed() < Duration::from_secs(15) && connection.send("a").is_ok() {
            std::thread::sleep(Duration::from_millis(200));
        }
        (begun.elapsed(), slow)
    });
    while !dripping.is_finished() {
        let asked = Instant::now();
        assert_eq!(server.get("/papers/engine/").status, 200);
        assert!(asked.elapsed() < Duration::from_secs(5), "an answer took {:?}", asked.elapsed());
        std::thread::sleep(Duration::from_millis(50));
    }
    let (time, slow) = dripping.join().unwrap();
    assert!(time < Duration::from_secs(13), "bytes were taken for {time:?}");
    for mut connection in slow {
        connection.rest().unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(14), "half a request was held for {:?}", begun.elapsed());
}

#[test]
fn idle_connections_hold_nobody_up() {
    let server = server();
    let idle: Vec<_> = (0..100).map(|_| server.connect()).collect();
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(server.get("/papers/engine/").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    drop(idle);
}

// Elsewhere one process may have too few files open at a time.
#[cfg(target_os = "linux")]
#[test]
fn more_connections_than_are_allowed_are_got_over() {
    let server = server();
    let crowd: Vec<_> = (0..600).map(|_| server.connect()).collect();
    drop(crowd);
    answers_again(&server);
}

#[test]
fn readers_who_take_nothing_hold_nobody_up() {
    let archive = Archive::new().paper("engine", "2023", "").file("static/large.bin", vec![7; 32 << 20]);
    let server = Server::start(&archive);
    let ask = format!("GET /large.bin HTTP/1.1\r\nHost: {}\r\n\r\n", server.host());
    let mut stuck: Vec<_> = (0..20).map(|_| server.connect()).collect();
    stuck.iter_mut().for_each(|connection| connection.send(&ask).unwrap());
    let begun = Instant::now();
    assert_eq!(server.get("/papers/engine/").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let (head, mut body) = stuck.pop().unwrap().stream().unwrap();
    assert_eq!((head.status, head.header("content-type")), (200, Some("application/octet-stream")));
    let mut large = Vec::new();
    body.read_to_end(&mut large).unwrap();
    assert!(large.len() == 32 << 20 && large.iter().all(|byte| *byte == 7));
    let answer = get(&server, "/large.bin", "Range: bytes=33554430-\r\n");
    assert_eq!((answer.status, answer.body), (206, vec![7, 7]));
}

#[test]
fn readers_who_go_away_are_forgotten() {
    let archive = Archive::new().paper("engine", "2023", "").file("static/large.bin", vec![7; 8 << 20]);
    let server = Server::start(&archive);
    for path in ["/large.bin", "/.offprint/events?page=%2F"] {
        // More than there may be at a time, so that those that stayed would be missed.
        for _ in 0..600 {
            let mut connection = server.connect();
            connection.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", server.host())).unwrap();
        }
        answers_again(&server);
    }
}

fn answers_again(server: &Server) {
    let raw = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host());
    let answer =
        within(Duration::from_secs(20), || server.try_request(&raw).ok().filter(|answer| answer.status == 200));
    assert!(answer.is_some(), "no answer after a crowd\n{}", server.stderr());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_archive_is_never_served() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let archive = Archive::new().paper("engine", "2023", "").file("static/plain.txt", "plain");
    let archive = archive.file("static/folder/secret.txt", "harmless").file("static/inside/a.txt", "inside");
    symlink(outside.path().join("secret.txt"), archive.root().join("static/link.txt")).unwrap();
    symlink(archive.root().join("static/inside/a.txt"), archive.root().join("static/good.txt")).unwrap();
    let server = Server::start(&archive);
    assert_eq!(server.get("/link.txt").status, 404);
    assert_eq!(server.get("/good.txt").text(), "inside");
    assert_eq!(server.get("/plain.txt").text(), "plain");
    symlink(outside.path().join("secret.txt"), archive.root().join("static/new.txt")).unwrap();
    archive.rename("static/new.txt", "static/plain.txt");
    archive.rename("static/folder", "aside");
    symlink(outside.path(), archive.root().join("static/folder")).unwrap();
    for path in ["/plain.txt", "/folder/secret.txt"] {
        server.until(path, |answer| {
            // Not even before the change is known.
            assert!(answer.text() != "secret", "{path} leads out");
            answer.status == 404
        });
    }
}
