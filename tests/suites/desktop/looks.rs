//! The page in every recorded state, looked at in the engine that the window has: nothing is cut off however narrow it is and
//! whatever it speaks, no rule of accessibility is broken, and the keyboard leads everywhere.

use e2e::{
    browser::{Browser, key},
    desktop::Desktop,
    gallery::Gallery,
    home::Home,
    until,
};
use serde_json::{Value, json};

/// Widths in the page's own pixels: a wide window; the narrowest there is, which is also one of twice the width at 200 %; the
/// narrowest at 200 %.
const WIDTHS: [u32; 3] = [900, 420, 210];

/// German, a language of longer words than English, and English from right to left.
const LANGUAGES: [&str; 3] = ["de", "en-XA", "en-XB"];

/// What a frame of the gallery is asked from outside it.
const FRAME: &str = "
    const frame = document.querySelector('iframe') ?? document.body.appendChild(Object.assign(document.createElement('iframe'), { src: '/', style: 'border:0;height:900px;width:900px' }));
    const until = async (there) => { while (!there()) await new Promise((go) => setTimeout(go, 20)); };
    await until(() => frame.contentWindow.gallery);
    const { gallery } = frame.contentWindow;
    const wide = async (width) => {
        frame.style.width = `${width}px`;
        await until(() => frame.contentWindow.innerWidth === width);
    };";

struct Wall {
    window: Browser,
    _desktop: Desktop,
    _home: Home,
}

impl Wall {
    fn open(gallery: &Gallery) -> Wall {
        let mut home = Home::bare();
        let desktop = Desktop::without_host(&mut home);
        let window = Browser::engine(&home, &gallery.wall());
        Wall { window, _desktop: desktop, _home: home }
    }

    fn tell(&self, script: &str) -> Value {
        self.window.run(&format!("return (async () => {{ {FRAME} {script} }})()"))
    }

    fn list(&self, script: &str) -> Vec<String> {
        list(&self.tell(script))
    }
}

impl Wall {
    /// Every kind of finding, a few at a time: one answer takes no minute on a busy computer.
    fn findings(&self) -> Vec<Value> {
        self.list("return gallery.findings").chunks(20).map(|some| json!(some)).collect()
    }
}

fn list(value: &Value) -> Vec<String> {
    let list = value.as_array().unwrap_or_else(|| panic!("no list: {value}"));
    list.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn nothing_is_cut_off_in_any_state_width_or_language() {
    let gallery = Gallery::open();
    let wall = Wall::open(&gallery);
    let mut strays = Vec::new();
    for state in wall.list("return gallery.states") {
        // what looks the same as before is not looked at again
        let script = format!(
            "const seen = (window.seen ??= new Set()), strays = new Set();
             for (const language of {}) for (const page of gallery.pages) {{
                 await wide(900);
                 const looks = language + await gallery.show({{ state: {}, page, language }});
                 if (seen.has(looks)) continue;
                 seen.add(looks);
                 await gallery.unfold();
                 for (const width of {}) {{
                     await wide(width);
                     for (const stray of gallery.strays()) strays.add(`${{page}} in ${{language}} at ${{width}}: ${{stray}}`);
                 }}
             }}
             return [...strays]",
            json!(LANGUAGES),
            json!(state),
            json!(WIDTHS)
        );
        strays.extend(wall.list(&script).into_iter().map(|stray| format!("{state}, {stray}")));
    }
    // every kind of finding, where it is narrowest for the longest words
    for some in wall.findings() {
        let script = format!(
            "await wide(210);
             const strays = new Set();
             for (const state of {some}) {{
                 await gallery.show({{ state, page: 'doctor', language: 'en-XA' }});
                 await gallery.unfold();
                 for (const stray of gallery.strays()) strays.add(`${{state}}: ${{stray}}`);
             }}
             return [...strays]"
        );
        strays.extend(wall.list(&script));
    }
    assert!(strays.is_empty(), "{} strays\n{}", strays.len(), strays.join("\n"));
}

#[test]
fn no_rule_of_accessibility_is_broken_in_light_or_in_the_dark() {
    let gallery = Gallery::open();
    let wall = Wall::open(&gallery);
    let mut broken = Vec::new();
    for state in wall.list("return gallery.states") {
        let script = format!(
            "const seen = (window.seen ??= new Set()), broken = new Set();
             await wide(420);
             for (const page of gallery.pages) for (const scheme of ['light', 'dark']) {{
                 const looks = scheme + await gallery.show({{ state: {}, page, scheme }});
                 if (seen.has(looks)) continue;
                 seen.add(looks);
                 await gallery.unfold();
                 const only = scheme === 'dark' ? ['color-contrast'] : undefined;
                 for (const rule of await gallery.broken(only)) broken.add(`${{page}} in ${{scheme}}: ${{rule}}`);
             }}
             return [...broken]",
            json!(state)
        );
        broken.extend(wall.list(&script).into_iter().map(|rule| format!("{state}, {rule}")));
    }
    for some in wall.findings() {
        let script = format!(
            "await wide(420);
             const broken = new Set();
             for (const state of {some}) {{
                 await gallery.show({{ state, page: 'doctor', scheme: 'light' }});
                 await gallery.unfold();
                 for (const rule of await gallery.broken()) broken.add(`${{state}}: ${{rule}}`);
             }}
             return [...broken]"
        );
        broken.extend(wall.list(&script));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// One page of each kind.
const KINDS: [(&str, &str); 9] = [
    ("healthy", "overview"),
    ("broken-config", "doctor"),
    ("approvals", "approvals"),
    ("healthy", "keys"),
    ("healthy", "log"),
    ("odd-settings", "settings"),
    ("new-here", "overview"),
    ("sign-in-choice", "keys"),
    ("lost", "overview"),
];

/// Notes where the keyboard goes, and what is to be reached: everything that can be acted on, in the order in which it is written.
const TRAIL: &str = "
    const named = (element) => `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}”`;
    window.trail = [];
    document.addEventListener('focusin', ({ target }) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
        const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\\)$|transparent/.test(outlineColor);
        window.trail.push(named(target) + (seen ? '' : ' without an outline'));
    });
    const acted = document.querySelectorAll('button, a[href], input, select, textarea, summary, [tabindex=\"0\"]');
    const first = (radio) => radio.checked || !document.querySelector(`input[name=\"${radio.name}\"]:checked`) && document.querySelector(`input[name=\"${radio.name}\"]`) === radio;
    const folded = (element) => {
        const fold = element.parentElement.closest('details:not([open])');
        return fold !== null && (element.tagName !== 'SUMMARY' || element.parentElement !== fold || folded(fold));
    };
    return [...acted]
        .filter((element) => !folded(element))
        .filter((element) => element.tabIndex >= 0 && !element.disabled && element.getClientRects().length > 0)
        .filter((element) => element.type !== 'radio' || first(element))
        .map(named);";

#[test]
fn the_keyboard_leads_everywhere_in_order_is_seen_and_comes_back() {
    let gallery = Gallery::open();
    let mut home = Home::bare();
    let _desktop = Desktop::without_host(&mut home);
    let window = Browser::engine(&home, &gallery.wall());
    for (state, page) in KINDS {
        goes(&window, &gallery.shows(state, page));
        let mut wanted = list(&window.run(TRAIL));
        assert!(!wanted.is_empty(), "nothing can be done on {page} in {state}");
        window.keys(&key::TAB.to_string().repeat(wanted.len()));
        let trail = list(&window.run("return trail"));
        // where a page leads to its own title, one goes on from there
        let start = wanted.iter().position(|name| Some(name) == trail.first());
        wanted.rotate_left(start.unwrap_or_default());
        assert_eq!(trail, wanted, "{page} in {state}");
    }
    for (state, page, opens, keys, asks, comes_back_to) in DIALOGUES {
        goes(&window, &gallery.shows(state, page));
        let pressed = format!(
            "const wanted = [...document.querySelectorAll('button, [role=listbox]')].find((element) => (element.getAttribute('aria-label') ?? element.textContent).trim() === {}); wanted?.focus(); return wanted !== undefined",
            json!(opens)
        );
        assert_eq!(window.run(&pressed), true, "{opens} is not on {page} in {state}");
        window.keys(keys);
        until(&format!("{asks} on {page}"), || (!window.text(asks).is_empty()).then_some(()));
        window.keys(&key::ESCAPE.to_string());
        until(&format!("the end of {asks}"), || window.text(asks).is_empty().then_some(()));
        let here =
            "return (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()";
        until(&format!("the keyboard back on {comes_back_to}"), || (window.run(here) == comes_back_to).then_some(()));
    }
}

/// What asks before it does something: the state and its page, what opens it with which keys, what then stands there, and where
/// the keyboard is after Escape.
const DIALOGUES: [(&str, &str, &str, &str, &str, &str); 5] = [
    ("login-endangered", "doctor", "Start anyway", "\u{e007}", ".deed .step", "Start anyway"),
    ("approvals", "overview", "Restart", "\u{e007}", ".asked", "Restart"),
    ("broken-config", "doctor", "Issue text…", "\u{e007}", ".export", "Issue text…"),
    ("healthy", "keys", "Delete", "\u{e007}", ".fix .step", "Delete"),
    ("healthy", "log", "Gateway log", "\u{e011}\u{e004}", ".chosen-line", "Gateway log"),
];

fn goes(window: &Browser, address: &str) {
    window.goes(address);
    until("the page", || (!window.text("h1").is_empty()).then_some(()));
}
