"""Under the exchange: a pinned key has no dates, a line can be cut and thinned."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from najda.drill.links import Link
from najda.net.certificates import new_key, pinned_context, public_point, server_context


def certificate(key: object, *, years_ago: int) -> bytes:
    """Valid for a day, long ago (or far ahead)."""
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=365 * years_ago)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Najda A")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(7)  # type: ignore[attr-defined]
    builder = builder.not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=1))
    signed = builder.sign(key, hashes.SHA256())  # type: ignore[arg-type]
    return signed.public_bytes(serialization.Encoding.DER)


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says back what it hears; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            with near:
                while data := near.recv(1024):
                    near.sendall(data)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


@pytest.mark.parametrize("years_ago", [10, -10])
def test_a_pinned_key_has_no_dates(years_ago: int) -> None:
    """A laptop whose clock is ten years off still talks; another key is still refused."""
    key, other = new_key(), new_key()
    pinned = certificate(key, years_ago=years_ago)
    serving = server_context(pinned, key)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            near, _ = listener.accept()
            try:
                with serving.wrap_socket(near, server_side=True) as line:
                    line.sendall(b"hello")
            except (ssl.SSLError, OSError):
                near.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def hear(context: ssl.SSLContext) -> bytes:
        with (
            socket.create_connection(listener.getsockname(), 5) as far,
            context.wrap_socket(far) as line,
        ):
            return line.recv(5)

    assert hear(pinned_context(public_point(pinned))) == b"hello"
    with pytest.raises(ssl.SSLError):
        hear(pinned_context(public_point(certificate(other, years_ago=years_ago))))
    thread.join(5)
    listener.close()


def ask(link: Link, seconds: float = 2.0) -> bytes:
    with socket.create_connection(("127.0.0.1", link.port), 2) as line:
        line.settimeout(seconds)
        try:
            line.sendall(b"x" * 400)
            return line.recv(1024)
        except OSError:
            return b""


def test_a_line_is_cut_thinned_half_broken_and_whole_again(echo: int) -> None:
    """The nemesis does what it says: else the checker proves nothing."""
    link = Link("A", "B", echo)
    try:
        assert ask(link)
        link.cut()
        assert not ask(link)
        link.mend()
        assert ask(link)
        link.swallows_answers = True
        assert not ask(link, 0.3)
        link.mend()
        link.bytes_per_second, link.delay_seconds = 4000.0, 0.1
        start = time.monotonic()
        assert ask(link)
        assert time.monotonic() - start > 0.3  # 0.1 s and 400 bytes at 4,000 a second, each way
        assert link.carried >= 1600
    finally:
        link.close()
