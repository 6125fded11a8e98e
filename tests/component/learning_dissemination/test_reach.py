"""Segments declared, products delivered and acknowledged, and their reach measured by the clock (LD3, LD4, LD5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.events.learning_dissemination import LearningAcknowledged, LearningDelivered, ReachFellShort
from contracts.events.learning_dissemination import Segment as SegmentDelivered
from local import partnership
from services.chassis.rules.calendar import day_of
from services.learning_dissemination.domain.acknowledgement.state import acknowledgement_id
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import listed, published, released
from tests.service.calling import done, refused

OFFICERS = {"agency": partnership.POLICE, "professional_group": "police-response"}
SOCIAL_WORKERS = {"agency": partnership.COUNCIL, "professional_group": "social-worker"}
MIDWIVES = {"agency": partnership.HOSPITAL, "professional_group": "midwife"}
TEACHERS = {"agency": "academies", "professional_group": "teacher-dsl"}
WILL_DO = "Ask who else lives in the home, each time."
THEME = "cross-border"
HEADS = ((OFFICERS, 10), (SOCIAL_WORKERS, 6), (MIDWIVES, 30))


@pytest.fixture
def today(learning: Component) -> date:
    return day_of(learning.clock.now(), learning.room.framework.partnership.timezone)


def declare(learning: Component, today: date, *, weeks_ago: int = 0) -> None:
    """Declares each segment's head-count and need, as its agency's lead."""
    as_at = (today - timedelta(weeks=weeks_ago)).isoformat()
    for segment, count in HEADS:
        lead = learning("agency-lead", agency=segment["agency"])
        command = {**segment, "head_count": count + weeks_ago, "as_at": as_at, "needs": [THEME]}
        done(lead.post("/audiences", command), 201)


def planning(product: str, on: date, *segments: dict[str, str]) -> dict[str, Any]:
    return {
        "product": product,
        "segments": list(segments),
        "channel": "team-meeting",
        "on": on.isoformat(),
        "place": "The big room",
        "facilitator": "p-trainer",
    }


def acknowledge(learning: Component, product: str, segment: dict[str, str], people: int, will_do: str = "") -> None:
    """Acknowledges the product as that many people, each of them twice."""
    command = {"product": product, "professional_group": segment["professional_group"], "will_do": will_do}
    for number in range(people):
        person = learning("practitioner", agency=segment["agency"], person_ref=f"p-{segment['agency']}-{number}")
        first, again = (done(person.post("/acknowledgements", command), 201) for _ in range(2))
        assert first == again


def test_audiences_show_head_counts_and_who_has_had_nothing(learning: Component, today: date) -> None:
    declare(learning, today, weeks_ago=3)
    declare(learning, today)
    by_theme = {each["agency"]: each for each in listed(learning("business-unit").get("/audiences", theme=THEME))}
    assert by_theme[partnership.POLICE]["declared"] == {"head_count": 10, "as_at": today.isoformat()}
    assert [each["head_count"] for each in by_theme[partnership.POLICE]["earlier"]] == [13]
    assert by_theme[partnership.HOSPITAL]["had_it"] is False
    lead = learning("agency-lead", agency=partnership.POLICE)
    assert [(each["agency"], each["had_it"]) for each in listed(lead.get("/audiences"))] == [(partnership.POLICE, None)]


def test_delivery_is_measured_and_its_shortfall_emitted_once(learning: Component, today: date) -> None:
    unit, lead = learning("business-unit"), learning("agency-lead", agency=partnership.POLICE)
    finding, point = released(learning, THEME)
    product = published(learning, point)
    declare(learning, today)
    long_ago = planning(product, today - timedelta(days=60), OFFICERS, SOCIAL_WORKERS, TEACHERS)
    delivery = done(unit.post("/deliveries", long_ago), 201)["id"]
    acknowledge(learning, product, OFFICERS, 6, WILL_DO)
    acknowledge(learning, product, SOCIAL_WORKERS, 5)
    acknowledge(learning, product, MIDWIVES, 2)
    attended = [{**OFFICERS, "count": 7}, {**SOCIAL_WORKERS, "count": 3}, {**TEACHERS, "count": 0}]
    done(unit.post(f"/deliveries/{delivery}/attendance", {"attended": attended}))

    learning.drain()
    shown = ({**OFFICERS, "attended": 7}, SOCIAL_WORKERS, {**TEACHERS, "attended": 0})
    segments = tuple(SegmentDelivered.model_validate(each) for each in shown)
    assert [each.event for each in learning.emitted(delivery)] == [
        LearningDelivered(delivery=delivery, product=product, channel="team-meeting", segments=segments),
        ReachFellShort(delivery=delivery, product=product, **OFFICERS, reached=6, declared=10, measured_on=today),
    ]
    measured = done(unit.get(f"/deliveries/{delivery}"))
    assert measured["status"] == "measured"
    assert [(each["attended"], each["reached"], each["declared"], each["fell_short"]) for each in measured["segments"]] == [
        (7, 6, 10, True),
        (None, 5, 6, False),
        (0, 0, None, None),
    ]
    assert [each["agency"] for each in done(lead.get(f"/deliveries/{delivery}"))["segments"]] == [partnership.POLICE]
    _board_is_right(learning, product)
    _thread_shows_each_acknowledgement(learning, finding, product)


def _board_is_right(learning: Component, product: str) -> None:
    """Checks that small numbers are suppressed, and that an agency sees its own."""
    board = done(learning("business-unit").get("/reach", product=product))
    rows = {each["agency"]: (each["reached"], each["declared"], each["share"], each["gap"]) for each in board["segments"]}
    assert rows == {
        partnership.POLICE: (6, 10, 60, 4),
        partnership.COUNCIL: (5, 6, 83, 1),
        partnership.HOSPITAL: (None, 30, None, None),
        "academies": (0, None, None, None),
    }
    assert board["total"] is None
    assert board["not_yet"] == [MIDWIVES]
    own = done(learning("agency-lead", agency=partnership.POLICE).get("/reach", product=product))
    assert ([each["agency"] for each in own["segments"]], own["total"], own["not_yet"]) == ([partnership.POLICE], 6, [])


def _thread_shows_each_acknowledgement(learning: Component, finding: str, product: str) -> None:
    types = [each["type"] for each in listed(learning("business-unit").get(f"/threads/{finding}"))]
    assert types.count(LearningAcknowledged.type()) == 13
    assert LearningDelivered.type() in types
    (fact,) = learning.emitted(acknowledgement_id(product, f"p-{partnership.POLICE}-0"))
    assert fact.event == LearningAcknowledged(product=product, **OFFICERS)
    assert fact.envelope.correlationid == finding


def test_intention_is_readable_by_its_author_only(learning: Component) -> None:
    product = published(learning, released(learning)[1])
    acknowledge(learning, product, OFFICERS, 1, WILL_DO)
    person = learning("practitioner", agency=partnership.POLICE, person_ref=f"p-{partnership.POLICE}-0")
    (own,) = [each for each in listed(person.get("/acknowledgements")) if each["product"] == product]
    assert own["will_do"] == WILL_DO
    for other in (learning("practitioner", agency=partnership.POLICE, person_ref="p-other"), learning("business-unit")):
        assert listed(other.get("/acknowledgements")) == []
    learning.drain()
    kept = str([learning.stored(collection) for collection in ("aggregates", "history", "keys")])
    assert own["id"] in kept
    assert "who else lives" not in kept


def test_refusal_gives_every_reason_over_http(learning: Component, today: date) -> None:
    unit = learning("business-unit")
    product = published(learning, released(learning)[1])
    lead = learning("agency-lead", agency=partnership.COUNCIL)
    ahead = {**TEACHERS, "head_count": 3, "as_at": (today + timedelta(days=2)).isoformat(), "needs": ["nothing"]}
    assert set(refused(lead.post("/audiences", ahead), 409)) == {
        ("audience/not-your-agency", "agency"),
        ("audience/as-at-ahead", "as_at"),
        ("audience/unknown-theme", "needs/0"),
    }
    delivery = done(unit.post("/deliveries", planning(product, today + timedelta(days=1), OFFICERS)), 201)["id"]
    early = unit.post(f"/deliveries/{delivery}/attendance", {"attended": [{**SOCIAL_WORKERS, "count": 3}]})
    assert set(refused(early, 409)) == {
        ("delivery/before-its-day", ""),
        ("delivery/not-for-them", "attended/0"),
        ("delivery/segment-missing", "attended"),
    }
    command = {"product": product, "professional_group": "king"}
    assert set(refused(unit.post("/acknowledgements", command), 409)) == {
        ("acknowledgement/no-agency", ""),
        ("segment/unknown-code", "professional_group"),
    }
    done(learning("decider").post(f"/products/{product}/withdrawal", {"reason": "out-of-date"}))
    gone = unit.post("/deliveries", planning(product, today, OFFICERS))
    assert refused(gone, 409) == [("product/not-published", "product")]
