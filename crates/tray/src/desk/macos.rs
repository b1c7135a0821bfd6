//! What macOS wants of a menu bar app.

use tao::{
    event_loop::EventLoop,
    platform::macos::{ActivationPolicy, EventLoopExtMacOS as _},
};
use tray_icon::{Icon, TrayIcon, TrayIconBuilder};

pub(crate) use super::{
    native::run,
    unix::{detach, hear_signals},
};

pub(crate) const WINDOW_ENVIRONMENT: &[(&str, &str)] = &[];

/// 22 points at twice the density.
pub(crate) const SIDE: u32 = 44;

/// As every menu bar item does.
pub(crate) const MENU_ON_LEFT_CLICK: bool = true;

/// As a template: the picture is its shape, and takes the colour of the bar.
pub(crate) fn with_icon(builder: TrayIconBuilder, icon: Icon) -> TrayIconBuilder {
    builder.with_icon_templated(icon)
}

/// Another picture, as a template too.
pub(crate) fn set_icon(tray: &TrayIcon, icon: Option<Icon>) -> tray_icon::Result<()> {
    tray.set_icon_templated(icon)
}

/// No place in the Dock, no menu bar of its own.
pub(crate) fn prepare<T>(events: &mut EventLoop<T>) {
    events.set_activation_policy(ActivationPolicy::Accessory);
}
