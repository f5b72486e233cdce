"""Ways to send units: from nothing at all to the product's own proposals."""

from collections.abc import Callable, Mapping

from najda.dispatch.survival import Need, curve_of, survival
from najda.drill.draw import chance
from najda.drill.product import proposal
from najda.drill.simulator import SETTINGS, IncidentView, Policy, UnitView, View
from najda.drill.streets import FOREVER


def none(view: View) -> Mapping[str, str]:
    """Nobody is sent."""
    del view
    return {}


def blind_random() -> Policy:
    """Any idle unit to any incident ever reported, whatever it needs; nothing is crossed out."""
    rng = chance("blind")
    reported: set[str] = set()

    def decide(view: View) -> Mapping[str, str]:
        reported.update(i.id for i in view.incidents)
        incidents = sorted(reported)
        idle = sorted(u.id for u in view.units if u.state == "idle")
        return {unit: rng.choice(incidents) for unit in idle}

    return decide


def needed(incident: IncidentView, kind: str) -> list[str]:
    """What people at an incident wait for a unit of this kind with, worst first."""
    if kind == "ambulance":
        return sorted(incident.wounded, key=["immediate", "delayed", "minimal"].index)
    if kind == "rescue_crew":
        return ["trapped"] * incident.trapped
    return ["trapped_deep"] * incident.deep


def minutes_to(view: View, unit: UnitView, incident: IncidentView) -> int:
    """Minutes until a unit would stand at an incident, by the streets as they are known."""
    if unit.incident == incident.id:
        if unit.on_scene:
            return 0
        if unit.arrives_in is not None:
            return unit.arrives_in
    return unit.free_in + view.drive[unit.place][incident.place] + view.access


def in_order(
    view: View, order: Callable[[IncidentView, str], tuple[float, ...]]
) -> Mapping[str, str]:
    """Idle units to waiting people in an order, each time the closest idle unit."""
    orders: dict[str, str] = {}
    for kind in sorted({u.kind for u in view.units}):
        idle = [u for u in view.units if u.kind == kind and u.state == "idle"]
        if not idle:
            continue
        waiting: list[tuple[tuple[float, ...], str, IncidentView]] = []
        for incident in view.incidents:
            coming = sum(
                u.kind == kind and u.state == "en_route" and u.incident == incident.id
                for u in view.units
            )
            waiting += [
                (order(incident, need), incident.id, incident)
                for need in needed(incident, kind)[coming:]
            ]
        for _, _, incident in sorted(waiting, key=lambda w: w[:2]):
            near = min(
                ((minutes_to(view, u, incident), u.id, u) for u in idle), key=lambda n: n[:2]
            )
            if near[0] < FOREVER:
                orders[near[1]] = incident.id
                idle.remove(near[2])
            if not idle:
                break
    return orders


def closest_idle(view: View) -> Mapping[str, str]:
    """In order of the reports, the closest idle unit: how it is done without help."""
    return in_order(view, lambda incident, _need: (incident.reported,))


def urgency(view: View) -> Mapping[str, str]:
    """The worst triage class first, then in order of the reports."""
    rank = {"immediate": 0, "delayed": 1, "minimal": 2, "trapped": 0, "trapped_deep": 0}
    return in_order(
        view,
        lambda incident, need: (
            rank[need],
            -incident.reported if rank[need] == 0 else incident.reported,
        ),
    )


def assignment(view: View) -> Mapping[str, str]:
    """Greatest loss if postponed by an hour first; the step between urgency and the product."""

    def loss(incident: IncidentView, need: str) -> tuple[float, ...]:
        curve = curve_of(Need(need), SETTINGS, seen=incident.seen)
        since = view.now - incident.occurred
        return (survival(curve, since + 60) - survival(curve, since),)

    return in_order(view, loss)


POLICIES: Mapping[str, Callable[[], Policy]] = {
    "none": lambda: none,
    "random": blind_random,
    "closest-idle": lambda: closest_idle,
    "urgency": lambda: urgency,
    "assignment": lambda: assignment,
    "proposal": lambda: proposal,
}
#: The policy that is the product's own code path.
PRODUCT_POLICY = "proposal"
