//! Lines printed as things happen, by a thread of their own: a reader that stalls must not stall the supervision.

use std::{io, time::Duration};

use tokio::sync::{mpsc, oneshot};

use crate::output;

/// Lines that wait for a slow reader.
const WAITING: usize = 256;
/// How long the end waits for it.
const LAST_LINES: Duration = Duration::from_secs(1);

/// The reader has gone, or the lines cannot be written.
#[derive(Debug)]
pub(crate) struct Gone;

/// The way to standard output.
pub(crate) struct Tape {
    lines: mpsc::Sender<String>,
    end: oneshot::Receiver<io::Result<()>>,
}

impl Tape {
    pub(crate) fn start() -> io::Result<Tape> {
        let (lines, mut waiting) = mpsc::channel::<String>(WAITING);
        let (told, end) = oneshot::channel();
        std::thread::Builder::new().name("output".into()).spawn(move || {
            let mut written = Ok(());
            while let Some(mut line) = waiting.blocking_recv() {
                line.push('\n');
                written = output::write(line.as_bytes());
                if written.is_err() {
                    break;
                }
            }
            // whoever hands over lines learns it from the channel that is closed now
            drop(waiting);
            let _ = told.send(written);
        })?;
        Ok(Tape { lines, end })
    }

    /// Hands over a line; waits while too many are waiting.
    pub(crate) async fn line(&self, line: String) -> Result<(), Gone> {
        self.lines.send(line).await.map_err(|_| Gone)
    }

    /// Returns when nobody reads any more.
    pub(crate) async fn gone(&self) {
        self.lines.closed().await;
    }

    /// Lets what was handed over be written, unless the reader takes too long.
    ///
    /// # Errors
    /// When lines could not be written for another reason than that the reader had enough.
    pub(crate) async fn finish(self) -> io::Result<()> {
        drop(self.lines);
        match tokio::time::timeout(LAST_LINES, self.end).await {
            Ok(Ok(Err(error))) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}
