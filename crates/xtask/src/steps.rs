//! A task as a row of named steps: each says when it begins and how long it took, the first failure ends the row, and
//! what could not be checked is said again at the end. Silence never stands for success.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The steps done so far.
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
    unchecked: Vec<String>,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        Steps { done: Vec::new(), unchecked: Vec::new() }
    }

    /// Announces the step, does it, and remembers how long it took.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("\n── {name}");
        let begun = now();
        let outcome = work();
        let took = begun.elapsed();
        match outcome {
            Ok(value) => {
                eprintln!("── {name}: done in {}", seconds(took));
                self.done.push((name.to_owned(), took));
                Ok(value)
            }
            Err(error) => Err(error).with_context(|| format!("{name} stopped after {}", seconds(took))),
        }
    }

    /// Something could not be checked here. Said now, and again at the end.
    pub(crate) fn not_checked(&mut self, what: impl Into<String>) {
        let what = what.into();
        eprintln!("NOT CHECKED: {what}");
        self.unchecked.push(what);
    }

    /// The steps with their times, then everything that was not checked.
    pub(crate) fn summary(&self) -> String {
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        let steps = self.done.iter().map(|(name, took)| (name.as_str(), *took)).chain([("together", total)]);
        let times = steps.map(|(name, took)| format!("{:>9}  {name}\n", seconds(took)));
        times.chain(self.unchecked.iter().map(|what| format!("NOT CHECKED: {what}\n"))).collect()
    }
}

#[allow(clippy::disallowed_methods, reason = "how long a step took is shown to a person and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

fn seconds(took: Duration) -> String {
    match took.as_secs() {
        whole @ 60.. => format!("{} m {:02} s", whole / 60, whole % 60),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn the_summary_repeats_what_was_not_checked() {
        let mut steps = Steps::new();
        steps.step("Formatting", || Ok(())).unwrap();
        steps.not_checked("the Windows code: no nightly toolchain");
        let summary = steps.summary();
        assert!(summary.contains("Formatting\n"), "{summary}");
        assert!(summary.ends_with("NOT CHECKED: the Windows code: no nightly toolchain\n"), "{summary}");
    }

    #[test]
    fn a_failed_step_names_itself_and_is_not_counted_as_done() {
        let mut steps = Steps::new();
        let error = steps.step("Lints", || -> Result<()> { bail!("two warnings") }).unwrap_err();
        assert!(format!("{error:#}").starts_with("Lints stopped after"), "{error:#}");
        assert!(!steps.summary().contains("Lints"));
    }

    #[test]
    fn long_steps_are_shown_in_minutes() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 m 05 s");
    }
}
