"""Editing or discarding a draft of a finding (RR4). A confirmed finding is corrected instead."""

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.recording import RecordFinding, finding_reasons
from services.review_registry.domain.review.state import Discarded, Finding, Review, finding_of


class EditFinding(RecordFinding):
    """Replaces a draft of a finding."""

    finding: Id


class DiscardFinding(CommandBody):
    """Discards a draft of a finding, with the reason."""

    finding: Id
    reason: str = Field(min_length=10, max_length=2000)


def edit_finding(review: Review, command: EditFinding, given: Given) -> Decided[Review]:
    """Replaces the draft, and keeps its writers."""
    refuse_if_any(not_leading(review, given.actor))
    draft = _draft(review, command.finding)
    refuse_if_any(finding_reasons(command, given.framework))
    writers = dict.fromkeys((*draft.edited_by, given.actor.person_ref))
    entered = command.model_dump(exclude={"finding"})
    edited = Finding(**entered, id=draft.id, recorded_by=draft.recorded_by, edited_by=tuple(writers))
    findings = tuple(edited if each.id == draft.id else each for each in review.findings)
    return Decided(review.model_copy(update={"findings": findings}))


def discard_finding(review: Review, command: DiscardFinding, given: Given) -> Decided[Review]:
    """Discards the draft. The review keeps it beside the reason."""
    refuse_if_any(not_leading(review, given.actor))
    draft = _draft(review, command.finding)
    discarded = Discarded(finding=draft, reason=command.reason, on=given.today, by=given.actor.person_ref)
    findings = tuple(each for each in review.findings if each.id != draft.id)
    return Decided(review.model_copy(update={"findings": findings, "discarded": (*review.discarded, discarded)}))


def _draft(review: Review, id_: str) -> Finding:
    """Returns an unconfirmed finding. Raises Refused if there is none."""
    found = finding_of(review, id_)
    if found is None:
        raise Refused(Reason("finding/unknown", "Choose a finding of this review.", "finding"))
    if found.confirmed_on:
        sentence = "This finding is confirmed, so agencies may have read it. Correct its words instead."
        raise Refused(Reason("finding/confirmed-already", sentence, "finding"))
    return found
