"""The report: written, checked by two, told to those who took part first, and published for everybody to read."""

from datetime import timedelta

from demo.case import NOBODY, REGISTRY, Case, Json
from demo.steps.involvement import back_again, fed_back
from demo.steps.review import gate, move, needs, on_review, path, read, show_ages
from demo.texts import CHAIR, RATIONALE, UNIT

REPORT: Json = {
    "summary": "Reports of concern about one child were closed one by one. Nobody saw how the harm added up.",
    "body": "What happened, why it made sense to those who were there, what was learnt, and what the agencies do about it.",
}
WITH_A_NUMBER: Json = {**REPORT, "body": f"{REPORT['body']} Questions to 01234 567890."}
UNREADY = ("involvement/findings-not-told", "publication/identifies", "publication/not-checked", "review/too-early")
RESPONSE = "The partnership accepts all three findings. What each agency does is shown below, as it stands."


def published(case: Case) -> None:
    case.chapter("The report is published, and not before everything is in place", "R9", "R18")
    back_again(case)
    case.await_("the registry knows that all three took part", lambda: _took_part(case) == len(case.kept["groups"]))
    move(case, "report")
    on_review(case, UNIT, "report", WITH_A_NUMBER)
    case.tell("The report is written. The chair tries to publish it at once.")
    case.refused(CHAIR, REGISTRY, path(case, "publication"), {**RATIONALE, "outcome": "full"}, *UNREADY)
    show_ages(case, "publication", {"involvement", "obligations", "actions"})
    _held_back(case)
    on_review(case, UNIT, "report", REPORT)
    move(case, "partnership-response")
    on_review(case, CHAIR, "response", {**RATIONALE, "response": RESPONSE})
    move(case, "publication")
    checks = [each["code"] for each in case.framework["publication"]["checks"]]
    for who in (UNIT, CHAIR):
        on_review(case, who, "checks", {"checks": checks, "answers": {}})
    case.tell(f"The number is taken out; {len(checks)} checks are made by two people each; the response is recorded.")
    fed_back(case, "findings")
    case.tell("Those who took part are told the findings first, family and practitioners.")
    case.await_("nothing is missing", lambda: not needs(case, "publication"))
    on_review(case, CHAIR, "publication", {**RATIONALE, "outcome": "full"})
    case.tell("The chair decides (D6) to publish it in full.")
    seen = case.get(NOBODY, REGISTRY, f"/public/reviews/{case.review['id']}")
    actions = ", ".join(f"{each['reference']} {each['status']}" for each in seen["actions"])
    whole = (seen["report"], seen["response"], len(seen["actions"])) == (REPORT["body"], RESPONSE, 1 + len(case.others))
    case.show(f"anybody can read the report, the response, and the actions that followed: {actions}", whole)
    move(case, "actions")
    missing = needs(case, "closing")
    case.show(f"to close it now would be refused: {', '.join(sorted(missing))}", "closing/no-impact" in missing)


def _took_part(case: Case) -> int:
    """How many parties are still to be told the findings, as the registry knows it: those who took part."""
    return [each["code"] for each in gate(case, "publication")["needs"]].count("involvement/findings-not-told")


def _held_back(case: Case) -> None:
    day = case.today + timedelta(days=2)
    hold = {"kind": "criminal", "review_on": str(day), "authority": "The investigating officer, in writing."}
    on_review(case, CHAIR, "holds", hold)
    case.tell(f"The prosecution asks to hold it back; somebody is to look again on {day}.")
    case.show("a hold in force is one more reason", "publication/held" in needs(case, "publication"))
    case.wait_until(day + timedelta(days=1))
    case.await_("the day to look again is told of", lambda: read(case)["holds"][0]["told"])
    on_review(case, CHAIR, "hold-lifts", {"kind": "criminal", "reason": "A plea was entered."})
    case.tell("On that day the partnership was told, and lifts the hold.")
