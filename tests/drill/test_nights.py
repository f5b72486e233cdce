"""Night files: written, read, refused; and the command that plays them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from drill.nights import line_night, small_night
from najda.drill.draw import draw_night
from najda.drill.night import NightRefusedError, load_night, save_night
from najda.drill.policies import POLICIES
from najda.drill.policies import PRODUCT_POLICY as PLAYED_PRODUCT
from najda.drill.simulate_command import POLICY_NAMES, PRODUCT_POLICY, simulate


def test_a_night_is_read_as_it_was_written(tmp_path: Path) -> None:
    night = small_night(1)
    save_night(night, tmp_path / "night.json")

    assert load_night(tmp_path / "night.json") == night


def test_a_seed_gives_the_same_night_again_and_another_seed_another() -> None:
    assert small_night(1) == small_night(1)
    assert small_night(1) != small_night(2)


def test_a_drawn_night_has_the_figures_of_the_prototype() -> None:
    night = draw_night(7, 1.0)
    wounded = [w for s in night.strikes for w in s.wounded]
    kinds = [u.kind for u in night.units]
    late = sorted(s.report.minute - s.minute for s in night.strikes)

    assert (night.minutes, len(night.strikes)) == (72 * 60, 600)
    assert sum(s.minute < 12 * 60 for s in night.strikes) == 100
    assert len(wounded) == pytest.approx(570, rel=0.15)
    assert sum(len(s.trapped) for s in night.strikes) == pytest.approx(630, rel=0.15)
    assert [kinds.count(k) for k in ("ambulance", "rescue_crew", "heavy_rescue")] == [16, 12, 4]
    assert len({u.lost_at for u in night.units} - {None}) == 3
    assert sum(u.lost_at is not None for u in night.units) == 9
    assert late[300] == pytest.approx(5, abs=1)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"schema": "other"}, "night.schema"),
        ({"minutes": "x"}, "night.field"),
        ({"units": [{}]}, "night.field"),
        ({"facilities": []}, "night.no_facility"),
        ({"facilities": ["atlantis"]}, "night.no_such_place"),
        ({"closures": [{"street": 99, "kind": "rubble", "start": 0, "end": 1}]}, "night.closure"),
        ({"access_minutes": 0}, "night.minutes"),
    ],
)
def test_a_bad_night_is_refused_with_its_reason(
    tmp_path: Path, change: dict[str, object], key: str
) -> None:
    file = tmp_path / "night.json"
    save_night(line_night([(1, 1, "immediate", 5, 5)]), file)
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(NightRefusedError) as refused:
        load_night(file)
    assert refused.value.key == key


def test_a_report_before_the_strike_and_an_id_twice_are_refused(tmp_path: Path) -> None:
    night = line_night([(1, 9, "immediate", 5, 5), (1, 9, "immediate", 5, 5)])
    early = replace(night.strikes[0], report=replace(night.strikes[0].report, minute=1))
    for strikes, key in (((early,), "night.strike"), ((night.strikes[0],) * 2, "night.id_twice")):
        save_night(replace(night, strikes=strikes), tmp_path / "night.json")
        with pytest.raises(NightRefusedError) as refused:
            load_night(tmp_path / "night.json")
        assert refused.value.key == key


def test_the_command_plays_a_file_under_the_product_and_closest_idle(tmp_path: Path) -> None:
    file = tmp_path / "night.json"
    save_night(small_night(1), file)
    done = CliRunner().invoke(
        simulate, ["--night", str(file), "--policy", "proposal", "--json"], catch_exceptions=False
    )
    answer = json.loads(done.stdout)

    assert answer["product_policy"] == "proposal"
    assert [r["policy"] for r in answer["runs"]] == ["closest-idle", "proposal"]
    run = answer["runs"][1]
    assert run["night"] == "night.json"
    assert run["score"] <= run["bound"]
    assert 0 < run["gap_closed"] <= 1
    assert set(run["latency_ms"]) == {"p50", "p99"}


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "night.json"
    file.write_text("{")
    bad = CliRunner().invoke(simulate, ["--night", str(file)])
    seeds = CliRunner().invoke(simulate, ["--seeds", "x"])

    assert bad.exit_code == seeds.exit_code == 1
    assert "docs/nights.md" in bad.stderr
    assert "1-20" in seeds.stderr


def test_the_names_of_the_command_are_the_policies() -> None:
    assert tuple(POLICIES) == POLICY_NAMES
    assert PRODUCT_POLICY == PLAYED_PRODUCT


def test_a_night_with_nobody_hurt_and_one_with_no_units_can_be_played(tmp_path: Path) -> None:
    night = line_night([(1, 1, "immediate", 5, 5)])
    for quiet in (replace(night, strikes=()), replace(night, units=())):
        save_night(quiet, tmp_path / "night.json")
        done = CliRunner().invoke(
            simulate, ["--night", str(tmp_path / "night.json"), "--json"], catch_exceptions=False
        )
        assert all(run["score"] == 0 for run in json.loads(done.stdout)["runs"])
