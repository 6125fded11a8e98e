"""Releasing a learning statement to the public, before any report or without one (RR5)."""

from hashlib import sha256

from pydantic import Field

from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.detectors import DETECTORS, identifying
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Finding, Released, Review, finding_of, latest_release
from services.review_registry.domain.review.subjects import naming


class ReleaseLearning(CommandBody):
    """Releases a statement of what a confirmed finding teaches, for the public to read."""

    finding: Id
    statement: str = Field(min_length=10, max_length=2000)


class SealedRelease(ReleaseLearning):
    """The command with its statement also sealed, under a key that is erased when the statement is recalled."""

    key: Id
    sealed: str


def release_learning(review: Review, command: SealedRelease, given: Given, subjects: tuple[str, ...] = ()) -> Decided[Review]:
    """Releases a statement that identifies nobody on the subject list or off it. The writer of the finding may not."""
    found = finding_of(review, command.finding)
    reasons = _release_reasons(review, found, given)
    sentence = "The statement may identify someone: it contains what looks like {}. Remove it."
    reasons += [
        Reason("learning/identifies", sentence.format(DETECTORS[kind]), "statement") for kind in identifying(command.statement)
    ]
    reasons += naming({"the statement": command.statement}, subjects, "learning/names-subject", "statement")
    if reasons or found is None:
        raise Refused(*reasons)
    digest = sha256(command.statement.encode()).hexdigest()
    released = Released(
        finding=found.id,
        key=command.key,
        sealed=command.sealed,
        sha256=digest,
        on=given.today,
        by=given.actor.person_ref,
    )
    event = LearningReleased(
        review=review.id,
        source=found.id,
        kind=found.kind,
        themes=found.themes,
        link=link_to_learning(found.id, given.url),
        sha256=digest,
    )
    return Decided(review.model_copy(update={"released": (*review.released, released)}), (event,))


def link_to_learning(finding: str, url: str) -> str:
    """Returns the public address of what was released of a finding."""
    return f"{url}/learning/{finding}"


def _release_reasons(review: Review, finding: Finding | None, given: Given) -> list[Reason]:
    """Returns everything about the finding that keeps its learning from being released."""
    if finding is None:
        return [Reason("finding/unknown", "Choose a finding of this review.", "finding")]
    reasons: list[Reason] = []
    if finding.confirmed_on is None:
        sentence = "Confirm the finding before you release its learning."
        reasons.append(Reason("learning/not-confirmed", sentence, "finding"))
    if given.actor.person_ref in (finding.recorded_by, review.lead.person_ref if review.lead else None):
        sentence = "You wrote this finding or lead this review, so someone else must release its learning."
        reasons.append(Reason("learning/own-finding", sentence, "finding"))
    last = latest_release(review, finding.id)
    if last and not last.recalled_on:
        sentence = "The learning of this finding has already been released."
        reasons.append(Reason("learning/released-already", sentence, "finding"))
    return reasons
