"""Ends of reviews, ways back, days and corrections over HTTP, and what waits for whom (RR1, RR4, RR6, AT8)."""

from datetime import date, timedelta
from typing import Any

from contracts.events.review_registry import ReviewEnded, ReviewOpened, ReviewReopened, ReviewStageChanged
from contracts.vocabulary.reviews import ReviewEnd
from local.partnership import COUNCIL, PREFIX
from services.review_registry.domain.review.state import Screening
from tests.builders.review_registry import DECIDED, finding, screening
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import brought, opened

WHY = "The minutes say so."
NOTED: dict[str, Any] = {"learning": "Nothing that others could learn from.", "told": ["The referrer"]}


def waiting(registry: Component, review: str, role: str, agency: str = "partnership") -> list[str]:
    """Returns what waits for a person in a review."""
    return [each["asks"] for each in registry(role, agency=agency).get("/waiting", review=review).json()]


def test_review_that_does_not_go_ahead_ends_and_can_begin_again(registry: Component) -> None:
    unit, decider = registry("business-unit"), registry("decider")
    review = opened(unit, review_type="lcspr")
    at = f"/reviews/{review}"
    assert waiting(registry, review, "decider") == ["screen"]
    turned_down = screening(Screening.NO_FURTHER_ACTION)
    assert refused(decider.post(f"{at}/screening", turned_down), 409) == [
        ("ending/no-learning", "learning"),
        ("ending/nobody-told", "told"),
    ]
    shown = done(decider.post(f"{at}/screening", screening(Screening.NO_FURTHER_ACTION, **NOTED)))
    assert (shown["ended"]["how"], shown["ended"]["told"]) == ("screened-out", ["The referrer"])
    assert refused(unit.post(f"{at}/moves", {"to": "scoping"}), 409) == [("review/ended", "")]
    assert waiting(registry, review, "business-unit") == []

    registry.clock.advance(timedelta(days=60))
    shown = done(decider.post(f"{at}/screening", screening()))
    assert shown["ended"] is None
    today = registry.clock.now().date()
    assert date.fromisoformat(shown["clocks"][0]["due"]) > today + timedelta(days=170)
    registry.drain()
    assert [each.event for each in registry.emitted(review)][1:] == [
        ReviewEnded(review=review, how=ReviewEnd.SCREENED_OUT),
        ReviewReopened(review=review, stage="screening"),
    ]


def test_duplicate_ends_and_names_the_review_that_goes_on(registry: Component) -> None:
    unit, decider = registry("business-unit"), registry("decider")
    first, second = opened(unit), opened(unit)
    reference = done(unit.get(f"/reviews/{first}"))["reference"]
    ending: dict[str, Any] = {**DECIDED, "how": "duplicate", "instead": f"{PREFIX}-2020-ZZZZ"}
    assert refused(decider.post(f"/reviews/{second}/end", ending), 409) == [("ending/no-other-review", "instead")]
    shown = done(decider.post(f"/reviews/{second}/end", ending | {"instead": reference}))
    assert (shown["ended"]["how"], shown["ended"]["instead"]) == ("duplicate", reference)
    shown = done(decider.post(f"/reviews/{second}/reopenings", {**DECIDED, "stage": "screening"}))
    assert shown["ended"] is None


def test_moment_and_decision_keep_the_day_on_which_they_happened(registry: Component) -> None:
    unit, decider = registry("business-unit"), registry("decider")
    review = opened(unit, review_type="lcspr")
    at, yesterday = f"/reviews/{review}", registry.clock.now().date() - timedelta(days=1)
    shown = done(decider.post(f"{at}/screening", screening(on=yesterday.isoformat())))
    assert shown["decisions"][0]["on"] == yesterday.isoformat()
    corrected = {"moment": "referred", "on": "2025-11-13", "because": WHY}
    shown = done(unit.post(f"{at}/moments", corrected))
    assert [each["on"] for each in shown["moments"] if each["moment"] == "referred"] == ["2025-11-20", "2025-11-13"]
    assert refused(unit.post(f"{at}/moments", corrected | {"because": ""}), 409) == [("moment/no-reason", "because")]


def test_finding_is_edited_discarded_and_corrected(registry: Component) -> None:
    unit = registry("business-unit")
    review = brought(registry, "in findings")
    at = f"/reviews/{review}"
    (draft,) = done(unit.get(at))["findings"]
    command = finding(how_usual="case-only").model_dump(mode="json") | {"finding": draft["id"]}
    (edited,) = done(unit.post(f"{at}/finding-edits", command))["findings"]
    assert (edited["how_usual"], edited["edited_by"]) == ("case-only", [draft["recorded_by"]])
    done(unit.post(f"{at}/confirmations", {"finding": draft["id"]}))
    correction = {"finding": draft["id"], "because": WHY, "what_happened": "It was in May, and not in March."}
    corrected = done(unit.post(f"{at}/finding-corrections", correction))["findings"][0]
    assert corrected["what_happened"] == correction["what_happened"]
    assert [each["what_happened"] for each in corrected["corrections"]] == [finding().what_happened]
    wrong = done(unit.post(f"{at}/findings", finding()))["findings"][-1]["id"]
    discarded = done(unit.post(f"{at}/finding-discards", {"finding": wrong, "reason": "It is of another family."}))
    assert [each["finding"]["id"] for each in discarded["discarded"]] == [wrong]
    assert len(discarded["findings"]) == 1


def test_review_is_sent_back_with_a_reason(registry: Component) -> None:
    unit = registry("business-unit")
    review = brought(registry, "in findings")
    back = {"to": "analysis", "reason": "A chronology arrived late."}
    assert done(unit.post(f"/reviews/{review}/send-backs", back))["stage"] == "analysis"
    registry.drain()
    events = [each.event for each in registry.emitted(review)]
    assert isinstance(events[0], ReviewOpened)
    assert events[-1] == ReviewStageChanged(review=review, from_stage="findings", to_stage="analysis")


def test_each_person_sees_the_steps_that_they_may_take(registry: Component) -> None:
    review = brought(registry, "waits for a lead")
    assert waiting(registry, review, "decider") == ["appoint-lead"]
    assert waiting(registry, review, "business-unit") == ["appoint-lead"]
    assert waiting(registry, review, "scrutineer") == []
    assert waiting(registry, review, "decider", COUNCIL) == [], "its own practice is under review"
    assert registry("agency-lead", agency=COUNCIL).get("/waiting").status_code == 403
    (step,) = registry("decider").get("/waiting", asks="appoint-lead", review=review).json()
    assert (step["who"], step["about"], step["days_late"]) == ("decider", review, 0)
    assert registry("decider").get("/waiting", asks="screen", review=review).json() == []
