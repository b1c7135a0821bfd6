//! What an edit changes, for a person to look at: a unified diff of texts in which the secrets are masked.
//!
//! Masked before they are compared, so that no way of showing the difference can show a secret.

use std::ops::Range;

use clawtender_core::providers;
use jsonc_parser::{CollectOptions, ParseOptions, ast::Value as Ast, common::Ranged, parse_to_ast};
use similar::TextDiff;

use super::style;
use crate::probes::bounded;

/// Lines around a change.
const AROUND: usize = 2;

pub(crate) fn unified(name: &str, before: &str, after: &str) -> String {
    let name = bounded::clean(name, 300);
    TextDiff::from_lines(before, after).unified_diff().context_radius(AROUND).header(&name, &name).to_string()
}

/// The text with every secret in it replaced: `"••••"`, with the last four characters of a long one. Where the text does
/// not parse, it has lines and nothing in them.
pub(crate) fn masked(text: &str) -> String {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = parse_to_ast(body, &CollectOptions::default(), &ParseOptions::default()).ok();
    let Some(root) = parsed.and_then(|parsed| parsed.value) else {
        return text.lines().map(|_| "…\n").collect();
    };
    let mut places = Vec::new();
    collect(&root, false, &mut places);
    let mut shown = body.to_owned();
    for (range, secret) in places.into_iter().rev() {
        shown.replace_range(range, &style::quoted(&mask(&secret)));
    }
    shown
}

/// A `.env` text with every value masked.
pub(crate) fn masked_variables(text: &str) -> String {
    let line = |line: &str| match line.split_once('=') {
        Some((name, value)) => format!("{name}={}\n", mask(value.trim().trim_matches(['"', '\'', '`']))),
        None if line.trim().is_empty() || line.trim_start().starts_with('#') => format!("{line}\n"),
        // the rest of a value over several lines
        None => "…\n".to_owned(),
    };
    text.lines().map(line).collect()
}

/// The last four characters of a secret that has many more.
pub(crate) fn mask(secret: &str) -> String {
    match last_four(secret) {
        Some(last) => format!("••••{last}"),
        None => "••••".to_owned(),
    }
}

/// `None` where four characters would be too much of it.
pub(crate) fn last_four(secret: &str) -> Option<String> {
    let chars: Vec<char> = secret.trim().chars().collect();
    let last = chars.len().checked_sub(4).filter(|from| *from >= 12)?;
    Some(chars[last..].iter().filter(|char| char.is_ascii_graphic()).collect())
}

fn collect(value: &Ast, secret: bool, places: &mut Vec<(Range<usize>, String)>) {
    match value {
        Ast::StringLit(text) if secret || is_key(&text.value) => {
            places.push((text.start()..text.end(), text.value.to_string()));
        }
        Ast::NumberLit(number) if secret => places.push((number.start()..number.end(), number.value.to_owned())),
        Ast::Object(object) => {
            // what names a secret is none
            let reference = object.properties.iter().any(|property| property.name.as_str() == "source");
            for property in &object.properties {
                let name = property.name.as_str();
                collect(&property.value, !reference && (secret || holds_secret(name)), places);
            }
        }
        Ast::Array(array) => array.elements.iter().for_each(|element| collect(element, secret, places)),
        _ => {}
    }
}

/// Whether a key of this name holds something that nobody should read.
pub(crate) fn holds_secret(name: &str) -> bool {
    const WHOLE: [&str; 4] = ["env", "vars", "headers", "cookies"];
    const ENDS: [&str; 8] =
        ["key", "token", "secret", "password", "passphrase", "credential", "credentials", "auth_header"];
    let small = name.to_ascii_lowercase();
    WHOLE.contains(&small.as_str()) || ENDS.iter().any(|end| small.ends_with(end))
}

/// Whether it looks like the key of some provider, wherever it stands.
pub(crate) fn is_key(text: &str) -> bool {
    let begins = |provider: &providers::Provider| {
        let shape = &provider.key;
        shape.prefixes.iter().any(|prefix| text.starts_with(prefix)) && text.len() >= shape.shortest.min(20)
    };
    !text.contains(char::is_whitespace) && providers::ALL.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown_and_what_is_none_is() {
        let text = "{ a: { apiKey: 'sk-0123456789abcdefXYZW', token: 'short', token2: 'x' }, list: ['sk-ant-0123456789abcdefg'],\n \
                    gateway: { auth: { token: 12345 } }, env: { A: 'v' }, ref: { apiKey: { source: 'exec', id: 'p/a' } } }";
        let shown = masked(text);
        for gone in ["0123456789", "short", "12345", "'v'"] {
            assert!(!shown.contains(gone), "{shown}");
        }
        for stays in ["••••XYZW", "token2: 'x'", "'p/a'", "'exec'"] {
            assert!(shown.contains(stays), "{shown}");
        }
        assert_eq!(masked("{ not json\n5"), "…\n…\n");
    }

    #[test]
    fn a_diff_names_the_lines() {
        let diff = unified("f", "{\n  a: 1,\n}\n", "{\n  a: 1,\n  b: 2,\n}\n");
        assert!(diff.contains("+  b: 2,\n"), "{diff}");
    }
}
