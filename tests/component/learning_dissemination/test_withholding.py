"""Holds and recalls take products out of the library at once, by whichever kind of source they use it (LD1, LD2)."""

from datetime import date
from uuid import uuid4

import pytest

from contracts.events.action_tracking import ActionReopened
from contracts.events.event import Event
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductFlagged, ProductRestored, ProductWithheld
from contracts.events.review_registry import (
    FindingRecorded,
    LearningRecalled,
    PublicationHeld,
    PublicationHoldLifted,
    ReviewOpened,
    ThemeRecurred,
)
from contracts.vocabulary.reviews import FindingKind, HoldKind, Priority, Response, WithdrawalReason
from local.partnership import POLICE
from services.chassis.rules.decisions import derived
from services.learning_dissemination.domain.point.state import point_id
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import drafted, listed, point_of, published, release
from tests.component.learning_dissemination.test_proposals import agree
from tests.service.calling import done, refused

SOURCES = ("finding", "action", "reply", "recurrence")
MUST_NOT_STAY = ("identifies-somebody", "consent-withdrawn", "court-order")
MAY_STAY = ("factual-error", "out-of-date", "superseded")
LATER = date(2030, 1, 1)


def recorded(learning: Component) -> tuple[str, str]:
    """Receives a review and a confirmed finding whose statement is not released. Returns the ids of both."""
    review, finding = str(uuid4()), str(uuid4())
    opened = ReviewOpened(review=review, review_type="near-miss-review", restricted=False, statutory=False)
    learning.receive(opened, review, 1)
    confirmed = FindingRecorded(
        review=review,
        finding=finding,
        kind=FindingKind.PROBLEMATIC_PRACTICE,
        response=Response.ACTION,
        themes=("neglect",),
        factors=(),
        agencies=(POLICE,),
        priority=Priority.HIGH,
        respond_by=LATER,
    )
    learning.receive(confirmed, review, 2)
    return review, finding


def replied(learning: Component, *findings: str) -> str:
    """Receives a reply about the findings. Returns its id."""
    reply = str(uuid4())
    link = f"https://feedback.example/replies/{reply}"
    learning.receive(ReplyPublished(reply=reply, theme="neglect", findings=findings, link=link, sha256="b" * 64), reply, 1)
    return reply


def point_from(learning: Component, source: str, review: str, finding: str) -> str:
    """Receives a source of this kind that is about the finding. Returns the id of its learning point."""
    if source == "finding":
        learning.receive(release(review, finding), review, 3)
        return point_id(finding)
    if source == "action":
        return point_id(agree(learning, finding))
    if source == "reply":
        return point_id(replied(learning, finding))
    _, second = recorded(learning)
    link = "https://registry.example/themes/neglect"
    learning.receive(ThemeRecurred(theme="neglect", finding=second, earlier_findings=(finding,), link=link), str(uuid4()), 1)
    return point_id("recurrence", "neglect", second)


def released(learning: Component) -> tuple[str, str]:
    """Receives a review with a finding whose statement is released. Returns the ids of both."""
    review, finding = recorded(learning)
    learning.receive(release(review, finding), review, 3)
    return review, finding


def hold_id(review: str, kind: HoldKind, number: int) -> str:
    return derived("hold", review, kind, str(number))


def held(review: str, kind: HoldKind = HoldKind.CRIMINAL, number: int = 1) -> PublicationHeld:
    return PublicationHeld(review=review, hold=hold_id(review, kind, number), kind=kind, review_on=LATER)


def lifted(review: str, kind: HoldKind = HoldKind.CRIMINAL, number: int = 1) -> PublicationHoldLifted:
    return PublicationHoldLifted(review=review, hold=hold_id(review, kind, number), kind=kind)


def emitted(learning: Component, product: str) -> list[Event]:
    """Returns the events of a product since its publication."""
    learning.drain()
    return [each.event for each in learning.emitted(product)][1:]


def in_library(learning: Component, product: str) -> bool:
    """Returns whether the public can read the product, by each route alike."""
    public = learning.anybody()
    shown = product in {each["id"] for each in listed(public.get("/library", limit=100))}
    for form in ("", "/html", "/markdown"):
        answer = public.get(f"/library/{product}{form}")
        assert answer.is_success is shown
        assert shown or "held back for now" in str(refused_title(answer.status_code, answer.json()))
    return shown


def refused_title(status: int, problem: dict[str, object]) -> object:
    assert status == 410
    return problem["title"]


@pytest.mark.parametrize("kind", HoldKind)
@pytest.mark.parametrize("source", SOURCES)
def test_hold_takes_a_product_out_until_it_is_lifted(learning: Component, source: str, kind: HoldKind) -> None:
    review, finding = recorded(learning)
    product = published(learning, point_from(learning, source, review, finding))
    assert in_library(learning, product)
    learning.receive(held(review, kind), review, 10)
    assert not in_library(learning, product)
    assert done(learning("business-unit").get(f"/products/{product}"))["withheld"] == [
        {"source": review, "reason": kind, "hold": hold_id(review, kind, 1)}
    ]
    learning.receive(lifted(review, kind), review, 11)
    assert in_library(learning, product)
    link = f"{learning.room.url}/library/{product}"
    gone, back = emitted(learning, product)
    assert isinstance(gone, ProductWithheld)
    assert (gone.product, gone.reason, gone.link) == (product, kind, f"{learning.room.url}/products/{product}")
    assert isinstance(back, ProductRestored)
    assert (back.product, back.link) == (product, link)


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_built_on_a_review_on_hold(learning: Component, source: str) -> None:
    review, finding = recorded(learning)
    point = point_from(learning, source, review, finding)
    unit, decider = learning("business-unit"), learning("decider")
    draft, approved = drafted(learning, point), drafted(learning, point)
    done(decider.post(f"/products/{approved}/approval"))
    learning.receive(held(review), review, 10)
    body = {"kind": "factsheet", "title": "Read the reports", "points": [point]}
    for answer in (
        unit.post("/products", body),
        unit.post(f"/products/{draft}/parts", {"points": [point]}),
        decider.post(f"/products/{draft}/approval"),
        unit.post(f"/products/{approved}/publication"),
    ):
        assert refused(answer, 409) == [("product/review-held", "points")]


@pytest.mark.parametrize("kind", [HoldKind.CORONIAL, HoldKind.CRIMINAL], ids=["of another kind", "of the same kind"])
def test_product_stays_out_while_a_second_hold_is_in_force(learning: Component, kind: HoldKind) -> None:
    review, finding = released(learning)
    product = published(learning, point_id(finding))
    learning.receive(held(review), review, 10)
    learning.receive(held(review, kind, number=2), review, 11)
    learning.receive(lifted(review), review, 12)
    assert not in_library(learning, product)
    learning.receive(lifted(review, kind, number=2), review, 13)
    assert in_library(learning, product)


def test_another_review_date_of_a_hold_withholds_nothing_twice(learning: Component) -> None:
    review, finding = released(learning)
    product = published(learning, point_id(finding))
    learning.receive(held(review), review, 10)
    learning.receive(held(review).model_copy(update={"review_on": date(2030, 6, 1)}), review, 11)
    learning.receive(lifted(review), review, 12)
    assert in_library(learning, product)
    assert [type(each) for each in emitted(learning, product)] == [ProductWithheld, ProductRestored]


@pytest.mark.parametrize("reason", MUST_NOT_STAY)
@pytest.mark.parametrize("source", SOURCES)
def test_recalled_finding_takes_products_out_until_a_check(learning: Component, source: str, reason: str) -> None:
    review, finding = released(learning)
    product = published(learning, point_from(learning, source, review, finding))
    learning.receive(LearningRecalled(review=review, source=finding, reason=reason), review, 10)
    learning.drain()
    assert not in_library(learning, product)
    restoration = f"/products/{product}/restoration"
    assert refused(learning("decider").post(restoration), 409) == [("product/still-recalled", "")]
    learning.receive(release(review, finding), review, 11)
    learning.drain()
    assert not in_library(learning, product), "a decider checks it first"
    done(learning("decider").post(restoration))
    assert in_library(learning, product)
    assert [type(each).__name__ for each in emitted(learning, product)] == ["ProductWithheld", "ProductRestored"]


@pytest.mark.parametrize("reason", MAY_STAY)
def test_other_recalls_flag_products_and_leave_them(learning: Component, reason: str) -> None:
    review, finding = released(learning)
    product = published(learning, point_id(finding))
    learning.receive(LearningRecalled(review=review, source=finding, reason=reason), review, 10)
    learning.drain()
    assert in_library(learning, product)
    assert done(learning("business-unit").get(f"/products/{product}"))["flagged"] == [point_id(finding)]
    (news,) = emitted(learning, product)
    assert isinstance(news, ProductFlagged)
    assert (news.product, news.reason) == (product, reason)


@pytest.mark.parametrize("reason", MUST_NOT_STAY)
def test_recalled_reply_takes_products_out(learning: Component, reason: str) -> None:
    reply = replied(learning)
    product = published(learning, point_id(reply))
    learning.receive(ReplyRecalled(reply=reply, reason=WithdrawalReason(reason)), reply, 2)
    learning.drain()
    assert not in_library(learning, product)


def test_point_of_a_recalled_finding_is_withdrawn_from_the_start(learning: Component) -> None:
    review, finding = released(learning)
    learning.receive(LearningRecalled(review=review, source=finding, reason="court-order"), review, 10)
    action, reply = agree(learning, finding), replied(learning, finding)
    assert {point_of(learning, each)["withdrawn"] for each in (action, reply)} == {"court-order"}


def test_new_version_without_the_recalled_point_is_published(learning: Component) -> None:
    unit, decider = learning("business-unit"), learning("decider")
    (review, finding), (_, other) = released(learning), released(learning)
    product = published(learning, point_id(finding))
    learning.receive(LearningRecalled(review=review, source=finding, reason="identifies-somebody"), review, 10)
    learning.drain()
    done(unit.post(f"/products/{product}/parts", {"points": [point_id(other)]}))
    assert not in_library(learning, product)
    done(decider.post(f"/products/{product}/approval"))
    done(unit.post(f"/products/{product}/publication"))
    assert in_library(learning, product)


def test_hold_on_a_published_source_counts_when_the_draft_left_it(learning: Component) -> None:
    (review, finding), (_, other) = released(learning), released(learning)
    product = published(learning, point_id(finding))
    done(learning("business-unit").post(f"/products/{product}/parts", {"points": [point_id(other)]}))
    learning.receive(held(review), review, 10)
    assert not in_library(learning, product)


def test_restoration_is_refused_when_nothing_was_recalled(learning: Component) -> None:
    review, finding = released(learning)
    product = published(learning, point_id(finding))
    restoration = f"/products/{product}/restoration"
    assert refused(learning("decider").post(restoration), 409) == [("product/not-withheld", "")]
    learning.receive(held(review), review, 10)
    assert refused(learning("decider").post(restoration), 409) == [("product/not-withheld", "")]


def test_reopened_action_withdraws_its_point_until_accepted_again(learning: Component) -> None:
    _, finding = recorded(learning)
    action = agree(learning, finding)
    point = point_id(action)
    product = published(learning, point)
    again = ActionReopened(action=action, agencies=(POLICE,), epoch=2, due=LATER)
    learning.receive(again, action, 3)
    learning.drain()
    assert [each.event for each in learning.emitted(point)] == [LearningPointWithdrawn(point=point, reason="not-sustained")]
    assert in_library(learning, product)
    assert done(learning("business-unit").get(f"/products/{product}"))["flagged"] == [point]
    draft = drafted(learning, point)
    assert refused(learning("decider").post(f"/products/{draft}/approval"), 409) == [("product/point-withdrawn", "points/0")]


def test_draft_is_refused_while_the_review_behind_it_is_unknown(learning: Component) -> None:
    point = point_id(agree(learning, str(uuid4())))
    body = {"kind": "factsheet", "title": "Read the reports", "points": [point]}
    assert refused(learning("business-unit").post("/products", body), 409) == [("product/review-unknown", "points/0")]


def test_hold_that_was_lifted_withholds_nothing_when_it_comes_again(learning: Component) -> None:
    review, finding = released(learning)
    learning.receive(held(review), review, 10)
    learning.receive(lifted(review), review, 11)
    product = published(learning, point_id(finding))
    learning.receive(held(review), review, 10)
    assert in_library(learning, product)


def test_old_recall_withdraws_no_later_point_when_it_comes_again(learning: Component) -> None:
    review, finding = released(learning)
    old = LearningRecalled(review=review, source=finding, reason="court-order")
    learning.receive(old, review, 10)
    learning.receive(release(review, finding), review, 11)
    reply = replied(learning, finding)
    learning.receive(old, review, 10)
    assert point_of(learning, reply)["withdrawn"] is None
