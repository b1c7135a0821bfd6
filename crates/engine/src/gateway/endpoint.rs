//! Where the gateway listens and how it is known to be itself: a port of this computer, with or without TLS.
//!
//! The only way out of here to the gateway. Plain TCP goes to loopback and nowhere else; with TLS the certificate must be
//! the very one that the gateway's own files hold, whatever it says of itself. No system roots, no names, no dates.

use std::{
    fmt,
    io::ErrorKind,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use clawtender_core::text;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{WebPkiSupportedAlgorithms, ring, verify_tls13_signature},
    pki_types::{CertificateDer, IpAddr, Ipv4Addr as Address, ServerName, UnixTime, pem::PemObject},
    version::TLS13,
};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::ConnectError;
use crate::{platform::Duplex, probes::bounded};

/// Largest certificate file that is read, in bytes: the gateway's own limit.
const CERTIFICATE: u64 = 64 * 1024;

/// A connection that is known to end at the gateway's port, and with TLS at the gateway itself.
pub(crate) type Wire = Box<dyn Duplex>;

/// Where the gateway listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its port on loopback.
    pub port: u16,
    /// The certificate it must show; `None` where `gateway.tls.enabled` is not set.
    pub tls: Option<Pin>,
}

impl From<u16> for Endpoint {
    fn from(port: u16) -> Endpoint {
        Endpoint { port, tls: None }
    }
}

/// SHA-256 of the DER form of the one certificate that is trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin([u8; 32]);

impl Pin {
    /// Matches no certificate: TLS is wanted, and which certificate is right is not known.
    pub const UNKNOWN: Pin = Pin([0; 32]);

    /// The pin of the first certificate of a PEM file; [`Pin::UNKNOWN`] where there is none to be read.
    pub fn of_file(path: &Path) -> Pin {
        let read = bounded::read(path, CERTIFICATE).ok();
        read.and_then(|pem| CertificateDer::from_pem_slice(&pem).ok()).map_or(Pin::UNKNOWN, |der| Pin::of(&der))
    }

    fn of(der: &[u8]) -> Pin {
        Pin(Sha256::digest(der).into())
    }
}

/// Hexadecimal, as the gateway shows it.
impl fmt::Debug for Pin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&text::hex(&self.0))
    }
}

impl Endpoint {
    /// The first part of a URL for people and browsers, without a slash at its end.
    pub fn http(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// Connects. `ipv6` asks the IPv6 address alone, `Some(false)` the IPv4 one alone.
    ///
    /// # Errors
    /// [`ConnectError::Refused`], `Closed`, `Foreign` and `Untrusted`. It has no deadline of its own.
    pub(crate) async fn open(&self, ipv6: Option<bool>) -> Result<Wire, ConnectError> {
        let stream = TcpStream::connect(&self.addresses(ipv6)[..]).await.map_err(|error| match error.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable | ErrorKind::NetworkUnreachable => {
                ConnectError::Refused
            }
            _ => ConnectError::Closed(None),
        })?;
        // a request is one small frame: waiting to fill a packet only delays it
        let _ = stream.set_nodelay(true);
        match self.tls {
            None => Ok(Box::new(stream)),
            Some(pin) => encrypted(stream, pin).await,
        }
    }

    fn addresses(&self, ipv6: Option<bool>) -> Vec<SocketAddr> {
        let addresses =
            [SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)), SocketAddr::from((Ipv6Addr::LOCALHOST, self.port))];
        addresses.into_iter().filter(|address| ipv6.is_none_or(|wanted| address.is_ipv6() == wanted)).collect()
    }
}

async fn encrypted(stream: TcpStream, pin: Pin) -> Result<Wire, ConnectError> {
    let name = ServerName::IpAddress(IpAddr::V4(Address::from([127, 0, 0, 1])));
    match TlsConnector::from(Arc::new(config(pin)?)).connect(name, stream).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(error) => Err(match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(Error::InvalidCertificate(_)) => ConnectError::Untrusted,
            Some(_) => ConnectError::Foreign,
            None => ConnectError::Closed(None),
        }),
    }
}

fn config(pin: Pin) -> Result<ClientConfig, ConnectError> {
    let provider = ring::default_provider();
    let verifier = Pinned { pin, algorithms: provider.signature_verification_algorithms };
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&TLS13])
        .map_err(|_| ConnectError::Untrusted)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // every connection proves the certificate anew
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// Trusts one certificate, and the signature that proves that the other side has its key.
#[derive(Debug)]
struct Pinned {
    pin: Pin,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.pin == Pin::of(end_entity) && self.pin != Pin::UNKNOWN {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("the gateway speaks TLS 1.3".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
