"""Every kind of document reads back as it is stored, and rings once for what is due."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from local.parts.names import SERVICES
from services.chassis.privacy.sealing import places
from services.chassis.room.room import given_to
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_fields
from tests.component.harness import Components, Connected
from tests.conformance.endings import ended
from tests.conformance.everything import kinds_of, one_of_each

LONG = timedelta(days=1200)
"""After which every alarm of the examples is due."""


KINDS = [(service, kind) for service in SERVICES for kind in kinds_of(service)]
Stored = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def aged(apart: Components) -> Connected:
    """Services with all the examples, long after."""
    services = apart.connected()
    ended(services, one_of_each(services))
    services["review-registry"].clock.advance(LONG)
    services.drain()
    return services


@pytest.fixture(scope="module")
def stored(aged: Connected) -> Stored:
    return {name: service.opened() for name, service in aged.items()}


@pytest.mark.parametrize(("service", "kind"), KINDS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_state_reads_back_as_it_is_stored(service: str, kind: Kind, stored: Stored) -> None:
    states = [each["state"] for each in stored[service] if each["kind"] == kind.name]
    assert states, "no example makes one"
    assert [kind.state.model_validate(each).model_dump(mode="json") for each in states] == states


@pytest.mark.parametrize(("service", "kind"), KINDS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_alarm_rings_once_for_what_is_due(service: str, kind: Kind, aged: Connected, stored: Stored) -> None:
    room = aged[service].room
    for each in (each for each in stored[service] if each["kind"] == kind.name):
        state = kind.state.model_validate(each["state"])
        again = kind.ring(state, given_to(room, id_=each["_id"]))
        assert (again.state, again.events) == (state, ())
        assert each.get("alarm_at") is None or each["alarm_at"] > room.now()


FOUND_WHILE_THEY_STAND = {"contribution.party", "response.themes"}
"""Sealed fields by which a document is found. The keys go with the erasure, and history holds no keys."""


@pytest.mark.parametrize(("service", "kind"), KINDS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_sealed_text_reaches_no_key_thread_or_label(service: str, kind: Kind, stored: Stored) -> None:
    """A document is found, listed and shown to its readers in the same way once its text is erased."""
    for each in (each for each in stored[service] if each["kind"] == kind.name):
        raw = deepcopy(each["state"])
        for place in places(kind.state, kind.name, each["_id"], raw):
            if place.name not in FOUND_WHILE_THEY_STAND:
                place.clear()
        before, after = (kind.state.model_validate(state) for state in (each["state"], raw))
        assert query_fields(kind, after) == query_fields(kind, before)
        assert kind.threads(after) == kind.threads(before)
