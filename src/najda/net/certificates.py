"""TLS between bases and to phones: one authority per organisation, ECDSA as browsers ask for.

Peers do not ask the authority: they pin the key that the enrolment fact names, so a certificate may
be signed anew (another address, another year) without a word to them. Phones trust the authority.
"""

import datetime
import hashlib
import ipaddress
import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: Days that a base's certificate is good for, from before it was signed (clocks of bases are wrong)
#: on: phones of one maker take none whose whole span is above 825.
BASE_DAYS = (120, 700)
#: The authority is trusted by hand, phone by phone: it outlives the service's laptops.
AUTHORITY_DAYS = (400, 3650)
#: The authority vouches for nothing but these: it cannot be misused against a phone's other sites.
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
PRIVATE_NAMES = "najda.internal"
LOOPBACK = "127.0.0.1"
_SIGNS_CERTIFICATES = x509.KeyUsage(
    key_cert_sign=True, crl_sign=False, digital_signature=False, content_commitment=False,
    key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
    decipher_only=False,
)  # fmt: skip


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
    builder = _builder(name, name, key.public_key(), AUTHORITY_DAYS).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    builder = builder.add_extension(
        x509.NameConstraints([x509.DNSName(PRIVATE_NAMES), *networks], None), critical=True
    ).add_extension(_SIGNS_CERTIFICATES, critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def own_certificate(
    letter: str, key: ec.EllipticCurvePrivateKey, addresses: Sequence[str]
) -> bytes:
    """A certificate that a base signs for itself: it names its key and wishes; DER."""
    subject = _name(f"Najda {letter}")
    return _of_base(subject, subject, key.public_key(), _names(letter, addresses), key)


def signed_certificate(
    letter: str,
    asked: bytes,
    addresses: Sequence[str],
    signer: tuple[bytes, ec.EllipticCurvePrivateKey],
) -> bytes:
    """The certificate for the key in ``asked``, signed by the authority (certificate, key); DER.

    Raises ``ValueError`` where ``asked`` is no certificate of an ECDSA key.
    """
    subject, issuer = _name(f"Najda {letter}"), x509.load_der_x509_certificate(signer[0]).subject
    return _of_base(subject, issuer, _public_key(asked), _names(letter, addresses), signer[1])


def addresses_of(certificate: bytes) -> tuple[str, ...]:
    """The network addresses a certificate names, as it lists them; raises ``ValueError``."""
    extensions = x509.load_der_x509_certificate(certificate).extensions
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(one) for one in names.get_values_for_type(x509.IPAddress))


def ends_ms(certificate: bytes) -> int:
    """When phones stop trusting it (milliseconds since 1970); raises ``ValueError``."""
    return int(x509.load_der_x509_certificate(certificate).not_valid_after_utc.timestamp() * 1000)


def is_address(text: str) -> bool:
    """Whether the authority can vouch for it: an address of a private network (IPv4)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    networks = map(ipaddress.ip_network, PRIVATE_NETWORKS)
    return any(address in network for network in networks)


def is_signed_by(certificate: bytes, authority_certificate: bytes) -> bool:
    """Whether the authority signed it; False for bytes that are no certificate."""
    try:
        one = x509.load_der_x509_certificate(certificate)
        one.verify_directly_issued_by(x509.load_der_x509_certificate(authority_certificate))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def public_point(certificate: bytes) -> bytes:
    """The certified key as an uncompressed point, 65 bytes: what is pinned, and sealed to.

    Raises ``ValueError`` where it is no certificate of an ECDSA key.
    """
    return _point(_public_key(certificate))


def pinned_point(certificate: str | None) -> bytes | None:
    """The key that an enrolment names (hexadecimal); None where it names none that can be read."""
    try:
        return public_point(bytes.fromhex(certificate or ""))
    except ValueError:
        return None


def fingerprint(certificate: bytes) -> str:
    """SHA-256 as phones show it: pairs of digits with colons."""
    return hashlib.sha256(certificate).digest().hex(":").upper()


def _public_key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("not an ECDSA key")  # noqa: TRY004 - it is the bytes that are wrong
    return key


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _names(letter: str, addresses: Sequence[str]) -> x509.SubjectAlternativeName:
    """A base's name and addresses; its own machine is always among them."""
    listed = dict.fromkeys((*addresses, LOOPBACK))
    return x509.SubjectAlternativeName([
        x509.DNSName(f"{letter.lower()}.{PRIVATE_NAMES}"),
        *(x509.IPAddress(ipaddress.ip_address(one)) for one in listed),
    ])  # fmt: skip


def _of_base(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    names: x509.SubjectAlternativeName,
    signing: ec.EllipticCurvePrivateKey,
) -> bytes:
    builder = (
        _builder(subject, issuer, public, BASE_DAYS)
        .add_extension(names, critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )  # phones of one maker take no certificate without it
    return builder.sign(signing, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:60])])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    days: tuple[int, int],
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
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


class WrongKey(ssl.SSLError):
    """Another holds that address than the one that was pinned."""


def pinned_context(pinned: bytes) -> ssl.SSLContext:
    """Talks only to the holder of this key (its point), whatever certificate it shows."""

    class PinnedSocket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            if public_point(self.getpeercert(binary_form=True) or b"") != pinned:
                raise WrongKey("the peer holds another key than the enrolled one")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.sslsocket_class = PinnedSocket
    return context
