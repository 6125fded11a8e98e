"""docs/tour.md leads to what it names: twelve stops, each with the lines of what happens there and the tests that show it."""

import re
from pathlib import Path

import pytest

from tests.support.tour import ANCHOR, PAGE, ROOT, place_of, written

TOUR = PAGE.read_text()
STOPS = TOUR.split("\n## ")[1:]


def test_there_are_twelve_stops_in_order() -> None:
    assert [stop.partition(". ")[0] for stop in STOPS] == [str(number) for number in range(1, 13)]


def test_each_stop_leads_to_the_code_and_names_its_tests() -> None:
    assert [stop.partition("\n")[0] for stop in STOPS if not ANCHOR.search(stop) or "`tests/" not in stop] == []


@pytest.mark.parametrize(("name", "path", "place"), ANCHOR.findall(TOUR))
def test_an_anchor_leads_to_the_line_of_its_name(name: str, path: str, place: str) -> None:
    assert place == place_of(ROOT, name, path), "make fmt puts lines right, not names"


def test_whatever_leads_to_a_place_in_the_code_is_an_anchor() -> None:
    assert re.findall(r"\]\((\.\./[^)]*#[^)]*)\)", ANCHOR.sub("", TOUR)) == []


def test_every_test_that_is_named_exists() -> None:
    assert [path for path in re.findall(r"`(tests/[^`]+)`", TOUR) if not (ROOT / path).is_file()] == []


SOURCE = """RACES = 100
@dataclass
class Room:
    name: str
    async def change(self) -> None: ...
def change() -> None: ...
"""


@pytest.mark.parametrize(
    ("name", "place"),
    [("RACES", "L1"), ("Room", "L3"), ("Room.name", "L4"), ("Room.change", "L5"), ("change", "L6"), ("name", None)],
)
def test_a_name_is_found_where_it_is_defined(tmp_path: Path, name: str, place: str | None) -> None:
    (tmp_path / "room.py").write_text(SOURCE)
    assert place_of(tmp_path, name, "room.py") == place
    assert place_of(tmp_path, name, "gone.py") is None


def test_lines_are_put_right_and_what_leads_nowhere_stays(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(SOURCE)
    page = "[`Room`](../room.py#L2), [`change`](../room.py#6) [`gone`](../room.py#L7)"
    assert written(tmp_path, page) == "[`Room`](../room.py#L3), [`change`](../room.py#L6) [`gone`](../room.py#L7)"


def test_a_name_that_moved_to_one_file_is_followed(tmp_path: Path) -> None:
    room = tmp_path / "services" / "room.py"
    room.parent.mkdir()
    room.write_text(SOURCE)
    assert written(tmp_path, "[`RACES`](../services/old.py#L9)") == "[`RACES`](../services/room.py#L1)"
    (room.parent / "twin.py").write_text(SOURCE)
    assert written(tmp_path, "[`RACES`](../services/old.py#L9)") == "[`RACES`](../services/old.py#L9)"
