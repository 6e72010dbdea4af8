//! The preview: a build that renders what the browser asks for, when it asks, and tells open pages when files change.
//!
//! What it answers for a path is what build would write there, before one script is put into pages. It listens on this
//! machine alone unless told otherwise, and takes every request for a stranger's. What it has to say it tells its
//! caller; it prints nothing.

mod answer;
mod bell;
mod body;
mod desk;
mod guard;
mod live;
mod range;

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_io_timeout::TimeoutStream;

use crate::edition::Press;
use answer::Found;
use body::Answer;
use desk::Desk;
pub use desk::{News, Teller};
use live::Showing;

/// How long a request may take to be said.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a reader may take nothing of an answer.
const STALLED: Duration = Duration::from_secs(30);

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 512;

/// How often an open page hears that the server is still there.
const PULSE: Duration = Duration::from_secs(15);

/// The port that is tried first, and how many after it.
const PORT: u16 = 4040;
const PORTS: u16 = 20;

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Place {
    /// A name or an address of this machine.
    pub host: String,
    /// `None` takes the first free port from 4040.
    pub port: Option<u16>,
}

/// A server that holds its port and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    host: String,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// Why it cannot be had, as a sentence that says what to do.
    pub fn bind(place: &Place) -> Result<Server, String> {
        let Place { host, port } = place;
        let ports = port.map_or(PORT..=PORT + PORTS, |port| port..=port);
        let mut taken = None;
        for port in ports {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            let addresses =
                (bare, port).to_socket_addrs().map_err(|error| format!("there is no host `{host}`: {error}"))?;
            match TcpListener::bind(&addresses.collect::<Vec<_>>()[..]) {
                Ok(listener) => {
                    let address = listener.local_addr().map_err(|error| error.to_string())?;
                    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
                    return Ok(Server { listener, address, host: host.clone() });
                }
                Err(error) => taken = Some((port, error)),
            }
        }
        let (port, error) = taken.unwrap_or((PORT, io::ErrorKind::AddrInUse.into()));
        Err(match error.kind() {
            io::ErrorKind::AddrInUse => {
                format!("port {port} of {host} is taken: end what uses it, or choose another with --port")
            }
            io::ErrorKind::PermissionDenied => {
                format!("port {port} of {host} is not for you: choose one above 1023 with --port")
            }
            _ => format!("port {port} of {host} cannot be used: {error}"),
        })
    }

    /// Whether other machines can reach it.
    pub fn is_public(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// The address of a path of the server.
    pub fn address(&self, path: &str) -> String {
        let host = match (self.address, self.address.ip().is_unspecified()) {
            // All addresses of the machine; this one a browser on it can open.
            (_, true) => "localhost".to_owned(),
            (SocketAddr::V6(address), _) if self.host.contains(':') => format!("[{}]", address.ip()),
            _ => self.host.clone(),
        };
        format!("http://{host}:{}{path}", self.address.port())
    }

    /// Answers until the program is told to end. `tell` hears what happens; `poll` looks at the files from time to time
    /// instead of watching them.
    ///
    /// # Errors
    /// Where the system does not let it answer.
    pub fn run(self, press: Press, poll: bool, tell: Teller) -> io::Result<()> {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(threads.max(2)).build()?;
        let (desk, showing) = Desk::open(press, Arc::clone(&tell));
        tell(News::Open(&showing.borrow().edition));
        let work = std::thread::spawn(move || desk.work(poll));
        let answered = runtime.block_on(async {
            tokio::select! {
                ended = self.listen(showing) => ended,
                () = interrupted() => Ok(()),
                // Better no preview than one that follows nothing any more.
                () = finished(&work) => Err(io::Error::other("a mistake of Offprint, which is told above; please report it")),
            }
        });
        // Readers that are still being answered are not waited for.
        runtime.shutdown_background();
        answered
    }

    async fn listen(self, showing: watch::Receiver<Arc<Showing>>) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let free = Arc::new(Semaphore::new(CONNECTIONS));
        let name: Arc<str> = self.host.into();
        loop {
            let Ok(place) = Arc::clone(&free).acquire_owned().await else { return Ok(()) };
            let (stream, _) = match listener.accept().await {
                Ok(accepted) => accepted,
                // The reader has gone again, or there are too many open files: both pass.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let _ = stream.set_nodelay(true);
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(STALLED));
            let (showing, name) = (showing.clone(), Arc::clone(&name));
            tokio::spawn(async move {
                let service = service_fn(|request| serve(request, showing.clone(), Arc::clone(&name)));
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .max_buf_size(2 * guard::LONGEST)
                    .serve_connection(TokioIo::new(Box::pin(stream)), service);
                // A reader that goes away is no error of ours.
                let _ = connection.await;
                drop(place);
            });
        }
    }
}

/// Waits until a thread has ended.
async fn finished(thread: &JoinHandle<()>) {
    while !thread.is_finished() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Waits until the program is told to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn serve(
    request: Request<Incoming>,
    showing: watch::Receiver<Arc<Showing>>,
    name: Arc<str>,
) -> Result<Response<Answer>, std::convert::Infallible> {
    let (head, _) = request.into_parts();
    if let Some(answer) = answer::early(&head, &name) {
        return Ok(answer);
    }
    if head.uri.path() == format!("{}events", live::FOLDER) {
        return Ok(events(head.uri.query().unwrap_or_default(), &head.method, showing));
    }
    let shown = Arc::clone(&showing.borrow());
    let rendered = tokio::task::spawn_blocking(move || answer::answer(&shown, head.uri.path(), &head.headers));
    Ok(rendered.await.unwrap_or_else(|_| {
        answer::plain(StatusCode::INTERNAL_SERVER_ERROR, "this page ended in a mistake of Offprint; please report it")
    }))
}

/// Tells a page what becomes of it, as long as it listens.
fn events(query: &str, method: &Method, mut showing: watch::Receiver<Arc<Showing>>) -> Response<Answer> {
    let mut answer = answer::empty(StatusCode::OK);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    if method == Method::HEAD {
        return answer;
    }
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap_or("/");
    let page = percent_decode_str(page).decode_utf8_lossy().into_owned();
    let (sender, receiver) = mpsc::channel(2);
    *answer.body_mut() = Answer::Events(receiver);
    tokio::spawn(async move {
        loop {
            let shown = Arc::clone(&showing.borrow_and_update());
            let page = page.clone();
            let Ok(message) = tokio::task::spawn_blocking(move || message(&shown, &page)).await else { return };
            if sender.send(message.into()).await.is_err() {
                return;
            }
            loop {
                tokio::select! {
                    changed = showing.changed() => {
                        if changed.is_err() {
                            return;
                        }
                        break;
                    }
                    () = tokio::time::sleep(PULSE) => {
                        if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                            return;
                        }
                    }
                    () = sender.closed() => return,
                }
            }
        }
    });
    answer
}

/// What the page at a path is told now.
fn message(showing: &Showing, path: &str) -> String {
    match answer::find(showing, path) {
        Found::Bytes(status, content, _) => showing.message(status, &content, &[]),
        Found::File(_) => showing.message(StatusCode::OK, b"", &[]),
        Found::Elsewhere(place) => showing.message(StatusCode::FOUND, place.as_bytes(), &[]),
        Found::Broken(problems) => {
            showing.message(StatusCode::INTERNAL_SERVER_ERROR, &answer::apology(&problems), &problems)
        }
    }
}
