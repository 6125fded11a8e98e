"""Every event is believed from its owner alone, and only if it names what the settings know."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contracts.events import origin
from contracts.events.catalogue import EVENTS, PUBLISHERS, SERVICES, publisher
from contracts.events.envelope import Envelope, describe, event_id, sequence_of
from contracts.events.event import Event
from contracts.events.origin import Known, decided_by, disbelieved, marked, unknown_agencies
from contracts.vocabulary.types import AgencyCode, Link
from local.partnership import PARTNERSHIP_CODE

NOW = datetime(2027, 3, 1, tzinfo=UTC)
FOLDER = Path(__file__).parents[3] / "contracts" / "examples"
ADDRESSES = {each: [f"https://{each}.example", f"https://old.example/{each}"] for each in SERVICES}
PARTNERSHIP = PARTNERSHIP_CODE


def example(event: type[Event]) -> Event:
    """The published example of an event, with a link to its own service."""
    (data,) = (json.loads((FOLDER / f"{event.wire_name()}.v{event.version}.json").read_text())["data"],)
    if "link" in data:
        data["link"] = f"https://{publisher(event)}.example/one"
    return event.model_validate(data)


def enveloped(event: Event, **changed: Any) -> Envelope:
    service = publisher(type(event))
    made = describe(
        event, source=f"/{PARTNERSHIP}/{service}", aggregate=decided_by(event) or str(uuid4()), sequence=sequence_of(1, 1),
        time=NOW, cause=str(uuid4()), correlation=str(uuid4()), edition=1, traceparent=None,
    )  # fmt: skip
    return made.model_copy(update=changed)


def known(event: Event, **changed: Any) -> Known:
    usual = {"partnership": PARTNERSHIP, "owner": publisher(type(event)), "addresses": ADDRESSES, "latest": NOW}
    return Known(**usual | changed)  # type: ignore[arg-type]  # each value has the type of its field


def another(event: Event) -> str:
    return next(each for each in SERVICES if each != publisher(type(event)))


def with_key(event: Event, key: str) -> Envelope:
    """An envelope that fits this key in all else."""
    made = enveloped(event)
    return made.model_copy(update={"partitionkey": key, "id": event_id(key, made.sequence, made.type)})


Forged = tuple[Envelope, Event, Known]
FORGED: dict[str, Callable[[Event], Forged]] = {
    origin.NOT_ITS_TOPIC: lambda event: (enveloped(event), event, known(event, owner=another(event))),
    origin.NOT_ITS_SOURCE: lambda event: (
        enveloped(event, source=f"/{PARTNERSHIP}/{another(event)}"), event, known(event)),
    f"{origin.NOT_ITS_SOURCE}: another partnership": lambda event: (
        enveloped(event, source=f"/elsewhere/{publisher(type(event))}"), event, known(event)),
    origin.NOT_ITS_SCHEMA: lambda event: (enveloped(event, dataschema="urn:learning:Another:1"), event, known(event)),
    origin.NOT_ITS_ID: lambda event: (enveloped(event, id=str(uuid4())), event, known(event)),
    f"{origin.NOT_ITS_ID}: another sequence": lambda event: (
        enveloped(event, sequence="9999-9999999999"), event, known(event)),
    origin.NOT_ITS_SUBJECT: lambda event: (enveloped(event, subject=str(uuid4())), event, known(event)),
    origin.AHEAD: lambda event: (enveloped(event, time=NOW + timedelta(seconds=1)), event, known(event)),
}  # fmt: skip
"""By reason, one envelope that is wrong in this alone."""


@pytest.mark.parametrize("type_", PUBLISHERS, ids=lambda each: each.__name__)
def test_example_from_its_owner_is_believed(type_: type[Event]) -> None:
    event = example(type_)
    assert disbelieved(enveloped(event), event, known(event)) == []
    assert not unknown_agencies(event, frozenset(marked(event, AgencyCode)))


@pytest.mark.parametrize("reason", FORGED)
@pytest.mark.parametrize("type_", PUBLISHERS, ids=lambda each: each.__name__)
def test_forged_event_is_not_believed(type_: type[Event], reason: str) -> None:
    assert disbelieved(*FORGED[reason](example(type_))) == [reason.partition(":")[0]]


@pytest.mark.parametrize("type_", PUBLISHERS, ids=lambda each: each.__name__)
def test_key_is_the_thing_that_decided(type_: type[Event]) -> None:
    event = example(type_)
    reasons = disbelieved(with_key(event, str(uuid4())), event, known(event))
    assert reasons == ([origin.NOT_ITS_KEY] if decided_by(event) else [])


@pytest.mark.parametrize("type_", PUBLISHERS, ids=lambda each: each.__name__)
def test_link_leads_to_the_owner_at_one_of_its_addresses(type_: type[Event]) -> None:
    event = example(type_)
    if not list(marked(event, Link)):
        assert "link" not in type_.model_fields
        return
    its, other = publisher(type_), another(event)
    for link, believed in {
        f"https://{its}.example/two": True,
        f"https://old.example/{its}/two": True,
        f"https://{other}.example/two": False,
        f"https://{its}.example.evil.example/two": False,
        f"https://{its}.exampleevil/two": False,
        f"https://{its}.example": False,
        f"http://{its}.example/two": False,
        "https://evil.example/phish": False,
    }.items():
        changed = event.model_copy(update={"link": link})
        reasons = disbelieved(enveloped(changed), changed, known(changed))
        assert reasons == ([] if believed else [origin.FOREIGN_LINK]), link


AGENCY_FIELDS = ("agency", "agencies", "parts", "kept_from", "segments")


@pytest.mark.parametrize("type_", PUBLISHERS, ids=lambda each: each.__name__)
def test_agency_of_any_field_must_be_known(type_: type[Event]) -> None:
    """Each field that holds agencies is marked, so that a new event is checked too."""
    event = example(type_)
    for field in (each for each in AGENCY_FIELDS if each in type_.model_fields):
        forged = event.model_copy(update={field: planted(getattr(event, field))})
        assert "no-such-agency" in set(marked(forged, AgencyCode)), field
        assert unknown_agencies(forged, frozenset(marked(event, AgencyCode))), field


def planted(value: Any) -> Any:
    """The value with an unknown agency in it."""
    if isinstance(value, dict):
        return value | {"no-such-agency": next(iter(value.values()))}
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return (*value, value[0].model_copy(update={"agency": "no-such-agency"}))
    return (*value, "no-such-agency") if isinstance(value, tuple) else "no-such-agency"


def test_partnership_and_no_agency_are_known() -> None:
    event = example(EVENTS["ObligationOpened", 1]).model_copy(update={"agency": "partnership", "agencies": ("independent",)})
    assert not unknown_agencies(event, frozenset())
