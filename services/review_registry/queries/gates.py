"""Gates as people see them: everything that one still needs, and the age of the facts (RR5, RR6)."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER
from contracts.vocabulary.types import Code
from services.chassis.http.refusals import ProblemItem
from services.chassis.room.aside import aside
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.public_text import unanswered
from services.review_registry.domain.review.state import Gate, Override, Review
from services.review_registry.facts import facts_about
from services.review_registry.queries.sharing import OverrideLed, ReadsAs, reads_as

NEEDS_SHARED = frozenset({
    "screening/not-decided", "scope/not-set", "scope/no-agency", "scope/no-line-of-enquiry",
    "scope/practitioner-involvement-missing", "scope/lived-experience-missing", "findings/none-recorded", "report/missing",
    "response/missing", "publication/not-decided", "action/not-accepted", "clock/not-stopped", "review/too-early",
    "review/wrong-stage",
})  # fmt: skip
"""The needs that agencies in scope see: those about what a review shares with them."""

CHECKERS = (BUSINESS_UNIT, DECIDER, LEAD_REVIEWER)
"""The roles that check the text to publish."""


class HitShown(BaseModel):
    """A hit of the detectors that nobody has answered, with the words around it."""

    key: str
    kind: Code
    place: str
    sentence: int
    words: str


class GateShared(BaseModel):
    """A gate as an agency in scope sees it: whether it is met, and its needs about what the review shares."""

    gate: Gate
    met: bool
    needs: list[ProblemItem]


class GateWhole(GateShared):
    """A gate with everything that it still needs, and the time of the latest news from each source."""

    as_of: Mapping[str, datetime | None]
    hits: list[HitShown]
    """At the gate of publication, for those who check the text: each hit of the detectors that has no answer."""


class GateLed(GateWhole):
    """A gate as the lead reviewer sees it."""

    overrides: list[OverrideLed]
    """The overrides that a decider asked for, with the scrutineer's answers. Only an approved one has an effect."""


class GateShown(GateWhole):
    """A gate as the partnership sees it."""

    overrides: list[Override]
    """The overrides that a decider asked for, with the scrutineer's answers. Only an approved one has an effect."""


async def gate_shown(room: Room, review: Review, gate: Gate, actor: Actor) -> GateShown | GateLed | GateShared:
    """Returns a gate of a review that was read already, as the actor sees it."""
    facts = await facts_about(room, review)
    needs = await aside(GATES[gate], review, facts, given_to(room, actor, review.id).under(review.edition))
    items = [ProblemItem(code=each.code, path=each.path, message=each.message) for each in needs]
    reader = reads_as(review, actor)
    if reader is ReadsAs.AGENCY:
        return GateShared(gate=gate, met=not needs, needs=[each for each in items if each.code in NEEDS_SHARED])
    shown = {
        "gate": gate,
        "met": not needs,
        "needs": items,
        "as_of": facts.as_of,
        "hits": await aside(_hits, review, gate, actor),
        "overrides": [each for each in review.overrides if each.gate is gate],
    }
    return (GateLed if reader is ReadsAs.LEAD else GateShown).model_validate(shown, from_attributes=True)


def _hits(review: Review, gate: Gate, actor: Actor) -> list[HitShown]:
    if gate is not Gate.PUBLICATION or not actor.holds(*CHECKERS):
        return []
    return [
        HitShown(key=hit.key, kind=hit.kind, place=place, sentence=hit.sentence, words=hit.excerpt)
        for place, hit in unanswered(review)
    ]
