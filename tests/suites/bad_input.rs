//! Whatever is broken, full, missing or hostile around it: a clear sentence, the right exit code, nothing lost, no panic and
//! no hang.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use e2e::{
    drill::{finding, message, only_root, passes, with_fake_gateway},
    home::{Home, roots},
    processes, program, until,
    watch::{Watch, pid},
};
use serde_json::Value;

/// The longest that a command which waits for no gateway may take on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// Runs `clawtender` and sees that it neither hangs nor panics, and speaks clearly where it could not do its work.
fn told(home: &Home, args: &[&str]) -> (i32, String) {
    judged(args, &mut home.command(program("clawtender")))
}

fn judged(args: &[&str], command: &mut Command) -> (i32, String) {
    let begun = Instant::now();
    let output = command.args(args).env_remove("CLAWTENDER_LOG").output().unwrap();
    assert!(begun.elapsed() < SOON, "{args:?} took {:?}", begun.elapsed());
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!said.contains("panicked"), "{args:?}: {said}");
    let code = output.status.code().unwrap_or_else(|| panic!("{args:?} was ended: {output:?}"));
    if code == 3 {
        let line = said.lines().last().unwrap_or_default();
        assert!(line.starts_with("clawtender: ") && line.ends_with('.'), "{args:?} did not say why: {output:?}");
    }
    (code, said)
}

/// Runs `clawtender` where the file system is not as usual: `prepare` is a shell line in a mount namespace of its own.
fn elsewhere(home: &Home, prepare: &str, args: &[&str]) -> (i32, String) {
    judged(args, &mut apart(home, prepare))
}

fn apart(home: &Home, prepare: &str) -> Command {
    let mut command = home.command("unshare");
    let script = format!("{prepare} && exec \"$0\" \"$@\"");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(program("clawtender"));
    command
}

fn script(home: &Home, name: &str, text: &str) -> String {
    let file = home.path("bin").join(name);
    fs::create_dir_all(home.path("bin")).unwrap();
    let _ = fs::remove_file(&file);
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file.to_string_lossy().into_owned()
}

fn commanded(home: &Home, program: &str) {
    home.settings(&format!("{{ gateway: {{ command: [{program:?}] }} }}"));
}

/// Makes something in the place of a file.
type Shape = fn(&Path);

#[test]
fn a_configuration_that_cannot_be_read_is_one_root_and_stays_as_it_is() {
    let shapes: [(&str, Shape); 7] = [
        ("a folder", |file| fs::create_dir(file).unwrap()),
        ("a link to nothing", |file| symlink("nowhere", file).unwrap()),
        ("a link to itself", |file| symlink(file, file).unwrap()),
        ("a pipe", |file| assert!(Command::new("mkfifo").arg(file).status().unwrap().success())),
        ("200 MB", |file| fs::File::create(file).unwrap().set_len(200 << 20).unwrap()),
        ("binary", |file| fs::write(file, (0..=255).cycle().take(5000).collect::<Vec<u8>>()).unwrap()),
        ("half written", |file| fs::write(file, "{ gateway: { mode: 'local', port: 1").unwrap()),
    ];
    for (what, make) in shapes {
        let home = Home::new();
        fs::remove_file(home.config_file()).unwrap();
        make(&home.config_file());
        let before = fs::symlink_metadata(home.config_file()).unwrap();
        let (code, said) = told(&home, &["doctor"]);
        assert_eq!(code, 1, "{what}: {said}");
        only_root(&home, "config-valid");
        assert_eq!(told(&home, &["status"]).0, 0, "{what}");
        let after = fs::symlink_metadata(home.config_file()).unwrap();
        assert_eq!((before.len(), before.file_type()), (after.len(), after.file_type()), "{what} was changed");
    }
}

#[test]
fn a_start_with_a_configuration_that_is_no_file_ends_soon_and_starts_nothing() {
    let shapes: [(&str, Shape); 3] = [
        ("a folder", |file| fs::create_dir(file).unwrap()),
        // a gateway that opens it waits for ever
        ("a pipe", |file| assert!(Command::new("mkfifo").arg(file).status().unwrap().success())),
        ("50 MB of nothing", |file| fs::File::create(file).unwrap().set_len(50 << 20).unwrap()),
    ];
    for (what, make) in shapes {
        let home = Home::new();
        fs::remove_file(home.config_file()).unwrap();
        make(&home.config_file());
        let (code, said) = told(&home, &["gateway", "start"]);
        assert_eq!(code, 3, "{what}: {said}");
        assert!(said.contains("configuration"), "{what}: {said}");
        assert_eq!(home.gateways(), Vec::<u32>::new(), "{what}");
        assert_eq!(roots(&home.json(&["doctor"])), ["config-valid"], "{what}");
    }

    // and it heals by itself
    let home = Home::new();
    with_fake_gateway(&home);
    fs::remove_file(home.config_file()).unwrap();
    assert!(Command::new("mkfifo").arg(home.config_file()).status().unwrap().success());
    let mut watch = home.watch();
    watch.phase("refused");
    home.write_config(&home.config());
    watch.phase("ready");
}

#[test]
fn a_port_that_is_none_is_told_with_its_place() {
    let home = Home::new();
    for port in ["0", "70000", "-1", "'abc'", "18789.5", "1e99", "null"] {
        home.write_config_text(&format!("{{\n  gateway: {{\n    mode: 'local',\n    port: {port},\n  }},\n}}\n"));
        let report = home.json(&["doctor"]);
        let found = finding(&report, "config-valid");
        assert!(message(&found).contains("openclaw.json:4:5") || port == "null", "{port}: {found:#}");
        assert_eq!(report["gateway"]["url"], "ws://127.0.0.1:18789", "{port}");
    }
}

#[test]
fn a_command_that_cannot_start_a_gateway_is_told_and_tried_no_further() {
    let home = Home::new();
    let plain = home.path("plain");
    fs::write(&plain, "").unwrap();
    let (folder, plain) = (home.path("bin").display().to_string(), plain.display().to_string());
    for (command, why) in [
        (folder.as_str(), "is a folder, not a program"),
        (plain.as_str(), "is not executable"),
        ("/nowhere/openclaw", "does not exist"),
        ("./openclaw", "a relative path"),
        ("no-such-openclaw", "is not in PATH"),
    ] {
        commanded(&home, command);
        assert_eq!(told(&home, &["gateway", "start"]).0, 3, "{command}");
        let found = only_root(&home, "gateway-installed");
        assert!(found["evidence"][0]["text"].as_str().unwrap().contains(why), "{command}: {found:#}");
    }
}

#[test]
fn a_node_that_hangs_or_talks_nonsense_holds_up_nobody() {
    let home = Home::new();
    for text in ["#!/bin/sh\nexec sleep 600\n", "#!/bin/sh\nhead -c 10000000 /dev/urandom\n", "#!/bin/sh\nexit 1\n"] {
        let node = script(&home, "node", text);
        commanded(&home, &node);
        assert_eq!(told(&home, &["status"]).0, 0, "{text}");
        home.settings("{}");
        assert_eq!(told(&home, &["doctor"]).0, 1, "{text}");
    }
}

#[test]
fn a_command_that_ends_at_once_is_a_crash_loop_and_not_a_hang() {
    let home = Home::new();
    let bad = script(&home, "bad", "#!/bin/sh\nprintf '\\033[31m\\377\\000 nonsense\\n' >&2\nexit 1\n");
    commanded(&home, &bad);
    let mut watch = home.watch();
    watch.phase("crash-looping");
    let found = only_root(&home, "gateway-stable");
    assert!(!found.to_string().contains("\\u001b"), "{found}");
    let (code, said) = told(&home, &["gateway", "start"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("ended at least 5 times"), "{said}");
}

#[test]
fn settings_that_do_not_count_are_told_with_their_place_and_the_rest_applies() {
    let home = Home::new();
    let text = "{\n  // mine\n  gateway: { port: 70000, mode: 'watch' },\n  bogus: 1,\n  clock: { https: 'yes' },\n}\n";
    home.settings(text);
    let (code, said) = told(&home, &["settings", "get"]);
    assert_eq!(code, 0, "{said}");
    for place in [":3:20: gateway.port", ":4:3: There is no setting bogus", ":5:19: clock.https"] {
        assert!(said.contains(place), "{place} is not in {said}");
    }
    let mode = home.clawtender(&["settings", "get", "gateway.mode"]);
    assert_eq!(String::from_utf8_lossy(&mode.stdout), "watch\n");

    for broken in ["{ gateway: { mode: 'watch'", "[]", "\0\u{1}"] {
        home.settings_as_they_are(broken);
        let (code, said) = told(&home, &["settings", "get"]);
        assert!(code == 0 && said.contains("settings.json5:1:"), "{broken:?}: {said}");
        let (code, said) = told(&home, &["settings", "set", "gateway.mode", "auto"]);
        assert!(code == 3 && said.contains("not changed"), "{broken:?}: {code} {said}");
        assert_eq!(fs::read_to_string(home.path("clawtender/settings.json5")).unwrap(), broken, "it was lost");
    }
    assert_eq!(told(&home, &["settings", "set", "gateway.mode", "sideways"]).0, 2);
    assert_eq!(told(&home, &["settings", "get", "no.such"]).0, 2);
    assert_eq!(told(&home, &["fly"]).0, 2);
}

#[test]
fn without_any_home_it_says_what_to_set() {
    let home = Home::bare();
    let mut nobody = Command::new("unshare");
    // a user that no list knows, with an environment that names no folder
    nobody.args(["--user", "--map-user=54321"]).arg(program("clawtender")).env_clear().env("PATH", "/usr/bin:/bin");
    let (code, said) = judged(&["status"], nobody.current_dir(home.path("")).stdin(Stdio::null()));
    assert!(code == 3 && said.contains("Set CLAWTENDER_HOME"), "{code} {said}");
}

#[test]
fn folders_that_cannot_be_written_are_named() {
    let mut home = Home::new();
    let (code, said) = told(&home, &["gateway", "status"]);
    assert_eq!(code, 0, "{said}");
    let read_only = format!("mount --bind {0} {0} && mount -o remount,ro,bind {0} && cd {0}", home.path("").display());
    let own = home.path("clawtender").display().to_string();
    for args in
        [&["status"][..], &["doctor"], &["gateway", "start"], &["watch"], &["settings", "set", "gateway.mode", "auto"]]
    {
        let (code, said) = elsewhere(&home, &read_only, args);
        assert!(code == 3 && said.to_lowercase().contains("read-only"), "{args:?}: {code} {said}");
        assert!(said.contains(&own) || args[0] == "settings", "{args:?} does not say where: {said}");
    }

    home.set("CLAWTENDER_HOME", home.config_file().display().to_string());
    let before = fs::read(home.config_file()).unwrap();
    for args in [&["status"][..], &["watch"], &["settings", "set", "gateway.mode", "auto"]] {
        let (code, said) = told(&home, args);
        assert!(code == 3 && said.contains("ot a directory"), "{args:?}: {code} {said}");
    }
    assert_eq!(fs::read(home.config_file()).unwrap(), before);
}

#[test]
fn a_full_disk_stops_neither_the_examination_nor_the_gateway() {
    let home = Home::new();
    fs::create_dir_all(home.path("clawtender")).unwrap();
    let own = home.path("clawtender").display().to_string();
    let full =
        format!("mount -t tmpfs -o size=64k tmpfs {own} && {{ cat /dev/zero > {own}/filler 2>/dev/null; true; }}");
    let (code, said) = elsewhere(&home, &full, &["doctor"]);
    assert_eq!(code, 1, "{said}");
    assert!(!said.contains("No space"), "{said}");

    let mut watch = Watch::start(apart(&home, &full));
    let gateway = pid(&watch.phase("ready"));
    assert_eq!(home.gateways(), [gateway]);
    watch.signal("INT");
    watch.ended();
    assert_eq!(home.gateways(), Vec::<u32>::new());
}

#[test]
fn what_it_wrote_itself_may_be_garbage() {
    let home = Home::new();
    let garbage: Vec<u8> = (0..=255).cycle().take(10 << 20).collect();
    let locks = home.path(".openclaw/tmp/openclaw-0");
    fs::create_dir_all(&locks).unwrap();
    fs::write(locks.join("gateway.state.lock"), &garbage).unwrap();
    for folder in ["state", "cache", "run", "logs"] {
        fs::create_dir_all(home.path("clawtender").join(folder)).unwrap();
    }
    let files = [
        "state/engine.json",
        "state/engine.lock",
        "state/incidents.json",
        "run/engine.lock",
        "run/engine.sock",
        "logs/gateway.stdout",
        "logs/gateway.log",
        "cache/config-validation.json",
        "cache/node-versions.json",
        "cache/login-path.json",
    ];
    for file in files {
        fs::write(home.path("clawtender").join(file), &garbage).unwrap();
    }
    assert_eq!(told(&home, &["status"]).0, 0);
    assert_eq!(roots(&home.json(&["doctor"])), ["gateway-running"]);
    with_fake_gateway(&home);
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, "gateway-running");
    assert_eq!(fs::read(locks.join("gateway.state.lock")).unwrap(), garbage, "that file is OpenClaw's");
}

#[test]
fn a_folder_in_the_place_of_the_socket_is_named() {
    let home = Home::new();
    fs::create_dir_all(home.path("clawtender/run/engine.sock/full")).unwrap();
    assert_eq!(told(&home, &["status"]).0, 0);
    let (code, said) = told(&home, &["watch"]);
    assert!(code == 3 && said.contains("clawtender/run"), "{code} {said}");
    assert!(home.path("clawtender/run/engine.sock/full").exists());
}

#[test]
fn a_hostile_gateway_writes_nothing_into_the_terminal() {
    let mut home = Home::new();
    let mut words = vec![b'x'; 10 << 20];
    words
        .extend_from_slice(b"\n\x1b[2J\x1b]0;title\x07\x9b31m\r\x08 red\n\xff\xfe\0 binary\nlast \xe2\x80\xae words\n");
    fs::write(home.path("words"), words).unwrap();
    home.set("FAKE_SAYS", home.path("words").display().to_string());
    with_fake_gateway(&home);
    let mut watch = home.watch();
    watch.phase("ready");
    let logs = || home.clawtender(&["gateway", "logs", "-n", "50"]);
    let plain = until("the gateway's last words", || {
        let output = logs();
        String::from_utf8_lossy(&output.stdout).contains("words").then_some(output)
    });
    let text = String::from_utf8(plain.stdout).unwrap();
    assert!(text.chars().all(|char| char == '\n' || !char.is_control()), "{text:?}");
    assert!(!text.contains('\u{202e}'), "the order of characters is reversed");
    let json = home.json(&["gateway", "logs"]);
    let lines: Vec<&str> = json.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(lines.iter().all(|line| !line.chars().any(char::is_control) && line.chars().count() <= 2000));
    // the supervisor is well, and has not swallowed what it was fed
    passes(&home, "gateway-running");
    assert!(resident_megabytes(watch.pid()) < 100, "{} MB", resident_megabytes(watch.pid()));
}

fn resident_megabytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn a_gateway_that_will_not_end_is_ended_by_the_second_stop() {
    let mut home = Home::new();
    home.set("FAKE_DEAF", "1");
    with_fake_gateway(&home);
    let mut watch = home.watch();
    let deaf = pid(&watch.phase("ready"));
    let mut first =
        home.command(program("clawtender")).args(["gateway", "stop"]).stdout(Stdio::null()).spawn().unwrap();
    watch.phase("stopping");
    assert!(first.try_wait().unwrap().is_none() && processes::alive(deaf), "it did not wait");

    let begun = Instant::now();
    let second = home.json(&["gateway", "stop"]);
    assert_eq!((&second["ok"], &second["phase"]), (&true.into(), &"stopped".into()), "{second}");
    assert!(begun.elapsed() < SOON && !processes::alive(deaf));
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_later_start_answers_whoever_waits_for_a_stop() {
    let mut home = Home::new();
    home.set("FAKE_DEAF", "1");
    with_fake_gateway(&home);
    let mut watch = home.watch();
    let deaf = pid(&watch.phase("ready"));
    let stop =
        home.command(program("clawtender")).args(["gateway", "stop", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    // an order has arrived when the person's wish is on disk
    let wanted = |wish: bool| {
        until("the person's wish", || {
            let record = fs::read(home.path("clawtender/state/engine.json")).ok()?;
            let record: Value = serde_json::from_slice(&record).ok()?;
            (record["wanted"] == wish).then_some(())
        });
    };
    wanted(false);
    let start = home
        .command(program("clawtender"))
        .args(["gateway", "start", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wanted(true);
    processes::signal(deaf, "KILL");
    let answer = |output: Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();
    let (stop, start) = (answer(stop.wait_with_output().unwrap()), answer(start.wait_with_output().unwrap()));
    assert_eq!(stop["ok"], false, "{stop}");
    assert_eq!((&start["ok"], &start["phase"]), (&true.into(), &"ready".into()), "{start}");
}

#[test]
fn an_interrupted_command_says_so_by_its_exit_code() {
    let home = Home::new();
    with_fake_gateway(&home);
    let mut watch = home.watch();
    watch.phase("ready");
    let mut follow = home.command(program("clawtender")).args(["gateway", "logs", "-f"]).spawn().unwrap();
    // it is there once it has something to be interrupted with
    until("the follower", || catches(follow.id(), 2).then_some(()));
    processes::signal(follow.id(), "INT");
    assert_eq!(follow.wait().unwrap().code(), Some(130));
    watch.signal("INT");
    assert_eq!(watch.ended().code(), Some(130));
}

/// Whether the process has taken it upon itself to hear this signal.
fn catches(pid: u32, signal: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
    u64::from_str_radix(caught.trim(), 16).is_ok_and(|caught| caught >> (signal - 1) & 1 == 1)
}
