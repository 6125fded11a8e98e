"""RR4, RR6 over the real thing: the registry acts on each event of feedback capture and learning dissemination that it reads,
tells of a theme found once too often, and shows at a finding what became of it."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.catalogue import EVENTS, publisher
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackSummarised,
    InvolvementAnswered,
    InvolvementFedBack,
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
    ProductWithdrawn,
    Segment,
)
from contracts.events.review_registry import ThemeRecurred
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, SourceGroup
from local.deployment import Deployment
from local.embedded import Embedded
from local.partnership import COUNCIL, FRAMEWORK
from local.waiting import eventually, eventually_async
from local.wire import Wire, send, wire
from services.chassis.clock.now import real_now
from services.chassis.privacy.keyring import Keyring
from services.chassis.room.room import Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Store
from services.review_registry.domain.others.involvement import PartyProgress
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.facts import gate_facts
from services.review_registry.kinds import KINDS
from tests.builders.review_registry import CLOSED
from tests.service.calling import People, done
from tests.service.review_registry.found import found
from tests.service.topic import told

THEME = "young-carers"
REGISTRY, FEEDBACK, LEARNING = "review-registry", "feedback-capture", "learning-dissemination"
Sent = list[tuple[Event, str]]
"""Events, each with the aggregate that decided on it."""


@pytest.fixture(scope="module")
def reviews(registry: People) -> list[tuple[str, str]]:
    """Three reviews, each with a finding under the same theme."""
    return [found(registry, THEME) for _ in range(3)]


async def told_of(deployment: Deployment, review: str, until: Callable[[GateFacts], Any]) -> GateFacts:
    """What the gates of this review are given, once it is so."""
    store = Store(deployment.store_uri(REGISTRY), KINDS)
    room = Room(REGISTRY, store, FRAMEWORK, CLOSED, real_now, real_now, Keyring("k1", {"k1": bytes(32)}))

    async def facts() -> GateFacts | None:
        known = await gate_facts(room, review, None)
        return known if until(known) else None

    try:
        return await eventually_async(facts, what="the gates know", every=0.1)
    finally:
        store.close()


def numbered(sent: Sent) -> list[Wire]:
    """As sent by services that have told of these aggregates before."""
    return [wire(event, aggregate, 100 + place) for place, (event, aggregate) in enumerate(sent)]


PARTIES = [str(uuid4()) for _ in range(5)]
PLANNED, OFFERED, DECLINED, RESUMED, FED_BACK = PARTIES
SPREAD, WITHDRAWN = str(uuid4()), str(uuid4())


def of_feedback(review: str) -> Sent:
    involvement, summary = derived("involvement", review), str(uuid4())
    by = {"review": review, "party": RESUMED, "by": "2027-05-01"}
    line = {"summary": summary, "period": "2026-q3", "source_group": SourceGroup.CHILD, "service": "school", "theme": THEME}
    decided: list[Event] = [
        InvolvementPlanned(review=review, parties=tuple(Party(id=each, group="practitioners") for each in PARTIES)),
        InvolvementOffered(review=review, party=OFFERED, explained=True),
        InvolvementAnswered(review=review, party=DECLINED, status=InvolvementStatus.DECLINED),
        InvolvementAnswered(review=review, party=RESUMED, status=InvolvementStatus.DEFERRED, approved=True),
        InvolvementResumed.model_validate(by),
        InvolvementFedBack(review=review, party=FED_BACK, step=InvolvementStep.FINDINGS),
    ]
    return [(event, involvement) for event in decided] + [(FeedbackSummarised.model_validate(line | {"count": 12}), summary)]


def of_learning(review: str, finding_id: str) -> Sent:
    def published(product: str) -> ProductPublished:
        link = f"http://library.example/library/{product}"
        about = {"themes": (THEME,), "findings": (finding_id,), "reviews": (review,)}
        return ProductPublished.model_validate({"product": product, "kind": "factsheet", "link": link} | about)

    segments = (Segment(agency=COUNCIL, professional_group="social-worker", attended=14),)
    delivery, people = str(uuid4()), [str(uuid4()), str(uuid4())]
    heard = LearningAcknowledged(product=SPREAD, agency=COUNCIL, professional_group="social-worker")
    return [
        (DisseminationPlanned(review=review, lacks=("formats", "agencies")), derived("plan", review)),
        (published(SPREAD), SPREAD),
        (published(WITHDRAWN), WITHDRAWN),
        (ProductWithdrawn(product=WITHDRAWN, findings=(finding_id,), reason="out-of-date"), WITHDRAWN),
        (LearningDelivered(delivery=delivery, product=SPREAD, channel="forum", segments=segments), delivery),
        *((heard, each) for each in people),
        (heard.model_copy(update={"product": WITHDRAWN}), str(uuid4())),
    ]


@pytest.fixture(scope="module")
def sent(deployment: Embedded, reviews: list[tuple[str, str]]) -> None:
    """All that the registry reads of the two services, about the first review and its finding; and nothing else."""
    feedback, learning = of_feedback(reviews[0][0]), of_learning(*reviews[0])
    read = {each for each in EVENTS.values() if REGISTRY in each.reads and publisher(each) in (FEEDBACK, LEARNING)}
    assert {type(event) for event, _ in (*feedback, *learning)} == read
    for service, events in ((FEEDBACK, feedback), (LEARNING, learning)):
        asyncio.run(send(deployment, service, numbered(events)))


@pytest.mark.usefixtures("sent")
async def test_the_gates_know_where_each_party_stands(deployment: Embedded, reviews: list[tuple[str, str]]) -> None:
    def last_of_all(known: GateFacts) -> bool:
        return known.involvement is not None and bool(known.involvement.party(FED_BACK).fed_back)

    known = (await told_of(deployment, reviews[0][0], last_of_all)).involvement
    assert known is not None
    fresh = PartyProgress(id=PLANNED, group="practitioners")
    changed: dict[str, dict[str, Any]] = {
        PLANNED: {},
        OFFERED: {"status": InvolvementStatus.INVITED, "explained": True},
        DECLINED: {"status": InvolvementStatus.DECLINED},
        RESUMED: {},
        FED_BACK: {"fed_back": (InvolvementStep.FINDINGS,)},
    }
    assert {each: known.party(each) for each in PARTIES} == {
        each: fresh.model_copy(update={"id": each} | changed[each]) for each in PARTIES
    }


@pytest.mark.usefixtures("sent")
async def test_the_gates_are_given_all_that_is_told_and_how_old_it_is(
    deployment: Embedded, registry: People, reviews: list[tuple[str, str]]
) -> None:
    """No news is None, and has no age. Who acknowledged what was withdrawn counts for no gate."""
    acknowledged_by_all(registry, reviews[0][0])

    def all_there(known: GateFacts) -> bool:
        lacks = known.dissemination.lacks if known.dissemination else ()
        return bool(lacks) and known.acknowledged == len(known.products) == len(known.obligations) == 2

    known = await told_of(deployment, reviews[0][0], all_there)
    assert known.dissemination is not None
    assert known.dissemination.lacks == ("formats", "agencies")
    assert {each.id for each in known.products} == {SPREAD, WITHDRAWN}
    assert {each.finding for each in known.obligations} == {reviews[0][1]}
    ages = {name: age is not None for name, age in known.as_of.items()}
    assert ages == {"involvement": True, "obligations": True, "actions": False, "dissemination": True, "products": True}
    nothing = await told_of(deployment, str(uuid4()), lambda known: known is not None)
    assert nothing == GateFacts()


def acknowledged_by_all(registry: People, review: str) -> None:
    def known() -> bool:
        (shown,) = registry("business-unit").get(f"/reviews/{review}/findings").json()
        return bool(shown["acknowledged"] == 3)

    eventually(known, what="all three are known")


@pytest.mark.usefixtures("sent")
def test_a_finding_shows_what_was_made_of_it_and_whom_it_reached(registry: People, reviews: list[tuple[str, str]]) -> None:
    review, finding_id = reviews[0]

    def became() -> dict[str, Any]:
        (shown,) = registry("business-unit").get(f"/reviews/{review}/findings").json()
        products = {each["id"]: each for each in shown["products"]}
        assert shown["acknowledged"] == 3
        assert products[WITHDRAWN]["withdrawn"]
        assert products[SPREAD]["delivered"]
        return products

    products = eventually(became, what="what became of it is shown")
    assert set(products) == {SPREAD, WITHDRAWN}
    assert products[SPREAD] == {
        "id": SPREAD,
        "kind": "factsheet",
        "themes": [THEME],
        "reviews": [review],
        "findings": [finding_id],
        "link": f"http://library.example/library/{SPREAD}",
        "withdrawn": False,
        "delivered": 1,
    }


@pytest.mark.usefixtures("sent")
async def test_a_theme_found_a_third_time_is_told_once_and_shown_with_what_was_done(
    deployment: Embedded, registry: People, reviews: list[tuple[str, str]]
) -> None:
    events = await told(deployment, REGISTRY, derived("theme", THEME), until={ThemeRecurred})
    (recurred,) = (each.event for each in events)
    assert isinstance(recurred, ThemeRecurred)
    assert {recurred.finding, *recurred.earlier_findings} == {each for _, each in reviews}
    assert recurred.link == f"{deployment.url(REGISTRY)}/themes/{THEME}"

    def timeline() -> dict[str, Any]:
        theme = done(registry("business-unit").get(f"/themes/{THEME}"))
        assert theme["feedback"]
        assert all(len(each["obligations"]) == 2 for each in theme["findings"]), "action tracking has asked both agencies"
        return theme

    theme = eventually(timeline, what="what was done about each is known")
    assert (theme["count"], theme["recurred"]) == (3, True)
    assert {each["finding"]: each["recurred"] for each in theme["findings"]} == {
        each: each == recurred.finding for _, each in reviews
    }
    references = {each["review"]: each["reference"] for each in theme["findings"]}
    assert references == {id_: done(registry("business-unit").get(f"/reviews/{id_}"))["reference"] for id_, _ in reviews}
    assert [(each["source_group"], each["service"], each["count"]) for each in theme["feedback"]] == [("child", "school", 12)]


def test_a_theme_shows_nothing_of_reviews_that_the_reader_may_not_know_of(
    registry: People, reviews: list[tuple[str, str]]
) -> None:
    of_the_scope, elsewhere = (registry("agency-lead", agency=agency) for agency in (COUNCIL, "probation"))
    assert len(done(of_the_scope.get(f"/themes/{THEME}"))["findings"]) == len(reviews)
    nothing = done(elsewhere.get(f"/themes/{THEME}"))
    assert (nothing["findings"], nothing["count"], nothing["recurred"]) == ([], 0, False)
    listed = {each["code"]: each for each in elsewhere.get("/themes").json()}
    assert (listed[THEME]["count"], listed[THEME]["recurred"]) == (0, False)
    assert listed[THEME]["label"]
