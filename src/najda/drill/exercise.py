"""A night played into an installation by its reports and crews; people at the screens send.

The truth is the simulator's; what people see are reports, steps of callouts and crews' words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from najda.dispatch.facts import Step
from najda.dispatch.rules import CALLOUT, CalloutRow
from najda.drill.night import Night
from najda.drill.policies import POLICIES
from najda.drill.simulator import STATE_OF, Played, Simulator, _Incident, _Unit
from najda.drill.streets import FOREVER, Streets
from najda.drill.told_closures import ToldClosures
from najda.exercise.sheet import Reached, Sheet, Way
from najda.incidents.rules import INCIDENT, LINKS
from najda.machine_person import machine_token
from najda.places import own_gazetteer
from najda.places.located import quarter_of
from najda.vocabulary import Actor, ThingId
from najda.web.forms import new_id, request_from_json
from najda.web.site import Site

MINUTE_MS = 60_000
_STEP_OF = {
    "driving": Step.EN_ROUTE,
    "working": Step.ON_SCENE,
    "carrying": Step.TRANSPORTING,
    "handing_over": Step.AT_FACILITY,
    "idle": Step.CLEAR,
}
_NAMES = {"ambulance": "إسعاف", "rescue_crew": "طاقم", "heavy_rescue": "آلية"}


class PeopleSend(Simulator):
    """The true night, with the orders people gave instead of a policy's."""

    def __init__(self, night: Night, streets: Streets) -> None:
        super().__init__(night, streets, lambda _: {})

    @property
    def units(self) -> list[_Unit]:
        """Units that still live."""
        return self._units

    @property
    def known(self) -> dict[str, _Incident]:
        """Strikes that were told of."""
        return self._known

    def obey(self, orders: dict[str, str | None]) -> None:
        """Unit -> strike; None = it was recalled. A crew at work finishes first."""
        for unit in self._units:
            if unit.id not in orders or STATE_OF[unit.phase] == "busy":
                continue
            goal = self._known.get(orders[unit.id] or "")
            if goal is not None and goal is not unit.goal:
                self._send(unit, goal)
            elif goal is None and unit.goal is not None:
                unit.phase, unit.goal, unit.heading, unit.due = "idle", None, None, FOREVER
        self._move()


@dataclass(slots=True)
class _Told:
    """What the room was told of a strike."""

    report: ThingId
    incident: ThingId | None = None
    opened: int | None = None
    sent: int | None = None
    seen: bool = False


class Exercise:
    """Plays a night minute by minute into an open installation."""

    def __init__(self, site: Site, night: Night, *, seed: str, load: float, start_ms: int) -> None:
        self._site, self._night, self._start_ms = site, night, start_ms
        self._about = (seed, load)
        self._streets = Streets(night)
        self._true = PeopleSend(night, self._streets)
        machine_token(site, "التمرين", "crew")
        self._actor = Actor(site.room.letter, "")
        self._units: dict[str, ThingId] = {}
        self._told: dict[str, _Told] = {}
        self._said: dict[str, tuple[ThingId, str]] = {}
        self._minute = 0
        self._closures = ToldClosures(night, _name, self._do)
        self._places = sorted(night.places, key=lambda p: (p.lat, p.lon, p.id))

    def prepare(self) -> None:
        """Bases, units and facilities as they stand when the night begins."""
        self._site.clock.set_ms(self._start_ms)
        bases: dict[str, ThingId] = {}
        for number, place in enumerate(dict.fromkeys(u.place for u in self._night.units)):
            letter = self._site.room.letter if number == 0 else "BDFG"[number % 4]
            bases[place] = self._do(
                "units/register_base", name=_name(place), letter=letter, quarter=place,
                place={"text": _name(place)}, invented=True,
            )  # fmt: skip
        counts: dict[str, int] = {}
        for unit in self._true.units:
            kind = unit.truth.kind
            counts[kind] = counts.get(kind, 0) + 1
            made = self._do(
                "units/register_unit", call_sign=f"{_NAMES[kind]} {counts[kind]}", kind=kind,
                quarter=unit.truth.place, invented=True,
            )  # fmt: skip
            self._units[unit.id] = made
            self._do("units/rehome_unit", unit=made, base=bases[unit.truth.place])
        for place in dict.fromkeys(self._night.facilities):
            self._do(
                "facilities/register_facility", name=f"مشفى {_name(place)}", quarter=place,
                invented=True,
            )  # fmt: skip

    def minute(self, now: int) -> None:
        """One minute: orders reach the crews, the night goes on, crews and callers speak."""
        self._minute = now
        before = {unit.id for unit in self._true.units}
        known = set(self._true.known)
        self._true.obey(self._orders())
        self._true.minute(now)
        self._closures.minute(now)
        for strike in self._true.known.values():
            if strike.id not in known:
                self._tell(strike)
        for lost in before - {unit.id for unit in self._true.units}:
            self._do("units/set_status", unit=self._units[lost], available=False,
                     reason="فُقد الاتصال بعد قصف المركز")  # fmt: skip
        for unit in self._true.units:
            self._speak(unit)

    def _orders(self) -> dict[str, str | None]:
        """What people want of each unit now, from the journal."""
        self._find_incidents()
        strikes = {told.incident: id_ for id_, told in self._told.items() if told.incident}
        orders: dict[str, str | None] = {}
        for unit, callout in self._bound().items():
            orders[unit] = (
                None if callout.recalls else strikes.get(self._first(callout.incident) or "")
            )
            told = self._told.get(orders[unit] or "")
            if told is not None and told.sent is None:
                told.sent = self._minute
        return orders

    def _bound(self) -> dict[str, CalloutRow]:
        """Unit of the night -> the last live callout people gave it."""
        names = {thing: unit for unit, thing in self._units.items()}
        found: dict[str, CalloutRow] = {}
        for one in self._rows(CALLOUT).values():
            if one.live and one.sent and one.unit in names:
                other = found.get(names[one.unit])
                if other is None or (other.sent_ms or 0) <= (one.sent_ms or 0):
                    found[names[one.unit]] = one
        return found

    def _first(self, incident: ThingId | None) -> ThingId | None:
        if incident is None:
            return None
        group: tuple[ThingId, ...] = self._site.room.reader().views.group("incident", incident)
        return min(group)

    def _find_incidents(self) -> None:
        """Which incident people opened for which strike: by its report, else by its quarter."""
        views = self._site.room.reader().views
        for id_, told in self._told.items():
            if told.incident is None:
                row = views.get(LINKS, told.report)
                about = [link.about for link in row.live] if row else []
                told.incident = self._first(about[0] if about else self._in_quarter(id_))
                told.opened = self._minute if told.incident else None

    def _in_quarter(self, strike: str) -> ThingId | None:
        taken = {told.incident for told in self._told.values()}
        place = self._places[self._true.known[strike].place].id
        for row in self._rows(INCIDENT).values():
            here = not row.is_campaign and quarter_of(row.place, row.quarter) == place
            found = self._first(row.id)
            if here and found not in taken:
                return found
        return None

    def _tell(self, strike: _Incident) -> None:
        """The first report: late, with wrong figures."""
        place, report = self._places[strike.place].id, strike.strike.report
        words = f"قصف على {_name(place)}، جرحى {len(report.wounded)} وعالقون {report.trapped}"
        self._told[strike.id] = _Told(
            self._do(
                "reports/receive_report",
                text=words,
                channel="phone",
                quarter=place,
                place={"text": _name(place)},
                injured=len(report.wounded),
                trapped=report.trapped,
                invented=True,
            )
        )

    def _speak(self, unit: _Unit) -> None:
        """A crew reports its next step; the first on scene says what it truly sees."""
        callout = self._bound().get(unit.id)
        if callout is None:
            return
        step = _STEP_OF.get(unit.phase)
        said = self._said.get(callout.id)
        going = unit.goal is not None or unit.phase in ("carrying", "handing_over")
        if step is None or (step is Step.CLEAR and said is None and not callout.recalls):
            return
        if said is not None and said[1] == step.value:
            return
        if said is None and going and step is not Step.EN_ROUTE:
            self._step(callout, Step.EN_ROUTE)
        self._step(callout, step)
        if unit.at is not None:
            self._see(unit.at)

    def _step(self, callout: CalloutRow, step: Step) -> None:
        self._said[callout.id] = (callout.id, step.value)
        self._do("dispatch/report_step", callout=callout.id, step=step.value)

    def _see(self, strike: _Incident) -> None:
        told = self._told[strike.id]
        if told.seen or told.incident is None:
            return
        told.seen = True
        place = self._places[strike.place].id
        wounded, trapped = len(strike.strike.wounded), len(strike.strike.trapped)
        report = self._do(
            "reports/receive_report", channel="crew", quarter=place,
            text=f"من الموقع في {_name(place)}: جرحى {wounded} وعالقون {trapped}",
            injured=wounded, trapped=trapped, invented=True,
        )  # fmt: skip
        self._do("incidents/link_passage", report=report, about=told.incident)

    def sheet(self, *, over: bool = False) -> Sheet:
        """How it stands; at the end with what the proposals alone would have done."""
        strikes = [incident.strike for incident in self._true.known.values()]
        orders = [one for row in self._rows(CALLOUT).values() for one in row.sent]
        ways = [_way("people", self._true.played())]
        if over:
            ways += [
                _way(who, Simulator(self._night, self._streets, POLICIES[who]()).play())
                for who in ("proposal", "closest-idle")
            ]
        return Sheet(
            seed=self._about[0],
            load=self._about[1],
            minutes=self._night.minutes,
            minute=self._minute + 1,
            over=over,
            wounded=sum(len(one.wounded) for one in strikes),
            trapped=sum(len(one.trapped) for one in strikes),
            ways=tuple(ways),
            strikes=tuple(self._reached(one) for one in self._true.known.values()),
            sent=len(orders),
            overridden=sum(one.override_reason is not None for one in orders),
        )

    def _reached(self, incident: _Incident) -> Reached:
        told = self._told[incident.id]
        first = incident.first_on_scene
        return Reached(
            minute=incident.strike.minute,
            quarter=incident.strike.place,
            wounded=len(incident.strike.wounded),
            trapped=len(incident.strike.trapped),
            told=incident.strike.report.minute,
            opened=told.opened,
            sent=told.sent,
            ambulance=first.get("ambulance"),
            crew=first.get("rescue_crew", first.get("heavy_rescue")),
        )

    def _rows(self, view: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._site.room.reader().views.all(view)
        return found

    def _do(self, deed: str, /, **said: Any) -> ThingId:
        desk, act = deed.split("/")
        found = self._site.room.desks.acts[desk, act]
        request = request_from_json(found.form, {"id": new_id(), **said})
        now = self._site.clock.now_ms()
        return self._site.room.act(desk, found, request, self._actor, now).result().id


def _name(place: str) -> str:
    known = own_gazetteer().by_id(place)
    return known.name_ar if known else place


def _way(who: str, played: Played) -> Way:
    return Way(
        who=who,
        survivors=round(played.score, 2),
        wounded=played.wounded_reached,
        trapped=played.trapped_freed,
        response=played.median_response_min,
    )


def play(
    exercise: Exercise,
    *,
    minutes: int,
    now: Callable[[], float],
    wait: Callable[[float], None],
    set_scene: Callable[[float], None],
    keep: Callable[[Sheet], None],
    speed: float,
) -> None:
    """Play to the end: the scene runs ``speed`` times as fast as ``now`` (seconds)."""
    began = now()
    done = 0
    while done < minutes:
        scene_minutes = (now() - began) * speed / 60
        set_scene(min(scene_minutes, minutes))
        while done < minutes and done <= scene_minutes:
            exercise.minute(done)
            done += 1
            keep(exercise.sheet())
        wait(0.2)
    keep(exercise.sheet(over=True))
