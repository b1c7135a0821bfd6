//! The sign-in that is under way: one at a time, for a finding that offers it or for a provider that was named.
//!
//! It ends as the fix that it is (see `fixes`). Whoever asked for it is waited for: when the last one has gone, it is
//! cancelled after a while, since nobody is left to answer.

use std::time::Duration;

use clawtender_core::{
    check::{Finding, Severity},
    credentials::{Credentials, ProfileKind, SignIn as Way},
    facts::Launch,
    fixes::{self, Deed, FixOutcome, NewKey},
    providers::{self, tested::KeyName},
    sign_in::{SignInView, Step, StepKind, StepOption, offers, provider_of},
    text::clean,
    words::Phrase,
};
use jiff::Timestamp;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, MissedTickBehavior, interval},
};

use super::State;
use crate::{
    clock, cloud_sign_in,
    engine::Input,
    gateway::{LinkHandle, Shown, SignInOrder, SignedIn},
    new_key,
    pasted_token::{self, Whose},
    protocol::{Answer, Mend, StepAnswer},
    talk::Talk,
    words,
    world::World,
};

/// How often it is looked whether somebody still waits for it, and how long nobody may.
const LOOK: Duration = Duration::from_secs(5);
const FORSAKEN: Duration = Duration::from_mins(1);
/// Orders that the gateway has not got yet.
const BACKLOG: usize = 4;

/// The step in which a person chooses the way to sign in. The gateway's own are named by random numbers.
const WAY: &str = "way";

/// The way in which a person pastes a token: as they name it, and what it is called.
const PASTE: &str = "paste-token";
const PASTED: &str = "sign-in-paste";

const ANOTHER: &str = "sign-in-another";
const NONE: &str = "sign-in-none";

/// What there is to say of a sign-in.
pub(crate) enum News {
    /// The guide says or asks something.
    Shown(Box<Shown>),
    /// It is time to see whether somebody still waits for it.
    Look,
    /// It is over.
    Over(SignedIn),
}

/// The sign-in under way.
pub(super) struct SignIn {
    /// The number of the fix that it is.
    number: u64,
    view: SignInView,
    /// A key is asked for.
    key: bool,
    orders: mpsc::Sender<SignInOrder>,
    /// Since when nobody has waited for it.
    forsaken: Option<Instant>,
}

/// All that it takes to have a pasted token stored.
struct Paste {
    world: World,
    launch: Option<Launch>,
    whose: Whose,
    now: Timestamp,
}

impl Paste {
    async fn lead(self, orders: mpsc::Receiver<SignInOrder>, tell: mpsc::Sender<Shown>) -> SignedIn {
        let mut talk = Talk::new(orders, tell);
        pasted_token::lead(&self.world, self.launch.as_ref(), &self.whose, self.now, &mut talk).await.into()
    }
}

impl SignIn {
    /// Whether nobody has waited for it for long enough.
    fn is_forsaken(&mut self, unattended: bool) -> bool {
        if !unattended {
            self.forsaken = None;
            return false;
        }
        clock::since(*self.forsaken.get_or_insert_with(clock::tick)) >= FORSAKEN
    }
}

/// Which of several ways, where there is more than one that is as good: then one in the way that was chosen.
async fn lead(
    link: LinkHandle,
    ways: Vec<Way>,
    paste: Option<Paste>,
    mut orders: mpsc::Receiver<SignInOrder>,
    tell: mpsc::Sender<Shown>,
) -> SignedIn {
    let mut place = 0;
    if ways.len() + usize::from(paste.is_some()) > 1 {
        let option = |way: &Way| StepOption { label: way.label.as_str().into(), hint: way.hint.clone() };
        let pasted = paste.iter().map(|_| StepOption { label: words::say(PASTED), hint: String::new() });
        let options = ways.iter().map(option).chain(pasted).collect();
        let message = words::say("sign-in-ways");
        let step = Step { id: WAY.to_owned(), kind: StepKind::Select, asks: true, message, options, ..Step::default() };
        let _ = tell.send(Shown { step: Some(step), complaint: None }).await;
        place = loop {
            match orders.recv().await {
                Some(SignInOrder::Answer { answer: StepAnswer::One(place), .. }) => break place,
                Some(SignInOrder::Answer { .. }) => {}
                Some(SignInOrder::Cancel) | None => return SignedIn::Cancelled,
            }
        };
    }
    match (ways.get(place), paste) {
        (Some(way), _) => {
            tracing::info!(choice = way.choice, "a person signs in");
            link.sign_in(&way.choice, orders, tell).await
        }
        (None, Some(paste)) => paste.lead(orders, tell).await,
        (None, None) => SignedIn::Cancelled,
    }
}

/// Says which ways there are where the one that was named is none.
fn no_way(provider: &str, credentials: &Credentials) -> Phrase {
    let named = clean(provider, 60);
    let ways = credentials.sign_ins.iter().filter(|way| way.provider == provider);
    let mut ways: Vec<&str> = ways.map(|way| way.choice.as_str()).take(10).collect();
    if takes_tokens(provider, credentials) {
        ways.push(PASTE);
    }
    match &ways[..] {
        [] => Phrase::new("sign-in-no-way", [("name", named.into())]),
        ways => Phrase::new("sign-in-these-ways", [("name", named.into()), ("ways", ways.join(", ").into())]),
    }
}

/// Whether this is somebody whose tokens the gateway could use, and no slip of the pen.
fn takes_tokens(provider: &str, credentials: &Credentials) -> bool {
    providers::find(provider).is_some() || credentials.providers.iter().any(|known| known.provider == provider)
}

/// Whether it is a token that a finding is about: whoever has made one can make another.
fn is_token(profile: Option<&str>, credentials: &Credentials) -> bool {
    let mut profiles = credentials.providers.iter().flat_map(|provider| &provider.profiles);
    profiles.any(|known| known.kind == ProfileKind::Token && profile == Some(&*known.id))
}

impl State {
    /// What every face shows of it.
    pub(super) fn signing_in(&self) -> Option<SignInView> {
        self.sign_in.as_ref().map(|sign_in| sign_in.view.clone())
    }

    /// Signs in with a provider that was named, for the finding that offers it if there is one.
    pub(super) fn sign_in_with(&mut self, provider: &str, way: Option<&str>, reply: oneshot::Sender<Answer>) {
        let fix = fixes::SIGN_IN_AGAIN.id.to_owned();
        let found =
            self.failing_login(provider).map(|finding| (finding.id.clone(), finding.subject.clone(), finding.severity));
        let (finding, subject, severity) =
            found.unwrap_or_else(|| (String::new(), Some(provider.to_owned()), Severity::Info));
        let mend = Mend { finding, subject, fix, agreed: false };
        let Some(reply) = self.join_sign_in(&mend, reply) else { return };
        let number = self.fix_begins(mend, severity, reply);
        self.begin_sign_in(number, Some(provider), way);
    }

    /// The finding that a sign-in with this provider would mend.
    pub(super) fn failing_login(&self, provider: &str) -> Option<&Finding> {
        let credentials = self.facts.credentials.value();
        let theirs = |finding: &&Finding| {
            offers(finding) && provider_of(finding.subject.as_deref(), credentials) == Some(provider)
        };
        self.findings.iter().find(theirs)
    }

    /// Whoever asks for the sign-in that is under way waits for it, too. Otherwise they come back.
    pub(super) fn join_sign_in(
        &mut self,
        mend: &Mend,
        reply: oneshot::Sender<Answer>,
    ) -> Option<oneshot::Sender<Answer>> {
        let theirs = self.sign_in.as_ref().map(|sign_in| sign_in.number).filter(|_| mend.asks());
        match theirs {
            Some(number) => self.fix_joined(number, mend, reply),
            None => Some(reply),
        }
    }

    /// Begins it as the fix of this number.
    pub(super) fn begin_sign_in(&mut self, number: u64, provider: Option<&str>, way: Option<&str>) {
        let no = |why: &'static str| Some(words::say(why));
        if self.sign_in.is_some() {
            return self.fix_done(number, no(ANOTHER));
        }
        let Some(provider) = provider else {
            return self.fix_done(number, no("sign-in-whose"));
        };
        let Some(link) = self.link().cloned() else {
            return self.fix_done(number, no("no-link"));
        };
        let Some(credentials) = self.facts.credentials.value() else {
            return self.fix_done(number, no("sign-in-unsaid"));
        };
        let ways: Vec<Way> = credentials.best_ways(provider, way).into_iter().cloned().collect();
        let subject = self.fix_of(number).filter(|mend| !mend.finding.is_empty()).and_then(|mend| mend.subject.clone());
        let pastes = match way {
            Some(way) => way == PASTE,
            None => ways.is_empty() || is_token(subject.as_deref(), credentials),
        };
        let paste = (pastes && takes_tokens(provider, credentials)).then(|| Paste {
            world: self.world.clone(),
            launch: self.facts.runtime.value().and_then(|runtime| runtime.chosen.clone()),
            whose: Whose { provider: provider.to_owned(), profile: subject },
            now: self.facts.now,
        });
        let way = match (&ways[..], &paste) {
            ([], None) => {
                let why = no_way(provider, credentials);
                return self.fix_done(number, Some(why));
            }
            ([one], None) => one.label.as_str().into(),
            ([], Some(_)) => words::say(PASTED),
            _ => Phrase::default(),
        };
        self.follow_guide(number, provider.to_owned(), way, move |orders, tell| lead(link, ways, paste, orders, tell));
    }

    /// Has the cloud command line sign the person in, as the fix of this number.
    pub(super) fn sign_in_to_cloud(&mut self, number: u64) {
        if self.sign_in.is_some() {
            return self.fix_done(number, Some(words::say(ANOTHER)));
        }
        let world = self.world.clone();
        let guide = move |orders, tell| cloud_sign_in::lead(world, orders, tell);
        self.follow_guide(number, "cloud".to_owned(), Phrase::default(), guide);
    }

    /// Asks the person for the key that a finding is about, as the fix of this number.
    pub(super) fn ask_for_key(&mut self, number: u64, subject: &str, what: NewKey) {
        if self.sign_in.is_some() {
            return self.fix_done(number, Some(words::say(ANOTHER)));
        }
        let key = KeyName::of_subject(subject);
        let (provider, world, link) = (key.provider.clone(), self.world.clone(), self.link().cloned());
        self.follow_guide(number, provider, Phrase::default(), move |orders, tell| {
            new_key::lead(world, link, key, what, orders, tell)
        });
    }

    /// Shows what a guide says, and hands it what the person answers, until it is over.
    fn follow_guide<L: Future<Output = SignedIn> + Send + 'static>(
        &mut self,
        number: u64,
        provider: String,
        way: Phrase,
        guide: impl FnOnce(mpsc::Receiver<SignInOrder>, mpsc::Sender<Shown>) -> L,
    ) {
        let mend = self.fix_of(number).cloned();
        let deed = mend.as_ref().and_then(|mend| fixes::named(&mend.fix)?.deed);
        let key = matches!(deed, Some(Deed::EnterKey(_)));
        let named = mend.filter(|mend| !mend.finding.is_empty());
        let view = SignInView {
            provider,
            way,
            subject: named.as_ref().and_then(|mend| mend.subject.clone()),
            finding: named.map(|mend| mend.finding),
            ..SignInView::default()
        };
        let (orders, ordered) = mpsc::channel(BACKLOG);
        self.sign_in = Some(SignIn { number, view, key, orders, forsaken: None });
        let inbox = self.inbox.clone();
        let (tell, mut told) = mpsc::channel(BACKLOG);
        let leading = guide(ordered, tell);
        tokio::spawn(async move {
            let mut leading = std::pin::pin!(leading);
            let mut look = interval(LOOK);
            look.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                let news = tokio::select! {
                    Some(shown) = told.recv() => News::Shown(Box::new(shown)),
                    ending = &mut leading => News::Over(ending),
                    _ = look.tick() => News::Look,
                };
                let over = matches!(news, News::Over(_));
                if inbox.send(Input::SignIn { number, news }).await.is_err() || over {
                    return;
                }
            }
        });
    }

    /// There is something to say of it. News of an earlier one is no news.
    pub(super) fn sign_in_news(&mut self, number: u64, news: News) {
        let unattended = self.nobody_waits(number);
        let Some(sign_in) = self.sign_in.as_mut().filter(|sign_in| sign_in.number == number) else { return };
        match news {
            News::Shown(shown) => {
                (sign_in.view.step, sign_in.view.complaint) = (shown.step, shown.complaint);
            }
            News::Look => {
                if sign_in.is_forsaken(unattended) {
                    let _ = sign_in.orders.try_send(SignInOrder::Cancel);
                }
            }
            News::Over(ending) => {
                let (named, key) = (sign_in.view.finding.is_some(), sign_in.key);
                self.sign_in = None;
                match ending {
                    SignedIn::Done if key && !named => self.key_entered(number),
                    ending => self.signed_in(number, named, ending),
                }
            }
        }
    }

    fn signed_in(&mut self, number: u64, named: bool, ending: SignedIn) {
        match ending {
            SignedIn::Done if named => self.fix_done(number, None),
            SignedIn::Done => {
                // no finding fails that could pass again: what the gateway says of its logins now has the word
                let (told, inbox) = (self.inform(), self.inbox.clone());
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(super::fixes::VERIFICATION, told).await;
                    let _ = inbox.send(Input::FixDone { number, why: None, entry: None }).await;
                });
            }
            SignedIn::Cancelled => {
                let why = words::say("sign-in-cancelled");
                self.fix_is_over(number, FixOutcome::Declined, &why);
            }
            SignedIn::Failed(why) => self.fix_done(number, Some(why)),
        }
    }

    /// A person answers a step.
    pub(super) fn step_answered(&mut self, step: String, answer: StepAnswer) -> Answer {
        let Some(sign_in) = &mut self.sign_in else { return Answer::Refused(words::say(NONE)) };
        match &sign_in.view.step {
            Some(asked) if asked.id == step && answer.fits(asked) => {
                let chosen = match answer {
                    StepAnswer::One(place) => asked.options.get(place).map(|option| option.label.clone()),
                    _ => None,
                };
                if sign_in.orders.try_send(SignInOrder::Answer { step, answer }).is_err() {
                    return Answer::Refused(words::say("sign-in-not-taken"));
                }
                // what was answered is not answered twice
                if let (WAY, Some(chosen)) = (&*asked.id, chosen) {
                    sign_in.view.way = chosen;
                }
                (sign_in.view.step, sign_in.view.complaint) = (None, None);
                Answer::Done
            }
            _ => Answer::Refused(words::say("sign-in-not-asked")),
        }
    }

    /// A person has had enough of it.
    pub(super) fn sign_in_cancelled(&self) -> Answer {
        match &self.sign_in {
            Some(sign_in) => {
                let _ = sign_in.orders.try_send(SignInOrder::Cancel);
                Answer::Done
            }
            None => Answer::Refused(words::say(NONE)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_is_cancelled_a_while_after_the_last_one_has_gone_and_not_when_somebody_comes_back() {
        let (orders, _) = mpsc::channel(1);
        let mut sign_in = SignIn { number: 1, view: SignInView::default(), key: false, orders, forsaken: None };
        assert!(!sign_in.is_forsaken(true));
        tokio::time::advance(FORSAKEN.saturating_sub(LOOK)).await;
        assert!(!sign_in.is_forsaken(true));
        assert!(!sign_in.is_forsaken(false));
        tokio::time::advance(LOOK).await;
        assert!(!sign_in.is_forsaken(true));
        tokio::time::advance(FORSAKEN).await;
        assert!(sign_in.is_forsaken(true));
    }

    #[test]
    fn whoever_names_a_way_that_is_none_is_told_those_that_are() {
        let way = |choice: &str| Way { provider: "openai".into(), choice: choice.into(), ..Way::default() };
        let credentials = Credentials { sign_ins: vec![way("openai/a"), way("openai/b")], ..Credentials::default() };
        assert!(no_way("openai", &credentials).ends_with("with openai: openai/a, openai/b, paste-token."));
        assert!(no_way("an\u{1b}[2Jthropic", &credentials).starts_with("The gateway offers no sign-in for anthropic."));
    }
}
