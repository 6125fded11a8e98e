"""What was taken back is gone for good: from the store and from every
answer, also after the store was set back to a time when it was still there. What stays is a count."""

import asyncio
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.exceptions import InvalidTag

from local.databases import Record, database, everything_is_sent
from local.deployment import Deployment
from local.operator import Answer, ask
from local.parts.loopback import PLAIN
from local.parts.names import SERVICES
from local.people import REGISTRY, has_its_place
from local.waiting import eventually
from local.wire import records
from services.chassis.privacy.keyring import DataKey, Purpose, read_keyring
from services.chassis.privacy.sealing import Place, places
from services.chassis.store.kinds import Kind
from tests.conformance.everything import kinds_of
from tests.faults.backups import BACKED_UP, backup, set_back
from tests.faults.known import FEEDBACK, LEARNING
from tests.faults.limits import SHORT
from tests.service.calling import Caller, People, done, every_side, refused
from tests.service.feedback_capture import steps
from tests.service.learning_dissemination.steps import point_of
from tests.service.review_registry.found import found, release

RUNNING = (REGISTRY, FEEDBACK, LEARNING)
CANARY, OTHER = "a heron on the ninth step", "The lamp was left on."
ERASED = ("erased",)
Kept = Mapping[str, list[Record]]
"""A service's records, by collection."""


@pytest.fixture(scope="module")
def running() -> Iterator[Deployment]:
    async def all_have_their_places() -> None:
        await asyncio.gather(*(has_its_place(deployment, part) for part in RUNNING))

    with Deployment(services=(), forked=True, settings=SHORT) as deployment:
        for part in RUNNING:
            deployment.start_part(part, wait=False)
        asyncio.run(all_have_their_places())
        yield deployment
        for part in RUNNING:
            with suppress(KeyError):  # not running
                deployment.kill(part)


@pytest.fixture(scope="module")
def callers(running: Deployment) -> Iterator[Mapping[str, People]]:
    with ExitStack() as open_:
        clients = {
            each: open_.enter_context(httpx.Client(base_url=running.url(each), timeout=20, verify=PLAIN)) for each in RUNNING
        }
        yield {each: People(running, client) for each, client in clients.items()}


def everything(deployment: Deployment, service: str) -> Kept:
    """All that the service has stored, which is all that is backed up."""
    with database(deployment, service) as there:
        assert set(there.list_collection_names()) <= set(BACKED_UP)
    return backup(deployment, service)


def can_be_read(deployment: Deployment, service: str, kept: Kept) -> bool:
    """Whether the canary is in it, with every key that the service has and every key that is in it."""
    kept = deepcopy(dict(kept))  # it is opened in place
    keyring = read_keyring(deployment.folder / "keys" / f"{service}.json")
    of_owners = {
        each["_id"]: DataKey(each["_id"], keyring.open(Purpose.DATA_KEY, each["_id"], each["key"])) for each in kept["keys"]
    }
    kinds = {kind.name: kind for kind in kinds_of(service)}
    for record in [*kept["aggregates"], *kept["history"], *(entry for each in kept["aggregates"] for entry in each["outbox"])]:
        for place in _places(record, kinds):
            with suppress(KeyError, InvalidTag):  # sealed under no key that is left
                place.open(of_owners[place.owner])
    return CANARY in str(kept)


def _places(record: Record, kinds: Mapping[str, Kind]) -> Iterator[Place]:
    kind = kinds.get(record.get("kind", ""))
    return places(kind.state, kind.name, str(record.get("aggregate") or record["_id"]), record["state"]) if kind else iter(())


def is_answered(people: People, *ids: str) -> bool:
    """Whether the canary is in any answer to a question, asked by somebody of every role about each of these."""
    paths = done(people("business-unit").get("/openapi.json"))["paths"]
    asked = {re.sub(r"\{\w+\}", id_, path) for path, methods in paths.items() if "get" in methods for id_ in ids}
    return any(CANARY in each.get(path).text for each in every_side(people) for path in asked)


def has_left(deployment: Deployment) -> bool:
    """Whether the canary is on any topic, or in a log, span or notice."""
    told = [record for service in SERVICES for record in asyncio.run(records(deployment, service))]
    files = [file for name in ("logs", "spans", "notices") for file in (deployment.folder / name).rglob("*") if file.is_file()]
    assert told
    assert files
    sent = [part for each in told for part in (each.key, each.value, str(each.headers).encode())]
    return any(CANARY.encode() in each for each in (*sent, *(file.read_bytes() for file in files)))


def put_back(deployment: Deployment, service: str, kept: Kept, since: datetime, newest: Collection[str]) -> Sequence[Record]:
    """Step by step as docs/operations.md says; of what `newest` names, the newest state is left. Returns what was lost."""
    deployment.kill(service)
    set_back(deployment, {name: records for name, records in kept.items() if name not in newest}, service)
    assert can_be_read(deployment, service, everything(deployment, service)) == ("keys" not in newest)

    def restored() -> Answer | None:
        answer = ask(deployment, service, "restore", "--since", since.isoformat(), "--json")
        return None if answer.code else answer

    rows = eventually(restored, within=20, what="nobody reads any more, and it is restored").rows
    deployment.start_part(service)
    for task in ("republish", "relist", "verify"):
        assert ask(deployment, service, task).code == 0
    return [row for row in rows if "lost" in row]


@pytest.mark.parametrize("newest", [ERASED, (*ERASED, "keys")], ids=["with its own keys", "with the newest keys"])
def test_what_a_practitioner_took_back_stays_gone(
    running: Deployment, callers: Mapping[str, People], newest: Collection[str]
) -> None:
    """And what else was said stays."""
    feedback = callers[FEEDBACK]
    review, shown = asyncio.run(steps.opened(running, feedback))
    hears = steps.facilitator(feedback, shown["id"])
    practitioner = feedback("practitioner", agency=steps.AGENCY, person_ref=steps.PRACTITIONER)
    done(hears.post(f"/involvements/{shown['id']}/offers", steps.offering(shown, "practitioners")))
    said = steps.contributing(shown, words=f"I saw {CANARY}.", wants_changed=f"Look for {CANARY}.")
    contribution = done(hears.post("/contributions", said), 201)["id"]
    other = done(hears.post("/contributions", steps.contributing(shown, words=OTHER)), 201)["id"]
    ids, withdrawal = (contribution, shown["id"], review), f"/contributions/{contribution}/withdrawal"
    assert is_answered(feedback, *ids), "so that its absence shows something"
    asyncio.run(everything_is_sent(running, FEEDBACK))
    since, kept = datetime.now(UTC) - timedelta(seconds=1), everything(running, FEEDBACK)
    assert can_be_read(running, FEEDBACK, kept)
    assert not can_be_read(running, FEEDBACK, dict(kept) | {"keys": []}), "a backup tells nothing without its keys"

    def counted() -> tuple[str, str | None, str | None]:
        both = {each["id"]: each for each in feedback("business-unit").get("/contributions", review=review).json()}
        assert (both[other]["status"], both[other]["words"]) == ("given", OTHER)
        return both[contribution]["status"], both[contribution]["words"], both[contribution]["wants_changed"]

    def gone() -> bool:
        return not (can_be_read(running, FEEDBACK, everything(running, FEEDBACK)) or is_answered(feedback, *ids))

    done(practitioner.post(withdrawal))
    assert eventually(gone, what="it is erased", every=0.2)
    assert counted() == ("withdrawn", None, None)

    put_back(running, FEEDBACK, kept, since, newest)
    assert gone()
    assert counted() == ("given", None, None), "that it was withdrawn was in the lost time"
    refused(practitioner.get(f"/contributions/{contribution}"), 404)
    done(feedback("business-unit").post(withdrawal))
    assert counted() == ("withdrawn", None, None)
    assert gone()
    assert not has_left(running)


def test_a_recalled_statement_stays_gone(running: Deployment, callers: Mapping[str, People]) -> None:
    registry, learning = callers[REGISTRY], callers[LEARNING]
    review, finding = found(registry)
    decider, anybody = registry("decider"), Caller(registry.client, "")
    recall = {"finding": finding, "reason": "identifies-somebody"}
    release(registry, review, finding, f"Ask who saw {CANARY}.")
    point = point_of(learning, finding)
    assert CANARY in done(anybody.get(f"/learning/{finding}"))["statement"]
    assert is_answered(registry, review, finding)
    asyncio.run(everything_is_sent(running, REGISTRY))
    since, kept = datetime.now(UTC) - timedelta(seconds=1), everything(running, REGISTRY)
    assert can_be_read(running, REGISTRY, kept)
    assert not can_be_read(running, REGISTRY, dict(kept) | {"keys": []}), "a backup tells nothing without its keys"

    def gone() -> bool:
        read = any(can_be_read(running, each, everything(running, each)) for each in (REGISTRY, LEARNING))
        refused(anybody.get(f"/learning/{finding}"), 410)
        return not (read or is_answered(registry, review, finding) or is_answered(learning, point["id"], finding))

    def withdrawn() -> bool:
        return bool(point_of(learning, finding)["withdrawn"] == "identifies-somebody")

    done(decider.post(f"/reviews/{review}/learning-recalls", recall))
    assert eventually(gone, what="it is erased", every=0.2)
    assert eventually(withdrawn, what="its learning point is withdrawn")

    lost = put_back(running, REGISTRY, kept, since, ERASED)
    assert [row["type"] for row in lost if row["aggregate"] == review] == ["learning.LearningRecalled.v1"]
    assert gone()
    assert withdrawn(), "what others hold is not lost"
    done(decider.post(f"/reviews/{review}/learning-recalls", recall))
    assert gone()
    assert not has_left(running)
