//! The engine's end of the local socket. Every line is a question to the one engine; nothing is decided here.

use std::sync::Arc;

use anyhow::Result;
use clawtender_core::{snapshot::Snapshot, words::Phrase};
use tokio::{
    io::{AsyncWriteExt, WriteHalf},
    sync::mpsc,
};

use crate::{
    client::Lines,
    engine::Handle,
    platform,
    protocol::{Answer, Call, Message, Request, Written},
};

/// Messages that wait for a face that reads slowly before it is cut off.
const BACKLOG: usize = 256;

/// Serves faces until the engine ends. The listener is dropped with it.
pub(crate) async fn serve(mut listener: platform::Listener, handle: Handle) {
    loop {
        tokio::select! {
            () = handle.closed() => return,
            accepted = listener.accept() => match accepted {
                Ok(stream) => {
                    tokio::spawn(converse(stream, handle.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "the local socket did not accept a connection");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await; // out of handles: do not spin
                }
            },
        }
    }
}

async fn converse(stream: platform::Stream, handle: Handle) {
    let (reader, writer) = tokio::io::split(stream);
    let (outbox, messages) = mpsc::channel(BACKLOG);
    // output waits where it is kept anyway, not here: whoever reads slowly misses lines and learns how many
    let (output, written) = mpsc::channel(1);
    let writing = tokio::spawn(write(writer, messages, written));
    let mut lines = Lines::new(reader);
    let (mut following, mut reading) = (None, None);
    let mut conversations = Vec::new();
    loop {
        let line = tokio::select! {
            () = outbox.closed() => break,
            line = lines.next() => line,
        };
        match line {
            Ok(Some(line)) => match serde_json::from_slice::<Call>(line) {
                Ok(Call { id, spoken, request: Request::Subscribe }) => {
                    let follow = follow(id, spoken, handle.clone(), outbox.clone());
                    if let Some(earlier) = following.replace(tokio::spawn(follow)) {
                        earlier.abort();
                    }
                }
                Ok(Call { id, request: Request::Follow { lines }, .. }) => {
                    let read = pass_on(id, lines, handle.clone(), outbox.clone(), output.clone());
                    if let Some(earlier) = reading.replace(tokio::spawn(read)) {
                        earlier.abort();
                    }
                }
                Ok(call) => {
                    let conversation = call.request.is_conversation();
                    let answering = tokio::spawn(answer(call, handle.clone(), outbox.clone()));
                    if conversation {
                        conversations.push(answering);
                    }
                }
                Err(error) => {
                    // an unknown request of a newer face carries an id all the same
                    let Some(id) = id_of(line) else { break };
                    let why = Phrase::new("unknown-request", [("why", error.to_string().into())]);
                    if outbox.send(Message::Answer { id, answer: Answer::Refused(why) }).await.is_err() {
                        break;
                    }
                }
            },
            Ok(None) => break,
            Err(error) => {
                tracing::warn!(%error, "a face was cut off");
                break;
            }
        }
    }
    // the engine sees by this that nobody waits any more
    for conversation in conversations {
        conversation.abort();
    }
    if let Some(following) = following {
        following.abort();
    }
    if let Some(reading) = reading {
        reading.abort();
    }
    drop((outbox, output, lines));
    let _ = writing.await;
    // a window is answered on several threads, each of which would keep what it took
    platform::give_back_memory();
}

async fn answer(call: Call, handle: Handle, outbox: mpsc::Sender<Message>) {
    let mut answer = handle.ask(call.request).await;
    if call.spoken {
        answer = answer.said_in(handle.snapshots().borrow().language);
    }
    let _ = outbox.send(Message::Answer { id: call.id, answer }).await;
}

async fn follow(id: u64, spoken: bool, handle: Handle, outbox: mpsc::Sender<Message>) {
    let mut snapshots = handle.snapshots();
    let mut events = handle.events();
    let shown = |snapshot: &Snapshot| Box::new(if spoken { snapshot.spoken() } else { snapshot.clone() });
    let present = Arc::clone(&snapshots.borrow_and_update());
    let first = Message::Answer { id, answer: Answer::Snapshot(shown(&present)) };
    if outbox.send(first).await.is_err() {
        return;
    }
    loop {
        let message = tokio::select! {
            changed = snapshots.changed() => {
                if changed.is_err() {
                    return;
                }
                let snapshot = Arc::clone(&snapshots.borrow_and_update());
                Message::Snapshot(shown(&snapshot))
            }
            event = events.recv() => match event {
                Ok(event) => Message::Event(event),
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => continue,
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            },
        };
        if outbox.send(message).await.is_err() {
            return;
        }
    }
}

/// Passes on what the gateway writes, from `lines` before its newest line on.
async fn pass_on(
    id: u64,
    lines: u64,
    handle: Handle,
    outbox: mpsc::Sender<Message>,
    output: mpsc::Sender<Message>,
) -> Option<()> {
    let mut newest = handle.written();
    let mut known = newest.borrow_and_update().saturating_sub(lines);
    let Answer::Written(first) = handle.ask(Request::Written { after: known }).await else { return None };
    known = last(&first);
    outbox.send(Message::Answer { id, answer: Answer::Written(first) }).await.ok()?;
    loop {
        newest.wait_for(|newest| *newest > known).await.ok()?;
        let room = output.reserve().await.ok()?;
        // asked for when there is room, so that nothing old waits
        let Answer::Written(written) = handle.ask(Request::Written { after: known }).await else { return None };
        known = last(&written);
        room.send(Message::Written(written));
    }
}

/// The number of the last line.
fn last(written: &Written) -> u64 {
    (written.first + written.lines.len() as u64).saturating_sub(1)
}

async fn write(
    mut writer: WriteHalf<platform::Stream>,
    mut messages: mpsc::Receiver<Message>,
    mut output: mpsc::Receiver<Message>,
) -> Result<()> {
    loop {
        let message = tokio::select! {
            Some(message) = messages.recv() => message,
            Some(message) = output.recv() => message,
            else => return Ok(()),
        };
        let mut line = serde_json::to_vec(&message)?;
        line.push(b'\n');
        writer.write_all(&line).await?;
    }
}

fn id_of(line: &[u8]) -> Option<u64> {
    serde_json::from_slice::<serde_json::Value>(line).ok()?.get("id")?.as_u64()
}
