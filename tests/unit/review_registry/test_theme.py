"""RR4: a theme found often enough in the window has recurred; it is told once for each finding that makes it so."""

from datetime import UTC, date, datetime, timedelta
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


def given() -> Given:
    settings = framework().model_copy(update={"recurrence": RULE})
    return Given(theme_id("neglect"), derived("an event"), datetime(2026, 3, 2, tzinfo=UTC), settings, url=URL)


def found(name: str, on: date) -> FoundUnder:
    return FoundUnder(finding=derived("finding", name), review=derived("review", name), on=on)


def gathered(*findings: FoundUnder) -> tuple[Theme, list[ThemeRecurred]]:
    """The theme after these findings in this order, and all that was told."""
    decided: Decided[Theme] = Decided(Theme(id=theme_id("neglect"), code="neglect"))
    told: list[ThemeRecurred] = []
    for each in findings:
        decided = add_finding(decided.state, each, given())
        told += [event for event in decided.events if isinstance(event, ThemeRecurred)]
    return decided.state, told


def on_days(*days: date) -> tuple[FoundUnder, ...]:
    """Numbered from 0, in this order."""
    return tuple(found(str(number), day) for number, day in enumerate(days))


def test_the_second_time_is_not_told_and_the_third_is_with_the_first_two() -> None:
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


def test_the_window_ends_with_the_same_day_months_later() -> None:
    inside, outside = add_months(FIRST, 24), add_months(FIRST, 24) + timedelta(days=1)
    assert len(gathered(*on_days(FIRST, date(2025, 1, 1), inside))[1]) == 1
    assert gathered(*on_days(FIRST, date(2025, 1, 1), outside))[1] == []


def test_the_fourth_is_told_too_with_those_in_its_own_window() -> None:
    findings = on_days(FIRST, date(2025, 1, 1), date(2026, 3, 2), date(2026, 6, 1))
    told = gathered(*findings)[1]
    assert [event.finding for event in told] == [findings[2].finding, findings[3].finding]
    assert told[1].earlier_findings == (findings[1].finding, findings[2].finding)


def test_three_of_one_day_are_three() -> None:
    assert len(gathered(*on_days(FIRST, FIRST, FIRST))[1]) == 1


def test_what_lies_two_windows_back_is_let_go() -> None:
    """A document does not grow for ever (architecture.md, rule 3)."""
    findings = on_days(FIRST, date(2025, 1, 1), date(2028, 6, 1))
    assert [each.finding for each in gathered(*findings)[0].findings] == [each.finding for each in findings[1:]]


def told_by_definition(findings: list[FoundUnder]) -> set[str]:
    """Each finding with enough of them, itself counted, in the months that end with it."""
    ordered = sorted(findings, key=lambda each: (each.on, each.finding))
    return {
        each.finding
        for place, each in enumerate(ordered)
        if sum(add_months(before.on, RULE.months) >= each.on for before in ordered[: place + 1]) >= RULE.times
    }


DAYS = strategies.lists(strategies.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=8)


@any_of(DAYS, strategies.randoms(use_true_random=False))
@example([date(2024, 1, 31), date(2024, 1, 31), date(2026, 1, 31)], None)
def test_what_is_told_does_not_depend_on_the_order_in_which_findings_come(days: list[date], chance: Random | None) -> None:
    """A law: reviews have lanes of their own, so that a finding may come after one that is younger. Each is told once."""
    findings = list(on_days(*days))
    if chance is not None:
        chance.shuffle(findings)
    theme, told = gathered(*findings)
    assert sorted(event.finding for event in told) == sorted(told_by_definition(findings))
    assert {each.finding for each in theme.findings if each.recurred} == told_by_definition(findings)
