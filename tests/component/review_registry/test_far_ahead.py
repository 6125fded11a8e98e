"""A sequence that no service can have reached is not believed, and a restore or a large gap stops nothing for good."""

from dataclasses import replace
from uuid import UUID, uuid4, uuid5

import pytest

from contracts.events.action_tracking import ObligationOpened, RecheckOffered
from contracts.events.event import Event
from contracts.vocabulary.reviews import Response
from local.partnership import POLICE
from local.wire import Wire, wire
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.messaging.trust import FAR_AHEAD
from services.chassis.operators.console import Asked, retry
from tests.component.harness import Component
from tests.service.calling import done

TRACKING = "action-tracking"


def opened(obligation: str = "") -> ObligationOpened:
    finding = str(uuid4())
    return ObligationOpened(
        obligation=obligation or obligation_id(finding, POLICE), review=str(uuid4()), finding=finding, agency=POLICE,
        agencies=(POLICE,), response=Response.ACTION, by="2028-01-01",  # type: ignore[arg-type]  # as it is sent
    )  # fmt: skip


def at(event: ObligationOpened, sequence: str) -> Wire:
    """The event as its own service sends it with this sequence."""
    record = wire(event, event.obligation, 1)
    id_ = uuid5(UUID(event.obligation), f"{sequence}/{event.type()}")
    changed = {"ce_sequence": sequence.encode(), "ce_id": str(id_).encode()}
    return replace(record, headers=tuple((name, changed.get(name, value)) for name, value in record.headers))


def heard(registry: Component, event: ObligationOpened) -> list[str]:
    """The sequence that each document heard last from the obligation."""
    return [each["heard"][event.obligation] for each in registry.stored() if event.obligation in each.get("heard", {})]


@pytest.fixture
def empty(registry: Component) -> Component:
    registry.empty()
    registry.deliver(TRACKING, at(opened(), "0001-0000000001"))
    assert registry.troubled() == []
    return registry


@pytest.mark.parametrize("sequence", ["9999-9999999999", "0001-9999999999", "0003-0000000002", "0001-0000005002"])
def test_sequence_far_ahead_waits_for_a_person(sequence: str, empty: Component) -> None:
    event = opened()
    empty.deliver(TRACKING, at(event, "0001-0000000001"), at(event, sequence))
    assert [each["reason"] for each in empty.troubled()] == [FAR_AHEAD]
    assert heard(empty, event) == ["0001-0000000001"]


@pytest.mark.parametrize("sequence", ["9999-9999999999", "0001-0000009999", "0003-0000000001"])
def test_first_sequence_of_an_aggregate_is_bounded_too(sequence: str, empty: Component) -> None:
    event = opened()
    empty.deliver(TRACKING, at(event, sequence))
    assert [each["reason"] for each in empty.troubled()] == [FAR_AHEAD]
    assert heard(empty, event) == []


def test_restores_gaps_and_late_documents_are_believed(empty: Component) -> None:
    """Events that no one here reacts to leave gaps, and each restore raises the incarnation by one."""
    event = opened()
    for sequence in ("0001-0000004000", "0001-0000009000", "0002-0000000003", "0003-0000000004", "0003-0000005004"):
        empty.deliver(TRACKING, at(event, sequence))
        assert (empty.troubled(), heard(empty, event)) == ([], [sequence])


def test_new_reader_believes_a_service_that_was_restored_before(registry: Component) -> None:
    registry.empty()
    event = opened()
    registry.deliver(TRACKING, at(event, "0004-0000000007"))
    assert (registry.troubled(), heard(registry, event)) == ([], ["0004-0000000007"])


def test_retry_by_an_operator_believes_it_and_those_behind(empty: Component) -> None:
    event, operator = opened(), empty("operator")
    empty.deliver(TRACKING, *(at(event, each) for each in ("0001-0000000001", "0009-0000000002", "0009-0000000003")))
    (parked,) = empty.troubled()
    done(operator.post(f"/parked/{parked['_id']}/retries", {}))
    empty.drain()
    assert heard(empty, event) == ["0009-0000000003"]
    other = opened()
    empty.deliver(TRACKING, at(other, "0009-0000000001"))
    assert (empty.troubled(), heard(empty, other)) == ([], ["0009-0000000001"])


def test_retry_of_all_messages_leaves_what_is_far_ahead(empty: Component) -> None:
    async def of_all() -> list[str]:
        return [row["id"] async for row in retry(empty.service.console(), Asked(id=None, dry_run=False))]

    empty.deliver(TRACKING, at(opened(), "9999-9999999999"))
    assert len(empty.troubled()) == 1
    assert empty.run(of_all()) == []


def test_discard_by_an_operator_lets_the_lane_go_on(empty: Component) -> None:
    event, operator = opened(), empty("operator")
    empty.deliver(TRACKING, *(at(event, each) for each in ("0001-0000000001", "9999-9999999999", "0001-0000000002")))
    (parked,) = empty.troubled()
    done(operator.post(f"/parked/{parked['_id']}/discards", {"reason": "forged"}))
    done(empty("decider").post(f"/parked/{parked['_id']}/confirmations", {}))
    empty.drain()
    assert heard(empty, event) == ["0001-0000000002"]


FOREIGN: dict[str, tuple[str, Event]] = {
    "the topic does not belong to the service that owns this type": ("feedback-capture", opened()),
    "an agency is not in the settings": (TRACKING, opened().model_copy(update={"agencies": ("no-such-agency",)})),
}


@pytest.mark.parametrize("reason", FOREIGN)
def test_foreign_event_is_parked_with_the_reason(reason: str, empty: Component) -> None:
    topic, event = FOREIGN[reason]
    empty.deliver(topic, wire(event, event.about(), 1))
    assert [each["reason"] for each in empty.troubled()] == [reason]


def test_event_under_newer_settings_waits_for_them(empty: Component) -> None:
    event = opened().model_copy(update={"agencies": ("no-such-agency",)})
    record = wire(event, event.obligation, 1)
    newer = tuple((name, b"99" if name == "ce_edition" else value) for name, value in record.headers)
    empty.deliver(TRACKING, replace(record, headers=newer))
    assert [each["status"] for each in empty.stored("parked")] == ["not-yet"]


def test_type_that_no_one_here_reacts_to_is_skipped_whatever_it_says(empty: Component) -> None:
    event = RecheckOffered(action=str(uuid4()), epoch=1)
    assert type(event) not in empty.service.reactions
    empty.deliver("feedback-capture", wire(event, event.action, 1))
    assert empty.stored("parked") == []
