"""The recurrence of themes, with one event for each finding that makes a theme recur (RR4)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from hypothesis import example, strategies
from hypothesis import given as any_of

from contracts.events.review_registry import ThemeRecurred
from contracts.framework.learning import Recurrence
from local.frameworks import framework
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, derived
from services.review_registry.domain.theme import FoundUnder, Theme, add_finding, theme_id

RULE = Recurrence(times=3, months=24)
FIRST = date(2024, 3, 2)
URL = "http://registry.example"


@cache
def given() -> Given:
    settings = framework().model_copy(update={"recurrence": RULE})
    return Given(theme_id("neglect"), derived("an event"), datetime(2026, 3, 2, tzinfo=UTC), settings, url=URL)


def found(name: str, on: date, review: str = "", *, good: bool = False) -> FoundUnder:
    return FoundUnder(finding=derived("finding", name), review=derived("review", review or name), on=on, good=good)


def gathered(*findings: FoundUnder) -> tuple[Theme, list[ThemeRecurred]]:
    """Returns the theme after these findings, and the events."""
    decided: Decided[Theme] = Decided(Theme(id=theme_id("neglect"), code="neglect"))
    told: list[ThemeRecurred] = []
    for each in findings:
        decided = add_finding(decided.state, each, given())
        told += [event for event in decided.events if isinstance(event, ThemeRecurred)]
    return decided.state, told


def on_days(*days: date) -> tuple[FoundUnder, ...]:
    """Returns findings of these days, numbered from 0."""
    return tuple(found(str(number), day) for number, day in enumerate(days))


def test_third_finding_recurs_with_the_first_two() -> None:
    findings = on_days(FIRST, date(2025, 1, 1), date(2026, 3, 2))
    assert gathered(*findings[:2])[1] == []
    theme, told = gathered(*findings)
    assert told == [
        ThemeRecurred(
            theme="neglect",
            finding=findings[2].finding,
            earlier_findings=(findings[0].finding, findings[1].finding),
            link=f"{URL}/themes/neglect",
        )
    ]
    assert [each.recurred for each in theme.findings] == [False, False, True]


def test_window_includes_the_same_day_months_later() -> None:
    inside, outside = add_months(FIRST, 24), add_months(FIRST, 24) + timedelta(days=1)
    assert len(gathered(*on_days(FIRST, date(2025, 1, 1), inside))[1]) == 1
    assert gathered(*on_days(FIRST, date(2025, 1, 1), outside))[1] == []


def test_fourth_finding_recurs_with_its_own_window() -> None:
    findings = on_days(FIRST, date(2025, 1, 1), date(2026, 3, 2), date(2026, 6, 1))
    told = gathered(*findings)[1]
    assert [event.finding for event in told] == [findings[2].finding, findings[3].finding]
    assert told[1].earlier_findings == (findings[1].finding, findings[2].finding)


def test_reviews_of_one_day_count_each() -> None:
    assert len(gathered(*on_days(FIRST, FIRST, FIRST))[1]) == 1


def test_findings_of_one_review_count_once() -> None:
    same = [found(str(number), FIRST, "one review") for number in range(3)]
    assert gathered(*same)[1] == []
    second, third = found("second", FIRST), found("third", FIRST)
    assert len(gathered(*same, second)[1]) == 0
    assert gathered(*same, second, third)[1]


def test_good_practice_found_again_is_no_problem_that_recurs() -> None:
    good = [found(str(number), FIRST, good=True) for number in range(4)]
    theme, told = gathered(*good)
    assert told == []
    assert len(theme.findings) == 4
    problems = on_days(FIRST, FIRST)
    assert gathered(*good, *problems)[1] == []


def test_event_names_the_problems_known_by_then() -> None:
    good, problems = found("good", FIRST, good=True), on_days(FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2))
    (event,) = gathered(good, *problems)[1]
    assert event.earlier_findings == tuple(each.finding for each in problems[:2])


def test_findings_two_windows_back_are_dropped() -> None:
    """A document does not grow for ever."""
    findings = on_days(FIRST, date(2025, 1, 1), date(2028, 6, 1))
    assert [each.finding for each in gathered(*findings)[0].findings] == [each.finding for each in findings[1:]]


def told_by_definition(findings: list[FoundUnder]) -> set[str]:
    """Returns each finding whose window holds enough findings, itself included."""
    ordered = sorted(findings, key=lambda each: (each.on, each.finding))
    return {
        each.finding
        for place, each in enumerate(ordered)
        if sum(add_months(before.on, RULE.months) >= each.on for before in ordered[: place + 1]) >= RULE.times
    }


DAYS = strategies.lists(strategies.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=8)


@any_of(DAYS, strategies.randoms(use_true_random=False))
@example([date(2024, 1, 31), date(2024, 1, 31), date(2026, 1, 31)], None)
def test_recurrence_does_not_depend_on_the_order(days: list[date], chance: Random | None) -> None:
    """Reviews have lanes of their own, so a finding may arrive after a younger one. Each recurrence emits one event."""
    findings = list(on_days(*days))
    if chance is not None:
        chance.shuffle(findings)
    theme, told = gathered(*findings)
    assert sorted(event.finding for event in told) == sorted(told_by_definition(findings))
    assert {each.finding for each in theme.findings if each.recurred} == told_by_definition(findings)


YEARS = strategies.lists(strategies.dates(date(2020, 1, 1), date(2031, 12, 31)), max_size=8)


@any_of(YEARS, strategies.randoms(use_true_random=False))
def test_finding_that_comes_again_changes_nothing(days: list[date], chance: Random) -> None:
    """The theme remembers no event: it knows a repeat by the finding, or because it is too old."""
    findings = list(on_days(*days))
    theme, _ = gathered(*findings)
    chance.shuffle(findings)
    for each in findings:
        assert add_finding(theme, each, given()) == Decided(theme)
