"""What happens once in every run: a stranger, a newer version, a captured base, a wiped one."""

import contextlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from najda.base import OpenBase
from najda.engine.discovery import gather
from najda.net.bundle import pack
from najda.vocabulary import Fact
from nemesis.history import Writer
from nemesis.world import Base, World, init, quickly
from rooms import DESKS, facts_of, say, small_report

SOCKETS = shutil.ignore_patterns("*.sock", "socket")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingOfTomorrow(Fact):
    """A kind that the bases of today do not know."""

    words: str


def within(seconds: float, true: Callable[[], Any]) -> Any:
    """Wait until something is true; gives it."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(httpx.TransportError, KeyError):
            if found := true():
                return found
        assert time.monotonic() < end, "not within the time"
        time.sleep(0.2)


def open_an_incident(world: World) -> str:
    """A collapsed house at A, and a unit on its way to it."""
    with world.bases["A"].http(timeout=20) as http:

        def act(name: str, **body: object) -> str:
            answer = http.post(f"/api/v1/acts/{name}", json=body)
            assert answer.status_code == 201, answer.text
            return str(answer.json()["id"])

        incident = act("incidents/open_incident", type="collapse", title="السكري")
        unit = act("units/register_unit", call_sign="إسعاف 9")
        callout = act("dispatch/send_unit", unit=unit, incident=incident)
        act("dispatch/report_step", callout=callout, step="en_route")
    return incident


def stick_of_a_stranger(world: World) -> bytes:
    """Facts of an installation that nobody enrolled."""
    init(world.folder / "S", "S", world.root)
    base = OpenBase(world.folder / "S", None)
    say(base.room, *[small_report(f"غريب {n}", trapped=9) for n in range(3)])
    stick = b"".join(pack(facts_of(base.room)))
    base.close()
    return stick


def stick_of_a_newer_version(world: World) -> bytes:
    """Known, unknown, known: said by an enrolled base that runs a version of tomorrow."""
    desks = gather(
        replace(desk, facts=(*desk.facts, ThingOfTomorrow)) if desk.name == "reports" else desk
        for desk in DESKS.desks
    )
    base = OpenBase(world.folder / "N", None, desks=desks)
    say(base.room, small_report("قبل الغد"))
    say(base.room, ThingOfTomorrow(words="غداً"))
    say(base.room, small_report("بعد الغد"))
    stick = b"".join(pack(facts_of(base.room)))
    base.close()
    return stick


def _key(world: World, name: str) -> dict[str, tuple[str, bytes]]:
    path = world.root_key.with_name(f"{name}-key.json")
    return {"key": (path.name, path.read_bytes())}


def _two_chiefs(world: World, path: str, data: dict[str, str], chain: str) -> None:
    """The first chief asks at A; once it has come to B the second signs there."""
    with world.bases["A"].http("chief", "Salma", timeout=30) as first:
        asked = first.post(path, data=data, files=_key(world, "chief-1"))
        assert asked.status_code == 303, asked.text[-800:]

    with world.bases["B"].http("chief", "Yusuf", timeout=30) as second:

        def ask() -> str | None:
            rows = second.get("/api/v1/views/trust.ask").json()
            for id_, row in rows.items():
                about = row.get("enrolment") or row.get("revocation") or {}
                if about.get("chain") == chain:
                    return str(id_)
            return None

        id_ = within(40, ask)
        done = second.post(f"/trust/second/{id_}", files=_key(world, "chief-2"))
        assert done.status_code == 303, done.text[-800:]


def lines_of(base: Base) -> list[dict[str, Any]]:
    with base.http("chief", timeout=20) as http:
        found: list[dict[str, Any]] = http.get("/api/v1/exchange").json()["bases"]
    return found


def revoke_captured(world: World, letter: str) -> str:
    """Two chiefs end the trust in a captured base where A holds it now; gives its chain."""
    line = next(one for one in lines_of(world.bases["A"]) if one["letter"] == letter)
    chain, cut = str(line["chain"]), int(line["held"])
    data = {"cut": str(cut), "reason": "وقع الجهاز في أيدٍ أخرى"}
    _two_chiefs(world, f"/trust/revoke/{chain}", data, chain)
    world.bases[letter].stands = False
    return chain


def replace_wiped(world: World, letter: str) -> Base:
    """A base's disk is gone: an empty laptop takes its place, enrolled, joined from a stick."""
    old = world.bases[letter]
    old.end()
    old.stands = False
    world.gone.append(old.label)
    shutil.rmtree(old.folder)
    folder = world.folder / f"{letter}2"
    init(folder, letter, world.root)
    request = quickly("enrol", "request", str(folder))
    _two_chiefs(world, "/trust/enrol", {"request": request}, json.loads(request)["chain"])
    stick = world.folder / "joining.njb"
    stick.write_bytes(world.stick_of("B"))
    quickly("bundle", "import", str(folder), str(stick))
    new = world.put_in_its_network(Base(folder, letter))
    new.label = f"{letter}2"
    new.sync_port = old.sync_port
    world.bases[letter] = new
    world.start(letter)
    return new


def restore_old_copy(world: World, writer: Writer) -> None:
    """A folder is put back from an older copy and speaks before it hears: a number twice.

    What the base said since the copy is at A before; so nothing may be lost of it.
    """
    base = writer.base
    with writer.hush:
        base.end()
        older = base.folder.with_name(f"{base.letter}-older")
        shutil.copytree(base.folder, older, ignore=SOCKETS)
        world.start(base.letter)
        said = [writer.report(f"بعد النسخة {n}") for n in range(3)]
        assert all(said)
        within(30, lambda: set(said) <= _reports(world.bases["A"]))
        base.end()
        shutil.rmtree(base.folder)
        older.rename(base.folder)
        world.links.cut(base.letter)
        world.start(base.letter)
        assert writer.report("قبل أن يسمع")
        world.links.mend(base.letter)
        within(40, lambda: set(said) <= _reports(base))


def _reports(base: Base) -> set[str]:
    with base.http("chief", timeout=20) as http:
        return set(http.get("/api/v1/views/reports.report").json())


def last_words(world: World, writers: list[Writer], report: str) -> tuple[str, str]:
    """One base after the other corrects a report, having heard the one before, by wrong clocks.

    The last to speak has the clock that is most behind.
    """
    behind = [86_400.0 * 3650, 300.0, -86_400.0 * 3650]
    text = ""
    for writer, seconds in zip(writers, behind, strict=True):
        if text:
            within(30, partial(_shows, writer.base, report, text))
        writer.base.set_clock(seconds)
        text = f"القول الأخير {writer.base.letter}"
        assert writer.correct(report, text) == 201
    return report, text


def _shows(at: Base, report: str, text: str) -> bool:
    with at.http("chief", timeout=20) as http:
        return bool(http.get(f"/api/v1/reports/{report}").json().get("text") == text)


def judge_grey(world: World, facts: list[str]) -> None:
    """A person at A adopts every other grey fact and dismisses the rest."""
    with world.bases["A"].http(timeout=20) as http:
        for adopted, some in ((True, facts[::2]), (False, facts[1::2])):
            if some:
                body = {"facts": some, "adopted": adopted, "reason": "الطاقم رآه"}
                answer = http.post("/api/v1/acts/trust/judge_grey", json=body)
                assert answer.status_code == 201, answer.text


def flip_bits(folder: Path, to: Path, name: str, chance: Any) -> Path:
    """A copy of a base's folder with one bit of a file turned over."""
    shutil.copytree(folder, to, ignore=SOCKETS)
    file = to / name
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(bytes(data))
    return to
