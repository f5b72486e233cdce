"""From an extract to a network: junctions, one-way streets, bridges, islands, bad files."""

import json
from pathlib import Path

import osmium
import pytest
from click.testing import CliRunner

from najda.roads.command import roads
from najda.roads.importer import ExtractRefusedError, import_extract
from najda.roads.network import Point
from najda.roads.storage import FILE_NAME, RoadsUnreadableError, load_network, save_network

NODES = {n: (37.1 + n * 0.001, 36.2) for n in range(1, 8)} | {20: (38.0, 36.0), 21: (38.001, 36.0)}
WAYS = {
    100: ([1, 2, 3, 4, 5], {"highway": "residential"}),
    101: ([3, 6], {"highway": "primary", "bridge": "yes"}),
    102: ([6, 7, 1], {"highway": "tertiary", "oneway": "yes"}),
    103: ([20, 21], {"highway": "service"}),
    104: ([1, 7], {"waterway": "river"}),
}


def write(file: Path, ways: dict[int, tuple[list[int], dict[str, str]]]) -> Path:
    with osmium.SimpleWriter(str(file)) as writer:
        for number, place in NODES.items():
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=place))
        for number, (nodes, tags) in ways.items():
            writer.add_way(osmium.osm.mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
    return file


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write(tmp_path / "city.osm.pbf", WAYS)


def test_streets_are_cut_at_junctions_and_keep_their_line(extract: Path) -> None:
    network, report = import_extract(extract)

    assert report.junctions == 4
    assert report.arcs == 7
    assert report.bridges == 1
    assert report.islands == 2
    first = next(a for a in range(network.arc_count) if network.way[a] == 100)
    assert len(network.line(first)) == 3
    one_way = network.arcs_of_way(102)
    assert len(one_way) == 1


def test_a_network_is_read_back_as_it_was_kept(extract: Path, tmp_path: Path) -> None:
    network, _ = import_extract(extract)
    save_network(network, tmp_path)
    again = load_network(tmp_path)

    assert again is not None
    assert list(again.tail) == list(network.tail)
    assert list(again.way) == list(network.way)
    assert again.nearest_node(Point(36.2, 37.103)) == network.nearest_node(Point(36.2, 37.103))


def test_no_network_is_nothing_and_a_broken_one_is_said(tmp_path: Path) -> None:
    assert load_network(tmp_path) is None
    (tmp_path / FILE_NAME).write_bytes(b"torn")
    with pytest.raises(RoadsUnreadableError):
        load_network(tmp_path)


def test_an_extract_that_ends_too_early_is_refused(extract: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.osm.pbf"
    short.write_bytes(extract.read_bytes()[:-20])
    with pytest.raises(ExtractRefusedError) as refused:
        import_extract(short)
    assert refused.value.key == "roads.truncated"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.osm.pbf"
    other.write_text("not a map at all, just words")
    with pytest.raises(ExtractRefusedError) as refused:
        import_extract(other)
    assert refused.value.key == "roads.unreadable"


def test_an_extract_without_roads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractRefusedError) as refused:
        import_extract(write(tmp_path / "river.osm.pbf", {104: WAYS[104]}))
    assert refused.value.key == "roads.no_roads"


def test_the_command_says_what_it_kept_and_what_to_do_about_a_wrong_box(
    extract: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    kept = run(roads, ["import", str(tmp_path), str(extract), "--json"])
    wrong = run(roads, ["import", str(tmp_path), str(extract), "--box", "1,1,2,2"])

    assert json.loads(kept.stdout)["arcs"] == 7
    assert wrong.exit_code == 1
    assert "SOUTH,WEST,NORTH,EAST" in wrong.stderr
    assert (tmp_path / FILE_NAME).exists()
