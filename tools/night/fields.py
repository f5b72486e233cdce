"""How the scenario's fields become claims: kinds, units, scopes, periods, updates."""

from typing import Any

WIDE = {"syria", "aleppo_gov", "east_aleppo", "aleppo", "border", "new_york"}
KEPT_AT_D = {"E52", "E71", "E72"}
KINDS = {
    "start": "ceasefire_terms", "condition_days": "ceasefire_terms", "expiry": "ceasefire_terms",
    "violations_day1": "attack", "violations_day2": "attack", "violations_day3": "attack",
    "violations_24h": "attack", "violations_total": "attack", "killed_since_start": "killed",
    "closed_since": "road_cut", "withdrawal": "area_of_control", "trucks": "aid_blocked",
    "people_fed_one_month": "capacity", "missing": "aid_blocked", "food_expires": "aid_blocked",
    "killed": "killed", "injured": "injured", "declared_by": "ceasefire_ended",
    "declared": "ceasefire_ended", "departed": "aid_delivered", "arrived": "aid_delivered",
    "workers_unloading": "statement", "people_served": "aid_delivered",
    "permission": "announcement", "duration_hours": "attack", "trucks_hit": "facility_damaged",
    "trucks_destroyed": "facility_damaged", "trucks_burned": "facility_damaged",
    "responsible": "attribution_of_blame", "rescue_access": "movement_restricted",
    "second_strike": "attack", "targets": "strikes", "suspended": "service_suspended",
    "resumed": "aid_delivered", "ambulances_hit": "ambulance_damaged", "trapped": "trapped",
    "weapon": "munitions", "damage": "facility_damaged", "airstrikes": "strikes",
    "airstrikes_3days": "strikes", "drops": "munitions", "buildings_burnt": "facility_damaged",
    "munition": "munitions", "last_reached": "aid_delivered", "outcome": "talks",
    "announced": "announcement", "exits": "announcement", "first_areas": "warning_to_civilians",
    "hit_at": "rescue_base_status", "hits": "rescue_base_status", "hit": "rescue_base_status",
    "state": "rescue_base_status", "bases_total": "rescue_base_status",
    "bases_hit": "rescue_base_status", "bases_out": "rescue_base_status",
    "bases_levelled": "rescue_base_destroyed", "vehicles_destroyed": "ambulance_damaged",
    "fire_engines_left": "capacity", "volunteers_killed": "rescuer_killed",
    "volunteers_injured": "injured", "fuel_store": "facility_damaged", "work": "service_suspended",
    "diesel_litres_left": "capacity", "rationing": "service_suspended",
    "medical_supplies": "need", "wounded_admitted": "injured", "died_in_hospital": "killed",
    "doctors_left": "capacity", "streets": "road_cut", "rescued_alive": "rescued",
    "reported": "attack", "people_without_water": "service_suspended",
    "prayers": "service_suspended", "front": "ground_attack", "bunker_busters": "munitions",
    "people_inside": "statement", "access": "movement_restricted",
}  # fmt: skip
UNITS = {
    "condition_days": "days", "violations_day1": "violations", "violations_day2": "violations",
    "violations_day3": "violations", "violations_24h": "violations",
    "violations_total": "violations", "trucks": "trucks", "people_fed_one_month": "people",
    "workers_unloading": "people", "people_served": "people", "duration_hours": "hours",
    "trucks_hit": "trucks", "trucks_destroyed": "trucks", "trucks_burned": "trucks",
    "targets": "areas", "ambulances_hit": "ambulances", "airstrikes": "air strikes",
    "airstrikes_3days": "air strikes", "drops": "drops", "buildings_burnt": "buildings",
    "hits": "hits", "bases_total": "bases", "bases_hit": "bases hit",
    "bases_out": "bases out of service", "bases_levelled": "bases levelled",
    "vehicles_destroyed": "vehicles", "fire_engines_left": "fire engines",
    "diesel_litres_left": "litres", "doctors_left": "doctors",
    "people_without_water": "people", "bunker_busters": "munitions", "people_inside": "people",
}  # fmt: skip
#: Claims put as "as many as".
AT_MOST = {"C201"}
SCOPES = {
    "C011": "cumulative", "C012": "cumulative", "C186": "additional", "C206": "cumulative",
    "C247": "cumulative", "C248": "cumulative", "C249": "cumulative", "C250": "cumulative",
}  # fmt: skip
STATUSES = {"C139": "rescuer", "C153": "rescuer", "C154": "rescuer", "C152": "rescuer"}
KNOWN_STATUSES = {"medical staff", "combatant"}
#: "Ten more": what a figure comes on top of.
ADDED_TO: dict[str, str] = {"C186": "C185"}
SUBSETS: dict[str, tuple[tuple[int, str], ...]] = {
    "C009": ((20, "in Aleppo province"),), "C010": ((27, "in Aleppo province"),),
    "C012": ((29, "children and teenagers"), (17, "women")),
    "C071": ((4, "medical staff"), (9, "combatant")), "C179": ((1, "children"),),
    "C184": ((2, "children"),), "C187": ((3, "children"),),
    "C191": ((6, "children"), (5, "women")), "C192": ((24, "children and women"),),
    "C209": ((4, "siblings"),), "C210": ((2, "parents"), (4, "siblings")),
}  # fmt: skip
#: Where a claim speaks of another stretch of time than its event.
PERIODS = {
    "C184": ("2016-09-23T00:00:00+03:00", "2016-09-23T11:00:00+03:00"),
    "C185": ("2016-09-22T18:00:00+03:00", "2016-09-23T00:00:00+03:00"),
    "C186": ("2016-09-23T00:00:00+03:00", "2016-09-23T12:00:00+03:00"),
    "C187": ("2016-09-23T00:00:00+03:00", "2016-09-23T14:00:00+03:00"),
    "C201": ("2016-09-22T18:00:00+03:00", "2016-09-23T11:00:00+03:00"),
    "C206": ("2016-09-21T00:00:00+03:00", "2016-09-23T23:59:00+03:00"),
    "C189": ("2016-09-23T00:00:00+03:00", "2016-09-23T13:30:00+03:00"),
    "C188": ("2016-09-23T00:00:00+03:00", "2016-09-23T12:51:00+03:00"),
    "C239": ("2016-09-24T00:00:00+03:00", "2016-09-24T12:00:00+03:00"),
    "C168": ("2016-09-23T00:00:00+03:00", "2016-09-24T23:59:00+03:00"),
    "C249": ("2016-09-20T00:00:00+03:00", "2016-09-28T00:00:00+03:00"),
    "C247": ("2016-09-22T00:00:00+03:00", "2016-09-26T00:00:00+03:00"),
}  # fmt: skip
#: A later figure of the same teller on the same area and period.
UPDATES = {
    "C061": ("C060",), "C191": ("C187",), "C199": ("C191",), "C240": ("C239",),
    "C241": ("C240",), "C180": ("C181",), "C007": (), "C203": ("C202",), "C018": (),
}  # fmt: skip
HOUR_OF_SOURCE = {
    "seed1": "17:00", "seed2": "17:20", "reuters_cd": "14:30", "newarab_cd": "16:00",
    "ap_ark": "14:00", "shaam": "15:30", "step": "13:30", "sohr_72": "20:00", "journal": "21:00",
    "orient": "19:00", "almasdar": "10:10", "euronews": "18:00", "afp_fuel": "15:00",
    "rnz": "10:40", "enab": "11:00", "nbc": "14:00", "blog24": "09:00", "ae24": "10:00",
    "sabah": "22:00", "mirror_24": "18:00", "alaraby_24": "19:00", "ucdp": "23:00",
    "mee": "22:30", "xinhua23": "10:20", "trt": "13:00",
}  # fmt: skip
INCIDENT_TYPES = {
    "strike.air": "air_strike", "strike.barrel": "barrel_bomb", "strike.missile": "air_strike",
    "strike.cluster": "air_strike", "strike.incendiary": "fire", "strike.medical": "air_strike",
    "strike.aid": "convoy_attack", "strike.other": "air_strike", "base.hit": "air_strike",
    "hazard.uxo": "uxo", "hazard.fighting": "ground_fire", "rescue.survivor": "collapse",
}  # fmt: skip
QUARTERS = {
    "ansari": "ansari-east", "hanano": "masaken-hanano", "bab_nairab": "bab-al-nairab",
    "saif_dawla": "saif-al-dawla", "qaterji": "qaterji", "sheikh_najjar": "sheikh-najjar",
    "kallaseh": "kallaseh", "marja": "marjeh", "sakhour": "sakhour", "maadi": "maadi",
    "bustan_qasr": "bustan-al-qasr", "tariq_bab": "tariq-al-bab", "sukkari": "sukkari",
    "mashhad": "ansari-mashhad", "salhin": "salhin", "amiriyah": "amiriya",
    "qadi_askar": "qadi-askar", "bizze": "sahat-bizza", "ard_hamra": "ard-al-hamra",
    "maysar": "maysar", "karm_homad": "karm-homad", "karm_trab": "karm-al-trab",
    "bab_maqam": "bab-al-maqam", "sul_halabi": "suleiman-al-halabi", "fardos": "fardous",
    "castello": "castello-road", "ramouseh": "ramouseh-road", "urum": "urum-al-kubra",
    "khan_tuman": "khan-tuman", "khan_asal": "khan-asal", "anadan": "anadan",
    "handarat": "handarat-camp", "bishqatin": "bishqatin", "albab": "al-bab",
    "atarib": "atarib", "huta": "huta", "kafr_hamra": "kafr-hamra", "shamarikh": "shamarikh",
    "muadamiyah": "muadamiyat-al-sham", "deir": "deir-ez-zor",
}  # fmt: skip
BASE_OF_EVENT = {"E34": "A", "E35": "B", "E36": "C", "E37": "D"}
BASE_STATES = {"out of service": "out_of_service", "destroyed": "destroyed", "True": "hit"}


def kind_of(claim: dict[str, Any], event: dict[str, Any]) -> str:
    """The kind of a claim, by its field and what it says."""
    field, value = claim["field"], claim.get("value")
    if field == "responsible" and value == "denied":
        return "denial"
    if field == "state" and event["kind"].startswith("service"):
        return "service_suspended"
    if field == "state" and value == "destroyed":
        return "rescue_base_destroyed"
    if field == "trucks" and event["kind"] != "convoy.waiting":
        return "aid_delivered"
    return KINDS[field]


def polarity(found: dict[str, Any], kind: str) -> str:
    """``-`` where a source says that there was none."""
    return "-" if found.get("high") == 0 and kind in ("killed", "injured") else "+"
