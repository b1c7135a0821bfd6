//! What macOS wants of a menu bar app.

use tao::{
    event_loop::EventLoop,
    platform::macos::{ActivationPolicy, EventLoopExtMacOS as _},
};

pub(crate) use super::{
    native::run,
    unix::{detach, hear_signals},
};

pub(crate) const WINDOW_ENVIRONMENT: &[(&str, &str)] = &[];

/// 22 points at twice the density.
pub(crate) const SIDE: u32 = 44;

/// As every menu bar item does.
pub(crate) const MENU_ON_LEFT_CLICK: bool = true;

/// No place in the Dock, no menu bar of its own.
pub(crate) fn prepare<T>(events: &mut EventLoop<T>) {
    events.set_activation_policy(ActivationPolicy::Accessory);
}
