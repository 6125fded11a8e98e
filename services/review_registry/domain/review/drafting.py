"""Drafting a learning statement, which somebody else releases (RR5)."""

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.public_text import identifying_reasons
from services.review_registry.domain.review.state import Drafted, Review, draft_of, finding_of, latest_release, subjects_of


class DraftLearning(CommandBody):
    """Drafts a statement of what a confirmed finding teaches, or a new version of the draft."""

    finding: Id
    statement: str = Field(min_length=10, max_length=2000)


def draft_learning(review: Review, command: DraftLearning, given: Given) -> Decided[Review]:
    """Keeps the draft and everybody who wrote a version of it. No event is emitted, because nobody reads it yet."""
    found, last = finding_of(review, command.finding), latest_release(review.released, command.finding)
    reasons = not_leading(review, given.actor)
    if found is None:
        reasons.append(Reason("finding/unknown", "Choose a finding of this review.", "finding"))
    elif found.confirmed_on is None:
        reasons.append(Reason("learning/not-confirmed", "Confirm the finding before you draft its learning.", "finding"))
    if last and not last.recalled_on:
        sentence = "The learning of this finding has already been released. Recall it before you draft other words."
        reasons.append(Reason("learning/released-already", sentence, "finding"))
    reasons += identifying_reasons(command.statement, subjects_of(review))
    if reasons:
        raise Refused(*reasons)
    before = draft_of(review, command.finding)
    draft = Drafted(
        finding=command.finding,
        key=before.key if before else given.derive("statement"),
        statement=command.statement,
        on=given.today,
        writers=tuple(dict.fromkeys((*(before.writers if before else ()), person_of(given.actor)))),
    )
    others = tuple(each for each in review.drafts if each.finding != command.finding)
    return Decided(review.model_copy(update={"drafts": (*others, draft)}))
