"""The words of an urgent notice (AT5): the link, and nothing of what the concern says."""

from services.action_tracking.domain.notices.wording import why_you
from services.action_tracking.domain.urgent_notice.state import UrgentNotice, UrgentRecipient
from services.chassis.rules.decisions import Given


def subject(given: Given) -> str:
    """Returns a subject with the sender."""
    return f"{given.framework.partnership.name}: urgent concern, someone may be at risk"


def text(notice: UrgentNotice, recipient: UrgentRecipient, given: Given) -> str:
    """Returns the message for one person."""
    return "\n".join(
        (
            "Someone may be at risk now. Open the concern and take it:",
            f"  {notice.link}",
            f"It was raised {ago(notice, given)}.",
            why_you(recipient.role, recipient.instead_of, given.framework),
        )
    )


def ago(notice: UrgentNotice, given: Given) -> str:
    """Returns how long ago the concern was raised: in minutes, and after two hours in hours."""
    minutes = max(0, int((given.now - (notice.raised_at or given.now)).total_seconds() // 60))
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    return f"{minutes // 60} hours ago"
