"""Attacks on a running stack, each as an attacker would try it, and the answer that makes it useless (docs/access.md)."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from secrets import token_hex
from uuid import uuid4

import httpx
import pytest

from contracts.events.event import Event
from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.events.review_registry import FindingRecorded, ReviewStageChanged
from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.databases import database
from local.deployment import Deployment
from local.partnership import COUNCIL, HOSPITAL, POLICE
from local.parts.names import SERVICES
from local.parts.processes import named
from local.waiting import eventually
from local.wire import Wire, send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.conformance.poison import headers
from tests.service.action_tracking.steps import asked
from tests.service.calling import Caller, People, done, refused
from tests.service.feedback_capture.steps import opened as followed
from tests.service.feedback_capture.test_public import SURVEY

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
LITTLE = 2.0
"""Seconds of processor time. Such a request once took a service seven. The first of a process builds its models besides."""
HIDDEN = (
    "943\u00a0476\u00a05919",
    "943\u2011476\u20115919",
    "943\u200b476\u200b5919",
    "BH1\u00a01AA",
    "(01202) 555 123",
    "12-Mar-2012",
    "someone\uff20agency.example",
)
"""Details that identify, as editors and attackers write them."""


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """A stack of its own, because attacks leave parked messages behind."""
    with Deployment(settings={"poll_seconds": 0.5}) as running:
        yield running


@pytest.fixture(scope="module")
def services(deployment: Deployment) -> Iterator[dict[str, People]]:
    with ExitStack() as open_:
        clients = {each: open_.enter_context(httpx.Client(base_url=deployment.url(each), timeout=20)) for each in SERVICES}
        yield {each: People(deployment, client) for each, client in clients.items()}


@pytest.fixture
def registry(services: dict[str, People]) -> People:
    return services[REGISTRY]


@pytest.fixture
def tracking(services: dict[str, People]) -> People:
    return services[TRACKING]


@pytest.fixture
def feedback(services: dict[str, People]) -> People:
    return services[FEEDBACK]


@pytest.fixture
def learning(services: dict[str, People]) -> People:
    return services[LEARNING]


@contextmanager
def works_little(deployment: Deployment, service: str) -> Iterator[None]:
    """Fails if a service works long on what it is sent meanwhile. It holds up nobody for longer than it works."""
    process = named(deployment.folder, service)
    before = process.worked
    yield
    assert process.worked - before < LITTLE


def finding_recorded(review: str, agency: str = POLICE) -> FindingRecorded:
    return FindingRecorded(
        review=review,
        finding=str(uuid4()),
        kind=FindingKind.SYSTEM_WEAKNESS,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=(agency,),
        priority=Priority.LOW,
    )


def parked(people: People) -> set[str]:
    """Returns the ids of the messages that wait for a person."""
    listed = done(people("operator").get("/parked", limit=200))
    return {each["id"] for each in listed if each["status"] == "troubled"}  # type: ignore[index]


@contextmanager
def parks(people: People, count: int) -> Iterator[None]:
    """Expects that so many more messages wait for a person."""
    before = len(parked(people))
    yield
    eventually(lambda: len(parked(people)) == before + count, what=f"{count} are parked")


def odd_token(people: People, *roles: str, agency: str) -> Caller:
    """Signs in with a token that a wrong mapping at the provider makes possible."""
    return Caller(people.client, people.deployment.token(*roles, agency=agency, person_ref="p-odd"))


# -- words that take long to read


@pytest.mark.parametrize("letters", ["a" * 4000, "1" * 4000, "a." * 2000, "A b " * 1000, "a@" * 2000])
def test_answer_of_many_letters_holds_up_nobody(letters: str, deployment: Deployment, feedback: People) -> None:
    answers = {f"q{number}": letters for number in range(30)}
    with works_little(deployment, FEEDBACK):
        sent = {"survey": str(uuid4()), "form_token": token_hex(24), "answers": answers}
        assert Caller(feedback.client, "").post("/responses", sent, key=token_hex(24)).is_client_error


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_identifies_is_found_however_it_is_typed(hidden: str, feedback: People) -> None:
    said = {"theme": "neglect", "said": f"You told us about {hidden}.", "done": "We did", "because": "Since then."}
    drafted = feedback("business-unit").post("/replies", said)
    if drafted.is_success:
        drafted = feedback("decider").post(f"/replies/{drafted.json()['id']}/clearance")
    assert drafted.status_code in {httpx.codes.CONFLICT, httpx.codes.UNPROCESSABLE_ENTITY}
    assert hidden not in drafted.text


def test_day_in_a_far_year_is_refused_and_lists_go_on(learning: People) -> None:
    unit = learning("business-unit")
    held = {
        "product": str(uuid4()),
        "segments": [{"agency": COUNCIL, "professional_group": "social-worker"}],
        "channel": "forum",
    }
    far = unit.post("/deliveries", held | {"on": "9999-12-31", "place": "Hall", "facilitator": "p-x"})
    assert ("request/date-out-of-range", "on") in refused(far, 422)
    assert unit.post("/audiences", {"head_count": 10**30}).status_code == httpx.codes.UNPROCESSABLE_ENTITY
    done(unit.get("/deliveries"))


# -- what may not be seen


async def test_page_of_nothing_leads_nowhere(deployment: Deployment, tracking: People) -> None:
    (obligation, *_) = await asked(deployment, tracking, HOSPITAL)
    other = tracking("agency-lead", agency=POLICE)
    answer = other.get("/obligations", limit=1, agency=HOSPITAL)
    assert (answer.json(), answer.headers.get("link")) == ([], None)
    assert other.get(f"/obligations/{obligation}").status_code == httpx.codes.NOT_FOUND
    operator = tracking("operator")
    assert operator.get("/obligations").status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("path", ["/plans", "/points", "/products"])
def test_agency_reads_no_plan_point_or_draft(path: str, learning: People) -> None:
    for roles in ("contributor", "agency-lead"):
        assert learning(roles, agency=POLICE).get(path).status_code == httpx.codes.FORBIDDEN


# -- tokens of a wrong mapping


@pytest.mark.parametrize(
    ("roles", "agency"),
    [
        (("business-unit",), POLICE),
        (("business-unit",), "no-such-agency"),
        (("scrutineer", "inspector"), POLICE),
        (("decider",), f"{POLICE}-x"),
        (("facilitator",), "public"),
        (("operator",), "partnership"),
        (("business-unit", "scrutineer"), "partnership"),
        (("business-unit", "decider"), "partnership"),
    ],
)
def test_role_that_does_not_fit_its_agency_is_none(roles: tuple[str, ...], agency: str, services: dict[str, People]) -> None:
    for path in ("/reviews", "/parked"):
        refused(odd_token(services[REGISTRY], *roles, agency=agency).get(path), 403)
    assert odd_token(services[FEEDBACK], *roles, agency=agency).get("/responses").status_code == httpx.codes.FORBIDDEN


def test_token_for_ten_years_is_none(registry: People) -> None:
    ten_years = 10 * 366 * 24 * 3600
    token = registry.deployment.token("inspector", agency="independent", exp=int(time.time()) + ten_years)
    refused(Caller(registry.client, token).get("/reviews"), 401)


# -- events of a stranger


async def test_event_is_believed_from_its_owner_alone(deployment: Deployment, tracking: People) -> None:
    """A finding on another service's topic, one from another source, and one for an agency that there is not."""
    review = str(uuid4())
    elsewhere, foreign = finding_recorded(review), finding_recorded(review)
    unknown = finding_recorded(review, "no-such-agency")
    with parks(tracking, 3):
        await send(deployment, FEEDBACK, [alone(elsewhere)])
        await send(deployment, REGISTRY, [headers(alone(foreign), ce_source=b"/elsewhere/review-registry"), alone(unknown)])
    for event in (elsewhere, foreign, unknown):
        answer = tracking("business-unit").get(f"/obligations/{obligation_id(event.finding, event.agencies[0])}")
        assert answer.status_code == httpx.codes.NOT_FOUND


def alone(event: Event) -> Wire:
    """Returns the first event of an aggregate of its own."""
    return wire(event, str(uuid4()), 1)


async def test_link_to_elsewhere_is_sent_to_nobody(deployment: Deployment, tracking: People) -> None:
    link = "https://evil.example/phish"
    event = ImmediateConcernRaised(concern=str(uuid4()), urgency=Urgency.NOW, link=link)
    with parks(tracking, 1):
        await send(deployment, FEEDBACK, [wire(event, event.concern, 1)])
    with database(deployment, TRACKING) as stored:
        assert not stored.aggregates.count_documents({"state.link": event.link})


async def test_sequence_of_a_later_age_silences_nobody(deployment: Deployment, feedback: People) -> None:
    review, shown = await followed(deployment, feedback)
    moved = wire(ReviewStageChanged(review=review, from_stage="screening", to_stage="report"), review, 2)
    with parks(feedback, 1):
        await send(deployment, REGISTRY, [headers(moved, ce_sequence=b"9999-9999999999")])
    assert done(feedback("business-unit").get(f"/involvements/{shown['id']}"))["stage"] == shown["stage"]


# -- a flood, and what a stranger learns of the services


def test_flood_is_stopped_and_its_concern_is_heard(feedback: People) -> None:
    """A small deployment with rates of its own: a machine guesses codes, and floods a survey with one true concern inside."""
    rates = {"rate_answers": "12/hour", "rate_wrong": "10/hour"}
    survey = {**SURVEY, "title": "How is it at home?"}
    with (
        Deployment(services=(FEEDBACK,), limited=True, settings=rates) as running,
        httpx.Client(base_url=running.url(FEEDBACK), timeout=20) as client,
    ):
        people, anybody = People(running, client), Caller(client, "")
        about = done(people("business-unit").post("/surveys", survey), 201)["id"]

        def answer(words: str) -> httpx.Response:
            token = done(anybody.get(f"/surveys/{about}/form"))["form_token"]
            sent = {"survey": about, "form_token": token, "answers": {"what": words}}
            return anybody.post("/responses", sent, key=token_hex(24))

        answered = [answer("It was fine.") for _ in range(14)]
        assert {each.status_code for each in answered} == {201, 429}
        assert int(answered[-1].headers["Retry-After"]) > 0
        limited = answer("He says he will kill me tonight.")
        assert limited.status_code == httpx.codes.TOO_MANY_REQUESTS
        (concern,) = people("business-unit").get("/concerns").json()
        assert concern["words"] == {"what": "He says he will kill me tonight."}
        guesses = [anybody.post("/receipts", {"receipt": token_hex(16)}).status_code for _ in range(12)]
        assert guesses[-1] == httpx.codes.TOO_MANY_REQUESTS
        done(people("decider").get("/concerns"))


def test_answers_give_nothing_to_frames_caches_or_other_hosts(registry: People) -> None:
    unit = registry("business-unit")
    response = registry.client.get("/reviews", params={"limit": 1}, headers=unit.headers() | {"Host": "evil.example"})
    assert "evil.example" not in response.headers.get("link", "")
    assert (response.headers["cache-control"], response.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    reference = registry.client.get("/docs")
    assert "<script" not in reference.text
