"""What a row of the table of slopes says: its slopes, the worst of them, and whether it keeps its bound."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from benchmarks.slopes.rows import ALL
from benchmarks.slopes.slope import FLAT, HEADINGS, LINEAR, LISTED, TOO_SHORT, Bound, Cost, Slope, cells

NOTHING = Cost(commands=2, documents=10, size=1000, cpu=0.004, store_cpu=0.01)


def slope(bound: Bound, *costs: Cost, sizes: Sequence[int] = (10, 40, 160)) -> Slope:
    return Slope("a page", "documents", bound, sizes, costs)


def growing(name: str, by: float) -> Sequence[Cost]:
    """Returns three costs that are alike but for one, which grows by this factor each time."""
    first = getattr(NOTHING, name)
    return [replace(NOTHING, **{name: type(first)(first * by**step)}) for step in range(3)]


@pytest.mark.parametrize(("by", "expected"), [(1, 0), (2, 0.5), (4, 1), (16, 2)])
def test_a_slope_is_a_power_of_the_number(by: float, expected: float) -> None:
    assert slope(FLAT, *growing("documents", by)).of("documents") == pytest.approx(expected)


def test_nothing_counts_as_one() -> None:
    assert slope(FLAT, *(replace(NOTHING, documents=each) for each in (0, 0, 0))).of("documents") == 0
    assert slope(FLAT, *(replace(NOTHING, documents=each) for each in (0, 4, 16))).of("documents") == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "flat", "listed", "linear"),
    [
        ("commands", "missed", "missed", "met"),
        ("documents", "missed", "met", "met"),
        ("size", "missed", "met", "met"),
        ("store_cpu", "met", "met", "met"),
    ],
)
def test_what_grows_with_the_number_keeps_some_bounds_and_not_others(name: str, flat: str, listed: str, linear: str) -> None:
    costs = growing(name, 4)
    assert [slope(bound, *costs).verdict for bound in (FLAT, LISTED, LINEAR)] == [flat, listed, linear]


@pytest.mark.parametrize("name", ["commands", "documents", "size"])
def test_what_grows_with_the_square_keeps_no_bound(name: str) -> None:
    missed = [slope(bound, *growing(name, 16)) for bound in (FLAT, LISTED, LINEAR)]
    assert [(each.verdict, each.worst) for each in missed] == [("missed", name)] * 3


def test_processor_time_counts_from_where_it_is_long_enough_to_measure() -> None:
    short = [replace(NOTHING, cpu=TOO_SHORT / each) for each in (100, 10, 1.1)]
    long = [replace(NOTHING, cpu=TOO_SHORT * each) for each in (0.1, 0.5, 2)]
    assert slope(FLAT, *short).verdict == "met"
    assert (slope(FLAT, *long).verdict, slope(FLAT, *long).worst) == ("missed", "cpu")


def test_a_row_shows_every_number_and_the_cost_nearest_to_its_bound() -> None:
    row = slope(LISTED, *growing("documents", 4))
    assert dict(zip(HEADINGS, cells(row), strict=True)) == {
        "what": "a page",
        "for": "10 / 40 / 160 documents",
        "commands": "2 / 2 / 2",
        "documents": "10 / 40 / 160",
        "kB": "1 / 1 / 1",
        "CPU ms": "4 / 4 / 4",
        "slope": "1.00 documents",
        "target": "0 in commands, 1 in the rest",
        "": "met",
        "store's CPU ms": "10 / 10 / 10",
        "its slope": "0.0",
        "examined": "",
    }
    seen = replace(NOTHING, examined=7)
    assert cells(slope(FLAT, seen, seen, seen))[-1] == "7 / 7 / 7"
    assert {"verdict": "met", "worst": "documents", "sizes": (10, 40, 160)}.items() <= row.as_json().items()


def test_no_two_rows_have_one_name() -> None:
    assert len({row.what for row in ALL}) == len(ALL)
