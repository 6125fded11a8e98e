"""Text about people is sealed in the store, and opens for its own document and field alone (docs/access.md "Encryption")."""

from collections.abc import Callable, Iterator
from secrets import token_hex
from typing import Any

import pytest

from local.keyrings import keyring
from services.chassis.messaging.parking import KeyGone, RawRecord
from services.chassis.operators.rewrap import rewrapped
from services.chassis.operators.verify import verified
from services.chassis.privacy.keyring import Keyring
from services.chassis.room.erasure import erase
from services.chassis.rules.sealed import ERASED, LOCKED
from services.chassis.store.parked import TROUBLED
from services.feedback_capture.commands.response import codes
from services.feedback_capture.domain.response.answering import Respond
from tests.component.feedback_capture.steps import AGENCY, PRACTITIONER, answered, contributed, form_of, response_of, surveyed
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import opened

TITLE = "The heron on the ninth step"
SAID: dict[str, Any] = {"answers": {"heard": "2", "what": "Nobody asked."}, "contact": None, "consents": ["improve-service"]}
Rotate = Callable[[Component, Keyring], None]


@pytest.fixture
def under() -> Iterator[Rotate]:
    """Restarts a service's processes under another file of keys, and puts the first one back in the end."""
    before: dict[str, tuple[Component, Keyring]] = {}

    def rotate(component: Component, ring: Keyring) -> None:
        before.setdefault(component.name, (component, component.room.keyring))
        component.room.keyring = component.service.parking.keyring = component.service.store.data_keys.keyring = ring
        component.service.store.data_keys.kept.clear()

    yield rotate
    for component, ring in before.values():
        rotate(component, ring)


def later(component: Component) -> None:
    """Passes the seconds for which a process keeps an opened key."""
    component.service.store.data_keys.kept.clear()


def stored(component: Component, id_: str) -> dict[str, Any]:
    (record,) = [each for each in component.stored() if each["_id"] == id_]
    return record


def titles(registry: Component) -> dict[str, str]:
    return {each["id"]: each["title"] for each in registry("business-unit").get("/reviews", limit=200).json()}


def faults(component: Component, id_: str) -> list[str]:
    async def found() -> list[str]:
        return [row["fault"] async for row in verified(component.service.store) if row.get("id") == id_]

    return component.run(found())


def test_erased_review_is_read_without_its_text(registry: Component) -> None:
    unit = registry("business-unit")
    review = opened(unit, title=TITLE)
    done(unit.post(f"/reviews/{review}/holds", {"kind": "criminal", "review_on": "2090-01-01", "authority": TITLE}))
    registry.drain()
    assert titles(registry)[review] == TITLE
    assert TITLE not in str(registry.stored()) + str(registry.stored("history"))
    registry.run(erase(registry.room, review))
    assert titles(registry)[review] == ERASED
    shown = done(unit.get(f"/reviews/{review}"))
    assert (shown["title"], shown["holds"][0]["authority"]) == (ERASED, ERASED)
    assert [each["command"] for each in unit.get(f"/reviews/{review}/history").json()] == ["OpenReview", "PlaceHold"]
    assert faults(registry, review) == []
    lifted = {"hold": shown["holds"][0]["id"], "reason": TITLE}
    assert done(registry("decider").post(f"/reviews/{review}/hold-lifts", lifted))["holds"][0]["lifted_because"] == TITLE
    assert done(unit.get(f"/reviews/{review}"))["holds"][0]["lifted_because"] == ERASED, "nothing is brought back"
    assert [each for each in registry.stored("keys") if each["_id"] == review] == []


def test_text_put_into_another_document_or_field_does_not_open(registry: Component) -> None:
    unit = registry("business-unit")
    review, other = opened(unit, title=TITLE), opened(unit, title="Another one")

    async def put(id_: str, field: str, value: bytes | str) -> None:
        await registry.service.store.aggregates.update_one({"_id": id_}, {"$set": {f"state.{field}": value}})

    theirs, mine = stored(registry, other)["state"]["title"], stored(registry, review)["state"]["title"]
    for id_, field, value in ((review, "title", theirs), (other, "response", theirs), (review, "title", "Put there by hand.")):
        registry.run(put(id_, field, value))
        assert done(unit.get(f"/reviews/{id_}"))[field] == LOCKED
    registry.run(put(review, "title", mine))
    assert titles(registry)[review] == TITLE


def test_missing_key_hides_a_text_and_lets_no_save_lose_it(registry: Component, under: Rotate) -> None:
    unit = registry("business-unit")
    review = opened(unit, title=TITLE)
    under(registry, keyring("another"))
    new = opened(unit, title="Opened under another file")
    hold = {"kind": "criminal", "review_on": "2090-01-01", "authority": "The police."}
    assert (titles(registry)[review], titles(registry)[new]) == (LOCKED, "Opened under another file"), "a page never fails"
    refused(unit.post(f"/reviews/{review}/holds", hold), 503)
    assert faults(registry, review) == ["has text that no key opens, and whose owner was not erased"]


def test_refused_command_leaves_no_key(feedback: Component) -> None:
    survey, before = surveyed(feedback), feedback.stored("keys")
    reply = {"theme": "no-such-theme", "services": "all", "source_groups": "all", "said": "x", "done": "y", "because": "z"}
    refused(feedback("business-unit").post("/replies", reply), 409)
    refused(answered(feedback, survey, answers={"unasked": "Nobody asked this."}), 409)
    assert feedback.stored("keys") == before


def test_nothing_that_a_withdrawn_answer_said_is_left_or_can_be_guessed(feedback: Component) -> None:
    survey, key = surveyed(feedback), token_hex(24)
    form = form_of(feedback, survey, key)
    receipt, id_ = done(answered(feedback, survey, key, **SAID), 201)["receipt"], response_of(survey, key)
    done(feedback("business-unit").post(f"/responses/{id_}/codes", {"themes": ["voice-of-child"]}))
    feedback.drain()
    said = ("scales", "texts", "consents", "hits", "themes")

    def filed() -> list[dict[str, Any]]:
        return [each["state"] for each in feedback.stored("history") if each["aggregate"] == id_]

    assert all(isinstance(each[name], bytes) or not each[name] for each in filed() for name in said)
    assert isinstance(filed()[0]["scales"], bytes)
    body = Respond.model_validate({**form, "secret": key, **SAID}).model_dump_json().encode()
    kept = feedback.run(feedback.service.store.data_keys.find([id_])).keys[id_]
    digests = {each["digest"] for each in stored(feedback, id_)["commands"].values()}
    assert kept.fingerprint(body) in digests, "so that the guess below shows something"
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": receipt}, key=token_hex(24)))
    feedback.drain()
    assert feedback.run(feedback.service.store.data_keys.find([id_])).keys == {}
    ring = feedback.room.keyring
    guesses = {each.rpartition(":")[2] for each in ring.fingerprints(body)}
    assert not guesses & {each["digest"] for each in stored(feedback, id_)["commands"].values()}
    assert "voice-of-child" not in str(stored(feedback, id_)) + str(filed())


def test_erased_contribution_leaves_no_trace_of_the_person(feedback: Component) -> None:
    _, contribution = contributed(feedback)
    own = feedback("practitioner", agency=AGENCY, person_ref=PRACTITIONER)
    feedback.drain()
    entries = [each for each in feedback.stored("history") if each["aggregate"] == contribution["id"]]
    party = stored(feedback, contribution["id"])["keys"]["party"]
    assert [each for each in entries if isinstance(each["by"], bytes)] == entries
    done(own.post(f"/contributions/{contribution['id']}/withdrawal"))
    feedback.drain()
    later(feedback)
    left = str([each for each in feedback.stored("history") if each["aggregate"] == contribution["id"]])
    left += str(stored(feedback, contribution["id"]))
    assert not [each for each in (PRACTITIONER, AGENCY, party) if each in left]


async def rows_of(component: Component, **how: Any) -> list[dict[str, Any]]:
    return [row async for row in rewrapped(component.service.store, component.room.keyring, **how)]


def wrapping(component: Component) -> set[str]:
    names = {each["key"].partition(":")[0] for each in component.stored("keys")}
    return names | {each["sealed"].partition(":")[0] for each in component.stored("parked")}


def test_old_key_is_retired_once_everything_is_wrapped_again(feedback: Component, under: Rotate) -> None:
    marks = feedback.room.keyring.marks
    survey, key = surveyed(feedback), token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    letter = RawRecord("a-topic", 0, 1, b"key", (), b"body")
    feedback.run(feedback.service.parking.park(letter, TROUBLED, "a reason"))
    old, new = feedback.room.keyring, keyring("k2")
    both = Keyring("k2", {**new.keys, **old.keys}, marks)

    under(feedback, both)
    planned = feedback.run(rows_of(feedback, dry_run=True))
    assert wrapping(feedback) == {"k1"}, "a dry run wraps nothing"
    assert {"key": "k1", "active": False, "wraps": len(feedback.stored("keys")) + 1, "may_be_retired": False} in planned
    done_ = feedback.run(rows_of(feedback))
    assert {"of": "parked", "done": 1} in done_
    assert {"key": "k1", "active": False, "wraps": 0, "may_be_retired": True} in done_
    assert wrapping(feedback) == {"k2"}
    assert {"of": "data-key", "done": 0} in feedback.run(rows_of(feedback)), "it goes on where it stopped"

    under(feedback, Keyring("k2", new.keys, marks))
    (response,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert response["scales"] == {"heard": 2}
    (parked,) = feedback.stored("parked")
    assert feedback.service.parking.opened(parked) == letter
    assert done(feedback.anybody().post("/receipts", {"receipt": receipt}))["status"] == "received"
    assert done(answered(feedback, survey, key), 201)["receipt"] == receipt
    assert receipt in codes(
        feedback.room, Respond.model_validate({**form_of(feedback, survey, key), "answers": {}, "secret": key})
    )
    feedback.forget("parked")


def test_value_whose_key_is_gone_is_reported_and_keeps_the_others(feedback: Component, under: Rotate) -> None:
    letter = RawRecord("a-topic", 0, 2, b"key", (), b"body")
    feedback.run(feedback.service.parking.park(letter, TROUBLED, "a reason"))
    (parked,) = feedback.stored("parked")
    under(feedback, keyring("k2"))
    rows = feedback.run(rows_of(feedback))
    assert [row for row in rows if row.get("owner") == letter.id] == [
        {"of": "parked", "owner": letter.id, "key": "k1", "fault": "does not open"}
    ]
    with pytest.raises(KeyGone):
        feedback.service.parking.opened(parked)
    feedback.forget("parked")
