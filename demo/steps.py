"""The six chapters of the story. Each step says what it shows, and ends the play when it does not."""

from datetime import date, timedelta
from functools import partial

from demo.case import ACTIONS, REGISTRY, Case, Json
from demo.texts import (
    ACTION,
    CHAIR,
    COUNCIL,
    DIRECTORY,
    EVIDENCE,
    FINDINGS,
    HOSPITAL,
    LIVED_EXPERIENCE,
    NOTHING_TO_DECLARE,
    POLICE,
    POLICE_PARTNER,
    RATIONALE,
    SCOPE,
    UNIT,
    WIDENED,
)


def directory(case: Case) -> None:
    """Who holds which role, and where they are told of things; the same however often it is played."""
    for role, agency, person in DIRECTORY:
        body = {
            "role": role,
            "agency": agency,
            "person_ref": person,
            "from_day": "2020-01-01",
            "address": f"{person}@example.org",
        }
        case.do(UNIT, ACTIONS, "/role-holders", body, key=f"demo-directory-{person}")


def opened_screened_scoped(case: Case) -> None:
    case.chapter("1. A review is opened, screened and scoped")
    opening = {"review_type": "lcspr", "title": "Reports that nobody read together", "referred_on": case.today.isoformat()}
    case.review = case.do(UNIT, REGISTRY, "/reviews", opening)
    case.tell(f"The business unit opens a local child safeguarding practice review: {case.review['reference']}.")
    criteria = next(each["criteria"] for each in case.framework["review_types"] if each["code"] == "lcspr")
    answers = [{"criterion": each["code"], "met": True, "evidence": "Shown by the agencies' summaries."} for each in criteria]
    _on(case, CHAIR, "screening", {**RATIONALE, "outcome": "local-review", "answers": answers})
    case.tell(f"The chair records decision D1, criterion by criterion ({len(answers)} of {len(answers)} met): a local review.")
    clock = _read(case)["clocks"][0]
    case.show(f"the clock {clock['clock']} runs until {clock['due']}", clock["state"] == "running")
    _move(case, "scoping")
    period = {"period_from": str(case.today - timedelta(days=900)), "period_to": str(case.today)}
    _on(case, UNIT, "scope", {**period, **SCOPE})
    case.tell("It is scoped with three agencies; how the child's lived experience will be examined is left out.")
    case.refused(UNIT, REGISTRY, _path(case, "moves"), {"to": "lead-appointment"}, "scope/lived-experience-missing")
    _on(case, UNIT, "scope", {**period, **SCOPE, "lived_experience": LIVED_EXPERIENCE})
    _move(case, "lead-appointment")
    case.tell("With it, the review moves on.")


def led_independently(case: Case) -> None:
    case.chapter("2. A lead who is independent, checked and checked again")
    employed = {
        "employments": [{"agency": "police-dorset", "since": "2015-01-01"}],
        "line_management": True,
        "public_view": True,
    }
    case.tell("A lead is proposed who is employed by an agency in scope.")
    first = {**RATIONALE, "person_ref": "lead-one", "declaration": {**NOTHING_TO_DECLARE, **employed}}
    failing = ("independence/no-employment", "independence/no-line-of-management", "independence/no-prior-public-view")
    case.refused(CHAIR, REGISTRY, _path(case, "lead"), first, *failing)
    left = {"agency": "nhs-community-mh", "since": "2012-01-01", "until": str(case.today - timedelta(days=400))}
    second = {**RATIONALE, "person_ref": "lead-two", "declaration": {**NOTHING_TO_DECLARE, "employments": [left]}}
    _on(case, CHAIR, "lead", second)
    case.tell("A second one is accepted: the former employer is not in scope.")
    case.wait_until(case.working_days(case.today, 15))
    scope = {name: value for name, value in _read(case)["scope"].items() if name != "version"}
    _on(case, UNIT, "scope", {**scope, "agencies": [*scope["agencies"], WIDENED]})
    case.tell("The scope is widened to that former employer.")
    lost = _read(case)["lead"]["lost"]
    case.show(f"independence is lost: {', '.join(lost)}; the partnership is told", lost == ["cooling-off"])
    case.refused(UNIT, REGISTRY, _path(case, "moves"), {"to": "analysis"}, "lead/independence-lost")
    _on(case, CHAIR, "lead", {**RATIONALE, "person_ref": "lead-three", "declaration": NOTHING_TO_DECLARE})
    _move(case, "analysis")
    case.tell("A third lead resolves it, and the analysis begins.")


def found(case: Case) -> None:
    case.chapter("3. Three findings, and who is asked to respond")
    case.wait_until(case.working_days(case.today, 30))
    for finding in FINDINGS:
        _on(case, UNIT, "findings", finding)
    _move(case, "findings")
    case.findings = _read(case)["findings"]
    for finding in case.findings:
        _on(case, UNIT, "confirmations", {"finding": finding["id"]})
        agencies = ", ".join(finding["agencies"])
        case.tell(
            f"Confirmed: {finding['kind']}, {' and '.join(finding['themes'])}; {agencies} asked for {finding['response']}."
        )
    owed = case.await_("an obligation on each agency", lambda: _owed(case))
    case.show(f"{len(owed)} obligations open, the first to be answered by {min(each['by'] for each in owed)}", len(owed) == 4)


def late(case: Case) -> None:
    case.chapter("4. Actions are agreed; one goes quiet, and is chased")
    case.wait_until(case.working_days(case.today, 3))
    due = case.working_days(case.today, 60)
    answered = {(each["finding"], each["agency"]): each["id"] for each in _owed(case)}
    asked = [[answered[finding["id"], agency] for agency in finding["agencies"]] for finding in case.findings]
    case.action = case.do(POLICE, ACTIONS, "/actions", {**ACTION, "obligations": asked[0][:1], "due": str(due)})
    case.tell(f"The police agree {case.action['reference']}, due {due}: a {case.action['strength']} action.")
    for who, agency, obligations in (
        (HOSPITAL, "nhs-acute-east", asked[0][1:]),
        (COUNCIL, "la-dorset", [*asked[1], *asked[2]]),
    ):
        other = {**ACTION, "owner": {"agency": agency, "role": "agency-lead"}, "obligations": obligations}
        case.do(who, ACTIONS, "/actions", {**other, "due": str(case.working_days(case.today, 300))})
    case.await_("every obligation answered", lambda: _all_answered(case))
    case.tell("The hospital and the council agree theirs; one of them takes up the good practice elsewhere.")
    climbed = (
        (-10, "reminder-10"),
        (-3, "reminder-3"),
        (0, "due-today"),
        (1, "agency-lead"),
        (10, "business-unit"),
        (20, "group-chair"),
    )
    for days, rung in climbed:
        case.wait_until(case.working_days(due, days))
        case.await_(f"the rung {rung}", partial(_at, case, rung))
        when = f"{abs(days)} working days {'before' if days < 0 else 'after'} the due date" if days else "On the due date"
        case.tell(f"{when}: {rung}.")
    shown = case.await_("the registry knows", lambda: _known(case, overdue=True, rung="group-chair"))
    case.show(f"the registry shows the finding's action overdue, at the rung {shown['rung']}", shown["overdue"])
    case.wait_until(date.fromisoformat(case.await_("four people's digests", lambda: _collected(case, 4))))
    told = case.await_("the digests", lambda: _told(case, 4))
    case.show(
        f"digests told {', '.join(told)}, as files in a folder", all((case.notices / name).exists() for name in told.values())
    )


def completed_judged_checked(case: Case) -> None:
    case.chapter("5. Done is not the end")
    case.tell("The police say that it is done.")
    case.refused(POLICE, ACTIONS, _action(case, "completion"), {}, "evidence/none")
    _complete(case)
    case.tell("They add evidence, and complete it. Their delegated partner tries to judge it.")
    case.refused(POLICE_PARTNER, ACTIONS, _action(case, "judgements"), _accepted(), "judgement/own-agency")
    case.do(CHAIR, ACTIONS, _action(case, "judgements"), _accepted())
    case.tell("The partnership accepts it; re-checks follow after 3, 6 and 12 months.")
    action = _recheck(case, "not-sustained", "9 of 20", knows=False)
    case.tell("At 3 months the same measure shows 9 of 20, and new starters have not heard of it: it did not hold.")
    case.show(f"re-opened in epoch 2, due {action['epochs'][1]['due']}", action["status"] == "in-progress")
    kept = action["epochs"][0]["original_due"] == case.action["epochs"][0]["original_due"]
    case.show(
        "the first epoch's date, evidence and judgement stay as they were", kept and bool(action["epochs"][0]["judgements"])
    )
    _complete(case)
    case.do(CHAIR, ACTIONS, _action(case, "judgements"), _accepted())
    case.tell("Put right, completed again with new evidence, and accepted.")
    for month in (3, 6, 12):
        action = _recheck(case, "sustained", "18 of 20", knows=True)
        case.tell(f"At {month} months: 18 of 20, and new starters know.")
    case.show(f"{case.action['reference']} is sustained, and blue", (action["status"], action["brag"]) == ("sustained", "blue"))


def became_of(case: Case) -> None:
    case.chapter("6. What became of each finding")
    case.await_("the registry knows", lambda: _known(case, status="sustained"))
    for finding in case.get(UNIT, REGISTRY, _path(case, "findings")):
        answers = ", ".join(f"{each['agency']} {each['answer']}" for each in finding["obligations"])
        actions = ", ".join(_stands(each) for each in finding["actions"])
        case.tell(f"{finding['kind']}: {answers}; {actions}")
    missed = [clock["clock"] for clock in _read(case)["clocks"] if clock["state"] == "overdue"]
    case.await_("the clock that passed is told of", lambda: _read(case)["missed"] == missed)
    case.tell(f"No report is published yet: the clock {', '.join(missed)} has passed, and the partnership was told once.")


def _stands(action: Json) -> str:
    late = ", overdue" if action["overdue"] and action["status"] != "sustained" else ""
    return f"{action['reference']} {action['status']}{late} (epoch {action['epoch']})"


STEPS = (directory, opened_screened_scoped, led_independently, found, late, completed_judged_checked, became_of)


def _path(case: Case, what: str) -> str:
    return f"/reviews/{case.review['id']}/{what}"


def _on(case: Case, who: str, what: str, body: Json) -> None:
    case.do(who, REGISTRY, _path(case, what), body)


def _move(case: Case, to: str) -> None:
    _on(case, UNIT, "moves", {"to": to})


def _read(case: Case) -> Json:
    return dict(case.get(UNIT, REGISTRY, f"/reviews/{case.review['id']}"))


def _owed(case: Case) -> list[Json]:
    """The obligations of the findings, once there is one for each agency that they ask."""
    found = [each for finding in case.findings for each in case.get(UNIT, ACTIONS, f"/obligations?finding={finding['id']}")]
    return found if len(found) == sum(len(finding["agencies"]) for finding in case.findings) else []


def _all_answered(case: Case) -> bool:
    return all(each["answer"] == "actions-agreed" for each in _owed(case))


def _action(case: Case, what: str) -> str:
    return f"/actions/{case.action['id']}/{what}"


def _at(case: Case, rung: str) -> bool:
    reached = case.get(UNIT, ACTIONS, f"/actions/{case.action['id']}")["epochs"][0]["rung"]
    return bool(reached) and reached["code"] == rung


def _known(case: Case, **facts: object) -> Json | None:
    """The first finding's action as the registry knows it, once it knows this of it."""
    actions = case.get(UNIT, REGISTRY, _path(case, "findings"))[0]["actions"]
    return next((each for each in actions if each["id"] == case.action["id"] and facts.items() <= each.items()), None)


def _collected(case: Case, people: int) -> str | None:
    """The day on which the last digest about the action goes out, once so many people have one."""
    digests = case.get(UNIT, ACTIONS, f"/digests?about={case.action['id']}&limit=200")
    return max(each["send_on"] for each in digests) if len({each["person_ref"] for each in digests}) >= people else None


def _told(case: Case, people: int) -> dict[str, str] | None:
    """The file of the last message about the action, of each person who was told."""
    digests = case.get(UNIT, ACTIONS, f"/digests?about={case.action['id']}&limit=200")
    sent = {each["person_ref"]: each["sendings"][-1]["provider_id"] for each in digests if each["sendings"]}
    return sent if len(sent) >= people and all(sent.values()) else None


def _complete(case: Case) -> None:
    case.do(POLICE, ACTIONS, _action(case, "progress"), {"percent": 100})
    case.do(POLICE, ACTIONS, _action(case, "evidence"), EVIDENCE)
    case.do(POLICE, ACTIONS, _action(case, "completion"), {})


def _accepted() -> Json:
    return {"judgement": "accepted", "why": "The audit shows the change in practice.", "effectiveness": "practice-changed"}


def _recheck(case: Case, result: str, measured: str, *, knows: bool) -> Json:
    due = case.get(UNIT, ACTIONS, f"/actions/{case.action['id']}")["epochs"][-1]["recheck_due"]
    case.wait_until(date.fromisoformat(due))
    return case.do(
        CHAIR, ACTIONS, _action(case, "rechecks"), {"result": result, "measured": measured, "new_starters_know": knows}
    )
