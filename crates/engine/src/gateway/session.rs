//! One connection after its handshake: requests with their answers, and the events in between.
//!
//! A task of its own keeps reading, so that pings are answered while nobody asks anything. Answers may come in any order;
//! a request that nobody waits for any more is forgotten. Dropping the session closes the connection.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

use super::frames::{self, Event, Failure, Incoming, PAYLOAD_LIMIT, Request};

pub(super) type Socket = WebSocketStream<TcpStream>;

/// Requests waiting to be sent, and events waiting to be read. Beyond it, events are dropped and counted.
const QUEUE: usize = 256;

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RpcError {
    /// The gateway said no.
    #[error("the gateway refused: {}", .0.message)]
    Refused(Failure),
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

/// An open connection.
#[derive(Debug)]
pub struct Session {
    orders: mpsc::Sender<Order>,
    events: mpsc::Receiver<Event>,
    next: AtomicU64,
    dropped: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Order {
    id: String,
    text: String,
    answer: oneshot::Sender<Result<Value, Failure>>,
}

impl Session {
    pub(super) fn over(socket: Socket, dropped: u64) -> Session {
        let (orders, received) = mpsc::channel(QUEUE);
        let (tell, events) = mpsc::channel(QUEUE);
        let dropped = Arc::new(AtomicU64::new(dropped));
        let connection = Connection { socket, pending: HashMap::new(), tell, dropped: Arc::clone(&dropped) };
        tokio::spawn(connection.run(received));
        Session { orders, events, next: AtomicU64::new(2), dropped }
    }

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

    /// The next event; `None` once the connection has ended.
    pub async fn event(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// How many frames and events have been dropped so far.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

struct Connection {
    socket: Socket,
    pending: HashMap<String, oneshot::Sender<Result<Value, Failure>>>,
    tell: mpsc::Sender<Event>,
    dropped: Arc<AtomicU64>,
}

impl Connection {
    async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => {
                        self.pending.retain(|_, answer| !answer.is_closed());
                        self.pending.insert(order.id, order.answer);
                        if self.socket.send(Message::text(order.text)).await.is_err() {
                            return;
                        }
                    }
                    None => break,
                },
                message = self.socket.next() => match message {
                    Some(Ok(message)) => self.hear(&message),
                    Some(Err(_)) | None => return,
                },
            }
        }
        // the session was dropped; a gateway that has gone needs no farewell
        let _ = self.socket.close(None).await;
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
