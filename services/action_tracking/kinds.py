"""Every kind of aggregate of action tracking."""

from services.action_tracking.domain import ledger
from services.action_tracking.domain.action import chasing as action_clock
from services.action_tracking.domain.action import state as action
from services.action_tracking.domain.digest import sending as digest_clock
from services.action_tracking.domain.digest import state as digest
from services.action_tracking.domain.obligation import chasing as obligation_clock
from services.action_tracking.domain.obligation import state as obligation
from services.action_tracking.domain.others import reviews
from services.action_tracking.domain.role_holder import state as role_holder
from services.action_tracking.domain.urgent_notice import climbing as urgent_clock
from services.action_tracking.domain.urgent_notice import state as urgent_notice
from services.chassis.store.kinds import Kind

OBLIGATION = Kind(
    name="obligation",
    state=obligation.Obligation,
    keys=obligation.keys,
    threads=obligation.threads,
    alarm=obligation_clock.alarm,
    ring=obligation_clock.ring,
    readers=obligation.readers,
    indexed=("finding", "review", ("agency", "asks"), ("agency", "status"), "agency", "asks", "status"),
    ordered=("by", "opened_at"),
)
ACTION = Kind(
    name="action",
    state=action.Action,
    keys=action.keys,
    threads=action.threads,
    alarm=action_clock.alarm,
    ring=action_clock.ring,
    readers=action.readers,
    indexed=(
        "findings",
        "reviews",
        "owner",
        ("named", "asks"),
        ("agency", "asks"),
        ("agency", "status"),
        ("agencies", "asks"),
        ("agencies", "status"),
        "agency",
        "agencies",
        "asks",
        "status",
        "themes",
    ),
    ordered=("due", "proposed_at"),
    unique=("reference",),
)
ROLE_HOLDER = Kind(
    name="role-holder",
    state=role_holder.RoleHolder,
    keys=role_holder.keys,
    threads=role_holder.threads,
    readers=role_holder.readers,
    indexed=("person_ref", ("agency", "role"), "agency", "role"),
    ordered=("until",),
)
DIGEST = Kind(
    name="digest",
    state=digest.Digest,
    keys=digest.keys,
    threads=digest.threads,
    alarm=digest_clock.alarm,
    ring=digest_clock.ring,
    readers=digest.readers,
    indexed=("about", "person_ref"),
    ordered=("day",),
)
LEDGER_ENTRY = Kind(
    name="ledger-entry",
    state=ledger.LedgerEntry,
    keys=ledger.keys,
    threads=ledger.threads,
    readers=ledger.readers,
    indexed=("about",),
)
KNOWN_REVIEW = Kind(
    name="known-review", state=reviews.KnownReview, keys=reviews.keys, threads=reviews.threads, readers=reviews.readers
)
URGENT_NOTICE = Kind(
    name="urgent-notice",
    state=urgent_notice.UrgentNotice,
    keys=urgent_notice.keys,
    threads=urgent_notice.threads,
    alarm=urgent_clock.alarm,
    ring=urgent_clock.ring,
    readers=urgent_notice.readers,
    hidden_from=urgent_notice.hidden_from,
    indexed=("concern", "status"),
    ordered=("raised_at",),
)
KINDS = (OBLIGATION, ACTION, ROLE_HOLDER, DIGEST, LEDGER_ENTRY, KNOWN_REVIEW, URGENT_NOTICE)
