"""Rooms wired through the real carrier and the routes that answer, without sockets."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from najda.base import OpenBase
from najda.net.carrier import NoAnswer, Peer
from najda.net.certificates import public_point
from najda.net.https_carrier import HttpsCarrier
from najda.net.station import Station
from najda.scene_clock import SceneClock
from najda.serving import Where, make_station
from rooms import Organisation, facts_of, say, small_report


class Wire:
    """Bases that reach each other at ``https://letter``."""

    def __init__(self, bases: Sequence[OpenBase], stack: ExitStack) -> None:
        self.stations: dict[str, Station] = {}
        for base in bases:
            where = Where(peers={one.description.letter: _address(one) for one in bases})
            self.stations[base.description.letter] = make_station(base, where, SceneClock())
        for base, station in zip(bases, self.stations.values(), strict=True):
            app = Starlette(routes=station.answering_routes())
            point = public_point(base.room.reader().journal.local("tls_certificate") or b"")
            for other in self.stations.values():
                client = TestClient(app, base_url="http://127.0.0.1")
                stack.callback(client.close)
                other._carrier._clients[_address(base)] = (point, client)

    def ask(self, asking: str) -> list[str]:
        """One base asks each of its peers; gives what could not be answered."""
        station = self.stations[asking]
        reasons = []
        for peer in station.addresses():
            try:
                for facts in station._carrier.ask(peer, station._vector()):
                    station._ground.receive(facts)
            except NoAnswer as silent:
                reasons.append(silent.reason)
        return reasons


def _address(base: OpenBase) -> str:
    return f"https://{base.description.letter}"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def test_a_restored_base_is_heard_under_its_new_key(
    organisation: Organisation, tmp_path: Path, stack: ExitStack
) -> None:
    """Nobody knows the new key before its facts have come, and it can ask nobody until then."""
    b = organisation.join("B")
    shutil.copytree(b.folder, tmp_path / "older")
    (before, _) = say(b.room, small_report("بعد النسخة"), small_report("وبعدها"))
    organisation.room.receive(facts_of(b.room)).result()
    b.close()
    organisation.bases.remove(b)
    restored = OpenBase(tmp_path / "older", None)
    organisation.bases.append(restored)
    (own,) = say(restored.room, small_report("قبل أن يسمع"))
    wire = Wire([organisation.first, restored], stack)
    old = restored.room.own_chain
    assert wire.ask("B") == []
    assert restored.room.own_chain != old
    assert wire.ask("B") == ["answered 403"]

    for asking in ("A", "A", "B", "A", "B"):
        assert wire.ask(asking) == []

    assert {own, before} <= {one.id for one in organisation.room.reader().journal.every()}
    assert {own, before} <= {one.id for one in restored.room.reader().journal.every()}
    assert [one.chain for one in wire.stations["A"].addresses()] == [restored.room.own_chain]
    assert wire.stations["A"].kept(own, old, 1).copies == 2


def test_who_signs_a_vector_must_hold_the_pinned_certificate(
    organisation: Organisation, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B cannot speak for C: a vector under C's name counts for nobody."""
    b, c = organisation.join("B"), organisation.join("C")
    b.room.receive(facts_of(organisation.room)).result()
    (said,) = say(organisation.room, small_report("نسخ"))
    wire = Wire([organisation.first, b, c], stack)
    own = wire.stations["C"]._ground.own_key()
    monkeypatch.setattr("najda.net.https_server.sign_vector", _signed_by(own))
    carrier: HttpsCarrier = wire.stations["A"]._carrier
    peer = Peer(b.room.own_chain, _address(b))
    list(carrier.ask(peer, wire.stations["A"]._vector()))

    assert wire.stations["A"].holders.heard == {}
    assert wire.stations["A"].kept(said, organisation.room.own_chain, 9).copies == 1


def _signed_by(key: object) -> object:
    from najda.net.greeting import sign_vector

    return lambda _, vector: sign_vector(key, vector)  # type: ignore[arg-type]
