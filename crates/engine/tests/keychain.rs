//! The keychain against the real GNOME Keyring, on a session bus of its own.
//!
//! The bus is found through the environment, so each test runs in a process of its own that is told where its bus is: the
//! test starts itself again. Without `dbus-daemon` and `gnome-keyring-daemon` it says so and passes.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests start programs and watch the clock themselves"
)]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use clawtender_engine::keychain::{Entry, Keychain, KeychainError, SERVICE};
use secrecy::{ExposeSecret, SecretString};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const BUS_CONFIG: &str = concat!("--config-file=", env!("CARGO_MANIFEST_DIR"), "/../../tests/src/bus.conf");
/// Set for the process that is told where its bus is.
const INNER: &str = "CLAWTENDER_TEST_INNER";

/// Runs `body` in a process of its own, on a bus of its own and in a home of its own.
fn on_a_bus(name: &str, body: impl AsyncFnOnce()) {
    on(name, None, body);
}

fn on(name: &str, address: Option<&str>, body: impl AsyncFnOnce()) {
    if std::env::var_os(INNER).is_some() {
        return tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(body());
    }
    for needed in ["/usr/bin/dbus-daemon", "/usr/bin/gnome-keyring-daemon", "/usr/bin/secret-tool"] {
        if !Path::new(needed).exists() {
            return eprintln!("skipped: there is no {needed}");
        }
    }
    let mut bus = Command::new("dbus-daemon");
    bus.args([BUS_CONFIG, "--nofork", "--nopidfile", "--print-address=1"]).stdout(Stdio::piped());
    let mut bus = Ended(bus.stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let home = tempfile::tempdir().unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin"), (INNER, "1")])
        .env("DBUS_SESSION_BUS_ADDRESS", address.unwrap_or(line.trim()))
        .envs(["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"].map(|name| (name, home.path())))
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{name}: {status}");
}

/// A program that ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Ended {
    fn signal(&self, name: &str) {
        assert!(run("kill", &["-s", name, &self.0.id().to_string()], "").0);
    }
}

/// Whether the program ended well, and what it said.
fn run(program: &str, args: &[&str], input: &str) -> (bool, String) {
    let mut child = Command::new(program);
    let mut child =
        child.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The Secret Service, unlocked, as after a login.
fn keyring() -> Ended {
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon.args(["--foreground", "--unlock", "--components=secrets"]);
    let mut daemon = Ended(daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    daemon.0.stdin.take().unwrap().write_all(b"the password").unwrap();
    let begun = Instant::now();
    while !service(&["ReadAlias", "string:default"]).1.contains("/login") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the keyring did not come up");
        std::thread::sleep(Duration::from_millis(20));
    }
    daemon
}

/// As many people have it, who do not want to be asked.
async fn take_the_password_away() {
    let bus = zbus::Connection::session().await.unwrap();
    let (name, path) = (Some("org.freedesktop.secrets"), "/org/freedesktop/secrets");
    let interface = Some("org.freedesktop.Secret.Service");
    let opened = bus.call_method(name, path, interface, "OpenSession", &("plain", Value::from(""))).await.unwrap();
    let (_, session): (OwnedValue, OwnedObjectPath) = opened.body().deserialize().unwrap();
    let secret = |text: &str| (session.clone(), Vec::<u8>::new(), text.as_bytes().to_vec(), "text/plain");
    let login = ObjectPath::try_from("/org/freedesktop/secrets/collection/login").unwrap();
    let interface = Some("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface");
    let body = (login, secret("the password"), secret(""));
    bus.call_method(name, path, interface, "ChangeWithMasterPassword", &body).await.unwrap();
}

/// Calls the Secret Service from outside.
fn service(call: &[&str]) -> (bool, String) {
    let method = format!("org.freedesktop.Secret.Service.{}", call[0]);
    let fixed = ["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets", &method];
    run("dbus-send", &[&fixed, &call[1..]].concat(), "")
}

fn lock() {
    let (locked, said) = service(&["Lock", "array:objpath:/org/freedesktop/secrets/collection/login"]);
    assert!(locked && said.contains("login"), "{said}");
}

/// Stores a secret as another program would.
fn stored_elsewhere(attributes: &[&str], secret: &str) {
    assert!(run("secret-tool", &[&["store", "--label=other"], attributes].concat(), secret).0);
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn read(entry: &Entry) -> Result<Option<String>, KeychainError> {
    Ok(Keychain::system().read(entry).await?.map(|secret| secret.expose_secret().to_owned()))
}

#[test]
fn a_secret_is_kept_read_replaced_and_deleted() {
    on_a_bus("a_secret_is_kept_read_replaced_and_deleted", async || {
        let _keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        assert_eq!(read(&entry).await, Ok(None));
        assert_eq!(keychain.delete(&entry).await, Ok(false));
        for text in ["sk-one", "sk-two ünïcödé 🦞", "", &"x".repeat(100_000)] {
            keychain.write(&entry, &secret(text)).await.unwrap();
            assert!(read(&entry).await == Ok(Some(text.to_owned())), "a secret of {} bytes", text.len());
        }
        let one = ["search", "--all", "service", SERVICE, "username", "providers/test/apiKey"];
        let (_, said) = run("secret-tool", &one, "");
        assert_eq!(said.matches("label = Clawtender: providers/test/apiKey").count(), 1, "{said:.300}");
        assert_eq!(keychain.delete(&entry).await, Ok(true));
        assert_eq!(read(&entry).await, Ok(None));
    });
}

#[test]
fn many_are_read_at_once() {
    on_a_bus("many_are_read_at_once", async || {
        let _keyring = keyring();
        let keychain = Keychain::system();
        let entries: Vec<Entry> = (0..20).map(|number| Entry::new(format!("providers/p{number}/apiKey"))).collect();
        for (number, entry) in entries.iter().enumerate().step_by(2) {
            keychain.write(entry, &secret(&number.to_string())).await.unwrap();
        }
        let found = keychain.read_all(&entries, Duration::from_secs(5)).await;
        for (number, found) in found.into_iter().enumerate() {
            let expected = (number % 2 == 0).then(|| number.to_string());
            assert_eq!(found.unwrap().map(|secret| secret.expose_secret().to_owned()), expected);
        }
        stored_elsewhere(&["service", "somebody else", "username", "providers/x/apiKey"], "not ours");
        let mut even: Vec<String> = (0..20).step_by(2).map(|number| format!("providers/p{number}/apiKey")).collect();
        even.sort();
        assert_eq!(keychain.accounts().await.unwrap(), even);
        lock();
        assert_eq!(keychain.accounts().await, Err(KeychainError::Locked));
    });
}

#[test]
fn a_locked_keychain_is_locked_and_no_dialog_is_waited_for() {
    on_a_bus("a_locked_keychain_is_locked_and_no_dialog_is_waited_for", async || {
        let _keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        keychain.write(&entry, &secret("sk")).await.unwrap();
        lock();
        let begun = Instant::now();
        assert_eq!(read(&entry).await, Err(KeychainError::Locked));
        assert_eq!(read(&Entry::new("another")).await, Err(KeychainError::Locked));
        assert_eq!(keychain.write(&entry, &secret("new")).await, Err(KeychainError::Locked));
        assert_eq!(keychain.write(&Entry::new("another"), &secret("new")).await, Err(KeychainError::Locked));
        assert_eq!(keychain.delete(&entry).await, Err(KeychainError::Locked));
        // there is nobody on this bus who could show a dialog
        assert_eq!(keychain.unlock().await, Err(KeychainError::Denied));
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    });
}

#[test]
fn a_locked_keychain_without_a_password_is_simply_opened() {
    on_a_bus("a_locked_keychain_without_a_password_is_simply_opened", async || {
        let _keyring = keyring();
        take_the_password_away().await;
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        keychain.write(&entry, &secret("sk")).await.unwrap();
        lock();
        assert_eq!(read(&entry).await, Ok(Some("sk".into())));
        lock();
        keychain.write(&Entry::new("another"), &secret("new")).await.unwrap();
        lock();
        assert_eq!(keychain.unlock().await, Ok(()));
        assert_eq!(keychain.unlock().await, Ok(()), "what is open stays open");
    });
}

#[test]
fn the_person_is_asked_only_to_unlock_and_the_answer_is_waited_for() {
    on_a_bus("the_person_is_asked_only_to_unlock_and_the_answer_is_waited_for", async || {
        let Some(desk) = Desk::open() else { return eprintln!("skipped: there is no dialog to show") };
        let keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        keychain.write(&entry, &secret("sk")).await.unwrap();
        keychain.write(&Entry::new("another"), &secret("sk")).await.unwrap();
        lock();
        // a dialog could be shown, and is not
        assert_eq!(read(&entry).await, Err(KeychainError::Locked));
        assert!(!desk.shows_a_dialog());

        for (typed, expected) in [("Escape", Err(KeychainError::Denied)), ("the password", Ok(()))] {
            let asking = tokio::spawn({
                let keychain = keychain.clone();
                async move { keychain.unlock().await }
            });
            while !desk.shows_a_dialog() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            // whoever reads meanwhile does not wait for the person
            assert_eq!(read(&entry).await, Err(KeychainError::Locked));
            desk.answer(typed);
            assert_eq!(asking.await.unwrap(), expected, "{typed}");
        }
        assert_eq!(read(&entry).await, Ok(Some("sk".into())));

        lock();
        let asking = tokio::spawn({
            let keychain = keychain.clone();
            async move { keychain.unlock().await }
        });
        while !desk.shows_a_dialog() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        drop(keyring);
        let crashed = asking.await.unwrap();
        assert!(matches!(crashed, Err(KeychainError::NoStore(_))), "{crashed:?}");
    });
}

/// A screen on which the desktop's own dialogs come up, and somebody who types.
struct Desk {
    display: String,
    _prompter: Ended,
    _screen: Ended,
}

impl Desk {
    fn open() -> Option<Desk> {
        let prompter =
            ["/usr/libexec/gcr-prompter", "/usr/lib/gcr/gcr-prompter", "/usr/lib/x86_64-linux-gnu/gcr-prompter"];
        let prompter = prompter.into_iter().find(|path| Path::new(path).exists())?;
        if !["/usr/bin/Xvfb", "/usr/bin/xdotool"].into_iter().all(|needed| Path::new(needed).exists()) {
            return None;
        }
        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
        let mut screen = Ended(screen.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let mut number = String::new();
        BufReader::new(screen.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let mut prompter = Command::new(prompter);
        prompter.env("DISPLAY", &display).env("GDK_BACKEND", "x11").stdout(Stdio::null()).stderr(Stdio::null());
        let prompter = Ended(prompter.spawn().unwrap());
        let owned = ["org.freedesktop.DBus.NameHasOwner", "string:org.gnome.keyring.SystemPrompter"];
        let begun = Instant::now();
        let asked = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", owned[0], owned[1]];
        while !run("dbus-send", &asked, "").1.contains("true") {
            assert!(begun.elapsed() < Duration::from_secs(20), "the prompter did not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Desk { display, _prompter: prompter, _screen: screen })
    }

    fn shows_a_dialog(&self) -> bool {
        self.typist(&["search", "--onlyvisible", "--class", "gcr-prompter"])
    }

    /// Types the password, or presses Escape.
    fn answer(&self, typed: &str) {
        std::thread::sleep(Duration::from_millis(500)); // the dialog takes the keyboard after it has come up
        if typed == "Escape" {
            assert!(self.typist(&["key", "Escape"]));
        } else {
            assert!(self.typist(&["type", typed]) && self.typist(&["key", "Return"]));
        }
        let begun = Instant::now();
        while self.shows_a_dialog() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the dialog stays");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn typist(&self, args: &[&str]) -> bool {
        let mut xdotool = Command::new("xdotool");
        xdotool
            .args(args)
            .env("DISPLAY", &self.display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    }
}

#[test]
fn without_a_secret_service_it_says_so_and_finds_one_that_comes_later() {
    on_a_bus("without_a_secret_service_it_says_so_and_finds_one_that_comes_later", async || {
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        for _ in 0..3 {
            assert!(
                matches!(keychain.read(&entry).await, Err(KeychainError::NoStore(why)) if why.contains("Secret Service"))
            );
        }
        assert!(matches!(keychain.write(&entry, &secret("sk")).await, Err(KeychainError::NoStore(_))));
        assert!(matches!(keychain.unlock().await, Err(KeychainError::NoStore(_))));
        let keyring = keyring();
        keychain.write(&entry, &secret("sk")).await.unwrap();
        drop(keyring);
        assert!(matches!(keychain.read(&entry).await, Err(KeychainError::NoStore(_))));
        let _keyring = self::keyring();
        assert_eq!(keychain.read(&entry).await.unwrap().unwrap().expose_secret(), "sk");
    });
}

#[test]
fn without_a_bus_it_says_so() {
    on("without_a_bus_it_says_so", Some("unix:path=/nonexistent"), async || {
        assert!(
            matches!(read(&Entry::new("a")).await, Err(KeychainError::NoStore(why)) if why.contains("message bus"))
        );
    });
}

#[test]
fn a_service_without_a_keyring_has_to_be_set_up_first() {
    on_a_bus("a_service_without_a_keyring_has_to_be_set_up_first", async || {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]);
        let _daemon = Ended(daemon.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let begun = Instant::now();
        while !service(&["ReadAlias", "string:default"]).0 {
            assert!(begun.elapsed() < Duration::from_secs(20), "the keyring did not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        assert_eq!(read(&entry).await, Ok(None));
        let written = keychain.write(&entry, &secret("sk")).await;
        assert!(matches!(&written, Err(KeychainError::NoStore(why)) if why.contains("set up")), "{written:?}");
        // nobody could show the dialog in which its password is chosen
        assert_eq!(keychain.unlock().await, Err(KeychainError::Denied));
    });
}

#[test]
fn two_items_of_one_name_are_one_secret_only_if_they_agree() {
    on_a_bus("two_items_of_one_name_are_one_secret_only_if_they_agree", async || {
        let _keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        let name = ["service", SERVICE, "username", "providers/test/apiKey"];
        stored_elsewhere(&[&name[..], &["extra", "1"]].concat(), "sk");
        stored_elsewhere(&[&name[..], &["extra", "2"]].concat(), "sk");
        assert_eq!(read(&entry).await, Ok(Some("sk".into())));
        stored_elsewhere(&[&name[..], &["extra", "2"]].concat(), "other");
        assert_eq!(read(&entry).await, Err(KeychainError::Ambiguous { count: 2 }));
        keychain.write(&entry, &secret("new")).await.unwrap();
        assert_eq!(read(&entry).await, Ok(Some("new".into())));
        let (_, said) = run("secret-tool", &[&["search", "--all"], &name[..]].concat(), "");
        assert_eq!(said.matches("label = ").count(), 1, "{said}");

        stored_elsewhere(&[&name[..], &["extra", "3"]].concat(), "other");
        assert_eq!(keychain.delete(&entry).await, Ok(true));
        assert_eq!(read(&entry).await, Ok(None));
    });
}

#[test]
fn a_service_that_hangs_blocks_nobody_for_ever() {
    on_a_bus("a_service_that_hangs_blocks_nobody_for_ever", async || {
        let keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        keychain.write(&entry, &secret("sk")).await.unwrap();
        keyring.signal("STOP");
        let begun = Instant::now();
        let entries = [entry.clone(), entry.clone()];
        let soon = Duration::from_millis(300);
        for _ in 0..6 {
            let found = keychain.read_all(&entries, soon).await;
            assert!(found.iter().all(|found| matches!(found, Err(KeychainError::TimedOut))));
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        keyring.signal("CONT");
        assert_eq!(keychain.read(&entry).await.unwrap().unwrap().expose_secret(), "sk");
    });
}

#[test]
fn nothing_is_left_open_between_calls() {
    on_a_bus("nothing_is_left_open_between_calls", async || {
        let _keyring = keyring();
        let (keychain, entry) = (Keychain::system(), Entry::new("providers/test/apiKey"));
        keychain.write(&entry, &secret("sk")).await.unwrap();
        let connections = || {
            let call = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"];
            run("dbus-send", &[&["--session", "--print-reply"], &call[..]].concat(), "").1.matches("\":").count()
        };
        let begun = Instant::now();
        // the keyring's own and the one that asks
        while connections() > 2 {
            assert!(begun.elapsed() < Duration::from_secs(10), "{} connections to the bus are open", connections());
            std::thread::sleep(Duration::from_millis(20));
        }
        // whatever threads are left wake for nothing
        let wakes = || -> u64 {
            let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
            let own = std::fs::read_link("/proc/thread-self").unwrap();
            let others = threads.filter(|thread| Some(&*thread.file_name()) != own.file_name());
            let count = |text: String| {
                text.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
            };
            others.filter_map(|thread| count(std::fs::read_to_string(thread.path().join("status")).ok()?)).sum::<u64>()
        };
        let names = || -> Vec<String> {
            let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
            threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok()).collect()
        };
        loop {
            let before = wakes();
            std::thread::sleep(Duration::from_secs(2));
            if wakes() == before {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "something wakes in an idle process: {:?}", names());
        }
        assert!(!names().iter().any(|name| name == "keychain\n"), "{:?}", names());
    });
}
