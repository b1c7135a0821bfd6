//! What tries to be more than text, in the real window: names, messages and lines of a log that are markup, scripts, turned around,
//! unseen or a megabyte long. The engine here is FAKED: it says what ui/fixtures/hostile.json has recorded.

use std::{path::Path, process::Stdio};

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
    node, until,
};

#[test]
fn hostile_text_is_text_on_every_page_and_the_window_goes_on() {
    let mut home = Home::bare();
    let _desktop = Desktop::start(&mut home);
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
    let socket = home.path("clawtender/run/engine.sock");
    std::fs::create_dir_all(socket.parent().unwrap()).unwrap();
    let mut engine = home.command(node());
    engine.arg(ui.join("scripts/fake-engine.mjs")).arg(&socket).arg(ui.join("fixtures/hostile.json"));
    let _engine = Program::start(engine.stdout(Stdio::null()));
    until("an engine", || socket.exists().then_some(()));
    let window = Browser::open(&home, &[]);

    let pages = [
        ("Overview", "h1", "onerror"),
        ("Doctor", "h1", "onerror"),
        ("Approvals", "h1", "Approvals"),
        ("Keys", ".item .title", "<script>alert(2)</script>"),
        ("Log", ".row-of:last-child .said", "a megabyte"),
        ("Settings", "h1", "Settings"),
    ];
    for (page, place, text) in pages {
        window.press(page);
        window.reads(place, text);
        window.run("for (const fold of document.querySelectorAll('details')) fold.open = true");
        let made = "return [...document.querySelectorAll('#app :is(script, img, svg[onload], iframe, style, u, b, a[href], [onerror], [onload])')].map((element) => element.outerHTML)";
        assert_eq!(window.run(made), serde_json::json!([]), "{page}");
        assert_eq!(window.run("return document.title"), "Clawtender", "{page}");
        let unseen = r"return /[\u200b\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u{e0000}-\u{e007f}]/u.test(document.body.textContent)";
        assert_eq!(window.run(unseen), false, "{page}");
        let long = window.run("return document.body.textContent.length").as_u64();
        assert!(long < Some(200_000), "{page}: {long:?} characters");
    }
    // the line is found, chosen and read to where it is cut
    window.press("Log");
    window.types("input[type=search]", "megabyte");
    window.unfold(".row-of");
    window.reads(".chosen-line", "more characters");
    window.press("Close");
    assert_eq!(window.windows(), 1);
}
