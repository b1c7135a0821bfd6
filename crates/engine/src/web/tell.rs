//! An order to a server on this computer whose answer takes its time: line by line, as it comes.

use std::time::Duration;

use clawtender_core::unreached::Unreached;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request,
    body::Bytes,
    client::conn::http1,
    header::{CONTENT_TYPE, HOST},
};
use hyper_util::rt::TokioIo;
use tokio::time::timeout_at;

use super::{BODY, Carried, Clear, Target, Web};
use crate::clock;

impl Web {
    /// Sends a JSON text, and hands on each line of the answer; of one that is longer than [`BODY`] only that much. Dropping the
    /// future ends the connection, by which such a server knows that nobody wants it any more.
    ///
    /// # Errors
    /// The layer at which it ended; [`Unreached::InTheClear`] for a server on another computer.
    pub(crate) async fn tell(
        &self,
        address: &str,
        text: String,
        within: Duration,
        mut line: impl FnMut(&[u8]) + Send,
    ) -> Result<u16, Unreached> {
        let target = Target::of(address, Clear::Never)?;
        if !target.local {
            return Err(Unreached::InTheClear);
        }
        let until = clock::tick() + within;
        let stream = self.reach(&target, until).await?;
        let authority = target.uri.authority().ok_or(Unreached::Address)?.as_str();
        let request = Request::builder().method(Method::POST).uri(target.uri.path());
        let request = request.header(HOST, authority).header(CONTENT_TYPE, "application/json");
        let request = request.body(Full::new(Bytes::from(text))).map_err(|_| Unreached::Address)?;
        let open = http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await;
        let (mut open, connection) = open.map_err(|_| Unreached::Http)?;
        let _carried = Carried(tokio::spawn(connection));
        let answer = timeout_at(until, open.send_request(request)).await.map_err(|_| Unreached::Silent)?;
        let (head, mut body) = answer.map_err(|_| Unreached::Http)?.into_parts();
        let mut kept = Vec::new();
        while let Some(frame) = timeout_at(until, body.frame()).await.map_err(|_| Unreached::Silent)? {
            let Ok(chunk) = frame.map_err(|_| Unreached::Body)?.into_data() else { continue };
            for byte in chunk {
                match byte {
                    b'\n' => line(&std::mem::take(&mut kept)),
                    _ if kept.len() < BODY => kept.push(byte),
                    _ => {}
                }
            }
        }
        if !kept.is_empty() {
            line(&kept);
        }
        Ok(head.status.as_u16())
    }
}
