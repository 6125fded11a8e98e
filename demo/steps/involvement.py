"""Who must be offered a part, how taking part works, and what somebody says without fear."""

from datetime import date, timedelta

from demo.case import FEEDBACK, REGISTRY, Case, Json
from demo.steps.review import move, path
from demo.texts import CHAIR, CONTRIBUTION, FACILITATOR, POLICE, UNIT
from local import partnership

OFFER: Json = {"language": "en", "format": "conversation", "advocate_offered": True}


def heard(case: Case) -> None:
    case.chapter("Family and practitioners are offered a part, and told how it works", "R13", "R17", "R18")
    plan = case.await_("the plan of whom to hear", lambda: board(case))
    groups = {party["group"]: party["id"] for party in plan["parties"]}
    case.tell(f"From the opening, feedback capture planned who must be offered a part: {', '.join(groups)}.")
    case.refused(UNIT, REGISTRY, path(case, "moves"), {"to": "analysis"}, "involvement/not-started")
    offers(case, plan["id"], groups)
    on(case, plan["id"], FACILITATOR, "answers", {"party": groups["surviving-siblings"], "status": "accepted"})
    case.tell("The surviving sister accepts, with an advocate of her choice.")
    case.kept["look-again"] = case.working_days(case.today, 40)
    deferral = {
        "party": groups["parents-carers"],
        "until": "charge-decision",
        "look_again": str(case.kept["look-again"]),
        "reason": "The investigating officer asks to wait for the decision on charges.",
    }
    on(case, plan["id"], CHAIR, "deferrals", deferral)
    case.tell(
        f"The parents' part is deferred because of criminal proceedings; it comes back by itself on {deferral['look_again']}."
    )
    on(case, plan["id"], FACILITATOR, "answers", {"party": groups["practitioners"], "status": "accepted"})
    contributed(case, plan["id"], groups["practitioners"])
    case.await_("the registry knows where each party stands", lambda: _moved(case))
    case.tell("Every party has been asked or has an approved reason: the analysis begins.")
    case.kept["involvement"], case.kept["groups"] = plan["id"], groups


def offers(case: Case, involvement: str, groups: dict[str, str]) -> None:
    explained = [each["code"] for each in case.framework["involvement"]["explained"]]
    on(case, involvement, UNIT, "facilitators", {"person_ref": case.person(FACILITATOR)})
    sister = {**OFFER, "party": groups["surviving-siblings"], "person_ref": "sister-a", "channel": "visit"}
    case.tell("A letter to the surviving sister does not say how taking part works.")
    case.refused(
        FACILITATOR, FEEDBACK, f"/involvements/{involvement}/offers", {**sister, "explained": []}, "involvement/not-explained"
    )
    on(case, involvement, FACILITATOR, "offers", {**sister, "explained": explained})
    case.tell("In a visit it is explained to her: what it is for, what stays confidential, that she sees the findings first.")
    practitioner = {
        **OFFER,
        "party": groups["practitioners"],
        "person_ref": "practitioner-police",
        "agency": partnership.POLICE,
        "channel": "phone",
        "explained": explained,
    }
    on(case, involvement, FACILITATOR, "offers", practitioner)
    case.tell("A police practitioner is invited too, without fear of blame.")


def contributed(case: Case, involvement: str, party: str) -> None:
    body = {**CONTRIBUTION, "involvement": involvement, "party": party}
    contribution = case.do(FACILITATOR, FEEDBACK, "/contributions", body)
    on(case, involvement, FACILITATOR, "answers", {"party": party, "status": "contributed"})
    case.tell("What the practitioner says is written down in the practitioner's own words.")
    words = case.get(FACILITATOR, FEEDBACK, f"/contributions/{contribution['id']}")["words"]
    case.show("the facilitator who heard it can read it", words == CONTRIBUTION["words"])
    case.tell("A manager of the practitioner's agency asks for it.")
    case.hidden(POLICE, FEEDBACK, f"/contributions/{contribution['id']}")
    case.kept["contribution"] = contribution["id"]


def board(case: Case) -> Json | None:
    found = case.get(UNIT, FEEDBACK, f"/involvements?review={case.review['id']}")
    return dict(found[0]) if found else None


def on(case: Case, involvement: str, who: str, what: str, body: Json) -> Json:
    return case.do(who, FEEDBACK, f"/involvements/{involvement}/{what}", body)


def back_again(case: Case) -> None:
    """What was deferred comes back when its day arrives, though nobody thought of it."""
    day: date = case.kept["look-again"]
    case.wait_until(day + timedelta(days=1))
    parties = case.await_("the deferred party is back", lambda: _open_again(case))
    case.tell(
        f"Nobody had to remember: on {day} the parents' part came back by itself, to be offered by {parties['offer_by']}."
    )
    explained = [each["code"] for each in case.framework["involvement"]["explained"]]
    offer = {**OFFER, "party": parties["id"], "person_ref": "parent-a", "channel": "meeting", "explained": explained}
    on(case, case.kept["involvement"], FACILITATOR, "offers", offer)
    on(case, case.kept["involvement"], FACILITATOR, "answers", {"party": parties["id"], "status": "accepted"})
    case.tell("The decision on charges has been made; they are offered a part, and accept.")


def fed_back(case: Case, step: str) -> None:
    """Everybody who took part is told."""
    for party in case.kept["groups"].values():
        body = {"party": party, "step": step, "channel": "meeting"}
        on(case, case.kept["involvement"], FACILITATOR, "feedback", body)


def _open_again(case: Case) -> Json | None:
    parties = case.get(UNIT, FEEDBACK, f"/involvements/{case.kept['involvement']}")["parties"]
    return next((dict(each) for each in parties if each["group"] == "parents-carers" and each["status"] == "not-started"), None)


def _moved(case: Case) -> bool:
    move(case, "analysis")
    return True
