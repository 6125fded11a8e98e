"""Editing and discarding drafts of findings (RR4)."""

from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.review.drafting import draft_learning
from services.review_registry.domain.review.editing import DiscardFinding, EditFinding, discard_finding, edit_finding
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import LEAD, TODAY, analysed, confirmed, finding, given, in_findings, moved
from tests.builders.review_registry_learning import drafting

OTHER = Actor(frozenset({"lead-reviewer"}), "independent", "p-elsewhere")


def editing(review: Review, **changed: object) -> EditFinding:
    return EditFinding.model_validate({**finding().model_dump(), "finding": review.findings[0].id} | changed)


def discarding(review: Review) -> DiscardFinding:
    return DiscardFinding(finding=review.findings[0].id, reason="It describes another family.")


def test_draft_is_replaced_and_keeps_its_id_and_writers() -> None:
    review = in_findings()
    decided = edit_finding(review, editing(review, what_happened="The chronology was not read at all."), given(LEAD))
    assert decided.events == ()
    (edited,) = decided.state.findings
    assert (edited.id, edited.recorded_by, edited.edited_by) == (review.findings[0].id, "p-unit", ("p-lead",))
    assert edited.what_happened == "The chronology was not read at all."


def test_edited_draft_meets_the_rules_of_a_finding() -> None:
    review = in_findings()
    wrong = editing(review, why=(), agencies=("nobody",))
    assert places(edit_finding, review, wrong, given()) == [
        ("finding/unknown-code", "agencies/0"),
        ("finding/no-factor", "why"),
    ]


def test_discarded_draft_stays_beside_its_reason_and_is_not_needed() -> None:
    review = in_findings()
    decided = discard_finding(review, discarding(review), given())
    assert decided.events == ()
    assert decided.state.findings == ()
    (discarded,) = decided.state.discarded
    assert (discarded.finding, discarded.on, discarded.by) == (review.findings[0], TODAY, "p-unit")
    assert discarded.reason == "It describes another family."
    assert codes(moved, decided.state, "report") == ["finding/no-good-practice"], "and no finding to confirm"


def test_confirmed_finding_is_neither_edited_nor_discarded() -> None:
    review = confirmed(in_findings()).state
    assert codes(edit_finding, review, editing(review), given()) == ["finding/confirmed-already"]
    assert codes(discard_finding, review, discarding(review), given()) == ["finding/confirmed-already"]


def test_unknown_finding_is_refused() -> None:
    command = editing(analysed(), finding=derived("another"))
    assert places(edit_finding, analysed(), command, given()) == [("finding/unknown", "finding")]


def test_lead_of_another_review_changes_no_draft() -> None:
    review = in_findings()
    assert codes(edit_finding, review, editing(review), given(OTHER)) == ["review/not-its-lead"]
    assert codes(discard_finding, review, discarding(review), given(OTHER)) == ["review/not-its-lead"]


def test_discarded_draft_has_no_learning_to_draft() -> None:
    review = in_findings()
    gone = discard_finding(review, discarding(review), given()).state
    assert codes(draft_learning, gone, drafting(finding=review.findings[0].id), given()) == ["finding/unknown"]
