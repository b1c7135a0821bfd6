//! The client side of the local socket: what every face uses that is not the engine's own process.

use anyhow::{Result, bail};
use clawtender_core::words::Phrase;
use secrecy::zeroize::{Zeroize, Zeroizing};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf};

use crate::{
    paths::Paths,
    platform,
    protocol::{Answer, Call, LINE_LIMIT, Message, Request},
};

/// A conversation with a running engine.
pub struct Connection {
    lines: Lines<ReadHalf<platform::Stream>>,
    writer: WriteHalf<platform::Stream>,
    calls: u64,
    spoken: bool,
}

impl Connection {
    /// Connects to the engine that runs, or says that none does.
    ///
    /// # Errors
    /// When something is there that does not let us in.
    pub async fn open(paths: &Paths) -> Result<Option<Connection>> {
        let stream = platform::connect(paths).await.map_err(|error| unheard("door", &error))?;
        Ok(stream.map(|stream| {
            let (reader, writer) = tokio::io::split(stream);
            Connection { lines: Lines::new(reader), writer, calls: 0, spoken: false }
        }))
    }

    /// From here on, answers are for a person's eyes: in the language that the faces speak.
    #[must_use]
    pub fn spoken(self) -> Connection {
        Connection { spoken: true, ..self }
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// When the engine ends before it answers, or answers what this version does not understand.
    pub async fn ask(&mut self, request: Request) -> Result<Answer> {
        self.calls += 1;
        let id = self.calls;
        // it may hold what a person has just typed
        let mut line = Zeroizing::new(serde_json::to_vec(&Call { id, spoken: self.spoken, request })?);
        line.push(b'\n');
        self.writer.write_all(&line).await.map_err(|_| unheard("ended", ""))?;
        loop {
            match self.next().await? {
                None => bail!(unheard("ended", "")),
                Some(Message::Answer { id: answered, answer }) if answered == id => return Ok(answer),
                Some(_) => {}
            }
        }
    }

    /// Subscribes: from here on the connection only listens. The present snapshot comes first.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub async fn subscribe(mut self) -> Result<Subscription> {
        match self.ask(Request::Subscribe).await? {
            Answer::Snapshot(snapshot) => {
                Ok(Subscription { first: Some(Message::Snapshot(snapshot)), connection: self })
            }
            _ => bail!(unheard("version", "")),
        }
    }

    /// Follows the gateway's output: from here on the connection only listens. The latest `lines` lines come first.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub async fn follow(mut self, lines: u64) -> Result<Subscription> {
        match self.ask(Request::Follow { lines }).await? {
            Answer::Written(written) => Ok(Subscription { first: Some(Message::Written(written)), connection: self }),
            Answer::Refused(why) => bail!(why),
            _ => bail!(unheard("version", "")),
        }
    }

    async fn next(&mut self) -> Result<Option<Message>> {
        match self.lines.next().await? {
            None => Ok(None),
            Some(line) => serde_json::from_slice(line).map(Some).map_err(|_| unheard("version", "").into()),
        }
    }
}

/// Why nothing was heard of the engine: a sentence for a person.
pub fn unheard(why: &'static str, detail: impl std::fmt::Display) -> Phrase {
    Phrase::new("engine-unheard", [("why", why.into()), ("detail", detail.to_string().into())])
}

/// What an error of these conversations says, in every language where it is a phrase of ours.
pub fn words(error: &anyhow::Error) -> Phrase {
    let english = format!("{error:#}");
    let known = error.downcast_ref::<Phrase>().cloned();
    // with something before or behind it, it is not all that is said
    known.filter(|known| **known == *english).unwrap_or_else(|| english.into())
}

/// A connection that only listens.
pub struct Subscription {
    first: Option<Message>,
    connection: Connection,
}

impl Subscription {
    /// What happened next; `None` when the engine has ended.
    ///
    /// # Errors
    /// When the engine says what this version does not understand.
    pub async fn next(&mut self) -> Result<Option<Message>> {
        match self.first.take() {
            Some(message) => Ok(Some(message)),
            None => self.connection.next().await,
        }
    }
}

/// Lines of at most [`LINE_LIMIT`] bytes. Safe to drop and ask again: nothing that was read is lost.
pub(crate) struct Lines<R> {
    reader: BufReader<R>,
    partial: Vec<u8>,
    whole: Vec<u8>,
}

impl<R: tokio::io::AsyncRead + Unpin> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Lines { reader: BufReader::new(reader), partial: Vec::new(), whole: Vec::new() }
    }

    /// The next line without its end; `None` at the end of the stream.
    ///
    /// # Errors
    /// When a line is longer than [`LINE_LIMIT`], or reading fails.
    pub(crate) async fn next(&mut self) -> Result<Option<&[u8]>> {
        self.whole.zeroize();
        let room = (LINE_LIMIT - self.partial.len()) as u64;
        (&mut self.reader).take(room).read_until(b'\n', &mut self.partial).await?;
        if self.partial.last() == Some(&b'\n') {
            self.partial.pop();
            std::mem::swap(&mut self.partial, &mut self.whole);
            self.partial.clear();
            return Ok(Some(&self.whole));
        }
        if self.partial.len() < LINE_LIMIT {
            return Ok(None); // the end; half a line is no line
        }
        bail!("a line on the local socket is longer than {LINE_LIMIT} bytes")
    }
}
