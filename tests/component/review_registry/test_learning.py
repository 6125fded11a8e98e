"""Release of a statement over HTTP, and its erasure after a recall (RR5)."""

from hashlib import sha256
from uuid import uuid4

from contracts.events.review_registry import LearningRecalled, LearningReleased
from local.partnership import POLICE
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.found import found, release

STATEMENT = "Ask who else lives here, and write down who was asked."


def keys(registry: Component, review: str) -> dict[str, bool]:
    """Returns for each key of a release whether the store still has it."""
    (document,) = [each for each in registry.stored() if each["_id"] == review]
    assert STATEMENT not in str(document), "only sealed"
    held = {each["_id"] for each in registry.stored("keys")}
    return {each["key"]: each["key"] in held for each in document["state"]["released"]}


def test_statement_is_released_read_by_the_public_and_recalled(registry: Component) -> None:
    review, finding = found(registry)
    anybody, decider, unit = registry.anybody(), registry("decider"), registry("business-unit")
    path = f"/learning/{finding}"
    refused(anybody.get(path), 404)
    names = {"finding": finding, "statement": f"{STATEMENT} Or write to somebody@example.org."}
    assert refused(unit.post(f"/reviews/{review}/learning-drafts", names), 409) == [("learning/identifies", "statement")]
    release(registry, review, finding, STATEMENT)

    registry.drain()
    event = registry.emitted(review)[-1].event
    assert isinstance(event, LearningReleased)
    assert event.link == f"{registry.room.url}{path}"
    read = done(anybody.get(path))
    assert (read["statement"], read["sha256"]) == (STATEMENT, sha256(STATEMENT.encode()).hexdigest())
    assert event.sha256 == read["sha256"]
    assert list(keys(registry, review).values()) == [True]

    refused(unit.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}), 403)
    done(decider.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    refused(anybody.get(path), 410)
    registry.drain()
    assert isinstance(registry.emitted(review)[-1].event, LearningRecalled)
    assert list(keys(registry, review).values()) == [False]
    (shown,) = unit.get(f"/reviews/{review}/findings").json()
    assert (shown["learning"]["statement"], shown["learning"]["recalled_reason"]) == (None, "identifies-somebody")

    again = STATEMENT.replace("lives", "stays")
    release(registry, review, finding, again)
    assert done(anybody.get(path))["statement"] == again
    refused(anybody.get(f"/learning/{uuid4()}"), 404)


def test_draft_is_read_by_those_who_release_it_and_erased_with_every_version(registry: Component) -> None:
    review, finding = found(registry)
    unit, path = registry("business-unit"), f"/reviews/{review}/learning-drafts"
    for statement in ("What was written first, and not well.", STATEMENT):
        done(unit.post(path, {"finding": finding, "statement": statement}))
    (draft,) = registry("decider").get(path).json()
    assert (draft["statement"], len(draft["writers"])) == (STATEMENT, 1)
    refused(registry.anybody().get(f"/learning/{finding}"), 404)
    refused(registry("agency-lead", agency=POLICE).get(path), 403)
    done(registry("decider").post(f"/reviews/{review}/learning", {"finding": finding, "sha256": draft["sha256"]}))
    assert len(keys(registry, review)) == 1
    done(registry("decider").post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    registry.drain()
    assert list(keys(registry, review).values()) == [False]


def test_hold_takes_a_released_statement_out_until_it_is_lifted(registry: Component) -> None:
    review, finding = found(registry)
    release(registry, review, finding, STATEMENT)
    decider, path = registry("decider"), f"/learning/{finding}"
    for kind in ("criminal", "criminal", "coronial"):
        done(decider.post(f"/reviews/{review}/holds", {"kind": kind, "review_on": "2090-01-01", "authority": "The police."}))
    for hold in done(decider.get(f"/reviews/{review}"))["holds"]:
        refused(registry.anybody().get(path), 410)
        done(decider.post(f"/reviews/{review}/hold-lifts", {"hold": hold["id"], "reason": "It is over."}))
    assert done(registry.anybody().get(path))["statement"] == STATEMENT
