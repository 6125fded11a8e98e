"""Notices whose reason has gone: what they ask was done, or is asked otherwise now (AT5)."""

from collections.abc import Mapping

from contracts.vocabulary.actions import Asked
from contracts.vocabulary.types import Code
from services.action_tracking.domain.digest.state import Line
from services.action_tracking.domain.waiting import Waiting

STEPS: Mapping[Code, Asked] = {
    **{asks.value: asks for asks in Asked},
    "answer-finding-again": Asked.ANSWER_FINDING,
    "do-action-again": Asked.DO_ACTION,
    "put-right": Asked.DO_ACTION,
    "offer-more-evidence": Asked.DO_ACTION,
    "prepare-recheck": Asked.OFFER_RECHECK,
}
"""The step that each notice about an obligation or an action asks for. Others only tell what happened."""


def is_done(line: Line, waiting: Waiting | None) -> bool:
    """Returns true if the thing no longer waits for what the line asks, or waits for it by another date.

    `waiting` is what the thing waits for now. A line that only tells what happened is never done.
    """
    asks = STEPS.get(line.asked)
    if asks is None:
        return False
    return waiting is None or waiting.asks is not asks or line.due not in (None, waiting.due)


def repeated(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returns the lines that a later line says again: the same thing asked by the same date."""
    latest = {(each.about, each.asked, each.due): each for each in lines}
    return tuple(each for each in lines if latest[each.about, each.asked, each.due] is not each)
