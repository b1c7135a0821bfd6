//! The many shapes in which providers say that something is wrong, brought to one.

use serde_json::Value;

use super::Answer;

/// Most codes of one body that are looked at.
const MOST: usize = 16;

/// A body, read as far as it can be.
pub(super) struct Body {
    /// What it says as JSON; null where it is none.
    pub(super) value: Value,
    /// Whether it is JSON with something in it.
    pub(super) is_json: bool,
    /// Whether it says that something is wrong, whatever the status says.
    pub(super) is_error: bool,
    /// Whether it is a web page.
    pub(super) is_page: bool,
    /// What is wrong, for programs: types, codes, reasons; in small letters, without signs.
    codes: Vec<String>,
    /// What is wrong, for people.
    pub(super) message: String,
    /// In how many seconds to come again.
    pub(super) retry: Option<u64>,
    pub(super) request_id: Option<String>,
}

impl Body {
    pub(super) fn read(bytes: &[u8]) -> Body {
        let value: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).trim_start().to_ascii_lowercase();
        let mut body = Body {
            is_json: value.is_object() || value.is_array(),
            is_page: ["<!doctype html", "<html", "<head", "<?xml", "<body"].iter().any(|tag| start.starts_with(tag)),
            is_error: false,
            codes: Vec::new(),
            message: String::new(),
            retry: None,
            request_id: value["request_id"].as_str().map(str::to_owned),
            value: Value::Null,
        };
        // Google sends a list of one
        body.gather(value.get(0).unwrap_or(&value));
        body.value = value;
        body
    }

    fn gather(&mut self, outer: &Value) {
        // {"error": {…}}, {"error": "…"}, and those who put it on top
        let error = &outer["error"];
        let inner = if error.is_object() { error } else { outer };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let message = text(&inner["message"]).or_else(|| text(error)).or_else(|| text(&inner["Message"]));
        let message = message.or_else(|| text(&outer["detail"])).or_else(|| text(&outer["detail"]["message"]));
        let minimax = &outer["base_resp"];
        let is_minimax = minimax["status_code"].as_i64().is_some_and(|code| code != 0);
        self.is_error = !matches!(error, Value::Null | Value::Bool(false))
            || outer["type"] == "error"
            || outer["object"] == "error"
            || outer["__type"].is_string()
            || is_minimax
            || (message.is_some() && outer["data"].is_null());
        if !self.is_error {
            return;
        }
        self.message = message.or_else(|| text(&minimax["status_msg"])).unwrap_or_default();
        for code in [&inner["type"], &inner["code"], &inner["status"], &outer["code"], &outer["type"], &outer["__type"]]
        {
            self.note(code);
        }
        for code in [&inner["innererror"]["code"], &inner["error_code"], &inner["metadata"]["error_type"]] {
            self.note(code);
        }
        let mut a_day = false;
        for detail in inner["details"].as_array().into_iter().flatten().take(MOST) {
            let mut violations = detail["violations"].as_array().into_iter().flatten();
            a_day |= violations.any(|quota| quota["quotaId"].as_str().is_some_and(|id| id.contains("PerDay")));
            self.note(&detail["reason"]);
            // "37s", "37.8s"
            let delay = detail["retryDelay"].as_str().and_then(|delay| delay.strip_suffix('s'));
            let whole = delay.and_then(|delay| delay.split('.').next()?.parse::<u64>().ok());
            self.retry = whole.map(|seconds| seconds.saturating_add(1)).or(self.retry);
        }
        // what is used up for the day does not come back in the seconds that are named beside it
        self.retry = self.retry.filter(|_| !a_day);
    }

    fn note(&mut self, code: &Value) {
        let code = match code {
            Value::String(code) if code.len() <= 100 => code.clone(),
            Value::Number(code) => code.to_string(),
            _ => return,
        };
        // com.amazonaws#ExpiredTokenException:http://…
        let code = code.rsplit('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        if !code.is_empty() && self.codes.len() < MOST {
            self.codes.push(code.to_ascii_lowercase());
        }
    }

    /// The first of the codes that means something; those that say more stand before those that say less.
    pub(super) fn code(&self, meaning: impl Fn(&str) -> Option<(u8, Answer)>) -> Option<Answer> {
        let known = self.codes.iter().filter_map(|code| meaning(code));
        known.min_by_key(|(rank, _)| *rank).map(|(_, answer)| answer)
    }
}
