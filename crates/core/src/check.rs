//! A check is a rule over [`Facts`]; [`diagnose`] runs them all and finds the root causes.
//!
//! Suppression happens here, once, and transitively: a check names its nearest causes, and a finding is hidden when any of
//! them fails, is unknown, or is itself hidden. No face repeats the filter.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Fact, Facts},
    fixes::{self, Fix},
    redact::without_secrets,
    text::clean,
    words::{Language, Phrase},
};

/// The longest message, in characters: a notification shows no more.
const MESSAGE: usize = 240;
/// The longest piece of evidence or line of a preview, in characters.
const LINE: usize = 500;
/// The longest name of what a finding concerns, in characters.
const SUBJECT: usize = 120;

/// What a failing check means for the gateway's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Severity {
    /// Worth knowing; shown in the window only.
    Info,
    /// The gateway will not serve its owner, soon, or partly does not.
    Warning,
    /// The gateway does not serve its owner.
    Error,
}

/// Where a check stands in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Group {
    /// The process and its configuration.
    Gateway,
    /// Connection, pairing, approval.
    Access,
    /// Keys and tokens.
    Credentials,
    /// Time.
    Clock,
    /// From the interface to the provider.
    Network,
    /// Models and local model servers.
    Models,
    /// Channels, schedules, nodes, tools.
    Channels,
}

/// A rule: what to look at, and what failing means.
pub struct Check {
    /// Stable id, as in docs/failures.md.
    pub id: &'static str,
    /// Where it stands in the report.
    pub group: Group,
    /// At most five words; names the condition.
    pub title: &'static str,
    /// What failing means for the owner, unless the problem says otherwise of itself.
    pub severity: Severity,
    /// The nearest causes. While one of them fails or is unknown, this one is hidden behind it.
    pub depends_on: &'static [&'static Check],
    /// How long it must fail, in uptime, before anyone is told.
    pub grace: Duration,
    /// What it looks at beside the supervised process, which the engine always knows. Says how long a check took.
    pub reads: &'static [Fact],
    /// The rule itself: pure, microseconds.
    pub evaluate: fn(&Facts) -> Verdict,
}

/// What a check says of the facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The condition holds.
    Pass,
    /// It does not.
    Fail(Problem),
    /// It cannot be told; why. Nor can what depends on it.
    Unknown(Phrase),
    /// It cannot be told; why. What depends on it is judged all the same: it would explain that by failing, and does not by
    /// being unknown.
    Undecided(Phrase),
    /// Several things are judged, each by a name that tells it from the others. Those that pass are left out: an empty
    /// list is a pass.
    Each(Vec<(String, Problem)>),
    /// As [`Verdict::Each`], where some of the things cannot be told: each with a verdict of its own, which judges one thing.
    Several(Vec<(String, Verdict)>),
}

impl Verdict {
    /// It cannot be told; why, which may be text from outside.
    pub fn unknown(why: impl Into<Phrase>) -> Self {
        Verdict::Unknown(cleaned(why, MESSAGE))
    }

    /// It cannot be told, and explains nothing; why, which may be text from outside.
    pub fn undecided(why: impl Into<Phrase>) -> Self {
        Verdict::Undecided(cleaned(why, MESSAGE))
    }
}

/// Words that may hold text from outside, in one line of `most` characters.
pub(crate) fn cleaned(words: impl Into<Phrase>, most: usize) -> Phrase {
    words.into().with_english(|english| clean(english, most))
}

impl Check {
    /// [`Check::title`] in every language.
    pub fn name(&self) -> Phrase {
        Phrase::made(|language| language.known(&format!("title-{}", self.id)).unwrap_or_else(|| self.title.to_owned()))
    }
}

/// What is wrong, on which evidence, and what could be done.
///
/// Its text may quote the outside world: everything that goes in is cleaned here.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is so, and what follows from it.
    pub message: Phrase,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What could be done; `None` where a person or time is needed.
    pub fix: Option<&'static Fix>,
    /// What the fix would do, line by line; empty where the label says it all.
    pub preview: Vec<Phrase>,
    /// What could be done in place of the fix, each with what it would do.
    pub also: Vec<(&'static Fix, Vec<Phrase>)>,
    /// Where in a file it is.
    pub at: Option<FileAt>,
    /// [`Finding::request_id`].
    pub request_id: Option<String>,
    /// How bad it is, where that is not what the check says of all it finds.
    pub severity: Option<Severity>,
    /// Only a person can carry the fix out here, whatever Clawtender can do elsewhere.
    pub by_hand: bool,
    /// [`Finding::step`].
    pub step: u8,
}

impl Problem {
    /// A problem with no evidence and no fix yet.
    pub fn new(message: impl Into<Phrase>) -> Self {
        let message = cleaned(message, MESSAGE);
        Problem {
            message,
            evidence: Vec::new(),
            fix: None,
            preview: Vec::new(),
            also: Vec::new(),
            at: None,
            request_id: None,
            severity: None,
            by_hand: false,
            step: 0,
        }
    }

    /// Says how bad this one is, where the check finds both worse and milder ones.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds one piece of evidence. What has the shape of a secret is left out of it.
    #[must_use]
    pub fn seen(mut self, source: Source, at: Option<Timestamp>, text: impl AsRef<str>) -> Self {
        self.evidence.push(Evidence { source, at, text: clean(&without_secrets(text.as_ref()), LINE) });
        self
    }

    /// Offers a fix.
    #[must_use]
    pub fn fix(mut self, fix: &'static Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Offers something else in place of the fix, which there has to be: a second button, and what that would do.
    #[must_use]
    pub fn also<P: Into<Phrase>>(mut self, fix: &'static Fix, preview: impl IntoIterator<Item = P>) -> Self {
        self.also.push((fix, preview.into_iter().map(|line| cleaned(line, LINE)).collect()));
        self
    }

    /// Says where in a file it is, for a fix that leads there.
    #[must_use]
    pub fn in_file(mut self, at: FileAt) -> Self {
        self.at = Some(at);
        self
    }

    /// Says what the other side calls the question that came to nothing.
    #[must_use]
    pub fn asked_as(mut self, request_id: &str) -> Self {
        self.request_id = Some(clean(&without_secrets(request_id), SUBJECT)).filter(|id| !id.is_empty());
        self
    }

    /// Says that only a person can carry the fix out here: it is shown as what to do.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self
    }

    /// Says how far it has come, where it comes on in steps.
    #[must_use]
    pub fn at_step(mut self, step: u8) -> Self {
        self.step = step;
        self
    }

    /// Adds one line to what the fix would do.
    #[must_use]
    pub fn step(mut self, line: impl Into<Phrase>) -> Self {
        self.preview.push(cleaned(line, LINE));
        self
    }
}

impl From<Problem> for Verdict {
    fn from(problem: Problem) -> Self {
        Verdict::Fail(problem)
    }
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Evidence {
    /// Who said so.
    pub source: Source,
    /// When it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null", optional))]
    pub at: Option<Timestamp>,
    /// What was seen, in its own words.
    pub text: String,
}

/// Who brought a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Source {
    /// A question we put ourselves.
    Probe,
    /// The gateway's RPC.
    Rpc,
    /// A log line.
    Log,
    /// A file.
    File,
    /// A process: its exit, its arguments, its owner.
    Process,
    /// An environment variable.
    Environment,
}

/// What became of a check in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Outcome {
    /// The condition holds.
    Pass,
    /// It does not, and this is a root cause.
    Fail,
    /// It cannot be told.
    Unknown,
    /// It does not hold, and a cause further up explains it.
    Hidden,
}

/// A verdict in context: one line of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Finding {
    /// The check's id.
    pub id: String,
    /// The check's group.
    pub group: Group,
    /// The check's title.
    pub title: String,
    /// What failing means.
    pub severity: Severity,
    /// What became of it.
    pub outcome: Outcome,
    /// The root cause of a hidden one, the reason of an unknown one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub because: Option<Phrase>,
    /// What is so, and what follows from it; empty when it passed.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What could be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub fix: Option<Offer>,
    /// What could be done in its place; nothing where there is no fix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Offer>>"))]
    pub also: Vec<Offer>,
    /// What the other side calls the question that came to nothing: its support asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub request_id: Option<String>,
    /// Where to read more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub help: Option<String>,
    /// What it concerns, when a check concerns several things.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub subject: Option<String>,
    /// How long the probes it reads took, in milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub took_ms: u64,
    /// How far it has come, where it comes on in steps: somebody who has put it away is told at each further one.
    #[serde(skip)]
    pub step: u8,
}

impl Finding {
    /// All that could be done: the fix first, then what could be done in its place.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.fix.iter().chain(&self.also)
    }

    /// What is offered under this id of a fix.
    pub fn offer(&self, fix: &str) -> Option<&Offer> {
        self.offers().find(|offer| offer.id == fix)
    }

    /// The same in a person's language, as far as it has words for it. Evidence is in its own words, whatever is spoken.
    #[must_use]
    pub fn said_in(&self, language: Language) -> Finding {
        let mut said = self.clone();
        if language == Language::default() {
            return said;
        }
        if let Some(title) = language.known(&format!("title-{}", self.id)) {
            said.title = title;
        }
        let say = |phrase: &Phrase, most| Phrase::from(clean(&phrase.said_in(language), most));
        said.message = say(&self.message, MESSAGE);
        said.because = self.because.as_ref().map(|why| say(why, MESSAGE));
        for fix in said.fix.iter_mut().chain(&mut said.also) {
            fix.label = language.known(&format!("fix-{}", fix.id)).unwrap_or_else(|| fix.label.clone());
            fix.preview = fix.preview.iter().map(|line| say(line, LINE)).collect();
        }
        said
    }
}

#[cfg(test)]
impl Finding {
    /// Of a check that is none, about nothing and without words.
    pub(crate) fn blank(id: &str, outcome: Outcome) -> Finding {
        Finding {
            id: id.to_owned(),
            group: Group::Gateway,
            title: String::new(),
            severity: Severity::Error,
            outcome,
            because: None,
            message: Phrase::default(),
            evidence: Vec::new(),
            fix: None,
            also: Vec::new(),
            request_id: None,
            help: None,
            subject: None,
            took_ms: 0,
            step: 0,
        }
    }
}

/// A fix as a face shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Offer {
    /// The fix's id: what a face sends back.
    pub id: String,
    /// For the button.
    pub label: String,
    /// What must be agreed first.
    pub consent: fixes::Consent,
    /// What it would do.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub preview: Vec<Phrase>,
    /// Clawtender carries it out itself. Otherwise it says what to do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<bool>"))]
    pub deed: bool,
    /// Where in a file it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub at: Option<FileAt>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FileAt {
    /// The file, as a whole path.
    pub file: String,
    /// From 1, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub line: Option<u32>,
    /// In characters, from 1, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub column: Option<u32>,
}

/// Runs `checks` over `facts` and orders what they say: failing roots first by severity, then what they hide, then the
/// unknown, then the passed.
///
/// `checks` must list causes before what they explain; a test holds the one list there is to that.
pub fn diagnose(checks: &[&'static Check], facts: &Facts) -> Vec<Finding> {
    // what explains whatever depends on a check: itself where it failed or is unknown, its own root where it is hidden
    let mut explains: HashMap<&str, Vec<Explains>> = HashMap::new();
    let mut findings = Vec::with_capacity(checks.len());
    for check in checks {
        let verdict = catch_unwind(AssertUnwindSafe(|| (check.evaluate)(facts)));
        for (subject, verdict) in one_by_one(verdict.ok()) {
            let causes = || check.depends_on.iter().filter_map(|cause| explains.get(cause.id)).flatten();
            let causes = || causes().filter(|cause| cause.is_about(subject.as_deref()));
            // what is known to be wrong explains more than what is not known
            let root =
                causes().find(|cause| cause.failed).or_else(|| causes().next()).map(|cause| (cause.root, cause.failed));
            let explains_nothing = matches!(verdict, Some(Verdict::Undecided(_))) && root.is_none();
            let finding = Finding { subject, ..in_context(check, verdict, root.map(|(root, _)| root)) };
            let (root, failed) = match finding.outcome {
                Outcome::Pass => (None, false),
                Outcome::Unknown if explains_nothing => (None, false),
                Outcome::Fail => (Some(check.id), true),
                Outcome::Unknown | Outcome::Hidden => {
                    (Some(root.map_or(check.id, |(root, _)| root)), root.is_some_and(|root| root.1))
                }
            };
            if let Some(root) = root {
                let (subject, way) = (finding.subject.clone(), check.group == Group::Network);
                explains.entry(check.id).or_default().push(Explains { root, failed, subject, way });
            }
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| (rank(finding.outcome), std::cmp::Reverse(finding.severity)));
    findings
}

/// What a finding explains.
struct Explains {
    root: &'static str,
    /// Whether the root is known to be wrong.
    failed: bool,
    /// What the finding is about, when its check is about several things.
    subject: Option<String>,
    /// Whether it is about the way to somebody.
    way: bool,
}

impl Explains {
    /// Whether it may explain a finding about `subject`: one key that is refused says nothing about another one. A finding
    /// may be about several things, `groq, openai`; one about the way to a provider is about all that is its, `openai/work`.
    fn is_about(&self, subject: Option<&str>) -> bool {
        let Some((cause, subject)) = self.subject.as_deref().zip(subject) else { return true };
        let whole = subject.split(['/', ':']).next().filter(|_| self.way);
        cause == subject || cause.split(", ").any(|one| one == subject || Some(one) == whole)
    }
}

/// A verdict as the findings it makes: one for each thing that it judges.
fn one_by_one(verdict: Option<Verdict>) -> Vec<(Option<String>, Option<Verdict>)> {
    let named = |(subject, verdict): (String, Verdict)| (Some(clean(&subject, SUBJECT)), Some(verdict));
    match verdict {
        Some(Verdict::Each(problems)) if !problems.is_empty() => {
            problems.into_iter().map(|(subject, problem)| named((subject, Verdict::Fail(problem)))).collect()
        }
        Some(Verdict::Several(verdicts)) if !verdicts.is_empty() => verdicts.into_iter().map(named).collect(),
        Some(Verdict::Each(_) | Verdict::Several(_)) => vec![(None, Some(Verdict::Pass))],
        other => vec![(None, other)],
    }
}

fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Fail => 0,
        Outcome::Hidden => 1,
        Outcome::Unknown => 2,
        Outcome::Pass => 3,
    }
}

fn in_context(check: &'static Check, verdict: Option<Verdict>, root: Option<&'static str>) -> Finding {
    let mut finding = Finding {
        id: check.id.to_owned(),
        group: check.group,
        title: check.title.to_owned(),
        severity: check.severity,
        outcome: Outcome::Pass,
        because: None,
        message: Phrase::default(),
        evidence: Vec::new(),
        fix: None,
        also: Vec::new(),
        request_id: None,
        help: None,
        subject: None,
        took_ms: 0,
        step: 0,
    };
    match verdict {
        // a crash is neither a pass nor the end of the run
        None => {
            finding.outcome = Outcome::Unknown;
            finding.because = Some("crashed".into());
        }
        Some(Verdict::Pass | Verdict::Each(_) | Verdict::Several(_)) => {}
        Some(Verdict::Unknown(why) | Verdict::Undecided(why)) => {
            finding.outcome = Outcome::Unknown;
            finding.because = Some(root.map_or(why, Phrase::from));
        }
        Some(Verdict::Fail(problem)) => {
            finding.outcome = if root.is_some() { Outcome::Hidden } else { Outcome::Fail };
            finding.because = root.map(Phrase::from);
            finding.severity = problem.severity.unwrap_or(check.severity);
            finding.step = problem.step;
            finding.message = problem.message;
            finding.evidence = problem.evidence;
            finding.request_id = problem.request_id;
            // what a cause explains is mended at the cause
            if root.is_none() {
                let at = problem.at;
                let offer = |fix: &Fix, preview, by_hand: bool| Offer {
                    id: fix.id.to_owned(),
                    label: fix.label.to_owned(),
                    consent: fix.consent,
                    preview,
                    deed: fix.deed.is_some() && !by_hand,
                    at: at.clone().filter(|_| fix.deed == Some(fixes::Deed::OpenConfig)),
                };
                finding.fix = problem.fix.map(|fix| offer(fix, problem.preview, problem.by_hand));
                finding.also = problem.also.into_iter().map(|(fix, preview)| offer(fix, preview, false)).collect();
            }
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    static A: Check = check("a", &[], |_| Problem::new("A is wrong.").into());
    static B: Check = check("b", &[&A], |_| Verdict::Pass);
    static C: Check = check("c", &[&B], |_| Problem::new("C is wrong.").into());
    static D: Check = check("d", &[&C], |_| Problem::new("D is wrong.").into());
    static PANICS: Check = check("panics", &[], |_| panic!("a bug in a check"));
    static BEHIND: Check = check("behind", &[&PANICS], |_| Problem::new("Behind.").into());

    static EITHER: Check = check("either", &[&PANICS, &A], |_| Problem::new("Either.").into());

    const fn check(id: &'static str, depends_on: &'static [&'static Check], evaluate: fn(&Facts) -> Verdict) -> Check {
        Check {
            id,
            group: Group::Gateway,
            title: "Test",
            severity: Severity::Error,
            depends_on,
            grace: Duration::ZERO,
            reads: &[],
            evaluate,
        }
    }

    fn outcomes(checks: &[&'static Check]) -> Vec<(String, Outcome, Option<String>)> {
        diagnose(checks, &Facts::default())
            .into_iter()
            .map(|f| (f.id, f.outcome, f.because.map(String::from)))
            .collect()
    }

    #[test]
    fn each_thing_that_fails_is_a_finding_and_none_is_a_pass() {
        static EACH: Check = check("each", &[], |facts| {
            let names = if facts.process.wanted { ["one", "two"].as_slice() } else { &[] };
            Verdict::Each(names.iter().map(|name| ((*name).to_owned(), Problem::new("It fails."))).collect())
        });
        static AFTER: Check = check("after", &[&EACH], |_| Problem::new("It follows.").into());
        let mut facts = Facts::default();
        let said = |facts: &Facts| -> Vec<(String, Option<String>, Outcome)> {
            diagnose(&[&EACH, &AFTER], facts).into_iter().map(|f| (f.id, f.subject, f.outcome)).collect()
        };
        assert_eq!(said(&facts), [("after".into(), None, Outcome::Fail), ("each".into(), None, Outcome::Pass)],);
        facts.process.wanted = true;
        assert_eq!(
            said(&facts),
            [
                ("each".into(), Some("one".into()), Outcome::Fail),
                ("each".into(), Some("two".into()), Outcome::Fail),
                ("after".into(), None, Outcome::Hidden),
            ]
        );
    }

    #[test]
    fn a_way_that_is_broken_hides_what_is_at_its_end_and_nothing_else() {
        static WAY: Check = Check {
            group: Group::Network,
            ..check("way", &[], |_| Verdict::Each(vec![("groq, openai".to_owned(), Problem::new("No way."))]))
        };
        static KEY: Check = check("key", &[&WAY], |_| {
            let of = |subject: &str| (subject.to_owned(), Problem::new("No key."));
            Verdict::Each(["groq", "openai/work", "openai:default", "openai-codex", "xai/openai"].map(of).into())
        });
        let findings = diagnose(&[&WAY, &KEY], &Facts::default());
        let hidden = findings.iter().filter(|finding| finding.outcome == Outcome::Hidden);
        let hidden: Vec<_> = hidden.filter_map(|finding| finding.subject.as_deref()).collect();
        assert_eq!(hidden, ["groq", "openai/work", "openai:default"]);
    }

    #[test]
    fn one_thing_that_fails_does_not_hide_another_one() {
        static KEYS: Check = check("keys", &[], |_| {
            let fails = Verdict::Fail(Problem::new("It fails."));
            Verdict::Several(vec![
                ("a".into(), fails),
                ("b".into(), Verdict::unknown("No answer.")),
                ("c".into(), Verdict::Pass),
            ])
        });
        static USES: Check = check("uses", &[&KEYS], |_| {
            Verdict::Each(["a", "b", "c", "d"].map(|name| (name.to_owned(), Problem::new("It follows."))).into())
        });
        let findings = diagnose(&[&KEYS, &USES], &Facts::default());
        let said: Vec<_> = findings
            .iter()
            .map(|f| (&*f.id, f.subject.as_deref().unwrap_or_default(), f.outcome, f.because.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                ("keys", "a", Outcome::Fail, None),
                ("uses", "c", Outcome::Fail, None),
                ("uses", "d", Outcome::Fail, None),
                ("uses", "a", Outcome::Hidden, Some("keys")),
                ("uses", "b", Outcome::Hidden, Some("keys")),
                ("keys", "b", Outcome::Unknown, Some("No answer.")),
                ("keys", "c", Outcome::Pass, None),
            ]
        );
    }

    #[test]
    fn a_passing_check_in_between_ends_the_chain() {
        // B passes although A fails: what B would explain has another cause, so C is a root of its own
        assert_eq!(
            outcomes(&[&A, &B, &C, &D]),
            [
                ("a".into(), Outcome::Fail, None),
                ("c".into(), Outcome::Fail, None),
                ("d".into(), Outcome::Hidden, Some("c".into())),
                ("b".into(), Outcome::Pass, None),
            ]
        );
    }

    #[test]
    fn a_known_cause_goes_before_an_unknown_one() {
        assert_eq!(
            outcomes(&[&PANICS, &A, &EITHER]),
            [
                ("a".into(), Outcome::Fail, None),
                ("either".into(), Outcome::Hidden, Some("a".into())),
                ("panics".into(), Outcome::Unknown, Some("crashed".into())),
            ]
        );
    }

    #[test]
    fn a_check_that_panics_is_unknown_and_hides_its_followers() {
        assert_eq!(
            outcomes(&[&PANICS, &BEHIND]),
            [
                ("behind".into(), Outcome::Hidden, Some("panics".into())),
                ("panics".into(), Outcome::Unknown, Some("crashed".into())),
            ]
        );
    }

    #[test]
    fn what_is_undecided_hides_nothing_and_hides_when_it_fails() {
        static CLOCK: Check = check("clock", &[], |facts| {
            if facts.process.wanted {
                Problem::new("It is off.").into()
            } else {
                Verdict::undecided("Nobody\tanswers.")
            }
        });
        static TOKEN: Check = check("token", &[&CLOCK], |_| Problem::new("It has expired.").into());
        static BEFORE: Check = check("before", &[&A], |_| Verdict::undecided("Nobody answers."));
        static AFTER: Check = check("after", &[&BEFORE], |_| Problem::new("It follows.").into());
        assert_eq!(
            outcomes(&[&CLOCK, &TOKEN]),
            [("token".into(), Outcome::Fail, None), ("clock".into(), Outcome::Unknown, Some("Nobody answers.".into())),]
        );
        let mut facts = Facts::default();
        facts.process.wanted = true;
        let hidden = diagnose(&[&CLOCK, &TOKEN], &facts).pop().unwrap();
        assert_eq!((hidden.outcome, hidden.because.as_deref()), (Outcome::Hidden, Some("clock")));
        // what a cause further up explains, it explains through here
        let after = outcomes(&[&A, &BEFORE, &AFTER]).remove(1);
        assert_eq!(after, ("after".into(), Outcome::Hidden, Some("a".into())));
    }

    #[test]
    fn a_problem_may_be_milder_or_worse_than_its_check_and_is_ordered_by_that() {
        static MILD: Check = check("mild", &[], |_| Problem::new("Mild.").severity(Severity::Info).into());
        static USUAL: Check = check("usual", &[], |_| Problem::new("Usual.").into());
        let said: Vec<_> =
            diagnose(&[&MILD, &USUAL], &Facts::default()).into_iter().map(|f| (f.id, f.severity)).collect();
        assert_eq!(said, [("usual".into(), Severity::Error), ("mild".into(), Severity::Info)]);
    }
}
