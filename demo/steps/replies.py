"""You said, we did: a reply that follows the action, and the receipt code that opens it."""

from demo.case import FEEDBACK, NOBODY, Case, Json
from demo.steps.voices import THEME
from demo.texts import CHAIR, UNIT

REPLY: Json = {
    "theme": THEME,
    "services": "all",
    "source_groups": "all",
    "said": "Nobody asked you first, and you had to tell the same story again and again.",
    "done": "The next person reads what you said before they meet you. We ask you before we decide anything.",
}


def answered(case: Case) -> None:
    case.chapter("You said, we did", "R13")
    reply = case.do(UNIT, FEEDBACK, "/replies", {**REPLY, "actions": [case.action["id"]], "products": []})
    case.narrate("The business unit writes a reply to what young people said, and links the police's action to it.")
    case.do(CHAIR, FEEDBACK, f"/replies/{reply['id']}/clearance", {})
    case.narrate("The chair, who did not write it, clears it.")
    case.kept["reply"] = reply["id"]
    young_person_sees(case, "agreed")


def young_person_sees(case: Case, status: str) -> None:
    """Shows the reply and the status of its action, by receipt code and without a login."""
    seen = case.await_(f"the reply shows {status}", lambda: _seen(case, status))
    case.narrate("With the receipt code and no login, the young person sees what came of it.")
    case.show(f'"{seen["done"]}" The action is: {status}', seen["done"] == REPLY["done"])


def _seen(case: Case, status: str) -> Json | None:
    replies = case.do(NOBODY, FEEDBACK, "/receipts", {"receipt": case.kept["receipt"]})["replies"]
    return next((dict(each) for each in replies if [action["status"] for action in each["actions"]] == [status]), None)
