//! A request → its answer. Only routes of the site are answered; no path of a request ever reaches the disk.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use hyper::body::{Body as _, Bytes};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use percent_encoding::percent_decode_str;
use xxhash_rust::xxh3::xxh3_128;

use super::body::Answer;
use super::guard::{self, Refusal};
use super::live::{self, Showing};
use super::range::{Wanted, wanted};
use crate::diagnostic::{Code, Diagnostic, Severity, print};
use crate::site::{Route, url};
use crate::source;
use crate::text::escaped;
use crate::theme::render::Body;

/// What is answered with.
type Answered = Response<Answer>;

/// The methods that are answered.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// The largest page of static/ that the script is put into, in bytes.
const LARGEST_PAGE: u64 = 16 << 20;

/// What an address gives.
pub enum Found {
    /// A page or a file in memory.
    Bytes(StatusCode, Vec<u8>, String),
    /// A file of the archive, to be copied.
    File(String),
    /// The address is spelled otherwise.
    Elsewhere(String),
    /// A page that cannot be rendered, and why.
    Broken(Vec<Diagnostic>),
}

/// What can be answered without a look at the site; `None` for what is asked of the site.
pub fn early(head: &Parts, name: &str) -> Option<Answered> {
    if let Err(refusal) = guard::check(&head.uri, &head.headers, name) {
        return Some(match refusal {
            Refusal::NoHost => plain(StatusCode::BAD_REQUEST, "the request does not say which host it is for"),
            Refusal::ForeignHost => plain(
                StatusCode::FORBIDDEN,
                "this preview answers to localhost, to IP addresses and to the name given as --host",
            ),
            Refusal::TooLong => plain(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "the request is too long"),
            Refusal::NoPath => plain(StatusCode::BAD_REQUEST, "the request does not say what it is for"),
            Refusal::ForeignOrigin => plain(StatusCode::FORBIDDEN, "this preview answers its own pages alone"),
        });
    }
    match head.method {
        Method::GET | Method::HEAD => None,
        Method::OPTIONS => {
            let mut answer = empty(StatusCode::NO_CONTENT);
            answer.headers_mut().insert(header::ALLOW, METHODS);
            Some(answer)
        }
        _ => {
            let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "this preview can only be read");
            answer.headers_mut().insert(header::ALLOW, METHODS);
            // What the request carries is not read, so nothing after it can be.
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            Some(answer)
        }
    }
}

/// The answer to a reader who asks for `path`, as it stands in the request.
pub fn answer(showing: &Showing, path: &str, headers: &HeaderMap) -> Answered {
    let mut answer = of_path(showing, path, headers);
    // Said here, because an answer to HEAD has no body that would say it.
    if let (Some(length), true) = (answer.body().size_hint().exact(), answer.status() != StatusCode::NOT_MODIFIED) {
        answer.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    answer
}

fn of_path(showing: &Showing, path: &str, headers: &HeaderMap) -> Answered {
    if path == format!("{}preview.js", live::FOLDER) {
        return bytes(StatusCode::OK, live::SCRIPT.as_bytes().to_vec(), "preview.js", headers);
    }
    match find(showing, path) {
        Found::Elsewhere(place) => {
            let mut answer = empty(StatusCode::FOUND);
            // What cannot stand in a header is no address that was found.
            let place = HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static("/"));
            answer.headers_mut().insert(header::LOCATION, place);
            answer
        }
        Found::Bytes(status, mut content, name) => {
            if is_page(&name) {
                let state = showing.state(status, &content);
                live::insert(&mut content, &state);
            }
            bytes(status, content, &name, headers)
        }
        Found::Broken(problems) => {
            let mut content = apology(&problems);
            let state = showing.state(StatusCode::INTERNAL_SERVER_ERROR, &content);
            live::insert(&mut content, &state);
            bytes(StatusCode::INTERNAL_SERVER_ERROR, content, "500.html", headers)
        }
        Found::File(source) => file(showing, &source, headers)
            .unwrap_or_else(|error| plain(StatusCode::INTERNAL_SERVER_ERROR, &format!("{source}: {error}"))),
    }
}

/// What stands at a path, as build would write it.
pub fn find(showing: &Showing, path: &str) -> Found {
    let site = &showing.edition.site;
    let base = showing.base();
    let home = url::href(base, "/");
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return missing(showing, path) };
    let inner = decoded.strip_prefix(base.map_or("", |base| &base.path));
    let Some(inner) = inner.filter(|inner| inner.is_empty() || inner.starts_with('/')) else {
        return if decoded == "/" { Found::Elsewhere(home) } else { missing(showing, &decoded) };
    };
    if inner.is_empty() {
        return Found::Elsewhere(home);
    }
    if let Some(route) = site.route(inner).or_else(|| site.any_version(inner)) {
        return found(showing, route);
    }
    let folder = format!("{inner}/");
    match site.route(&folder) {
        Some(_) => Found::Elsewhere(url::href(base, &folder)),
        None => missing(showing, inner),
    }
}

fn found(showing: &Showing, route: Route) -> Found {
    let name = url::file(&url::path(&showing.edition.site, route));
    if route.is_page() && !showing.edition.has_templates() {
        return Found::Broken(templates(showing));
    }
    let mut content = Vec::new();
    match showing.edition.renderer().body(route, &mut content) {
        Ok(Body::Rendered) => Found::Bytes(StatusCode::OK, content, name),
        Ok(Body::Ready(bytes)) => Found::Bytes(StatusCode::OK, bytes.to_vec(), name),
        Ok(Body::Copied(source)) if is_page(&name) => page_of(showing, &source, name),
        Ok(Body::Copied(source)) => Found::File(source.into_owned()),
        Err(diagnostic) => Found::Broken(vec![*diagnostic]),
    }
}

/// A page that is copied as it is.
fn page_of(showing: &Showing, source: &str, name: String) -> Found {
    let mut content = Vec::new();
    let read = showing.edition.sources.open(source).and_then(|file| file.take(LARGEST_PAGE).read_to_end(&mut content));
    match read {
        Ok(size) if (size as u64) < LARGEST_PAGE => Found::Bytes(StatusCode::OK, content, name),
        _ => Found::File(source.to_owned()),
    }
}

/// The theme's page for an address that does not exist, with what may have been meant.
fn missing(showing: &Showing, path: &str) -> Found {
    if !showing.edition.has_templates() {
        return Found::Broken(templates(showing));
    }
    let mut content = Vec::new();
    match showing.edition.renderer().missing(path, &mut content) {
        Ok(()) => Found::Bytes(StatusCode::NOT_FOUND, content, "404.html".into()),
        Err(diagnostic) => Found::Broken(vec![*diagnostic]),
    }
}

/// Why no template can be used.
fn templates(showing: &Showing) -> Vec<Diagnostic> {
    showing.edition.diagnostics.iter().filter(|problem| problem.code == Code::Template).cloned().collect()
}

/// A page instead of one that cannot be rendered.
pub fn apology(problems: &[Diagnostic]) -> Vec<u8> {
    let texts: Vec<String> = problems.iter().map(|problem| print(problem, Severity::Error)).collect();
    APOLOGY.replace("PROBLEMS", &escaped(&texts.join("\n"))).into_bytes()
}

const APOLOGY: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page cannot be rendered</title>
<link rel="icon" href="data:,">
<style>
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font-family: system-ui, sans-serif; line-height: 1.5 }
pre { overflow-x: auto; font-size: .875rem }
</style>
</head>
<body>
<h1>This page cannot be rendered</h1>
<pre tabindex="0">PROBLEMS</pre>
<p>It will be here as soon as the template is mended.</p>
</body>
</html>
"#;

fn is_page(name: &str) -> bool {
    name.ends_with(".html") || name.ends_with(".htm")
}

/// Bytes that are there.
fn bytes(status: StatusCode, content: Vec<u8>, name: &str, headers: &HeaderMap) -> Answered {
    let length = content.len() as u64;
    let tag = format!("\"{:032x}\"", xxh3_128(&content));
    let part =
        |from: u64, length: u64| Ok(Answer::Whole(Bytes::from(content).slice(from as usize..(from + length) as usize)));
    conditional(status, name, &tag, length, headers, part).unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

/// A file of the archive, as it is on the disk now.
fn file(showing: &Showing, path: &str, headers: &HeaderMap) -> io::Result<Answered> {
    let mut opened = showing.edition.sources.open(path)?;
    let metadata = opened.metadata()?;
    let tag = format!("\"{:032x}\"", source::version(&metadata));
    conditional(StatusCode::OK, path, &tag, metadata.len(), headers, |from, length| {
        opened.seek(SeekFrom::Start(from))?;
        Ok(Answer::Part(tokio::fs::File::from_std(opened), length))
    })
}

/// An answer of `length` bytes of which the request may want a part, or none if it has them already (RFC 9110).
fn conditional(
    status: StatusCode,
    name: &str,
    tag: &str,
    length: u64,
    request: &HeaderMap,
    part: impl FnOnce(u64, u64) -> io::Result<Answer>,
) -> io::Result<Answered> {
    let mut answer = empty(status);
    let fields = answer.headers_mut();
    fields.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    for (name, value) in [(header::CONTENT_TYPE, content_type(name).as_str()), (header::ETAG, tag)] {
        fields.extend(HeaderValue::from_str(value).map(|value| (name, value)));
    }
    let wanted = match status {
        StatusCode::OK => wanted(request, tag, length),
        _ => Wanted::All,
    };
    let range = match &wanted {
        Wanted::All => None,
        Wanted::Known => {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(answer);
        }
        Wanted::Nowhere => {
            *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            Some(format!("bytes */{length}"))
        }
        Wanted::Part(bytes) => {
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            Some(format!("bytes {}-{}/{length}", bytes.start, bytes.end - 1))
        }
    };
    answer
        .headers_mut()
        .extend(range.and_then(|range| HeaderValue::from_str(&range).ok()).map(|range| (header::CONTENT_RANGE, range)));
    match wanted {
        Wanted::All => *answer.body_mut() = part(0, length)?,
        Wanted::Part(bytes) => *answer.body_mut() = part(bytes.start, bytes.end - bytes.start)?,
        Wanted::Known | Wanted::Nowhere => {}
    }
    Ok(answer)
}

/// The type of a file by its name; what is text is in UTF-8.
fn content_type(name: &str) -> String {
    if name.ends_with(".bib") {
        // The list of types does not know it.
        return "application/x-bibtex; charset=utf-8".to_owned();
    }
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = guess.type_() == "text"
        || ["json", "javascript", "xml"].contains(&guess.subtype().as_str())
        || guess.suffix().is_some_and(|suffix| suffix == "xml" || suffix == "json");
    if text { format!("{}; charset=utf-8", guess.essence_str()) } else { guess.to_string() }
}

/// An answer in one sentence.
pub fn plain(status: StatusCode, sentence: &str) -> Answered {
    let mut answer = empty(status);
    *answer.body_mut() = Answer::Whole(Bytes::from(format!("{sentence}\n")));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

/// An answer without a body, with what every answer says.
pub fn empty(status: StatusCode) -> Answered {
    let mut answer = Response::new(Answer::empty());
    *answer.status_mut() = status;
    let fields = answer.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // No page of another server may show what is here, not even as a picture.
    fields.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    answer
}
