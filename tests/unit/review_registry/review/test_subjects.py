"""The subject list of a review (RR5)."""

from typing import Any

import pytest

from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.state import Gate
from services.review_registry.domain.review.subjects import ListSubjects, list_subjects
from tests.builders.refusals import codes
from tests.builders.review_registry import LEAD, TODAY, given
from tests.builders.review_registry_closing import asked, asking, ready, told

LISTED = ListSubjects(subjects=("Kettle", "Ella-Mae", "Kettle"))
NAMED = told(subjects=("Kettle", "Harbourmaster"))


def test_list_keeps_each_word_once_and_emits_nothing() -> None:
    decided = list_subjects(ready(), LISTED, given(LEAD))
    assert decided.events == ()
    assert decided.state.subjects is not None
    assert (decided.state.subjects.words, decided.state.subjects.entries) == (("Kettle", "Ella-Mae"), 2)
    assert (decided.state.subjects.by, decided.state.subjects.on) == (LEAD.person_ref, TODAY)


def test_lead_of_another_review_cannot_replace_the_list() -> None:
    elsewhere = Actor(frozenset({"lead-reviewer"}), "independent", "p-elsewhere")
    assert codes(list_subjects, ready(), LISTED, given(elsewhere)) == ["review/not-its-lead"]


@pytest.mark.parametrize("where", ["summary", "body"])
def test_word_of_the_list_keeps_a_report_from_the_public(where: str) -> None:
    changed: dict[str, Any] = {where: "It was well known. The kettles kept it."}
    (reason,) = gate(ready(**changed), NAMED, given())
    assert (reason.code, reason.path) == ("publication/names-subject", "subjects")
    assert "Sentence 2" in reason.message
    assert "kettle" not in reason.message.casefold()
    assert gate(ready(**changed), told(), given()) == []


def test_word_of_the_list_cannot_be_overridden() -> None:
    command = asking("publication/names-subject", "subjects", Gate.PUBLICATION)
    assert codes(asked, ready(body="The kettles kept it."), command, NAMED) == ["override/not-possible"]
