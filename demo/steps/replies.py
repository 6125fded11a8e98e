"""You said, we did: a reply that follows the action, and the receipt code by which whoever spoke sees it."""

from demo.case import FEEDBACK, NOBODY, Case, Json
from demo.steps.voices import THEME
from demo.texts import CHAIR, UNIT

REPLY: Json = {
    "theme": THEME,
    "said": "Nobody asked you first, and you had to tell the same story again and again.",
    "done": "What you told one person is shown to the next before they meet you, and you are asked before anything is decided.",
}


def answered(case: Case) -> None:
    case.chapter("You said, we did", "R13")
    reply = case.do(UNIT, FEEDBACK, "/replies", {**REPLY, "actions": [case.action["id"]], "products": []})
    case.tell("The business unit writes a reply to what young people said, and links the police's action to it.")
    case.do(CHAIR, FEEDBACK, f"/replies/{reply['id']}/clearance", {})
    case.tell("The chair clears it: somebody other than who wrote it.")
    case.kept["reply"] = reply["id"]
    young_person_sees(case, "agreed")


def young_person_sees(case: Case, status: str) -> None:
    """By receipt code, without a login: the reply, and where its action stands today."""
    seen = case.await_(f"the reply shows {status}", lambda: _seen(case, status))
    case.tell("By the receipt code, without a login, the young person sees what came of it.")
    case.show(f'"{seen["done"]}" The action stands at: {status}', seen["done"] == REPLY["done"])


def _seen(case: Case, status: str) -> Json | None:
    replies = case.do(NOBODY, FEEDBACK, "/receipts", {"receipt": case.kept["receipt"]})["replies"]
    return next((dict(each) for each in replies if [action["status"] for action in each["actions"]] == [status]), None)
