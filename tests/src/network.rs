//! A network of a test's own: this computer's loopback and nothing else, until the test says who is there. Names are looked up at
//! a server that says what it is told to, and addresses may lead nowhere. A test runs in it as a whole, with everything it
//! starts, as the owner of an unshared network; nothing of it is seen outside.

use std::{
    cell::Cell,
    collections::HashMap,
    net::{IpAddr, UdpSocket},
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use crate::{drill::with_fake_gateway, home::Home};

/// Says to the test's own program that it is within.
const WITHIN: &str = "CLAWTENDER_TEST_OWN_NETWORK";
/// An address to which nothing leads that answers: what is sent there is dropped.
pub const BLACK_HOLE: &str = "192.0.2.1";
/// An address to which there is no way.
pub const NO_WAY: &str = "198.51.100.1";

/// What the name server says of a name.
#[derive(Clone, Debug)]
pub enum Name {
    /// These addresses.
    Is(Vec<IpAddr>),
    /// There is no such name.
    Unknown,
    /// It cannot say (SERVFAIL).
    Fails,
    /// Nothing.
    Silent,
}

/// The network that the test runs in.
pub struct Network {
    names: Arc<Mutex<HashMap<String, Name>>>,
    leads_out: Cell<bool>,
}

/// Runs `test` in a network of its own. `name` is that of the test that calls this, with its module: the program runs it once
/// more, within.
pub fn alone(name: &str, test: impl FnOnce(&Network)) {
    if std::env::var_os(WITHIN).is_some() {
        return test(&Network::set_up());
    }
    let mut within = Command::new("unshare");
    within.args(["--net", "--mount", "--map-root-user"]).arg(std::env::current_exe().unwrap());
    let status = within.args(["--exact", name, "--nocapture", "--test-threads=1"]).env(WITHIN, "1").status().unwrap();
    assert!(status.success(), "{name} failed in its own network: {status}");
}

impl Network {
    fn set_up() -> Network {
        let network = Network { names: Arc::default(), leads_out: Cell::new(false) };
        ip(&["link", "set", "lo", "up"]);
        ip(&["route", "add", "unreachable", "198.51.100.0/24"]);
        instead_of("/etc/resolv.conf", "nameserver 127.0.0.1\n");
        instead_of("/etc/hosts", "127.0.0.1 localhost\n");
        instead_of("/etc/nsswitch.conf", "hosts: files dns\n");
        let socket = UdpSocket::bind("127.0.0.1:53").unwrap();
        let names = Arc::clone(&network.names);
        std::thread::spawn(move || {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                if let Some(answer) = answer(&question[..length], &names.lock().unwrap()) {
                    let _ = socket.send_to(&answer, from);
                }
            }
        });
        network
    }

    /// There is a way beyond this computer, over both families. Who is not on it does not answer.
    pub fn leads_out(&self) {
        if self.leads_out.replace(true) {
            return;
        }
        ip(&["route", "add", "default", "dev", "lo"]);
        ip(&["-6", "route", "add", "default", "dev", "lo"]);
    }

    /// From now on the name server says this of it.
    pub fn name(&self, name: &str, said: Name) {
        self.names.lock().unwrap().insert(name.to_owned(), said);
    }

    /// From now on this name has these addresses.
    pub fn at(&self, name: &str, addresses: &[&str]) {
        self.name(name, Name::Is(addresses.iter().map(|address| address.parse().unwrap()).collect()));
    }
}

/// A home in which the person has stopped the gateway, so that nothing but the ways is amiss.
pub fn home_without_gateway() -> Home {
    let home = Home::new();
    with_fake_gateway(&home);
    assert_eq!(home.json(&["gateway", "stop"])["ok"], true);
    home
}

/// Has the configuration name these providers, each with its address, and nobody else.
pub fn names(home: &Home, providers: &[(&str, &str)]) {
    let mut config = home.config();
    for (name, base) in providers {
        config["models"]["providers"][*name] = entry(base);
    }
    home.write_config(&config);
}

/// An entry of `models.providers` with this address.
pub fn entry(base: &str) -> Value {
    json!({ "baseUrl": base, "api": "openai-completions", "models": [] })
}

/// All evidence of a finding in one text.
pub fn evidence(finding: &Value) -> String {
    let seen = finding["evidence"].as_array().into_iter().flatten();
    seen.filter_map(|one| one["text"].as_str()).collect::<Vec<_>>().join("\n")
}

fn ip(arguments: &[&str]) {
    let output = Command::new("ip").args(arguments).output().unwrap();
    assert!(output.status.success(), "ip {arguments:?}: {output:?}");
}

/// Everybody within reads this in the place of a file of the system.
fn instead_of(file: &str, text: &str) {
    let own: PathBuf = std::env::temp_dir().join(format!("ct-{}{}", std::process::id(), file.replace('/', "-")));
    std::fs::write(&own, text).unwrap();
    let status = Command::new("mount").arg("--bind").arg(&own).arg(file).status().unwrap();
    let _ = std::fs::remove_file(own);
    assert!(status.success(), "{file} cannot be stood in for");
}

/// What a name server answers (RFC 1035); `None` where it says nothing.
fn answer(question: &[u8], names: &HashMap<String, Name>) -> Option<Vec<u8>> {
    let (mut at, mut labels) = (12, Vec::new());
    loop {
        let length = usize::from(*question.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        labels.push(String::from_utf8_lossy(question.get(at..at + length)?).to_lowercase());
        at += length;
    }
    let kind = u16::from_be_bytes([*question.get(at)?, *question.get(at + 1)?]);
    let asked = question.get(12..at + 4)?;
    let (code, records) = match names.get(&labels.join(".")) {
        None | Some(Name::Unknown) => (3, Vec::new()),
        Some(Name::Fails) => (2, Vec::new()),
        Some(Name::Silent) => return None,
        Some(Name::Is(addresses)) => {
            let octets = |address: &IpAddr| match (address, kind) {
                (IpAddr::V4(address), 1) => Some(address.octets().to_vec()),
                (IpAddr::V6(address), 28) => Some(address.octets().to_vec()),
                _ => None,
            };
            (0, addresses.iter().filter_map(octets).collect())
        }
    };
    let mut answer = question[..2].to_vec();
    answer.extend_from_slice(&[0x81, 0x80 | code, 0, 1, 0, u8::try_from(records.len()).unwrap(), 0, 0, 0, 0]);
    answer.extend_from_slice(asked);
    for record in records {
        // the name that was asked, of this kind, good for no time
        answer.extend_from_slice(&[0xc0, 12]);
        answer.extend_from_slice(&kind.to_be_bytes());
        answer.extend_from_slice(&[0, 1, 0, 0, 0, 0, 0, u8::try_from(record.len()).unwrap()]);
        answer.extend_from_slice(&record);
    }
    Some(answer)
}
