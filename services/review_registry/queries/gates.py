"""Gates as people see them: everything that one still needs, and the age of the facts (RR5, RR6)."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER
from contracts.vocabulary.types import Code
from services.chassis.http.refusals import ProblemItem
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.public_text import unanswered
from services.review_registry.domain.review.state import Gate, Override, Review
from services.review_registry.facts import gate_facts

CHECKERS = (BUSINESS_UNIT, DECIDER, LEAD_REVIEWER)
"""The roles that check the text to publish."""


class HitShown(BaseModel):
    """A hit of the detectors that nobody has answered, with the words around it."""

    key: str
    kind: Code
    place: str
    sentence: int
    words: str


class GateShown(BaseModel):
    """A gate: whether it is met, everything that it still needs, and the time of the latest news from each source."""

    gate: Gate
    met: bool
    needs: list[ProblemItem]
    overridden: list[Override]
    """The reasons that the scrutineer overrode."""
    as_of: Mapping[str, datetime | None]
    hits: list[HitShown]
    """At the gate of publication, for those who check the text: each hit of the detectors that has no answer."""


async def gate_shown(room: Room, review: Review, gate: Gate, actor: Actor) -> GateShown:
    """Returns a gate of a review that was read already."""
    facts = await gate_facts(room, review.id)
    needs = GATES[gate](review, facts, given_to(room, actor, review.id))
    items = [ProblemItem(code=each.code, path=each.path, message=each.message) for each in needs]
    overridden = [each for each in review.overrides if each.gate is gate]
    return GateShown(
        gate=gate, met=not needs, needs=items, overridden=overridden, as_of=facts.as_of, hits=_hits(review, gate, actor)
    )


def _hits(review: Review, gate: Gate, actor: Actor) -> list[HitShown]:
    if gate is not Gate.PUBLICATION or not actor.holds(*CHECKERS):
        return []
    return [
        HitShown(key=hit.key, kind=hit.kind, place=place, sentence=hit.sentence, words=hit.excerpt)
        for place, hit in unanswered(review)
    ]
