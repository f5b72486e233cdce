"""TLS between bases and to phones: one authority per organisation, ECDSA as browsers ask for.

Peers do not ask the authority: they pin the certificate that the enrolment fact names.
"""

import datetime
import ipaddress
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_DAYS = 825
#: X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which Python does not name: a laptop whose clock is ten
#: years off still talks to the base whose certificate it pinned.
NO_CHECK_TIME = ssl.VerifyFlags(0x200000)
#: The authority vouches for nothing but these: it cannot be misused against a phone's other sites.
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
PRIVATE_NAMES = "najda.internal"


def new_key() -> ec.EllipticCurvePrivateKey:
    """An ECDSA key on P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The private key as DER."""
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def key_from_bytes(data: bytes) -> ec.EllipticCurvePrivateKey:
    """The private key again; raises ``ValueError``."""
    key = serialization.load_der_private_key(data, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an ECDSA key")  # noqa: TRY004 - it is the bytes that are wrong
    return key


def authority(organisation: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The organisation's own authority, name-constrained; DER."""
    name = _name(organisation)
    networks = [x509.IPAddress(ipaddress.ip_network(one)) for one in PRIVATE_NETWORKS]
    builder = _builder(name, name, key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    builder = builder.add_extension(
        x509.NameConstraints([x509.DNSName(PRIVATE_NAMES), *networks], None), critical=True
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def base_certificate(
    letter: str,
    key: ec.EllipticCurvePrivateKey,
    addresses: tuple[str, ...],
    signer: tuple[bytes, ec.EllipticCurvePrivateKey] | None = None,
) -> bytes:
    """A base's certificate, signed by the authority (certificate, key) or by itself; DER."""
    subject = _name(f"Najda {letter}")
    issuer = x509.load_der_x509_certificate(signer[0]).subject if signer else subject
    names: list[x509.GeneralName] = [x509.DNSName(f"{letter.lower()}.{PRIVATE_NAMES}")]
    names += [x509.IPAddress(ipaddress.ip_address(one)) for one in addresses]
    builder = _builder(subject, issuer, key.public_key()).add_extension(
        x509.SubjectAlternativeName(names), critical=False
    )
    signing = signer[1] if signer else key
    return builder.sign(signing, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:60])])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=400))  # clocks of bases are wrong
        .not_valid_after(now + datetime.timedelta(days=VALID_DAYS))
    )


def pem(certificate: bytes) -> str:
    """DER to PEM."""
    return ssl.DER_cert_to_PEM_cert(certificate)


def server_context(certificate: bytes, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    """What a base serves TLS with; the key touches the disk only while it is read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    shared = Path("/dev/shm")  # noqa: S108 - memory, readable by its owner only
    with tempfile.NamedTemporaryFile(dir=shared if shared.is_dir() else None) as file:
        file.write(private + pem(certificate).encode())
        file.flush()
        context.load_cert_chain(file.name)
    return context


def pinned_context(certificate: bytes) -> ssl.SSLContext:
    """Talks only to the holder of just this certificate, whatever name or date it bears."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | NO_CHECK_TIME
    context.load_verify_locations(cadata=pem(certificate))
    return context
