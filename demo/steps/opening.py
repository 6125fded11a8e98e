"""A review is opened, screened, scoped and led."""

from datetime import timedelta

from demo.case import ACTIONS, REGISTRY, Case, Json, long_date, plain
from demo.steps.review import move, on_review, path, read
from demo.texts import CHAIR, DIRECTORY, LEAD, LIVED_EXPERIENCE, NOTHING_TO_DECLARE, RATIONALE, SCOPE, UNIT, WIDENED
from local.partnership import COMMUNITY_HEALTH, POLICE


def directory(case: Case) -> None:
    """Appoints people to roles with their addresses, the same in each play."""
    for role, agency, person in DIRECTORY:
        body = {
            "role": role,
            "agency": agency,
            "person_ref": person,
            "from_day": "2020-01-01",
            "address": f"{person}@example.org",
        }
        case.do(UNIT, ACTIONS, "/role-holders", body, key=f"demo-directory-{person}")


def opening(case: Case, review_type: str, title: str) -> Json:
    """Returns a review, opened and screened with every criterion met."""
    body = {"review_type": review_type, "title": title, "referred_on": case.today.isoformat()}
    review = case.do(UNIT, REGISTRY, "/reviews", body)
    criteria = next(each["criteria"] for each in case.framework["review_types"] if each["code"] == review_type)
    answers = [{"criterion": each["code"], "met": True, "evidence": "Shown by the agencies' summaries."} for each in criteria]
    screening = {**RATIONALE, "outcome": "local-review", "answers": answers}
    return case.do(CHAIR, REGISTRY, f"/reviews/{review['id']}/screening", screening)


def period(case: Case) -> Json:
    return {"period_from": str(case.today - timedelta(days=900)), "period_to": str(case.today)}


def opened_screened_scoped(case: Case) -> None:
    case.chapter("A review is opened, screened and scoped", "R3", "R5", "R11", "R19")
    case.review = opening(case, "lcspr", "Reports that nobody read together")
    case.narrate(f"The business unit opens a local child safeguarding practice review: {case.review['reference']}.")
    case.narrate("The chair records decision D1, criterion by criterion: a local review.")
    clock = read(case)["clocks"][0]
    case.show(f"the clock to complete and publish the review runs until {long_date(clock['due'])}", clock["state"] == "running")
    move(case, "scoping")
    on_review(case, UNIT, "scope", {**period(case), **SCOPE})
    case.narrate("The scope names three agencies, but not how to examine the child's lived experience.")
    case.refused(UNIT, REGISTRY, path(case, "moves"), {"to": "lead-appointment"}, "scope/lived-experience-missing")
    on_review(case, UNIT, "scope", {**period(case), **SCOPE, "lived_experience": LIVED_EXPERIENCE})
    move(case, "lead-appointment")
    case.narrate("With the lived experience in the scope, the review moves on.")


def led_independently(case: Case) -> None:
    case.chapter("An independent lead, checked and checked again", "R16")
    employed = {
        "employments": [{"agency": POLICE, "since": "2015-01-01"}],
        "line_management": True,
        "public_view": True,
    }
    case.narrate("The business unit proposes a lead who works for an agency in scope.")
    first = {**RATIONALE, "person_ref": "lead-one", "declaration": {**NOTHING_TO_DECLARE, **employed}}
    failing = ("independence/no-employment", "independence/no-line-of-management", "independence/no-prior-public-view")
    case.refused(CHAIR, REGISTRY, path(case, "lead"), first, *failing)
    left = {"agency": COMMUNITY_HEALTH, "since": "2012-01-01", "until": str(case.today - timedelta(days=400))}
    second = {**RATIONALE, "person_ref": "lead-two", "declaration": {**NOTHING_TO_DECLARE, "employments": [left]}}
    on_review(case, CHAIR, "lead", second)
    case.narrate("A second lead is accepted, because the former employer is not in scope.")
    case.wait(5)
    scope = {name: value for name, value in read(case)["scope"].items() if "version" not in name}
    on_review(case, UNIT, "scope", {**scope, "agencies": [*scope["agencies"], WIDENED]})
    case.narrate("The scope widens to that former employer.")
    lost = [each["test"] for each in read(case)["lead"]["lost"]]
    case.show(
        f"the lead is not independent any more: {', '.join(map(plain, lost))}. The partnership is notified",
        lost == ["cooling-off"],
    )
    case.refused(UNIT, REGISTRY, path(case, "moves"), {"to": "involvement"}, "lead/independence-lost", "lead/not-declared")
    appointed(case, case.review["id"], case.person(LEAD))
    move(case, "involvement")
    case.narrate("A third lead, who declares for the wider scope, solves this. Family and practitioners are invited.")


def appointed(case: Case, review: str, person: str) -> None:
    """Appoints a lead with nothing to declare."""
    body = {**RATIONALE, "person_ref": person, "declaration": NOTHING_TO_DECLARE}
    case.do(CHAIR, REGISTRY, f"/reviews/{review}/lead", body)
