"""Involvement: offers to take part, with an explanation, and a statement without fear of blame."""

from datetime import date, timedelta

from demo.case import FEEDBACK, REGISTRY, Case, Json, long_date, plain
from demo.steps.review import move, path
from demo.texts import CHAIR, CONTRIBUTION, FACILITATOR, POLICE, UNIT
from local import partnership

FATHER = "non-resident-parents"
OFFER: Json = {"language": "en", "format": "conversation", "advocate_offered": True}


def heard(case: Case) -> None:
    case.chapter("Family and practitioners are invited, and hear how it works", "R13", "R17", "R18")
    plan = case.await_("the plan of whom to hear", lambda: board(case))
    groups = {party["group"]: party["id"] for party in plan["parties"]}
    case.narrate(f"When the review opened, feedback capture planned whom to invite: {', '.join(map(plain, groups))}.")
    due = case.await_("the days to invite the child", lambda: _offer_by(case, "child"))
    case.narrate(f"The days for it run since the review left screening, until {long_date(due)}.")
    case.refused(UNIT, REGISTRY, path(case, "moves"), {"to": "analysis"}, "involvement/not-started")
    offers(case, plan["id"], groups)
    on(case, plan["id"], FACILITATOR, "answers", {"party": groups["surviving-siblings"], "status": "accepted"})
    case.narrate("The surviving sister accepts, with an advocate of her choice.")
    for group in ("child", FATHER):
        on(case, plan["id"], FACILITATOR, "answers", {"party": groups[group], "status": "declined"})
    case.narrate("The child and the father, who lives elsewhere, decline. They are to hear the findings all the same.")
    nobody(case, plan["id"], groups.pop("wider-family"))
    case.kept["look-again"] = case.working_days(case.today, 40)
    deferral = {
        "party": groups["parents-carers"],
        "until": "charge-decision",
        "look_again": str(case.kept["look-again"]),
        "reason": "The investigating officer asks to wait for the decision on charges.",
    }
    on(case, plan["id"], CHAIR, "deferrals", deferral)
    case.narrate(
        "The parents' invitation is deferred for criminal proceedings. "
        f"It comes back by itself on {long_date(case.kept['look-again'])}."
    )
    on(case, plan["id"], FACILITATOR, "answers", {"party": groups["practitioners"], "status": "accepted"})
    contributed(case, plan["id"], groups["practitioners"])
    case.await_("the registry knows where each party stands", lambda: _moved(case))
    case.narrate("Every party has been invited or has an approved reason not to be. The analysis begins.")
    case.kept["involvement"], case.kept["groups"] = plan["id"], groups


def nobody(case: Case, involvement: str, party: str) -> None:
    empty = {"party": party, "exception": "nobody-in-this-group"}
    on(case, involvement, FACILITATOR, "proposals", empty)
    on(case, involvement, CHAIR, "approvals", empty)
    case.narrate("There is no wider family. The facilitator checked it, and the chair approves that no one is invited.")


def offers(case: Case, involvement: str, groups: dict[str, str]) -> None:
    explained = [each["code"] for each in case.framework["involvement"]["explained"]]
    on(case, involvement, UNIT, "facilitators", {"person_ref": case.person(FACILITATOR)})
    sister = {**OFFER, "party": groups["surviving-siblings"], "person_ref": "sister-a", "channel": "visit"}
    case.narrate("A letter to the surviving sister does not explain how taking part works.")
    case.refused(
        FACILITATOR, FEEDBACK, f"/involvements/{involvement}/offers", {**sister, "explained": []}, "involvement/not-explained"
    )
    on(case, involvement, FACILITATOR, "offers", {**sister, "explained": explained})
    case.narrate("A visit explains it to her: the purpose, what stays confidential, and that she sees the findings first.")
    for group in ("child", FATHER):
        invited = {**OFFER, "party": groups[group], "person_ref": f"{group}-a", "channel": "visit", "explained": explained}
        on(case, involvement, FACILITATOR, "offers", invited)
    practitioner = {
        **OFFER,
        "party": groups["practitioners"],
        "person_ref": "practitioner-police",
        "agency": partnership.POLICE,
        "channel": "phone",
        "explained": explained,
    }
    on(case, involvement, FACILITATOR, "offers", practitioner)
    case.narrate("A police practitioner is invited too, without fear of blame.")


def contributed(case: Case, involvement: str, party: str) -> None:
    body = {**CONTRIBUTION, "involvement": involvement, "party": party}
    contribution = case.do(FACILITATOR, FEEDBACK, "/contributions", body)
    on(case, involvement, FACILITATOR, "answers", {"party": party, "status": "contributed"})
    case.narrate("The facilitator writes down what the practitioner says, in the practitioner's own words.")
    words = case.get(FACILITATOR, FEEDBACK, f"/contributions/{contribution['id']}")["words"]
    case.show("the facilitator can read it", words == CONTRIBUTION["words"])
    case.narrate("A manager of the practitioner's agency asks to see it.")
    case.hidden(POLICE, FEEDBACK, f"/contributions/{contribution['id']}")
    case.kept["contribution"] = contribution["id"]


def board(case: Case) -> Json | None:
    found = case.get(UNIT, FEEDBACK, f"/involvements?review={case.review['id']}")
    return dict(found[0]) if found else None


def on(case: Case, involvement: str, who: str, what: str, body: Json) -> Json:
    return case.do(who, FEEDBACK, f"/involvements/{involvement}/{what}", body)


def back_again(case: Case) -> None:
    """Shows that a deferred offer comes back on its day without anyone remembering it."""
    day: date = case.kept["look-again"]
    case.wait_until(day + timedelta(days=1))
    parties = case.await_("the deferred party is back", lambda: _open_again(case))
    due = long_date(parties["offer_by"])
    case.narrate(f"Nobody had to remember: on {long_date(day)} the parents' invitation came back by itself, due by {due}.")
    explained = [each["code"] for each in case.framework["involvement"]["explained"]]
    offer = {**OFFER, "party": parties["id"], "person_ref": "parent-a", "channel": "meeting", "explained": explained}
    on(case, case.kept["involvement"], FACILITATOR, "offers", offer)
    on(case, case.kept["involvement"], FACILITATOR, "answers", {"party": parties["id"], "status": "accepted"})
    case.narrate("The decision on charges has been made. The parents are invited, and accept.")


def fed_back(case: Case, step: str) -> None:
    """Gives feedback to everyone, whether or not they took part."""
    for party in case.kept["groups"].values():
        body = {"party": party, "step": step, "channel": "meeting"}
        on(case, case.kept["involvement"], FACILITATOR, "feedback", body)


def not_told(case: Case) -> None:
    """Approves the reason that the father does not hear the findings."""
    excused = {"party": case.kept["groups"].pop(FATHER), "exception": "findings-not-told"}
    on(case, case.kept["involvement"], UNIT, "proposals", {**excused, "reason": "court-or-police-direction"})
    on(case, case.kept["involvement"], CHAIR, "approvals", excused)
    case.kept["father"] = excused["party"]
    case.narrate("A court keeps the findings from the father. The business unit records it, and the chair approves it.")


def _offer_by(case: Case, group: str) -> str | None:
    shown = board(case)
    return next((each["offer_by"] for each in shown["parties"] if each["group"] == group), None) if shown else None


def _open_again(case: Case) -> Json | None:
    parties = case.get(UNIT, FEEDBACK, f"/involvements/{case.kept['involvement']}")["parties"]
    return next((dict(each) for each in parties if each["group"] == "parents-carers" and each["status"] == "not-started"), None)


def _moved(case: Case) -> bool:
    move(case, "analysis")
    return True
