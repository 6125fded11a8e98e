"""A survey of young people, a concern that reaches a person straight away, and small numbers that stay hidden."""

from datetime import timedelta
from uuid import uuid4

from demo.case import ACTIONS, FEEDBACK, NOBODY, Case, Json, plain
from demo.texts import FACILITATOR, UNIT

SAID = (
    "Nobody asked me what I wanted. I told the same story to three people.",
    "My teacher listened and wrote my own words down.",
    "I had to tell everything again to the next one.",
)
SAID_LATER = (
    "They asked my mum and not me.",
    "It would help if someone listened before they decide.",
    "Ask me on my own, please.",
)
NOT_SAFE = "I am scared to go home after school today."
THEME = "voice-of-child"
SHOWN = 5
"""The count that is shown of the seven people who answer: one whole step of five."""
CLIMBED = ["duty-contact", "business-unit"]
"""The rungs that a concern reaches before a person takes it."""


def asked(case: Case) -> None:
    case.chapter("Young people answer anonymously, and one is at risk now", "R13", "R19")
    survey = case.do(UNIT, FEEDBACK, "/surveys", _survey(case))
    form = case.get(NOBODY, FEEDBACK, f"/surveys/{survey['id']}/form")
    case.narrate(f'A survey for young people opens. Its form asks first: "{form["first"]["words"].removeprefix("First: ")}"')
    case.show(f"then {len(form['questions'])} questions, no account, no name", bool(form["notices"]))
    receipts = [_respond(case, survey["id"], text) for text in SAID]
    case.kept["asked"] = case.today
    case.kept["survey"], case.kept["receipt"] = survey["id"], receipts[0]
    case.narrate(f"Three answer. Each gets a receipt code, shown once ({receipts[0][:4]}...).")
    _at_risk(case, survey["id"])
    _coded(case, survey["id"])
    for text in SAID_LATER:
        _respond(case, survey["id"], text)
    _coded(case, survey["id"])
    early = results(case)
    scales = [count for each in early["scales"] for count in each["answers"].values()]
    case.narrate("Three more answer, and a person reads and codes each.")
    case.show("the results show nothing before their month has closed", not early["themes"] and set(scales) == {None})


def _survey(case: Case) -> Json:
    return {
        "title": "Being asked and being heard",
        "source_group": "young-person",
        "service": "school",
        "review": case.review["id"],
        "questions": [
            {"code": "listened", "words": "How well did grown-ups listen to you, from 1 to 5?", "kind": "scale"},
            {"code": "change", "words": "What should be different?", "kind": "text"},
        ],
        "closes": str(case.today + timedelta(days=90)),
        "facilitators": [case.person(FACILITATOR)],
    }


def _respond(case: Case, survey: str, text: str, **more: object) -> str:
    """Sends an anonymous answer and returns the receipt code."""
    form = case.get(NOBODY, FEEDBACK, f"/surveys/{survey}/form")
    body = {
        "survey": survey,
        "form_token": form["form_token"],
        "answers": {"listened": "2", "change": text},
        "consents": ["improve-service", "share-with-partners"],
        **more,
    }
    return str(case.do(NOBODY, FEEDBACK, "/responses", body, key=str(uuid4()))["receipt"])


def _at_risk(case: Case, survey: str) -> None:
    _respond(case, survey, NOT_SAFE, not_safe_now=True)
    concern = case.await_("the concern", lambda: _waiting(case))
    case.narrate("A fourth says that they are not safe now.")
    first = case.await_("the duty contact is notified", lambda: _notified(case, concern["id"], 1))
    case.show(f"the duty contact is notified straight away: {plain(first[0])}", first == ["duty-contact"])
    case.wait_minutes(31)
    rungs = case.await_("it climbs", lambda: _notified(case, concern["id"], 2))
    case.narrate("Half an hour later no one has taken it.")
    case.show(f"it climbs to the next rung: {plain(rungs[1])}", rungs == CLIMBED)
    case.do(FACILITATOR, FEEDBACK, f"/concerns/{concern['id']}/taken", {})
    case.await_("it is known to be taken", lambda: _notice(case, concern["id"])["ended_at"])
    case.narrate("A person takes it.")
    referral = {"outcome": "referred", "referred_to": "childrens-social-care", "referred_at": case.clock.now().isoformat()}
    case.do(FACILITATOR, FEEDBACK, f"/concerns/{concern['id']}/outcome", referral)
    outcome = case.get(FACILITATOR, FEEDBACK, f"/concerns/{concern['id']}")["conclusion"]["referred_to"]
    case.show(f"the outcome is recorded: a referral to {plain(outcome)}", outcome == referral["referred_to"])
    case.kept["concern"] = concern["id"]


def rested(case: Case) -> None:
    """Shows that a concern rests, after action tracking's alarms rang for something later."""
    rungs_notified = _notified(case, case.kept["concern"], 2)
    case.show("the concern has climbed no further since a person took it", rungs_notified == CLIMBED)


def _coded(case: Case, survey: str) -> None:
    """Codes every response that has no theme yet, as a person."""
    for response in case.get(FACILITATOR, FEEDBACK, f"/responses?survey={survey}&limit=200"):
        if not response["themes"]:
            case.do(FACILITATOR, FEEDBACK, f"/responses/{response['id']}/codes", {"themes": [THEME]})


def results(case: Case) -> Json:
    """Returns the results of the young people's survey."""
    return dict(case.get(UNIT, FEEDBACK, f"/surveys/{case.kept['survey']}/results"))


def _waiting(case: Case) -> Json | None:
    return next((dict(each) for each in case.get(FACILITATOR, FEEDBACK, "/concerns") if each["status"] == "open"), None)


def _notice(case: Case, concern: str) -> Json:
    notices = case.get(UNIT, ACTIONS, "/urgent-notices?limit=200")
    return next(dict(each) for each in notices if each["concern"] == concern)


def _notified(case: Case, concern: str, rungs: int) -> list[str] | None:
    """Returns the rungs that were notified, once there are this many."""
    rungs_notified = [each["code"] for each in _notice(case, concern)["steps"] if each["outcome"] == "sent"]
    return rungs_notified if len(rungs_notified) >= rungs else None
