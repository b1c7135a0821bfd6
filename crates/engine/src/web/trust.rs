//! Whose certificates are good: the system's word, as its own programs go by it, and what the environment adds.
//!
//! On macOS and Windows the system judges itself, with what a company has installed and what was taken back. On Linux its
//! bundle is read, or `SSL_CERT_FILE` in its place. `NODE_EXTRA_CA_CERTS` is what the gateway goes by beside it. A file that
//! cannot be read adds nothing. Nothing here trusts more than that, and nothing can be told to.

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use clawtender_core::{
    route::Certificate,
    unreached::{Tls, Unreached},
};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use tokio_rustls::TlsConnector;

use super::{Authority, Stream, tls};
use crate::probes::bounded;

mod shown;

/// Largest file of certificates that is read, in bytes. A whole system's bundle has about 230 kB.
pub(crate) const BUNDLE: u64 = 4 * 1024 * 1024;

pub(super) struct Trust(TlsConnector);

impl Trust {
    /// What the system trusts now, and these. Reads files on Linux.
    pub(super) fn with(added: Vec<CertificateDer<'static>>) -> Result<Trust, Unreached> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(added, provider.clone()).map_err(|_| tls(Tls::UnknownIssuer))?;
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config = config
            .map_err(|_| tls(Tls::Other))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Judge(verifier)))
            .with_no_client_auth();
        // one question a connection
        config.resumption = Resumption::disabled();
        Ok(Trust(TlsConnector::from(Arc::new(config))))
    }

    /// The connection, encrypted, when it ends at `host` beyond doubt, with what was shown there. It has no deadline of its own.
    pub(super) async fn encrypt(
        &self,
        host: &str,
        stream: Stream,
    ) -> Result<(Stream, Option<Certificate>), Box<Refused>> {
        let refused = |why, certificate| Box::new(Refused { why, certificate, authority: None });
        let name = ServerName::try_from(host.to_owned()).map_err(|_| refused(Tls::Other, None))?;
        match self.0.connect(name, stream).await {
            Ok(stream) => {
                let shown = match stream.get_ref().1.peer_certificates() {
                    Some([first, rest @ ..]) => shown::read(first, rest),
                    _ => None,
                };
                Ok((Box::new(stream), shown))
            }
            Err(error) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(Error::InvalidCertificate(CertificateError::Other(OtherError(other)))) => Err(other
                    .downcast_ref::<Refused>()
                    .map_or_else(|| refused(Tls::Other, None), |told| Box::new(told.clone()))),
                Some(Error::InvalidMessage(_)) => Err(refused(Tls::Plain, None)),
                _ => Err(refused(Tls::Other, None)),
            },
        }
    }
}

/// The files of certificates that this environment adds.
pub(super) fn files(environment: &dyn Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let files = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"].map(environment).into_iter().flatten();
    files.filter(|file| !file.is_empty()).map(PathBuf::from).collect()
}

/// The certificates in these files.
pub(super) fn read(files: &[PathBuf]) -> Vec<CertificateDer<'static>> {
    let read = |file: &PathBuf| match bounded::read(file, BUNDLE) {
        Ok(pem) => CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok).collect(),
        Err(error) => {
            tracing::warn!(file = %file.display(), %error, "certificates that are to be trusted cannot be read");
            Vec::new()
        }
    };
    let readable = |certificate: &CertificateDer<'_>| webpki::anchor_from_trusted_cert(certificate).is_ok();
    files.iter().flat_map(read).filter(readable).collect()
}

/// What an authority says of itself.
pub(super) fn about(authority: &CertificateDer<'_>) -> Authority {
    let shown = shown::read(authority, &[]).unwrap_or_default();
    Authority { subject: shown.subject, fingerprint: shown::fingerprint(authority), certificate: authority.to_vec() }
}

fn kind(error: &CertificateError) -> Tls {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Tls::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Tls::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Tls::WrongName,
        CertificateError::Revoked => Tls::Revoked,
        certificate if is_unissued(certificate) => Tls::UnknownIssuer,
        _ => Tls::Other,
    }
}

/// Whether nobody trusted has issued it: there is no such issuer, or one of that name has not signed it.
fn is_unissued(error: &CertificateError) -> bool {
    matches!(
        error,
        CertificateError::UnknownIssuer
            | CertificateError::BadSignature
            | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. }
    )
}

/// A certificate that is not taken: why, and what stands in it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the certificate is not taken")]
pub(super) struct Refused {
    pub(super) why: Tls,
    pub(super) certificate: Option<Certificate>,
    /// The certificate of the authority that heads what was shown, where that came along.
    pub(super) authority: Option<CertificateDer<'static>>,
}

/// The system's judgement, which does not tell a certificate that vouches for itself from one whose issuer is missing, nor what
/// stands in either.
#[derive(Debug)]
struct Judge(Verifier);

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        judged.map_err(|error| match error {
            Error::InvalidCertificate(error) => {
                let why = match kind(&error) {
                    Tls::UnknownIssuer if shown::vouches_for_itself(end_entity) => Tls::SelfSigned,
                    why => why,
                };
                let certificate = shown::read(end_entity, intermediates).map(|shown| shown::with(shown, &error));
                let authority = shown::authority(end_entity, intermediates).map(|shown| shown.clone().into_owned());
                let refused = Refused { why, certificate, authority };
                Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refused))))
            }
            error => error,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, cert, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, cert, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
