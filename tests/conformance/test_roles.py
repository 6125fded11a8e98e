"""Every route of every service, by every role, is allowed or 403."""

from uuid import uuid4

import httpx
import pytest

from contracts.vocabulary.roles import ACT_FOR, RESERVED, TWO_SIDES
from local.partnership import COUNCIL
from local.parts.names import SERVICES
from tests.component.harness import Component, Connected
from tests.service.calling import Caller, agency_of, done, fits, refused
from tests.service.forged import WRONG

ROLES = (
    "business-unit", "decider", "scrutineer", "lead-reviewer", "agency-lead", "contributor", "practitioner", "facilitator",
    "inspector", "operator", "agency-system",
)  # fmt: skip
WIDE = {"business-unit", "decider", "scrutineer", "inspector"}
TAKERS = {"business-unit", "decider", "scrutineer", "facilitator"}
JUDGES = {"decider", "scrutineer"}
PROPOSES = {"business-unit", "agency-lead"}
REPORTS = PROPOSES | {"contributor"}
OWING = WIDE | {"agency-lead", "contributor"}
READERS = WIDE | {"lead-reviewer", "agency-lead", "contributor"}
ALL_STAFF = READERS | {"facilitator"}
WRITERS = {"business-unit", "lead-reviewer"}

OF_ANY_SERVICE: dict[str, set[str]] = {
    "GET /threads/{id}": WIDE | {"operator"},
    "GET /parked": {"operator", "business-unit", "decider"},
    "POST /parked/{id}/retries": {"operator"},
    "POST /parked/{id}/discards": {"operator"},
    "POST /parked/{id}/confirmations": {"business-unit", "decider"},
    "GET /troubled": {"operator"},
}
OF_A_RECORDED_SERVICE = OF_ANY_SERVICE | {
    "GET /reads": {"scrutineer", "decider"},
    "GET /disposals": {"business-unit", "decider"},
    "POST /disposals": {"decider"},
    "GET /legal-holds": {"business-unit", "decider"},
    "POST /legal-holds": {"decider"},
    "POST /legal-holds/lifts": {"decider"},
}
MAY: dict[str, dict[str, set[str]]] = {
    "review-registry": OF_A_RECORDED_SERVICE | {
        "GET /reviews": READERS,
        "POST /reviews": {"business-unit"},
        "GET /reviews/{id}": READERS,
        "GET /reviews/{id}/findings": READERS,
        "GET /reviews/{id}/history": WIDE,
        "POST /reviews/{id}/screening": {"decider"},
        "POST /reviews/{id}/edition": {"decider"},
        "POST /reviews/{id}/scope": {"business-unit"},
        "POST /reviews/{id}/lead": {"decider"},
        "POST /reviews/{id}/lead-rejections": {"decider"},
        "POST /reviews/{id}/declarations": WRITERS,
        "POST /reviews/{id}/standing-down": WRITERS | {"decider"},
        "POST /reviews/{id}/moves": {"business-unit"},
        "POST /reviews/{id}/findings": WRITERS,
        "POST /reviews/{id}/confirmations": WRITERS,
        "GET /reviews/{id}/learning-drafts": {"business-unit", "decider", "scrutineer", "lead-reviewer"},
        "POST /reviews/{id}/learning-drafts": {"business-unit", "lead-reviewer"},
        "POST /reviews/{id}/learning": {"decider"},
        "POST /reviews/{id}/learning-recalls": {"decider"},
        "POST /reviews/{id}/subjects": WRITERS,
        "POST /reviews/{id}/none-found": WRITERS,
        "POST /reviews/{id}/finding-edits": WRITERS,
        "POST /reviews/{id}/finding-discards": WRITERS,
        "POST /reviews/{id}/finding-corrections": WRITERS,
        "POST /reviews/{id}/moments": {"business-unit"},
        "POST /reviews/{id}/send-backs": {"business-unit"},
        "POST /reviews/{id}/embargo": {"decider"},
        "POST /reviews/{id}/end": {"decider"},
        "POST /reviews/{id}/reopenings": {"decider"},
        "POST /reviews/{id}/report": WRITERS,
        "POST /reviews/{id}/response": {"decider"},
        "POST /reviews/{id}/holds": {"business-unit", "decider"},
        "POST /reviews/{id}/hold-reviews": {"business-unit", "decider"},
        "POST /reviews/{id}/hold-lifts": {"decider"},
        "POST /reviews/{id}/checks": {"business-unit", "decider", "lead-reviewer"},
        "POST /reviews/{id}/publication": {"decider"},
        "POST /reviews/{id}/publication-withdrawals": {"decider"},
        "POST /reviews/{id}/overrides": {"decider"},
        "POST /reviews/{id}/override-approvals": {"scrutineer"},
        "POST /reviews/{id}/override-refusals": {"scrutineer"},
        "POST /reviews/{id}/impact": {"business-unit"},
        "POST /reviews/{id}/closure": {"decider"},
        "GET /reviews/{id}/gates/{gate}": READERS,
        "GET /waiting": {"business-unit", "decider", "scrutineer", "lead-reviewer"},
        "GET /themes": ALL_STAFF,
        "GET /themes/{code}": ALL_STAFF,
        "GET /framework": ALL_STAFF,
    },
    "action-tracking": OF_ANY_SERVICE | {
        "GET /obligations": OWING,
        "GET /obligations/{id}": OWING,
        "POST /obligations/{id}/no-action-proposal": PROPOSES,
        "POST /obligations/{id}/no-action": JUDGES,
        "POST /obligations/{id}/no-action-refusal": JUDGES,
        "POST /obligations/{id}/reopening": JUDGES,
        "GET /actions": OWING,
        "POST /actions": PROPOSES,
        "POST /actions/advice": PROPOSES,
        "POST /actions/{id}/proposal": PROPOSES,
        "POST /actions/{id}/agreement": JUDGES,
        "POST /actions/{id}/proposal-answer": JUDGES,
        "POST /actions/{id}/assignment": PROPOSES,
        "GET /actions/{id}": OWING,
        "GET /actions/{id}/history": OWING,
        "POST /actions/{id}/progress": REPORTS,
        "POST /actions/{id}/evidence": REPORTS,
        "POST /actions/{id}/evidence-taken-back": REPORTS,
        "POST /actions/{id}/completion": PROPOSES,
        "POST /actions/{id}/judgements": JUDGES,
        "POST /actions/{id}/recheck-offers": REPORTS,
        "POST /actions/{id}/rechecks": JUDGES,
        "GET /mine": OWING,
        "GET /waiting": OWING,
        "GET /reviews/{id}/actions": OWING,
        "GET /role-holders": WIDE | {"agency-lead"},
        "POST /role-holders": PROPOSES,
        "POST /role-holders/{id}/end": PROPOSES,
        "POST /role-holders/{id}/correction": PROPOSES,
        "POST /role-holders/{id}/contact": PROPOSES,
        "GET /digests": {"business-unit", "operator"},
        "GET /ledger": {"business-unit", "operator"},
        "GET /urgent-notices": TAKERS | {"operator"},
    },
    "feedback-capture": OF_A_RECORDED_SERVICE | {
        "GET /involvements": WIDE | {"facilitator"},
        "GET /involvements/mine": {"practitioner"},
        "GET /involvements/{id}": WIDE | {"facilitator"},
        "POST /involvements/{id}/parties": {"business-unit"},
        "POST /involvements/{id}/parties/removals": {"business-unit"},
        "POST /involvements/{id}/facilitators": {"business-unit"},
        "POST /involvements/{id}/facilitators/removals": {"business-unit"},
        "POST /involvements/{id}/offers": {"business-unit", "facilitator"},
        "POST /involvements/{id}/reminders": {"business-unit", "facilitator"},
        "POST /involvements/{id}/answers": {"business-unit", "facilitator"},
        "POST /involvements/{id}/answers/corrections": {"business-unit", "facilitator"},
        "POST /involvements/{id}/deferrals": {"decider"},
        "POST /involvements/{id}/happenings": {"business-unit", "facilitator"},
        "POST /involvements/{id}/exceptions": {"decider"},
        "POST /involvements/{id}/proposals": {"business-unit", "facilitator"},
        "POST /involvements/{id}/approvals": {"decider"},
        "POST /involvements/{id}/feedback": {"business-unit", "facilitator"},
        "GET /contributions": ALL_STAFF | {"practitioner"},
        "POST /contributions": {"business-unit", "facilitator", "practitioner"},
        "GET /contributions/{id}": ALL_STAFF | {"practitioner"},
        "POST /contributions/{id}/reading": {"business-unit", "facilitator"},
        "POST /contributions/{id}/withdrawal": {"business-unit", "facilitator", "practitioner"},
        "GET /drafts": {"business-unit", "decider"},
        "POST /surveys/{id}/closure": {"business-unit"},
        "POST /surveys/{id}/facilitators": {"business-unit"},
        "POST /surveys/{id}/extensions": {"business-unit"},
        "POST /replies": {"business-unit"},
        "POST /replies/{id}/corrections": {"business-unit"},
        "POST /replies/{id}/recall": {"business-unit", "decider"},
        "GET /waiting": TAKERS,
        "GET /late-feedback": {"business-unit", "decider"},
        "GET /late-feedback/{id}": {"business-unit", "decider"},
        "POST /replies/{id}/clearance": {"decider"},
        "GET /surveys": WIDE | {"agency-lead", "facilitator"},
        "POST /surveys": {"business-unit"},
        "GET /surveys/{id}/results": WIDE | {"agency-lead"},
        "GET /responses": {"business-unit", "facilitator"},
        "POST /responses/{id}/reading": {"business-unit", "facilitator"},
        "POST /responses/{id}/codes": {"business-unit", "facilitator"},
        "GET /concerns": TAKERS,
        "GET /concerns/{id}": TAKERS,
        "POST /concerns/{id}/taken": TAKERS,
        "POST /concerns/{id}/outcome": TAKERS,
        "GET /summaries": WIDE | {"agency-lead"},
        "POST /summaries": {"business-unit"},
    },
    "learning-dissemination": OF_A_RECORDED_SERVICE | {
        "GET /plans": WIDE,
        "GET /plans/{id}": WIDE,
        "POST /plans/{id}/contents": {"business-unit"},
        "GET /points": WIDE,
        "GET /points/{id}": WIDE,
        "GET /proposals": {"business-unit"},
        "GET /waiting": {"business-unit", "decider"},
        "GET /products": WIDE,
        "POST /products": {"business-unit"},
        "GET /products/{id}": WIDE,
        "GET /products/{id}/history": WIDE,
        "POST /products/{id}/parts": {"business-unit"},
        "POST /products/{id}/approval": {"decider"},
        "POST /products/{id}/publication": {"business-unit"},
        "POST /products/{id}/restoration": {"decider"},
        "POST /products/{id}/withdrawal": {"decider"},
        "GET /audiences": WIDE | {"agency-lead"},
        "POST /audiences": PROPOSES,
        "GET /deliveries": ALL_STAFF,
        "POST /deliveries": {"business-unit"},
        "GET /deliveries/{id}": ALL_STAFF,
        "POST /deliveries/{id}/attendance": {"business-unit"},
        "GET /acknowledgements": ALL_STAFF | {"practitioner"},
        "POST /acknowledgements": ALL_STAFF | {"practitioner"},
        "GET /reach": WIDE | {"agency-lead"},
    },
}  # fmt: skip
HEALTH = {"GET /health/live", "GET /health/ready"}
PUBLIC: dict[str, set[str]] = {
    "review-registry": {"GET /learning/{finding}", "GET /public/reviews", "GET /public/reviews/{id}"},
    "action-tracking": set(),
    "feedback-capture": {
        "GET /replies",
        "GET /replies/{id}",
        "GET /surveys/{id}/form",
        "POST /responses",
        "POST /receipts",
        "POST /receipts/consents",
        "POST /receipts/withdrawals",
    },
    "learning-dissemination": {"GET /library", "GET /library/{id}", "GET /library/{id}/html", "GET /library/{id}/markdown"},
}
"""What anybody may read without a token."""
NONE_OF_OURS = (
    "garbage", "expired", "another audience", "another issuer", "signed by a stranger", "alg none", "HS256 with the public key",
)  # fmt: skip


def routes(people: Component) -> set[str]:
    paths = done(people.client.get("/openapi.json"))["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def called(caller: Caller, route: str) -> httpx.Response:
    """With nothing that could work, so that nothing is changed."""
    method, path = route.split()
    path = path.format(id=uuid4(), code="no-such-code", gate="closing", finding=uuid4())
    return caller.get(path) if method == "GET" else caller.post(path, {"nothing": "of this form"})


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_is_in_the_table(service: str, services: Connected) -> None:
    assert routes(services[service]) == set(MAY[service]) | HEALTH | PUBLIC[service]


@pytest.mark.parametrize(("service", "route"), [(service, route) for service in SERVICES for route in sorted(MAY[service])])
def test_a_route_is_for_its_roles_and_no_other(service: str, route: str, services: Connected) -> None:
    people = services[service]
    for role in ROLES:
        status = called(people(role, agency=agency_of(role, COUNCIL)), route).status_code
        assert (status == 403) == (role not in MAY[service][route]), (role, status)
        assert status in {200, 403, 404, 422}, (role, status)
    refused(called(Caller(people.client, ""), route), 401)


@pytest.mark.parametrize("service", SERVICES)
def test_no_route_takes_a_token_that_is_none(service: str, services: Connected) -> None:
    """Expired, for others, by others, unsigned, or signed with what everybody may read: all are 401, on every route."""
    forged = {what: WRONG[what](services[service].deployment) for what in NONE_OF_OURS}
    for route in sorted(MAY[service]):
        taken = {what: called(Caller(services[service].client, token), route).status_code for what, token in forged.items()}
        assert set(taken.values()) == {401}, (route, taken)


@pytest.mark.parametrize(("service", "route"), [(service, route) for service in SERVICES for route in sorted(PUBLIC[service])])
def test_a_public_route_asks_nobody_who_they_are(service: str, route: str, services: Connected) -> None:
    assert called(Caller(services[service].client, ""), route).status_code in {200, 404, 422}


@pytest.mark.parametrize("service", SERVICES)
def test_role_for_another_agency_opens_no_route(service: str, services: Connected) -> None:
    """As does an agency that the settings do not know, a reserved one, and two roles that no one holds together."""
    people = services[service]
    every = sorted(MAY[service])[::5]
    for role, agency in ((role, agency) for role in sorted(ACT_FOR) for agency in (*RESERVED, COUNCIL, "no-such-agency")):
        if agency == "no-such-agency" or not fits((role,), agency):
            answer = called(Caller(people.client, people.deployment.token(role, agency=agency)), every[0])
            assert refused(answer, 403) == [("sign-in/role-and-agency", "")], (role, agency)
    for one, other in TWO_SIDES:
        both = Caller(people.client, people.deployment.token(one, other, agency="partnership"))
        assert {tuple(refused(called(both, route), 403)) for route in every} == {(("sign-in/two-sides", ""),)}


def test_roles_add_up(services: Connected) -> None:
    both = services["review-registry"]("practitioner", "decider", agency=COUNCIL)
    assert both.get("/reviews").status_code == 200
