"""A theme comes back for the third time: the earlier findings are there, and what was done about each."""

from demo.case import ACTIONS, FEEDBACK, LEARNING, NOBODY, REGISTRY, Case, Json
from demo.steps.opening import appointed, opening, period
from demo.steps.voices import SPOKE
from demo.texts import CHAIR, FINDINGS, LIVED_EXPERIENCE, PRESENTATION, SCOPE, STATEMENT, UNIT

THEME = "neglect"
VOICE = "voice-of-child"


def learnt_before(case: Case) -> None:
    case.chapter("We have learned this before: a theme comes back", "R6", "R13", "R14", "R21", "R22")
    _summarised(case)
    second = _small_review(case, "A near miss on a home visit")
    case.tell("A second, smaller review finds neglect not seen as a whole. Its learning is released too.")
    case.do(CHAIR, REGISTRY, f"/reviews/{second['id']}/learning", {"finding": second["finding"], "statement": STATEMENT})
    case.wait(20)
    third = _small_review(case, "A baby seen by four services")
    case.tell("A third finds it again, for the third time in 24 months.")
    alert = case.await_("the alert", lambda: _told(case, third["finding"]))
    case.show(f"the alert reaches {', '.join(alert)}", {"group-chair", "business-unit"} <= set(alert))
    linked = {each["finding"]: each for each in case.get(UNIT, REGISTRY, f"/themes/{THEME}")["findings"]}
    three = {case.findings[0]["id"], second["finding"], third["finding"]}
    done = bool(linked.get(case.findings[0]["id"], {}).get("actions"))
    case.show(f"it links {len(linked)} findings, and what was done about the first of them", three <= linked.keys() and done)
    _presented(case)


def _summarised(case: Case) -> None:
    """What young people said in the quarter, told to the other services as counts."""
    asked = case.kept["asked"]
    case.kept["quarter"] = f"{asked.year}-q{(asked.month + 2) // 3}"
    case.do(UNIT, FEEDBACK, "/summaries", {"period": case.kept["quarter"]})
    heard = case.await_("the registry has heard", lambda: _heard(case))
    case.tell(f"What young people said in {case.kept['quarter']} is summed up, where nobody can be told apart.")
    case.show(f"the registry shows it beside the theme {VOICE}: {heard['count']} said something", heard["count"] == SPOKE)


def _heard(case: Case) -> Json | None:
    feedback = case.get(UNIT, REGISTRY, f"/themes/{VOICE}")["feedback"]
    return next((dict(each) for each in feedback if each["period"] == case.kept["quarter"]), None)


def _small_review(case: Case, title: str) -> Json:
    """A review below the threshold, as far as a confirmed finding."""
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
    case.tell(
        "Dissemination proposes a thematic presentation from both reviews: what is common, what was done, whether it held."
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


def _told(case: Case, finding: str) -> list[str] | None:
    """The roles that were told of it."""
    entries = case.get(UNIT, ACTIONS, f"/ledger?about={finding}")
    return next(
        ([each["line"]["role"] for each in entry["told"]] for entry in entries if entry["event"] == "ThemeRecurred"), None
    )
