"""The subject list of a review (RR5)."""

from typing import Any

import pytest

from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.state import Gate
from services.review_registry.domain.review.subjects import SealedSubjects, as_text, from_text, list_subjects
from tests.builders.refusals import codes
from tests.builders.review_registry import LEAD, TODAY, given
from tests.builders.review_registry_closing import asked, asking, ready, told

SEALED = SealedSubjects(key=derived("key", "subjects"), sealed="sealed", entries=2)
NAMED = told(subjects=("Kettle", "Harbourmaster"))


def test_list_is_kept_sealed_and_emits_nothing() -> None:
    decided = list_subjects(ready(), SEALED, given(LEAD))
    assert decided.events == ()
    assert decided.state.subjects is not None
    assert (decided.state.subjects.sealed, decided.state.subjects.entries) == ("sealed", 2)
    assert (decided.state.subjects.by, decided.state.subjects.on) == (LEAD.person_ref, TODAY)


def test_lead_of_another_review_cannot_replace_the_list() -> None:
    elsewhere = Actor(frozenset({"lead-reviewer"}), "independent", "p-elsewhere")
    assert codes(list_subjects, ready(), SEALED, given(elsewhere)) == ["review/not-its-lead"]


def test_list_is_the_same_after_sealing() -> None:
    assert from_text(as_text(["Kettle", "Ella-Mae", "Kettle"])) == ("Kettle", "Ella-Mae")


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
