//! A preview that runs: `offprint serve`, what it says, and what it answers.

use std::io::{self, BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Archive;
use super::http::{Answer, Closer, Connection, encode_component};

/// How long a start may take.
const START: Duration = Duration::from_secs(20);
/// How long anything else may take that is waited for.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked for.
const TICK: Duration = Duration::from_millis(5);

/// Looks until there is something to see.
pub fn eventually<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, look).unwrap_or_else(|| panic!("{what}: not within {} s", PATIENCE.as_secs()))
}

/// Looks until there is something to see or the time is over.
pub fn within<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        let found = look();
        if found.is_some() || Instant::now() > end {
            return found;
        }
        thread::sleep(TICK);
    }
}

/// A running `offprint serve`; dropping it ends it.
pub struct Server {
    child: Child,
    out: Text,
    err: Text,
    url: String,
    /// The archive lives as long as its server does.
    archive: Option<Archive>,
}

impl Server {
    /// Starts it on any free port.
    pub fn start(archive: &Archive) -> Server {
        Server::start_with(archive, &[])
    }

    /// Starts it on any free port, with more options.
    pub fn start_with(archive: &Archive, options: &[&str]) -> Server {
        let mut server = Server::run(archive.root(), &[&["--port", "0"], options].concat());
        server.archive = Some(archive.clone());
        server
    }

    /// Starts it with exactly these options.
    pub fn run(root: &Path, options: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.arg("serve").args(options).current_dir(root).env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let out = Text::of(child.stdout.take().unwrap());
        let err = Text::of(child.stderr.take().unwrap());
        let mut server = Server { child, out, err, url: String::new(), archive: None };
        let first = within(START, || match server.out.lines().into_iter().next() {
            None => server.child.try_wait().unwrap().map(|status| Err(format!("it ended with {status}"))),
            Some(line) => Some(Ok(line)),
        });
        let first = first.unwrap_or_else(|| Err("it said nothing for too long".into()));
        let first = first.unwrap_or_else(|why| panic!("no server: {why}\n{}", server.stderr()));
        let url = first.strip_prefix("Serving ").and_then(|rest| rest.split(' ').next());
        server.url = url.unwrap_or_else(|| panic!("not the first line of a server: {first}")).to_owned();
        server
    }

    /// The address of the first page.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The host with its port, as it stands in the address.
    pub fn host(&self) -> &str {
        self.url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("an address of http")
    }

    pub fn port(&self) -> u16 {
        self.host().rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("an address with a port")
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it printed so far.
    pub fn stdout(&self) -> String {
        self.out.text()
    }

    /// Everything that it told of problems so far.
    pub fn stderr(&self) -> String {
        self.err.text()
    }

    /// The complete lines that it printed so far.
    pub fn lines(&self) -> Vec<String> {
        self.out.lines()
    }

    /// A connection on which nothing was said yet.
    pub fn connect(&self) -> Connection {
        Connection::open(self.host()).unwrap_or_else(|error| panic!("no connection: {error}\n{}", self.stderr()))
    }

    /// The answer for a path, percent-encoded as it goes over the wire.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The answer to a method, with more header lines.
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = self.host();
        self.request(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"))
    }

    /// The answer to a request as it is.
    pub fn request(&self, raw: &str) -> Answer {
        let answer = self.try_request(raw);
        answer.unwrap_or_else(|error| panic!("{error} after {:?}\n{}", first_line(raw), self.stderr()))
    }

    /// The answer to a request as it is, which the server may refuse by closing the connection.
    pub fn try_request(&self, raw: &str) -> io::Result<Answer> {
        let mut connection = self.connect();
        connection.send(raw)?;
        connection.answer(raw.starts_with("HEAD "))
    }

    /// The body for a path, as `build` would write it.
    pub fn page(&self, path: &str) -> Vec<u8> {
        self.get(path).page()
    }

    /// Asks for a path until the answer is as it should be.
    pub fn until(&self, path: &str, is_right: impl Fn(&Answer) -> bool) -> Answer {
        let mut last = None;
        let found = within(PATIENCE, || {
            let answer = self.get(path);
            if is_right(&answer) {
                return Some(answer);
            }
            last = Some(answer);
            None
        });
        found.unwrap_or_else(|| {
            let last = last.expect("at least one answer");
            panic!("{path} stays {} with:\n{}\n{}{}", last.status, last.text(), self.stdout(), self.stderr())
        })
    }

    /// Asks for a path until the answer holds a text.
    pub fn until_has(&self, path: &str, part: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && answer.text().contains(part))
    }

    /// Asks for a path until the answer has a status.
    pub fn until_status(&self, path: &str, status: u16) -> Answer {
        self.until(path, |answer| answer.status == status)
    }

    /// What it tells a browser that shows the page of a path.
    pub fn events(&self, path: &str) -> Events {
        Events::open(self, path)
    }

    /// Sends it a signal by name.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// How it ended, if it does so in time.
    pub fn ended_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        within(limit, || self.child.try_wait().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn first_line(raw: &str) -> &str {
    raw.lines().next().unwrap_or_default()
}

/// What a process writes, gathered while it runs.
struct Text(Arc<Mutex<Vec<u8>>>);

impl Text {
    fn of(mut stream: impl Read + Send + 'static) -> Text {
        let text = Arc::new(Mutex::new(Vec::new()));
        let gathered = Arc::clone(&text);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                gathered.lock().unwrap().extend_from_slice(&buffer[..read]);
            }
        });
        Text(text)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    fn lines(&self) -> Vec<String> {
        self.text().split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }
}

/// The messages of an open event stream.
pub struct Events {
    messages: Receiver<Value>,
    pub head: Answer,
    _closer: Closer,
}

impl Events {
    fn open(server: &Server, path: &str) -> Events {
        let mut connection = server.connect();
        let closer = connection.closer().unwrap();
        let page = encode_component(path);
        let host = server.host();
        connection.send(format!("GET /.offprint/events?page={page} HTTP/1.1\r\nHost: {host}\r\n\r\n")).unwrap();
        let (head, body) = connection.stream().unwrap();
        let (sender, messages) = channel();
        thread::spawn(move || {
            for line in BufReader::new(body).lines().map_while(Result::ok) {
                // Comments keep the connection, and empty lines end a message of one line.
                let Some(data) = line.strip_prefix("data: ") else {
                    assert!(line.is_empty() || line.starts_with(':'), "neither data nor a comment: {line}");
                    continue;
                };
                let message = serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}"));
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Events { messages, head, _closer: closer }
    }

    /// The next message.
    pub fn next(&self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("a message in time")
    }

    /// The first message from here on that is as it should be.
    pub fn until(&self, is_right: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) if is_right(&message) => return message,
                Ok(message) => last = message,
                Err(_) => panic!("no such message in time; the last was {last:#}"),
            }
        }
    }
}
