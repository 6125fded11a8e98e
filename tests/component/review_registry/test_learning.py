"""Release of a statement over HTTP, and its erasure after a recall (RR5)."""

from hashlib import sha256
from uuid import uuid4

from contracts.events.review_registry import LearningRecalled, LearningReleased
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.found import found

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
    cleared = {"finding": finding, "statement": STATEMENT}
    names = {"finding": finding, "statement": f"{STATEMENT} Or write to somebody@example.org."}
    assert refused(decider.post(f"/reviews/{review}/learning", names), 409) == [("learning/identifies", "statement")]
    released = done(decider.post(f"/reviews/{review}/learning", cleared))
    assert "released" not in released, "shown, opened, beside its finding"

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
    done(decider.post(f"/reviews/{review}/learning", {"finding": finding, "statement": again}))
    assert done(anybody.get(path))["statement"] == again
    refused(anybody.get(f"/learning/{uuid4()}"), 404)
