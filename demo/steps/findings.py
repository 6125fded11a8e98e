"""Findings, including good practice, and the agencies that must respond."""

from demo.case import ACTIONS, Case, Json, long_date, plain
from demo.steps.review import move, on_review, read
from demo.texts import FINDINGS, UNIT
from local.partnership import name_of

ASKED = {"action": "an action", "spread": "a plan to spread it"}
"""Responses in words."""


def found(case: Case) -> None:
    case.chapter("Three findings, and the agencies that must respond", "R3", "R6", "R7")
    case.wait(20)
    for finding in FINDINGS:
        on_review(case, UNIT, "findings", finding)
    move(case, "findings")
    case.findings = read(case)["findings"]
    for finding in case.findings:
        on_review(case, UNIT, "confirmations", {"finding": finding["id"]})
        agencies = ", ".join(map(name_of, finding["agencies"]))
        themes = "; ".join(case.label("themes", theme) for theme in finding["themes"])
        case.narrate(
            f"Confirmed: {plain(finding['kind'])} ({themes}). {agencies} must answer with {ASKED[finding['response']]}."
        )
    opened = case.await_("an obligation on each agency", lambda: owed(case))
    first = min(each["by"] for each in opened)
    case.show(
        f"{len(opened)} obligations are open, the first due by {long_date(first)}",
        {each["status"] for each in opened} == {"open"},
    )


def owed(case: Case) -> list[Json]:
    """Returns the obligations of the findings, once each agency that they name has one."""
    found = [each for finding in case.findings for each in case.get(UNIT, ACTIONS, f"/obligations?finding={finding['id']}")]
    return found if len(found) == sum(len(finding["agencies"]) for finding in case.findings) else []
