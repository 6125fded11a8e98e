"""The subject list of a review: names and words that no public text of it may hold (RR5)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.subjects import sentences_naming
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.state import Review, SubjectList

Subject = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100, pattern=r"\w")]


class ListSubjects(CommandBody):
    """Replaces the subject list: each name, nickname, place or other word that would identify someone."""

    subjects: tuple[Subject, ...] = Field(min_length=1, max_length=200)


def list_subjects(review: Review, command: ListSubjects, given: Given) -> Decided[Review]:
    """Keeps the list. No event or view holds a word of it."""
    refuse_if_any(not_leading(review, given.actor))
    listed = SubjectList(words=tuple(dict.fromkeys(command.subjects)), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"subjects": listed}))


def naming(texts: Mapping[str, str], subjects: tuple[str, ...], code: str, path: str) -> list[Reason]:
    """Returns a reason for each sentence of these texts that holds a word of the list. No reason repeats the word."""
    sentence = "Sentence {} of {} holds a name or word of the subject list. Remove it."
    return [
        Reason(code, sentence.format(number, place), path)
        for place, text in texts.items()
        for number in sentences_naming(text, subjects)
    ]
