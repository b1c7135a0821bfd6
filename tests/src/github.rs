//! A FAKE of GitHub Enterprise for the real Copilot plugin of the real gateway: see `fakes/github.mjs`.

use std::{fs, path::Path, path::PathBuf, process::Command};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::json;

use crate::{home::Home, logins, node};

/// The name that leads to it, where it is.
pub const DOMAIN: &str = "acme.ghe.com";
/// An address of the public internet, as the gateway asks no other; in a network of its own it is this computer's.
const ADDRESS: &str = "20.1.2.3";

/// The servers' files in a home.
pub struct GitHub {
    folder: PathBuf,
}

impl GitHub {
    /// Prepares them; everything that is run in this home from now on trusts their certificate.
    pub fn new(home: &mut Home) -> GitHub {
        let folder = home.path("github");
        fs::create_dir_all(&folder).unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // otherwise both have the same name, and the certificate would be taken for its own issuer
        authority.distinguished_name.push(DnType::CommonName, "The authority of the tests");
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let cert = CertificateParams::new(vec![DOMAIN.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
        for (name, text) in [("ca.pem", authority.pem()), ("cert.pem", cert.pem()), ("key.pem", key.serialize_pem())] {
            fs::write(folder.join(name), text).unwrap();
        }
        fs::write(folder.join("hosts"), format!("127.0.0.1 localhost\n{ADDRESS} {DOMAIN}\n")).unwrap();
        home.set("NODE_EXTRA_CA_CERTS", folder.join("ca.pem").to_str().unwrap());
        let github = GitHub { folder };
        github.says("waits");
        github
    }

    /// From now on it says this: `waits`, `allows`, `denies` or `refuses`.
    pub fn says(&self, what: &str) {
        fs::write(self.folder.join("new"), what).unwrap();
        fs::rename(self.folder.join("new"), self.folder.join("says")).unwrap();
    }

    /// What it was asked.
    pub fn heard(&self) -> Vec<String> {
        fs::read_to_string(self.folder.join("heard")).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// A program in a network in which there is this computer and GitHub Enterprise, and nothing else.
    pub fn beside(&self, home: &Home, program: &Path) -> Command {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/github.mjs");
        let folder = self.folder.display();
        let setup = format!(
            "ip address add {ADDRESS}/32 dev lo && mount --bind {folder}/hosts /etc/hosts && \
             {{ {} {} {folder} {ADDRESS} >{folder}/output 2>&1 & }} && exec \"$0\" \"$@\"",
            node().display(),
            script.display(),
        );
        logins::apart(home, program, &setup)
    }
}

/// Puts a Copilot token that ended in 2023 where the gateway keeps them.
pub fn store_expired_token(home: &Home) {
    let token = json!({ "type": "token", "provider": "github-copilot", "token": "ghu_expired0123456789", "expires": 1_700_000_000_000_u64 });
    logins::store_profile(home, "github-copilot:github", &token);
}
