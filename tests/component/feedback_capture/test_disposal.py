"""Words of people are kept for the years of the settings. Then a decider disposes of them, unless a legal hold is in force."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.chassis.store.faults import guarded
from tests.component.feedback_capture.steps import ANOTHER_AGENCY, WORDS, answered, contributed, response_of, surveyed
from tests.component.harness import Component
from tests.service.calling import done, refused

BEGIN = datetime(2028, 2, 14, 9, 41, 17, tzinfo=UTC)
LATER = timedelta(days=365 * 2 + 2)
HOLD = {"reason": "criminal-case", "authority": "The police, reference 12 of 2029"}


@pytest.fixture(autouse=True)
def _begin(feedback: Component) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)


def said(feedback: Component) -> tuple[str, str, str]:
    """Answers a survey and codes the answer. Returns the ids of survey and response, and the receipt."""
    survey, key = surveyed(feedback), token_hex(24)
    receipt = done(answered(feedback, survey, key, consents=["contact-again"], contact="the blue door"), 201)["receipt"]
    response = response_of(survey, key)
    done(feedback("business-unit").post(f"/responses/{response}/codes", {"themes": ["voice-of-child"]}))
    return survey, response, receipt


def due(feedback: Component) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = feedback("business-unit").get("/disposals").json()
    return shown


def aged(feedback: Component) -> None:
    feedback.clock.advance(LATER)
    feedback.drain()


def disposing(of: str, **changed: Any) -> dict[str, Any]:
    return {"of": of, "choice": "dispose", "reason": "period-passed"} | changed


def owners(feedback: Component, collection: str) -> set[str]:
    return {each["_id"] for each in feedback.stored(collection)}


def held(feedback: Component, thing: str) -> str:
    """Places a legal hold. Returns its id."""
    shown = done(feedback("decider").post("/legal-holds", HOLD | {"of": thing}))
    return str(shown["legal_holds"][-1]["id"])


def test_old_response_is_listed_and_disposed_of_by_a_decider(feedback: Component) -> None:
    survey, response, _ = said(feedback)
    decider = feedback("decider")
    feedback.clock.advance(timedelta(days=700))
    feedback.drain()
    assert due(feedback) == []
    assert refused(decider.post("/disposals", disposing(response)), 409) == [("disposal/not-due", "")]
    feedback.clock.advance(timedelta(days=40))
    feedback.drain()
    counted = done(feedback("decider").get(f"/surveys/{survey}/results"))
    (listed,) = due(feedback)
    assert (listed["id"], listed["kind"], listed["since"], listed["due_since"]) == (
        response,
        "response",
        "2028-02-14",
        "2030-02-14",
    )
    assert WORDS not in str(listed)
    assert [each["asks"] for each in decider.get("/waiting", asks="decide-disposal").json()] == ["decide-disposal"]

    shown = done(decider.post("/disposals", disposing(response)))
    assert (shown["disposed_on"], shown["disposed_because"]) == (feedback.clock.now().date().isoformat(), "period-passed")
    assert due(feedback) == []
    assert decider.get("/waiting", asks="decide-disposal").json() == []
    assert response in owners(feedback, "erased") - owners(feedback, "keys")
    read = feedback("business-unit").get("/responses")
    assert WORDS[:20] not in read.text
    assert "blue door" not in read.text
    feedback.drain()
    (kept,) = (each for each in feedback.stored() if each["_id"] == response)
    assert kept["state"]["retention"]["erase_on"] is None
    assert kept["state"]["retention"]["disposed_by"]["agency"] == "partnership"
    assert done(feedback("decider").get(f"/surveys/{survey}/results")) == counted
    assert refused(decider.post("/disposals", disposing(response)), 409)[0] == ("disposal/disposed-already", "")


async def restored(feedback: Component, keys: list[dict[str, Any]]) -> None:
    """Brings keys back from a backup, and starts the service."""
    store = feedback.service.store
    await store.keys.insert_many(keys)
    await store.open()


def test_restored_key_of_a_disposed_thing_is_erased_again(feedback: Component) -> None:
    _, response, _ = said(feedback)
    before = [each for each in feedback.stored("keys") if each["_id"] == response]
    aged(feedback)
    done(feedback("decider").post("/disposals", disposing(response)))
    assert before
    feedback.run(restored(feedback, before))
    assert response not in owners(feedback, "keys")


def test_interrupted_disposal_is_finished_by_its_alarm(feedback: Component, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store goes away between the decision and the deletion of the key."""
    _, response, _ = said(feedback)
    aged(feedback)
    away: AsyncIOMotorClient[Any] = AsyncIOMotorClient("mongodb://127.0.0.1:1/away", serverSelectionTimeoutMS=50)
    with monkeypatch.context() as patch:
        patch.setattr(feedback.service.store.data_keys, "erased", guarded(away.get_default_database()["erased"]))
        refused(feedback("decider").post("/disposals", disposing(response)), 503)
    away.close()
    assert response in owners(feedback, "keys")
    feedback.drain()
    assert response in owners(feedback, "erased") - owners(feedback, "keys")


def test_decider_keeps_a_thing_until_a_day(feedback: Component) -> None:
    _, response, _ = said(feedback)
    aged(feedback)
    decider, today = feedback("decider"), feedback.clock.now().date()
    keep = {"of": response, "choice": "keep", "reason": "research"}
    assert refused(decider.post("/disposals", keep), 409) == [("disposal/until-missing", "until")]
    until = (today + timedelta(days=30)).isoformat()
    assert done(decider.post("/disposals", keep | {"until": until}))["kept_until"] == until
    assert due(feedback) == []
    feedback.clock.advance(timedelta(days=31))
    feedback.drain()
    assert [each["id"] for each in due(feedback)] == [response]


def test_legal_hold_stops_disposal_until_it_is_lifted(feedback: Component) -> None:
    _, response, _ = said(feedback)
    decider = feedback("decider")
    hold = held(feedback, response)
    aged(feedback)
    assert due(feedback) == []
    assert [each["id"] for each in decider.get("/legal-holds").json()] == [response]
    assert refused(decider.post("/disposals", disposing(response)), 409) == [("disposal/held", "")]
    done(decider.post("/legal-holds/lifts", {"of": response, "hold": hold, "reason": "case-over"}))
    assert decider.get("/legal-holds").json() == []
    assert [each["id"] for each in due(feedback)] == [response]
    assert refused(decider.post("/legal-holds/lifts", {"of": response, "hold": hold, "reason": "case-over"}), 409)


def test_response_withdrawn_under_a_legal_hold_is_locked_then_erased(feedback: Component) -> None:
    """No one reads it from then on. Its key goes when the hold is lifted."""
    _, response, receipt = said(feedback)
    hold = held(feedback, response)
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": receipt}, key=token_hex(24)))
    feedback.clock.advance(timedelta(days=3))
    feedback.drain()
    assert response in owners(feedback, "keys") - owners(feedback, "erased")
    assert WORDS[:20] not in feedback("business-unit").get("/responses").text
    done(feedback("decider").post("/legal-holds/lifts", {"of": response, "hold": hold, "reason": "case-over"}))
    feedback.drain()
    assert response in owners(feedback, "erased") - owners(feedback, "keys")


def test_contribution_withdrawn_under_a_legal_hold_is_locked_then_erased(feedback: Component) -> None:
    _, contribution = contributed(feedback)
    id_ = contribution["id"]
    hold = held(feedback, id_)
    done(feedback("business-unit").post(f"/contributions/{id_}/withdrawal"))
    feedback.clock.advance(timedelta(days=3))
    feedback.drain()
    assert id_ in owners(feedback, "keys") - owners(feedback, "erased")
    assert done(feedback("business-unit").get(f"/contributions/{id_}"))["words"] is None
    done(feedback("decider").post("/legal-holds/lifts", {"of": id_, "hold": hold, "reason": "case-over"}))
    feedback.drain()
    assert id_ in owners(feedback, "erased") - owners(feedback, "keys")


@pytest.mark.parametrize(("role", "agency", "status"), [
    ("business-unit", "partnership", 403),
    ("scrutineer", "partnership", 403),
    ("decider", ANOTHER_AGENCY, 404),
])  # fmt: skip
def test_deciders_of_the_partnership_alone_decide(feedback: Component, role: str, agency: str, status: int) -> None:
    _, response, _ = said(feedback)
    aged(feedback)
    other = feedback(role, agency=agency)
    refused(other.post("/disposals", disposing(response)), status)
    refused(other.post("/legal-holds", HOLD | {"of": response}), status)
    assert other.get("/disposals").json() in ([], due(feedback)) or other.get("/disposals").status_code == 403


def test_due_things_are_listed_page_by_page(feedback: Component) -> None:
    survey = surveyed(feedback)
    for _ in range(3):
        done(answered(feedback, survey), 201)
    contributed(feedback)
    feedback.clock.advance(timedelta(days=366 * 36))
    feedback.drain()
    unit, found = feedback("business-unit"), []
    page = unit.get("/disposals", limit=2)
    while True:
        found += page.json()
        if "next" not in page.links:
            break
        page = unit.get("/disposals", limit=2, after=found[-1]["id"])
    assert [each["kind"] for each in found] == ["contribution", "response", "response", "response"]
    assert len({each["id"] for each in found}) == len(found)
