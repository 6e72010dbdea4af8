//! As much of HTTP/1.1 as the tests of the preview need, by hand, so that what no proper client sends can be sent too.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::Duration;

use serde_json::Value;

/// How long an answer may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// What begins the element that a preview adds to every page.
const SCRIPT: &str = "<script src=\"/.offprint/preview.js\"";

/// An answer of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, whose name may be in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// The body as `build` would write it: HTML without the one element that the preview adds.
    pub fn page(&self) -> Vec<u8> {
        if !self.is_html() {
            return self.body.clone();
        }
        let (before, element, after) = self.parts();
        assert!(find(after, SCRIPT).is_none(), "two script elements in {}", self.text());
        assert!(element.ends_with(b" defer></script>"), "{}", String::from_utf8_lossy(element));
        [before, after].concat()
    }

    /// What the page's script element says of its state.
    pub fn state(&self) -> Value {
        let (_, element, _) = self.parts();
        let element = std::str::from_utf8(element).unwrap();
        let value = element.split_once("data-state=\"").and_then(|(_, rest)| rest.split_once('"'));
        let value = value.unwrap_or_else(|| panic!("no state in {element}")).0;
        let text = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
        serde_json::from_str(&text.replace("&amp;", "&")).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// What stands before the script element, the element, and what stands after it.
    fn parts(&self) -> (&[u8], &[u8], &[u8]) {
        const END: &str = "></script>";
        let start = find(&self.body, SCRIPT).unwrap_or_else(|| panic!("no script element in {}", self.text()));
        let end = start + find(&self.body[start..], END).expect("the element ends") + END.len();
        (&self.body[..start], &self.body[start..end], &self.body[end..])
    }
}

/// Where `part` begins in `bytes`.
fn find(bytes: &[u8], part: &str) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part.as_bytes())
}

/// A connection that can be used for more than one request.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    /// Connects to `host`, which has a port.
    pub fn open(host: &str) -> io::Result<Connection> {
        let address = host.to_socket_addrs()?.next().ok_or_else(|| broken("no such host"))?;
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream: BufReader::new(stream), host: host.to_owned() })
    }

    pub fn send(&mut self, raw: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.get_mut().write_all(raw.as_ref())
    }

    /// Asks for a path, percent-encoded as it goes over the wire, and keeps the connection.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host))?;
        self.answer(false)
    }

    /// Reads an answer; that to HEAD has no body.
    pub fn answer(&mut self, is_to_head: bool) -> io::Result<Answer> {
        let (status, headers) = head(&mut self.stream)?;
        let mut answer = Answer { status, headers, body: Vec::new() };
        let left = Left::of(&answer, is_to_head)?;
        Body { stream: &mut self.stream, left }.read_to_end(&mut answer.body)?;
        Ok(answer)
    }

    /// Reads the head of an answer, and leaves the body to be read.
    pub fn stream(mut self) -> io::Result<(Answer, Body<BufReader<TcpStream>>)> {
        let (status, headers) = head(&mut self.stream)?;
        let answer = Answer { status, headers, body: Vec::new() };
        let left = Left::of(&answer, false)?;
        self.stream.get_mut().set_read_timeout(None)?;
        Ok((answer, Body { stream: self.stream, left }))
    }

    /// Waits until the server closes the connection, and returns what it still sent.
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
            _ => Ok(rest),
        }
    }

    /// A way to end the connection from elsewhere.
    pub fn closer(&self) -> io::Result<Closer> {
        Ok(Closer(self.stream.get_ref().try_clone()?))
    }
}

/// Closes a connection when it is dropped.
pub struct Closer(TcpStream);

impl Drop for Closer {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// A body that is being read.
pub struct Body<R> {
    stream: R,
    left: Left,
}

/// What is still to come of a body.
enum Left {
    Bytes(u64),
    /// Of the chunk that is being read; 0 before the next.
    Chunk(u64),
    UntilClosed,
}

impl Left {
    fn of(answer: &Answer, is_to_head: bool) -> io::Result<Left> {
        if is_to_head || matches!(answer.status, 100..200 | 204 | 304) {
            return Ok(Left::Bytes(0));
        }
        if answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            return Ok(Left::Chunk(0));
        }
        match answer.header("content-length") {
            Some(length) => Ok(Left::Bytes(length.parse().map_err(|_| broken("a Content-Length that is no number"))?)),
            None => Ok(Left::UntilClosed),
        }
    }
}

impl<R: BufRead> Read for Body<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Left::Chunk(0) = self.left {
            let size = line(&mut self.stream)?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| broken("a chunk without a size"))?;
            self.left = Left::Chunk(size);
            if size == 0 {
                while !line(&mut self.stream)?.is_empty() {}
                self.left = Left::Bytes(0);
            }
        }
        let (left, is_chunk) = match &mut self.left {
            Left::UntilClosed => return self.stream.read(out),
            Left::Bytes(left) => (left, false),
            Left::Chunk(left) => (left, true),
        };
        let most = usize::try_from(*left).unwrap_or(usize::MAX).min(out.len());
        if most == 0 {
            // Reading nothing would still wait for something.
            return Ok(0);
        }
        let read = self.stream.read(&mut out[..most])?;
        if read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the body ends early"));
        }
        *left -= read as u64;
        if is_chunk && *left == 0 && !line(&mut self.stream)?.is_empty() {
            return Err(broken("a chunk that is longer than it says"));
        }
        Ok(read)
    }
}

/// The status and the headers of an answer.
fn head(stream: &mut impl BufRead) -> io::Result<(u16, Vec<(String, String)>)> {
    let first = line(stream)?;
    let status = first.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| broken(&format!("no status line: {first:?}")))?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            return Ok((status, headers));
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken(&format!("no header: {line:?}")))?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
}

/// A line without its end.
fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the connection was closed"));
    }
    line.strip_suffix("\r\n").map(str::to_owned).ok_or_else(|| broken(&format!("no CRLF after {line:?}")))
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// A path as it goes over the wire.
pub fn encode(path: &str) -> String {
    escape(path, b"/-._~")
}

/// As `encodeURIComponent` of JavaScript.
pub fn encode_component(text: &str) -> String {
    escape(text, b"-_.!~*'()")
}

fn escape(text: &str, plain: &[u8]) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
