//! The menu bar on macOS and the notification area on Windows: both draw from the main thread's event loop only.
//!
//! The engine lives on a thread of its own. Faces come here as orders to the loop, clicks leave through a channel.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    thread,
};

use tao::{
    event::Event,
    event_loop::{ControlFlow, EventLoopBuilder, EventLoopProxy},
};
use tokio::sync::mpsc::UnboundedSender;
use tray_icon::{
    MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent,
    menu::{CheckMenuItem, IsMenuItem, Menu as NativeMenu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu},
};

use super::{Desk, Far, Input, platform};
use crate::{
    icons,
    menu::{Entry, Face, Icon, Item, Menu},
};

enum Order {
    Draw(Face),
    Exit(u8),
}

/// The event loop on this thread, the engine on one of its own.
pub(crate) fn run<F: Future<Output = u8>>(app: impl FnOnce(Desk) -> F + Send + 'static) -> ExitCode {
    let mut events = EventLoopBuilder::<Order>::with_user_event().build();
    platform::prepare(&mut events);
    let (desk, far) = super::pair();
    let inputs = far.inputs.clone();
    hear_clicks(&inputs);
    let proxy = events.create_proxy();
    let mut engine = Some(thread::spawn(move || live(app, desk, far, &proxy)));
    let mut shown = None;
    events.run(move |event, _, flow| {
        *flow = ControlFlow::Wait;
        match event {
            Event::UserEvent(Order::Draw(face)) => draw(&mut shown, face, &inputs),
            Event::UserEvent(Order::Exit(code)) => *flow = ControlFlow::ExitWithCode(code.into()),
            // ours after `Exit`, or the system's at the end of the session: it waits while this call lasts
            Event::LoopDestroyed => {
                shown = None;
                let _ = inputs.send(Input::End);
                let _ = engine.take().map(thread::JoinHandle::join);
            }
            _ => {}
        }
    })
}

/// The engine's thread. Whatever becomes of it, the loop is told.
fn live<F: Future<Output = u8>>(app: impl FnOnce(Desk) -> F, desk: Desk, far: Far, proxy: &EventLoopProxy<Order>) {
    let code = catch_unwind(AssertUnwindSafe(|| {
        let runtime = match clawtender_engine::clock::event_loop() {
            Ok(runtime) => runtime,
            Err(error) => return super::cannot_start(&error),
        };
        let code = runtime.block_on(async {
            tokio::spawn(platform::hear_signals(far.inputs.clone()));
            tokio::spawn(forward(far, proxy.clone()));
            app(desk).await
        });
        runtime.shutdown_background();
        code
    }));
    let _ = proxy.send_event(Order::Exit(code.unwrap_or(super::CRASHED)));
}

async fn forward(mut far: Far, proxy: EventLoopProxy<Order>) {
    while let Some(face) = far.next().await {
        if proxy.send_event(Order::Draw(face)).is_err() {
            return;
        }
    }
}

fn hear_clicks(inputs: &UnboundedSender<Input>) {
    let clicked = inputs.clone();
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
        let _ = clicked.send(Input::Clicked { id: event.id.0, token: None });
    }));
    let inputs = inputs.clone();
    TrayIconEvent::set_event_handler(Some(move |event| {
        let input = match event {
            TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
                if !platform::MENU_ON_LEFT_CLICK =>
            {
                Input::Pressed { token: None }
            }
            TrayIconEvent::Enter { .. } => Input::Opened,
            _ => return,
        };
        let _ = inputs.send(input);
    }));
}

/// The icon, and what it shows.
struct Shown {
    tray: TrayIcon,
    face: Face,
}

fn draw(shown: &mut Option<Shown>, face: Face, inputs: &UnboundedSender<Input>) {
    let before = shown.is_some();
    let drawn = match shown.take() {
        None => first(&face).map(|tray| Shown { tray, face }),
        Some(shown) => again(shown, face),
    };
    match drawn {
        Ok(drawn) => {
            *shown = Some(drawn);
            if !before {
                let _ = inputs.send(Input::Shown);
            }
        }
        Err(error) => {
            let _ = inputs.send(Input::NoTray(format!("The tray icon cannot be shown: {error}")));
        }
    }
}

fn first(face: &Face) -> tray_icon::Result<TrayIcon> {
    let builder = TrayIconBuilder::new()
        .with_id("clawtender")
        .with_tooltip(tooltip(face))
        .with_menu(Box::new(native(&face.menu)))
        .with_menu_on_left_click(platform::MENU_ON_LEFT_CLICK);
    match picture(face.icon) {
        Some(icon) => platform::with_icon(builder, icon),
        None => builder,
    }
    .build()
}

/// Only what differs: a menu that is being read stays open while the tooltip changes.
fn again(shown: Shown, face: Face) -> tray_icon::Result<Shown> {
    let Shown { tray, face: before } = shown;
    if before.icon != face.icon {
        platform::set_icon(&tray, picture(face.icon))?;
    }
    if before.tooltip != face.tooltip {
        tray.set_tooltip(Some(tooltip(&face)))?;
    }
    if before.menu != face.menu {
        tray.set_menu(Some(Box::new(native(&face.menu))));
    }
    Ok(Shown { tray, face })
}

fn tooltip(face: &Face) -> String {
    format!("Clawtender: {}", face.tooltip)
}

fn native(menu: &Menu) -> NativeMenu {
    let drawn = NativeMenu::new();
    for entry in &menu.0 {
        let appended = match entry {
            Entry::Separator => drawn.append(&PredefinedMenuItem::separator()),
            Entry::Item(item) => drawn.append(clickable(item).as_ref()),
            Entry::Fold { label, items } => {
                let fold = Submenu::new(plain(label), true);
                items
                    .iter()
                    .try_for_each(|item| fold.append(clickable(item).as_ref()))
                    .and_then(|()| drawn.append(&fold))
            }
        };
        if let Err(error) = appended {
            tracing::warn!(%error, "a menu item cannot be drawn");
        }
    }
    drawn
}

fn clickable(Item { id, label, enabled, checked, .. }: &Item) -> Box<dyn IsMenuItem> {
    match *checked {
        Some(checked) => Box::new(CheckMenuItem::with_id(id.as_str(), plain(label), *enabled, checked, None)),
        None => Box::new(MenuItem::with_id(id.as_str(), plain(label), *enabled, None)),
    }
}

/// A single ampersand would mark an access key.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}

/// The smallest picture that is large enough for this system, else the largest there is.
fn picture(icon: Icon) -> Option<tray_icon::Icon> {
    let mut sizes = icons::all(icon);
    let fits = sizes.iter().position(|pixels| pixels.side >= platform::SIDE).unwrap_or(sizes.len().checked_sub(1)?);
    let pixels = sizes.swap_remove(fits);
    tray_icon::Icon::from_rgba(pixels.rgba, pixels.side, pixels.side).ok()
}
