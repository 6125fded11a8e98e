"""Checking a report before publication (RR5). Each check needs two people."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from contracts.vocabulary.roles import DECIDER
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.public_text import found_in, wrote_report, wrote_response
from services.review_registry.domain.review.state import Answered, Checked, Review


class CheckPublication(CommandBody):
    """Records checks of the latest version of the report, and answers hits of the detectors one by one."""

    checks: tuple[Code, ...] = Field(default=(), max_length=50)
    answers: Mapping[Code, Annotated[str, Field(min_length=5, max_length=2000)]] = Field(default_factory=dict, max_length=200)
    """For each hit, by its key at the gate of publication, the reason why it identifies no one."""


def check_publication(review: Review, command: CheckPublication, given: Given) -> Decided[Review]:
    """Records the checks of the business unit, a decider, or the lead reviewer of this review."""
    refuse_if_any(_check_reasons(review, command, given))
    new = [Checked(check=code, by=given.actor.person_ref, on=given.today) for code in command.checks]
    checks = {(each.check, each.by): each for each in (*review.checks, *new)}
    answers = review.answers | {
        key: Answered(because=because, by=given.actor.person_ref, on=given.today) for key, because in command.answers.items()
    }
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
    if command.answers and wrote_report(review, given.actor):
        sentence = "You wrote a version of this report, so someone else must say why its words identify no one."
        reasons.append(Reason("publication/own-answer", sentence, "answers"))
    found = {each.hit.key for each in found_in(review)} if command.answers else set()
    sentence = "The text has no such hit now. Remove the answer, or copy the key of a hit from the gate."
    return reasons + [
        Reason("publication/nothing-to-answer", sentence, f"answers/{key}") for key in command.answers if key not in found
    ]
