use clawtender_core::{
    approval::{Decision, Kind},
    incident::{Button, Place},
};

use super::*;

fn decide(id: &str, decision: Decision) -> Button {
    Button { label: format!("{decision:?}"), click: Click::Decide { kind: Kind::Device, id: id.to_owned(), decision } }
}

fn bulletin(id: &str, message: &str) -> Bulletin {
    Bulletin {
        id: id.to_owned(),
        title: "A device wants to connect".to_owned(),
        message: message.to_owned(),
        urgent: false,
        buttons: vec![decide(message, Decision::Approve), decide(message, Decision::Reject)],
        show: Place::Approvals(None),
    }
}

fn raise(board: &mut Board, id: &str, message: &str) {
    board.hear(Order::Notice(Notice::Raise(bulletin(id, message))));
}

fn withdraw(board: &mut Board, id: &str) {
    board.hear(Order::Notice(Notice::Withdraw { id: id.to_owned() }));
}

/// What the board has shown now.
fn asked(board: &mut Board) -> Show {
    match board.next() {
        Some(Deed::Show(show)) => show,
        other => panic!("{other:?}"),
    }
}

/// Has the next one shown under this number.
fn show(board: &mut Board, shown: u32) -> Show {
    let show = asked(board);
    let said = Said::Shown { id: show.bulletin.id.clone(), turn: show.turn, shown };
    assert_eq!(board.heard(said), None);
    show
}

fn press(board: &mut Board, shown: u32, key: &str) -> Option<Click> {
    match board.heard(Said::Pressed { shown, key: key.to_owned(), token: None })? {
        Seen::Clicked(clicked) => Some(clicked.click),
        other @ Seen::PutAway { .. } => panic!("{other:?}"),
    }
}

#[test]
fn what_was_refused_is_tried_again_and_what_is_shown_stays() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    show(&mut board, 7);
    raise(&mut board, "b", "two");
    let refused = asked(&mut board);
    assert!(!board.is_refused());
    board.heard(Said::Unshown { turn: refused.turn, why: "not allowed".to_owned() });
    assert!(board.is_refused() && board.next().is_none());
    board.try_again();
    let again = asked(&mut board);
    assert_eq!((again.bulletin.id.as_str(), again.replaces), ("b", None));
    assert_eq!(board.next(), None, "what is on the screen stays as it is");
}

#[test]
fn it_is_shown_replaced_in_its_place_and_taken_away() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    assert_eq!(show(&mut board, 7).replaces, None);
    assert_eq!(board.next(), None);
    raise(&mut board, "a", "one"); // nothing new
    assert_eq!(board.next(), None);
    board.hear(Order::Notice(Notice::Replace(bulletin("a", "two"))));
    let second = show(&mut board, 7);
    assert_eq!((second.replaces, second.bulletin.message.as_str()), (Some(7), "two"));
    withdraw(&mut board, "a");
    assert_eq!(board.next(), Some(Deed::Close(7)));
    assert_eq!(board.next(), None);
}

/// Its time is over.
fn expire(board: &mut Board, shown: u32) {
    assert_eq!(board.heard(Said::Closed { shown, put_away: false }), None);
}

fn put_away(board: &mut Board, shown: u32) -> Option<Seen> {
    board.heard(Said::Closed { shown, put_away: true })
}

#[test]
fn what_is_gone_stays_away_until_its_words_change() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    show(&mut board, 7);
    expire(&mut board, 7);
    raise(&mut board, "a", "one");
    board.heard(Said::Lost);
    board.heard(Said::Appeared);
    assert_eq!(board.next(), None);
    raise(&mut board, "a", "two");
    assert_eq!(show(&mut board, 8).replaces, None);
}

#[test]
fn what_the_person_puts_away_is_told_once_and_what_goes_by_itself_is_not() {
    let mut board = Board::default();
    let away = |id: &str| Some(Seen::PutAway { notice: id.to_owned() });
    raise(&mut board, "a", "one");
    raise(&mut board, "b", "one");
    show(&mut board, 7);
    show(&mut board, 8);
    expire(&mut board, 7);
    assert_eq!(put_away(&mut board, 8), away("b"));
    assert_eq!(put_away(&mut board, 8), None);
    assert_eq!(put_away(&mut board, 9), None, "nobody knows of it");
    // what closes because a button was pressed is a click and nothing else
    raise(&mut board, "c", "one");
    let third = show(&mut board, 10);
    assert!(press(&mut board, 10, &key(third.turn, 0)).is_some());
    assert_eq!(put_away(&mut board, 10), None);
    // nor is a remark anything that could come back
    board.hear(Order::Remark(bulletin("remark", "x")));
    while let Some(Deed::Close(_)) = board.next() {}
    let mut board = Board::default();
    board.hear(Order::Remark(bulletin("remark", "x")));
    show(&mut board, 11);
    assert_eq!(put_away(&mut board, 11), None);
}

#[test]
fn new_words_that_are_not_on_the_screen_yet_go_with_what_was_put_away() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    show(&mut board, 7);
    raise(&mut board, "a", "two");
    assert_eq!(put_away(&mut board, 7), Some(Seen::PutAway { notice: "a".to_owned() }));
    assert_eq!(board.next(), None);
    // those that the desktop has been asked for come, and are put away by themselves
    raise(&mut board, "b", "one");
    show(&mut board, 8);
    raise(&mut board, "b", "two");
    let second = asked(&mut board);
    assert_eq!(put_away(&mut board, 8), None);
    board.heard(Said::Shown { id: "b".to_owned(), turn: second.turn, shown: 9 });
    assert_eq!(put_away(&mut board, 9), Some(Seen::PutAway { notice: "b".to_owned() }));
}

#[test]
fn one_is_asked_for_at_a_time_and_a_flood_comes_down_to_the_latest_words() {
    let mut board = Board::default();
    raise(&mut board, "first", "x");
    let first = asked(&mut board);
    for count in 0..1000 {
        raise(&mut board, "flood", &count.to_string());
    }
    assert_eq!(board.next(), None);
    board.heard(Said::Shown { id: "first".to_owned(), turn: first.turn, shown: 1 });
    assert_eq!(show(&mut board, 2).bulletin.message, "999");
    assert_eq!(board.next(), None);
}

#[test]
fn no_more_than_a_few_stand_and_the_urgent_one_is_not_what_makes_room() {
    let mut board = Board::default();
    let mut urgent = bulletin("urgent", "x");
    urgent.urgent = true;
    board.hear(Order::Notice(Notice::Raise(urgent)));
    show(&mut board, 1);
    for count in 2..100 {
        raise(&mut board, &count.to_string(), "x");
        while let Some(deed) = board.next() {
            if let Deed::Show(show) = deed {
                board.heard(Said::Shown { id: show.bulletin.id, turn: show.turn, shown: count });
            }
        }
    }
    let on_screen = board.on_screen();
    assert_eq!(on_screen.len(), MOST);
    assert!(on_screen.contains(&1) && on_screen.contains(&99) && !on_screen.contains(&2), "{on_screen:?}");
    board.hear(Order::Clear);
    assert_eq!(std::iter::from_fn(|| board.next()).filter(|deed| matches!(deed, Deed::Close(_))).count(), MOST);
}

#[test]
fn a_button_means_what_stood_beside_it_when_it_was_read() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    let first = show(&mut board, 7);
    raise(&mut board, "a", "two");
    // the click was on its way while the words changed: it decides neither the one nor the other
    assert_eq!(press(&mut board, 7, &key(first.turn, 0)), Some(Click::Show));
    let second = show(&mut board, 7);
    assert_eq!(press(&mut board, 7, &key(first.turn, 0)), Some(Click::Show));
    assert_eq!(press(&mut board, 7, &key(second.turn, 1)), Some(decide("two", Decision::Reject).click));
    assert_eq!(board.next(), Some(Deed::Close(7)));
    assert_eq!(press(&mut board, 7, &key(second.turn, 0)), None, "pressed twice");
    assert_eq!(press(&mut board, 7, "default"), Some(Click::Show));
}

#[test]
fn a_click_that_comes_too_late_is_known_and_a_stranger_is_not() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    let first = show(&mut board, 7);
    withdraw(&mut board, "a");
    assert_eq!(press(&mut board, 7, &key(first.turn, 0)), Some(decide("one", Decision::Approve).click));
    assert_eq!(press(&mut board, 7, &key(first.turn, 0)), None);
    for odd in ["default", "", ".", "1.", "1.1.1", "99999999999999999999.0", "-1.0"] {
        assert_eq!(press(&mut board, 8, odd), None, "{odd}");
        assert_eq!(press(&mut board, 7, odd), Some(Click::Show), "{odd}");
    }
    assert_eq!(press(&mut board, 7, &key(first.turn, 9)), Some(Click::Show));
    // closed before its action is told, as some desktops have it
    raise(&mut board, "b", "two");
    while let Some(Deed::Close(_)) = board.next() {}
    let mut board = Board::default();
    raise(&mut board, "b", "two");
    let second = show(&mut board, 9);
    expire(&mut board, 9);
    assert_eq!(press(&mut board, 9, &key(second.turn, 0)), Some(decide("two", Decision::Approve).click));
}

#[test]
fn what_is_withdrawn_before_it_is_there_is_taken_away_when_it_comes() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    let show = asked(&mut board);
    withdraw(&mut board, "a");
    assert_eq!(board.next(), None);
    board.heard(Said::Shown { id: show.bulletin.id, turn: show.turn, shown: 7 });
    assert_eq!(board.next(), Some(Deed::Close(7)));
}

#[test]
fn an_answer_after_its_time_leaves_one_notification_not_two() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    let slow = asked(&mut board);
    board.heard(Said::Unshown { turn: slow.turn, why: String::new() });
    assert_eq!(board.next(), None, "asked again although nothing has changed");
    raise(&mut board, "a", "two");
    show(&mut board, 8);
    board.heard(Said::Shown { id: "a".to_owned(), turn: slow.turn, shown: 7 });
    assert_eq!(board.next(), Some(Deed::Close(7)));
    assert_eq!(board.on_screen(), [8]);

    raise(&mut board, "b", "one");
    let slow = asked(&mut board);
    board.heard(Said::Unshown { turn: slow.turn, why: String::new() });
    board.heard(Said::Shown { id: "b".to_owned(), turn: slow.turn, shown: 9 });
    assert_eq!(board.on_screen(), [8, 9]);
}

#[test]
fn whoever_comes_is_shown_what_still_stands_once() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    raise(&mut board, "b", "one");
    raise(&mut board, "c", "one");
    show(&mut board, 1);
    show(&mut board, 2);
    expire(&mut board, 2);
    let dying = asked(&mut board);
    board.heard(Said::Lost);
    board.heard(Said::Appeared);
    // the answer of the one that died
    board.heard(Said::Unshown { turn: dying.turn, why: String::new() });
    let again = [show(&mut board, 1), show(&mut board, 2)].map(|show| (show.bulletin.id, show.replaces));
    assert_eq!(again, [("a".to_owned(), None), ("c".to_owned(), None)]);
    assert_eq!(board.next(), None);
}

#[test]
fn one_that_comes_because_it_was_asked_is_not_asked_twice() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    let first = asked(&mut board);
    board.heard(Said::Appeared);
    board.heard(Said::Shown { id: first.bulletin.id, turn: first.turn, shown: 1 });
    assert_eq!(board.next(), None);
}

#[test]
fn a_remark_is_forgotten_when_it_is_gone_and_can_be_made_again() {
    let mut board = Board::default();
    for shown in 1..4 {
        board.hear(Order::Remark(bulletin("remark", "gone")));
        assert!(show(&mut board, shown).passing);
        expire(&mut board, shown);
    }
    assert_eq!(board.next(), None);
}

#[test]
fn it_is_heard_when_it_is_wanted_and_not_again_when_its_words_change() {
    let mut board = Board::default();
    raise(&mut board, "a", "one");
    assert!(!show(&mut board, 7).sound);
    board.hear(Order::Sound(true));
    raise(&mut board, "b", "one");
    assert!(show(&mut board, 8).sound);
    raise(&mut board, "b", "two");
    assert!(!show(&mut board, 8).sound);
    board.hear(Order::Sound(false));
    raise(&mut board, "c", "one");
    assert!(!show(&mut board, 9).sound);
}
