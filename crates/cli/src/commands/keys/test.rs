//! `clawtender keys test`: shows keys to their providers and says what came of it, in one sentence each.
//!
//! The key itself is not printed, and what a provider says of it is printed as the provider's word.

use anyhow::Result;
use clawtender_core::{
    providers::{
        self,
        answer::Answer,
        tested::{Outcome, Tested},
    },
    unreached::Unreached,
};
use clawtender_engine::{
    keys::{self, Trial},
    paths::Paths,
    protocol::Request,
};
use serde_json::{Value, json};

use crate::{
    args::TestKeys,
    exit::{Exit, Stop},
    output,
    reach::tell,
    words::{NAME, clean},
};

pub(super) async fn run(paths: &Paths, which: TestKeys) -> Result<Exit> {
    let TestKeys { provider, account, json } = which;
    let tried = keys::test(paths, provider.as_deref(), account.as_deref()).await?;
    if tried.is_empty() {
        return Err(Stop::Usage(match provider {
            Some(provider) => format!("There is no key for {}.", clean(&provider, NAME)),
            None => "There are no keys, neither in the keychain nor in the gateway's configuration.".to_owned(),
        })
        .into());
    }
    if json.json {
        output::json(&json!({ "tests": tried.iter().map(document).collect::<Vec<_>>() }))?;
    } else {
        output::say(&tried.iter().map(sentence).collect::<String>())?;
    }
    // a running Clawtender knows better now than it did
    tell(paths, Request::Reload).await?;
    Ok(tried
        .iter()
        .map(|(_, tested)| exit(tested.as_ref().ok()))
        .max_by_key(|exit| weight(*exit))
        .unwrap_or(Exit::Done))
}

/// A key that is refused goes before one that could not be asked about.
fn weight(exit: Exit) -> u8 {
    match exit {
        Exit::Done => 0,
        Exit::CouldNot => 1,
        _ => 2,
    }
}

fn exit(tested: Option<&Tested>) -> Exit {
    match tested.map(|tested| &tested.outcome) {
        Some(Outcome::Answered(Answer::Accepted)) => Exit::Done,
        Some(Outcome::Answered(answer)) if answer.is_about_the_key() || *answer == Answer::WrongEndpoint => {
            Exit::Findings
        }
        _ => Exit::CouldNot,
    }
}

fn document((key, tested): &Trial) -> Value {
    let name = key.words();
    let mut document = json!({ "provider": key.provider, "account": key.account, "name": name });
    let fields = match tested {
        Ok(tested) => json!({
            "outcome": tested.outcome, "message": tested.words(&name), "remedy": remedy(&tested.outcome),
            "page": page(&key.provider, &tested.outcome), "host": tested.host, "said": tested.said,
            "requestId": tested.request_id, "at": tested.at,
        }),
        Err(why) => json!({ "outcome": null, "message": why }),
    };
    for (field, value) in fields.as_object().into_iter().flatten() {
        document[field] = value.clone();
    }
    document
}

fn sentence((key, tested): &Trial) -> String {
    let name = key.words();
    let mut lines = vec![match tested {
        Ok(tested) => tested.words(&name),
        Err(why) => format!("{name} was not asked. {why}"),
    }];
    if let Ok(tested) = tested {
        lines.extend(remedy(&tested.outcome));
        let request = tested.request_id.as_ref().map(|id| format!(" (request {id})")).unwrap_or_default();
        if !tested.said.is_empty() || !request.is_empty() && exit(Some(tested)) != Exit::Done {
            lines.push(format!("{} says: {}{request}", tested.host, tested.said));
        }
        lines.extend(page(&key.provider, &tested.outcome).map(str::to_owned));
    }
    lines.join("\n  ") + "\n"
}

fn remedy(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Answered(answer) => answer.remedy().map(String::from),
        Outcome::Unreached(why) => Some(why.remedy().into()),
    }
}

/// Where to go with it.
fn page(provider: &str, outcome: &Outcome) -> Option<&'static str> {
    let known = providers::find(provider)?;
    match outcome {
        Outcome::Answered(Answer::Accepted | Answer::Open | Answer::WrongEndpoint | Answer::Portal) => None,
        Outcome::Answered(Answer::Refused(_) | Answer::NotPermitted(_)) => known.console,
        Outcome::Answered(Answer::OutOfQuota) => known.billing,
        Outcome::Answered(_) | Outcome::Unreached(Unreached::Silent | Unreached::Body) => known.status,
        Outcome::Unreached(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use clawtender_core::providers::{answer::Refusal, tested::KeyName};

    use super::*;

    fn trial(outcome: Outcome, said: &str) -> Trial {
        let tested = Tested {
            at: "2026-11-20T12:00:00Z".parse().unwrap(),
            host: "api.openai.com".into(),
            outcome,
            said: said.into(),
            request_id: Some("req_1".into()),
        };
        (KeyName { provider: "openai".into(), account: Some("work".into()) }, Ok(tested))
    }

    #[test]
    fn the_cause_comes_first_then_what_to_do_and_where() {
        let refused = trial(Outcome::Answered(Answer::Refused(Refusal::Wrong)), "No such key.");
        assert_eq!(
            sentence(&refused),
            "OpenAI (work) does not accept the key: it is wrong or was deleted.\n  Make a new key and enter it.\n  \
             api.openai.com says: No such key. (request req_1)\n  https://platform.openai.com/api-keys\n"
        );
        assert_eq!(sentence(&trial(Outcome::Answered(Answer::Accepted), "")), "OpenAI (work) accepts the key.\n");
        let offline = trial(Outcome::Unreached(Unreached::Resolver), "");
        assert!(sentence(&offline).starts_with("api.openai.com was not found"), "{}", sentence(&offline));
        let unasked = (KeyName::default(), Err("It has no address.".into()));
        assert_eq!(document(&unasked)["outcome"], Value::Null);
    }

    #[test]
    fn a_provider_that_was_not_reached_has_refused_nothing() {
        let code = |outcome| exit(trial(outcome, "").1.as_ref().ok());
        assert_eq!(code(Outcome::Answered(Answer::Accepted)), Exit::Done);
        assert_eq!(code(Outcome::Answered(Answer::OutOfQuota)), Exit::Findings);
        assert_eq!(code(Outcome::Answered(Answer::Down)), Exit::CouldNot);
        assert_eq!(code(Outcome::Unreached(Unreached::Silent)), Exit::CouldNot);
        assert_eq!(exit(None), Exit::CouldNot);
    }
}
