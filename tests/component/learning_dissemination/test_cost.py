"""Cost of learning dissemination: it follows what is shown or changed, and never what merely is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any
from urllib.parse import parse_qsl

import pytest

from contracts.events.envelope import Received, describe, sequence_of
from contracts.events.event import Event
from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.events.review_registry import LearningRecalled, PublicationHeld
from contracts.vocabulary.reviews import HoldKind
from local.partnership import FRAMEWORK, PARTNERSHIP_CODE, POLICE
from services.chassis.rules.calendar import DAY, day_of, last_month_end
from services.chassis.store.kinds import Kind
from services.learning_dissemination.after_ring.delivery import measure
from services.learning_dissemination.after_ring.tally import count_acknowledgements
from services.learning_dissemination.domain.audience.state import Audience, audience_id
from services.learning_dissemination.domain.delivery.state import Brought, Delivery, DeliveryStatus
from services.learning_dissemination.domain.others.findings import KnownFinding
from services.learning_dissemination.domain.point.making import of_recurrence
from services.learning_dissemination.domain.product.shared import SharedProduct
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Section, written
from services.learning_dissemination.domain.segment import Pair
from services.learning_dissemination.domain.tally.state import Reached, Tally, tally_id
from services.learning_dissemination.kinds import (
    ACKNOWLEDGEMENT,
    AUDIENCE,
    DELIVERY,
    HEARD,
    KNOWN_ACTION,
    KNOWN_FINDING,
    PLAN,
    POINT,
    PRODUCT,
    TALLY,
)
from tests.builders.given import some_id
from tests.builders.learning_dissemination import (
    a_plan,
    a_point,
    agreed,
    an_action,
    heard,
    published,
    recurred,
    segment,
    summarised,
)
from tests.builders.learning_dissemination import head as head_count
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import acknowledgement, keep
from tests.service.calling import done
from tests.support.asked import Asked, asked

SMALL, LARGE = 3, 9
THEME = "neglect"
TEXT = "Ask who else lives in the home. " * 50
FACTSHEET = FRAMEWORK.learning.product_kind("factsheet")
assert FACTSHEET
PARTS = {part.code: TEXT for part in FACTSHEET.parts}
FIRST_PART = next(iter(PARTS))
MANY: list[Pair] = list(product(sorted(FRAMEWORK.agency_codes() - {POLICE}), sorted(FRAMEWORK.learning.group_codes())))
OFFICERS: Pair = (POLICE, "police-response")
SHARED, WITHDRAWN, PERSON = some_id("shared"), some_id("withdrawn"), "p-own"
MEASURING, TALLIED, MANY_POINTS = some_id("measuring"), tally_id(SHARED), some_id("many points")


def a_product(id_: str, status: ProductStatus, **changes: Any) -> Product:
    """Returns a product with long texts, published unless changes say otherwise."""
    whole = published().state
    assert whole.published
    sections = tuple(Section(code=code, label="Read this", text=text) for code, text in PARTS.items())
    version = whole.published.model_copy(update={"sections": sections, "points": (WITHDRAWN,)})
    return whole.model_copy(update={"id": id_, "status": status, "published": version, **written(PARTS), **changes})


def a_delivery(id_: str, on: date, status: DeliveryStatus, *pairs: Pair) -> Delivery:
    return Delivery(
        id=id_,
        shared=SharedProduct(product=SHARED, themes=(THEME,), findings=(), reviews=()),
        segments=tuple(Brought(agency=agency, professional_group=group) for agency, group in pairs),
        channel="team-meeting",
        on=on,
        place="The big room",
        facilitator="p-trainer",
        status=status,
    )


def one_more(number: int, today: date) -> list[tuple[Kind, Any]]:
    """Returns one more of everything that grows."""
    name, pair, other = f"finding {number}", MANY[number], MANY[LARGE + number]
    flagged = {"flagged": (WITHDRAWN,), "flagged_at": published().state.status_since}

    def id_(what: str) -> str:
        return some_id(what, number)

    def audience(pair: Pair, *needs: str) -> Audience:
        head = {"agency": pair[0], "professional_group": pair[1], "declared": head_count(30)}
        return Audience.model_validate({"id": audience_id(pair), "needs": needs, **head})

    return [
        (POINT, a_point(name, f"review {number}")),
        (POINT, of_recurrence(recurred(name, "common", *map(str, range(50))))),
        (PLAN, a_plan(f"review {number}")),
        (KNOWN_FINDING, KnownFinding(id=a_point(name).source_id, review=some_id("review", f"review {number}"))),
        (KNOWN_ACTION, an_action(agreed(name))),
        (HEARD, heard(summarised(summary=id_("summary")))),
        (PRODUCT, a_product(id_("in the library"), ProductStatus.PUBLISHED)),
        (PRODUCT, a_product(id_("draft"), ProductStatus.DRAFT, published=None)),
        (PRODUCT, a_product(id_("approved"), ProductStatus.APPROVED, published=None)),
        (PRODUCT, a_product(id_("to check"), ProductStatus.PUBLISHED, **flagged)),
        (PRODUCT, a_product(id_("withdrawn"), ProductStatus.WITHDRAWN, **flagged)),
        (AUDIENCE, audience(pair, THEME)),
        (AUDIENCE, audience(other)),
        (DELIVERY, a_delivery(id_("done"), today, DeliveryStatus.DELIVERED, pair)),
        (DELIVERY, a_delivery(id_("done by the police"), today, DeliveryStatus.DELIVERED, OFFICERS)),
        (DELIVERY, a_delivery(id_("today"), today, DeliveryStatus.PLANNED, pair)),
        (DELIVERY, a_delivery(id_("tomorrow"), today + DAY, DeliveryStatus.PLANNED, pair)),
    ]


def grow(learning: Component, count: int, before: int) -> None:
    """Stores more of everything until there are so many, with a measure and a count that have begun."""
    now = learning.clock.now()
    today = day_of(now, learning.room.framework.partnership.timezone)
    officers = dict(segment(OFFICERS))
    own = {"person_ref": PERSON, "will_do": "Ask the child first."}
    grown = [each for number in range(before, count) for each in one_more(number, today)]
    for number in range(before, count):
        mine = acknowledgement(some_id(number), officers, now).model_copy(update=own)
        grown += [(ACKNOWLEDGEMENT, acknowledgement(SHARED, officers, now)), (ACKNOWLEDGEMENT, mine)]
    delivery = a_delivery(MEASURING, today - timedelta(days=99), DeliveryStatus.MEASURING, *MANY[:count])
    reached = tuple(Reached(**dict(segment(pair)), count=5) for pair in MANY[:count])
    tally = Tally(id=TALLIED, shared=delivery.shared, counted_to=last_month_end(today), published=reached)
    grown += [
        (DELIVERY, delivery.model_copy(update={"measuring_since": now})),
        (TALLY, tally.model_copy(update={"counting_since": now})),
        (PRODUCT, a_product(SHARED, ProductStatus.PUBLISHED)),
        (PRODUCT, a_product(MANY_POINTS, ProductStatus.DRAFT, published=None, points=points(count))),
    ]
    keep(learning, *grown)


Work = Callable[[Component, int], object]
"""Work with so many of everything."""


def get(path: str, role: str = "business-unit", **claims: Any) -> Work:
    place, _, asks = path.partition("?")
    return lambda learning, count: done(learning(role, **claims).get(place, **dict(parse_qsl(asks))))


def points(count: int) -> tuple[str, ...]:
    return tuple(a_point(f"finding {number}").id for number in range(count))


def draft(learning: Component, count: int) -> object:
    body = {"kind": "factsheet", "title": "Read them together", "points": points(count)}
    return done(learning("business-unit").post("/products", body), 201)


def plan(learning: Component, count: int) -> object:
    segments = [dict(segment(pair)) for pair in MANY[:count]]
    body = {"product": SHARED, "segments": segments, "channel": "team-meeting", "on": "2030-01-01"}
    return done(learning("business-unit").post("/deliveries", body | {"place": "Here", "facilitator": "p-trainer"}), 201)


def acknowledge(learning: Component, count: int) -> object:
    body = {"product": SHARED, "professional_group": OFFICERS[1]}
    return done(learning("practitioner", agency=POLICE, person_ref=f"p-{count}").post("/acknowledgements", body), 201)


def after_ring(kind: Kind, id_: str, act: Callable[..., Any]) -> Work:
    async def acted(learning: Component) -> None:
        await act(learning.room, await learning.room.store.load(kind, id_))

    return lambda learning, count: learning.run(acted(learning))


def write(learning: Component, count: int) -> object:
    return done(learning("business-unit").post(f"/products/{MANY_POINTS}/parts", {"parts": {FIRST_PART: "Ask them."}}))


def hear(event_of: Callable[[int], Event]) -> Work:
    """Lets the reaction find what it changes, and changes nothing."""

    async def heard(learning: Component, event: Event) -> None:
        id_ = some_id("heard")
        envelope = describe(
            event,
            source=f"/{PARTNERSHIP_CODE}/review-registry",
            aggregate=id_,
            sequence=sequence_of(1, 1),
            time=learning.clock.now(),
            cause=id_,
            correlation=id_,
            edition=1,
            traceparent=None,
        )
        await learning.service.reactions[type(event)](Received(envelope, event), learning.room)

    return lambda learning, count: learning.run(heard(learning, event_of(count)))


HELD = PublicationHeld(review=a_point().review or "", hold=some_id("hold"), kind=HoldKind.CRIMINAL, review_on=date(2030, 1, 1))
RECALLED = LearningRecalled(review=HELD.review, source=some_id("finding", "common"), reason="court-order")


@dataclass(frozen=True)
class Case:
    """Work, and what it may cost with n of everything: store commands, documents, and bytes of a document."""

    work: Work
    commands: int
    documents: Callable[[int], int]
    size: int = 1_500


OWN = {"agency": POLICE, "person_ref": PERSON}
CASES: Mapping[str, Case] = {
    "reach": Case(get(f"/reach?product={SHARED}"), 5, lambda n: 2 * n + 4),
    "audiences by theme": Case(get(f"/audiences?theme={THEME}&limit=2"), 2, lambda n: 3 + 2),
    "proposal": Case(get(f"/proposals?theme={THEME}"), 4, lambda n: 5 * n),
    "library": Case(get("/library?limit=2"), 1, lambda n: 3, 500),
    "library by theme and kind": Case(get(f"/library?limit=2&theme={THEME}&kind=factsheet"), 1, lambda n: 3, 500),
    "public page": Case(get(f"/library/{SHARED}"), 1, lambda n: 1, len(TEXT) * len(PARTS) + 2_000),
    "waiting": Case(get("/waiting"), 5, lambda n: 4 * n + 2),
    "deliveries of an agency": Case(get("/deliveries?limit=2", "agency-lead", agency=POLICE), 3, lambda n: 6),
    "deliveries by theme": Case(get(f"/deliveries?limit=2&theme={THEME}&order=day"), 3, lambda n: 6),
    "own acknowledgements": Case(get("/acknowledgements?limit=2", "practitioner", **OWN), 3, lambda n: 6),
    "points": Case(get(f"/points?limit=2&theme={THEME}"), 1, lambda n: 3),
    "plans": Case(get("/plans?limit=2"), 1, lambda n: 3),
    "draft": Case(draft, 5, lambda n: 3 * n),
    "parts": Case(write, 6, lambda n: 3 * n + 2, 3_000),
    "delivery": Case(plan, 9, lambda n: n + 2),
    "acknowledgement": Case(acknowledge, 9, lambda n: 2),
    "measure": Case(after_ring(DELIVERY, MEASURING, measure), 8, lambda n: n + 4),
    "count": Case(after_ring(TALLY, TALLIED, count_acknowledgements), 4, lambda n: 3, 4_000),
    "withdrawn point": Case(hear(lambda n: LearningPointWithdrawn(point=WITHDRAWN, reason="any")), 1, lambda n: 3 * n + 1, 250),
    "held review": Case(hear(lambda n: HELD), 2, lambda n: 5 * n + 3, 250),
    "recalled finding": Case(hear(lambda n: RECALLED), 2, lambda n: n + 1, 400),
    "recurrence": Case(hear(lambda n: recurred(*[f"finding {number}" for number in range(n)])), 1, lambda n: n),
}


@pytest.fixture(scope="module")
def costs(learning: Component) -> Mapping[str, Mapping[int, Asked]]:
    """The cost of each case with few of everything, and with many."""
    found: dict[str, dict[int, Asked]] = {name: {} for name in CASES}
    for count, before in ((SMALL, 0), (LARGE, SMALL)):
        grow(learning, count, before)
        for name, case in CASES.items():
            learning.room.store.data_keys.kept.clear()
            with asked() as found[name][count]:
                case.work(learning, count)
    return found


@pytest.mark.parametrize("name", CASES)
def test_cost_follows_the_result(name: str, costs: Mapping[str, Mapping[int, Asked]]) -> None:
    case, few, many = CASES[name], costs[name][SMALL], costs[name][LARGE]
    assert few.commands == many.commands
    assert many.queries <= case.commands
    for count, cost in costs[name].items():
        assert cost.documents <= case.documents(count)
        assert cost.bytes <= case.size * cost.documents
