use std::{cell::RefCell, collections::BTreeMap};

use secrecy::ExposeSecret;

use super::*;

/// A store of small entries, which can be interrupted at any change.
struct Small {
    entries: RefCell<BTreeMap<String, Vec<u8>>>,
    /// How many more changes are carried out before everything stops, as if the process had been killed.
    lives: RefCell<usize>,
}

const LIMIT: usize = 128;

impl Small {
    fn new() -> Small {
        Small { entries: RefCell::default(), lives: RefCell::new(usize::MAX) }
    }

    fn change(&self) -> Result<(), KeychainError> {
        let mut lives = self.lives.borrow_mut();
        *lives = lives.checked_sub(1).ok_or(KeychainError::Other("was interrupted".into()))?;
        Ok(())
    }

    fn names(&self) -> Vec<String> {
        self.entries.borrow().keys().cloned().collect()
    }
}

impl Vault for Small {
    fn limit(&self) -> usize {
        LIMIT
    }

    fn get(&self, entry: &Entry) -> Result<Option<Bytes>, KeychainError> {
        Ok(self.entries.borrow().get(&entry.account).cloned().map(Bytes::from))
    }

    fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<(), KeychainError> {
        assert!(bytes.len() <= LIMIT, "{} bytes in one entry", bytes.len());
        self.change()?;
        self.entries.borrow_mut().insert(entry.account.clone(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, entry: &Entry) -> Result<bool, KeychainError> {
        self.change()?;
        Ok(self.entries.borrow_mut().remove(&entry.account).is_some())
    }

    fn accounts(&self, _: &str) -> Result<Vec<String>, KeychainError> {
        Ok(self.names())
    }
}

fn entry() -> Entry {
    Entry::new("k")
}

fn kept(vault: &Small) -> Result<Option<String>, KeychainError> {
    Ok(read(vault, &entry())?.map(|secret| secret.expose_secret().to_owned()))
}

fn long(letter: char, length: usize) -> String {
    std::iter::repeat_n(letter, length).collect()
}

#[test]
fn a_short_secret_stands_in_its_entry_and_a_long_one_beside_it() {
    let vault = Small::new();
    assert_eq!(kept(&vault), Ok(None));
    for length in [0, 1, LIMIT - 1, LIMIT] {
        write(&vault, &entry(), long('x', length).as_bytes()).unwrap();
        assert_eq!(kept(&vault).unwrap().unwrap().len(), length);
        assert_eq!(vault.names(), ["k"]);
    }
    for (length, parts) in [(LIMIT + 1, 2), (2 * LIMIT, 2), (2 * LIMIT + 1, 3)] {
        write(&vault, &entry(), long('y', length).as_bytes()).unwrap();
        assert_eq!(kept(&vault).unwrap().unwrap().len(), length);
        assert_eq!(vault.names().len(), parts + 1, "{:?}", vault.names());
    }
    write(&vault, &entry(), b"short").unwrap();
    assert_eq!(vault.names(), ["k"], "parts of an earlier secret are still there");
    write(&vault, &entry(), long('z', 500).as_bytes()).unwrap();
    assert_eq!(delete(&vault, &entry()), Ok(true));
    assert_eq!(vault.names(), Vec::<String>::new());
    assert_eq!(delete(&vault, &entry()), Ok(false));
}

#[test]
fn parts_are_no_accounts() {
    let vault = Small::new();
    write(&vault, &entry(), long('x', 300).as_bytes()).unwrap();
    write(&vault, &Entry::new("other#odd"), b"short").unwrap();
    assert!(vault.names().len() > 2);
    assert_eq!(accounts(&vault, "any").unwrap(), ["k", "other#odd"]);
}

#[test]
fn an_interrupted_write_leaves_the_old_secret_or_the_new_one() {
    for (old, new) in [(50, 700), (700, 50), (700, 300), (300, 700), (0, 700)] {
        let (old, new) = (long('o', old), long('n', new));
        let mut finished = false;
        for lives in 0.. {
            let vault = Small::new();
            if !old.is_empty() {
                write(&vault, &entry(), old.as_bytes()).unwrap();
            }
            *vault.lives.borrow_mut() = lives;
            finished = write(&vault, &entry(), new.as_bytes()).is_ok();
            let found = kept(&vault).unwrap();
            let whole = found.as_ref() == Some(&new) || found.unwrap_or_default() == old;
            assert!(whole, "after {lives} steps from {} to {}", old.len(), new.len());
            // whoever comes next leaves nothing behind
            *vault.lives.borrow_mut() = usize::MAX;
            write(&vault, &entry(), new.as_bytes()).unwrap();
            assert_eq!(kept(&vault).unwrap().as_deref(), Some(new.as_str()));
            delete(&vault, &entry()).unwrap();
            assert_eq!(vault.names(), Vec::<String>::new(), "after {lives} steps");
            if finished {
                break;
            }
        }
        assert!(finished);
    }
}

#[test]
fn an_interrupted_deletion_leaves_no_secret_that_can_be_read() {
    for lives in 0..8 {
        let vault = Small::new();
        write(&vault, &entry(), long('o', 700).as_bytes()).unwrap();
        *vault.lives.borrow_mut() = lives;
        let _ = delete(&vault, &entry());
        let found = kept(&vault).unwrap();
        assert!(if lives == 0 { found.is_some() } else { found.is_none() }, "after {lives} steps");
        *vault.lives.borrow_mut() = usize::MAX;
        delete(&vault, &entry()).unwrap();
        assert_eq!(vault.names(), Vec::<String>::new());
    }
}

#[test]
fn parts_that_do_not_fit_together_are_no_secret() {
    let vault = Small::new();
    write(&vault, &entry(), long('o', 300).as_bytes()).unwrap();
    let whole = vault.entries.borrow().clone();
    let part = whole.keys().find(|name| name.ends_with('1')).unwrap().clone();
    for piece in [None, Some(b"other".to_vec()), Some(long('x', LIMIT).into_bytes())] {
        *vault.entries.borrow_mut() = whole.clone();
        match piece {
            None => vault.entries.borrow_mut().remove(&part),
            Some(piece) => vault.entries.borrow_mut().insert(part.clone(), piece),
        };
        assert!(matches!(kept(&vault), Err(KeychainError::Other(_))), "{:?}", kept(&vault));
    }
}

#[test]
fn a_hostile_entry_is_damage_and_not_a_crash() {
    let hex = long('0', 64);
    let heads = [
        String::new(),
        "c:1:10:".to_owned() + &hex,
        format!("a:0:10:{hex}"),
        format!("a:99999999999999999999:10:{hex}"),
        format!("a:257:10:{hex}"),
        format!("a:1:99999999:{hex}"),
        "a:1".to_owned(),
        "é".to_owned(),
    ];
    for head in heads {
        let vault = Small::new();
        vault.entries.borrow_mut().insert("k".into(), format!("{MARK}{head}").into_bytes());
        assert_eq!(kept(&vault), Err(KeychainError::does("damaged-key", "")), "{head}");
    }
    let vault = Small::new();
    vault.entries.borrow_mut().insert("k".into(), vec![0xff, 0xfe]);
    assert_eq!(kept(&vault), Err(KeychainError::does("not-text", "")));
    assert!(write(&vault, &entry(), format!("{MARK}x").as_bytes()).is_err());
    assert_eq!(write(&vault, &entry(), &vec![b'x'; LONGEST + 1]), Err(KeychainError::TooLarge { limit: LONGEST }));
}
