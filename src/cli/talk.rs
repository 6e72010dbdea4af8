//! Talking with whoever sits at the terminal, question by question. Who is asked and where it is said comes from outside,
//! so that a conversation can be a test.

use std::io::{self, BufRead, Write};

/// Questions that are asked again for one answer, before it is taken for missing.
const TRIES: usize = 20;
/// The longest answer; whoever pastes a whole paper meant something else.
const LONGEST: u64 = 64 << 10;

/// Why a conversation ended early.
#[derive(Debug)]
pub enum Stop {
    /// There is no more to read.
    End,
    /// Nothing can be read or said any more.
    Failed(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failed(error)
    }
}

/// One side of a conversation.
pub struct Talk<'a, R, W> {
    input: &'a mut R,
    out: &'a mut W,
}

impl<'a, R: BufRead, W: Write> Talk<'a, R, W> {
    /// A conversation with whoever reads `out` and writes `input`.
    pub fn new(input: &'a mut R, out: &'a mut W) -> Talk<'a, R, W> {
        Talk { input, out }
    }

    /// Says something, below a question or before one.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {text}")
    }

    /// Asks, and reads a line.
    fn ask(&mut self, question: &str) -> Result<String, Stop> {
        write!(self.out, "{question}: ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        if io::Read::take(&mut *self.input, LONGEST).read_until(b'\n', &mut line)? == 0 {
            writeln!(self.out)?;
            return Err(Stop::End);
        }
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }

    /// Asks until the answer can be taken. An empty one is no answer.
    pub fn until<T>(&mut self, question: &str, take: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Stop> {
        for _ in 0..TRIES {
            let answer = self.ask(question)?;
            if answer.is_empty() {
                return Ok(None);
            }
            match take(&answer) {
                Ok(taken) => return Ok(Some(taken)),
                Err(why) => self.say(&why)?,
            }
        }
        Err(Stop::End)
    }

    /// The same, for what has to be answered.
    pub fn must<T>(&mut self, question: &str, why: &str, take: impl Fn(&str) -> Result<T, String>) -> Result<T, Stop> {
        for _ in 0..TRIES {
            match self.until(question, &take)? {
                Some(taken) => return Ok(taken),
                None => self.say(why)?,
            }
        }
        Err(Stop::End)
    }
}
