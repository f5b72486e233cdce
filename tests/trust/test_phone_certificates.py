"""What phones trust: the authority vouches for enrolled bases' addresses, and for nothing else."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from najda.base import OpenBase, make_base
from najda.cli import main
from najda.net.certificates import (
    addresses_of,
    authority,
    is_address,
    key_from_bytes,
    new_key,
    own_certificate,
    pem,
    pinned_context,
    public_point,
    server_context,
    signed_certificate,
)
from najda.net.enrolment import ChiefKey, KeyProblem, certificate_for
from najda.serving import ForPhones, Where
from najda.settings import ROOT_KEY
from najda.trust.facts import CertificateSigned
from najda.trust.rules import CERTIFICATES
from rooms import Organisation, facts_of, give, say
from trust.test_two_chiefs import Room, key_file


class Serving:
    """A TLS server as a base has one, greeting whoever trusts it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.listener = socket.create_server(("", 0))
        self.port: int = self.listener.getsockname()[1]
        self._context = context
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                with near, self._context.wrap_socket(near, server_side=True) as line:
                    line.sendall(b"najda")
            except (ssl.SSLError, OSError):
                continue

    def hear(self, address: str, context: ssl.SSLContext) -> bytes:
        with (
            socket.create_connection((address, self.port), 5) as far,
            context.wrap_socket(far, server_hostname=address) as line,
        ):
            return line.recv(5)


def phone(trusting: str | bytes) -> ssl.SSLContext:
    """A phone that trusts one authority and looks at names, as browsers do."""
    der = bytes.fromhex(trusting) if isinstance(trusting, str) else trusting
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem(der))
    return context


@pytest.fixture
def stop() -> Iterator[list[Serving]]:
    made: list[Serving] = []
    yield made
    for one in made:
        one.listener.close()


@pytest.fixture
def laptop(organisation: Organisation) -> Iterator[OpenBase]:
    folder = organisation.folder / "N"
    make_base(folder, name="الجديد", letter="N", join_root=organisation.root.public.hex(),
              addresses=["127.0.0.2"])  # fmt: skip
    base = OpenBase(folder, None)
    yield base
    base.close()


def request_of(base: OpenBase) -> str:
    certificate = base.room.reader().journal.local("tls_certificate") or b""
    plain = {"chain": base.room.own_chain, "letter": "N", "name": "الجديد"}
    return json.dumps({**plain, "certificate": certificate.hex()})


def authority_of(base: OpenBase) -> str:
    return base.room.arrivals.admission.authority or ""


def test_a_phone_that_trusts_the_organisation_trusts_a_base_taken_in_later(
    organisation: Organisation, laptop: OpenBase, stop: list[Serving]
) -> None:
    """Two chiefs sign on screen; the stick brings the certificate; other addresses stay unknown."""
    a = Room(organisation.first)
    one, two = a.person("Salma"), a.person("Yusuf")
    phones = ForPhones(laptop.room, Where(sync_host="0.0.0.0", sync_port=8443))
    stop.append(Serving(phones.context()))
    here = authority_of(organisation.first)
    with pytest.raises(ssl.SSLError):
        stop[0].hear("127.0.0.2", phone(here))
    assert not phones.way().is_trusted

    one.post("/trust/enrol", data={"request": request_of(laptop)},
             files=key_file(organisation, "chief-1"))  # fmt: skip
    (ask,) = a.room.reader().views.all(a.room.desks.views["trust.ask"])
    two.post(f"/trust/second/{ask}", files=key_file(organisation, "chief-2"))
    give(facts_of(a.room), laptop.room)

    assert stop[0].hear("127.0.0.2", phone(here)) == b"najda"
    assert (phones.way().address, phones.way().is_trusted) == ("https://127.0.0.2:8443", True)
    with pytest.raises(ssl.SSLError):
        stop[0].hear("127.0.0.3", phone(here))
    with pytest.raises(ssl.SSLError):
        stop[0].hear("127.0.0.2", phone(authority("another", new_key())))


def test_new_addresses_count_at_the_next_handshake_and_peers_need_no_word(
    organisation: Organisation, stop: list[Serving]
) -> None:
    """The base moved: a chief signs, the server goes on, peers still pin the same key."""
    a = Room(organisation.first)
    chief, chain = a.person("Salma"), a.room.own_chain
    phones = ForPhones(a.room, Where(sync_port=8443))
    stop.append(Serving(phones.context()))
    before = organisation.first.room.reader().journal.local("tls_certificate") or b""
    key = key_file(organisation, "chief-1")
    answers = [
        chief.post(f"/trust/addresses/{chain}", data={"addresses": wrong}, files=key).status_code
        for wrong in ("", "8.8.8.8", "najda.example", "127.0.0.4 ::1")
    ]
    assert answers == [422] * 4
    with pytest.raises(ssl.SSLError):
        stop[0].hear("127.0.0.4", phone(authority_of(organisation.first)))

    done = chief.post(f"/trust/addresses/{chain}", data={"addresses": "127.0.0.4، 10.1.2.3"},
                      files=key, follow_redirects=False)  # fmt: skip

    assert done.status_code == 303, done.text
    assert stop[0].hear("127.0.0.4", phone(authority_of(organisation.first))) == b"najda"
    assert stop[0].hear("127.0.0.1", pinned_context(public_point(before))) == b"najda"
    page = chief.get("/trust").text
    assert "10.1.2.3" in page
    assert "no certificate yet" not in page


def test_a_certificate_that_is_not_ours_or_not_signed_is_never_shown(
    organisation: Organisation,
) -> None:
    """Facts prove themselves: another's key or another's authority changes nothing."""
    room = organisation.room
    phones = ForPhones(room, Where(sync_port=8443))
    own = room.reader().journal.local("tls_certificate") or b""
    real = json.loads((organisation.folder / "A" / ROOT_KEY).read_text())["secret"]
    other_key = new_key()
    stranger = (authority("another", other_key), other_key)
    thief = own_certificate("A", new_key(), ["127.0.0.9"])
    trusted = bytes.fromhex(authority_of(organisation.first))
    ours = (trusted, key_from_bytes(bytes.fromhex(real)[32:]))
    for wrong in (
        signed_certificate("A", own, ["127.0.0.9"], stranger),
        signed_certificate("A", thief, ["127.0.0.9"], ours),
        b"no certificate",
    ):
        say(room, CertificateSigned(chain=room.own_chain, certificate=wrong.hex()))
    assert phones.certificate() == own

    said = signed_certificate("A", own, ["127.0.0.9"], ours)
    say(room, CertificateSigned(chain=room.own_chain, certificate=said.hex()))
    assert phones.certificate() == said


def test_the_authority_vouches_for_private_addresses_only(stop: list[Serving]) -> None:
    """Even with its key nobody can stand before a phone as a site of the wide net."""
    key, own = new_key(), new_key()
    root = authority("نجدة", key)
    asked = own_certificate("A", own, [])
    wide = signed_certificate("A", asked, ["8.8.8.8"], (root, key))
    stop.append(Serving(server_context(wide, own)))

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        stop[0].hear("127.0.0.1", phone(root))


def test_a_certificate_is_one_that_phones_of_every_maker_take() -> None:
    """Span at most 825 days, a server's purpose named, an authority that outlives it by years."""
    key, own = new_key(), new_key()
    root = authority("نجدة", key)
    signed = signed_certificate("A", own_certificate("A", own, []), ["10.0.0.1"], (root, key))
    one, above = map(x509.load_der_x509_certificate, (signed, root))

    assert (one.not_valid_after_utc - one.not_valid_before_utc).days <= 825
    purpose = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purpose) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert (above.not_valid_after_utc - one.not_valid_after_utc).days > 5 * 365


@pytest.mark.parametrize(
    ("text", "fits"),
    [("192.168.1.10", True), ("10.0.0.1", True), ("172.20.1.1", True), ("127.0.0.2", True),
     ("8.8.8.8", False), ("::1", False), ("192.168.1", False), ("a.najda.internal", False)],
)  # fmt: skip
def test_which_addresses_a_certificate_may_name(text: str, fits: bool) -> None:
    """Those of the private networks that the authority is constrained to."""
    assert is_address(text) is fits


def test_a_key_file_of_another_organisation_signs_nothing(organisation: Organisation) -> None:
    """Said where it is signed, not found out by a phone in the rubble."""
    chief = ChiefKey(organisation.root, new_key())
    asked = (organisation.room.reader().journal.local("tls_certificate") or b"").hex()
    with pytest.raises(KeyProblem, match="other_authority"):
        certificate_for("A", asked, None, chief, authority_of(organisation.first))
    with pytest.raises(KeyProblem, match="certificate_unreadable"):
        certificate_for("A", "00", None, chief, authority_of(organisation.first))


def test_the_same_by_commands(tmp_path: Path) -> None:
    """Where there is no screen: named at init, signed at enrolment, signed anew for an address."""
    a, b, run = str(tmp_path / "a"), str(tmp_path / "b"), CliRunner().invoke
    wrong = run(
        main,
        ["init", a, "--name", "أ", "--letter", "A", "--key-file", "--address", "najda.example"],
    )
    begun = run(
        main, ["init", a, "--name", "أ", "--letter", "A", "--key-file", "--address", "10.0.0.1"]
    )
    root = begun.output.split("Root key: ")[1].split()[0]
    run(main, ["init", b, "--name", "ب", "--letter", "B", "--key-file", "--address", "10.0.0.2",
               "--join", root])  # fmt: skip
    request = tmp_path / "request.json"
    request.write_text(run(main, ["enrol", "request", b]).output, encoding="utf-8")
    keys = [f"--key={tmp_path}/a/chief-{n}-key.json" for n in (1, 2)]
    accepted = run(main, ["enrol", "accept", a, str(request), *keys])
    moved = run(main, ["enrol", "address", a, "--letter", "B", "--address", "10.0.0.3", keys[0]])
    unfit = run(main, ["enrol", "address", a, "--letter", "B", "--address", "8.8.8.8", keys[0]])
    run(main, ["bundle", "export", a, str(tmp_path / "s")])
    run(main, ["bundle", "import", b, str(tmp_path / "s")])

    assert wrong.exit_code == 1
    assert "192.168.1.10" in wrong.output
    assert (accepted.exit_code, moved.exit_code) == (0, 0), accepted.output + moved.output
    assert unfit.exit_code == 1
    second = OpenBase(tmp_path / "b", None)
    try:
        row = second.room.reader().views.get(CERTIFICATES, second.room.own_chain)
        shown = ForPhones(second.room, Where(sync_host="0.0.0.0", sync_port=8443)).way()
        assert row is not None
        named = [addresses_of(bytes.fromhex(one)) for one in row.certificates]
        assert named == [("10.0.0.2", "127.0.0.1"), ("10.0.0.3", "127.0.0.1")]
        assert (shown.address, shown.is_trusted) == ("https://10.0.0.3:8443", True)
    finally:
        second.close()
