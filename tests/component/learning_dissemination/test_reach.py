"""Segments declared, products delivered and acknowledged, and their reach measured by the clock (LD3, LD4, LD5)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.learning_dissemination import LearningAcknowledged, LearningDelivered, ReachFellShort
from contracts.events.learning_dissemination import Segment as SegmentDelivered
from local import partnership
from services.chassis.privacy.keyring import Keys
from services.chassis.rules.calendar import day_of, end_of
from services.learning_dissemination.domain.tally.state import tally_id
from services.learning_dissemination.facts import acknowledged
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import acknowledgement, keep, listed, published, released
from tests.service.calling import done, refused

OFFICERS = {"agency": partnership.POLICE, "professional_group": "police-response"}
SOCIAL_WORKERS = {"agency": partnership.COUNCIL, "professional_group": "social-worker"}
MIDWIVES = {"agency": partnership.HOSPITAL, "professional_group": "midwife"}
TEACHERS = {"agency": "academies", "professional_group": "teacher-dsl"}
WILL_DO = "Ask who else lives in the home, each time."
THEME = "cross-border"
HEADS = ((OFFICERS, 20), (SOCIAL_WORKERS, 6), (MIDWIVES, 30))


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
    assert by_theme[partnership.POLICE]["declared"] == {"head_count": 20, "as_at": today.isoformat()}
    assert [each["head_count"] for each in by_theme[partnership.POLICE]["earlier"]] == [23]
    assert by_theme[partnership.HOSPITAL]["had_it"] is False
    lead = learning("agency-lead", agency=partnership.POLICE)
    assert [(each["agency"], each["had_it"]) for each in listed(lead.get("/audiences"))] == [(partnership.POLICE, None)]


def test_delivery_is_measured_and_its_shortfall_emitted_once(learning: Component, today: date) -> None:
    unit, lead = learning("business-unit"), learning("agency-lead", agency=partnership.POLICE)
    finding, point = released(learning, THEME)
    product = published(learning, point)
    declare(learning, today)
    delivery = done(unit.post("/deliveries", planning(product, today, OFFICERS, SOCIAL_WORKERS, TEACHERS)), 201)["id"]
    acknowledge(learning, product, OFFICERS, 9, WILL_DO)
    acknowledge(learning, product, SOCIAL_WORKERS, 5)
    acknowledge(learning, product, MIDWIVES, 2)
    attended = [{**OFFICERS, "count": 7}, {**SOCIAL_WORKERS, "count": 5}, {**TEACHERS, "count": 0}]
    done(unit.post(f"/deliveries/{delivery}/attendance", {"attended": attended}))
    learning.drain()
    assert _reached(learning, product) == {}

    learning.clock.advance(timedelta(days=60))
    learning.drain()
    later = day_of(learning.clock.now(), learning.room.framework.partnership.timezone)
    segments = tuple(SegmentDelivered.model_validate(each) for each in ({**OFFICERS, "attended": 5}, SOCIAL_WORKERS, TEACHERS))
    assert [each.event for each in learning.emitted(delivery)] == [
        LearningDelivered(delivery=delivery, product=product, channel="team-meeting", segments=segments),
        ReachFellShort(
            delivery=delivery,
            product=product,
            **OFFICERS,
            reached=5,
            declared=20,
            measured_on=later,
            link=f"{learning.room.url}/deliveries/{delivery}",
        ),
    ]
    measured = done(unit.get(f"/deliveries/{delivery}"))
    assert measured["status"] == "measured"
    assert [(each["attended"], each["reached"], each["declared"], each["fell_short"]) for each in measured["segments"]] == [
        (5, 5, 20, True),
        (None, None, 6, None),
        (None, None, None, None),
    ]
    assert [each["agency"] for each in done(lead.get(f"/deliveries/{delivery}"))["segments"]] == [partnership.POLICE]
    _board_is_right(learning, product)
    _thread_shows_published_counts(learning, finding, product)


def _reached(learning: Component, product: str) -> dict[str, int]:
    board = done(learning("business-unit").get("/reach", product=product))
    return {each["agency"]: each["reached"] for each in board["segments"] if each["reached"] is not None}


def _board_is_right(learning: Component, product: str) -> None:
    """Checks that the board shows published numbers, none in a small segment, and that an agency sees its own."""
    board = done(learning("business-unit").get("/reach", product=product))
    rows = {each["agency"]: (each["reached"], each["declared"], each["share"], each["gap"]) for each in board["segments"]}
    assert rows == {
        partnership.POLICE: (5, 20, 25, 15),
        partnership.COUNCIL: (None, 6, None, None),
        partnership.HOSPITAL: (None, 30, None, None),
        "academies": (None, None, None, None),
    }
    assert board["total"] == 5
    assert board["not_yet"] == [MIDWIVES]
    own = done(learning("agency-lead", agency=partnership.POLICE).get("/reach", product=product))
    assert ([each["agency"] for each in own["segments"]], own["total"], own["not_yet"]) == ([partnership.POLICE], 5, [])


def _thread_shows_published_counts(learning: Component, finding: str, product: str) -> None:
    events = listed(learning("business-unit").get(f"/threads/{finding}"))
    assert LearningDelivered.type() in {each["type"] for each in events}
    told = [each["data"] for each in events if each["type"] == LearningAcknowledged.type()]
    assert {(each["agency"], each["count"]) for each in told} == {(partnership.POLICE, 5), (partnership.COUNCIL, 5)}
    facts = learning.emitted(tally_id(product))
    assert len(facts) == len(told) == 2
    assert {each.envelope.correlationid for each in facts} == {finding}


def test_five_and_nine_people_look_alike_everywhere(learning: Component, today: date) -> None:
    declare(learning, today)
    seen = []
    for people in (5, 9):
        finding, point = released(learning)
        product = published(learning, point)
        acknowledge(learning, product, OFFICERS, people)
        learning.clock.advance(timedelta(days=31))
        learning.drain()
        facts = [
            (each["type"], each["aggregate"] == tally_id(product), each["data"].get("count"))
            for each in listed(learning("inspector", agency="independent").get(f"/threads/{finding}"))
        ]
        seen.append((_reached(learning, product), facts))
    assert seen[0] == seen[1]
    assert seen[0][0] == {partnership.POLICE: 5}


@pytest.mark.parametrize("last", [date(2026, 6, 30), date(2026, 12, 31)], ids=["summer time", "winter time"])
def test_people_count_until_the_day_ends_at_home(learning: Component, last: date) -> None:
    """The measure and the count may run late, after an outage."""
    ends, product = end_of(last, learning.room.framework.partnership.timezone), str(uuid4())
    in_time = [ends - timedelta(days=100), ends - timedelta(microseconds=1)]
    made = [acknowledgement(product, OFFICERS, moment) for moment in (*in_time, ends, ends + timedelta(hours=1))]
    made += [acknowledgement(product, MIDWIVES, in_time[0]), acknowledgement(str(uuid4()), TEACHERS, in_time[0])]
    keep(learning, *[(ACKNOWLEDGEMENT, each) for each in made])
    found = learning.run(acknowledged(learning.room, product, last))
    assert found == {tuple(OFFICERS.values()): 2, tuple(MIDWIVES.values()): 1}


def test_person_counts_once_when_the_keys_rotate(learning: Component) -> None:
    product = published(learning, released(learning)[1])
    acknowledge(learning, product, OFFICERS, 1)
    before = learning.room.keyring
    learning.room.keyring = replace(before, marks=Keys("next", {**before.marks.keys, "next": b"n" * 32}))
    try:
        acknowledge(learning, product, OFFICERS, 1)
    finally:
        learning.room.keyring = before
    made = [each for each in learning.stored() if each["kind"] == "acknowledgement" and each["state"]["product"] == product]
    assert len(made) == 1


def test_person_of_two_agencies_counts_once_in_each(learning: Component) -> None:
    """References are unique within an agency alone, and a person who moves counts in the new segment too."""
    product = published(learning, released(learning)[1])
    ids = set()
    for segment in (OFFICERS, SOCIAL_WORKERS):
        person = learning("practitioner", agency=segment["agency"], person_ref="p-same")
        command = {"product": product, "professional_group": segment["professional_group"], "will_do": segment["agency"]}
        ids |= {done(person.post("/acknowledgements", command), 201)["id"] for _ in range(2)}
        (own,) = [each for each in listed(person.get("/acknowledgements")) if each["product"] == product]
        assert own["will_do"] == segment["agency"]
    assert len(ids) == 2


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


def test_refusal_is_the_same_whether_another_agency_has_declared_or_not(learning: Component, today: date) -> None:
    """A difference would say which of its groups an agency has declared."""
    segment = {**TEACHERS, "head_count": 7, "as_at": today.isoformat()}
    lead = learning("agency-lead", agency=partnership.POLICE)
    before = refused(lead.post("/audiences", segment), 409)
    done(learning("business-unit").post("/audiences", segment), 201)
    assert refused(lead.post("/audiences", segment), 409) == before == [("audience/not-your-agency", "agency")]


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
