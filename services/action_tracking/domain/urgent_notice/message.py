"""The words of an urgent notice (AT5): the link, and nothing of what the concern says."""

from services.action_tracking.domain.notices.wording import why_you
from services.action_tracking.domain.urgent_notice.state import Asks, UrgentNotice, UrgentRecipient
from services.chassis.rules.decisions import Given

SUBJECT = {
    Asks.TAKE: "urgent concern, someone may be at risk",
    Asks.OUTCOME: "urgent concern without an outcome",
}
ASKED = {
    Asks.TAKE: "Someone may be at risk now. Open the concern and take it:",
    Asks.OUTCOME: "Someone took this concern, but recorded no outcome. Make sure that people are safe, then record it:",
}
SINCE = {Asks.TAKE: "It was raised", Asks.OUTCOME: "Its outcome was due"}


def subject(notice: UrgentNotice, given: Given) -> str:
    """Returns a subject with the sender."""
    return f"{given.framework.partnership.name}: {SUBJECT[notice.asks]}"


def text(notice: UrgentNotice, recipient: UrgentRecipient, given: Given) -> str:
    """Returns the message for one person."""
    return "\n".join(
        (
            ASKED[notice.asks],
            f"  {notice.link}",
            f"{SINCE[notice.asks]} {ago(notice, given)}.",
            why_you(recipient.role, recipient.instead_of, given.framework),
        )
    )


def ago(notice: UrgentNotice, given: Given) -> str:
    """Returns how long ago the concern was raised, or its outcome was due: in minutes, and after two hours in hours."""
    minutes = max(0, int((given.now - (notice.raised_at or given.now)).total_seconds() // 60))
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    return f"{minutes // 60} hours ago"
