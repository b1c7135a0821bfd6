//! A sign-in, as the gateway's guide leads through it: `models.authLogin`, then `wizard.next` until it is over.
//!
//! What the guide says is read into a [`Step`] that is fit to be shown; what is no step ends the sign-in. It belongs to the
//! connection that began it: when that ends, the gateway drops it. Which answer is right is the person's affair, and no
//! answer is written down here.

use std::{pin::Pin, time::Duration};

use clawtender_core::{
    sign_in::{DeviceCode, Step, StepKind, StepOption},
    text::clean,
    words::Phrase,
};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::{
    frames::{Detail, Failure},
    session::{Requests, RpcError},
    value::{some, text},
};
use crate::protocol::StepAnswer;
use crate::words::{because, say};

/// Deadline of a request that the gateway answers at once.
const ANSWER: Duration = Duration::from_secs(15);
/// Deadline of a next step: a little more than the gateway lets a whole sign-in take.
const LONGEST: Duration = Duration::from_mins(26);
/// How often the gateway is asked whether an open question still stands: a page may have answered it.
const POLL: Duration = Duration::from_secs(3);
/// How long an open question may go unconfirmed before what came after it is shown.
const COVERED: Duration = Duration::from_secs(1);
/// A sign-in that was cancelled just now holds the gateway's only place for a moment.
const BUSY: (u32, Duration) = (3, Duration::from_secs(1));

/// The most steps of one sign-in. A real one has about ten.
const STEPS: u32 = 2000;
/// Characters and lines kept of a message, and characters of a name and a code.
const LINE: usize = 500;
const LINES: usize = 30;
const NAME: usize = 200;
const CODE: usize = 64;
const OPTIONS: usize = 100;
const URL: usize = 2048;
/// The longest id of a step, and the longest value of an option as JSON, in bytes.
const ID: usize = 100;
const VALUE: usize = 2000;

/// What a person orders of a sign-in.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// To answer a step.
    Answer {
        /// The step's id.
        step: String,
        /// What they say.
        answer: StepAnswer,
    },
    /// To end it.
    Cancel,
}

/// What is to be shown now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Nothing while an answer is on its way.
    pub step: Option<Step>,
    /// Why the latest answer was not taken.
    pub complaint: Option<Phrase>,
}

/// How a sign-in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The gateway has a new login.
    Done,
    /// It was ended before it was done.
    Cancelled,
    /// It came to nothing; one sentence why.
    Failed(Phrase),
}

/// What the guide says next.
#[derive(Debug, PartialEq)]
enum Turn {
    Step(Box<Question>, Option<Phrase>),
    Over(Ending),
}

/// A step and what its options stand for.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    step: Step,
    values: Vec<Value>,
}

/// Leads a person through one sign-in. `choice` is one of the gateway's login options. The end of `orders` cancels it.
pub(super) async fn lead(
    requests: &Requests,
    choice: &str,
    mut orders: mpsc::Receiver<Order>,
    tell: mpsc::Sender<Shown>,
) -> Ending {
    let guide = match Guide::begin(requests, choice).await {
        Ok(guide) => guide,
        Err(why) => return Ending::Failed(why),
    };
    let mut open: Option<Box<Question>> = None;
    let mut covered: Option<Box<Question>> = None;
    let mut next: Option<Next<'_>> = Some(guide.next(None));
    let mut cancelled = false;
    for _ in 0..STEPS {
        tokio::select! {
            turn = turn(&mut next) => {
                next = None;
                match turn {
                    Turn::Over(ending) => return ending,
                    Turn::Step(question, None) if open.as_ref().is_some_and(|open| open.step.id == question.step.id) => {
                        covered = None;
                    }
                    // the question may stand for all that happens beside it
                    Turn::Step(question, None) if !question.step.asks && open.is_some() => {
                        (covered, next) = (Some(question), Some(guide.next(None)));
                    }
                    Turn::Step(question, complaint) => {
                        covered = None;
                        let _ = tell.send(Shown { step: Some(question.step.clone()), complaint }).await;
                        if question.step.asks {
                            open = Some(question);
                        } else {
                            (open, next) = (None, Some(guide.next(None)));
                        }
                    }
                }
            }
            order = orders.recv(), if !cancelled => match order {
                Some(Order::Answer { step, answer }) => {
                    let asked = open.as_ref().filter(|open| open.step.id == step && answer.fits(&open.step));
                    if let Some(value) = asked.and_then(|open| open.value(&answer)) {
                        next = Some(guide.next(Some(value)));
                        (open, covered) = (None, None);
                        let _ = tell.send(Shown::default()).await;
                    }
                }
                Some(Order::Cancel) | None => {
                    cancelled = true;
                    if let Some(ending) = guide.cancel().await {
                        return ending;
                    }
                    // it is past the point of no return, and ends by itself
                    next = next.or_else(|| Some(guide.next(None)));
                }
            },
            () = sleep(POLL), if next.is_none() => next = Some(guide.next(None)),
            () = sleep(COVERED), if covered.is_some() => {
                open = None;
                let _ = tell.send(Shown { step: covered.take().map(|question| question.step), complaint: None }).await;
            }
        }
    }
    guide.cancel().await;
    Ending::Failed(say("gateway-sign-in-endless"))
}

type Next<'a> = Pin<Box<dyn Future<Output = Turn> + Send + 'a>>;

/// What was asked for, once it has come.
async fn turn(next: &mut Option<Next<'_>>) -> Turn {
    match next {
        Some(next) => next.await,
        None => std::future::pending().await,
    }
}

/// One session of the gateway's guide.
struct Guide<'a> {
    requests: &'a Requests,
    session: String,
}

impl<'a> Guide<'a> {
    async fn begin(requests: &'a Requests, choice: &str) -> Result<Guide<'a>, Phrase> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| say("gateway-sign-in-random"))?;
        let guide = Guide { requests, session: format!("clawtender-{:032x}", u128::from_ne_bytes(random)) };
        for attempt in 1.. {
            let params = json!({ "sessionId": guide.session, "authChoice": choice });
            match requests.request("models.authLogin", params, ANSWER).await {
                Ok(_) => break,
                Err(RpcError::Refused(no)) if no.detail == Some(Detail::SetupAdmissionBusy) && attempt < BUSY.0 => {
                    sleep(BUSY.1).await;
                }
                Err(RpcError::Refused(no)) => return Err(refusal(&no)),
                Err(error) => {
                    // it may have begun all the same
                    guide.cancel().await;
                    return Err(because("gateway-sign-in-none", error.words()));
                }
            }
        }
        Ok(guide)
    }

    /// Asks what comes next, after an answer if there is one. It comes when the gateway has something to say.
    fn next(&self, answer: Option<Value>) -> Next<'a> {
        let (requests, session) = (self.requests, self.session.clone());
        Box::pin(async move {
            let mut params = json!({ "sessionId": session });
            let answered = answer.is_some();
            if let Some(answer) = answer {
                params["answer"] = answer;
            }
            let mut said = requests.request("wizard.next", params, LONGEST).await;
            if let Err(RpcError::Refused(no)) = &said
                && answered
                && no.detail != Some(Detail::WizardNotFound)
            {
                // what was asked is not asked any more: something else has answered it
                said = requests.request("wizard.next", json!({ "sessionId": session }), LONGEST).await;
            }
            match said {
                Ok(said) => read(&said),
                Err(RpcError::Refused(no)) => Turn::Over(Ending::Failed(refusal(&no))),
                Err(error) => Turn::Over(Ending::Failed(because("gateway-sign-in-broken", error.words()))),
            }
        })
    }

    /// Ends it; `None` where the gateway has begun to write the new login, which cannot be ended.
    async fn cancel(&self) -> Option<Ending> {
        let params = json!({ "sessionId": self.session });
        let asked = self.requests.request("wizard.cancel", params, ANSWER);
        match timeout(ANSWER, asked).await {
            Ok(Ok(answer)) if answer["status"] == "running" => None,
            Ok(Ok(answer)) if answer["status"] == "done" => Some(Ending::Done),
            _ => Some(Ending::Cancelled),
        }
    }
}

fn refusal(no: &Failure) -> Phrase {
    match no.detail {
        Some(Detail::SetupAdmissionBusy) => say("gateway-sign-in-busy"),
        Some(Detail::WizardNotFound) => say("gateway-sign-in-gone"),
        _ => because("gateway-sign-in-refused", clean(&no.message, LINE)),
    }
}

impl Question {
    /// The answer as the gateway takes it.
    fn value(&self, answer: &StepAnswer) -> Option<Value> {
        let chosen = |place: &usize| self.values.get(*place).cloned();
        let id = &self.step.id;
        let value = match answer {
            StepAnswer::Go => return Some(json!({ "stepId": id })),
            StepAnswer::Text(typed) => Value::from(typed.expose()),
            StepAnswer::Yes(yes) => Value::from(*yes),
            StepAnswer::One(place) => chosen(place)?,
            StepAnswer::Several(places) => places.iter().map(chosen).collect::<Option<Vec<_>>>()?.into(),
        };
        Some(json!({ "stepId": id, "value": value }))
    }
}

/// What the guide said. What is neither a step nor an end is an end.
fn read(said: &Value) -> Turn {
    let error = || some(text(&said["error"], LINE));
    let status = said["status"].as_str().unwrap_or_default();
    if said["done"] != true && matches!(status, "running" | "") {
        return match step(&said["step"]) {
            Some(question) => Turn::Step(Box::new(question), error().map(Phrase::from)),
            None => Turn::Over(Ending::Failed(say("gateway-sign-in-strange"))),
        };
    }
    Turn::Over(match status {
        "done" => Ending::Done,
        "cancelled" => Ending::Cancelled,
        _ => Ending::Failed(match error() {
            Some(error) => because("gateway-sign-in-nothing", error.trim_end_matches('.')),
            None => say("gateway-sign-in-unsaid"),
        }),
    })
}

fn step(step: &Value) -> Option<Question> {
    let id = step["id"].as_str().filter(|id| !id.is_empty() && id.len() <= ID && clean(id, ID) == *id)?;
    let client = step["executor"] != "gateway";
    let (kind, asks) = match step["type"].as_str()? {
        "note" => (StepKind::Note, true),
        "select" => (StepKind::Select, true),
        "text" => (StepKind::Text, true),
        "confirm" => (StepKind::Confirm, true),
        "multiselect" => (StepKind::Multiselect, true),
        "progress" => (StepKind::Progress, false),
        "action" => (StepKind::Action, client),
        _ => return None,
    };
    let choices = matches!(kind, StepKind::Select | StepKind::Multiselect);
    let listed = step["options"].as_array().filter(|_| choices).into_iter().flatten().take(OPTIONS);
    let fit = listed.filter(|option| option["value"].to_string().len() <= VALUE);
    let (options, values): (Vec<_>, Vec<_>) = fit.map(|option| (named(option), option["value"].clone())).unzip();
    if kind == StepKind::Select && options.is_empty() {
        return None;
    }
    let sensitive = step["sensitive"] == true;
    let external_url = step["externalUrl"].as_str().and_then(page);
    let device_code = code(&step["deviceCode"]);
    let beside = [external_url.as_deref(), step["externalUrl"].as_str(), device_code.as_ref().map(|code| &*code.code)];
    Some(Question {
        step: Step {
            id: id.to_owned(),
            kind,
            asks,
            title: text(&step["title"], NAME).into(),
            message: block(step["message"].as_str().unwrap_or_default(), &beside, device_code.is_some()).into(),
            placeholder: text(&step["placeholder"], NAME),
            initial: if sensitive || kind != StepKind::Text {
                String::new()
            } else {
                text(&step["initialValue"], LINE)
            },
            options,
            sensitive,
            external_url,
            device_code,
        },
        values,
    })
}

fn named(option: &Value) -> StepOption {
    let written = match &option["value"] {
        Value::String(value) => clean(value, NAME),
        value => clean(&value.to_string(), NAME),
    };
    StepOption {
        label: some(text(&option["label"], NAME)).unwrap_or(written).into(),
        hint: text(&option["hint"], NAME),
    }
}

fn code(code: &Value) -> Option<DeviceCode> {
    let expires = code["expiresInMinutes"].as_f64().filter(|minutes| (1.0..=1440.0).contains(minutes));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 1440")]
    let expires_in_minutes = expires.map(|minutes| minutes as u32);
    let code = some(text(&code["code"], CODE))?;
    Some(DeviceCode { code, expires_in_minutes })
}

/// A page that a person may be sent to: encrypted, or on this computer. Nothing that hides whose it is.
pub(crate) fn page(address: &str) -> Option<String> {
    if address.len() > URL {
        return None;
    }
    let url = reqwest::Url::parse(address).ok()?;
    let host = url.host_str()?;
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let fit = url.scheme() == "https" || url.scheme() == "http" && here;
    (fit && url.username().is_empty() && url.password().is_none()).then(|| url.to_string())
}

/// Lines without those that say again what is shown `beside` them.
fn block(message: &str, beside: &[Option<&str>], coded: bool) -> String {
    let again = |line: &str| {
        let bare = line.strip_prefix("Code: ").or_else(|| line.strip_prefix("URL: ")).unwrap_or(line);
        let bare = bare.trim_start_matches('<').trim_end_matches('>');
        beside.iter().flatten().any(|shown| *shown == bare) || coded && line.starts_with("Code expires in ")
    };
    let lines = message.lines().map(|line| clean(line, LINE)).filter(|line| !again(line));
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        if !line.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            kept.push(line);
        }
        if kept.len() == LINES {
            break;
        }
    }
    kept.join("\n").trim_end().to_owned()
}

/// What a frame is taken for. For the tests of hostile frames alone.
#[cfg(any(test, fuzzing))]
pub(super) fn take_apart(payload: &Value) {
    match read(payload) {
        Turn::Step(question, complaint) => {
            let Question { step, values } = *question;
            assert_eq!(step.options.len(), values.len());
            assert!(step.id.len() <= ID && step.message.chars().count() <= (LINE + 1) * LINES);
            assert!(step.external_url.is_none_or(|url| url.starts_with("https://") || url.starts_with("http://")));
            assert!(complaint.is_none_or(|complaint| complaint.chars().count() <= LINE));
        }
        Turn::Over(Ending::Failed(why)) => assert!(why.chars().count() <= LINE + 40),
        Turn::Over(_) => {}
    }
}

#[cfg(test)]
#[path = "sign_in/tests.rs"]
mod tests;
