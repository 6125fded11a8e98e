"""Every command of action tracking: where it comes in, what decides it, and who may give it (spec: access.md)."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, CONTRIBUTOR, DECIDER, SCRUTINEER
from services.action_tracking.domain import (
    action,
    agreeing,
    chasing,
    digest,
    judging,
    known_review,
    ledger,
    obligation,
    rechecks,
    reporting,
    role_holder,
    urgent,
)
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command
from services.chassis.store.kinds import Kind

OBLIGATION = Kind(
    name="obligation",
    state=obligation.Obligation,
    keys=obligation.keys,
    threads=obligation.threads,
    alarm=obligation.alarm,
    ring=obligation.ring,
    visible=obligation.visible,
    indexed=("agency", "finding"),
)
ACTION = Kind(
    name="action",
    state=action.Action,
    keys=action.keys,
    threads=action.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=action.visible,
    indexed=("agencies", "findings", "owner"),
    unique=("reference",),
)
ROLE_HOLDER = Kind(
    name="role-holder",
    state=role_holder.RoleHolder,
    keys=role_holder.keys,
    threads=role_holder.threads,
    visible=role_holder.visible,
    indexed=("agency",),
)
DIGEST = Kind(
    name="digest",
    state=digest.Digest,
    keys=digest.keys,
    threads=digest.threads,
    alarm=digest.alarm,
    ring=digest.ring,
    visible=digest.visible,
    indexed=("person_ref", "about"),
)
KNOWN_REVIEW = Kind(name="known-review", state=known_review.KnownReview, keys=known_review.keys, threads=known_review.threads)
LEDGER_ENTRY = Kind(name="ledger-entry", state=ledger.LedgerEntry, keys=ledger.keys, threads=ledger.threads, indexed=("about",))
URGENT_NOTICE = Kind(
    name="urgent-notice",
    state=urgent.UrgentNotice,
    keys=urgent.keys,
    threads=urgent.threads,
    alarm=urgent.alarm,
    ring=urgent.ring,
    visible=urgent.visible,
    indexed=("concern",),
)
KINDS = (OBLIGATION, ACTION, ROLE_HOLDER, DIGEST, LEDGER_ENTRY, KNOWN_REVIEW, URGENT_NOTICE)

AGREES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})
REPORTS = frozenset({BUSINESS_UNIT, AGENCY_LEAD, CONTRIBUTOR})
JUDGES = frozenset({DECIDER, SCRUTINEER})


async def obligations_named(room: Room, id_: str, command: agreeing.AgreeAction) -> list[obligation.Obligation]:
    """The obligations that an action is to answer, as far as there are."""
    found = [await state_of(room, OBLIGATION, id_) for id_ in command.obligations]
    return [state for state in found if state is not None]


async def address_sealed(room: Room, id_: str, command: role_holder.AppointRoleHolder) -> role_holder.AppointRoleHolder:
    """An address is stored encrypted only."""
    if command.address is None:
        return command
    return command.model_copy(update={"address": room.keyring.seal(command.address.encode())})


COMMANDS = (
    Command("/obligations/{id}/no-action", OBLIGATION, obligation.AcceptNoAction, obligation.accept_no_action, JUDGES),
    Command("/actions", ACTION, agreeing.AgreeAction, agreeing.agree_action, AGREES, creates=True, facts=obligations_named),
    Command("/actions/{id}/progress", ACTION, reporting.ReportProgress, reporting.report_progress, REPORTS),
    Command("/actions/{id}/evidence", ACTION, reporting.OfferEvidence, reporting.offer_evidence, REPORTS),
    Command("/actions/{id}/completion", ACTION, reporting.CompleteAction, reporting.complete_action, AGREES),
    Command("/actions/{id}/judgements", ACTION, judging.JudgeAction, judging.judge_action, JUDGES),
    Command("/actions/{id}/rechecks", ACTION, rechecks.RecordRecheck, rechecks.record_recheck, JUDGES),
    Command(
        "/role-holders",
        ROLE_HOLDER,
        role_holder.AppointRoleHolder,
        role_holder.appoint_role_holder,
        AGREES,
        creates=True,
        prepare=address_sealed,
    ),
    Command("/role-holders/{id}/end", ROLE_HOLDER, role_holder.EndRoleHolding, role_holder.end_role_holding, AGREES),
)
