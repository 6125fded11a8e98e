"""The words of digests and urgent notices (AT5): reference, due date, what is asked, link. No case detail."""

from services.action_tracking.domain.digest import Digest, Line, message
from services.action_tracking.domain.urgent import Told, UrgentNotice

ASKED = {
    "scope-review": "A review was opened: please set its scope",
    "settle-independence": "A lead is no longer independent: please settle who leads",
    "meet-clock": "A time limit has passed",
    "answer-finding": "A finding waits for your agency's answer",
    "no-action-accepted": "The partnership accepted that your agency takes no action on a finding",
    "do-action": "An action of yours",
    "do-action-again": "An action was re-opened: the change did not hold",
    "record-recheck": "Please check again whether the change has held",
    "judge-action": "An action awaits judgement",
    "prepare-recheck": "An action was accepted: please prepare its re-check",
    "put-right": "An action was not accepted: please put it right",
    "offer-more-evidence": "More evidence is asked for",
    "action-sustained": "An action was found to have lasted",
    "theme-recurred": "A theme was found again: please look at what was done about it before",
    "review-the-hold": "A publication is still held: please look at the hold again",
    "offer-a-part": "Somebody waits to be offered a part in a review",
    "ask-for-an-answer": "Somebody was offered a part in a review and has not answered: please ask after it",
    "tell-the-findings": "Somebody who was offered a part in a review waits to be told its findings",
    "tell-what-came-of-it": "Somebody who was offered a part in a review waits to be told what came of it",
    "reply-to-feedback": "What people told us waits for a reply",
    "reach-fell-short": "Too few of a professional group have acknowledged what was learnt",
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


URGENT = "Urgent: a concern that somebody must look at now"


def urgent_text(state: UrgentNotice, told: Told) -> str:
    """The link, and nothing of what was said."""
    instead = f"\nYou are told as {told.role}, for nobody could be reached as {', '.join(told.instead_of)}."
    return f"Somebody may be at risk. Please look at it now, and take it:\n  {state.link}" + (
        instead if told.instead_of else ""
    )
