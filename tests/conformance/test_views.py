"""The fields that each reader sees of a review, on every route that shows one (docs/access.md "What a review shows")."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from local.parts.names import SERVICES
from local.scenarios.playing import play
from local.scenarios.review_registry import DECIDED, finding, to_a_finding
from tests.component.harness import Connected, components
from tests.conformance.everything import LEAD_WITH_VIEWS, OURS, THEIRS, Everything
from tests.conformance.test_not_yours import ELSEWHERE
from tests.service.calling import Caller, agency_of, done

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
UNCONFIRMED = "Nobody but the writers has read this sentence."
DRAFT_THEME = "neglect"
DISSENT = "One of us would have written something else."
DEFERRED = DECIDED | {"outcome": "defer", "embargo_until": "2099-01-01"}
OPEN = {"answers"}
"""Maps by code. Their keys are values, not fields."""
EMPTY = {"missed", "overdue", "acknowledged"}
"""Fields that may hold nothing: no clock is late, and the count is small."""
DECLARED = """case_contact close_relationship commissioning_interest financial_interest line_management public_view
    scope_version on by employments.organisation employments.since"""
REASONED = "body dissent evidence options quorum rationale"
APPOINTED = f"agency person_ref appointed_on appointed_by mitigations.test mitigations.ground mitigations.how {REASONED}"
OVERRIDE = """id gate code path reason asked_on asked_by asked_for status answered_on answered_by
    answered_because"""
TEXT = """id kind what_happened why.code why.helped why.how how_usual meaning_for_the_child working_together learning_statement
    themes agencies priority response reason_for_none confirmed_on respond_by"""
DRAFT = TEXT.replace(" confirmed_on respond_by", "").replace(" reason_for_none", "")
WORDS = "what_happened meaning_for_the_child working_together learning_statement"
OBLIGATION = "id finding agency by answer overdue rung"
ACTION = "reference agency due status brag"
ACTION_WHOLE = f"""{ACTION} id findings epoch overdue past_due outcome effectiveness rechecks.epoch rechecks.recheck
    rechecks.result rechecks.months obligations"""


def each_of(thing: str, names: str) -> set[str]:
    """Returns the paths of these fields of a thing."""
    return {f"{thing}.{name}" for name in names.split()}


AGENCY = {
    *["id", "reference", "review_type", "title", "statutory", "opened_at", "stage", "next_stage", "response", "closed_on"],
    *each_of("clocks", "clock due state source"),
    *each_of("scope", "period_from period_to agencies.agency agencies.part lines_of_enquiry version"),
    *each_of("scope", "practitioner_involvement lived_experience"),
    *each_of("lead", "agency person_ref appointed_on"),
    *each_of("findings", TEXT),
    *each_of("publication", "outcome on until withdrawn_on reason"),
    *each_of("ended", "how on"),
}
LEAD = AGENCY | {
    *["edition", "scope.children", "no_good_practice", "answers", "embargo_until", "findings.recorded_by"],
    "scope.case_version",
    *each_of("moments", "moment on recorded_at agency by because"),
    *["no_problems", "findings.edited_by"],
    *each_of("findings.corrections", f"{WORDS} on by because"),
    *each_of("discarded", "reason on by"),
    *each_of("discarded.finding", f"{DRAFT} recorded_by edited_by reason_for_none"),
    *each_of("rebased", "from_edition to_edition reason on by"),
    *each_of("narrowed", "version reason on by"),
    *each_of("report", "summary body version on by writers"),
    *each_of("subjects", "entries on by"),
    *each_of("checks", "check by on"),
    *each_of("overrides", OVERRIDE),
    *each_of("decisions", "decision outcome on agency person_ref"),
    *each_of("holds", "id kind review_on placed_on lifted_on"),
    *each_of("lead.declaration", DECLARED),
    *each_of("lead.former_declarations", DECLARED),
    *each_of("lead.mitigations", "test ground how"),
}
PARTNERSHIP = LEAD | {
    "lead.appointed_by",
    *each_of("lead", REASONED),
    *each_of("decisions", f"answers recorded_at {REASONED}"),
    *each_of("former_leads", APPOINTED),
    *each_of("former_leads.declaration", DECLARED),
    *each_of("stood_down", "on because by"),
    *each_of("stood_down.lead", APPOINTED),
    *each_of("stood_down.lead.former_declarations", DECLARED),
    *each_of("stood_down.lead.declaration", DECLARED),
    *each_of("rejected_leads", "agency person_ref on"),
    "overrides.authority",
    *each_of("ended", "because learning told instead"),
    *each_of("holds", "authority told placed_by rescheduled_by rescheduled_because lifted_by lifted_because"),
    *each_of("impact", "impact child_experience retention_until on by"),
}
RELEASED = "link statement on recalled_on recalled_reason"
FINDING_AGENCY = {
    *TEXT.split(), *each_of("learning", RELEASED), *each_of("products", "id kind themes link"),
    *each_of("obligations", OBLIGATION), *each_of("actions", ACTION_WHOLE),
}  # fmt: skip
FINDING_LEAD = {
    *TEXT.split(), "recorded_by", "acknowledged", *each_of("learning", f"{RELEASED} by"),
    *each_of("products", "id kind themes link reviews findings delivered withdrawn withheld"), *each_of("actions", ACTION),
}  # fmt: skip
FINDING_PARTNERSHIP = FINDING_LEAD | each_of("obligations", OBLIGATION) | each_of("actions", ACTION_WHOLE)
GATE_AGENCY = {"gate", "met", "needs.code", "needs.message", "needs.path"}
GATE_LEAD = GATE_AGENCY | each_of("overrides", OVERRIDE) | {
    f"as_of.{each}" for each in ("actions", "dissemination", "involvement", "obligations", "products")
}  # fmt: skip
GATE = GATE_LEAD | {"overrides.authority"}
LISTED = {"id", "reference", "review_type", "title", "stage"}
SEES = {
    "/reviews": {"partnership": LISTED, "lead": LISTED, "agency": LISTED},
    "/reviews/{}": {"partnership": PARTNERSHIP, "lead": LEAD, "agency": AGENCY},
    "/reviews/{}/findings": {"partnership": FINDING_PARTNERSHIP, "lead": FINDING_LEAD, "agency": FINDING_AGENCY},
    "/reviews/{}/gates/stage": {"partnership": GATE, "lead": GATE_LEAD, "agency": GATE_AGENCY},
    "/reviews/{}/gates/publication": {"partnership": GATE, "lead": GATE_LEAD, "agency": GATE_AGENCY},
    "/reviews/{}/gates/closing": {"partnership": GATE, "lead": GATE_LEAD, "agency": GATE_AGENCY},
}
"""The fields that hold something, by route and reader."""
READERS = {
    "business-unit": ("partnership", "partnership"),
    "decider": ("partnership", "partnership"),
    "decider of an agency in scope": ("partnership", OURS),
    "decider of another agency": ("partnership", ELSEWHERE),
    "scrutineer": ("partnership", "partnership"),
    "inspector": ("partnership", "independent"),
    "lead-reviewer": ("lead", "independent"),
    "agency-lead": ("agency", OURS),
    "contributor": ("agency", OURS),
}
"""Each reader of the reviews, with the part that they read in and their agency."""
HIDDEN_NEEDS = (
    "involvement/",
    "lead/",
    "finding/not-",
    *(f"publication/{each}" for each in ("not-checked", "held", "identifies")),
)
"""The beginnings of needs that no agency is shown."""


def fields(shown: Any, at: str = "") -> set[str]:
    """Returns the paths of every field that holds something, such as `lead.declaration.case_contact`."""
    if isinstance(shown, list):
        return {path for each in shown for path in fields(each, at)}
    if isinstance(shown, dict) and at.rpartition(".")[2] not in OPEN:
        return {path for name, each in shown.items() for path in fields(each, f"{at}.{name}".lstrip("."))}
    return set() if shown in (None, {}, "") else {at}


@pytest.fixture(scope="module")
def services() -> Iterator[Connected]:
    """Services of these tests alone."""
    with components() as found:
        yield found.connected()


@pytest.fixture(scope="module")
def reviews(services: Connected) -> list[str]:
    """Returns reviews that between them hold something in every field, of the same lead and the same agencies."""
    everything = Everything(services, {name: each.people for name, each in services.items()})
    made = play(everything.at_the_registry, to_a_finding())
    draft = finding(what_happened=UNCONFIRMED, themes=[DRAFT_THEME])
    everything.do(REGISTRY, "business-unit", f"/reviews/{made['review']}/findings", draft)
    everything.acted(made["finding"])
    everything.do(REGISTRY, "decider", f"/reviews/{made['review']}/lead", LEAD_WITH_VIEWS | {"dissent": [DISSENT]})
    shared = everything.shared()
    closed, _ = everything.reviewed()
    published = everything.published()
    everything.do(REGISTRY, "decider", f"/reviews/{published}/publication", DEFERRED)
    hits = services[REGISTRY]("decider").get(f"/reviews/{published}/gates/publication").json()["hits"]
    checks = {"checks": ["jigsaw-test"], "answers": {each["key"]: "An address that everybody knows." for each in hits}}
    everything.do(REGISTRY, "decider", f"/reviews/{published}/checks", checks)
    duplicate = everything.duplicated(made["review"])
    services.drain()
    unit = services[REGISTRY]("business-unit")
    everybody = [each["id"] for each in unit.get("/reviews", limit=200).json()]
    (of_shared,) = (each for each in everybody if shared in {one["id"] for one in unit.get(f"/reviews/{each}/findings").json()})
    return [made["review"], of_shared, closed, published, duplicate]


def caller(services: Connected, reader: str) -> Caller:
    role = reader.split(" of ", maxsplit=1)[0]
    return services[REGISTRY](role, agency=READERS[reader][1], person_ref="p-lead" if role == "lead-reviewer" else "")


@pytest.mark.parametrize("route", SEES)
@pytest.mark.parametrize("reader", READERS)
def test_reader_sees_the_fields_of_the_table(reader: str, route: str, services: Connected, reviews: list[str]) -> None:
    asked = caller(services, reader)
    shown = [asked.get(route.format(each)) for each in reviews]
    seen = set().union(*(fields(done(each)) for each in shown))
    expected = SEES[route][READERS[reader][0]]
    if "/gates/" in route:
        assert seen <= expected
        assert {"gate", "met"} <= seen
    else:
        assert seen - EMPTY == expected - EMPTY


@pytest.mark.parametrize("reader", READERS)
def test_drafts_and_dissent_are_for_those_who_work_on_them(reader: str, services: Connected, reviews: list[str]) -> None:
    asked, part = caller(services, reader), READERS[reader][0]
    read = "".join(asked.get(route.format(each)).text for route in SEES for each in reviews)
    assert (UNCONFIRMED in read) == (part != "agency")
    assert (DISSENT in read) == (part == "partnership")


def test_count_of_acknowledgements_is_not_for_agencies(services: Connected, reviews: list[str]) -> None:
    shown = {
        reader: [name for review in reviews for each in caller(services, reader).get(f"/reviews/{review}/findings").json()
                 for name in each]
        for reader in READERS
    }  # fmt: skip
    assert {reader: "acknowledged" in names for reader, names in shown.items()} == {
        reader: part != "agency" for reader, (part, _) in READERS.items()
    }


@pytest.mark.parametrize("gate", ["stage", "publication", "closing"])
@pytest.mark.parametrize("role", ["agency-lead", "contributor"])
def test_gate_shows_agencies_no_family_and_no_check(gate: str, role: str, services: Connected, reviews: list[str]) -> None:
    at = [f"/reviews/{each}/gates/{gate}" for each in reviews]
    ours, unit = services[REGISTRY](role, agency=OURS), services[REGISTRY]("business-unit")
    whole = {each["code"] for one in at for each in done(unit.get(one))["needs"]}
    seen = {each["code"] for one in at for each in done(ours.get(one))["needs"]}
    assert seen <= whole
    assert not [each for each in seen if each.startswith(HIDDEN_NEEDS)]
    assert [done(ours.get(one))["met"] for one in at] == [done(unit.get(one))["met"] for one in at]


@pytest.mark.parametrize("route", ["/reviews/{}/findings", "/themes/history-not-used"])
@pytest.mark.parametrize("role", ["agency-lead", "contributor"])
def test_agency_sees_progress_alone_of_another_agencys_actions(
    role: str, route: str, services: Connected, reviews: list[str]
) -> None:
    """A shared plan is shared. Judgement, re-checks and rung are the owner's, and so are obligations."""

    def of(agency: str, what: str) -> list[dict[str, Any]]:
        answers = [services[REGISTRY](role, agency=agency).get(route.format(each)).json() for each in reviews]
        found = [one for each in answers for one in (each["findings"] if isinstance(each, dict) else each)]
        return [each for one in found for each in one[what]]

    own = [each for each in of(OURS, "actions") if each["agency"] == OURS]
    others = [each for each in of(THEIRS, "actions") if each["agency"] == OURS]
    assert fields(own) == set(ACTION_WHOLE.split())
    assert others
    assert {tuple(sorted(each)) for each in others} == {tuple(sorted(ACTION.split()))}
    assert {each["agency"] for each in of(OURS, "obligations")} == {OURS}
    assert {each["agency"] for each in of(THEIRS, "obligations")} == {THEIRS}


@pytest.mark.parametrize("role", ["agency-lead", "contributor", "business-unit", "decider"])
def test_agencies_in_scope_share_what_each_action_says(role: str, services: Connected, reviews: list[str]) -> None:
    for agency in (OURS, THEIRS):
        plan = services[TRACKING](role, agency=agency_of(role, agency)).get(f"/reviews/{reviews[0]}/actions")
        (action,) = plan.json()
        assert set(action) == {*ACTION.split(), "statement"}
        assert (action["agency"], action["statement"]) == (OURS, "Install an alert on the third attendance")


@pytest.mark.parametrize("role", ["agency-lead", "contributor"])
def test_agency_out_of_scope_is_shown_no_plan(role: str, services: Connected, reviews: list[str]) -> None:
    stranger = services[TRACKING](role, agency=ELSEWHERE)
    for review in (*reviews, str(uuid4())):
        assert stranger.get(f"/reviews/{review}/actions").status_code == 404
    assert services[TRACKING](role, agency=OURS).get(f"/reviews/{reviews[-1]}/actions").json() == []


def test_draft_finding_leads_agencies_to_nothing(services: Connected, reviews: list[str]) -> None:
    for role in ("agency-lead", "contributor"):
        ours = services[REGISTRY](role, agency=OURS)
        assert ours.get("/reviews", theme=DRAFT_THEME).json() == []
        assert done(ours.get(f"/themes/{DRAFT_THEME}"))["findings"] == []


@pytest.mark.parametrize("role", ["agency-lead", "contributor", "lead-reviewer", "facilitator"])
@pytest.mark.parametrize("person_ref", ["p-stranger", "p-lead"], ids=["another person", "reference of the lead"])
def test_stranger_to_the_reviews_finds_nothing_of_them(
    person_ref: str, role: str, services: Connected, reviews: list[str]
) -> None:
    """A person is an agency and a reference, so the lead's reference in another agency is another person."""
    stranger = services[REGISTRY](role, agency=agency_of(role, ELSEWHERE), person_ref=person_ref)
    assert stranger.get("/reviews").json() in ([], {}) or stranger.get("/reviews").status_code == 403
    for route in SEES:
        for each in reviews if "{}" in route else ():
            assert stranger.get(route.format(each)).status_code in (403, 404)
    for theme in services[REGISTRY].room.framework.theme_codes():
        shown = done(stranger.get(f"/themes/{theme}"))
        assert (shown["findings"], shown["count"], shown["recurred"]) == ([], 0, False)


def test_lead_of_one_review_reads_another_as_their_agency_does(services: Connected, reviews: list[str]) -> None:
    both = services[REGISTRY]("lead-reviewer", "agency-lead", agency=OURS, person_ref="p-lead-of-another")
    seen = set().union(*(fields(done(both.get(f"/reviews/{each}"))) for each in reviews))
    assert seen == AGENCY


def test_answer_to_a_command_shows_the_lead_what_a_read_shows(services: Connected, reviews: list[str]) -> None:
    lead = caller(services, "lead-reviewer")
    answer = done(lead.post(f"/reviews/{reviews[0]}/findings", finding()))
    assert fields(answer) == fields(done(lead.get(f"/reviews/{reviews[0]}")))
    assert fields(answer) <= LEAD
