"""Each read of text about people is recorded before its answer goes out, and no other read is (docs/access.md)."""

import importlib
from typing import Any
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from local.parts.names import SERVICES, module
from services.chassis.http.read_log import LIST_READS, MOST_REFUSED, Recorded
from services.chassis.room.forgetting import remove_old_reads
from services.chassis.store.faults import guarded
from tests.component.harness import Component, Connected
from tests.conformance.everything import FACILITATOR, OURS, Ids, named_by
from tests.conformance.test_roles import MAY, PUBLIC, WIDE
from tests.service.calling import Caller, agency_of, done, refused

Entry = dict[str, Any]
ELSEWHERE = "cafcass"


def recorded_by(service: str) -> Recorded:
    """Returns the service's table of recorded routes."""
    package = module(service).rpartition(".")[0]
    found: Recorded = importlib.import_module(f"{package}.api.recorded").RECORDED
    return found


def operation(component: Component, path: str) -> str:
    """Returns the operation id of a GET route."""
    return str(component.app.openapi()["paths"][path]["get"]["operationId"])


READS = [
    (service, route.removeprefix("GET "))
    for service in SERVICES
    for route in sorted({*MAY[service], *PUBLIC[service]})
    if route.startswith("GET ")
]
RECORDED = [
    (service, path) for service, path in READS if f"GET {path}" in MAY[service] and path != "/reads" and recorded_by(service)
]


@pytest.fixture(scope="module", autouse=True)
def _draft(services: Connected, there: Ids) -> None:
    """Leaves a draft of a reply that waits to be cleared."""
    words = {"said": "You are not heard.", "done": "We listen.", "because": "It is right."}
    draft = {"theme": "voice-of-child", "services": "all", "source_groups": "all", **words}
    done(services["feedback-capture"]("business-unit").post("/replies", draft), 201)


@pytest.fixture(autouse=True)
def _empty(services: Connected, there: Ids) -> None:
    for each in services.values():
        each.forget("reads")


def at(path: str, service: Component, ids: Ids) -> str:
    """Returns the address of a real thing."""
    if path.startswith(("/threads", "/public", "/learning", "/library", "/replies", "/late-feedback")):
        return path.format(id=uuid4(), finding=uuid4())
    id_ = named_by(path, ids) if "{id}" in path else ""
    return path.format(id=id_, gate="publication", code="history-not-used", finding="")


ACT_FOR = {"business-unit": "partnership", "facilitator": "partnership", "scrutineer": "partnership",
           "decider": "partnership", "operator": "independent", "practitioner": OURS}  # fmt: skip
"""Roles that read, in order of preference, with an agency that each may act for."""


def reader(service: Component, path: str) -> Caller:
    """Returns a person who may read this route."""
    may = MAY[service.name].get(f"GET {path}", set(ACT_FOR))
    role = next(each for each in ACT_FOR if each in may)
    return service(role, agency=ACT_FOR[role], person_ref=FACILITATOR)


def is_recorded(service: str, component: Component, path: str) -> bool:
    return operation(component, path) in {*recorded_by(service), LIST_READS}


@pytest.mark.parametrize(("service", "path"), READS)
def test_read_makes_one_entry_if_its_route_is_recorded(service: str, path: str, there: Ids, services: Connected) -> None:
    component = services[service]
    answer = reader(component, path).get(at(path, component, there))
    entries = component.stored("reads")
    if not is_recorded(service, component, path):
        assert entries == []
        return
    done(answer)
    (entry,) = entries
    assert (entry["view"], entry["status"], entry["person_ref"]) == (operation(component, path), 200, FACILITATOR)
    assert set(entry) == {"_id", "at", "roles", "agency", "person_ref", "view", "kind", "ids", "status"}
    assert entry["ids"]
    if "{id}" in path:
        assert entry["ids"] == [named_by(path, there)]
    elif isinstance(answer.json(), list) and path != "/reads":
        assert entry["ids"] == [each["id"] for each in answer.json()]


@pytest.mark.parametrize(("service", "path"), RECORDED)
def test_refused_read_makes_an_entry_without_a_value(service: str, path: str, there: Ids, services: Connected) -> None:
    component = services[service]
    if not is_recorded(service, component, path):
        return
    refused(component("agency-system", agency=ELSEWHERE).get(at(path, component, there)), 403)
    expected: list[tuple[int, list[str]]] = [(403, [])]
    if "{id}" in path:
        role = min(MAY[service][f"GET {path}"] - {"operator"} - WIDE or MAY[service][f"GET {path}"])
        stranger = component(role, agency=agency_of(role, ELSEWHERE), person_ref="p-stranger")
        for id_ in (named_by(path, there), str(uuid4())):
            answer = stranger.get(path.format(id=id_, gate="publication"))
            if answer.status_code == 404:
                expected.append((404, [id_] if id_ == named_by(path, there) else []))
    assert [(each["status"], each["ids"]) for each in component.stored("reads") if each["status"] != 200] == expected


@pytest.mark.parametrize("service", [name for name in SERVICES if recorded_by(name)])
def test_nobody_without_a_token_is_recorded(service: str, there: Ids, services: Connected) -> None:
    component = services[service]
    for _, path in (each for each in READS if each[0] == service):
        component.anybody().get(at(path, component, there))
    assert component.stored("reads") == []


def test_refusals_of_one_person_do_not_fill_the_log(services: Connected) -> None:
    feedback = services["feedback-capture"]
    tries = feedback("practitioner", agency=ELSEWHERE, person_ref="p-tries")
    for _ in range(MOST_REFUSED + 5):
        refused(tries.get("/concerns"), 403)
    refused(feedback("practitioner", agency=ELSEWHERE, person_ref="p-other").get("/concerns"), 403)
    entries = feedback.stored("reads")
    assert [len([each for each in entries if each["person_ref"] == who]) for who in ("p-tries", "p-other")] == [MOST_REFUSED, 1]


def test_read_that_cannot_be_recorded_is_refused(services: Connected, there: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    feedback = services["feedback-capture"]
    away = AsyncIOMotorClient("mongodb://127.0.0.1:1/away", serverSelectionTimeoutMS=50)  # type: ignore[var-annotated]
    monkeypatch.setattr(feedback.service.store, "reads", guarded(away.get_default_database()["reads"]))
    answer = feedback("business-unit").get(f"/contributions/{there['/contributions']}")
    refused(answer, 503)
    assert "words" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    done(feedback("business-unit").get("/surveys"))
    away.close()


def test_log_is_for_the_scrutineer_and_deciders_of_the_partnership(services: Connected, there: Ids) -> None:
    feedback, contribution = services["feedback-capture"], there["/contributions"]
    done(feedback("business-unit", person_ref="p-reads").get(f"/contributions/{contribution}"))
    done(feedback("business-unit", person_ref="p-reads").get("/responses"))
    for role in ("scrutineer", "decider"):
        shown = feedback(role, person_ref="p-looks").get("/reads", of=contribution).json()
        assert [(each["person_ref"], each["view"]) for each in shown if each["view"] != LIST_READS] == [
            ("p-reads", "ReadContribution")
        ]
    refused(feedback("decider", agency=ELSEWHERE).get("/reads"), 404)
    looked = feedback("scrutineer").get("/reads", person_ref="p-looks").json()
    assert {(each["view"], *each["ids"]) for each in looked} == {(LIST_READS, contribution)}


def test_log_is_read_page_by_page_and_by_reference(services: Connected, there: Ids) -> None:
    registry, review = services["review-registry"], there["/reviews"]
    unit, scrutineer = registry("business-unit"), registry("scrutineer")
    reference = done(unit.get(f"/reviews/{review}"))["reference"]
    for _ in range(4):
        done(unit.get(f"/reviews/{reference}/findings"))
    first = scrutineer.get("/reads", of=reference, limit=2)
    views = [each["view"] for each in first.json()]
    second = scrutineer.get(first.links["next"]["url"].partition("//")[2].partition("/")[2].join(["/", ""]))
    assert views == ["ListFindings", "ListFindings"]
    assert {each["ids"][0] for each in second.json()} <= {review, reference}


def test_entry_is_removed_after_the_years_of_the_settings(
    services: Connected, there: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback = services["feedback-capture"]
    years = feedback.framework.retention.reads.years
    done(feedback("business-unit").get("/concerns"))
    now = feedback.room.real()
    for after, left in ((years - 1, 1), (years + 1, 0)):
        monkeypatch.setattr(feedback.room, "real", lambda after=after: now.replace(year=now.year + after))
        feedback.run(remove_old_reads(feedback.room))
        assert len(feedback.stored("reads")) == left
