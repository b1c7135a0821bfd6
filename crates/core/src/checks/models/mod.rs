//! Models that answer with an error every time, for a reason that the gateway's log tells. Each file is one check.

use super::complaints::is_of_before;
use crate::{
    facts::Facts,
    models::{Entry, Models},
    said::Complaint,
    words::Phrase,
};

pub(super) mod api_version;
pub(super) mod context_window;
pub(super) mod local_model_content;
pub(super) mod local_model_tools;
pub(super) mod model_fallback;

/// How the configuration sets models up, as far as it is known.
fn models(facts: &Facts) -> Option<&Models> {
    facts.config.value().map(|config| &config.models)
}

/// A model of which something is said.
struct Said<'a> {
    /// Its whole name.
    name: String,
    /// Where it is set up.
    entry: Option<&'a Entry>,
    /// It was said before the configuration was written last.
    before: bool,
}

impl Said<'_> {
    /// Whether a setting that the entry has is newer than the complaint about its lack.
    fn is_mended(&self, has: fn(&Entry) -> bool) -> bool {
        self.before && self.has(has)
    }

    fn has(&self, has: fn(&Entry) -> bool) -> bool {
        self.entry.is_some_and(has)
    }
}

/// A line of a preview: what is set for a model, and below which key.
fn setting(place: &'static str, model: &str, setting: impl Into<String>) -> Phrase {
    Phrase::new(
        "models-setting",
        [("place", place.into()), ("model", model.into()), ("setting", setting.into().into())],
    )
}

/// Which model the complaint is about; `None` where the lines do not tell.
fn about<'a>(complaint: &Complaint, facts: &'a Facts) -> Option<Said<'a>> {
    let name = format!("{}/{}", complaint.field("provider")?, complaint.field("model")?);
    let entry = models(facts).and_then(|models| models.entry(&name));
    Some(Said { entry, before: is_of_before(complaint, facts), name })
}
