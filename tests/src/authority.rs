//! An authority of the tests' own, which issues certificates to servers, good ones and others.

use std::{fs, path::PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::{
    home::Home,
    provider::{Provider, Says},
};

/// A certificate with those that come with it, and its key.
pub type Shown = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// Years in which a certificate is good now.
const NOW: (i32, i32) = (2020, 2100);

/// An authority, and one between it and its servers.
pub struct Authority {
    root: CertifiedIssuer<'static, KeyPair>,
    between: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// One of this name.
    pub fn called(name: &str) -> Authority {
        let authority = |name: String| {
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.distinguished_name.push(DnType::CommonName, name);
            params
        };
        let root = CertifiedIssuer::self_signed(authority(name.to_owned()), KeyPair::generate().unwrap()).unwrap();
        let between = authority(format!("{name}, between"));
        let between = CertifiedIssuer::signed_by(between, KeyPair::generate().unwrap(), &root).unwrap();
        Authority { root, between }
    }

    /// One that everything in this home trusts.
    pub fn trusted(home: &mut Home) -> Authority {
        let authority = Authority::called("Drill Authority");
        authority.is_trusted(home);
        authority
    }

    /// A provider with a good certificate for this name.
    pub fn provider(&self, name: &str, says: Says) -> Provider {
        let (chain, key) = self.certificate(name);
        Provider::encrypted(says, chain, key)
    }

    /// Has everything in this home trust it, as the gateway can be told to.
    pub fn is_trusted(&self, home: &mut Home) {
        home.set("NODE_EXTRA_CA_CERTS", self.file(home).display().to_string());
    }

    fn file(&self, home: &Home) -> PathBuf {
        let file = home.path("authority.pem");
        fs::write(&file, self.root.pem()).unwrap();
        file
    }

    /// A good certificate for this name.
    pub fn certificate(&self, name: &str) -> Shown {
        issued(name, NOW, Some(&self.root), Vec::new())
    }

    /// One that is good in these years.
    pub fn in_years(&self, name: &str, years: (i32, i32)) -> Shown {
        issued(name, years, Some(&self.root), Vec::new())
    }

    /// One by the authority in between, whose own certificate comes with it.
    pub fn chain(&self, name: &str) -> Shown {
        issued(name, NOW, Some(&self.between), vec![self.between.der().clone()])
    }

    /// The same, and its own.
    pub fn whole_chain(&self, name: &str) -> Shown {
        issued(name, NOW, Some(&self.between), vec![self.between.der().clone(), self.root.der().clone()])
    }

    /// The same without either.
    pub fn half_a_chain(&self, name: &str) -> Shown {
        issued(name, NOW, Some(&self.between), Vec::new())
    }
}

/// A certificate that vouches for itself.
pub fn self_signed(name: &str) -> Shown {
    issued(name, NOW, None, Vec::new())
}

fn issued(
    name: &str,
    years: (i32, i32),
    issuer: Option<&Issuer<'_, KeyPair>>,
    with: Vec<CertificateDer<'static>>,
) -> Shown {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
    let key = KeyPair::generate().unwrap();
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer),
        None => params.self_signed(&key),
    };
    let chain = [certificate.unwrap().der().clone()].into_iter().chain(with).collect();
    (chain, PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}
