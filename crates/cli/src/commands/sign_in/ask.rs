//! What a step asks, asked on the terminal until there is an answer to it.

use std::io::{self, BufRead, Write};

use anyhow::{Context, Result, bail};
use clawtender_core::sign_in::{Step, StepKind};
use clawtender_engine::protocol::{StepAnswer, Typed};
use secrecy::{SecretString, zeroize::Zeroizing};

use crate::{
    output,
    words::{NAME, clean},
};

/// The person's answer. With `json`, standard output is not written to.
pub(super) async fn person(step: &Step, json: bool) -> Result<StepAnswer> {
    let say = |text: &str| if json { aside(text) } else { output::say(text) };
    for (place, option) in step.options.iter().enumerate() {
        let hint = if option.hint.is_empty() { String::new() } else { format!(" ({})", clean(&option.hint, NAME)) };
        say(&format!("{:>3}  {}{hint}\n", place + 1, clean(&option.label, NAME)))?;
    }
    loop {
        say(&prompt(step))?;
        let sensitive = step.sensitive;
        let typed = tokio::task::spawn_blocking(move || line(sensitive)).await??;
        if let Some(answer) = read(step, &typed) {
            return Ok(answer);
        }
        output::note("That is no answer to this.");
    }
}

fn aside(text: &str) -> Result<()> {
    let mut aside = io::stderr();
    aside.write_all(text.as_bytes()).and_then(|()| aside.flush()).context("The terminal could not be written to")
}

fn prompt(step: &Step) -> String {
    match step.kind {
        StepKind::Select => "Number: ".to_owned(),
        StepKind::Multiselect => "Numbers, with spaces between them: ".to_owned(),
        StepKind::Confirm => "yes or no: ".to_owned(),
        StepKind::Text if step.sensitive => "(not shown): ".to_owned(),
        StepKind::Text if !step.initial.is_empty() => format!("[{}]: ", clean(&step.initial, NAME)),
        StepKind::Text if !step.placeholder.is_empty() => format!("({}): ", clean(&step.placeholder, NAME)),
        StepKind::Text => ": ".to_owned(),
        StepKind::Note | StepKind::Progress | StepKind::Action => "Press Enter when that is done: ".to_owned(),
    }
}

fn line(sensitive: bool) -> Result<Zeroizing<String>> {
    const UNREADABLE: &str = "The terminal could not be read";
    if sensitive {
        return rpassword::read_password().map(Zeroizing::new).context(UNREADABLE);
    }
    let mut line = Zeroizing::new(String::new());
    if io::stdin().lock().read_line(&mut line).context(UNREADABLE)? == 0 {
        bail!("The terminal was closed before there was an answer.");
    }
    let length = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(length);
    Ok(line)
}

/// What was typed, as an answer to this step.
fn read(step: &Step, typed: &str) -> Option<StepAnswer> {
    let place =
        |word: &str| word.parse().ok().filter(|place| (1..=step.options.len()).contains(place)).map(|place| place - 1);
    match step.kind {
        StepKind::Select => place(typed.trim()).map(StepAnswer::One),
        StepKind::Multiselect => typed.split_whitespace().map(place).collect::<Option<_>>().map(StepAnswer::Several),
        StepKind::Confirm => match typed.trim().to_ascii_lowercase().as_str() {
            "yes" | "y" => Some(StepAnswer::Yes(true)),
            "no" | "n" => Some(StepAnswer::Yes(false)),
            _ => None,
        },
        StepKind::Text => {
            let typed = if typed.is_empty() { &step.initial } else { typed };
            Some(StepAnswer::Text(Typed::from(SecretString::from(typed))))
        }
        StepKind::Note | StepKind::Progress | StepKind::Action => Some(StepAnswer::Go),
    }
}

#[cfg(test)]
mod tests {
    use clawtender_core::sign_in::StepOption;

    use super::*;

    #[test]
    fn what_is_typed_is_an_answer_or_is_asked_again() {
        let step =
            |kind| Step { kind, options: vec![StepOption::default(); 3], initial: "acme".into(), ..Step::default() };
        let text = |text: &str| Some(StepAnswer::Text(Typed::from(SecretString::from(text))));
        for (kind, typed, answer) in [
            (StepKind::Select, " 3 ", Some(StepAnswer::One(2))),
            (StepKind::Select, "0", None),
            (StepKind::Select, "4", None),
            (StepKind::Select, "", None),
            (StepKind::Multiselect, "1 3", Some(StepAnswer::Several(vec![0, 2]))),
            (StepKind::Multiselect, "", Some(StepAnswer::Several(vec![]))),
            (StepKind::Multiselect, "1 x", None),
            (StepKind::Confirm, "Yes", Some(StepAnswer::Yes(true))),
            (StepKind::Confirm, "n", Some(StepAnswer::Yes(false))),
            (StepKind::Confirm, "", None),
            (StepKind::Text, "", text("acme")),
            (StepKind::Text, " typed ", text(" typed ")),
            (StepKind::Action, "", Some(StepAnswer::Go)),
        ] {
            assert_eq!(read(&step(kind), typed), answer, "{kind:?} {typed:?}");
        }
    }
}
