"""Gates as people see them: everything that one still needs, and the age of the facts (RR5, RR6)."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from services.chassis.http.refusals import ProblemItem
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.state import Gate, Override, Review
from services.review_registry.facts import gate_facts


class GateShown(BaseModel):
    """A gate: whether it is met, everything that it still needs, and the time of the latest news from each source."""

    gate: Gate
    met: bool
    needs: list[ProblemItem]
    overridden: list[Override]
    """The reasons that the scrutineer overrode."""
    as_of: Mapping[str, datetime | None]


async def gate_shown(room: Room, review: Review, gate: Gate, actor: Actor) -> GateShown:
    """Returns a gate of a review that was read already."""
    facts = await gate_facts(room, review.id)
    needs = GATES[gate](review, facts, given_to(room, actor, review.id))
    items = [ProblemItem(code=each.code, path=each.path, message=each.message) for each in needs]
    overridden = [each for each in review.overrides if each.gate is gate]
    return GateShown(gate=gate, met=not needs, needs=items, overridden=overridden, as_of=facts.as_of)
