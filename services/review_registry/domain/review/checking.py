"""Checking a report before publication (RR5). Each check needs two people."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from contracts.vocabulary.roles import DECIDER
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.public_text import text_to_publish, wrote_report, wrote_response
from services.review_registry.domain.review.state import Checked, Review


class CheckPublication(CommandBody):
    """Records checks of the latest version of the report, and answers what the detectors found in it."""

    checks: tuple[Code, ...] = ()
    answers: Mapping[Code, Annotated[str, Field(min_length=5, max_length=2000)]] = Field(default_factory=dict)
    """For each detector, the reason why what it found may be published."""


def check_publication(review: Review, command: CheckPublication, given: Given) -> Decided[Review]:
    """Records the checks of the business unit, a decider, or the lead reviewer of this review."""
    refuse_if_any(_check_reasons(review, command, given))
    new = [Checked(check=code, by=given.actor.person_ref, on=given.today) for code in command.checks]
    checks = {(each.check, each.by): each for each in (*review.checks, *new)}
    answers = review.answers | dict(command.answers)
    return Decided(review.model_copy(update={"checks": tuple(checks.values()), "answers": answers}))


def _check_reasons(review: Review, command: CheckPublication, given: Given) -> list[Reason]:
    """Returns everything that keeps these checks from being recorded."""
    known = {each.code for each in given.framework.publication.checks}
    reasons = [] if given.actor.holds(DECIDER) else not_leading(review, given.actor)
    reasons += [
        Reason("publication/unknown-check", "Choose a check from the settings.", f"checks/{place}")
        for place, code in enumerate(command.checks)
        if code not in known
    ]
    if command.checks and (wrote_report(review, given.actor) or wrote_response(review, given.actor)):
        sentence = "You wrote a version of this text, so two other people must check it."
        reasons.append(Reason("publication/own-text", sentence, "checks"))
    if review.report is None:
        return [*reasons, Reason("report/missing", "Write the report before you check it.")]
    found = identifying(text_to_publish(review))
    sentence = "The detectors found nothing of this kind. Remove the answer."
    return reasons + [
        Reason("publication/nothing-to-answer", sentence, "answers") for kind in command.answers if kind not in found
    ]
