//! What stands in a certificate that was shown: whom it is for and who has issued it. Read from its bytes, whoever wrote them;
//! what cannot be read is left empty, and nothing here is believed.

use clawtender_core::route::Certificate;
use jiff::Timestamp;
use rustls::{
    CertificateError,
    pki_types::{CertificateDer, UnixTime},
};
use sha2::{Digest as _, Sha256};

/// Longest name that is kept, in characters, and most names.
const NAME: usize = 100;
const NAMES: usize = 8;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;
/// The kinds of text in a name that are UTF-8, or a part of it.
const TEXTS: [u8; 4] = [0x0c, 0x13, 0x14, 0x16];
/// `commonName`, `organizationName`.
const COMMON: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];

/// The first certificate, and what the others say of its issuer.
pub(super) fn read(first: &CertificateDer<'_>, rest: &[CertificateDer<'_>]) -> Option<Certificate> {
    let certificate = webpki::EndEntityCert::try_from(first).ok()?;
    let issued_by = |other: &CertificateDer<'_>| {
        webpki::EndEntityCert::try_from(other).is_ok_and(|other| other.subject() == certificate.issuer())
    };
    Some(Certificate {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        chain: 1 + rest.len(),
        issuer_shown: rest.iter().any(issued_by),
        authority: authority(first, rest).map(|authority| fingerprint(authority)),
        ..Certificate::default()
    })
}

/// The authority that heads them, where its certificate came along: one that vouches for itself.
pub(super) fn authority<'a, 'b>(
    first: &'a CertificateDer<'b>,
    rest: &'a [CertificateDer<'b>],
) -> Option<&'a CertificateDer<'b>> {
    rest.iter().rev().chain([first]).find(|certificate| vouches_for_itself(certificate))
}

/// By what people tell one certificate from every other: SHA-256, `AA:BB:…`.
pub(crate) fn fingerprint(certificate: &[u8]) -> String {
    Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

pub(super) fn vouches_for_itself(certificate: &CertificateDer<'_>) -> bool {
    webpki::EndEntityCert::try_from(certificate).is_ok_and(|read| read.issuer() == read.subject())
}

/// The same with what is wrong about it.
pub(super) fn with(mut shown: Certificate, error: &CertificateError) -> Certificate {
    let time = |time: &UnixTime| Timestamp::from_second(i64::try_from(time.as_secs()).ok()?).ok();
    match error {
        CertificateError::ExpiredContext { not_after, .. } => shown.until = time(not_after),
        CertificateError::NotValidYetContext { not_before, .. } => shown.from = time(not_before),
        CertificateError::NotValidForNameContext { presented, .. } => {
            // as the library prints them: DnsName("a.example")
            let bare = |name: &String| name.split('"').nth(1).unwrap_or(name).chars().take(NAME).collect();
            shown.names = presented.iter().take(NAMES).map(bare).collect();
        }
        _ => {}
    }
    shown
}

/// What a distinguished name is read as: its common name, and the organisation where that says more.
fn name(bytes: &[u8]) -> String {
    let (mut common, mut organisation) = (String::new(), String::new());
    // webpki hands out what is inside the name's own sequence, or the sequence itself
    let mut rest = match element(bytes) {
        Some((SEQUENCE, inside, [])) => inside,
        _ => bytes,
    };
    while let Some((SET, pairs, after)) = element(rest) {
        rest = after;
        let Some((SEQUENCE, pair, _)) = element(pairs) else { continue };
        let Some((OBJECT, kind, value)) = element(pair) else { continue };
        let Some((tag, text, _)) = element(value) else { continue };
        let text = || String::from_utf8_lossy(text).chars().take(NAME).collect::<String>();
        if !TEXTS.contains(&tag) {
            continue;
        }
        if kind == COMMON {
            common = text();
        } else if kind == ORGANISATION {
            organisation = text();
        }
    }
    match (common.is_empty(), organisation.is_empty()) {
        (false, false) if !common.contains(&organisation) => format!("{common} ({organisation})"),
        (true, _) => organisation,
        _ => common,
    }
}

/// The first element: its tag, what is in it, and what comes after it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (inside, after) = rest.split_at_checked(length)?;
    Some((tag, inside, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, KeyPair};

    use super::*;

    #[test]
    fn a_certificate_says_whom_it_is_for() {
        for (common, organisation, expected) in [
            ("api.example", "", "api.example"),
            ("Example Root", "Example Corp", "Example Root (Example Corp)"),
            ("Zscaler Root CA", "Zscaler", "Zscaler Root CA"),
            ("", "Example Corp", "Example Corp"),
            ("Müller & Söhne", "", "Müller & Söhne"),
        ] {
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.distinguished_name = rcgen::DistinguishedName::new();
            for (kind, text) in [(DnType::CommonName, common), (DnType::OrganizationName, organisation)] {
                if !text.is_empty() {
                    params.distinguished_name.push(kind, text);
                }
            }
            let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
            let shown = read(certificate.der(), &[]).unwrap();
            assert_eq!((&*shown.subject, &*shown.issuer, shown.chain), (expected, expected, 1));
            assert_eq!(shown.authority, Some(fingerprint(certificate.der())));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(name(&bytes).chars().count() <= 2 * NAME + 3);
            let _ = read(&CertificateDer::from(bytes), &[]);
        }
    }
}
