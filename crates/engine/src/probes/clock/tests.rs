//! Against servers on this computer that say what they are told to. The ones that answer honestly and the ones that lie are
//! the same to a probe: it brings what was said.

use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, UdpSocket},
};

use super::*;
use crate::settings::{TimePage, TimeServer};

/// What becomes of a good answer, and what it is sent for.
type Change = Arc<dyn Fn(&mut Vec<u8>) + Send + Sync>;

fn seconds(ahead: i64) -> Change {
    Arc::new(move |packet: &mut Vec<u8>| {
        for at in [32, 40] {
            let there = i64::from(u32::from_be_bytes(packet[at..at + 4].try_into().unwrap())) + ahead;
            packet[at..at + 4].copy_from_slice(&u32::try_from(there).unwrap().to_be_bytes());
        }
    })
}

async fn server(change: Change) -> TimeServer {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut question = [0; 48];
        while let Ok((_, from)) = socket.recv_from(&mut question).await {
            answer(&socket, &question, from, &change).await;
        }
    });
    TimeServer { host: "127.0.0.1".into(), port }
}

async fn answer(socket: &UdpSocket, question: &[u8], from: SocketAddr, change: &Change) {
    let now = clock::now();
    let second = u32::try_from(now.as_second() + 2_208_988_800).unwrap();
    let fraction = u32::try_from((i64::from(now.subsec_nanosecond()) << 32) / 1_000_000_000).unwrap();
    let mut packet = vec![0; 48];
    (packet[0], packet[1]) = (4 << 3 | 4, 1);
    packet[24..32].copy_from_slice(&question[40..48]);
    for at in [32, 40] {
        packet[at..at + 4].copy_from_slice(&second.to_be_bytes());
        packet[at + 4..at + 8].copy_from_slice(&fraction.to_be_bytes());
    }
    change(&mut packet);
    socket.send_to(&packet, from).await.unwrap();
}

/// A web server that answers everything with these headers.
async fn page(headers: String) -> TimePage {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 2048];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(format!("HTTP/1.1 204 No Content\r\n{headers}\r\n\r\n").as_bytes()).await;
        }
    });
    format!("http://{at}/").parse().unwrap()
}

fn date(ahead: i64) -> String {
    let then = clock::now() + jiff::SignedDuration::from_secs(ahead);
    format!("Date: {}", jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&then).unwrap())
}

/// Whole seconds of the offset agreed on, by whom, and what each who told none said.
async fn heard(servers: &[TimeServer], https: &[TimePage]) -> (Option<(i64, Method, usize)>, Vec<String>) {
    let asked = settings::Clock { servers: servers.to_vec(), https: https.to_vec() };
    let clock = Clock::of(measure(&asked, nobody()).await);
    assert_eq!(clock.readings.iter().filter(|r| r.method == Method::Sntp).count(), servers.len());
    let agreed = clock.agreed.map(|agreed| {
        let millis = i64::try_from(agreed.offset.as_millis()).unwrap();
        ((millis + millis.signum() * 500) / 1_000, agreed.method, agreed.count)
    });
    let said = |reading: &Reading| match &reading.said {
        Answer::Time(_) => None,
        Answer::Nothing(why) => Some(why.to_string()),
    };
    (agreed, clock.readings.iter().filter_map(said).collect())
}

#[tokio::test]
async fn several_servers_are_asked_at_once_and_a_majority_is_believed() {
    let (honest, other, liar, silent) =
        (server(seconds(0)).await, server(seconds(0)).await, server(seconds(200)).await, dead().await);
    assert_eq!(heard(&[honest.clone(), other, liar.clone()], &[]).await.0, Some((0, Method::Sntp, 2)));
    // a liar that is ahead makes this computer look behind
    assert_eq!(heard(std::slice::from_ref(&liar), &[]).await.0, Some((-200, Method::Sntp, 1)));
    assert_eq!(heard(&[honest.clone(), liar, server(seconds(3)).await], &[]).await.0, None);
    let (agreed, said) = heard(&[silent, honest], &[]).await;
    assert_eq!((agreed, said), (Some((0, Method::Sntp, 1)), vec!["nobody listens there".to_owned()]));
}

/// Where nobody listens.
async fn dead() -> TimeServer {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    TimeServer { host: "127.0.0.1".into(), port: socket.local_addr().unwrap().port() }
}

#[tokio::test]
async fn an_answer_to_another_question_is_not_listened_to_and_the_silent_are_not_waited_for_long() {
    let stranger = server(Arc::new(|packet: &mut Vec<u8>| packet[24] ^= 1)).await;
    let kiss = server(Arc::new(|packet: &mut Vec<u8>| {
        packet[1] = 0;
        packet[12..16].copy_from_slice(b"RATE");
    }))
    .await;
    let short = server(Arc::new(|packet: &mut Vec<u8>| packet.truncate(12))).await;
    let deaf = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let deaf_one = TimeServer { host: "127.0.0.1".into(), port: deaf.local_addr().unwrap().port() };
    let nowhere = "no-such-host.invalid".parse().unwrap();
    let (agreed, said) = heard(&[stranger, kiss, short, deaf_one, nowhere], &[]).await;
    assert_eq!(agreed, None);
    assert_eq!(
        said,
        [
            "what came was no answer to this question",
            "it asks to be left alone (RATE)",
            "its answer is no SNTP answer",
            "no answer in time",
            "its name leads to no address",
        ]
    );
}

#[tokio::test]
async fn web_servers_are_asked_where_time_servers_do_not_answer_or_contradict_each_other() {
    let (right, wrong) = (page(date(0)).await, page(date(70)).await);
    let (agreed, _) = heard(&[dead().await], std::slice::from_ref(&wrong)).await;
    assert!(matches!(agreed, Some((-71..=-69, Method::HttpDate, 1))), "{agreed:?}");
    let (honest, liar) = (server(seconds(0)).await, server(seconds(200)).await);
    assert_eq!(heard(&[honest.clone(), liar], &[right]).await.0, Some((0, Method::Sntp, 2)));
    // who agree already are not checked upon
    let asked = settings::Clock { servers: vec![honest], https: vec![wrong] };
    assert_eq!(measure(&asked, nobody()).await.len(), 1);
    let (agreed, said) = heard(&[], &[page("Age: 60\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT".into()).await]).await;
    assert_eq!(agreed, None);
    assert_eq!(said, ["its answer was kept somewhere on the way and is of another time"]);
}

#[tokio::test]
async fn nobody_is_asked_where_the_settings_name_nobody() {
    let others = async { vec![page(date(0)).await] };
    assert_eq!(measure(&settings::Clock { servers: Vec::new(), https: Vec::new() }, others).await, []);
}

#[tokio::test]
async fn a_server_that_stands_there_twice_is_asked_once() {
    let honest = server(seconds(0)).await;
    let asked = settings::Clock { servers: vec![honest.clone(), honest], https: Vec::new() };
    assert_eq!(measure(&asked, nobody()).await.len(), 1);
}

#[tokio::test]
async fn two_of_three_that_lie_alike_are_not_believed_where_web_servers_say_otherwise() {
    let liars = [server(seconds(200)).await, server(seconds(200)).await];
    let all = [&liars[..], &[server(seconds(0)).await]].concat();
    let right = [page(date(0)).await, page(date(0)).await];
    assert_eq!(heard(&all, &right).await.0, Some((0, Method::Sntp, 3)));
    // nobody else can be asked: more than half said so
    assert_eq!(heard(&all, &[]).await.0, Some((-200, Method::Sntp, 2)));
    // a liar of three about whom nothing would be told is not worth the question
    let well = [server(seconds(0)).await, server(seconds(0)).await, server(seconds(200)).await];
    let asked = settings::Clock { servers: well.to_vec(), https: right.to_vec() };
    assert_eq!(measure(&asked, nobody()).await.len(), 3);
}

#[tokio::test]
async fn those_who_run_the_models_are_asked_as_well_where_time_servers_do_not_answer() {
    let asked = settings::Clock { servers: vec![dead().await], https: vec![page(date(70)).await] };
    let providers = async { vec![page(date(0)).await, page(date(0)).await] };
    let clock = Clock::of(measure(&asked, providers).await);
    let agreed = clock.agreed.unwrap();
    assert_eq!((agreed.method, agreed.count, clock.readings.len()), (Method::HttpDate, 2, 4));
}

/// Whom the settings do not name.
fn nobody() -> impl Future<Output = Vec<TimePage>> {
    std::future::ready(Vec::new())
}
