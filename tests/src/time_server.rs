//! A time server that tells the time it is told to: SNTP over UDP on this computer, honest but for that.

use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Seconds between 1900 and 1970.
const EPOCH: u64 = 2_208_988_800;
/// Bytes of a question and of an answer.
const SIZE: usize = 48;

/// Ends with the test's process.
pub struct TimeServer {
    port: u16,
    asked: Arc<AtomicUsize>,
    ahead: Arc<AtomicI64>,
}

impl TimeServer {
    /// One whose clock is this far ahead of this computer's.
    pub fn ahead(seconds: i64) -> TimeServer {
        let clock = Arc::new(AtomicI64::new(seconds));
        let told = Arc::clone(&clock);
        let server = TimeServer::answering(move |packet| {
            let seconds = told.load(Ordering::SeqCst);
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            let now = now.checked_add(Duration::from_secs(EPOCH)).unwrap();
            let second = u32::try_from(now.as_secs().checked_add_signed(seconds).unwrap()).unwrap();
            let fraction = u32::try_from((u64::from(now.subsec_nanos()) << 32) / 1_000_000_000).unwrap();
            for at in [32, 40] {
                packet[at..at + 4].copy_from_slice(&second.to_be_bytes());
                packet[at + 4..at + 8].copy_from_slice(&fraction.to_be_bytes());
            }
            true
        });
        TimeServer { ahead: clock, ..server }
    }

    /// What sets this one's clock: for whoever asks it, the same as if their own were set.
    pub fn dial(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead)
    }

    /// One that hears every question and answers none.
    pub fn silent() -> TimeServer {
        TimeServer::answering(|_| false)
    }

    fn answering(time: impl Fn(&mut [u8; SIZE]) -> bool + Send + 'static) -> TimeServer {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            let mut question = [0; SIZE];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                count.fetch_add(1, Ordering::SeqCst);
                // version 4, a client's question: anything else is not ours
                if length != SIZE || question[0] != 0x23 {
                    continue;
                }
                let mut answer = [0; SIZE];
                (answer[0], answer[1]) = (0x24, 2);
                answer[24..32].copy_from_slice(&question[40..]);
                if time(&mut answer) {
                    let _ = socket.send_to(&answer, from);
                }
            }
        });
        TimeServer { port, asked, ahead: Arc::default() }
    }

    /// As it stands in the settings.
    pub fn name(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}
