"""Advice on an action that is being written: never a refusal (AT2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action import Action

VAGUE = re.compile(
    r"(aim|consider|continue|discuss|embed|encourage|enhance|ensure|explore|facilitate|highlight|improve|look|monitor|promote|raise"
    r"|reinforce|remind|review|seek|strengthen|support|try|work)\b",
    re.IGNORECASE,
)
"""First words that nobody can check."""

SEVERAL = re.compile(
    r";|\n|[.!?]\s+\S|\bas well as\b"
    r"|\band (also|then|agree|appoint|audit|create|develop|introduce|publish|share|train|update|write)\b",
    re.IGNORECASE,
)
"""Signs of more than one action in one statement."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be better, and where."""

    code: str
    message: str
    path: str


def advice(action: Action, *, follow_up: date | None = None, beside: Sequence[Strength] = ()) -> tuple[Advice, ...]:
    """Everything at once. `follow_up` is the day on which the review's follow-up ends, where it is known; `beside` the
    strengths of the other actions for the same findings."""
    found: list[Advice] = []
    if action.measure is None or not (action.measure.baseline and action.measure.target):
        found.append(Advice("lint/no-measure", "Say what is measured, where it stands now and where it should be.", "measure"))
    if VAGUE.match(action.statement):
        found.append(
            Advice("lint/vague-verb", "Begin with a verb that can be seen done: install, agree, appoint, change.", "statement")
        )
    if SEVERAL.search(action.statement):
        found.append(Advice("lint/several-actions", "Write one action for each thing to do.", "statement"))
    if action.priority is Priority.HIGH and {action.strength, *beside} == {Strength.WEAKER}:
        message = "A reminder, policy or course alone seldom lasts: add a stronger action, or say why not."
        found.append(Advice("lint/only-weaker", message, "strength"))
    if follow_up and action.epoch.due > follow_up:
        found.append(Advice("lint/due-past-follow-up", "It is due after the review's follow-up ends.", "due"))
    if action.owner.role is None:
        found.append(Advice("lint/owner-without-role", "Name the role that answers for it: people move on.", "owner/role"))
    return tuple(found)
