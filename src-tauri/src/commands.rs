//! What the page may ask. Each command is one question to the engine or to the window itself; nothing is decided here.

use std::{path::PathBuf, sync::Mutex, time::Duration};

use anyhow::anyhow;
use clawtender_core::{
    approval::{Decision, Kind, PastApproval},
    changes::ChangeView,
    check::Group,
    export::Export,
    fixes::NewKey,
    history::RunHistory,
    key_list::{KeyList, MovePlan},
    log_line::LogLine,
    overview::{Load, Overview},
    providers::tested::KeyName,
    quiet::MuteFor,
    report::Report,
    selection::Selection,
    settings_view::SettingsView,
    setup::SetupView,
    words::Phrase,
};
use clawtender_engine::{
    browser,
    client::{self, unheard},
    paths::Paths,
    protocol::{Answer, Decided, Fixed, GatewayAction, Mend, Preflight, Request, Settled, StepAnswer},
};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;
use tauri::{State, WebviewWindow, async_runtime::JoinHandle, ipc::Channel};
use tokio::sync::{Notify, watch};

use crate::{
    arguments::{Opening, Page},
    engine_link::{self, LogNews, Update},
    spoken,
};

/// Longer than the slowest run of the doctor: 8 s with every host black-holed.
const DOCTOR_DEADLINE: Duration = Duration::from_secs(30);

/// How long a question may take that goes on to the gateway: longer than the engine itself waits for it.
const GATEWAY_DEADLINE: Duration = Duration::from_mins(1);

/// What the commands work with.
pub(crate) struct Desk {
    /// Where Clawtender's files and its socket are.
    pub(crate) paths: Paths,
    /// What should be in view; set again by each start of the program.
    pub(crate) opening: watch::Sender<Opening>,
    /// Who feeds the page. A page that is loaded again gets new ones.
    feeds: Mutex<Vec<JoinHandle<()>>>,
    /// How often the page has said that it is there.
    pub(crate) answers: watch::Sender<u64>,
    /// Ends the examination that the page has asked for.
    enough: Notify,
    /// Who reads the gateway's log to the page, while it is open there.
    reader: Mutex<Option<(u32, JoinHandle<()>)>>,
}

impl Desk {
    /// A desk for one process.
    pub(crate) fn new(paths: Paths, opening: Opening) -> Self {
        Desk {
            paths,
            opening: watch::Sender::new(opening),
            feeds: Mutex::default(),
            answers: watch::Sender::new(0),
            enough: Notify::new(),
            reader: Mutex::default(),
        }
    }
}

impl Desk {
    /// Puts this one in the place of whoever read the log, if that is who is `meant`.
    fn reads(&self, reader: Option<(u32, JoinHandle<()>)>, meant: Option<u32>) -> Result<(), Refusal> {
        let mut reads = self.reader.lock().map_err(|_| said("window-damaged"))?;
        // a page that leaves late does not stop the one that came after it
        if meant.is_some() && meant != reads.as_ref().map(|(id, _)| *id) {
            return Ok(());
        }
        if let Some((_, before)) = std::mem::replace(&mut *reads, reader) {
            before.abort();
        }
        Ok(())
    }
}

/// Why a command was not carried out: one sentence for a person.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
pub(crate) struct Refusal(#[from] anyhow::Error);

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&spoken::said(&client::words(&self.0)))
    }
}

/// What the window says by itself.
fn said(id: &'static str) -> anyhow::Error {
    Phrase::new(id, []).into()
}

/// Where Clawtender keeps what a person may want to look at.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(crate) struct About {
    version: &'static str,
    logs: PathBuf,
    settings: PathBuf,
}

/// Feeds the page until it is gone.
#[tauri::command]
pub(crate) async fn watch(
    window: WebviewWindow,
    desk: State<'_, Desk>,
    updates: Channel<Update>,
    language: String,
) -> Result<(), Refusal> {
    // the web view's own is as good a guess as any, until an engine has said another
    spoken::guess(&language);
    // a window that cannot change its look shows what it shows
    let dress = move |theme| drop(crate::windows::dress(&window, theme));
    let engine = tauri::async_runtime::spawn(engine_link::follow(desk.paths.clone(), updates.clone(), dress));
    let opening = tauri::async_runtime::spawn(point(desk.paths.clone(), desk.opening.subscribe(), updates));
    let mut feeds = desk.feeds.lock().map_err(|_| said("window-damaged"))?;
    for feed in feeds.drain(..) {
        feed.abort();
    }
    feeds.extend([engine, opening]);
    Ok(())
}

/// Tells the page what to bring into view, now and whenever another start asks for something.
async fn point(paths: Paths, mut opening: watch::Receiver<Opening>, channel: Channel<Update>) {
    opening.mark_changed();
    while opening.changed().await.is_ok() {
        let Opening { page, finding, request, no_tray } = opening.borrow_and_update().clone();
        let page = match page {
            Page::Overview => Update::Overview,
            Page::Doctor => Update::Doctor,
            Page::Approvals => Update::Approvals { id: request },
            Page::Keys => Update::Keys,
            Page::Log => Update::Log,
            Page::Settings => Update::Settings,
        };
        let no_tray = if no_tray { engine_link::no_tray(&paths).await } else { None };
        let wanted = [Some(page), no_tray, finding.map(|id| Update::Finding { id })];
        if wanted.into_iter().flatten().any(|update| channel.send(update).is_err()) {
            return;
        }
    }
}

/// The page has something to show: so does the window.
#[tauri::command]
pub(crate) async fn ready(desk: State<'_, Desk>, window: WebviewWindow) -> Result<(), Refusal> {
    desk.answers.send_modify(|answers| *answers += 1);
    crate::windows::reveal(&window).map_err(|error| anyhow!(error).into())
}

/// Asks anew what these checks look at, all where none and no group is named, and judges. Nothing where the page had enough.
#[tauri::command]
pub(crate) async fn doctor(
    desk: State<'_, Desk>,
    only: Vec<String>,
    groups: Vec<Group>,
) -> Result<Option<Box<Report>>, Refusal> {
    let selection = Selection { only, groups, skip: Vec::new() };
    // whoever leaves the connection ends the examination
    let answer = tokio::select! {
        answer = ask_within(DOCTOR_DEADLINE, &desk, Request::Doctor { offline: false, selection }) => answer?,
        () = desk.enough.notified() => return Ok(None),
    };
    match answer {
        Answer::Report(report) => Ok(Some(report)),
        _ => Err(unexpected()),
    }
}

/// Ends the examination that the page has asked for. What was found until then stands.
#[tauri::command]
pub(crate) async fn stop_doctor(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.enough.notify_waiters();
    Ok(())
}

/// The runs that are kept, and what has become of things since one of them; without a choice, since the last before today.
#[tauri::command]
pub(crate) async fn runs(desk: State<'_, Desk>, against: Option<Timestamp>) -> Result<Box<RunHistory>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Runs { against }).await? {
        Answer::Runs(runs) => Ok(runs),
        _ => Err(unexpected()),
    }
}

/// Mutes a check in the settings, or not any more. It still shows.
#[tauri::command]
pub(crate) async fn mute(desk: State<'_, Desk>, finding: String, span: MuteFor) -> Result<(), Refusal> {
    done(&desk, Request::Mute { finding, span }).await
}

/// What has waited for the person, and how it ended.
#[tauri::command]
pub(crate) async fn past_approvals(desk: State<'_, Desk>) -> Result<Vec<PastApproval>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::PastApprovals).await? {
        Answer::PastApprovals(past) => Ok(past),
        _ => Err(unexpected()),
    }
}

/// What Clawtender has changed on this computer.
#[tauri::command]
pub(crate) async fn changes(desk: State<'_, Desk>) -> Result<Vec<ChangeView>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Changes).await? {
        Answer::Changes(changes) => Ok(changes),
        _ => Err(unexpected()),
    }
}

/// Takes such a change back.
#[tauri::command]
pub(crate) async fn undo(desk: State<'_, Desk>, entry: String) -> Result<Decided, Refusal> {
    match engine_link::ask(&desk.paths, Request::Undo { entry }).await? {
        Answer::Decided(decided) => Ok(decided),
        _ => Err(unexpected()),
    }
}

/// Starts, stops or restarts the gateway; answers when it has settled, however long that takes. With `idle`, a restart
/// waits until nothing is running.
#[tauri::command]
pub(crate) async fn gateway(desk: State<'_, Desk>, action: GatewayAction, idle: bool) -> Result<Settled, Refusal> {
    match engine_link::ask(&desk.paths, Request::Gateway { action, anyway: false, idle }).await? {
        Answer::Settled(settled) => Ok(settled),
        _ => Err(unexpected()),
    }
}

/// What a restart would interrupt now.
#[tauri::command]
pub(crate) async fn preflight(desk: State<'_, Desk>) -> Result<Preflight, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Preflight).await? {
        Answer::Preflight(preflight) => Ok(preflight),
        _ => Err(unexpected()),
    }
}

/// Decides what waits for the person. `deliberate`: they saw everything that is asked for and said so a second time.
#[tauri::command]
pub(crate) async fn decide(
    desk: State<'_, Desk>,
    kind: Kind,
    id: String,
    decision: Decision,
    deliberate: bool,
) -> Result<Decided, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Decide { kind, approval: id, decision, deliberate }).await? {
        Answer::Decided(decided) => Ok(decided),
        _ => Err(unexpected()),
    }
}

/// Carries out a fix that a finding offers; answers when its check has judged again, however long that takes: the engine
/// keeps the time, and a gateway's own start has none. `agreed`: the person has seen what it does and said yes.
#[tauri::command]
pub(crate) async fn fix(
    desk: State<'_, Desk>,
    finding: String,
    subject: Option<String>,
    fix: String,
    agreed: bool,
) -> Result<Fixed, Refusal> {
    match engine_link::ask(&desk.paths, Request::Fix(Mend { finding, subject, fix, agreed })).await? {
        Answer::Fixed(fixed) => Ok(fixed),
        _ => Err(unexpected()),
    }
}

/// Stops the fix of this finding, where nothing has been changed yet.
#[tauri::command]
pub(crate) async fn stop_fix(desk: State<'_, Desk>, finding: String, subject: Option<String>) -> Result<(), Refusal> {
    done(&desk, Request::StopFix { finding, subject }).await
}

/// Answers a step of the sign-in that is under way. What was typed goes to the engine and is kept nowhere.
#[tauri::command]
pub(crate) async fn answer_step(desk: State<'_, Desk>, step: String, answer: StepAnswer) -> Result<(), Refusal> {
    done(&desk, Request::SignInAnswer { step, answer }).await
}

/// Ends the sign-in that is under way.
#[tauri::command]
pub(crate) async fn cancel_sign_in(desk: State<'_, Desk>) -> Result<(), Refusal> {
    done(&desk, Request::SignInCancel).await
}

/// Opens the page that the sign-in under way names. The page cannot say which: it is the engine's word that counts.
#[tauri::command]
pub(crate) async fn open_sign_in_page(desk: State<'_, Desk>) -> Result<(), Refusal> {
    let Answer::Snapshot(snapshot) = ask_within(GATEWAY_DEADLINE, &desk, Request::Snapshot).await? else {
        return Err(unexpected());
    };
    let page = snapshot.sign_in.and_then(|sign_in| sign_in.step).and_then(|step| step.external_url);
    let page = page.ok_or_else(|| said("sign-in-no-page"))?;
    browser::open(&page).map_err(|why| Refusal(Phrase::new("no-browser", [("why", why.to_string().into())]).into()))
}

/// Tells nothing of a check for so many minutes; 0 ends it. It still shows.
#[tauri::command]
pub(crate) async fn snooze(desk: State<'_, Desk>, finding: String, minutes: u32) -> Result<(), Refusal> {
    done(&desk, Request::Snooze { finding, minutes }).await
}

async fn done(desk: &Desk, request: Request) -> Result<(), Refusal> {
    match ask_within(GATEWAY_DEADLINE, desk, request).await? {
        Answer::Done => Ok(()),
        _ => Err(unexpected()),
    }
}

/// The latest report as text for an issue, without what is nobody else's business.
#[tauri::command]
pub(crate) async fn exported(desk: State<'_, Desk>) -> Result<Box<Export>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Export).await? {
        Answer::Export(export) => Ok(export),
        _ => Err(unexpected()),
    }
}

/// Every key there is. None can be read in the answer.
#[tauri::command]
pub(crate) async fn keys(desk: State<'_, Desk>) -> Result<Box<KeyList>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Keys).await? {
        Answer::Keys(keys) => Ok(keys),
        _ => Err(unexpected()),
    }
}

/// Shows a key, or all, to its provider; `same` is the mark of one outside the keychain.
#[tauri::command]
pub(crate) async fn test_keys(
    desk: State<'_, Desk>,
    key: Option<KeyName>,
    same: Option<String>,
) -> Result<Decided, Refusal> {
    ordered(&desk, Request::TestKeys { key, same }).await
}

/// Deletes a key from the keychain. The person has said so twice.
#[tauri::command]
pub(crate) async fn delete_key(desk: State<'_, Desk>, key: KeyName) -> Result<Decided, Refusal> {
    ordered(&desk, Request::DeleteKey { key }).await
}

/// Asks the person for a key, in steps that the view shows; answers when it is kept, or is not.
#[tauri::command]
pub(crate) async fn new_key(desk: State<'_, Desk>, key: KeyName, what: NewKey) -> Result<Fixed, Refusal> {
    match engine_link::ask(&desk.paths, Request::NewKey { key, what }).await? {
        Answer::Fixed(fixed) => Ok(fixed),
        _ => Err(unexpected()),
    }
}

/// What moving the keys that stand in files would do.
#[tauri::command]
pub(crate) async fn plan_key_move(desk: State<'_, Desk>) -> Result<Box<MovePlan>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::PlanKeyMove).await? {
        Answer::MovePlan(plan) => Ok(plan),
        _ => Err(unexpected()),
    }
}

/// Moves them, if that does what the person has `seen`.
#[tauri::command]
pub(crate) async fn move_keys(desk: State<'_, Desk>, seen: String) -> Result<Decided, Refusal> {
    ordered(&desk, Request::MoveKeys { seen }).await
}

/// Every setting, and what the system says next to it.
#[tauri::command]
pub(crate) async fn settings(desk: State<'_, Desk>) -> Result<Box<SettingsView>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Settings).await? {
        Answer::Settings(settings) => Ok(settings),
        _ => Err(unexpected()),
    }
}

/// Changes a setting.
#[tauri::command]
pub(crate) async fn set_setting(desk: State<'_, Desk>, key: String, value: Value) -> Result<Decided, Refusal> {
    ordered(&desk, Request::Set { key, value }).await
}

/// Lets a check tell again what the settings have muted.
#[tauri::command]
pub(crate) async fn unmute(desk: State<'_, Desk>, finding: String) -> Result<Decided, Refusal> {
    ordered(&desk, Request::Unmute { finding }).await
}

/// What the first run has to say.
#[tauri::command]
pub(crate) async fn setup(desk: State<'_, Desk>) -> Result<Box<SetupView>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Setup).await? {
        Answer::Setup(setup) => Ok(setup),
        _ => Err(unexpected()),
    }
}

/// The first run is over, and does not come back by itself.
#[tauri::command]
pub(crate) async fn finish_setup(desk: State<'_, Desk>) -> Result<(), Refusal> {
    done(&desk, Request::SetUp).await
}

/// Opens the settings file in whatever the person edits text with.
#[tauri::command]
pub(crate) async fn open_settings_file(desk: State<'_, Desk>) -> Result<(), Refusal> {
    let opened = browser::open_file(&desk.paths.settings);
    opened.map_err(|why| {
        let told = [("file", desk.paths.settings.display().to_string().into()), ("why", why.to_string().into())];
        Refusal(Phrase::new("settings-not-opened", told).into())
    })
}

/// An order that takes as long as the keychain, a provider or the gateway takes.
async fn ordered(desk: &Desk, request: Request) -> Result<Decided, Refusal> {
    match engine_link::ask(&desk.paths, request).await? {
        Answer::Decided(decided) => Ok(decided),
        _ => Err(unexpected()),
    }
}

/// What the overview shows beside the view.
#[tauri::command]
pub(crate) async fn overview(desk: State<'_, Desk>) -> Result<Box<Overview>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Overview).await? {
        Answer::Overview(overview) => Ok(overview),
        _ => Err(unexpected()),
    }
}

/// What the gateway takes of this computer now; nothing where none runs.
#[tauri::command]
pub(crate) async fn load(desk: State<'_, Desk>) -> Result<Option<Load>, Refusal> {
    match ask_within(GATEWAY_DEADLINE, &desk, Request::Load).await? {
        Answer::Load(load) => Ok(load),
        _ => Err(unexpected()),
    }
}

/// Reads the gateway's log to the page: what is kept of it, then whatever is written, until the page leaves it.
#[tauri::command]
pub(crate) async fn follow_log(desk: State<'_, Desk>, news: Channel<LogNews>) -> Result<(), Refusal> {
    let id = news.id();
    let reader = tauri::async_runtime::spawn(engine_link::read_log(desk.paths.clone(), news));
    desk.reads(Some((id, reader)), None)
}

/// Lines of the log from before the one of this number, oldest first; none where nothing earlier is kept.
#[tauri::command]
pub(crate) async fn earlier_log(desk: State<'_, Desk>, before: u64) -> Result<Vec<LogLine>, Refusal> {
    Ok(engine_link::earlier_log(&desk.paths, before).await?)
}

/// Nobody looks any more at the log that is read over this channel.
#[tauri::command]
pub(crate) async fn leave_log(desk: State<'_, Desk>, reader: u32) -> Result<(), Refusal> {
    desk.reads(None, Some(reader))
}

/// Starts the tray, which hosts the engine.
#[tauri::command]
pub(crate) async fn start_engine(desk: State<'_, Desk>) -> Result<(), Refusal> {
    Ok(engine_link::start(&desk.paths).await?)
}

/// Which Clawtender this is, and where its files are.
#[tauri::command]
pub(crate) async fn about(desk: State<'_, Desk>) -> Result<About, Refusal> {
    Ok(About {
        version: env!("CARGO_PKG_VERSION"),
        logs: desk.paths.logs.clone(),
        settings: desk.paths.settings.clone(),
    })
}

async fn ask_within(deadline: Duration, desk: &Desk, request: Request) -> anyhow::Result<Answer> {
    tokio::time::timeout(deadline, engine_link::ask(&desk.paths, request))
        .await
        .map_err(|_| unheard("silent", deadline.as_secs()))?
}

fn unexpected() -> Refusal {
    Refusal(unheard("version", "").into())
}
