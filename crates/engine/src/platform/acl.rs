//! What a list of who may do what says about a file, as Windows keeps one. Pure: the list is read elsewhere.

use clawtender_core::installation::FileMode;

/// What lets somebody see what is in a file: to read it, to read anything, to do anything.
const READS: u32 = 0x1 | 0x8000_0000 | 0x1000_0000;
/// What lets somebody change it: its content, what is below it, its list, its owner; to write anything, to do anything.
const CHANGES: u32 = 0x2 | 0x4 | 0x40 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x4000_0000 | 0x1000_0000;

/// Who is no stranger to anybody's files: the system, its administrators, whoever owns or makes a file.
const OWN: [&str; 4] = ["S-1-5-18", "S-1-5-32-544", "S-1-3-0", "S-1-3-4"];
/// Services of the system itself.
const SERVICES: &str = "S-1-5-80-";
const EVERYONE: &str = "S-1-1-0";
/// What Windows calls these in English; others are told as they are.
const NAMES: [(&str, &str); 4] = [
    (EVERYONE, "Everyone"),
    ("S-1-5-11", "Authenticated Users"),
    ("S-1-5-32-545", "Users"),
    ("S-1-5-32-546", "Guests"),
];

/// One line of a list.
pub(super) struct Line {
    /// Whom it is about, as the text of a security id.
    pub(super) who: String,
    /// What it is about.
    pub(super) mask: u32,
    /// Whether it allows that, or denies it.
    pub(super) allows: bool,
}

/// A file or a folder as its list has it; without a list, everybody may do everything.
pub(super) fn judged(path: String, folder: bool, mine: bool, me: &str, list: Option<&[Line]>) -> FileMode {
    let everybody = [Line { who: EVERYONE.to_owned(), mask: u32::MAX, allows: true }];
    let list = list.unwrap_or(&everybody);
    let denied = |before: &[Line], who: &str| {
        let of_them = before.iter().filter(|line| !line.allows && (line.who == who || line.who == EVERYONE));
        of_them.fold(0, |mask, line| mask | line.mask)
    };
    let allowed = list.iter().enumerate().filter(|(_, line)| line.allows);
    let stranger = |who: &str| who != me && !OWN.contains(&who) && !who.starts_with(SERVICES);
    let (mut mode, mut others) = (FileMode { folder, ..FileMode::default() }.private(), Vec::new());
    for (at, line) in allowed.filter(|(_, line)| stranger(&line.who)) {
        let may = line.mask & !denied(&list[..at], &line.who);
        let bits = if may & CHANGES != 0 { 0o022 } else { 0 } | if may & READS != 0 { 0o044 } else { 0 };
        let name = NAMES.iter().find(|(known, _)| *known == line.who).map_or(&*line.who, |(_, name)| name);
        if bits != 0 && !others.iter().any(|known| known == name) {
            others.push(name.to_owned());
        }
        mode |= bits;
    }
    let me_denied = denied(list, me) & CHANGES != 0;
    // a folder keeps nobody from what is below it here, unless that says so itself
    FileMode { path, folder, mode, mine, writable: !me_denied, sheltered: false, others }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: &str = "S-1-5-21-1-2-3-1001";
    const FULL: u32 = 0x1f_01ff;
    const READ_AND_RUN: u32 = 0x12_00a9;

    fn seen(list: &[(&str, u32, bool)]) -> FileMode {
        let line =
            |(who, mask, allows): &(&str, u32, bool)| Line { who: (*who).to_owned(), mask: *mask, allows: *allows };
        let list: Vec<Line> = list.iter().map(line).collect();
        judged("f".to_owned(), false, true, ME, Some(&list))
    }

    #[test]
    fn what_a_profile_has_by_itself_lets_nobody_in() {
        let file = seen(&[("S-1-5-18", FULL, true), ("S-1-5-32-544", FULL, true), (ME, FULL, true)]);
        assert!(!file.is_open() && file.writable && file.others.is_empty(), "{file:?}");
    }

    #[test]
    fn whoever_else_is_on_the_list_is_named_with_what_they_may() {
        for (list, mode, others) in [
            (&[(ME, FULL, true), ("S-1-5-32-545", READ_AND_RUN, true)][..], 0o644, &["Users"][..]),
            (&[("S-1-1-0", FULL, true), (ME, FULL, true)], 0o666, &["Everyone"]),
            (
                &[("S-1-5-11", 0x8000_0000, true), ("S-1-5-21-9-9-9-1002", 0x2, true)],
                0o666,
                &["Authenticated Users", "S-1-5-21-9-9-9-1002"],
            ),
            // to see that it is there, and what it is called
            (&[("S-1-1-0", 0x10_0080, true)], 0o600, &[]),
            // what was denied before is not allowed any more
            (&[("S-1-1-0", READ_AND_RUN, false), ("S-1-5-32-545", READ_AND_RUN, true)], 0o600, &[]),
            (&[("S-1-5-32-545", 0x2, false), ("S-1-5-32-545", FULL & !0x4_0044, true)], 0o666, &["Users"]),
            (&[("S-1-5-80-956008885-1-2-3-4", FULL, true)], 0o600, &[]),
        ] {
            let file = seen(list);
            assert_eq!(
                (file.mode, file.others.iter().map(String::as_str).collect::<Vec<_>>()),
                (mode, others.to_vec())
            );
        }
    }

    #[test]
    fn without_a_list_everybody_may_do_everything_and_a_denied_owner_cannot_write() {
        let open = judged("d".to_owned(), true, true, ME, None);
        assert_eq!((open.mode, open.others), (0o766, vec!["Everyone".to_owned()]));
        assert!(!seen(&[(ME, 0x2, false), (ME, FULL, true)]).writable);
    }
}
