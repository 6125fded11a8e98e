"""Advice on how an action is written. It never refuses one (AT2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.proposal import GRAVEST_FIRST

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


class HasTarget(Protocol):
    """A measure with its baseline and target."""

    @property
    def baseline(self) -> str | None: ...
    @property
    def target(self) -> str | None: ...


class Written(Protocol):
    """What the advice looks at: an action, or a proposal that is still a draft."""

    @property
    def statement(self) -> str: ...
    @property
    def measure(self) -> HasTarget | None: ...
    @property
    def strength(self) -> Strength: ...
    @property
    def owner(self) -> Owner: ...


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The facts beside the words: the priority and due date that apply, and the gravest priority that the action answers.

    `follow_up` is the last day of the review's follow-up. `beside` lists the strengths of all actions for the same
    findings.
    """

    priority: Priority
    gravest: Priority
    due: date
    follow_up: date | None = None
    beside: Sequence[Strength] = ()


def advice(written: Written, facts: Circumstances) -> tuple[Advice, ...]:
    """Returns every suggestion at once."""
    found: list[Advice] = []
    measure = written.measure
    if measure is None or not (measure.baseline and measure.target):
        found.append(Advice("lint/no-measure", "Enter a measure with its baseline and its target.", "measure"))
    if VAGUE.match(written.statement):
        found.append(
            Advice(
                "lint/vague-verb",
                "Begin with something people can see done, such as install, agree, appoint or change.",
                "statement",
            )
        )
    if SEVERAL.search(written.statement):
        found.append(Advice("lint/several-actions", "Enter a separate action for each thing to do.", "statement"))
    if facts.gravest is Priority.HIGH and {written.strength, *facts.beside} == {Strength.WEAKER}:
        message = "A reminder, policy or course rarely changes practice alone. Add a stronger action, or say why you cannot."
        found.append(Advice("lint/only-weaker", message, "strength"))
    if GRAVEST_FIRST.index(facts.priority) > GRAVEST_FIRST.index(facts.gravest):
        message = "A finding that this action answers has a higher priority. Give the action the same, or say why not."
        found.append(Advice("lint/priority-below-finding", message, "priority"))
    if facts.follow_up and facts.due > facts.follow_up:
        found.append(Advice("lint/due-past-follow-up", "Choose a due date before the review's follow-up ends.", "due"))
    if written.owner.role is None:
        found.append(
            Advice("lint/owner-without-role", "Enter the role that is responsible, because people change jobs.", "owner/role")
        )
    return tuple(found)
