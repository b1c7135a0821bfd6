//! The real window, driven through the web view's own driver (W3C `WebDriver` over plain HTTP).

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    home::{Home, free_port},
    program, until,
};

/// What a request to the driver brought: `Err` holds the driver's own answer.
type Said = Result<Value, Value>;

/// Keys that write nothing.
pub mod key {
    /// Tab.
    pub const TAB: char = '\u{e004}';
    /// Enter.
    pub const ENTER: char = '\u{e007}';
    /// Escape.
    pub const ESCAPE: char = '\u{e00c}';
}

/// A window and the driver that opened it. Both end with the test.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Opens the window of this home with the given arguments and waits until its page is there.
    pub fn open(home: &Home, args: &[&str]) -> Browser {
        let options = json!({ "binary": program("clawtender-window"), "args": args });
        let browser = Browser::session(home, &json!({ "webkitgtk:browserOptions": options }));
        until("the page", || (!browser.text("h1").is_empty()).then_some(()));
        browser
    }

    /// Opens the web view's engine alone, at this address.
    pub fn engine(home: &Home, address: &str) -> Browser {
        let browser = Browser::session(home, &json!({}));
        browser.goes(address);
        // a script there looks at many states at once
        browser.ask("POST", "/timeouts", &json!({ "script": 120_000 })).unwrap();
        browser
    }

    fn session(home: &Home, wanted: &Value) -> Browser {
        let port = free_port();
        let driver = home
            .command("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut browser = Browser { driver, port, session: String::new() };
        until("the driver", || TcpStream::connect(("127.0.0.1", port)).ok());
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let session = browser.request("POST", "/session", &wanted).expect("the window does not open");
        session["sessionId"].as_str().expect("no session").clone_into(&mut browser.session);
        browser
    }

    /// Goes to this address.
    pub fn goes(&self, address: &str) {
        self.ask("POST", "/url", &json!({ "url": address })).unwrap_or_else(|why| panic!("{address}: {why}"));
    }

    /// Presses keys one after the other, as a keyboard does: characters, or those of [`key`].
    pub fn keys(&self, keys: &str) {
        let pressed = |key: char| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }));
        let actions: Vec<Value> = keys.chars().flat_map(pressed).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.ask("POST", "/actions", &body).unwrap_or_else(|why| panic!("{keys:?}: {why}"));
    }

    /// What a script in the page returns.
    pub fn run(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.ask("POST", "/execute/sync", &body).unwrap_or_else(|why| panic!("{script}: {why}"))
    }

    /// How many windows of this session there are.
    pub fn windows(&self) -> usize {
        let open = self.ask("GET", "/window/handles", &Value::Null).unwrap();
        open.as_array().map_or(0, Vec::len)
    }

    /// The text of the first element that fits, empty when there is none.
    pub fn text(&self, selector: &str) -> String {
        let body =
            json!({ "script": "return document.querySelector(arguments[0])?.innerText ?? ''", "args": [selector] });
        let text = self.ask("POST", "/execute/sync", &body);
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until the text of the first element that fits contains this.
    pub fn reads(&self, selector: &str, text: &str) {
        until(&format!("{selector} to read {text:?}"), || self.text(selector).contains(text).then_some(()));
    }

    /// Presses the button that says this, as soon as it can be pressed.
    pub fn press(&self, label: &str) {
        let xpath = format!("//button[normalize-space()='{label}' and not(@aria-disabled='true')]");
        self.click(&json!({ "using": "xpath", "value": xpath }), label);
    }

    /// Types into the first field that fits.
    pub fn types(&self, selector: &str, text: &str) {
        let wanted = json!({ "using": "css selector", "value": selector });
        let element = until(selector, || self.ask("POST", "/element", &wanted).ok());
        let id = element.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
        self.ask("POST", &format!("/element/{id}/value"), &json!({ "text": text })).unwrap();
    }

    /// Chooses what says this in the list of this name.
    pub fn chooses(&self, list: &str, option: &str) {
        let named = format!(
            "//select[@id = //label[normalize-space() = '{list}']/@for or ancestor::label/span[normalize-space() = '{list}']]"
        );
        let xpath = format!("{named}/option[normalize-space() = '{option}']");
        self.click(&json!({ "using": "xpath", "value": xpath }), option);
    }

    /// Clicks the first element that fits.
    pub fn unfold(&self, selector: &str) {
        self.click(&json!({ "using": "css selector", "value": selector }), selector);
    }

    fn click(&self, wanted: &Value, what: &str) {
        until(&format!("a click on {what:?}"), || {
            let element = self.ask("POST", "/element", wanted).ok()?;
            let id = element.as_object()?.values().next()?.as_str()?.to_owned();
            self.ask("POST", &format!("/element/{id}/click"), &json!({})).ok()
        });
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Said {
        self.request(method, &format!("/session/{}{path}", self.session), body)
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Said {
        let answer = exchange(self.port, method, path, body).map_err(|error| json!(error.to_string()))?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let value = serde_json::from_str::<Value>(body).unwrap_or_default()["value"].take();
        if head.split(' ').nth(1) == Some("200") { Ok(value) } else { Err(value) }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.request("DELETE", &format!("/session/{}", self.session), &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn exchange(port: u16, method: &str, path: &str, body: &Value) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(2)))?;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )?;
    read_answer(&mut stream)
}

/// The driver keeps the connection open whatever is asked, so the answer's own length counts.
fn read_answer(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut answer = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if length.is_some_and(|length| body.len() >= length) {
                return Ok(text.into_owned());
            }
        }
        match stream.read(&mut chunk)? {
            0 => return Ok(String::from_utf8_lossy(&answer).into_owned()),
            count => answer.extend_from_slice(&chunk[..count]),
        }
    }
}
