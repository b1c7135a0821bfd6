//! Whether this session's screen is locked: the login window tells every program of the session.

use std::{
    ffi::{CStr, c_char, c_void},
    ptr,
};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

const LOCKED: &CStr = c"com.apple.screenIsLocked";
const UNLOCKED: &CStr = c"com.apple.screenIsUnlocked";

/// `kCFStringEncodingUTF8`
const UTF8: u32 = 0x0800_0100;
/// `CFNotificationSuspensionBehaviorDeliverImmediately`
const AT_ONCE: isize = 4;

type Heard = extern "C" fn(*mut c_void, *mut c_void, *const c_void, *const c_void, *const c_void);

#[link(name = "CoreFoundation", kind = "framework")]
unsafe extern "C" {
    fn CFNotificationCenterGetDistributedCenter() -> *mut c_void;
    fn CFNotificationCenterAddObserver(
        center: *mut c_void,
        observer: *const c_void,
        heard: Heard,
        name: *const c_void,
        object: *const c_void,
        behavior: isize,
    );
    fn CFStringCreateWithCString(allocator: *const c_void, text: *const c_char, encoding: u32) -> *const c_void;
    fn CFRunLoopRun();
}

pub(in super::super) fn watch_screen() -> UnboundedReceiver<bool> {
    let (tell, told) = mpsc::unbounded_channel();
    // news comes through the run loop of whoever asks for it, or the main one's, which the tray runs
    let watched = std::thread::Builder::new().name("screen".to_owned()).spawn(move || follow(tell));
    if let Err(error) = watched {
        tracing::warn!(%error, "whether the screen is locked is not heard");
    }
    told
}

/// Asks once, for as long as this process lives.
fn follow(tell: UnboundedSender<bool>) {
    // lives as long as the process, as does what it is asked by
    let observer = ptr::from_ref(Box::leak(Box::new(tell))).cast::<c_void>();
    let heard: [(&CStr, Heard); 2] = [(LOCKED, locked), (UNLOCKED, unlocked)];
    for (name, heard) in heard {
        // SAFETY: the texts end with a zero; the center, the name and the observer are never let go.
        unsafe {
            let name = CFStringCreateWithCString(ptr::null(), name.as_ptr(), UTF8);
            if name.is_null() {
                // without a name it would be told everything
                return;
            }
            let center = CFNotificationCenterGetDistributedCenter();
            CFNotificationCenterAddObserver(center, observer, heard, name, ptr::null(), AT_ONCE);
        }
    }
    // SAFETY: runs the loop of this thread, which does nothing else. It ends at once where nothing comes through it.
    unsafe { CFRunLoopRun() };
}

extern "C" fn locked(_: *mut c_void, observer: *mut c_void, _: *const c_void, _: *const c_void, _: *const c_void) {
    say(observer, true);
}

extern "C" fn unlocked(_: *mut c_void, observer: *mut c_void, _: *const c_void, _: *const c_void, _: *const c_void) {
    say(observer, false);
}

fn say(observer: *mut c_void, locked: bool) {
    // SAFETY: what `follow` gave, which lives as long as the process and may be used from every thread.
    let tell = unsafe { &*observer.cast_const().cast::<UnboundedSender<bool>>() };
    let _ = tell.send(locked);
}
