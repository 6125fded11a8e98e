"""Domain time: real time in milliseconds, which the local profile can move by a file."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.parts.clock import Clock
from services.chassis.clock.now import movable, real_now

TOLERANCE = timedelta(seconds=5)


def test_time_has_no_more_than_the_store_can_hold() -> None:
    assert all(real_now().microsecond % 1000 == 0 for _ in range(50))
    assert real_now().tzinfo is UTC


def test_time_without_a_file_is_real_time(tmp_path: Path) -> None:
    assert abs(movable(tmp_path / "none.json")() - datetime.now(UTC)) < TOLERANCE


def test_time_moves_with_the_file_forwards_and_back(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock.json")
    now = movable(clock.path)
    for by in (timedelta(days=200), timedelta(hours=-1), timedelta(days=-300)):
        before = now()
        clock.advance(by)
        assert abs(now() - before - by) < TOLERANCE
    clock.reset()
    assert abs(now() - datetime.now(UTC)) < TOLERANCE


@pytest.mark.parametrize("seconds", [0.0004, 1.23456789, -86_400.000001])
def test_moved_time_has_no_more_than_the_store_can_hold_either(seconds: float, tmp_path: Path) -> None:
    """Otherwise what is compared in memory and what comes back from the store would differ."""
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"offset_seconds": seconds}))
    assert movable(file)().microsecond % 1000 == 0


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds it
def test_it_can_be_any_moment(moment: datetime) -> None:
    file = Path(f"{FOLDER}/clock.json")
    Clock(file).move_to(moment)
    assert timedelta() <= movable(file)() - moment + timedelta(milliseconds=1) < TOLERANCE


FOLDER = ""


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    global FOLDER  # noqa: PLW0603 - one folder for all that hypothesis tries
    FOLDER = str(tmp_path_factory.mktemp("clock"))
