"""A theme comes back for the third time: the earlier findings are there, and what was done about each."""

from demo.case import ACTIONS, FEEDBACK, LEARNING, NOBODY, REGISTRY, Case, Json, plain
from demo.steps.opening import appointed, opening, period
from demo.steps.review import released
from demo.steps.voices import SHOWN, results
from demo.texts import CHAIR, FINDINGS, LIVED_EXPERIENCE, PRESENTATION, SCOPE, UNIT
from services.feedback_capture.domain.period import last_day

THEME = "neglect"
VOICE = "voice-of-child"


def learnt_before(case: Case) -> None:
    case.chapter("We have learned this before: a theme comes back", "R6", "R13", "R14", "R21", "R22")
    _summarised(case)
    second = _small_review(case, "A near miss on a home visit")
    case.narrate("A second, smaller review finds that neglect was not seen as a whole. Its learning is released too.")
    released(case, second["id"], second["finding"])
    case.wait(20)
    third = _small_review(case, "A baby seen by four services")
    case.narrate("A third finds it again, for the third time in 24 months.")
    alert = case.await_("the alert", lambda: _notified(case, third["finding"]))
    case.show(f"the alert reaches {', '.join(map(plain, alert))}", {"group-chair", "business-unit"} <= set(alert))
    linked = {each["finding"]: each for each in case.get(UNIT, REGISTRY, f"/themes/{THEME}")["findings"]}
    three = {case.findings[0]["id"], second["finding"], third["finding"]}
    done = bool(linked.get(case.findings[0]["id"], {}).get("actions"))
    case.show(f"it links {len(linked)} findings, and the actions on the first of them", three <= linked.keys() and done)
    _presented(case)


def _summarised(case: Case) -> None:
    """Summarises what young people said in the quarter, as counts for the other services."""
    asked = case.kept["asked"]
    case.kept["quarter"] = f"{asked.year}-q{(asked.month + 2) // 3}"
    case.await_("the quarter is counted", lambda: results(case)["counted_to"] >= str(last_day(case.kept["quarter"])))
    moved = {each["theme"]: each["count"] for each in results(case)["themes"]}
    case.narrate("The survey's results have moved, month by month, and always in steps of five.")
    case.show(f"{plain(VOICE)}: {SHOWN} young people or more", moved[VOICE] == SHOWN)
    case.do(UNIT, FEEDBACK, "/summaries", {"period": case.kept["quarter"]})
    heard = case.await_("the registry has heard", lambda: _heard(case))
    case.narrate(f"What young people said in {case.kept['quarter']} is summarised, so that no one can be identified.")
    case.show(f"the theme {plain(VOICE)} shows it: {heard['count']} people spoke of it", heard["count"] == SHOWN)


def _heard(case: Case) -> Json | None:
    feedback = case.get(UNIT, REGISTRY, f"/themes/{VOICE}")["feedback"]
    return next((dict(each) for each in feedback if each["period"] == case.kept["quarter"]), None)


def _small_review(case: Case, title: str) -> Json:
    """Returns a review below the threshold with a confirmed finding."""
    review = opening(case, "below-threshold-review", title)
    own = f"/reviews/{review['id']}"
    case.do(UNIT, REGISTRY, f"{own}/moves", {"to": "scoping"})
    scope = {**period(case), **SCOPE, "lived_experience": LIVED_EXPERIENCE}
    case.do(UNIT, REGISTRY, f"{own}/scope", scope)
    case.do(UNIT, REGISTRY, f"{own}/moves", {"to": "lead-appointment"})
    appointed(case, review["id"], "lead-four")
    case.do(UNIT, REGISTRY, f"{own}/moves", {"to": "analysis"})
    recorded = case.do(UNIT, REGISTRY, f"{own}/findings", {**FINDINGS[0], "themes": [THEME]})
    case.do(UNIT, REGISTRY, f"{own}/moves", {"to": "findings"})
    finding = recorded["findings"][0]["id"]
    case.do(UNIT, REGISTRY, f"{own}/confirmations", {"finding": finding})
    return {"id": review["id"], "finding": finding}


def _presented(case: Case) -> None:
    proposal = case.await_("a proposal", lambda: _proposal(case))
    case.narrate(
        "The service proposes a thematic presentation from both reviews: what they share, what was done, and if it held."
    )
    points = [point["id"] for review in proposal["reviews"] for point in review["points"]]
    draft = {"kind": "thematic-presentation", "title": "Neglect: seeing the whole", "points": points, "parts": PRESENTATION}
    product = case.do(UNIT, LEARNING, "/products", draft)
    case.do(CHAIR, LEARNING, f"/products/{product['id']}/approval", {})
    case.do(UNIT, LEARNING, f"/products/{product['id']}/publication", {})
    shown = case.get(NOBODY, LEARNING, f"/library/{product['id']}")
    case.show(f"published: {shown['title']}, from {len(proposal['reviews'])} reviews", shown["kind"] == "thematic-presentation")


def _proposal(case: Case) -> Json | None:
    proposal = case.get(UNIT, LEARNING, f"/proposals?theme={THEME}")
    return dict(proposal) if len(proposal["reviews"]) > 1 else None


def _notified(case: Case, finding: str) -> list[str] | None:
    """Returns the roles that were notified of the recurrence."""
    entries = case.get(UNIT, ACTIONS, f"/ledger?about={finding}")
    return next(
        ([each["line"]["role"] for each in entry["told"]] for entry in entries if entry["event"] == "ThemeRecurred"), None
    )
