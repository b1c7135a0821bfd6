//! The page cannot get out: whatever a script in it tries, that takes it nowhere, reaches nobody, and asks the window for nothing
//! that is not the page's to ask.

use std::{io::Read, net::TcpListener, time::Duration};

use e2e::{
    browser::Browser,
    desktop::{self, Desktop},
    home::Home,
};
use serde_json::json;

/// What a script tries and what comes of it: empty where nothing does. `there` is an address of this computer where somebody
/// listens, `far` one of another.
const ATTEMPTS: &[(&str, &str)] = &[
    ("to go elsewhere", "location.href = there; await later(); return location.host === page ? '' : location.href"),
    ("to go far away", "location.assign(far); await later(); return location.host === page ? '' : location.href"),
    (
        "to go to a file",
        "location.replace('file:///etc/hosts'); await later(); return location.host === page ? '' : location.href",
    ),
    (
        "to go to a page of its own making",
        "location.href = 'data:text/html,<h1>Clawtender'; await later(); return location.host === page ? '' : location.href",
    ),
    (
        "to run an address",
        "location.href = 'javascript:window.ran=1'; await later(); return window.ran ? 'it ran' : ''",
    ),
    (
        "to open a window",
        "const opened = window.open(there); await later(); return opened && !opened.closed ? 'it opened' : ''",
    ),
    (
        "to open an empty window",
        "const opened = window.open('about:blank'); await later(); return opened && !opened.closed ? 'it opened' : ''",
    ),
    (
        "to follow a link out",
        "add('a', { href: there }).click(); await later(); return location.host === page ? '' : location.href",
    ),
    (
        "to follow a link into a new window",
        "add('a', { href: there, target: '_blank' }).click(); await later(); return ''",
    ),
    (
        "to send a form",
        "add('form', { action: there, method: 'post' }).submit(); await later(); return location.host === page ? '' : location.href",
    ),
    ("to ask this computer", "return fetch(there).then(() => 'answered', () => '')"),
    ("to ask another computer", "return fetch(far).then(() => 'answered', () => '')"),
    ("to ask without an answer", "return fetch(there, { mode: 'no-cors' }).then(() => 'sent', () => '')"),
    (
        "to ask in the old way",
        "const ask = new XMLHttpRequest(); ask.open('GET', there); const said = new Promise((say) => ((ask.onload = () => say('answered')), (ask.onerror = () => say('')))); ask.send(); return said",
    ),
    ("to leave a word", "navigator.sendBeacon?.(there, 'word'); await later(); return ''"),
    (
        "to open a line",
        "try { const line = new WebSocket(there.replace('http', 'ws')); return await new Promise((say) => ((line.onopen = () => say('open')), (line.onerror = () => say('')))) } catch { return '' }",
    ),
    (
        "to show a picture from elsewhere",
        "return new Promise((say) => add('img', { src: there + 'a.png', onload: () => say('shown'), onerror: () => say('') }))",
    ),
    (
        "to show another page inside",
        "const inside = add('iframe', { src: there }); await later(); inside.remove(); return ''",
    ),
    (
        "to take a script from elsewhere",
        "return new Promise((say) => add('script', { src: there + 'a.js', onload: () => say('ran'), onerror: () => say('') }))",
    ),
    ("to take in a module from elsewhere", "return import(there + 'a.js').then(() => 'ran', () => '')"),
    (
        "to write a script",
        "add('script', { textContent: 'window.written = 1' }); await later(); return window.written ? 'it ran' : ''",
    ),
    (
        "to write a script into markup",
        "add('div', { innerHTML: '<img src=x onerror=\"window.marked=1\"><svg onload=\"window.marked=1\">' }); await later(); return window.marked ? 'it ran' : ''",
    ),
    ("to evaluate", "try { return String(eval('1 + 1')) } catch { return '' }"),
    ("to make a function", "try { return String(new Function('return 2')()) } catch { return '' }"),
    (
        "to work beside the page",
        "try { const beside = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); return await new Promise((say) => ((beside.onmessage = () => say('ran')), (beside.onerror = () => say('')))) } catch { return '' }",
    ),
    (
        "to dress itself",
        "add('style', { textContent: 'h1 { display: none }' }); await later(); return getComputedStyle(document.querySelector('h1')).display === 'none' ? 'it is dressed' : ''",
    ),
];

/// What the page may not ask the window: Tauri's own, and what nobody has made a command of.
const COMMANDS: &[&str] = &[
    "plugin:window|close",
    "plugin:window|create",
    "plugin:window|set_title",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:app|version",
    "plugin:event|emit",
    "plugin:event|listen",
    "plugin:path|resolve_directory",
    "plugin:resources|close",
    "plugin:menu|new",
    "plugin:tray|new",
    "plugin:image|from_path",
    "plugin:shell|execute",
    "plugin:fs|read_file",
    "plugin:opener|open_url",
    "quit",
    "run",
    "ask",
];

#[test]
fn a_script_in_the_page_leads_nowhere_reaches_nobody_and_asks_for_nothing_else() {
    let mut home = Home::bare();
    home.settings(super::NO_GATEWAY);
    let _desktop = Desktop::start(&mut home);
    let window = Browser::open(&home, &[]);
    window.reads("h1", "engine is not running");
    let somebody = TcpListener::bind("127.0.0.1:0").unwrap();
    somebody.set_nonblocking(true).unwrap();
    let there = format!("http://{}/", somebody.local_addr().unwrap());

    let prologue = format!(
        "const there = {}, far = 'https://192.0.2.1/', page = location.host;
         const later = () => new Promise((go) => setTimeout(go, 250));
         const add = (name, has) => document.body.appendChild(Object.assign(document.createElement(name), has));",
        json!(there)
    );
    let tried = |script: &str| window.run(&format!("{prologue} return (async () => {{ {script} }})()"));
    let here = window.run("return location.href");
    let mut came: Vec<String> = Vec::new();
    let mut note = |what: &str, of: String| {
        if !of.is_empty() {
            came.push(format!("{what}: {of}"));
        }
    };
    for (what, script) in ATTEMPTS {
        note(what, tried(script).as_str().map_or_else(|| "no answer".to_owned(), str::to_owned));
        note(what, asked(&somebody));
        assert_eq!(window.run("return location.href"), here, "{what}");
    }
    for command in COMMANDS {
        let script = format!(
            "return __TAURI_INTERNALS__.invoke({}, {{}}).then((said) => 'answered: ' + JSON.stringify(said), (why) => /not allowed|not found/i.test(why) ? '' : String(why))",
            json!(command)
        );
        note(command, tried(&script).as_str().map_or_else(|| "no answer".to_owned(), str::to_owned));
    }
    assert_eq!(came, Vec::<String>::new());

    // the same window is there, alone, and works
    assert_eq!(window.windows(), 1);
    assert_eq!(desktop::windows(&home).len(), 1);
    assert_eq!(
        tried("return __TAURI_INTERNALS__.invoke('about').then(({ version }) => version)"),
        env!("CARGO_PKG_VERSION")
    );
    window.press("Start Clawtender");
    window.press("Settings");
    window.reads("h1", "Settings");
}

/// What somebody was asked meanwhile. A line that is opened and left again asks nothing: `WebKit` does so when a link is pressed,
/// before it wants to know whether the link may be followed.
fn asked(somebody: &TcpListener) -> String {
    let mut words = String::new();
    while let Ok((mut line, _)) = somebody.accept() {
        line.set_nonblocking(false).unwrap();
        line.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        let _ = line.read_to_string(&mut words);
    }
    words.lines().next().map_or_else(String::new, |first| format!("somebody was asked: {first}"))
}
