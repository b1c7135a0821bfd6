// Made from crates/core/src/text.rs by crates/core/tests/window_types.rs. Not for editing.

/** A character that nobody sees, wherever it stands. */
export const unseen = /[\u{0}-\u{8}\u{b}-\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}\u{ad}\u{34f}\u{61c}\u{115f}-\u{1160}\u{180e}\u{200b}\u{200e}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{2800}\u{3164}\u{feff}\u{ffa0}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;
