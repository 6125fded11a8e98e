"""A canary goes into every free text of every command. Nothing but answers to its readers holds one afterwards."""

import io
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from local.parts.names import SERVICES
from services.chassis.telemetry import traces
from services.chassis.telemetry.logs import JsonLines, log
from tests.component.harness import COLLECTIONS, Connected, components
from tests.conformance.everything import OURS, Everything
from tests.conformance.planting import CANARY, CODED, Document, Planting, free_of_canaries
from tests.conformance.test_roles import MAY
from tests.service.calling import People, done, on_the_side_of

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
DUTY, LEAD = "duty@inbox.example", "lead@inbox.example"
HOLDERS = (
    {"role": "duty-contact", "agency": "partnership", "person_ref": "p-canary-duty", "address": DUTY},
    {"role": "agency-lead", "agency": OURS, "person_ref": "p-canary-lead", "address": LEAD},
)
LAST = {
    REGISTRY: "WithdrawPublication",
    TRACKING: "EndRoleHolding",
    FEEDBACK: "ClearReply",
    LEARNING: "AcknowledgeLearning",
}
"""The command that each is given last."""
PUBLIC_TEXT = {"product", "survey"}
"""Kinds whose text is written for everybody to read."""
Planters = Mapping[str, People]


@pytest.fixture(scope="module")
def services() -> Iterator[Connected]:
    """Services of these tests alone."""
    with components() as found:
        yield found.connected()


@pytest.fixture(scope="module")
def logged() -> Iterator[io.StringIO]:
    """Collects what the services log, as a process writes it."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    level = log.level
    root.addHandler(handler)
    log.setLevel(logging.INFO)
    yield written
    log.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def spans() -> Iterator[InMemorySpanExporter]:
    """Collects the spans that a process would write or send."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traces, "tracer", provider.get_tracer("test"))
        yield exporter
    provider.shutdown()


@pytest.fixture(scope="module")
def planters(services: Connected) -> Iterator[Planters]:
    """Callers of each service whose every free text is a canary."""
    with ExitStack() as open_:
        yield {name: People(each.deployment, open_.enter_context(Planting(each))) for name, each in services.items()}


@pytest.fixture(scope="module")
def threads(services: Connected, planters: Planters, logged: io.StringIO, spans: InMemorySpanExporter) -> dict[str, list[str]]:
    """Brings about everything. Returns the ids of its threads, by service."""
    everything, clock = Everything(services, planters), services[TRACKING].clock
    unit, day = planters[TRACKING]("business-unit"), clock.now().date().isoformat()
    holders = [done(unit.post("/role-holders", each | {"from_day": day}), 201) for each in HOLDERS]
    review, finding = everything.reviewed()
    everything.duplicated(review)
    found = {
        TRACKING: [everything.acted(finding)],
        FEEDBACK: [everything.heard()],
        LEARNING: [everything.shared()],
        REGISTRY: [review, finding, everything.published()],
    }
    services.drain()
    clock.advance(timedelta(days=5))
    services.drain()
    corrected = {"from_day": day, "reason": "It was typed wrongly."}
    done(unit.post(f"/role-holders/{holders[1]['id']}/correction", corrected))
    done(unit.post(f"/role-holders/{holders[1]['id']}/end", {"to_day": clock.now().date().isoformat()}))
    services.drain()
    return found


@pytest.fixture(scope="module")
def noes(services: Connected, logged: io.StringIO, spans: InMemorySpanExporter) -> list[httpx.Response]:
    """The refusals of every command of every service: its texts are canaries, its subject is unknown, or its form is wrong."""
    everything = []
    for name, people in services.items():
        document = Document(done(people.client.get("/openapi.json")))
        for path in document.bodies:
            everybody = on_the_side_of(people.people, MAY[name].get(f"POST {path}", {"business-unit"}))
            body, at = document.sample(path), path.format(id=uuid4())
            everything += [everybody.post(at, each) for each in (body, body | {CANARY: CANARY}, dict.fromkeys(body, CANARY))]
            odd = path.format(id=CODED, finding=CODED)
            everything += [everybody.post(odd, body, key=CANARY), everybody.post(at, body, key=CANARY * 20, if_match=CANARY)]
        for route in (each.removeprefix("GET ") for each in MAY[name] if each.startswith("GET ")):
            everybody = on_the_side_of(people.people, MAY[name][f"GET {route}"])
            at = route.format(id=CODED, code=CODED, gate=CODED, finding=CODED)
            everything += [everybody.get(at), everybody.get(at, after=CANARY, limit=CANARY, review=CANARY, status=CANARY)]
    return [each for each in everything if not each.is_success]


def test_every_free_text_was_taken_with_a_canary_in_it(threads: dict[str, list[str]], planters: Planters) -> None:
    """No field is added that nobody looks after."""
    for people in planters.values():
        assert isinstance(people.client, Planting)
        document = people.client.document
        untaken = {place for path in document.bodies for place in document.places(path)} - people.client.taken
        assert sorted(untaken) == []


def test_no_refusal_repeats_what_was_sent(noes: list[httpx.Response]) -> None:
    assert {404, 409, 422} <= {each.status_code for each in noes}
    for each in noes:
        assert each.status_code < 500, each.text
        assert free_of_canaries(each.text + str(each.headers)), each.text


@pytest.mark.parametrize("service", SERVICES)
def test_no_event_and_no_thread_holds_one(service: str, threads: dict[str, list[str]], services: Connected) -> None:
    emitted = services[service].emitted()
    assert emitted
    for each in emitted:
        assert free_of_canaries((each.record.body or b"") + str(each.record.headers).encode() + (each.record.key or b""))
    reader = services[service]("operator")
    for path in (*(f"/threads/{id_}" for id_ in threads[service]), "/parked", "/troubled"):
        answer = reader.get(path)
        assert answer.is_success, answer.text
        assert free_of_canaries(json.dumps(answer.json()))


@pytest.mark.parametrize("service", SERVICES)
def test_no_log_span_or_message_holds_one(
    service: str,
    threads: dict[str, list[str]],
    noes: list[httpx.Response],
    services: Connected,
    logged: io.StringIO,
    spans: InMemorySpanExporter,
) -> None:
    """A message about a concern or an action says where to look, and nothing that was said."""
    messages = services[TRACKING].messages()
    for address in (DUTY, LEAD):
        assert [each for each in messages if f"To: {address}\n" in each], address
    ended = spans.get_finished_spans()
    assert LAST[service] in {each.name for each in ended}
    for line in (*logged.getvalue().splitlines(), *(each.to_json() for each in ended), *services[service].messages()):
        assert free_of_canaries(line), line[:500]


@pytest.mark.parametrize("service", SERVICES)
def test_store_holds_none_in_the_clear(service: str, threads: dict[str, list[str]], services: Connected) -> None:
    """Texts about people are sealed in state, history and outbox. Texts that everybody may read are not."""
    assert services[service].stored("history")
    for collection in COLLECTIONS:
        for each in services[service].stored(collection):
            public = each.get("kind") in PUBLIC_TEXT
            hidden = {"state", "outbox"} if public else set()
            seen = str({name: value for name, value in each.items() if name not in hidden})
            assert free_of_canaries(seen), (collection, each.get("kind"), seen[:2000])
