//! One connection after its handshake: requests with their answers, and the events in between.
//!
//! A task of its own keeps reading, so that pings are answered while nobody asks anything, and ends a connection that has
//! gone silent. Answers may come in any order; a request that nobody waits for any more is forgotten. Dropping the session
//! and every [`Requests`] of it closes the connection.

use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use clawtender_core::words::Phrase;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Error, Message},
};

use super::{
    endpoint::Wire,
    frames::{self, Event, Failure, Incoming, PAYLOAD_LIMIT, Request},
    handshake::gave,
};
use crate::clock;

pub(super) type Socket = WebSocketStream<Wire>;

/// Requests waiting to be sent, and events waiting to be read. Beyond it, events are dropped and counted.
const QUEUE: usize = 256;
/// How long the gateway may take to read a request off the line, and to hear that we leave.
const SENDING: Duration = Duration::from_secs(20);
const FAREWELL: Duration = Duration::from_secs(1);

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RpcError {
    /// The gateway said no.
    #[error("the gateway refused: {}", .0.message)]
    Refused(Box<Failure>),
    /// No answer within the deadline.
    #[error("the gateway did not answer in time")]
    TimedOut,
    /// The connection ended before the answer.
    #[error("the gateway closed the connection")]
    Closed,
    /// The request is larger than the gateway accepts.
    #[error("the request is too large")]
    TooLarge,
}

impl RpcError {
    /// The rest of a sentence for a person.
    pub fn words(&self) -> Phrase {
        match self {
            RpcError::Refused(no) => gave("refused", &no.message),
            RpcError::TimedOut => gave("late", ""),
            RpcError::Closed => gave("closed", ""),
            RpcError::TooLarge => gave("large", ""),
        }
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The gateway closed it, with this code if there was one: 1012 for a restart, 4001 for a new shared secret.
    Closed(Option<u16>),
    /// It said nothing for too long.
    Silent,
    /// It sent what is no WebSocket, or a frame too large to be read.
    Broken,
}

/// An open connection.
#[derive(Debug)]
pub struct Session {
    requests: Requests,
    events: mpsc::Receiver<Event>,
    dropped: Arc<AtomicU64>,
    ending: Arc<OnceLock<Ending>>,
}

/// The asking side of a connection. Clones ask over the same one.
#[derive(Clone, Debug)]
pub struct Requests {
    orders: mpsc::Sender<Order>,
    next: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Order {
    id: String,
    text: String,
    answer: oneshot::Sender<Result<Value, Box<Failure>>>,
}

impl Session {
    /// `silence` is how long the gateway may say nothing at all; it sends a `tick` at least every half of it.
    pub(super) fn over(socket: Socket, dropped: u64, silence: Option<Duration>) -> Session {
        let (orders, received) = mpsc::channel(QUEUE);
        let (tell, events) = mpsc::channel(QUEUE);
        let dropped = Arc::new(AtomicU64::new(dropped));
        let ending = Arc::new(OnceLock::new());
        let connection = Connection { socket, pending: HashMap::new(), tell, dropped: Arc::clone(&dropped), silence };
        let told = Arc::clone(&ending);
        tokio::spawn(async move {
            let mut connection = connection;
            let _ = told.set(connection.run(received).await);
            // the events end when this goes, so their end always finds the reason
        });
        let requests = Requests { orders, next: Arc::new(AtomicU64::new(2)) };
        Session { requests, events, dropped, ending }
    }

    /// Asks, and waits for the answer until `deadline` has passed.
    ///
    /// # Errors
    /// See [`RpcError`].
    pub async fn request(&self, method: &str, params: Value, deadline: Duration) -> Result<Value, RpcError> {
        self.requests.request(method, params, deadline).await
    }

    /// The asking side, to be handed on.
    pub fn requests(&self) -> Requests {
        self.requests.clone()
    }

    /// The next event; `None` once the connection has ended.
    pub async fn event(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// How many frames and events have been dropped so far.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// How it ended; asked once [`Session::event`] has said that it did.
    pub fn ending(&self) -> Ending {
        self.ending.get().copied().unwrap_or(Ending::Closed(None))
    }
}

impl Requests {
    /// Asks, and waits for the answer until `deadline` has passed.
    ///
    /// # Errors
    /// See [`RpcError`].
    pub async fn request(&self, method: &str, params: Value, deadline: Duration) -> Result<Value, RpcError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        let text = serde_json::to_string(&Request::new(&id, method, params)).map_err(|_| RpcError::TooLarge)?;
        if text.len() > PAYLOAD_LIMIT {
            return Err(RpcError::TooLarge);
        }
        let (answer, answered) = oneshot::channel();
        let exchange = async {
            self.orders.send(Order { id, text, answer }).await.map_err(|_| RpcError::Closed)?;
            answered.await.map_err(|_| RpcError::Closed)?.map_err(RpcError::Refused)
        };
        timeout(deadline, exchange).await.map_err(|_| RpcError::TimedOut)?
    }
}

struct Connection {
    socket: Socket,
    pending: HashMap<String, oneshot::Sender<Result<Value, Box<Failure>>>>,
    tell: mpsc::Sender<Event>,
    dropped: Arc<AtomicU64>,
    silence: Option<Duration>,
}

impl Connection {
    async fn run(&mut self, mut orders: mpsc::Receiver<Order>) -> Ending {
        let patience = self.silence.unwrap_or(Duration::from_hours(24 * 365));
        // put off with every frame, so it fires for a dead connection and costs a living one nothing
        let mut silence = std::pin::pin!(sleep(patience));
        loop {
            tokio::select! {
                order = orders.recv() => {
                    let Some(order) = order else {
                        // dropped; a gateway that has gone needs no farewell
                        let _ = timeout(FAREWELL, self.socket.close(None)).await;
                        return Ending::Closed(None);
                    };
                    match timeout(SENDING, self.send(order)).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => return ending(&error),
                        Err(_) => return Ending::Silent,
                    }
                }
                message = self.socket.next() => match message {
                    Some(Ok(Message::Close(close))) => return Ending::Closed(close.map(|frame| frame.code.into())),
                    Some(Ok(message)) => {
                        silence.as_mut().reset(clock::tick() + patience);
                        self.hear(&message);
                    }
                    Some(Err(error)) => return ending(&error),
                    None => return Ending::Closed(None),
                },
                () = &mut silence => return Ending::Silent,
            }
        }
    }

    async fn send(&mut self, order: Order) -> Result<(), Error> {
        self.pending.retain(|_, answer| !answer.is_closed());
        self.pending.insert(order.id, order.answer);
        self.socket.send(Message::text(order.text)).await
    }

    fn hear(&mut self, message: &Message) {
        let understood = match message {
            Message::Text(text) => frames::understand(text.as_bytes()),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return,
            Message::Binary(_) | Message::Frame(_) => None,
        };
        let kept = match understood {
            Some(Incoming::Res(response)) => {
                self.pending.remove(&response.id).is_some_and(|answer| answer.send(response.result()).is_ok())
            }
            Some(Incoming::Event(event)) => self.tell.try_send(event).is_ok(),
            None => false,
        };
        if !kept {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn ending(error: &Error) -> Ending {
    match error {
        Error::Capacity(_) | Error::Utf8(_) => Ending::Broken,
        Error::Protocol(problem) if !super::handshake::cut_off(problem) => Ending::Broken,
        _ => Ending::Closed(None),
    }
}
