//! What should be on the screen and what is: which notification is shown, replaced or taken away next.
//!
//! What is gone from the screen comes back when its words change, unless the person has put it away: that is told, and
//! whoever words it decides. It keeps a bounded number, asks for one at a time, and
//! ties every button to the wording that was read: a click on an earlier one only opens the window. Pure: it shows nothing.

use std::collections::VecDeque;

use clawtender_core::{
    incident::{Bulletin, Click, Notice},
    words::Language,
};

use super::{Clicked, Order, Said, Seen};

/// How many notifications stand at most. More than a person reads; what makes room is still in the window.
const MOST: usize = 12;

/// How many that were taken away are remembered, for the click that was under way.
const REMEMBERED: usize = 8;

/// One thing for the desktop to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Show(Show),
    /// Take away what the desktop knows by this number.
    Close(u32),
}

/// A notification to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Show {
    pub(super) bulletin: Bulletin,
    /// The number of this wording, which its buttons carry.
    pub(super) turn: u64,
    /// What it takes the place of on the screen.
    pub(super) replaces: Option<u32>,
    /// Said once: it need not be kept.
    pub(super) passing: bool,
    /// It may be heard. What only takes the place of another is not.
    pub(super) sound: bool,
    /// Of what is said beside it.
    pub(super) language: Language,
}

/// What stands, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Board {
    stands: Vec<Stand>,
    /// The wording the desktop was asked for and has not answered.
    asked: Option<u64>,
    /// On the screen, and to be taken away.
    closing: Vec<u32>,
    withdrawn: VecDeque<(u32, Stand)>,
    turns: u64,
    /// Whether the person wants to hear them.
    sound: bool,
    /// How often somebody came who shows notifications.
    age: u32,
    language: Language,
}

#[derive(Clone, Debug)]
struct Stand {
    bulletin: Bulletin,
    passing: bool,
    turn: u64,
    stage: Stage,
    /// On the screen under this number, perhaps with an earlier wording.
    shown: Option<u32>,
    /// This wording's button was pressed: a second press is a slip of the finger.
    pressed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Due,
    /// In [`Board::age`].
    Asked(u32),
    Shown,
    /// The desktop does not show it: the next one may.
    Unshown,
    /// It is gone from the screen: the person has put it away, or its time was over.
    Away,
}

/// What a button of this wording is called on the desktop.
#[cfg_attr(target_os = "windows", allow(dead_code, reason = "there a button is an address"))]
pub(super) fn key(turn: u64, button: usize) -> String {
    format!("{turn}.{button}")
}

fn parse(key: &str) -> Option<(u64, usize)> {
    let (turn, button) = key.split_once('.')?;
    Some((turn.parse().ok()?, button.parse().ok()?))
}

impl Board {
    pub(super) fn hear(&mut self, order: Order) {
        match order {
            Order::Notice(Notice::Raise(bulletin) | Notice::Replace(bulletin)) => self.put(bulletin, false),
            Order::Notice(Notice::Withdraw { id }) => {
                if let Some(at) = self.stands.iter().position(|stand| stand.bulletin.id == id) {
                    self.take_away(at);
                }
            }
            Order::Remark(bulletin) => self.put(bulletin, true),
            Order::Sound(on) => self.sound = on,
            Order::Speak(language) => self.language = language,
            Order::Clear => {
                while !self.stands.is_empty() {
                    self.take_away(0);
                }
            }
        }
    }

    fn put(&mut self, bulletin: Bulletin, passing: bool) {
        self.turns += 1;
        let turn = self.turns;
        if let Some(stand) = self.stands.iter_mut().find(|stand| stand.bulletin.id == bulletin.id) {
            if stand.bulletin != bulletin {
                // what was put away is not on the screen any more
                let shown = stand.shown.filter(|_| stand.stage != Stage::Away);
                *stand = Stand { bulletin, passing, turn, stage: Stage::Due, shown, pressed: false };
            }
            return;
        }
        if self.stands.len() >= MOST {
            let away = self.stands.iter().position(|stand| stand.stage == Stage::Away);
            let least = away.or_else(|| self.stands.iter().position(|stand| !stand.bulletin.urgent));
            self.take_away(least.unwrap_or(0));
        }
        self.stands.push(Stand { bulletin, passing, turn, stage: Stage::Due, shown: None, pressed: false });
    }

    fn take_away(&mut self, at: usize) {
        let stand = self.stands.remove(at);
        if let Some(shown) = stand.shown {
            if stand.stage != Stage::Away {
                self.closing.push(shown);
            }
            self.withdrawn.push_back((shown, stand));
            self.withdrawn.drain(..self.withdrawn.len().saturating_sub(REMEMBERED));
        }
    }

    /// What to do now; `None` until something is heard.
    pub(super) fn next(&mut self) -> Option<Deed> {
        if let Some(shown) = self.closing.pop() {
            return Some(Deed::Close(shown));
        }
        if self.asked.is_some() {
            return None;
        }
        let stand = self.stands.iter_mut().find(|stand| stand.stage == Stage::Due)?;
        stand.stage = Stage::Asked(self.age);
        self.asked = Some(stand.turn);
        let Stand { bulletin, turn, shown: replaces, passing, .. } = stand.clone();
        let (sound, language) = (self.sound && replaces.is_none(), self.language);
        Some(Deed::Show(Show { bulletin, turn, replaces, passing, sound, language }))
    }

    /// Takes in what the desktop says; a press becomes a click.
    pub(super) fn heard(&mut self, said: Said) -> Option<Seen> {
        match said {
            Said::Shown { id, turn, shown } => self.on_shown(&id, turn, shown),
            Said::Unshown { turn, .. } => self.on_unshown(turn),
            Said::Closed { shown, put_away } => {
                return self.on_closed(shown, put_away).map(|notice| Seen::PutAway { notice });
            }
            Said::Lost => self.forget_screen(),
            Said::Appeared => {
                self.forget_screen();
                self.age += 1;
                for stand in &mut self.stands {
                    if matches!(stand.stage, Stage::Shown | Stage::Unshown) {
                        stand.stage = Stage::Due;
                    }
                }
            }
            Said::Pressed { shown, key, token } => {
                return self.on_pressed(shown, &key).map(|(click, stand)| {
                    let Bulletin { id: notice, show: place, .. } = stand.bulletin;
                    Seen::Clicked(Clicked { notice, click, place, token })
                });
            }
        }
        None
    }

    fn on_shown(&mut self, id: &str, turn: u64, shown: u32) {
        self.asked.take_if(|asked| *asked == turn);
        let Some(stand) = self.stands.iter_mut().find(|stand| stand.bulletin.id == id) else {
            return self.closing.push(shown); // withdrawn meanwhile
        };
        match stand.stage {
            // an answer after its time: this wording is shown, or has been put away, without it
            Stage::Shown | Stage::Away if stand.shown != Some(shown) => self.closing.push(shown),
            _ => {
                stand.shown = Some(shown);
                if stand.turn == turn {
                    stand.stage = Stage::Shown;
                }
            }
        }
    }

    fn on_unshown(&mut self, turn: u64) {
        self.asked.take_if(|asked| *asked == turn);
        let age = self.age;
        if let Some(stand) = self.stands.iter_mut().find(|stand| stand.turn == turn)
            && let Stage::Asked(asked) = stand.stage
        {
            // refused by who is gone: whoever came meanwhile has not been asked
            stand.stage = if asked == age { Stage::Unshown } else { Stage::Due };
        }
    }

    /// The id of what the person has put away.
    fn on_closed(&mut self, shown: u32, put_away: bool) -> Option<String> {
        let at = self.stands.iter().position(|stand| stand.shown == Some(shown))?;
        let stand = &mut self.stands[at];
        match stand.stage {
            Stage::Shown | Stage::Unshown => stand.stage = Stage::Away,
            // the next wording need not come any more
            Stage::Due if put_away => stand.stage = Stage::Away,
            // the next wording is on its way: it takes no place any more
            Stage::Due | Stage::Asked(_) | Stage::Away => return None,
        }
        let notice = stand.bulletin.id.clone();
        let passing = stand.passing;
        if passing {
            self.take_away(at);
        }
        (put_away && !passing).then_some(notice)
    }

    fn on_pressed(&mut self, shown: u32, key: &str) -> Option<(Click, Stand)> {
        let stand = self.stands.iter_mut().find(|stand| stand.shown == Some(shown));
        let gone = self.withdrawn.iter_mut().find(|(number, _)| *number == shown).map(|(_, stand)| stand);
        let on_screen = stand.is_some();
        let stand = stand.or(gone)?;
        let button = parse(key).filter(|(turn, _)| *turn == stand.turn);
        let Some(click) =
            button.and_then(|(_, button)| stand.bulletin.buttons.get(button)).map(|button| button.click.clone())
        else {
            return Some((Click::Show, stand.clone()));
        };
        if std::mem::replace(&mut stand.pressed, true) {
            return None;
        }
        let answered = stand.clone();
        if on_screen {
            // most desktops close what was answered; those that do not are told to
            stand.stage = Stage::Away;
            self.closing.push(shown);
        }
        Some((click, answered))
    }

    /// Whether something stands that the desktop does not show.
    pub(super) fn is_refused(&self) -> bool {
        self.stands.iter().any(|stand| stand.stage == Stage::Unshown)
    }

    /// The desktop shows now what it did not show before. What is on the screen stays as it is.
    pub(super) fn try_again(&mut self) {
        for stand in &mut self.stands {
            if stand.stage == Stage::Unshown {
                stand.stage = Stage::Due;
            }
        }
    }

    fn forget_screen(&mut self) {
        self.closing.clear();
        self.withdrawn.clear();
        for stand in &mut self.stands {
            stand.shown = None;
            if stand.stage == Stage::Shown {
                stand.stage = Stage::Unshown;
            }
        }
    }

    /// The desktop's numbers of everything that is on the screen.
    pub(super) fn on_screen(&self) -> Vec<u32> {
        self.stands.iter().filter(|stand| stand.stage != Stage::Away).filter_map(|stand| stand.shown).collect()
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
