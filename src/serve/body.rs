//! Bodies of answers: bytes that are there, a part of a file that is read as it is sent, or events as they come.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::sync::mpsc::Receiver;

/// Bytes of a file that are in memory at a time.
const CHUNK: usize = 64 << 10;

/// The body of an answer.
#[derive(Debug)]
pub enum Answer {
    /// Bytes.
    Whole(Bytes),
    /// So many bytes of a file, from where it stands.
    Part(tokio::fs::File, u64),
    /// What comes, as long as somebody sends.
    Events(Receiver<Bytes>),
}

impl Answer {
    /// No bytes.
    pub fn empty() -> Answer {
        Answer::Whole(Bytes::new())
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Answer::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Answer::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Answer::Part(_, 0) => Poll::Ready(None),
            Answer::Part(file, left) => {
                let mut chunk = vec![0; CHUNK.min(usize::try_from(*left).unwrap_or(CHUNK))];
                let mut buffer = ReadBuf::new(&mut chunk);
                ready!(Pin::new(file).poll_read(context, &mut buffer))?;
                let read = buffer.filled().len();
                if read == 0 {
                    return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                }
                chunk.truncate(read);
                *left -= read as u64;
                Poll::Ready(Some(Ok(Frame::data(chunk.into()))))
            }
            Answer::Events(events) => events.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Answer::Whole(bytes) => bytes.is_empty(),
            Answer::Part(_, left) => *left == 0,
            Answer::Events(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Answer::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Answer::Part(_, left) => SizeHint::with_exact(*left),
            Answer::Events(_) => SizeHint::default(),
        }
    }
}
