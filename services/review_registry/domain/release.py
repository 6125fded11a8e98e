"""Clearing a learning statement for anybody to read, and taking it back (RR5): before any report, or without one."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import Field

from contracts.events.review_registry import LearningRecalled, LearningReleased
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Code, Id, PersonRef, Sha256
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.detectors import identifying
from services.review_registry.domain.part import Part

if TYPE_CHECKING:
    from services.review_registry.domain.findings import Finding
    from services.review_registry.domain.review import Review


class ReleaseLearning(Part):
    """Clears a statement of what a confirmed finding teaches, for anybody to read."""

    finding: Id
    statement: str = Field(min_length=10, max_length=2000)


class SealedRelease(ReleaseLearning):
    """The command with its statement also sealed, under a key that goes when the statement is taken back."""

    key: Id
    sealed: str


class RecallLearning(Part):
    """Takes a cleared statement back: nobody can read it any longer."""

    finding: Id
    reason: WithdrawalReason


class Released(Part):
    """A cleared statement, sealed under its own key; recalled once it has a day on which it was."""

    finding: Id
    key: Id
    sealed: str
    sha256: Sha256
    """Of the statement in UTF-8."""
    on: date
    by: PersonRef
    recalled_on: date | None = None
    recalled_reason: Code | None = None


def link_to(finding: str, url: str) -> str:
    """Where anybody reads what was released of this finding."""
    return f"{url}/learning/{finding}"


def latest(review: Review, finding: str) -> Released | None:
    """What was last released of this finding, recalled or not."""
    return next((each for each in reversed(review.released) if each.finding == finding), None)


def release_learning(review: Review, command: SealedRelease, given: Given) -> Decided[Review]:
    """Somebody other than whoever wrote the finding clears a statement that identifies nobody."""
    found = next((each for each in review.findings if each.id == command.finding), None)
    reasons = _not_releasable(review, found, given)
    reasons += [
        Reason("learning/identifies", f"The statement may identify somebody: it holds what looks like a {kind}.", "statement")
        for kind in identifying(command.statement)
    ]
    if reasons or found is None:
        raise Refused(*reasons)
    digest = sha256(command.statement.encode()).hexdigest()
    released = Released(
        finding=found.id, key=command.key, sealed=command.sealed, sha256=digest, on=given.today, by=given.actor.person_ref
    )
    event = LearningReleased(
        review=review.id,
        source=found.id,
        kind=found.kind,
        themes=found.themes,
        link=link_to(found.id, given.url),
        sha256=digest,
    )
    return Decided(review.model_copy(update={"released": (*review.released, released)}), (event,))


def recall_learning(review: Review, command: RecallLearning, given: Given) -> Decided[Review]:
    """What was cleared is taken back, with the reason; it may be released again in other words."""
    last = latest(review, command.finding)
    if last is None or last.recalled_on:
        raise Refused(Reason("learning/not-released", "Nothing is released of this finding.", "finding"))
    recalled = last.model_copy(update={"recalled_on": given.today, "recalled_reason": command.reason})
    kept = tuple(recalled if each is last else each for each in review.released)
    event = LearningRecalled(review=review.id, source=command.finding, reason=command.reason)
    return Decided(review.model_copy(update={"released": kept}), (event,))


def _not_releasable(review: Review, finding: Finding | None, given: Given) -> list[Reason]:
    if finding is None:
        return [Reason("finding/unknown", "This review has no such finding.", "finding")]
    reasons: list[Reason] = []
    if finding.confirmed_on is None:
        reasons.append(Reason("learning/not-confirmed", "A finding is confirmed before anything of it is released.", "finding"))
    if given.actor.person_ref in (finding.recorded_by, review.lead.person_ref if review.lead else None):
        sentence = "Whoever wrote the finding, or leads the review, does not clear its statement: somebody else does."
        reasons.append(Reason("learning/own-finding", sentence, "finding"))
    last = latest(review, finding.id)
    if last and not last.recalled_on:
        reasons.append(Reason("learning/released-already", "What this finding teaches is released already.", "finding"))
    return reasons
