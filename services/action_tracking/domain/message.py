"""The words of a digest (AT5): reference, due date, what is asked, link. No case detail."""

from services.action_tracking.domain.digest import Digest, Line, message

ASKED = {
    "scope-review": "A review was opened: please set its scope",
    "settle-independence": "A lead is no longer independent: please settle who leads",
    "meet-clock": "A time limit has passed",
    "answer-finding": "A finding waits for your agency's answer",
    "do-action": "An action of yours",
    "do-action-again": "An action was re-opened: the change did not hold",
    "record-recheck": "Please check again whether the change has held",
    "judge-action": "An action awaits judgement",
    "prepare-recheck": "An action was accepted: please prepare its re-check",
    "put-right": "An action was not accepted: please put it right",
    "offer-more-evidence": "More evidence is asked for",
    "action-sustained": "An action was found to have lasted",
}
"""Codes of what is asked, in words."""


def subject(state: Digest) -> str:
    count = len(message(state))
    return f"Learning framework: {count} thing{'s' if count != 1 else ''} for you"


def text(state: Digest) -> str:
    """A line for each thing asked, with where to look."""
    return "\n".join(_line(line) for line in message(state))


def _line(line: Line) -> str:
    parts = [
        f"- {ASKED[line.asked]}",
        f"reference {line.reference}" if line.reference else "",
        f"due {line.due:%d %B %Y}" if line.due else "",
        f"you are told as {line.role}, for nobody could be reached as {line.instead_of}" if line.instead_of else "",
    ]
    return ", ".join(part for part in parts if part) + f"\n  {line.link}"
