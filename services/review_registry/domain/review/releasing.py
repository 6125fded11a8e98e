"""Releasing a drafted learning statement to the public, before any report or without one (RR5)."""

from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.types import Id, Sha256
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import is_one_of
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.public_text import identifying_reasons
from services.review_registry.domain.review.state import (
    Drafted,
    Finding,
    Released,
    Review,
    draft_of,
    finding_of,
    holds_in_force,
    subjects_of,
)


class ReleaseLearning(CommandBody):
    """Releases the draft with this hash, for the public to read."""

    finding: Id
    sha256: Sha256
    """The hash of the draft that the person read, so that nobody releases other words."""


def release_learning(review: Review, command: ReleaseLearning, given: Given) -> Decided[Review]:
    """Releases a statement that identifies nobody. Nobody who wrote it, wrote the finding or leads the review may do so."""
    found, draft = finding_of(review, command.finding), draft_of(review, command.finding)
    if found is None:
        raise Refused(Reason("finding/unknown", "Choose a finding of this review.", "finding"))
    if draft is None:
        raise Refused(
            Reason("learning/no-draft", "Draft a statement of this finding's learning before you release it.", "finding")
        )
    reasons = _reasons(review, found, draft, command, given) + identifying_reasons(draft.statement, subjects_of(review))
    if reasons:
        raise Refused(*reasons)
    released = Released(**dict(draft) | {"on": given.today}, by=given.actor.person_ref)
    event = LearningReleased(
        review=review.id,
        source=found.id,
        kind=found.kind,
        themes=found.themes,
        link=link_to_learning(found.id, given.url),
        sha256=draft.sha256,
    )
    changes = {
        "released": (*review.released, released),
        "drafts": tuple(each for each in review.drafts if each is not draft),
    }
    return Decided(review.model_copy(update=changes), (event,))


def link_to_learning(finding: str, url: str) -> str:
    """Returns the public address of what was released of a finding."""
    return f"{url}/learning/{finding}"


def _reasons(review: Review, finding: Finding, draft: Drafted, command: ReleaseLearning, given: Given) -> list[Reason]:
    """Returns everything that keeps the draft from being released, except its words."""
    reasons: list[Reason] = []
    if draft.sha256 != command.sha256:
        sentence = "The draft has changed since you read it. Read it again, then release it."
        reasons.append(Reason("learning/changed", sentence, "sha256"))
    if is_one_of(given.actor, draft.writers):
        sentence = "You wrote a version of this statement, so someone else must release it."
        reasons.append(Reason("learning/own-text", sentence, "finding"))
    if given.actor.person_ref in (finding.recorded_by, *finding.edited_by, review.lead.person_ref if review.lead else None):
        sentence = "You wrote this finding or lead this review, so someone else must release its learning."
        reasons.append(Reason("learning/own-finding", sentence, "finding"))
    if held := holds_in_force(review):
        kinds = " and ".join(sorted(each.kind.value for each in held))
        sentence = f"A hold on publication is in force ({kinds}). Release this once it is lifted."
        reasons.append(Reason("learning/held", sentence, "finding"))
    return reasons
