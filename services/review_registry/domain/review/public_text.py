"""The text of a review that the public would read, and its writers (RR5)."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from services.chassis.rules.decisions import Actor, Reason
from services.chassis.rules.detectors import DETECTORS, Hit, hits, identifying
from services.review_registry.domain.review.state import FindingHead, Report, Review, ReviewPublic, latest_release
from services.review_registry.domain.review.subjects import naming

RESPOND = "respond"
"""The decision that records a version of the response (D5)."""
UNCHECKED: Mapping[str, Any] = {"checks": ()}
"""The checks of a text that nobody has checked, because it changed. An answer stands while its hit and sentence do."""
UNANSWERED: Mapping[str, Any] = {**UNCHECKED, "answers": {}}
"""The checks and answers of a text that was withdrawn."""


class Found(NamedTuple):
    """A hit of the detectors, and the text that holds it."""

    place: str
    hit: Hit


def improvements(review: ReviewPublic) -> list[str]:
    """Returns the learning of the confirmed findings, which can be published instead of the report.

    A finding whose learning was recalled gives none until it is released again.
    """
    return [each.learning_statement for each in review.findings if each.confirmed_on and not _recalled(review, each)]


def _recalled(review: ReviewPublic, finding: FindingHead) -> bool:
    last = latest_release(review.released, finding.id)
    return last is not None and last.recalled_on is not None


def wrote_report(review: Review, actor: Actor) -> bool:
    """Returns whether the actor wrote any version of the report."""
    return review.report is not None and actor.person_ref in review.report.writers


def wrote_response(review: Review, actor: Actor) -> bool:
    """Returns whether the actor wrote any version of the partnership's response."""
    return any(each.decision == RESPOND and each.person_ref == actor.person_ref for each in review.decisions)


def texts_to_publish(review: Review) -> dict[str, str]:
    """Returns every text that the public could read after publication, under words for its place."""
    report = {"the summary": review.report.summary, "the report": review.report.body} if review.report else {}
    learning = {
        f"the learning of finding {number}": each.learning_statement
        for number, each in enumerate(review.findings, start=1)
        if each.confirmed_on
    }
    return {**report, "the response": review.response, **learning}


def text_version(review: Review, report: Report) -> str:
    """Returns a name for the present words of the text to publish: the version of the report, and a hash of every text."""
    words = "\0".join(texts_to_publish(review).values())
    return f"{report.version}-{sha256(words.encode()).hexdigest()[:8]}"


def found_in(review: Review) -> list[Found]:
    """Returns each hit in the texts to publish."""
    return [Found(place, hit) for place, text in texts_to_publish(review).items() for hit in hits(text)]


def unanswered(review: Review) -> list[Found]:
    """Returns each hit without an answer of its own."""
    return [each for each in found_in(review) if each.hit.key not in review.answers]


def described(found: Found) -> str:
    """Returns words for a hit and its place. They do not repeat the hit."""
    return f"sentence {found.hit.sentence} of {found.place} contains what looks like {DETECTORS[found.hit.kind]}"


def identifying_reasons(statement: str, subjects: tuple[str, ...]) -> list[Reason]:
    """Returns a reason for each way in which a learning statement may identify someone."""
    sentence = "The statement may identify someone: it contains what looks like {}. Remove it."
    found = [Reason("learning/identifies", sentence.format(DETECTORS[kind]), "statement") for kind in identifying(statement)]
    return found + naming({"the statement": statement}, subjects, "learning/names-subject", "statement")
