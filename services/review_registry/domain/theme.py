"""Themes and their recurrence (RR4). The framework sets the window in months and the number of reviews in it."""

from collections.abc import Mapping
from datetime import date

from contracts.events.review_registry import ThemeRecurred
from contracts.framework.learning import Recurrence
from contracts.vocabulary.roles import OPERATOR, STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.rules.values import Value


class FoundUnder(Value):
    """A confirmed finding under the theme. `recurred` is set once `ThemeRecurred` was emitted for it."""

    finding: Id
    review: Id
    on: date
    good: bool = False
    """Whether it is of good practice, which counts apart."""
    recurred: bool = False


class Theme(Value):
    """A theme with its findings in order of day, two windows back from the last.

    A finding that arrives late, in a lane of its own, is counted as if it had arrived in time. One that is older than these
    two windows changes nothing.
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
    """Adds a finding, once. Emits `ThemeRecurred` once for each finding whose window holds problems in enough reviews.

    The same findings recur in whatever order they arrive. An event names the earlier findings that are known by then, and
    the theme's page shows all. Good practice that is found again is no problem that recurs.
    """
    rule = given.framework.recurrence
    since = add_months(max(each.on for each in (found, *theme.findings)), -2 * rule.months)
    if found.on < since or found.finding in {each.finding for each in theme.findings}:
        return Decided(theme)
    known = sorted((*theme.findings, found), key=lambda each: (each.on, each.finding))
    kept: list[FoundUnder] = []
    events: list[ThemeRecurred] = []
    for each in known:
        earlier = [before for before in kept if not before.good and within(before.on, each.on, rule)]
        recurs = not each.good and len({each.review, *(before.review for before in earlier)}) >= rule.times
        if recurs and not each.recurred:
            named = tuple(before.finding for before in earlier)
            link = f"{given.url}/themes/{theme.code}"
            events.append(ThemeRecurred(theme=theme.code, finding=each.finding, earlier_findings=named, link=link))
        kept.append(each.model_copy(update={"recurred": each.recurred or recurs}))
    recent = tuple(each for each in kept if each.on >= since)
    return Decided(theme.model_copy(update={"findings": recent}), tuple(events))


def keys(theme: Theme) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"theme": theme.code}


def threads(theme: Theme) -> tuple[str, ...]:
    """Returns its own id alone."""
    return (theme.id,)


def readers(theme: Theme) -> tuple[str, ...]:
    """Returns the readers: staff, who are shown the findings of reviews that they may know."""
    return (*STAFF, OPERATOR)
