//! Questions over TLS to the one certificate that is trusted, over a connection that is kept while the gateway keeps it.

use std::fmt;

use http_body_util::{BodyExt, Empty};
use hyper::{
    Request,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use tokio::sync::Mutex;

use super::{BODY_LIMIT, Unanswered, is_early};
use crate::gateway::{ConnectError, Endpoint};

type Kept = SendRequest<Empty<Bytes>>;

pub(super) struct Pinned {
    endpoint: Endpoint,
    kept: Mutex<Option<Kept>>,
}

impl fmt::Debug for Pinned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.endpoint.fmt(formatter)
    }
}

impl Pinned {
    pub(super) fn new(endpoint: Endpoint) -> Pinned {
        Pinned { endpoint, kept: Mutex::new(None) }
    }

    /// The status and the body, at most [`BODY_LIMIT`] bytes of it. It has no deadline of its own.
    pub(super) async fn fetch(&self, ipv6: bool, host: &str, path: &str) -> Result<(u16, Vec<u8>), Unanswered> {
        let mut kept = self.kept.lock().await;
        if let Some(open) = kept.take().filter(|open| !open.is_closed())
            && let Ok(answer) = self.over(open, host, path, &mut kept).await
        {
            return Ok(answer);
        }
        // none, or one that the gateway closed while it was idle
        let stream = self.endpoint.open(Some(ipv6)).await?;
        let (open, connection) = handshake(TokioIo::new(stream)).await.map_err(unanswered)?;
        tokio::spawn(connection);
        self.over(open, host, path, &mut kept).await
    }

    async fn over(
        &self,
        mut open: Kept,
        host: &str,
        path: &str,
        kept: &mut Option<Kept>,
    ) -> Result<(u16, Vec<u8>), Unanswered> {
        let request = Request::get(path).header("host", host).body(Empty::new()).map_err(|_| Unanswered::Foreign)?;
        open.ready().await.map_err(unanswered)?;
        let mut response = open.send_request(request).await.map_err(unanswered)?;
        let mut body = Vec::new();
        while let Some(frame) = response.frame().await {
            if let Ok(chunk) = frame.map_err(unanswered)?.into_data() {
                if body.len() + chunk.len() > BODY_LIMIT {
                    return Err(Unanswered::Foreign);
                }
                body.extend_from_slice(&chunk);
            }
        }
        *kept = Some(open);
        Ok((response.status().as_u16(), body))
    }
}

impl From<ConnectError> for Unanswered {
    fn from(error: ConnectError) -> Unanswered {
        match error {
            ConnectError::Refused => Unanswered::Refused,
            ConnectError::Foreign | ConnectError::Untrusted => Unanswered::Foreign,
            _ => Unanswered::Broken,
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "what `map_err` takes")]
fn unanswered(error: hyper::Error) -> Unanswered {
    if error.is_parse() && !is_early(&error) { Unanswered::Foreign } else { Unanswered::Broken }
}
