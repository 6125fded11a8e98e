"""LD3, LD4, LD5 over the real thing: who needs it is declared, it is brought to them, they acknowledge, reach is measured."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contracts.events.learning_dissemination import LearningAcknowledged, LearningDelivered, ReachFellShort
from contracts.events.learning_dissemination import Segment as Told
from local import partnership
from local.embedded import Embedded
from local.waiting import eventually
from services.learning_dissemination.domain.acknowledgement.state import acknowledgement_id
from tests.service.calling import People, done, refused
from tests.service.learning_dissemination.steps import LEARNING, listed, published, released, stored
from tests.service.topic import told

POLICE = {"agency": partnership.POLICE, "professional_group": "police-response"}
COUNCIL = {"agency": partnership.COUNCIL, "professional_group": "social-worker"}
MIDWIVES = {"agency": partnership.HOSPITAL, "professional_group": "midwife"}
SCHOOLS = {"agency": "academies", "professional_group": "teacher-dsl"}
WILL_DO = "Ask who else lives in the home, each time."
THEME = "cross-border"
HEADS = ((POLICE, 10), (COUNCIL, 6), (MIDWIVES, 30))


@pytest.fixture
def today(deployment: Embedded) -> date:
    return deployment.clock.now().astimezone(ZoneInfo(partnership.FRAMEWORK.partnership.timezone)).date()


def declared(learning: People, today: date, *, weeks_ago: int = 0) -> None:
    """Each agency's lead says how many there are, and that they need it."""
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


def acknowledged(learning: People, product: str, segment: dict[str, str], people: int, will_do: str = "") -> None:
    """By so many, each of them twice."""
    command = {"product": product, "professional_group": segment["professional_group"], "will_do": will_do}
    for number in range(people):
        person = learning("practitioner", agency=segment["agency"], person_ref=f"p-{segment['agency']}-{number}")
        first, again = (done(person.post("/acknowledgements", command), 201) for _ in range(2))
        assert first == again


async def test_a_delivery_from_its_plan_to_its_measure(deployment: Embedded, learning: People, today: date) -> None:
    unit, lead = learning("business-unit"), learning("agency-lead", agency=POLICE["agency"])
    finding, point = await released(deployment, learning, themes=(THEME,))
    product = published(learning, point)
    declared(learning, today, weeks_ago=3)
    declared(learning, today)
    by_theme = {each["agency"]: each for each in listed(unit.get("/audiences", theme=THEME))}
    assert by_theme[POLICE["agency"]]["declared"] == {"head_count": 10, "as_at": today.isoformat()}
    assert [each["head_count"] for each in by_theme[POLICE["agency"]]["earlier"]] == [13]
    assert by_theme[MIDWIVES["agency"]]["had_it"] is False
    assert {each["agency"] for each in listed(lead.get("/audiences"))} == {POLICE["agency"]}

    long_ago = planning(product, today - timedelta(days=60), POLICE, COUNCIL, SCHOOLS)
    delivery = done(unit.post("/deliveries", long_ago), 201)["id"]
    acknowledged(learning, product, POLICE, 6, WILL_DO)
    acknowledged(learning, product, COUNCIL, 5)
    acknowledged(learning, product, MIDWIVES, 2)
    attended = [{**POLICE, "count": 7}, {**COUNCIL, "count": 3}, {**SCHOOLS, "count": 0}]
    done(unit.post(f"/deliveries/{delivery}/attendance", {"attended": attended}))

    facts = [each.event for each in await told(deployment, LEARNING, delivery, until={ReachFellShort})]
    segments = tuple(Told.model_validate(each) for each in ({**POLICE, "attended": 7}, COUNCIL, {**SCHOOLS, "attended": 0}))
    assert facts == [
        LearningDelivered(delivery=delivery, product=product, channel="team-meeting", segments=segments),
        ReachFellShort(delivery=delivery, product=product, **POLICE, reached=6, declared=10, measured_on=today),
    ]
    measured = done(unit.get(f"/deliveries/{delivery}"))
    assert measured["status"] == "measured"
    assert [(each["attended"], each["reached"], each["declared"], each["fell_short"]) for each in measured["segments"]] == [
        (7, 6, 10, True),
        (None, 5, 6, False),
        (0, 0, None, None),
    ]
    assert [each["agency"] for each in done(lead.get(f"/deliveries/{delivery}"))["segments"]] == [POLICE["agency"]]
    _board_is_right(learning, product)
    await _thread_shows_who_acknowledged(deployment, learning, finding, product)


def _board_is_right(learning: People, product: str) -> None:
    """Small numbers are kept safe, what is unknown is shown so, and an agency sees its own."""
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
    own = done(learning("agency-lead", agency=POLICE["agency"]).get("/reach", product=product))
    assert ([each["agency"] for each in own["segments"]], own["total"], own["not_yet"]) == ([POLICE["agency"]], 6, [])


async def _thread_shows_who_acknowledged(deployment: Embedded, learning: People, finding: str, product: str) -> None:
    def of_all() -> list[str] | None:
        types = [each["type"] for each in listed(learning("business-unit").get(f"/threads/{finding}"))]
        return types if types.count(LearningAcknowledged.type()) >= 13 else None

    types = eventually(of_all, what="every acknowledgement on the finding's thread")
    assert types.count(LearningAcknowledged.type()) == 13
    assert LearningDelivered.type() in types
    person = f"p-{POLICE['agency']}-0"
    (fact,) = await told(deployment, LEARNING, acknowledgement_id(product, person), until={LearningAcknowledged})
    assert fact.event == LearningAcknowledged(product=product, **POLICE)
    assert fact.envelope.correlationid == finding


async def test_what_somebody_will_do_is_theirs_alone(deployment: Embedded, learning: People) -> None:
    _, point = await released(deployment, learning)
    product = published(learning, point)
    acknowledged(learning, product, POLICE, 1, WILL_DO)
    person = learning("practitioner", agency=POLICE["agency"], person_ref=f"p-{POLICE['agency']}-0")
    (own,) = [each for each in listed(person.get("/acknowledgements")) if each["product"] == product]
    assert own["will_do"] == WILL_DO
    other = learning("practitioner", agency=POLICE["agency"], person_ref="p-other")
    assert listed(other.get("/acknowledgements")) == []
    kept = stored(deployment)
    assert own["id"] in str(kept)
    assert "who else lives" not in str(kept)


async def test_what_is_wrong_is_said_at_once(deployment: Embedded, learning: People, today: date) -> None:
    unit = learning("business-unit")
    _, point = await released(deployment, learning)
    product = published(learning, point)
    lead = learning("agency-lead", agency=COUNCIL["agency"])
    ahead = {**SCHOOLS, "head_count": 3, "as_at": (today + timedelta(days=2)).isoformat(), "needs": ["nothing"]}
    assert set(refused(lead.post("/audiences", ahead), 409)) == {
        ("audience/not-your-agency", "agency"),
        ("audience/as-at-ahead", "as_at"),
        ("audience/unknown-theme", "needs/0"),
    }
    delivery = done(unit.post("/deliveries", planning(product, today + timedelta(days=1), POLICE)), 201)["id"]
    early = unit.post(f"/deliveries/{delivery}/attendance", {"attended": [{**COUNCIL, "count": 3}]})
    assert set(refused(early, 409)) == {
        ("delivery/before-its-day", ""),
        ("delivery/not-for-them", "attended/0"),
        ("delivery/segment-missing", "attended"),
    }
    said = {"product": product, "professional_group": "king"}
    assert set(refused(unit.post("/acknowledgements", said), 409)) == {
        ("acknowledgement/no-agency", ""),
        ("segment/unknown-code", "professional_group"),
    }
    done(learning("decider").post(f"/products/{product}/withdrawal", {"reason": "out-of-date"}))
    gone = unit.post("/deliveries", planning(product, today, POLICE))
    assert refused(gone, 409) == [("product/not-published", "product")]
