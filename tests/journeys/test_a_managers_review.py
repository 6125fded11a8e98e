"""One review as a business manager works it: mistakes are put right, people change their minds, and nothing is a dead end.

Two children, a lead who resigns, a joint action, an agency that answers without one, and a survey that closes early.
"""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from demo.case import ACTIONS, FEEDBACK, REGISTRY, SERVICES, Case, Json
from demo.story import Story
from demo.texts import (
    ACTION,
    CHAIR,
    COUNCIL,
    FACILITATOR,
    FINDINGS,
    HOSPITAL,
    LEAD,
    LIVED_EXPERIENCE,
    NOTHING_TO_DECLARE,
    POLICE,
    RATIONALE,
    SCOPE,
    UNIT,
)
from local import partnership
from local.deployment import Deployment
from local.parts.files import write_whole
from local.stack import described
from services.chassis.rules.calendar import add_months

TYPE, CLOCK = "lcspr", "lcspr-complete-publish"
FIRST, JOINT = FINDINGS[0], {**FINDINGS[0], "agencies": [partnership.POLICE, partnership.HOSPITAL, partnership.COUNCIL]}


@pytest.fixture(scope="module")
def case() -> Iterator[Case]:
    with Deployment(settings={"poll_seconds": 0.5}) as running:
        path = running.folder / "stack.json"
        write_whole(path, json.dumps(described(running)))
        with Case(path, Story(0, out=io.StringIO())) as played:
            played.chapter("A manager's review")
            yield played


def test_managers_review_has_no_dead_end(case: Case) -> None:
    opened_twice_and_dated_wrongly(case)
    decided_on_thursday_and_typed_on_monday(case)
    led_by_another_after_the_first_resigned(case)
    invited_last_week_and_answered_wrongly(case)
    findings_edited_discarded_sent_back_and_corrected(case)
    answered_together_refused_and_reopened(case)
    survey_closed_early(case)
    found_by_reference_and_listed_for_each_person(case)


def at(case: Case, what: str, body: Json, who: str = UNIT) -> Json:
    return case.do(who, REGISTRY, f"/reviews/{case.review['id']}/{what}", body)


def screened(case: Case, **changed: Any) -> Json:
    criteria = next(each["criteria"] for each in case.framework["review_types"] if each["code"] == TYPE)
    answers = [{"criterion": each["code"], "met": True, "evidence": "Shown by the agencies' summaries."} for each in criteria]
    return {**RATIONALE, "outcome": "local-review", "answers": answers, **changed}


def opened_twice_and_dated_wrongly(case: Case) -> None:
    opening = {"review_type": TYPE, "title": "Injuries that nobody added up", "referred_on": str(case.today)}
    case.review = case.do(UNIT, REGISTRY, "/reviews", opening)
    twin = case.do(UNIT, REGISTRY, "/reviews", opening)
    ending = {**RATIONALE, "how": "duplicate", "instead": case.review["reference"], "told": ["The referrer"]}
    ended = case.do(CHAIR, REGISTRY, f"/reviews/{twin['id']}/end", {**ending, "learning": "It was registered twice."})
    assert ended["ended"]["how"] == "duplicate"
    real = case.today - timedelta(days=7)
    at(case, "moments", {"moment": "referred", "on": str(real), "because": "The letter bears an earlier date."})
    shown = at(case, "moments", {"moment": "aware", "on": str(real)})
    assert [each["on"] for each in shown["moments"] if each["moment"] == "referred"][-1] == str(real)


def decided_on_thursday_and_typed_on_monday(case: Case) -> None:
    """A first thought was to do nothing; the decision that counts was taken days before it was typed."""
    mine = case.get(CHAIR, REGISTRY, f"/waiting?review={case.review['id']}")
    assert [each["about"] for each in mine] == [case.review["id"]]
    out = screened(case, outcome="no-further-action", learning="It is known here.", told=["The referrer"])
    assert at(case, "screening", out, CHAIR)["ended"]["how"] == "screened-out"
    case.wait(6)
    meeting = case.today - timedelta(days=4)
    shown = at(case, "screening", screened(case, on=str(meeting)), CHAIR)
    assert shown["ended"] is None
    assert [(each["clock"], each["due"]) for each in shown["clocks"]] == [(CLOCK, str(add_months(meeting, 6)))]
    decision = shown["decisions"][-1]
    assert (decision["on"], decision["recorded_at"][:10]) == (str(meeting), str(case.today))
    at(case, "moves", {"to": "scoping"})
    period = {"period_from": str(case.today - timedelta(days=900)), "period_to": str(case.today)}
    two = {"children": ["child-a", "child-b"], "lived_experience": LIVED_EXPERIENCE}
    at(case, "scope", {**SCOPE, **period, **two})
    at(case, "moves", {"to": "lead-appointment"})


def led_by_another_after_the_first_resigned(case: Case) -> None:
    appointing = {**RATIONALE, "person_ref": "lead-who-resigns", "declaration": NOTHING_TO_DECLARE}
    at(case, "lead", appointing, CHAIR)
    at(case, "standing-down", {"reason": "Took a post with an agency in scope.", "on": str(case.today)})
    case.refused(UNIT, REGISTRY, f"/reviews/{case.review['id']}/moves", {"to": "involvement"}, "lead/not-appointed")
    at(case, "lead", {**appointing, "person_ref": case.person(LEAD)}, CHAIR)
    at(case, "moves", {"to": "involvement"})


def invited_last_week_and_answered_wrongly(case: Case) -> None:
    """Offers carry the day of the visit. Two children are told apart, a party too many is taken back, an answer corrected."""

    def on(what: str, body: Json, who: str = FACILITATOR) -> Json:
        return case.do(who, FEEDBACK, f"/involvements/{plan['id']}/{what}", body)

    (plan,) = case.await_("the plan", lambda: case.get(UNIT, FEEDBACK, f"/involvements?review={case.review['id']}"))
    case.kept["plan"] = plan["id"]
    case.await_("the offers wait", lambda: case.get(UNIT, FEEDBACK, f"/waiting?review={case.review['id']}"))
    case.wait(3)
    on("facilitators", {"person_ref": case.person(FACILITATOR)}, UNIT)
    on("parties", {"group": "child"}, UNIT)
    shown = on("parties", {"group": "child"}, UNIT)
    children = [each["id"] for each in shown["parties"] if each["group"] == "child"]
    assert len(children) == 3
    shown = on("parties/removals", {"party": children[2], "because": "There are two children."}, UNIT)
    explained = [each["code"] for each in case.framework["involvement"]["explained"]]
    visit = str(case.today - timedelta(days=1))
    for party in shown["parties"]:
        offer = {"party": party["id"], "channel": "visit", "language": "en", "format": "conversation", "on": visit}
        named = {"person_ref": f"p-{party['id'][:8]}"}
        of = {"agency": partnership.POLICE} if party["group"] == "practitioners" else {}
        on("offers", {**offer, **named, **of, "explained": explained, "advocate_offered": True})
        on("answers", {"party": party["id"], "status": "declined"})
    corrected = {"party": children[1], "status": "accepted", "because": "I ticked the wrong line."}
    after = on("answers/corrections", corrected)
    assert {each["id"]: each["status"] for each in after["parties"]}[children[1]] == "accepted"


def findings_edited_discarded_sent_back_and_corrected(case: Case) -> None:
    case.await_("everybody was invited", lambda: at_gate(case, "stage") == set())
    at(case, "moves", {"to": "analysis"})
    for finding in (FIRST, FIRST, *FINDINGS[1:]):
        at(case, "findings", finding)
    drafts = case.get(UNIT, REGISTRY, f"/reviews/{case.review['id']}")["findings"]
    at(case, "finding-edits", {**JOINT, "finding": drafts[0]["id"]})
    kept = at(case, "finding-discards", {"finding": drafts[1]["id"], "reason": "It was recorded twice."})
    assert [each["reason"] for each in kept["discarded"]] == ["It was recorded twice."]
    at(case, "moves", {"to": "findings"})
    case.findings = [each for each in kept["findings"] if each["id"] != drafts[1]["id"]]
    for finding in case.findings:
        at(case, "confirmations", {"finding": finding["id"]})
    at(case, "moves", {"to": "report"})
    at(case, "send-backs", {"to": "findings", "reason": "The police show that a date is wrong."})
    words = {"finding": drafts[0]["id"], "because": "The date was wrong.", "what_happened": "Reports were closed singly."}
    shown = at(case, "finding-corrections", words)
    assert next(each for each in shown["findings"] if each["id"] == drafts[0]["id"])["what_happened"] == words["what_happened"]
    at(case, "moves", {"to": "report"})


def answered_together_refused_and_reopened(case: Case) -> None:
    """One action answers for two agencies. The third says that it needs none, is refused, and later thinks again."""
    first = case.findings[0]["id"]

    def owed() -> dict[str, Json] | None:
        found = case.get(UNIT, ACTIONS, f"/obligations?finding={first}")
        return {each["agency"]: each for each in found} if len(found) == 3 else None

    def status(agency: str, wanted: str) -> bool:
        return bool((owed() or {})[agency]["status"] == wanted)

    opened = case.await_("three obligations", owed)
    assert {each["reference"] for each in opened.values()} == {case.review["reference"]}
    mine = {each["about"] for each in case.get(HOSPITAL, ACTIONS, "/waiting")}
    assert opened[partnership.HOSPITAL]["id"] in mine
    joint = {
        **ACTION,
        "obligations": [opened[partnership.POLICE]["id"], opened[partnership.HOSPITAL]["id"]],
        "supporting": [partnership.HOSPITAL],
        "due": str(case.working_days(case.today, 60)),
    }
    case.action = case.do(POLICE, ACTIONS, "/actions", joint)
    case.do(CHAIR, ACTIONS, f"/actions/{case.action['id']}/proposal-answer", {"answer": "asked", "why": "By which audit?"})
    again = {name: value for name, value in joint.items() if name != "obligations"}
    case.do(POLICE, ACTIONS, f"/actions/{case.action['id']}/proposal", {**again, "strength": "intermediate"})
    case.do(CHAIR, ACTIONS, f"/actions/{case.action['id']}/agreement", {"on": str(case.today)})
    both = (partnership.POLICE, partnership.HOSPITAL)
    case.await_("it answers for both", lambda: all(status(agency, "answered") for agency in both))
    third = f"/obligations/{opened[partnership.COUNCIL]['id']}"
    for why, answer in (("Our form has changed.", "refusal"), ("An audit shows the change.", "")):
        case.do(COUNCIL, ACTIONS, f"{third}/no-action-proposal", {"reason": why})
        asked = {each["about"] for each in case.get(CHAIR, ACTIONS, "/waiting")}
        assert opened[partnership.COUNCIL]["id"] in asked
        if answer:
            case.do(CHAIR, ACTIONS, f"{third}/no-action-refusal", {"why": "A form alone is not enough."})
        else:
            case.do(CHAIR, ACTIONS, f"{third}/no-action", {})
    assert status(partnership.COUNCIL, "answered")
    shown = case.do(CHAIR, ACTIONS, f"{third}/reopening", {"reason": "The audit was of another form."})
    assert shown["status"] == "open"
    case.kept["reopened"] = shown["id"]


def survey_closed_early(case: Case) -> None:
    survey = {
        "title": "Being asked",
        "source_group": "practitioner",
        "service": "police",
        "review": case.review["id"],
        "questions": [{"code": "what", "words": "What would you change?", "kind": "text"}],
        "closes": str(case.today + timedelta(days=60)),
        "facilitators": [case.person(FACILITATOR)],
    }
    opened = case.do(UNIT, FEEDBACK, "/surveys", survey)
    later = {"closes": str(case.today + timedelta(days=90)), "reason": "too-few-answers"}
    case.do(UNIT, FEEDBACK, f"/surveys/{opened['id']}/extensions", later)
    case.do(UNIT, FEEDBACK, f"/surveys/{opened['id']}/closure", {"reason": "wrong-questions"})


def found_by_reference_and_listed_for_each_person(case: Case) -> None:
    """People speak in references. Each person finds what waits for them, in every service."""
    action = case.get(UNIT, ACTIONS, f"/actions/{case.action['reference']}")
    assert (action["id"], action["status"]) == (case.action["id"], "agreed")
    assert case.get(UNIT, REGISTRY, f"/reviews/{case.review['reference']}")["id"] == case.review["id"]
    for service in SERVICES:
        for who in (UNIT, CHAIR):
            waits = case.get(who, service, "/waiting")
            assert [each["since"] for each in waits] == sorted(each["since"] for each in waits)
            assert all(each["link"].startswith("http") and each["asks"] for each in waits)
    council = case.get(COUNCIL, ACTIONS, "/waiting?asks=answer-finding")
    assert case.kept["reopened"] in {each["about"] for each in council}


def at_gate(case: Case, gate: str) -> set[str]:
    return {each["code"] for each in case.get(UNIT, REGISTRY, f"/reviews/{case.review['id']}/gates/{gate}")["needs"]}
