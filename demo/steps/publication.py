"""The report: written, checked by two people, shared with family and practitioners, and published."""

from datetime import timedelta
from functools import partial

import httpx

from demo.case import LEARNING, NOBODY, REGISTRY, Case, Json, long_date
from demo.steps.involvement import back_again, fed_back, not_told
from demo.steps.review import gate, move, needs, on_review, path, read, show_ages
from demo.texts import CHAIR, HEALTH_PARTNER, LEAD, RATIONALE, UNIT

REPORT: Json = {
    "summary": "Reports of concern about one child were closed one by one. No one saw how the harm added up.",
    "body": "What happened, why it made sense at the time, what we learnt, and what the agencies are doing about it.",
}
WITH_A_NUMBER: Json = {**REPORT, "body": f"{REPORT['body']} Questions to 01234 567890."}
UNREADY = ("involvement/findings-not-told", "publication/identifies", "publication/not-checked", "review/too-early")
RESPONSE = "The partnership accepts all three findings. The actions of each agency are shown below, with their status today."


def published(case: Case) -> None:
    case.chapter("The report is published once everything is in place", "R9", "R18")
    back_again(case)
    case.await_("the registry knows that everyone awaits the findings", lambda: _waiting(case) == len(case.kept["groups"]))
    move(case, "report")
    on_review(case, LEAD, "report", WITH_A_NUMBER)
    case.narrate("The lead reviewer writes the report. The chair tries to publish it at once.")
    case.refused(CHAIR, REGISTRY, path(case, "publication"), {**RATIONALE, "outcome": "full"}, *UNREADY)
    show_ages(case, "publication", {"involvement", "obligations", "actions"})
    _held_back(case)
    on_review(case, LEAD, "report", REPORT)
    move(case, "partnership-response")
    on_review(case, HEALTH_PARTNER, "response", {**RATIONALE, "response": RESPONSE})
    move(case, "publication")
    checks = [each["code"] for each in case.framework["publication"]["checks"]]
    for who in (UNIT, CHAIR):
        on_review(case, who, "checks", {"checks": checks, "answers": {}})
    case.narrate("The number is removed, and a delegated partner records the response.")
    case.narrate(f"Two people who wrote neither text make each of {len(checks)} checks.")
    not_told(case)
    fed_back(case, "findings")
    case.narrate("The family and practitioners hear the findings first. So does the child, who took no part.")
    case.await_("nothing is missing", lambda: not needs(case, "publication"))
    on_review(case, CHAIR, "publication", {**RATIONALE, "outcome": "full"})
    case.narrate("The chair decides (D6) to publish it in full.")
    seen = case.get(NOBODY, REGISTRY, f"/public/reviews/{case.review['id']}")
    actions = ", ".join(f"{each['reference']} {each['status']}" for each in seen["actions"])
    whole = (seen["report"], seen["response"], len(seen["actions"])) == (REPORT["body"], RESPONSE, 1 + len(case.others))
    case.show(f"anyone can read the report, the response, and the actions that followed: {actions}", whole)
    move(case, "actions")
    missing = needs(case, "closing")
    case.show(f"closing it now would be refused for {len(missing)} kinds of reason", "closing/no-impact" in missing)


def _waiting(case: Case) -> int:
    """Returns the number of parties that await the findings, as the registry knows it."""
    return [each["code"] for each in gate(case, "publication")["needs"]].count("involvement/findings-not-told")


def _held_back(case: Case) -> None:
    day = case.today + timedelta(days=2)
    hold = {"kind": "criminal", "review_on": str(day), "authority": "The investigating officer, in writing."}
    placed = on_review(case, CHAIR, "holds", hold)["holds"][-1]["id"]
    case.narrate(f"The prosecution asks to hold it back. The partnership must review the hold on {long_date(day)}.")
    case.show("a hold in force is one more reason", "publication/held" in needs(case, "publication"))
    for service, where in ((REGISTRY, f"/learning/{case.findings[0]['id']}"), (LEARNING, f"/library/{case.kept['product']}")):
        case.await_("what rests on the review is held back", partial(_gone, case, service, where))
    case.show("what was released of it, and the factsheet made from that, leave the public pages at once", holds=True)
    case.wait_until(day + timedelta(days=1))
    case.await_("the notice that the day has come", lambda: read(case)["holds"][0]["told"])
    on_review(case, CHAIR, "hold-lifts", {"hold": placed, "reason": "A plea was entered."})
    case.narrate("On that day the partnership is notified, and lifts the hold.")
    case.await_("the factsheet is back", lambda: not _gone(case, LEARNING, f"/library/{case.kept['product']}"))
    case.show("the factsheet is in the library again", holds=True)


def _gone(case: Case, service: str, where: str) -> bool:
    """Returns whether the public is refused what it could read before."""
    return case.ask(NOBODY, service, where).status_code == httpx.codes.GONE
