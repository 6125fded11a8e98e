"""Reactions to feedback capture and learning dissemination, the recurrence of a theme, and what people then see (RR4, RR6)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.action_tracking import ObligationOpened
from contracts.events.catalogue import EVENTS, publisher
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackSummarised,
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementNotTold,
    InvolvementOffered,
    InvolvementPlanned,
    InvolvementResumed,
    Party,
)
from contracts.events.learning_dissemination import (
    DisseminationPlanned,
    LearningAcknowledged,
    LearningDelivered,
    ProductPublished,
    ProductRestored,
    ProductWithdrawn,
    ProductWithheld,
    Segment,
)
from contracts.events.review_registry import ThemeRecurred
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold, SourceGroup
from contracts.vocabulary.reviews import Response
from local.partnership import COUNCIL, POLICE
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.involvement import PartyProgress
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.facts import gate_facts
from tests.component.harness import Component
from tests.service.calling import done
from tests.service.review_registry.found import found

THEME = "young-carers"
REGISTRY, FEEDBACK, LEARNING = "review-registry", "feedback-capture", "learning-dissemination"
Sent = list[tuple[Event, str]]
"""Events, each with the aggregate that emitted it."""


@pytest.fixture(scope="module")
def reviews(registry: Component) -> list[tuple[str, str]]:
    """Returns three reviews, each with a finding under the same theme."""
    return [found(registry, THEME) for _ in range(3)]


def facts_of(registry: Component, review: str) -> GateFacts:
    """Returns the facts for the gates of this review."""
    return registry.run(gate_facts(registry.room, review))


PARTIES = [str(uuid4()) for _ in range(6)]
PLANNED, OFFERED, DECLINED, RESUMED, FED_BACK, NOT_TOLD = PARTIES
SPREAD, WITHDRAWN = str(uuid4()), str(uuid4())
STAFF_PAGE = f"https://learning.example/products/{SPREAD}"


def of_feedback(review: str) -> Sent:
    involvement, summary = derived("involvement", review), str(uuid4())
    by = {"review": review, "party": RESUMED, "by": "2027-05-01"}
    line = {"summary": summary, "period": "2026-q3", "source_group": SourceGroup.CHILD, "service": "school", "theme": THEME}
    planned = tuple(Party(id=each, group="practitioners", number=number) for number, each in enumerate(PARTIES, start=1))
    decided: list[Event] = [
        InvolvementPlanned(review=review, parties=planned),
        InvolvementOffered(review=review, party=OFFERED, explained=True),
        InvolvementAnswered(review=review, party=DECLINED, status=InvolvementStatus.DECLINED),
        InvolvementAnswered(review=review, party=RESUMED, status=InvolvementStatus.DEFERRED, approved=True),
        InvolvementResumed.model_validate(by),
        InvolvementFedBack(review=review, party=FED_BACK, step=InvolvementStep.FINDINGS),
        InvolvementNotTold(review=review, party=NOT_TOLD, step=InvolvementStep.FINDINGS, reason=NotTold.UNSAFE_TO_CONTACT),
    ]
    return [(event, involvement) for event in decided] + [(FeedbackSummarised.model_validate(line | {"count": 12}), summary)]


def of_learning(review: str, finding_id: str) -> Sent:
    def published(product: str) -> ProductPublished:
        link = f"https://learning.example/library/{product}"
        about = {"themes": (THEME,), "findings": (finding_id,), "reviews": (review,)}
        return ProductPublished.model_validate({"product": product, "kind": "factsheet", "link": link} | about)

    segments = (Segment(agency=COUNCIL, professional_group="social-worker", attended=14),)
    delivery, tally = str(uuid4()), str(uuid4())
    of = {"product": SPREAD, "agency": COUNCIL, "professional_group": "social-worker"}
    heard = [LearningAcknowledged(**of, period=period, count=count) for period, count in (("2026-07", 5), ("2026-08", 10))]
    return [
        (DisseminationPlanned(review=review, lacks=("formats", "agencies")), derived("plan", review)),
        (published(SPREAD), SPREAD),
        (published(WITHDRAWN), WITHDRAWN),
        (ProductWithdrawn(product=WITHDRAWN, findings=(finding_id,), reason="out-of-date"), WITHDRAWN),
        (ProductWithheld(product=SPREAD, findings=(finding_id,), reason="criminal", link=STAFF_PAGE), SPREAD),
        (ProductRestored(product=SPREAD, findings=(finding_id,), link=STAFF_PAGE), SPREAD),
        (LearningDelivered(delivery=delivery, product=SPREAD, channel="forum", segments=segments), delivery),
        *((each, tally) for each in heard),
        (heard[0].model_copy(update={"agency": POLICE, "professional_group": "police-response"}), tally),
    ]


def of_tracking(review: str, finding_id: str) -> Sent:
    about: dict[str, Any] = {"review": review, "finding": finding_id, "response": Response.ACTION, "by": date(2026, 4, 1)}
    ids = {agency: obligation_id(finding_id, agency) for agency in (COUNCIL, POLICE)}
    return [(ObligationOpened(obligation=id_, agency=agency, agencies=(agency,), **about), id_) for agency, id_ in ids.items()]


@pytest.fixture(scope="module")
def sent(registry: Component, reviews: list[tuple[str, str]]) -> None:
    """Receives every event of the two services that the registry reads, about the first review, and obligations of all."""
    feedback, learning = of_feedback(reviews[0][0]), of_learning(*reviews[0])
    read = {each for each in EVENTS.values() if REGISTRY in each.reads and publisher(each) in (FEEDBACK, LEARNING)}
    assert {type(event) for event, _ in (*feedback, *learning)} == read
    tracking = [each for review in reviews for each in of_tracking(*review)]
    for number, (event, aggregate) in enumerate((*feedback, *learning, *tracking), start=1):
        registry.receive(event, aggregate, number)
    registry.drain()


@pytest.mark.usefixtures("sent")
def test_gates_know_the_progress_of_each_party(registry: Component, reviews: list[tuple[str, str]]) -> None:
    known = facts_of(registry, reviews[0][0]).involvement
    assert known is not None
    fresh = PartyProgress(id=PLANNED, group="practitioners")
    changed: dict[str, dict[str, Any]] = {
        PLANNED: {},
        OFFERED: {"status": InvolvementStatus.INVITED, "explained": True},
        DECLINED: {"status": InvolvementStatus.DECLINED},
        RESUMED: {},
        FED_BACK: {"fed_back": (InvolvementStep.FINDINGS,)},
        NOT_TOLD: {"not_told": (InvolvementStep.FINDINGS,)},
    }
    assert {each: known.party(each) for each in PARTIES} == {
        each: fresh.model_copy(update={"id": each, "number": number} | changed[each])
        for number, each in enumerate(PARTIES, start=1)
    }


@pytest.mark.usefixtures("sent")
def test_gates_get_the_facts_and_their_age(registry: Component, reviews: list[tuple[str, str]]) -> None:
    """No news has no age."""
    known = facts_of(registry, reviews[0][0])
    assert known.dissemination is not None
    assert known.dissemination.lacks == ("formats", "agencies")
    assert {each.id for each in known.products} == {SPREAD, WITHDRAWN}
    assert known.delivered
    assert not facts_of(registry, reviews[1][0]).delivered
    assert {each.finding for each in known.obligations} == {reviews[0][1]}
    ages = {name: age is not None for name, age in known.as_of.items()}
    assert ages == {"involvement": True, "obligations": True, "actions": False, "dissemination": True, "products": True}
    assert facts_of(registry, str(uuid4())) == GateFacts()


@pytest.mark.usefixtures("sent")
def test_finding_shows_its_products_and_their_reach(registry: Component, reviews: list[tuple[str, str]]) -> None:
    review, finding_id = reviews[0]

    (shown,) = registry("business-unit").get(f"/reviews/{review}/findings").json()
    products = {each["id"]: each for each in shown["products"]}
    assert shown["acknowledged"] == 15, "the latest published number of each segment"
    assert products[WITHDRAWN]["withdrawn"]
    assert set(products) == {SPREAD, WITHDRAWN}
    assert products[SPREAD] == {
        "id": SPREAD,
        "kind": "factsheet",
        "themes": [THEME],
        "reviews": [review],
        "findings": [finding_id],
        "link": f"https://learning.example/library/{SPREAD}",
        "withdrawn": False,
        "withheld": False,
        "delivered": 1,
    }


@pytest.mark.usefixtures("sent")
def test_theme_recurs_once_and_shows_what_was_done(registry: Component, reviews: list[tuple[str, str]]) -> None:
    (recurred,) = (each.event for each in registry.emitted(derived("theme", THEME)))
    assert isinstance(recurred, ThemeRecurred)
    assert {recurred.finding, *recurred.earlier_findings} == {each for _, each in reviews}
    assert recurred.link == f"{registry.room.url}/themes/{THEME}"

    theme = done(registry("business-unit").get(f"/themes/{THEME}"))
    assert all(len(each["obligations"]) == 2 for each in theme["findings"])
    assert (theme["count"], theme["recurred"]) == (3, True)
    assert {each["finding"]: each["recurred"] for each in theme["findings"]} == {
        each: each == recurred.finding for _, each in reviews
    }
    references = {each["review"]: each["reference"] for each in theme["findings"]}
    assert references == {id_: done(registry("business-unit").get(f"/reviews/{id_}"))["reference"] for id_, _ in reviews}
    assert [(each["source_group"], each["service"], each["count"]) for each in theme["feedback"]] == [("child", "school", 12)]


def test_theme_leaves_out_reviews_hidden_from_the_reader(registry: Component, reviews: list[tuple[str, str]]) -> None:
    of_the_scope, elsewhere = (registry("agency-lead", agency=agency) for agency in (COUNCIL, "probation"))
    assert len(done(of_the_scope.get(f"/themes/{THEME}"))["findings"]) == len(reviews)
    nothing = done(elsewhere.get(f"/themes/{THEME}"))
    assert (nothing["findings"], nothing["count"], nothing["recurred"]) == ([], 0, False)
    listed = {each["code"]: each for each in elsewhere.get("/themes").json()}
    assert (listed[THEME]["count"], listed[THEME]["recurred"]) == (0, False)
    assert listed[THEME]["label"]
