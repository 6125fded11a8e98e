"""Learning is released before the report, made into products, delivered, and its reach measured."""

from demo.case import ACTIONS, LEARNING, NOBODY, Case, Json, plain
from demo.steps.review import released
from demo.texts import CHAIR, FACTSHEET, UNIT
from local.partnership import COUNCIL, POLICE, name_of

COUNCIL_TEAM = {"agency": COUNCIL, "professional_group": "social-worker"}
POLICE_TEAM = {"agency": POLICE, "professional_group": "police-response"}
HEAD_COUNTS = ((COUNCIL_TEAM, 10), (POLICE_TEAM, 40))
COUNCIL_PEOPLE = tuple(f"practitioner-{number}@{COUNCIL}" for number in range(1, 9))
REACHED = {COUNCIL: 5, POLICE: None}
"""The numbers that are shown of eight people and of two."""
POLICE_PEOPLE = tuple(f"practitioner-{number}@{POLICE}" for number in range(1, 3))


def released_and_shared(case: Case) -> None:
    case.chapter("Learning goes out before the report, to people who need it", "R7", "R14", "R22")
    finding = case.findings[0]["id"]
    released(case, case.review["id"], finding)
    point = case.await_("the learning point", lambda: _point(case, finding))
    case.narrate("The business unit drafts a learning statement. The chair, who did not write it, releases it.")
    _planned(case)
    sheet = {"kind": "factsheet", "title": "Read the reports together", "points": [point["id"]]}
    product = case.do(UNIT, LEARNING, "/products", {**sheet, "parts": {**FACTSHEET, "reflect": ""}})
    case.narrate("The business unit writes a factsheet from it, and leaves out the questions for reflection.")
    case.refused(CHAIR, LEARNING, f"/products/{product['id']}/approval", {}, "product/part-empty")
    case.do(UNIT, LEARNING, f"/products/{product['id']}/parts", {"parts": FACTSHEET})
    case.do(CHAIR, LEARNING, f"/products/{product['id']}/approval", {})
    case.do(UNIT, LEARNING, f"/products/{product['id']}/publication", {})
    case.kept["product"] = product["id"]
    page = case.get(NOBODY, LEARNING, f"/library/{product['id']}/html")
    case.narrate("With the questions, someone other than its author approves it, and it is published.")
    case.show("anyone can read it in the library, without a login", FACTSHEET["on-monday"] in page)
    _delivered(case)


def _planned(case: Case) -> None:
    plan = case.await_("the plan", lambda: _first(case, f"/plans?review={case.review['id']}"))
    segments = [COUNCIL_TEAM, POLICE_TEAM]
    lacking = case.do(UNIT, LEARNING, f"/plans/{plan['id']}/contents", {"formats": ["factsheet"], "segments": segments})
    case.narrate("The business unit plans how to share the learning: a factsheet, for two professional groups.")
    case.show(f"the plan still lacks {', '.join(map(plain, lacking['lacks']))}", "interactive-format" in lacking["lacks"])
    formats = ["factsheet", "discussion-guide", "supervision-prompt"]
    whole = case.do(UNIT, LEARNING, f"/plans/{plan['id']}/contents", {"formats": formats, "segments": segments})
    case.narrate("With a discussion guide and a supervision prompt, the plan serves adults who learn differently.")
    case.show("the plan lacks nothing", not whole["lacks"])
    for segment, heads in HEAD_COUNTS:
        declared = {**segment, "head_count": heads, "as_at": str(case.today), "needs": ["neglect"]}
        case.do(UNIT, LEARNING, "/audiences", declared)


def _delivered(case: Case) -> None:
    delivery = {
        "product": case.kept["product"],
        "segments": [COUNCIL_TEAM, POLICE_TEAM],
        "channel": "team-meeting",
        "on": str(case.today),
        "place": "Team meetings of both agencies",
        "facilitator": "trainer-a",
    }
    planned = case.do(UNIT, LEARNING, "/deliveries", delivery)
    attended = [{**COUNCIL_TEAM, "count": 9}, {**POLICE_TEAM, "count": 12}]
    case.do(UNIT, LEARNING, f"/deliveries/{planned['id']}/attendance", {"attended": attended})
    case.kept["delivery"] = planned["id"]
    for people, group in ((COUNCIL_PEOPLE, "social-worker"), (POLICE_PEOPLE, "police-response")):
        for who in people:
            said = {"product": case.kept["product"], "professional_group": group}
            case.do(who, LEARNING, "/acknowledgements", said)
    case.narrate("Both groups discuss it in their team meetings. People confirm that they read and discussed it.")


def reached(case: Case) -> None:
    """Shows the reach twenty working days after a delivery, against the head-count."""
    case.chapter("Did it reach them? One group was missed, and its lead is notified", "R14", "R22")
    case.wait(23)
    short = case.await_("the reach is measured", lambda: _measured(case))
    board = case.await_("the month is counted", lambda: _counted(case))
    small = {each["agency"]: each["reached"] for each in board["segments"]}
    case.show("numbers move in steps of five, and one that could identify people stays hidden", small == REACHED)
    for each in board["segments"]:
        seen = "fewer than 5" if each["reached"] is None else f"{each['reached']} or more"
        case.narrate(f"{name_of(each['agency'])}, {plain(each['professional_group'])}: {seen} of {each['declared']} people.")
    told = case.await_("its lead is notified", lambda: _told_of_reach(case))
    lead = ("agency-lead", POLICE_TEAM["agency"])
    case.show(f"{name_of(short['agency'])} fell short, and its safeguarding lead hears of it in the next digest", lead in told)


def _measured(case: Case) -> Json | None:
    delivery = case.get(UNIT, LEARNING, f"/deliveries/{case.kept['delivery']}")
    short = [each for each in delivery["segments"] if each["fell_short"]]
    return dict(short[0]) if short else None


def _told_of_reach(case: Case) -> list[tuple[str, str]]:
    """Returns the role and agency of everyone whose digest says that the reach fell short."""
    entries = case.get(UNIT, ACTIONS, f"/ledger?about={case.kept['product']}")
    lines = [each["line"] for entry in entries for each in entry["told"]]
    return [(line["role"], line["agency"]) for line in lines if line["asked"] == "reach-fell-short"]


def _counted(case: Case) -> Json | None:
    board = case.get(UNIT, LEARNING, f"/reach?product={case.kept['product']}")
    return dict(board) if board["total"] else None


def _point(case: Case, finding: str) -> Json | None:
    found = case.get(UNIT, LEARNING, f"/points?review={case.review['id']}")
    return next((dict(each) for each in found if each["source_id"] == finding), None)


def _first(case: Case, path: str, service: str = LEARNING) -> Json | None:
    found = case.get(UNIT, service, path)
    return dict(found[0]) if found else None
