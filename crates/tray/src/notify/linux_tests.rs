//! The notifier on a bus of its own: with a daemon made for the test, and with the real dunst.

use clawtender_core::{
    approval::{Decision, Kind},
    incident::{Button, Click, Notice},
};

use super::{
    stage::{ALL, Asked, Desk, Dunst, bus, connect, signal, there},
    *,
};
use crate::notify::{Clicked, Notifier, Order, Seen};

fn notifier(address: &str) -> Notifier {
    let address = address.to_owned();
    Notifier::on(async move { Screen::on(connect(&address).await).await })
}

fn bulletin(id: &str, message: &str) -> Bulletin {
    let decide = |label: &str, decision| Button {
        label: label.to_owned(),
        click: Click::Decide { kind: Kind::Device, id: id.to_owned(), decision },
    };
    Bulletin {
        id: id.to_owned(),
        title: "A <b>device</b> wants in".to_owned(),
        message: message.to_owned(),
        urgent: false,
        buttons: vec![decide("Approve", Decision::Approve), decide("Reject", Decision::Reject)],
        show: Place::Approvals(Some(id.to_owned())),
    }
}

fn raise(notifier: &Notifier, id: &str, message: &str) {
    notifier.tell(Order::Notice(Notice::Raise(bulletin(id, message))));
}

fn withdraw(notifier: &Notifier, id: &str) {
    notifier.tell(Order::Notice(Notice::Withdraw { id: id.to_owned() }));
}

fn decided(clicked: &Clicked) -> (&str, Decision) {
    match &clicked.click {
        Click::Decide { id, decision, .. } => (id, *decision),
        other => panic!("{other:?}"),
    }
}

async fn seen(notifier: &mut Notifier) -> Seen {
    tokio::time::timeout(Duration::from_secs(20), notifier.next()).await.expect("nobody did anything")
}

async fn click(notifier: &mut Notifier) -> Clicked {
    match seen(notifier).await {
        Seen::Clicked(clicked) => clicked,
        other @ Seen::PutAway { .. } => panic!("{other:?}"),
    }
}

async fn put_away(notifier: &mut Notifier) -> String {
    match seen(notifier).await {
        Seen::PutAway { notice } => notice,
        other @ Seen::Clicked(_) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_notification_is_raised_pressed_replaced_and_withdrawn() {
    if !there(&["dbus-daemon"]) {
        return;
    }
    let (_bus, address) = bus();
    let mut desk = Desk::open(&address, ALL).await;
    let mut notifier = notifier(&address);
    raise(&notifier, "r1", "5 < 6 & <i>x</i>");
    let Asked::Notify { replaces, title, body, actions, urgency, lasts, id } = desk.asked().await else { panic!() };
    assert_eq!((replaces, urgency, lasts, id), (0, 1, -1, 1));
    // titles are never markup, bodies are
    assert_eq!(title, "A <b>device</b> wants in");
    assert_eq!(body, "5 &lt; 6 &amp; &lt;i&gt;x&lt;/i&gt;");
    assert_eq!([&actions[0], &actions[1], &actions[3], &actions[5]], ["default", "Show", "Approve", "Reject"]);

    // a stranger on the bus presses nothing
    let stranger = connect(&address).await;
    signal(&stranger, "ActionInvoked", &(1_u32, &actions[2])).await;
    desk.signal("ActivationToken", &(1_u32, "come-forward")).await;
    desk.signal("ActionInvoked", &(1_u32, &actions[4])).await;
    let clicked = click(&mut notifier).await;
    assert_eq!(decided(&clicked), ("r1", Decision::Reject));
    assert_eq!(clicked.token.as_deref(), Some("come-forward"));
    assert_eq!(desk.closed().await, 1);

    let urgent = Bulletin { urgent: true, buttons: Vec::new(), ..bulletin("u", "It does not serve.") };
    notifier.tell(Order::Notice(Notice::Raise(urgent.clone())));
    let Asked::Notify { urgency, lasts, id, .. } = desk.asked().await else { panic!() };
    assert_eq!((urgency, lasts, id), (1, 0, 2));
    notifier.tell(Order::Notice(Notice::Replace(Bulletin { message: "Still not.".to_owned(), ..urgent })));
    let Asked::Notify { replaces, .. } = desk.asked().await else { panic!() };
    assert_eq!(replaces, 2);
    desk.signal("ActionInvoked", &(2_u32, "default")).await;
    assert_eq!(click(&mut notifier).await.click, Click::Show);
    withdraw(&notifier, "u");
    assert_eq!(desk.closed().await, 2);
}

#[tokio::test]
async fn a_desktop_without_buttons_and_markup_gets_plain_words_that_say_where_to_go() {
    if !there(&["dbus-daemon"]) {
        return;
    }
    let (_bus, address) = bus();
    let mut desk = Desk::open(&address, &["body"]).await;
    let notifier = notifier(&address);
    raise(&notifier, "r1", "“a & b” wants in.");
    let Asked::Notify { body, actions, .. } = desk.asked().await else { panic!() };
    assert_eq!(body, "“a & b” wants in. Clawtender’s menu in the tray leads to the answer.");
    assert_eq!(actions, Vec::<String>::new());
}

#[tokio::test]
async fn a_daemon_that_comes_late_or_again_is_shown_what_still_stands_once() {
    if !there(&["dbus-daemon"]) {
        return;
    }
    let (_bus, address) = bus();
    let mut notifier = notifier(&address);
    raise(&notifier, "stays", "stays");
    raise(&notifier, "dismissed", "dismissed");
    let mut desk = Desk::open(&address, ALL).await;
    let mut ids = HashMap::new();
    while ids.len() < 2 {
        if let Asked::Notify { id, body, .. } = desk.asked().await {
            assert_eq!(ids.insert(body, id), None, "shown twice");
        }
    }
    desk.signal("NotificationClosed", &(ids["dismissed"], 2_u32)).await;
    assert_eq!(put_away(&mut notifier).await, "dismissed");
    // heard by the notifier before the daemon goes: signals of one sender come in order
    desk.signal("ActionInvoked", &(ids["stays"], "default")).await;
    click(&mut notifier).await;

    desk.bus.clone().close().await.unwrap();
    let mut desk = Desk::open(&address, ALL).await;
    let (id, keys) = desk.shown().await;
    desk.signal("ActionInvoked", &(id, &keys[1])).await;
    assert_eq!(decided(&click(&mut notifier).await), ("stays", Decision::Approve));
    assert_eq!(desk.closed().await, id);
    // and nothing else was shown: the next thing the daemon hears of is new
    raise(&notifier, "new", "x");
    assert_eq!(desk.shown().await.0, id + 1);
}

#[tokio::test]
async fn a_daemon_that_refuses_or_takes_its_time_holds_up_nobody() {
    if !there(&["dbus-daemon"]) {
        return;
    }
    let (_bus, address) = bus();
    let mut desk = Desk::open(&address, ALL).await;
    *desk.refuses.lock().unwrap() = true;
    let notifier = notifier(&address);
    raise(&notifier, "refused", "x");
    raise(&notifier, "waits", "x");
    // asked after the refusal: an order of ours is answered in turn
    let probe = Proxy::new(&desk.bus, SERVICE, OBJECT, SERVICE).await.unwrap();
    let _: Vec<String> = probe.call("GetCapabilities", &()).await.unwrap();

    desk.may_answer.forget_permits(1000);
    *desk.refuses.lock().unwrap() = false;
    raise(&notifier, "slow", "x");
    withdraw(&notifier, "slow");
    for count in 0..10_000 {
        raise(&notifier, "flood", &count.to_string());
    }
    raise(&notifier, "slow", "again");
    withdraw(&notifier, "slow");
    withdraw(&notifier, "waits");
    raise(&notifier, "last", "x");
    desk.may_answer.add_permits(1000);
    let mut on_screen: HashMap<u32, String> = HashMap::new();
    let mut count = 0;
    while on_screen.values().filter(|body| ["x", "9999"].contains(&body.as_str())).count() < 2 || on_screen.len() > 2 {
        count += 1;
        match desk.asked().await {
            Asked::Notify { id, body, .. } => drop(on_screen.insert(id, body)),
            Asked::Close(id) => drop(on_screen.remove(&id)),
        }
    }
    assert!(count < 12, "{count} questions for what was two notifications");
}

#[tokio::test]
async fn what_is_shown_goes_with_us() {
    if !there(&["dbus-daemon"]) {
        return;
    }
    let (_bus, address) = bus();
    let mut desk = Desk::open(&address, ALL).await;
    let notifier = notifier(&address);
    let outlives = notifier.orders();
    raise(&notifier, "a", "x");
    raise(&notifier, "b", "x");
    desk.shown().await;
    desk.shown().await;
    // the second one's answer is on its way: what is asked next is asked after it
    raise(&notifier, "c", "x");
    desk.shown().await;
    withdraw(&notifier, "c");
    desk.closed().await;
    notifier.end().await;
    assert_eq!(desk.closed().await + desk.closed().await, 3);
    drop(outlives);
}

#[tokio::test]
async fn with_the_real_dunst() {
    if !there(&["dbus-daemon", "Xvfb", "dunst", "dunstctl"]) {
        return;
    }
    let (_bus, address) = bus();
    let watcher = connect(&address).await;
    let dunst = Dunst::start(&address, &watcher).await;
    let mut notifier = notifier(&address);
    raise(&notifier, "r1", "one");
    dunst.displays(1).await;
    notifier.tell(Order::Notice(Notice::Replace(bulletin("r1", "one, again"))));
    raise(&notifier, "r2", "two");
    dunst.displays(2).await;
    withdraw(&notifier, "r2");
    dunst.displays(1).await;
    dunst.press("Approve").await;
    assert_eq!(decided(&click(&mut notifier).await), ("r1", Decision::Approve));
    dunst.displays(0).await;

    // put away by hand: that is told, and it stays away until its words change
    raise(&notifier, "r3", "three");
    dunst.displays(1).await;
    dunst.control(&["close-all"]).await;
    assert_eq!(put_away(&mut notifier).await, "r3");
    dunst.displays(0).await;
    raise(&notifier, "r3", "three");
    raise(&notifier, "r4", "four");
    dunst.displays(1).await;
    dunst.press("Reject").await;
    assert_eq!(decided(&click(&mut notifier).await), ("r4", Decision::Reject));

    raise(&notifier, "r5", "five");
    dunst.displays(1).await;
    notifier.end().await;
    dunst.displays(0).await;
}
