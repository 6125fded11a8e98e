"""Advice on how an action is written. It never refuses one (AT2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action.state import Action

VAGUE = re.compile(
    r"(aim|consider|continue|discuss|embed|encourage|enhance|ensure|explore|facilitate|highlight|improve|look|monitor|promote|raise"
    r"|reinforce|remind|review|seek|strengthen|support|try|work)\b",
    re.IGNORECASE,
)
"""First words of statements that no one can check."""

SEVERAL = re.compile(
    r";|\n|[.!?]\s+\S|\bas well as\b"
    r"|\band (also|then|agree|appoint|audit|create|develop|introduce|publish|share|train|update|write)\b",
    re.IGNORECASE,
)
"""Signs of more than one action in one statement."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion for one field of the action."""

    code: str
    message: str
    path: str


def advice(action: Action, *, follow_up: date | None = None, beside: Sequence[Strength] = ()) -> tuple[Advice, ...]:
    """Returns every suggestion at once.

    `follow_up` is the last day of the review's follow-up. `beside` lists the strengths of the other actions for the same
    findings.
    """
    found: list[Advice] = []
    if action.measure is None or not (action.measure.baseline and action.measure.target):
        found.append(Advice("lint/no-measure", "Enter a measure with its baseline and its target.", "measure"))
    if VAGUE.match(action.statement):
        found.append(
            Advice(
                "lint/vague-verb",
                "Begin with something people can see done, such as install, agree, appoint or change.",
                "statement",
            )
        )
    if SEVERAL.search(action.statement):
        found.append(Advice("lint/several-actions", "Enter a separate action for each thing to do.", "statement"))
    if action.priority is Priority.HIGH and {action.strength, *beside} == {Strength.WEAKER}:
        message = "A reminder, policy or course rarely changes practice alone. Add a stronger action, or say why you cannot."
        found.append(Advice("lint/only-weaker", message, "strength"))
    if follow_up and action.epoch.due > follow_up:
        found.append(Advice("lint/due-past-follow-up", "Choose a due date before the review's follow-up ends.", "due"))
    if action.owner.role is None:
        found.append(
            Advice("lint/owner-without-role", "Enter the role that is responsible, because people change jobs.", "owner/role")
        )
    return tuple(found)
