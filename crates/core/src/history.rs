//! The runs of the doctor that are kept, and what has become of things since one of them.
//!
//! What is kept of a run is what failed or could not be told: names and sentences without evidence, and nothing that has the
//! shape of a secret. Of today the latest runs are kept, of each earlier day the last one, for two weeks.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome},
    compare::{Comparison, of_findings},
    redact::without_secrets,
    report::{Report, Tone, roots},
    words::{Language, Phrase, Spoken, kept},
};

/// How many runs of one day are kept while it lasts.
const OF_TODAY: usize = 8;
/// For how many days the last run of each is kept.
const DAYS: i32 = 14;
/// How many findings of one run are kept.
const FINDINGS: usize = 200;
/// A run that finds the same again sooner than this takes the place of the one before.
const SOON: i64 = 10 * 60;

/// A run as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptRun {
    /// When it ended.
    pub at: Timestamp,
    /// The worst finding's weight.
    pub tone: Tone,
    /// What failed, was hidden or could not be told.
    #[serde(with = "pages")]
    pub findings: Vec<Finding>,
}

impl KeptRun {
    fn of(report: &Report) -> KeptRun {
        let left = report.findings.iter().filter(|finding| finding.outcome != Outcome::Pass);
        let findings = left.take(FINDINGS).cloned().map(bare).collect();
        KeptRun { at: report.generated_at, tone: report.tone, findings }
    }

    fn fails(&self) -> Vec<(&str, Option<&str>)> {
        roots(&self.findings).map(|finding| (finding.id.as_str(), finding.subject.as_deref())).collect()
    }
}

/// A finding without what only helps to mend it now.
fn bare(finding: Finding) -> Finding {
    let clean = |text: &str| without_secrets(text).into_owned();
    let bare = |phrase: &Phrase| Phrase::made(|language| clean(&phrase.said_in(language)));
    Finding {
        message: bare(&finding.message),
        because: finding.because.as_ref().map(bare),
        subject: finding.subject.as_deref().map(clean),
        evidence: Vec::new(),
        fix: None,
        help: None,
        ..finding
    }
}

/// The runs that are kept, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History(Vec<KeptRun>);

impl History {
    /// Takes a run in, and lets go of what is too old. `local` is the time on the wall.
    pub fn keep(&mut self, report: &Report, local: impl Fn(Timestamp) -> DateTime) {
        let run = KeptRun::of(report);
        // a clock that was put back: what is ahead never was
        self.0.retain(|kept| kept.at < run.at);
        let again = |last: &KeptRun| {
            run.at.duration_since(last.at).as_secs() < SOON && last.fails() == run.fails() && last.tone == run.tone
        };
        // but not the only one of its day: that it was so then is what the next one is held against
        let several = self.0.len() > 1
            && self.0.iter().rev().nth(1).is_some_and(|one| local(one.at).date() == local(run.at).date());
        if several && self.0.last().is_some_and(again) {
            self.0.pop();
        }
        let today = local(run.at).date();
        self.0.push(run);
        self.thin(today, &local);
    }

    fn thin(&mut self, today: Date, local: &impl Fn(Timestamp) -> DateTime) {
        let days: Vec<Date> = self.0.iter().map(|run| local(run.at).date()).collect();
        let of_today = days.iter().filter(|day| **day == today).count();
        let mut passed = 0;
        let mut place = 0;
        self.0.retain(|_| {
            let day = days[place];
            let last_of_its_day = days.get(place + 1) != Some(&day);
            place += 1;
            if day == today {
                passed += 1;
                // the first of today stays as well
                return passed == 1 || passed + OF_TODAY > of_today + 1;
            }
            last_of_its_day && today.since(day).is_ok_and(|since| since.get_days() <= DAYS)
        });
    }

    /// What is shown of it now: the runs, and what has become of things since one of them. Without a choice that is the last
    /// run before today, and where there is none the first one of today.
    pub fn view(
        &self,
        against: Option<Timestamp>,
        findings: &[Finding],
        now: Timestamp,
        local: impl Fn(Timestamp) -> DateTime,
    ) -> RunHistory {
        let today = local(now).date();
        let chosen = match against {
            Some(at) => self.0.iter().find(|run| run.at == at),
            None => self.0.iter().rfind(|run| local(run.at).date() < today).or(self.0.first()),
        };
        // the run that has just ended says what is so now: nothing is held against itself
        let just_ended = |run: &KeptRun| local(run.at).date() == today && self.0.last() == Some(run);
        let chosen = chosen.filter(|run| against.is_some() || !just_ended(run));
        let since = chosen.map(|run| {
            let now: Vec<Finding> = findings.iter().cloned().map(bare).collect();
            Since::of(of_findings(run.at, &run.findings, &now), local(run.at), today)
        });
        let row = |run: &KeptRun| RunRow {
            at: run.at,
            words: Phrase::made(|language| {
                let when = capital(&moment(local(run.at), today).said_in(language));
                language.say("history-run", &[("when", when.into()), ("found", found(run).into())])
            }),
            tone: run.tone,
        };
        RunHistory { runs: self.0.iter().rev().map(row).collect(), since }
    }
}

/// The runs that are kept, and what has become of things since one of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RunHistory {
    /// Latest first.
    pub runs: Vec<RunRow>,
    /// What has become of things; nothing where no earlier run is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub since: Option<Since>,
}

/// A run as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RunRow {
    /// When it ended: what a choice names.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub at: Timestamp,
    /// When, and what it found.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// The worst finding's weight.
    pub tone: Tone,
}

/// What has become of things since a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Since {
    /// Which.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub at: Timestamp,
    /// One sentence: `Since yesterday 21:40: 3 new, 2 healed, 1 as before.`
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// What fails now and did not then.
    pub new: Vec<Finding>,
    /// What failed then and is in order now.
    pub healed: Vec<Finding>,
    /// What failed then and cannot be told now.
    pub untold: Vec<Finding>,
    /// What fails now as it did then.
    pub still: Vec<Finding>,
}

impl Since {
    fn of(compared: Comparison, then: DateTime, today: Date) -> Since {
        let Comparison { since, new, healed, untold, still } = compared;
        let count = |list: &[Finding], what: &str| {
            let told = [("count", list.len().into()), ("what", what.into())];
            (!list.is_empty()).then(|| Phrase::new("history-part", told))
        };
        let parts = [count(&new, "new"), count(&healed, "healed"), count(&untold, "untold"), count(&still, "still")];
        let parts: Vec<Phrase> = parts.into_iter().flatten().collect();
        let what = if parts.is_empty() { Phrase::new("history-nothing", []) } else { Phrase::joined(&parts, ", ") };
        let words = Phrase::new("history-since", [("when", moment(then, today).into()), ("what", what.into())]);
        Since { at: since, words, new, healed, untold, still }
    }
}

impl Spoken for RunHistory {
    fn speak(&mut self, language: Language) {
        self.runs.iter_mut().for_each(|run| run.words.speak(language));
        if let Some(Since { words, new, healed, untold, still, .. }) = &mut self.since {
            words.speak(language);
            for finding in [new, healed, untold, still].into_iter().flatten() {
                *finding = finding.said_in(language);
            }
        }
    }
}

fn found(run: &KeptRun) -> Phrase {
    Phrase::new("history-found", [("count", run.fails().len().into())])
}

/// `today 09:12`, `yesterday 21:40`, `Tue 18:00`, `3 Nov 18:00`.
fn moment(then: DateTime, today: Date) -> Phrase {
    let day = match today.since(then.date()).map_or(i32::MAX, |since| since.get_days()) {
        0 => "today",
        1 => "yesterday",
        2..=6 => "week",
        _ => "date",
    };
    let told = [
        ("day", day.into()),
        ("weekday", then.weekday().to_monday_one_offset().into()),
        ("date", then.day().into()),
        ("month", then.month().into()),
        ("time", then.strftime("%H:%M").to_string().into()),
    ];
    Phrase::new("history-moment", told)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The findings of a run in a file, with their sentences as every language says them: a person reads them again later.
mod pages {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Finding, Phrase, kept};

    #[derive(Serialize, Deserialize)]
    struct Page {
        #[serde(flatten)]
        finding: Finding,
        #[serde(default, skip_serializing_if = "Phrase::is_empty", with = "kept")]
        said: Phrase,
        #[serde(default, skip_serializing_if = "Phrase::is_empty", with = "kept")]
        why: Phrase,
    }

    pub(super) fn serialize<S: Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(findings.iter().map(|finding| Page {
            said: finding.message.clone(),
            why: finding.because.clone().unwrap_or_default(),
            finding: finding.clone(),
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Finding>, D::Error> {
        let read = |Page { finding, said, why }: Page| Finding {
            // an earlier Clawtender kept the English alone
            message: if said.is_empty() { finding.message } else { said },
            because: finding.because.map(|because| if why.is_empty() { because } else { why }),
            ..finding
        };
        Ok(Vec::<Page>::deserialize(deserializer)?.into_iter().map(read).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, tz::TimeZone};

    use super::*;
    use crate::{
        check::{Evidence, Source},
        report::{App, SCHEMA},
        snapshot::GatewayView,
    };

    fn local(at: Timestamp) -> DateTime {
        at.to_zoned(TimeZone::UTC).datetime()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn fails(id: &str) -> Finding {
        Finding {
            title: "Port is taken".to_owned(),
            message: "The key sk-abcdefghijklmnopqrstuvwxyz012345 stands there.".into(),
            evidence: vec![Evidence { source: Source::File, at: None, text: "a line".to_owned() }],
            took_ms: 1,
            ..Finding::blank(id, Outcome::Fail)
        }
    }

    fn report(when: &str, ids: &[&str]) -> Report {
        let findings: Vec<Finding> = ids.iter().map(|id| fails(id)).collect();
        Report {
            schema: SCHEMA,
            generated_at: at(when),
            duration_ms: 1,
            app: App { version: String::new(), os: String::new(), arch: String::new() },
            gateway: GatewayView::blank(),
            tone: crate::report::tone(&findings),
            headline: String::new(),
            findings,
        }
    }

    fn words(history: &History, now: &str, ids: &[&str]) -> Option<Phrase> {
        let findings: Vec<Finding> = ids.iter().map(|id| fails(id)).collect();
        history.view(None, &findings, at(now), local).since.map(|since| since.words)
    }

    #[test]
    fn what_is_new_and_what_is_healed_since_yesterday_is_one_sentence() {
        let mut history = History::default();
        assert_eq!(words(&history, "2026-11-26T09:00:00Z", &[]), None);
        history.keep(&report("2026-11-25T20:00:00Z", &["z"]), local);
        history.keep(&report("2026-11-25T21:40:00Z", &["a", "b", "c"]), local);
        history.keep(&report("2026-11-26T09:00:00Z", &["c", "d", "e", "f"]), local);
        let told = words(&history, "2026-11-26T09:00:01Z", &["c", "d", "e", "f"]);
        assert_eq!(told.as_deref(), Some("Since yesterday 21:40: 3 new, 2 healed, 1 as before."));
        let healthy = history.view(Some(at("2026-11-26T09:00:00Z")), &[], at("2026-11-26T10:00:00Z"), local);
        assert_eq!(healthy.since.unwrap().words, "Since today 09:00: 4 healed.");
        let rows: Vec<&str> = healthy.runs.iter().map(|run| &*run.words).collect();
        assert_eq!(rows, ["Today 09:00: 4 things failed", "Yesterday 21:40: 3 things failed"]);
    }

    #[test]
    fn the_first_run_is_held_against_nothing() {
        let mut history = History::default();
        history.keep(&report("2026-11-26T09:00:00Z", &["a"]), local);
        assert_eq!(words(&history, "2026-11-26T09:00:01Z", &["a"]), None);
        history.keep(&report("2026-11-26T09:05:00Z", &["a"]), local);
        assert_eq!(words(&history, "2026-11-26T09:05:01Z", &[]).as_deref(), Some("Since today 09:00: 1 healed."));
    }

    #[test]
    fn it_does_not_grow_for_ever_and_the_first_of_today_stays() {
        let mut history = History::default();
        let mut now = at("2026-10-01T00:10:00Z");
        for run in 0..2000 {
            let ids: &[&str] = if run % 2 == 0 { &["a"] } else { &[] };
            history.keep(&Report { generated_at: now, ..report("2026-10-01T00:00:00Z", ids) }, local);
            now += SignedDuration::from_mins(40);
        }
        let today = local(history.0.last().unwrap().at).date();
        let of_today: Vec<_> = history.0.iter().filter(|run| local(run.at).date() == today).collect();
        assert!((2..=OF_TODAY + 1).contains(&of_today.len()), "{}", of_today.len());
        assert!(local(of_today[0].at).hour() == 0, "{:?}", of_today[0].at);
        assert!(history.0.len() <= OF_TODAY + 1 + DAYS as usize, "{}", history.0.len());
    }

    #[test]
    fn the_same_again_in_a_moment_is_one_run_and_a_clock_put_back_forgets_what_is_ahead() {
        let mut history = History::default();
        for minute in ["00", "01", "02", "03"] {
            history.keep(&report(&format!("2026-11-26T09:{minute}:00Z"), &["a"]), local);
        }
        assert_eq!(history.0.len(), 2);
        history.keep(&report("2026-11-26T09:04:00Z", &["b"]), local);
        assert_eq!(history.0.len(), 3);
        history.keep(&report("2026-11-20T09:00:00Z", &[]), local);
        assert_eq!(history.0.len(), 1);
    }

    #[test]
    fn neither_a_secret_nor_evidence_is_kept() {
        let mut history = History::default();
        history.keep(&report("2026-11-26T09:00:00Z", &["a"]), local);
        let text = serde_json::to_string(&history).unwrap();
        assert!(!text.contains("sk-abcdef") && !text.contains("a line"), "{text}");
        assert_eq!(serde_json::from_str::<History>(&text).unwrap(), history);
    }

    #[test]
    fn a_moment_is_said_as_short_as_it_is_understood() {
        let today: Date = "2026-11-26".parse().unwrap();
        for (then, words) in [
            ("2026-11-26T09:12", "today 09:12"),
            ("2026-11-25T21:40", "yesterday 21:40"),
            ("2026-11-24T18:00", "Tue 18:00"),
            ("2026-11-03T18:00", "3 Nov 18:00"),
        ] {
            assert_eq!(moment(then.parse().unwrap(), today), words);
        }
    }
}
