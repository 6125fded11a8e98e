"""The words of a digest (AT5): what each line is, whose, how late, and why the person receives it. No case detail."""

from collections.abc import Sequence
from datetime import date

from contracts.vocabulary.types import Code
from services.action_tracking.domain.digest.state import Line
from services.action_tracking.domain.notices.wording import agency_name, day_in_words, why_you
from services.chassis.rules.calendar import last_working_day_on_or_before, working_days_after
from services.chassis.rules.decisions import Given

DATED: dict[Code, str] = {
    "meet-clock": "a time limit of {review}",
    "review-the-hold": "a check of the hold on publishing {review}",
    "answer-finding": "response of {agency} to a finding of {review}",
    "answer-finding-again": "response of {agency} to a finding of {review}, not accepted without an action",
    "do-action": "{action} of {agency}",
    "do-action-again": "{action} of {agency}, reopened because the change did not last",
    "put-right": "{action} of {agency}, which was not accepted. Put it right and complete it again",
    "offer-more-evidence": "{action} of {agency}, which needs more evidence. Add it and complete the action again",
    "offer-recheck": "what the measure of {action} of {agency} shows now",
    "agree-action": "your answer to {action} that {agency} proposed",
    "judge-action": "sign-off of {action} of {agency}",
    "record-recheck": "your record of a re-check of {action} of {agency}",
    "decide-no-action": "your answer to {agency}, which proposes no action on a finding of {review}",
    "offer-a-part": "an invitation to take part in {review}",
    "ask-for-an-answer": "a reply to an invitation to take part in {review}",
    "tell-the-findings": "sharing the findings of {review} with a person who was invited",
    "tell-what-came-of-it": "sharing what came of {review} with a person who was invited",
}
"""Things asked by a date."""

UNDATED: dict[Code, str] = {
    "scope-review": "{review} was opened. Set its scope.",
    "settle-independence": "the lead reviewer of {review} is no longer independent. Decide who leads it.",
    "appoint-a-lead": "the lead reviewer of {review} has stood down. Appoint another one.",
    "change-proposal": "the partnership asks {agency} to change {action} that it proposed. Change it, and propose it again.",
    "proposal-refused": "the partnership refused {action} that {agency} proposed. Open it to read why.",
    "theme-recurred": "a theme has come up again in reviews. Look at what was done about it before.",
    "no-action-accepted": "the partnership accepted that {agency} takes no action on a finding of {review}.",
    "prepare-recheck": "{action} of {agency} was accepted. Prepare its re-check.",
    "action-sustained": "the change from {action} of {agency} has lasted. You do not need to do anything.",
    "read-feedback": "people gave feedback in their own words, and no one has read it in time. Read it today.",
    "code-feedback": "feedback is waiting for someone to read it and record its themes. Do that now.",
    "reply-to-feedback": "people who gave feedback have waited too long for a reply. Write one.",
    "check-product": "a learning product uses something that was recalled or did not last. Change it, or withdraw it.",
    "product-held-back": "a learning product is held back from the library. Decide what becomes of it.",
    "reach-fell-short": "too few people of a professional group in {agency} have acknowledged the learning. Remind them.",
}
"""Things asked without a date, as sentences."""


def subject(lines: Sequence[Line], given: Given) -> str:
    """Returns a subject with the sender, the day, and how much is asked and overdue."""
    late = sum(line.due is not None and line.due < given.today for line in lines)
    items = "1 item needs" if len(lines) == 1 else f"{len(lines)} items need"
    overdue = f", {late} overdue" if late else ""
    return f"{given.framework.partnership.name}, {day_in_words(given.today)}: {items} your attention{overdue}"


def text(lines: Sequence[Line], given: Given) -> str:
    """Returns the message: each thing asked, with its link."""
    footer = f"Sent by {given.framework.partnership.name}. This message never holds case details. Open the links to see more."
    return "\n".join((*(line_text(line, given) for line in lines), "", footer))


def line_text(line: Line, given: Given) -> str:
    """Returns one line of the message, with its link below."""
    reference = f" {line.reference}" if line.reference else ""
    words = {
        "action": f"action{reference}" if reference else "an action",
        "review": f"review{reference}" if reference else "a review",
        "agency": agency_name(line.of_agency, given.framework),
    }
    instead_of = (line.instead_of,) if line.instead_of else ()
    what = (DATED | UNDATED)[line.asked].format(**words)
    if line.due:
        what = f"{age(line.due, given)}: {what}, due {day_in_words(line.due)}.{_prompt(line.due, given)}"
    return f"- {what[0].upper()}{what[1:]} {why_you(line.role, instead_of, given.framework)}\n  {line.link}"


def _prompt(due: date, given: Given) -> str:
    """Returns the sentence that names the last working day before a due date on a closed day, while it is ahead."""
    prompt = last_working_day_on_or_before(due, given.holidays)
    return f" The last working day before it is {day_in_words(prompt)}." if given.today <= prompt < due else ""


def age(due: date, given: Given) -> str:
    """Returns how late it is, or how soon it is due, in working days."""
    days = working_days_after(due, given.today, given.holidays)
    counted = f"{abs(days)} working day{'' if abs(days) == 1 else 's'}"
    if given.today == due:
        return "Due today"
    if given.today < due:
        return f"Due in {counted}"
    return f"Overdue by {counted}" if days else "Overdue"
