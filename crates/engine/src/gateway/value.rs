//! Values in the gateway's JSON, made fit to be shown. What is not what it should be is as good as absent.

use clawtender_core::text::clean;
use jiff::Timestamp;
use serde_json::Value;

/// At most `max` characters of a text; empty where there is none.
pub(super) fn text(value: &Value, max: usize) -> String {
    value.as_str().map(|text| clean(text, max)).unwrap_or_default()
}

/// The text, unless it is empty.
pub(super) fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The first of these texts that is not empty.
pub(super) fn first_text<'a>(values: impl IntoIterator<Item = &'a Value>, max: usize) -> String {
    values.into_iter().map(|value| text(value, max)).find(|text| !text.is_empty()).unwrap_or_default()
}

/// A time, as text or in milliseconds since 1970.
pub(super) fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => Timestamp::from_millisecond(value.as_i64()?).ok(),
    }
}
