"""A contribution over HTTP is read by few, and erased when it is withdrawn (FC2)."""

from typing import Any

import pymongo
import pytest

from local.embedded import Embedded
from local.partnership import COUNCIL
from local.waiting import eventually
from services.chassis.privacy.keyring import Keyring, read_keyring
from tests.service.calling import Caller, People, done, refused
from tests.service.feedback_capture.steps import (
    AGENCY,
    FACILITATOR,
    FEEDBACK,
    PRACTITIONER,
    contributing,
    facilitator,
    offering,
    opened,
)


def stored(deployment: Embedded, contribution: str) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The states of a contribution that lie in the store, the present one first; and its key."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(FEEDBACK)) as client:
        database = client.get_default_database()
        present = database["aggregates"].find_one({"_id": contribution})
        assert present is not None
        past = [entry["state"] for entry in database["history"].find({"aggregate": contribution})]
        waiting = [entry["state"] for entry in present["outbox"] if "state" in entry]
        return [present["state"], *past, *waiting], database["keys"].find_one({"_id": contribution})


def open_with(deployment: Embedded, key: dict[str, Any], contribution: str, sealed: str) -> str:
    keyring = read_keyring(deployment.folder / "keys" / f"{FEEDBACK}.json")
    return Keyring(contribution, {contribution: keyring.open(key["key"])}).open(sealed).decode()


@pytest.fixture
def manager(feedback: People) -> Caller:
    return feedback("agency-lead", agency=AGENCY, person_ref="manager-of-the-practitioner")


async def test_what_a_practitioner_says_is_read_by_few_and_gone_when_taken_back(
    deployment: Embedded, feedback: People, manager: Caller
) -> None:
    review, shown = await opened(deployment, feedback)
    hears = facilitator(feedback, shown["id"])
    said = contributing(shown)
    assert refused(hears.post("/contributions", said | {"no_blame_acknowledged": False}), 409) == [
        ("contribution/not-offered", "party"),
        ("contribution/no-blame-not-acknowledged", "no_blame_acknowledged"),
    ]
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, "practitioners")))
    contribution = done(hears.post("/contributions", said), 201)
    path = f"/contributions/{contribution['id']}"

    for reader in (hears, feedback("business-unit")):
        answer = reader.get(path)
        assert done(answer)["words"] == said["words"]
        assert PRACTITIONER not in answer.text
        assert AGENCY not in answer.text
        assert [each["id"] for each in reader.get("/contributions", review=review).json()] == [contribution["id"]]
    practitioner = feedback("practitioner", agency=AGENCY, person_ref=PRACTITIONER)
    assert done(practitioner.get(path))["words"] == "The screen shows one report at a time. Ask me on [...]."
    others = (
        manager,
        feedback("business-unit", agency=AGENCY),
        feedback("facilitator", agency=AGENCY, person_ref=FACILITATOR),
        feedback("facilitator", person_ref="f-of-another-review"),
        feedback("practitioner", agency=COUNCIL, person_ref=PRACTITIONER),
        feedback("decider"),
    )
    for other in others:
        refused(other.get(path), 404)
        assert other.get("/contributions", review=review).json() == []
    refused(feedback("facilitator", agency=AGENCY, person_ref=FACILITATOR).post(f"{path}/withdrawal"), 404)

    states, key = stored(deployment, contribution["id"])
    assert key is not None
    assert open_with(deployment, key, contribution["id"], states[0]["words"]) == said["words"]
    assert said["words"] not in str(states)

    assert done(practitioner.post(f"{path}/withdrawal"))["status"] == "withdrawn"
    assert done(hears.get(path))["words"] is None

    def erased() -> bool:
        states, key = stored(deployment, contribution["id"])
        return key is None and states[0]["erased_on"] is not None

    eventually(erased, what="its key is gone")
    states, _ = stored(deployment, contribution["id"])
    assert (states[0]["words"], states[0]["wants_changed"]) == (None, None)
    assert any(each["words"] for each in states[1:]), "what history holds can be opened by nothing any more"
    (counted,) = hears.get("/contributions", review=review).json()
    assert (counted["status"], counted["words"], counted["quote_consent"]) == ("withdrawn", None, False)
    assert refused(practitioner.post(f"{path}/withdrawal"), 409) == [("contribution/withdrawn-already", "")]


async def test_nobody_speaks_for_a_party_that_is_not_theirs(deployment: Embedded, feedback: People) -> None:
    _, shown = await opened(deployment, feedback)
    hears = facilitator(feedback, shown["id"])
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, "practitioners")))
    own = feedback("practitioner", agency=AGENCY, person_ref=PRACTITIONER)
    assert done(own.post("/contributions", contributing(shown)), 201)["status"] == "given"
    for other in (
        feedback("practitioner", agency=AGENCY, person_ref="a-colleague"),
        feedback("facilitator", person_ref="f-of-another-review"),
    ):
        assert refused(other.post("/contributions", contributing(shown)), 409) == [("contribution/unknown-party", "party")]
