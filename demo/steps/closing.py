"""Closing: refused with everything that is missing, then done."""

from demo.case import NOBODY, REGISTRY, Case, long_date
from demo.steps.involvement import fed_back
from demo.steps.review import move, needs, on_review, path, read, show_ages
from demo.texts import CHAIR, RATIONALE, UNIT

UNREADY = ("closing/no-impact", "involvement/outcome-not-told")
FACTS = {"involvement", "obligations", "actions", "dissemination", "products"}
IMPACT = {
    "impact": "Staff now read reports about a child together. An audit found this in 19 of 20 cases.",
    "child_experience": "The child's day runs through the whole report.",
}


def closed(case: Case) -> None:
    case.chapter("The review closes once nothing is missing", "R18", "R19", "R21", "R22")
    move(case, "follow-up")
    move(case, "closure")
    case.narrate("The actions are accepted and have been re-checked. The chair tries to close the review.")
    case.refused(CHAIR, REGISTRY, path(case, "closure"), RATIONALE, *UNREADY)
    show_ages(case, "closing", FACTS)
    case.kept["groups"]["non-resident-parents"] = case.kept["father"]
    fed_back(case, "outcome")
    case.narrate("Family and practitioners hear what came of what they said.")
    retained = case.today.replace(year=case.today.year + 35, day=1)
    on_review(case, UNIT, "impact", {**IMPACT, "retention_until": str(retained)})
    case.narrate("The business unit records what difference the review made, and how it kept the child's experience in view.")
    case.await_("nothing is missing", lambda: not needs(case, "closing"))
    on_review(case, CHAIR, "closure", RATIONALE)
    closed_on = read(case)["closed_on"]
    case.show(f"closed on {long_date(closed_on)} (D7)", closed_on == str(case.today))
    listed = case.get(NOBODY, REGISTRY, "/public/reviews")
    followed = case.get(NOBODY, REGISTRY, f"/public/reviews/{case.review['id']}")["actions"]
    shown = case.review["id"] in [each["id"] for each in listed] and {each["status"] for each in followed} == {"accepted"}
    case.show("the public list shows it, with the actions that followed", shown)
