"""Shares of what waits: the parts that an index finds for a person, by their roles (AT4, AT8).

The rules decide on each thing that is found. A share leaves out only what they never give the person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.vocabulary.actions import Asked
from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR, DECIDER, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.people import acts_for_partnership
from services.action_tracking.domain.waiting import DECISIONS
from services.chassis.rules.decisions import Actor
from services.chassis.store.query_keys import Span

OF_AGENCIES = frozenset(Asked) - DECISIONS
"""Steps of the agencies."""


@dataclass(frozen=True, slots=True)
class Share:
    """Steps of these agencies (None for all), or of actions that name this person. If `late`, only those past their date."""

    steps: frozenset[Asked]
    agencies: frozenset[Code] | None = None
    named: PersonRef | None = None
    late: bool = False


def shares(actor: Actor, agencies: Collection[Code]) -> list[Share]:
    """Returns the shares of a person. `agencies` are all that the settings name."""
    found: list[Share] = []
    if acts_for_partnership(actor):
        found += [Share(DECISIONS), Share(OF_AGENCIES, frozenset({PARTNERSHIP})), Share(OF_AGENCIES, late=True)]
    elif actor.holds(SCRUTINEER):
        found.append(Share(DECISIONS))
    elif actor.holds(DECIDER):
        found.append(Share(DECISIONS, frozenset(agencies) - actor.agencies))
    if actor.holds(AGENCY_LEAD):
        found.append(Share(OF_AGENCIES, actor.agencies))
    elif actor.holds(CONTRIBUTOR):
        found.append(Share(OF_AGENCIES, actor.agencies, named=actor.person_ref))
    return found


def narrowed(share: Share, steps: Collection[Asked], agency: Code | None) -> Share | None:
    """Returns the part of a share with these steps, and of that agency alone. None if it is empty."""
    left = replace(share, steps=share.steps & frozenset(steps))
    if agency is not None:
        left = replace(left, agencies=frozenset({agency}) if left.agencies is None else left.agencies & {agency})
    return left if left.steps and (left.agencies is None or left.agencies) else None


def keys_of(share: Share, due: str, today: date) -> Mapping[str, Any]:
    """Returns the query keys of a share. `due` is the key of due dates."""
    named = {"named": frozenset({share.named})} if share.named else {}
    agencies = {} if share.agencies is None else {"agency": share.agencies}
    late = {due: Span(before=today.isoformat())} if share.late else {}
    return {"asks": frozenset(each.value for each in share.steps), **named, **agencies, **late}
