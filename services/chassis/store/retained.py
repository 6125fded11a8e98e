"""Kinds that retention applies to: a kind with its period, which adds an alarm, and keys by which lists find what is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.chassis.rules import retention
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.retention import Period
from services.chassis.store.kinds import Kind

DISPOSAL, DUE_SINCE, HELD = "disposal", "due_since", "legal_hold"
"""The query keys. While a legal hold is in force, `legal_hold` is `yes` and nothing is due."""
DUE, YES = "due", "yes"


def retained(kind: Kind, period: Period) -> Kind:
    """Returns the kind with its retention: things become due by its alarm, and are found by its index."""

    def keys(state: Any) -> Mapping[str, Any]:
        state_of = state.retention
        due = state_of.due_since if period.since(state) and not state_of.is_held else None
        return {
            **kind.keys(state),
            DISPOSAL: DUE if due else None,
            DUE_SINCE: due.isoformat() if due else None,
            HELD: YES if state_of.is_held else None,
        }

    def alarm(state: Any, given: Given) -> datetime | None:
        return min((at for at in (kind.alarm(state, given), retention.alarm(state, period, given)) if at), default=None)

    def ring(state: Any, given: Given) -> Decided[Any]:
        decided = kind.ring(state, given)
        return Decided(retention.ring(decided.state, period, given), decided.events)

    return replace(
        kind,
        keys=keys,
        alarm=alarm,
        ring=ring,
        indexed=(*kind.indexed, DISPOSAL, HELD),
        ordered=(*kind.ordered, DUE_SINCE),
        period=period,
    )
