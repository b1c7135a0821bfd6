//! The status area on Linux: a `StatusNotifierItem` and its menu, over the session bus.
//!
//! The `tray-icon` crate draws on the other systems. Here its backend runs on async-io: a reactor, an executor and a menu
//! watcher, three threads beside tokio's, one icon size where hosts pick from several, and a build that cannot share
//! `ksni` with anybody on tokio. `ksni` itself, which it wraps, lives on the engine's own thread.
//!
//! Without a host the item waits for one by the bus's own signal; a host that restarts is joined again by `ksni`.

use std::process::ExitCode;

use futures_util::StreamExt as _;
use ksni::{
    Icon as Pixmap, MenuItem, OfflineReason, Status, ToolTip, TrayMethods as _,
    menu::{CheckmarkItem, StandardItem, SubMenu},
};
use tokio::sync::mpsc::UnboundedSender;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};

pub(crate) use super::unix::detach;
use super::{Desk, Far, Input, unix::hear_signals};
use crate::{
    icons,
    menu::{Entry, Face, Icon, Item},
};

/// Saves 64 MB and the blank window of some graphics drivers.
pub(crate) const WINDOW_ENVIRONMENT: &[(&str, &str)] = &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1")];

const HOST: &str = "org.kde.StatusNotifierWatcher";

/// Everything on one thread: the engine, the bus and the signals.
pub(crate) fn run<F: Future<Output = u8>>(app: impl FnOnce(Desk) -> F + Send + 'static) -> ExitCode {
    let runtime = match clawtender_engine::clock::event_loop() {
        Ok(runtime) => runtime,
        Err(error) => return super::cannot_start(&error).into(),
    };
    let (desk, far) = super::pair();
    let code = runtime.block_on(async {
        tokio::spawn(hear_signals(far.inputs.clone()));
        tokio::spawn(show(far));
        app(desk).await
    });
    // what still runs on a blocking thread must not hold up the end of the session
    runtime.shutdown_background();
    code.into()
}

async fn show(mut far: Far) {
    let Some(face) = far.next().await else { return };
    match register(face, &mut far).await {
        Ok(item) => {
            say(&far.inputs, Input::Shown);
            while let Some(face) = far.next().await {
                item.update(|item| item.show(face)).await;
            }
        }
        Err(error) => {
            say(&far.inputs, Input::NoTray(format!("There is no session bus, so there can be no tray icon: {error}")));
        }
    }
}

/// Waits as long as it takes for a host. An error means that there is no session bus.
async fn register(mut face: Face, far: &mut Far) -> zbus::Result<ksni::Handle<Notifier>> {
    let mut hosts: Option<NameOwnerChangedStream> = None;
    loop {
        let refusal = match Notifier::new(face.clone(), far.inputs.clone()).spawn().await {
            Ok(handle) => return Ok(handle),
            Err(ksni::Error::Dbus(error)) => return Err(error),
            Err(refusal) => refusal,
        };
        match &mut hosts {
            // listen first, then try once more: a host that came in between is not missed
            None => hosts = Some(hosts_appearing().await?),
            Some(hosts) => {
                say(&far.inputs, Input::NoTray(format!("This desktop shows no tray icons: {refusal}")));
                if hosts.next().await.is_none() {
                    return Err(zbus::Error::InputOutput(std::io::Error::from(std::io::ErrorKind::BrokenPipe).into()));
                }
                face = far.faces.borrow_and_update().clone().unwrap_or(face);
            }
        }
    }
}

fn say(inputs: &UnboundedSender<Input>, input: Input) {
    // the app may be gone already
    let _ = inputs.send(input);
}

async fn hosts_appearing() -> zbus::Result<NameOwnerChangedStream> {
    let bus = zbus::Connection::session().await?;
    DBusProxy::new(&bus).await?.receive_name_owner_changed_with_args(&[(0, HOST)]).await
}

struct Notifier {
    face: Face,
    pixmaps: Vec<Pixmap>,
    inputs: UnboundedSender<Input>,
}

impl Notifier {
    fn new(face: Face, inputs: UnboundedSender<Input>) -> Self {
        Notifier { pixmaps: pixmaps(face.icon), face, inputs }
    }

    fn show(&mut self, face: Face) {
        if face.icon != self.face.icon {
            self.pixmaps = pixmaps(face.icon);
        }
        self.face = face;
    }
}

impl ksni::Tray for Notifier {
    fn id(&self) -> String {
        "clawtender".to_owned()
    }

    fn title(&self) -> String {
        "Clawtender".to_owned()
    }

    fn status(&self) -> Status {
        match self.face.icon {
            Icon::Attention => Status::NeedsAttention,
            Icon::Ok | Icon::Starting | Icon::Stopped => Status::Active,
        }
    }

    fn icon_pixmap(&self) -> Vec<Pixmap> {
        self.pixmaps.clone()
    }

    fn attention_icon_pixmap(&self) -> Vec<Pixmap> {
        self.pixmaps.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        // the description is markup, the title is not
        let description = self.face.tooltip.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        ToolTip { title: self.title(), description, ..ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        say(&self.inputs, Input::Pressed { token: ksni::current_xdg_activation_token() });
    }

    fn menu_about_to_show(&mut self) {
        say(&self.inputs, Input::Opened);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.face.menu.0.iter().map(line).collect()
    }

    fn watcher_online(&self) {
        tracing::info!("the tray host is back");
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!(?reason, "the tray host is gone");
        true
    }
}

fn line(entry: &Entry) -> MenuItem<Notifier> {
    match entry {
        Entry::Separator => MenuItem::Separator,
        Entry::Item(item) => clickable(item),
        Entry::Fold { label, items } => {
            SubMenu { label: plain(label), submenu: items.iter().map(clickable).collect(), ..SubMenu::default() }.into()
        }
    }
}

fn clickable(Item { id, label, enabled, checked, .. }: &Item) -> MenuItem<Notifier> {
    let id = id.clone();
    let activate = Box::new(move |item: &mut Notifier| {
        say(&item.inputs, Input::Clicked { id: id.clone(), token: ksni::current_xdg_activation_token() });
    });
    let (label, enabled) = (plain(label), *enabled);
    match *checked {
        Some(checked) => CheckmarkItem { label, enabled, checked, activate, ..CheckmarkItem::default() }.into(),
        None => StandardItem { label, enabled, activate, ..StandardItem::default() }.into(),
    }
}

/// A single underscore would mark an access key.
fn plain(label: &str) -> String {
    label.replace('_', "__")
}

fn pixmaps(icon: Icon) -> Vec<Pixmap> {
    let argb = |pixels: icons::Pixels| {
        let side = i32::try_from(pixels.side).unwrap_or_default();
        let mut data = pixels.rgba;
        data.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel.rotate_right(1));
        Pixmap { width: side, height: side, data }
    };
    icons::all(icon).into_iter().map(argb).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_underscores_and_pixels_their_colours() {
        let item = Item { id: "x".into(), label: "a_b & c".into(), enabled: true, checked: None, command: None };
        let MenuItem::Standard(drawn) = line(&Entry::Item(item)) else { panic!("not a plain item") };
        assert_eq!(drawn.label, "a__b & c");

        let rgba = icons::all(Icon::Ok).swap_remove(3).rgba;
        let argb = pixmaps(Icon::Ok).swap_remove(3).data;
        let middle = (16 * 32 + 16) * 4;
        assert_eq!(argb[middle..middle + 4], [rgba[middle + 3], rgba[middle], rgba[middle + 1], rgba[middle + 2]]);
    }
}
