"""An involvement over HTTP: each review gets a plan, and each party its clocks (FC1)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementOffered,
    InvolvementOverdue,
    InvolvementPlanned,
    InvolvementResumed,
)
from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewPublished,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import AgencyPart
from local.embedded import Embedded
from local.waiting import eventually
from services.feedback_capture.domain.involvement.state import involvement_id
from tests.service.calling import Caller, People, done, refused
from tests.service.feedback_capture.steps import (
    AGENCY,
    EXPLAINED,
    PRACTITIONER,
    facilitator,
    offering,
    opened,
    party,
    planned,
    read,
    said,
    told_of,
)
from tests.service.review_registry.steps import opened as opened_in_the_registry

SIBLINGS, PARENTS, PRACTITIONERS = "surviving-siblings", "parents-carers", "practitioners"


@pytest.fixture
def days_later(deployment: Embedded) -> Iterator[Callable[[int], None]]:
    """Moves domain time on by so many days when called, and back afterwards."""
    moved: list[int] = []

    def move(days: int) -> None:
        moved.append(days)
        deployment.clock.advance(timedelta(days=days))

    yield move
    deployment.clock.advance(timedelta(days=-sum(moved)))


async def test_a_review_opened_in_the_registry_is_planned_and_offers_are_made(
    deployment: Embedded, registry: People, feedback: People
) -> None:
    review = opened_in_the_registry(registry("business-unit"), review_type="lcspr")
    shown = planned(feedback, review)
    assert shown["id"] == involvement_id(review)
    assert [each["group"] for each in shown["parties"]] == [SIBLINGS, PARENTS, PRACTITIONERS]
    assert [each["offer_by"] is None for each in shown["parties"]] == [False, False, True]
    path = f"/involvements/{shown['id']}"
    hears = facilitator(feedback, shown["id"])
    nothing = offering(shown, SIBLINGS, explained=[], advocate_offered=False)
    assert refused(hears.post(f"{path}/offers", nothing), 409) == [
        ("involvement/advocate-not-offered", "advocate_offered"),
        *(("involvement/not-explained", f"explained/{code}") for code in EXPLAINED),
    ]
    done(hears.post(f"{path}/offers", offering(shown, SIBLINGS)))
    done(hears.post(f"{path}/answers", {"party": party(shown, SIBLINGS)["id"], "status": "accepted"}))
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    done(feedback("business-unit").post(f"{path}/parties", {"group": SIBLINGS}))
    events = await told_of(deployment, shown["id"], 5)
    assert [type(each) for each in events] == [
        InvolvementPlanned,
        InvolvementOffered,
        InvolvementAnswered,
        InvolvementOffered,
        InvolvementPlanned,
    ]
    assert PRACTITIONER not in str(events)
    assert AGENCY not in str(events)


async def test_who_a_party_is_is_seen_by_those_who_make_the_offers(deployment: Embedded, feedback: People) -> None:
    review, shown = await opened(deployment, feedback)
    path = f"/involvements/{shown['id']}"
    hears = facilitator(feedback, shown["id"])
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    assert party(done(hears.get(path)), PRACTITIONERS)["person_ref"] == PRACTITIONER
    for role in ("decider", "scrutineer", "inspector"):
        seen = feedback(role).get(path)
        assert done(seen)["id"] == shown["id"]
        assert PRACTITIONER not in seen.text
        assert AGENCY not in seen.text
    other = feedback("facilitator", person_ref="f-of-another-review")
    refused(other.get(path), 404)
    assert other.get("/involvements", review=review).json() == []
    refused(other.post(f"{path}/offers", offering(shown, PARENTS)), 404)
    refused(feedback("agency-lead", agency=AGENCY).get(path), 403)


async def test_who_was_put_off_comes_back_by_themselves_and_what_is_late_is_told(
    deployment: Embedded, feedback: People, days_later: Callable[[int], None]
) -> None:
    review, shown = await opened(deployment, feedback)
    path, today = f"/involvements/{shown['id']}", deployment.clock.now().date()
    decider = feedback("decider")
    waiting = {"party": party(shown, PARENTS)["id"], "until": "charge-decision", "reason": "The officer asks to wait."}
    assert refused(decider.post(f"{path}/deferrals", waiting | {"until": "summer", "look_again": str(today)}), 409) == [
        ("involvement/unknown-deferral", "until"),
        ("involvement/look-again-not-ahead", "look_again"),
    ]
    again = today + timedelta(days=45)
    done(decider.post(f"{path}/deferrals", waiting | {"look_again": str(again)}))
    left_out = {"party": party(shown, PRACTITIONERS)["id"], "reason": "On leave.", "look_again": str(again)}
    done(decider.post(f"{path}/exceptions", left_out))
    assert (read(feedback, review, PARENTS)["status"], read(feedback, review, PARENTS)["offer_by"]) == ("deferred", None)
    days_later(46)
    back = eventually(lambda: _not_started(feedback, review, PARENTS), what="the parents are back")
    assert date.fromisoformat(back["offer_by"]) > again
    late = eventually(lambda: read(feedback, review, SIBLINGS)["overdue"], what="the siblings' offer is late")
    events = await told_of(deployment, shown["id"], 6)
    resumed = [each for each in events if isinstance(each, InvolvementResumed)]
    assert [each.party for each in resumed] == [party(shown, PARENTS)["id"], party(shown, PRACTITIONERS)["id"]]
    (overdue,) = [each for each in events if isinstance(each, InvolvementOverdue)]
    assert (overdue.party, str(overdue.by)) == (party(shown, SIBLINGS)["id"], late["offer"])
    approved = [each.status for each in events if isinstance(each, InvolvementAnswered) and each.approved]
    assert approved == [InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED]


def _not_started(feedback: People, review: str, group: str) -> dict[str, Any] | None:
    found = read(feedback, review, group)
    return found if found["status"] == "not-started" else None


async def test_the_way_of_the_review_sets_the_clocks_of_its_parties(deployment: Embedded, feedback: People) -> None:
    review, shown = await opened(deployment, feedback)
    path, who = f"/involvements/{shown['id']}", party(shown, PRACTITIONERS)["id"]
    scoped = ReviewScoped(review=review, agencies=(AGENCY,), parts={AGENCY: AgencyPart.CONTRIBUTING}, version_of_scope=1)
    await said(deployment, review, [scoped], first=2)
    assert eventually(lambda: read(feedback, review, PRACTITIONERS)["offer_by"], what="practitioners are to be asked")
    hears = facilitator(feedback, shown["id"])
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    done(hears.post(f"{path}/answers", {"party": who, "status": "contributed"}))
    telling = {"party": who, "channel": "meeting"}
    for step in ("findings", "outcome"):
        answer = hears.post(f"{path}/feedback", telling | {"step": step})
        assert refused(answer, 409) == [("involvement/nothing-to-tell", "step")]

    reported = ReviewStageChanged(review=review, from_stage="findings", to_stage="report")
    await said(deployment, review, [reported], first=3)
    assert eventually(lambda: read(feedback, review, PRACTITIONERS)["due"], what="findings are owed").keys() == {"findings"}
    done(hears.post(f"{path}/feedback", telling | {"step": "findings"}))
    published = ReviewPublished(review=review, link="https://registry.example/public", until=date(2030, 1, 1))
    await said(deployment, review, [published], first=4)
    assert eventually(lambda: read(feedback, review, PRACTITIONERS)["due"], what="the outcome is owed").keys() == {"outcome"}
    done(hears.post(f"{path}/feedback", telling | {"step": "outcome"}))
    events = await told_of(deployment, shown["id"], 5)
    assert [each.step.value for each in events if isinstance(each, InvolvementFedBack)] == ["findings", "outcome"]

    gone = PublicationWithdrawn(review=review, reason="court-order")
    closed = ReviewClosed(review=review, findings_confirmed=1, actions_sustained=1, products_published=1)
    await said(deployment, review, [gone, closed], first=5)
    unit: Caller = feedback("business-unit")
    assert eventually(lambda: done(unit.get(path))["closed_on"], what="it is known as closed")
    assert done(unit.get(path))["publication_withdrawn"] == "court-order"
    assert refused(unit.post(f"{path}/parties", {"group": SIBLINGS}), 409) == [("involvement/review-closed", "")]
