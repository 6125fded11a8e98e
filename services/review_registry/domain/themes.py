"""What has been found under a theme, and whether that was too often (RR4): in a window of months that ends with a finding."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from contracts.events.review_registry import ThemeRecurred
from contracts.framework.learning import Recurrence
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, derived


class FoundUnder(BaseModel):
    """A confirmed finding under the theme. `recurred`: it was found once too often, and that has been told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: Id
    review: Id
    on: date
    recurred: bool = False


class Theme(BaseModel):
    """A theme, with its findings in order of day: two windows back from the last, so that one that comes late, in a lane of its
    own, is counted as if it had come in time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    code: Code
    findings: tuple[FoundUnder, ...] = ()


def theme_id(code: str) -> str:
    return derived("theme", code)


def within(on: date, until: date, recurrence: Recurrence) -> bool:
    """Whether a finding of that day lies in the window that ends with `until`."""
    return on <= until <= add_months(on, recurrence.months)


def found_again(theme: Theme, found: FoundUnder, given: Given) -> Decided[Theme]:
    """Adds a finding. Each that makes enough of them in its window is told once, with those before it in the window: the same
    ones in whatever order they come."""
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
    return Decided(theme.model_copy(update={"findings": tuple(each for each in kept if each.on >= since)}), tuple(events))
