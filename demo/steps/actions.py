"""Actions are agreed, one is chased, and all are reviewed after they are done."""

from datetime import date
from functools import partial

from demo.case import ACTIONS, REGISTRY, Case, Json, long_date, plain
from demo.steps.findings import owed
from demo.steps.replies import young_person_sees
from demo.steps.review import path
from demo.steps.voices import rested
from demo.texts import ACTION, CHAIR, COUNCIL, EVIDENCE, HOSPITAL, POLICE, POLICE_PARTNER, UNIT
from local import partnership

ACCEPTED: Json = {
    "judgement": "accepted",
    "why": "The audit shows the change in practice.",
    "effectiveness": "practice-changed",
}
HELD: Json = {"measured": "18 of 20", "new_starters_know": True}
LOST: Json = {"measured": "9 of 20", "new_starters_know": False}
SUSTAINED: Json = {"result": "sustained", "why": "The measure holds, and new starters know."}
NOT_SUSTAINED: Json = {"result": "not-sustained", "why": "The measure fell back, and new starters do not know."}

CLIMBED = (
    (-10, "reminder-10"),
    (-3, "reminder-3"),
    (0, "due-today"),
    (1, "agency-lead"),
    (10, "business-unit"),
    (20, "group-chair"),
)
"""Working days after the due date, and the rung of the ladder then."""


def agreed(case: Case) -> None:
    case.chapter("Agencies propose actions in answer to the findings", "R3", "R6", "R7", "R10")
    case.wait(3)
    due = case.working_days(case.today, 60)
    answered = {(each["finding"], each["agency"]): each["id"] for each in owed(case)}
    asked = [[answered[finding["id"], agency] for agency in finding["agencies"]] for finding in case.findings]
    own = case.do(POLICE, ACTIONS, "/actions", {**ACTION, "obligations": asked[0][:1], "due": str(due)})
    case.narrate(f"The police propose {own['reference']}, due {long_date(due)}, as a {own['strength']} action.")
    case.refused(POLICE_PARTNER, ACTIONS, f"/actions/{own['id']}/agreement", {}, "judgement/own-agency")
    case.action = case.do(CHAIR, ACTIONS, f"/actions/{own['id']}/agreement", {})
    case.narrate("Their delegated partner cannot agree it. The chair does.")
    for who, agency, obligations in (
        (HOSPITAL, partnership.HOSPITAL, asked[0][1:]),
        (COUNCIL, partnership.COUNCIL, [*asked[1], *asked[2]]),
    ):
        other = {**ACTION, "owner": {"agency": agency, "role": "agency-lead"}, "obligations": obligations}
        action = case.do(who, ACTIONS, "/actions", {**other, "due": str(case.working_days(case.today, 200))})
        case.do(CHAIR, ACTIONS, f"/actions/{action['id']}/agreement", {})
        case.others[who] = action["id"]
    case.await_("every obligation answered", lambda: _all_answered(case))
    case.narrate(
        "The chair agrees those of the hospital and the council too. One of them takes up the good practice elsewhere."
    )


def chased(case: Case) -> None:
    case.chapter("One action goes quiet and climbs the ladder", "R3", "R8", "R21")
    due = date.fromisoformat(case.action["epochs"][0]["due"])
    for days, rung in CLIMBED:
        case.wait_until(case.working_days(due, days))
        case.await_(f"the rung {rung}", partial(_at, case, rung))
        when = (
            f"{abs(days)} working {'day' if days == 1 else 'days'} {'before' if days < 0 else 'after'} the due date"
            if days
            else "On the due date"
        )
        case.narrate(f"{when}: the rung {plain(rung)}.")
    rested(case)
    shown = case.await_("the registry knows", lambda: _known(case, overdue=True, rung="group-chair"))
    case.show(f"the registry shows the finding's action overdue, at the rung {plain(shown['rung'])}", shown["overdue"])
    case.wait_until(date.fromisoformat(case.await_("four people's digests", lambda: _collected(case, 4))))
    sent = case.await_("the digests", lambda: _messages(case, 4))
    case.show(
        f"digests reached {', '.join(sent)}, as files in a folder",
        all((case.notices / name).exists() for name in sent.values()),
    )


def judged_and_checked(case: Case) -> None:
    case.chapter("Done is not the end: others judge, and look again later", "R8", "R21")
    own = case.action["id"]
    case.narrate("The police report that it is done.")
    case.refused(POLICE, ACTIONS, f"/actions/{own}/completion", {}, "evidence/none")
    _complete(case, POLICE, own)
    case.narrate("They add evidence and complete it. Their delegated partner tries to judge it.")
    case.refused(POLICE_PARTNER, ACTIONS, f"/actions/{own}/judgements", _accepting(case, own), "judgement/own-agency")
    _judges_chased(case)
    for who, action in case.others.items():
        _complete(case, who, action)
        _accept(case, action)
    case.narrate("The partnership accepts all three. Re-checks follow after 3, 6 and 12 months.")
    reopened = _recheck(case, own, LOST, NOT_SUSTAINED)
    case.narrate(
        "At 3 months the police measure 9 of 20, and new starters do not know. The partnership records that it did not hold."
    )
    case.show(f"reopened in epoch 2, due {long_date(reopened['epochs'][1]['due'])}", reopened["status"] == "in-progress")
    kept = reopened["epochs"][0]["original_due"] == case.action["epochs"][0]["original_due"]
    judged = bool(reopened["epochs"][0]["judgements"])
    case.show("the first epoch's date, evidence and judgement stay as they were", kept and judged)
    _held(case, *case.others.values())
    _complete(case, POLICE, own)
    _accept(case, own)
    case.narrate("The police put it right, and complete it again with new evidence. It is accepted. The other two held.")
    _held(case, own, *case.others.values())
    _held(case, own)
    case.narrate("3 and 6 months later the measure shows 18 of 20, and new starters know.")


def _judges_chased(case: Case) -> None:
    """Shows that a completed action waits for those who judge it, on a clock of their own, until they do."""
    own = case.action["id"]
    waits = case.get(UNIT, ACTIONS, f"/actions/{own}")["waits"]
    case.narrate(
        f"It now waits for the partnership to sign it off, by {long_date(waits['by'])}. The clock of the police stops."
    )
    meeting = case.working_days(date.fromisoformat(waits["by"]), 3)
    case.wait_until(case.working_days(meeting, 2))
    case.await_("the chair of the group is asked", lambda: _at(case, "decision-chair"))
    first, *_ = case.get(CHAIR, ACTIONS, "/waiting?asks=judge-action")
    case.show("five working days later it has climbed to the chair, and is first to be signed off", first["about"] == own)
    case.do(CHAIR, ACTIONS, f"/actions/{own}/judgements", {**_accepting(case, own), "on": str(meeting)})
    epoch = case.get(UNIT, ACTIONS, f"/actions/{own}")["epochs"][0]
    case.narrate(f"The partners accepted it at their meeting on {long_date(meeting)}. The chair records that two days later.")
    recorded = epoch["judgements"][-1]["at"][:10]
    case.show(
        f"the re-checks count from {long_date(epoch['accepted_on'])}, and the record shows {long_date(recorded)} beside it",
        (epoch["accepted_on"], recorded) == (str(meeting), str(case.today)),
    )


def became_of(case: Case) -> None:
    case.chapter("A year later: did the change last?", "R6", "R8", "R21")
    _held(case, *case.others.values())
    _held(case, case.action["id"])
    action = case.get(UNIT, ACTIONS, f"/actions/{case.action['id']}")
    case.narrate("The re-checks at 12 months still come after the review has closed, and are done.")
    case.show(f"{action['reference']} is sustained, and blue", (action["status"], action["brag"]) == ("sustained", "blue"))
    case.await_("the registry knows", lambda: _known(case, status="sustained"))
    for finding in case.get(UNIT, REGISTRY, path(case, "findings")):
        answers = ", ".join(
            f"{partnership.name_of(each['agency'])}, {plain(each['answer'])}" for each in finding["obligations"]
        )
        actions = ", ".join(_stands(each) for each in finding["actions"])
        case.narrate(f"{plain(finding['kind']).capitalize()}: {answers}. {actions}.")
    young_person_sees(case, "sustained")


def _stands(action: Json) -> str:
    late = ", overdue" if action["overdue"] else ""
    return f"{action['reference']} {action['status']}{late} (epoch {action['epoch']})"


def _all_answered(case: Case) -> bool:
    return all(each["answer"] == "actions-agreed" for each in owed(case))


def _at(case: Case, rung: str) -> bool:
    waits = case.get(UNIT, ACTIONS, f"/actions/{case.action['id']}")["waits"]
    return bool(waits) and waits["rung"] == rung


def _known(case: Case, **facts: object) -> Json | None:
    """Returns the first finding's action once the registry knows these facts of it."""
    actions = case.get(UNIT, REGISTRY, path(case, "findings"))[0]["actions"]
    return next((each for each in actions if each["id"] == case.action["id"] and facts.items() <= each.items()), None)


def _collected(case: Case, people: int) -> str | None:
    """Returns the day of the last digest that asks to do the action, once this many people have one."""
    digests = _asking(case)
    return max(each["send_on"] for each in digests) if len({each["person_ref"] for each in digests}) >= people else None


def _asking(case: Case) -> list[Json]:
    """Returns the digests that ask someone to do the action, and not those that asked to agree it."""
    digests = case.get(UNIT, ACTIONS, f"/digests?about={case.action['id']}&limit=200")
    return [each for each in digests if "do-action" in {line["asked"] for line in each["lines"]}]


def _messages(case: Case, people: int) -> dict[str, str] | None:
    """Returns the file of the last message about the action, by person."""
    sendings = [(each["person_ref"], each["sendings"][-1]) for each in _asking(case) if each["sendings"]]
    sent = {person: last["provider_id"] for person, last in sendings if last["outcome"] == "sent"}
    return sent if len(sent) >= people else None


def _complete(case: Case, who: str, action: str) -> None:
    case.do(who, ACTIONS, f"/actions/{action}/progress", {"percent": 100})
    case.do(who, ACTIONS, f"/actions/{action}/evidence", EVIDENCE)
    case.do(who, ACTIONS, f"/actions/{action}/completion", {})


def _held(case: Case, *actions: str) -> None:
    for action in actions:
        _recheck(case, action, HELD, SUSTAINED)


def _recheck(case: Case, action: str, measured: Json, result: Json) -> Json:
    """Offers what the measure shows on the day of the re-check, as its agency, and records the result."""
    due = case.get(UNIT, ACTIONS, f"/actions/{action}")["epochs"][-1]["recheck_due"]
    case.wait_until(date.fromisoformat(due))
    owner = next((who for who, other in case.others.items() if other == action), POLICE)
    evidence = f"https://files.example/rechecks/{due}"
    case.do(owner, ACTIONS, f"/actions/{action}/recheck-offers", {**measured, "evidence": evidence})
    return case.do(CHAIR, ACTIONS, f"/actions/{action}/rechecks", result)


def _accepting(case: Case, action: str) -> Json:
    """Returns the acceptance of an action on the evidence of its present epoch."""
    evidence = case.get(UNIT, ACTIONS, f"/actions/{action}")["epochs"][-1]["evidence"]
    return {**ACCEPTED, "evidence": [each["id"] for each in evidence]}


def _accept(case: Case, action: str) -> None:
    case.do(CHAIR, ACTIONS, f"/actions/{action}/judgements", _accepting(case, action))
