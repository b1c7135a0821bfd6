//! Secrets that are longer than one entry of the system may be.
//!
//! Such a secret stands in numbered parts beside its entry, and the entry itself says which parts, how long the whole is
//! and what its SHA-256 is. There are two sets of parts, `a` and `b`: a new secret goes into the set that is not in use,
//! then the entry is replaced in one step, then the old set is deleted. Whatever is interrupted, and whoever writes at the
//! same time, a reader gets a whole secret or an error, never a mixture. A secret that fits stands in its entry as it is.

use clawtender_core::text;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::{
    Entry, Found, KeychainError, LONGEST,
    vault::{Bytes, Vault},
};

/// How an entry begins that only says where the parts are.
const MARK: &str = "clawtender-parts:1:";
const SETS: [char; 2] = ['a', 'b'];
/// Most parts that are looked for; more than [`LONGEST`] needs with the smallest entries of any system.
const MOST: usize = 256;

/// Where the parts of a secret are.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    set: char,
    count: usize,
    length: usize,
    sha256: String,
}

impl Parts {
    fn written(&self) -> String {
        format!("{MARK}{}:{}:{}:{}", self.set, self.count, self.length, self.sha256)
    }

    /// `None` when the entry holds the secret itself.
    fn read(bytes: &[u8]) -> Option<Result<Parts, KeychainError>> {
        let rest = bytes.strip_prefix(MARK.as_bytes())?;
        let parse = || {
            let mut fields = std::str::from_utf8(rest).ok()?.split(':');
            Some(Parts {
                set: fields.next()?.parse().ok().filter(|set| SETS.contains(set))?,
                count: fields.next()?.parse().ok().filter(|count| (1..=MOST).contains(count))?,
                length: fields.next()?.parse().ok().filter(|length| *length <= LONGEST)?,
                sha256: fields.next()?.to_owned(),
            })
        };
        Some(parse().ok_or_else(|| KeychainError::does("damaged-key", "")))
    }
}

/// Reads a secret, whole.
pub(super) fn read(vault: &dyn Vault, entry: &Entry) -> Found {
    let mut tries = 2;
    loop {
        let Some(head) = vault.get(entry)? else { return Ok(None) };
        let Some(parts) = Parts::read(&head) else { return text(&head).map(Some) };
        if let Some(whole) = join(vault, entry, &parts?)? {
            return text(&whole).map(Some);
        }
        // it was being replaced: the entry says something else by now
        tries -= 1;
        if tries == 0 {
            return Err(KeychainError::does("part", ""));
        }
    }
}

/// Stores a secret in place of what is there.
pub(super) fn write(vault: &dyn Vault, entry: &Entry, secret: &[u8]) -> Result<(), KeychainError> {
    if secret.len() > LONGEST {
        return Err(KeychainError::TooLarge { limit: LONGEST });
    }
    if secret.starts_with(MARK.as_bytes()) {
        return Err(KeychainError::does("mark", MARK));
    }
    if secret.len() <= vault.limit() {
        vault.put(entry, secret)?;
        return sweep(vault, entry, &SETS);
    }
    let (set, other) = match vault.get(entry)?.as_deref().and_then(|head| Parts::read(head)) {
        Some(Ok(Parts { set: 'a', .. })) => ('b', 'a'),
        _ => ('a', 'b'),
    };
    // what an interrupted write has left there
    sweep(vault, entry, &[set])?;
    let pieces: Vec<&[u8]> = secret.chunks(vault.limit()).collect();
    for (number, piece) in pieces.iter().enumerate() {
        vault.put(&part(entry, set, number), piece)?;
    }
    let head = Parts { set, count: pieces.len(), length: secret.len(), sha256: sha256(secret) };
    vault.put(entry, head.written().as_bytes())?;
    sweep(vault, entry, &[other])
}

/// Deletes a secret: first the entry, so that what is left of it means nothing.
pub(super) fn delete(vault: &dyn Vault, entry: &Entry) -> Result<bool, KeychainError> {
    let was_there = vault.remove(entry)?;
    sweep(vault, entry, &SETS)?;
    Ok(was_there)
}

/// The accounts that hold a secret, without the parts of any.
pub(super) fn accounts(vault: &dyn Vault, service: &str) -> Result<Vec<String>, KeychainError> {
    let mut accounts = vault.accounts(service)?;
    accounts.retain(|account| !is_part(account));
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

fn is_part(account: &str) -> bool {
    let number = account.rsplit_once('#').and_then(|(_, part)| part.strip_prefix(SETS));
    number.is_some_and(|number| number.parse::<usize>().is_ok())
}

/// Deletes the parts of these sets, the last first: an interrupted sweep leaves no part that the next would not find.
fn sweep(vault: &dyn Vault, entry: &Entry, sets: &[char]) -> Result<(), KeychainError> {
    // nothing is ever split there
    if vault.limit() >= LONGEST {
        return Ok(());
    }
    for &set in sets {
        let mut count = 0;
        while count < MOST && vault.get(&part(entry, set, count))?.is_some() {
            count += 1;
        }
        for number in (0..count).rev() {
            vault.remove(&part(entry, set, number))?;
        }
    }
    Ok(())
}

/// `None` when the parts are not those that the entry speaks of.
fn join(vault: &dyn Vault, entry: &Entry, parts: &Parts) -> Result<Option<Bytes>, KeychainError> {
    let mut whole = Bytes::new(Vec::with_capacity(parts.length));
    for number in 0..parts.count {
        match vault.get(&part(entry, parts.set, number))? {
            // beyond its capacity the vector would move and leave a copy behind
            Some(piece) if whole.len() + piece.len() <= parts.length => whole.extend_from_slice(&piece),
            _ => return Ok(None),
        }
    }
    Ok((whole.len() == parts.length && sha256(&whole) == parts.sha256).then_some(whole))
}

fn part(entry: &Entry, set: char, number: usize) -> Entry {
    Entry { service: entry.service.clone(), account: format!("{}#{set}{number}", entry.account) }
}

fn text(bytes: &[u8]) -> Result<SecretString, KeychainError> {
    let text = std::str::from_utf8(bytes).map_err(|_| KeychainError::does("not-text", ""))?;
    Ok(SecretString::from(text))
}

fn sha256(bytes: &[u8]) -> String {
    text::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
