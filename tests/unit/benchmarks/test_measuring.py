"""What a figure says: its ratio is of pairs, its verdict goes by the target, and a restless yardstick measures nothing."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from benchmarks.__main__ import HEADINGS, cells
from benchmarks.measuring import Figure, Sample, Target, compared
from benchmarks.table import as_page, as_table, written

FIGURE = Figure("ours", "by hand", Target("at most", 1.5), 1.2, 1.1, 1.3, "s", 2.4, 2.0, 0.1, 1.25)


@pytest.mark.parametrize(
    ("word", "limit", "met", "missed"),
    [
        ("at most", 1.5, [0.2, 1.5, 1.504], [1.51]),
        ("at least", 0.8, [0.8, 2.0], [0.79]),
        ("within 0.1 of", 1.0, [0.9, 1.0, 1.1], [0.89, 1.11]),
        ("either way at most", 1.3, [0.77, 1.0, 1.3], [0.001, 0.76, 1.31]),
    ],
)
def test_a_target_is_met_or_missed(word: str, limit: float, met: list[float], missed: list[float]) -> None:
    figures = [replace(FIGURE, target=Target(word, limit), ratio=ratio) for ratio in (*met, *missed)]  # type: ignore[arg-type]
    assert [each.verdict for each in figures] == ["met"] * len(met) + ["missed"] * len(missed)


def test_a_yardstick_that_spreads_more_than_a_fifth_measures_nothing() -> None:
    assert replace(FIGURE, spread=0.2).verdict == "met"
    assert replace(FIGURE, spread=0.21).verdict == "no result"


def taking(seconds: float, log: list[str], name: str) -> Callable[[], Sample]:
    """Each time a tenth longer."""
    times = count()

    def part() -> Sample:
        log.append(name)
        return Sample(seconds * (1 + next(times) / 10), seconds / 2)

    return part


def test_parts_take_turns_and_the_ratio_is_of_times_or_of_speeds() -> None:
    log: list[str] = []
    slower = compared("", "", Target("at most", 3), taking(2, log, "A"), taking(1, log, "B"), times=4)
    assert "".join(log) == "ABBAABBA"
    assert (slower.ratio, slower.low, slower.high, slower.cpu) == (2, 2, 2, 2)
    assert slower.ours == pytest.approx(2.3)
    assert slower.spread == pytest.approx(0.3 / 1.15)
    speed = compared("", "", Target("at least", 0.8), taking(2, log, "A"), taking(1, log, "B"), times=1)
    assert (speed.ratio, speed.verdict) == (0.5, "missed")


def test_the_table_goes_into_its_section_of_the_page_alone() -> None:
    page = "# Title\n\n## Figures\n\nold\n\n## After\n\nkept\n"
    table = as_page(HEADINGS, [cells(FIGURE)])
    new = written(page, "Figures", table)
    assert new == written(new, "Figures", table)
    assert "old" not in new
    assert new.startswith("# Title\n\n## Figures\n\n| what |")
    assert new.endswith("\n## After\n\nkept\n")
    assert "| ours | by hand | 1.20 | 1.10 to 1.30 | at most 1.5 | met | 1.25 | 2.4 s | 2 s +- 5% |" in new
    assert as_table(HEADINGS, [cells(FIGURE)]).splitlines()[1].split()[:4] == ["ours", "by", "hand", "1.20"]
