//! Variables in the environment that Clawtender starts the gateway with, as people write them: `NAME=value`, and `NAME=` where
//! there is to be none.

use std::{collections::BTreeMap, ffi::OsString, fmt, str::FromStr};

/// Longest value, in characters.
const LONGEST: usize = 4000;

/// Names that decide where Clawtender looks for the gateway: two that look in different places would lose each other.
const WHERE_IT_IS: [&str; 4] = ["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];
/// What begins so is OpenClaw's or Clawtender's own.
const OWN: [&str; 2] = ["OPENCLAW_", "CLAWTENDER_"];
/// What ends so is a secret by its name: the settings are a file that anybody may be shown.
const SECRET: [&str; 6] = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIALS"];

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; empty takes it out.
    pub value: String,
}

/// What stands there is none, or none for a settings file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAVariable;

impl FromStr for Variable {
    type Err = NotAVariable;

    fn from_str(text: &str) -> Result<Variable, NotAVariable> {
        let (name, value) = text.split_once('=').ok_or(NotAVariable)?;
        let (name, value) = (name.trim(), value.trim());
        let is_name = !name.is_empty()
            && !name.starts_with(|char: char| char.is_ascii_digit())
            && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
        let upper = name.to_ascii_uppercase();
        let is_own = WHERE_IT_IS.contains(&&*upper) || OWN.iter().any(|prefix| upper.starts_with(prefix));
        let is_secret = SECRET.iter().any(|word| upper.ends_with(word)) || has_password(value);
        // a gateway that takes whoever answers for the provider is nothing to keep in settings
        let unsafe_one = upper == "NODE_TLS_REJECT_UNAUTHORIZED" && value == "0";
        let is_text = value.chars().count() <= LONGEST && !value.contains(char::is_control);
        if !is_name || is_own || is_secret || unsafe_one || !is_text {
            return Err(NotAVariable);
        }
        Ok(Variable { name: name.to_owned(), value: value.to_owned() })
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.name, self.value)
    }
}

/// Whether an address in it carries a password: `http://name:password@proxy`.
fn has_password(value: &str) -> bool {
    value.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    })
}

/// An environment with these in it, in the place of what was there by their names.
pub(crate) fn applied(
    environment: &BTreeMap<OsString, OsString>,
    variables: &[Variable],
) -> BTreeMap<OsString, OsString> {
    let mut environment = environment.clone();
    for Variable { name, value } in variables {
        // Windows does not tell `Path` from `PATH`
        environment.retain(|known, _| if cfg!(windows) { !known.eq_ignore_ascii_case(name) } else { *known != **name });
        if !value.is_empty() {
            environment.insert(name.into(), value.into());
        }
    }
    environment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_one_that_a_settings_file_may_hold() {
        for (text, is_one) in [
            ("NODE_OPTIONS=--dns-result-order=ipv4first --use-system-ca", true),
            ("https_proxy=", true),
            (" NO_PROXY = localhost,::1 ", true),
            ("HTTPS_PROXY=http://proxy.example:3128", true),
            ("HTTPS_PROXY=http://anna@proxy.example:3128", true),
            ("HTTPS_PROXY=http://anna:hush@proxy.example:3128", false),
            ("OPENAI_API_KEY=sk-1", false),
            ("telegram_bot_token=1", false),
            ("OPENCLAW_STATE_DIR=/elsewhere", false),
            ("openclaw_supervisor_mode=none", false),
            ("HOME=/elsewhere", false),
            ("NODE_TLS_REJECT_UNAUTHORIZED=0", false),
            ("NODE_TLS_REJECT_UNAUTHORIZED=1", true),
            ("1A=x", false),
            ("A B=x", false),
            ("=x", false),
            ("A", false),
            ("A=\u{1b}[2J", false),
        ] {
            assert_eq!(text.parse::<Variable>().is_ok(), is_one, "{text}");
        }
        let long = format!("A={}", "x".repeat(LONGEST + 1));
        assert_eq!(long.parse::<Variable>(), Err(NotAVariable));
    }

    #[test]
    fn what_is_set_takes_the_place_and_what_is_empty_is_gone() {
        let environment: BTreeMap<OsString, OsString> =
            [("A", "1"), ("B", "2"), ("https_proxy", "")].map(|(name, value)| (name.into(), value.into())).into();
        let set = ["A=3", "https_proxy=", "C=4"].map(|text| text.parse().unwrap());
        let expected = [("A", "3"), ("B", "2"), ("C", "4")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(applied(&environment, &set), expected.into());
    }
}
