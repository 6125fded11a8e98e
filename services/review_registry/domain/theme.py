"""Themes and their recurrence (RR4). The framework sets the window in months and the number of findings in it."""

from collections.abc import Mapping
from datetime import date

from contracts.events.review_registry import ThemeRecurred
from contracts.framework.learning import Recurrence
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.rules.values import Value


class FoundUnder(Value):
    """A confirmed finding under the theme. `recurred` is set once `ThemeRecurred` was emitted for it."""

    finding: Id
    review: Id
    on: date
    recurred: bool = False


class Theme(Value):
    """A theme with its findings in order of day, two windows back from the last.

    A finding that arrives late, in a lane of its own, is counted as if it had arrived in time.
    """

    id: Id
    code: Code
    findings: tuple[FoundUnder, ...] = ()


def theme_id(code: str) -> Id:
    """Returns the id of a theme."""
    return derived("theme", code)


def within(on: date, until: date, recurrence: Recurrence) -> bool:
    """Returns whether a finding of that day lies in the window that ends on `until`."""
    return on <= until <= add_months(on, recurrence.months)


def add_finding(theme: Theme, found: FoundUnder, given: Given) -> Decided[Theme]:
    """Adds a finding. Emits `ThemeRecurred` once for each finding that makes enough of them in its window.

    The events are the same in whatever order the findings arrive.
    """
    rule = given.framework.recurrence
    known = sorted((*theme.findings, found), key=lambda each: (each.on, each.finding))
    kept: list[FoundUnder] = []
    events: list[ThemeRecurred] = []
    for each in known:
        earlier = tuple(before.finding for before in kept if within(before.on, each.on, rule))
        recurs = len(earlier) + 1 >= rule.times
        if recurs and not each.recurred:
            link = f"{given.url}/themes/{theme.code}"
            events.append(ThemeRecurred(theme=theme.code, finding=each.finding, earlier_findings=earlier, link=link))
        kept.append(each.model_copy(update={"recurred": each.recurred or recurs}))
    since = add_months(kept[-1].on, -2 * rule.months)
    recent = tuple(each for each in kept if each.on >= since)
    return Decided(theme.model_copy(update={"findings": recent}), tuple(events))


def keys(theme: Theme) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"theme": theme.code}


def threads(theme: Theme) -> tuple[str, ...]:
    """Returns its own id alone."""
    return (theme.id,)
