"""Commands on reviews."""

from collections.abc import Callable
from typing import Any

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER, SCRUTINEER
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.approving import ApproveOverride, RefuseOverride, approve_override, refuse_override
from services.review_registry.domain.review.assessing import RecordImpact, record_impact
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.confirming import ConfirmFinding, confirm_finding
from services.review_registry.domain.review.correcting import CorrectFinding, correct_finding
from services.review_registry.domain.review.drafting import DraftLearning, draft_learning
from services.review_registry.domain.review.editing import DiscardFinding, EditFinding, discard_finding, edit_finding
from services.review_registry.domain.review.ending import EndReview, end_review
from services.review_registry.domain.review.going_back import ReopenReview, SendBack, reopen_review, send_back
from services.review_registry.domain.review.guards import while_open
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.leading import AppointLead, RejectLead, appoint_lead, reject_lead
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.moments import RecordMoment, record_moment
from services.review_registry.domain.review.moving import MoveOn, move_on
from services.review_registry.domain.review.opening import OpenReview, open_review
from services.review_registry.domain.review.overriding import AskOverride, ask_override
from services.review_registry.domain.review.publishing import PublishReview, SetEmbargo, publish_review, set_embargo
from services.review_registry.domain.review.rebasing import RebaseReview, rebase_review
from services.review_registry.domain.review.recalling import RecallLearning, recall_learning
from services.review_registry.domain.review.recording import (
    RecordFinding,
    RecordNoneFound,
    record_finding,
    record_none_found,
)
from services.review_registry.domain.review.redeclaring import Redeclare, redeclare
from services.review_registry.domain.review.releasing import ReleaseLearning, release_learning
from services.review_registry.domain.review.reporting import WriteReport, write_report
from services.review_registry.domain.review.rescheduling import RescheduleHold, reschedule_hold
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.scoping import SetScope, set_scope
from services.review_registry.domain.review.screening import ScreenReview, screen_review
from services.review_registry.domain.review.standing_down import StandDown, stand_down
from services.review_registry.domain.review.subjects import ListSubjects, list_subjects
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from services.review_registry.facts import gate_facts, review_instead
from services.review_registry.kinds import REVIEW

MANAGES = frozenset({BUSINESS_UNIT})
DECIDES = frozenset({DECIDER})
WRITES = frozenset({BUSINESS_UNIT, LEAD_REVIEWER})
CHECKS = frozenset({BUSINESS_UNIT, DECIDER, LEAD_REVIEWER})
HOLDS = frozenset({BUSINESS_UNIT, DECIDER})
SCRUTINISES = frozenset({SCRUTINEER})
STANDS_DOWN = frozenset({BUSINESS_UNIT, DECIDER, LEAD_REVIEWER})


def _on_review(path: str, body: type[Any], decide: Callable[..., Decided[Any]], may: frozenset[str], **more: Any) -> Command:
    """Returns a command on a review."""
    return Command(f"/reviews/{{id}}/{path}", REVIEW, body, decide, may, **more)


def _while_open(path: str, body: type[Any], decide: Callable[..., Decided[Any]], may: frozenset[str], **more: Any) -> Command:
    """Returns a command on a review that is not closed."""
    return _on_review(path, body, while_open(decide), may, **more)


COMMANDS = (
    Command("/reviews", REVIEW, OpenReview, open_review, MANAGES, creates=True),
    _on_review("screening", ScreenReview, screen_review, DECIDES),
    _while_open("moments", RecordMoment, record_moment, MANAGES),
    _while_open("scope", SetScope, set_scope, MANAGES),
    _while_open("subjects", ListSubjects, list_subjects, WRITES),
    _while_open("lead", AppointLead, appoint_lead, DECIDES),
    _while_open("edition", RebaseReview, rebase_review, DECIDES),
    _while_open("lead-rejections", RejectLead, reject_lead, DECIDES),
    _while_open("declarations", Redeclare, redeclare, WRITES),
    _while_open("standing-down", StandDown, stand_down, STANDS_DOWN),
    _while_open("moves", MoveOn, move_on, MANAGES, facts=gate_facts),
    _while_open("send-backs", SendBack, send_back, MANAGES),
    _while_open("findings", RecordFinding, record_finding, WRITES),
    _while_open("finding-edits", EditFinding, edit_finding, WRITES),
    _while_open("finding-discards", DiscardFinding, discard_finding, WRITES),
    _while_open("finding-corrections", CorrectFinding, correct_finding, WRITES),
    _while_open("none-found", RecordNoneFound, record_none_found, WRITES),
    _while_open("confirmations", ConfirmFinding, confirm_finding, WRITES),
    _while_open("learning-drafts", DraftLearning, draft_learning, WRITES),
    _while_open("learning", ReleaseLearning, release_learning, DECIDES),
    _on_review("learning-recalls", RecallLearning, recall_learning, DECIDES),
    _while_open("report", WriteReport, write_report, WRITES),
    _while_open("response", RecordResponse, record_response, DECIDES),
    _on_review("holds", PlaceHold, place_hold, HOLDS),
    _on_review("hold-reviews", RescheduleHold, reschedule_hold, HOLDS),
    _on_review("hold-lifts", LiftHold, lift_hold, DECIDES),
    _while_open("checks", CheckPublication, check_publication, CHECKS),
    _while_open("publication", PublishReview, publish_review, DECIDES, facts=gate_facts),
    _while_open("embargo", SetEmbargo, set_embargo, DECIDES),
    _on_review("publication-withdrawals", WithdrawPublication, withdraw_publication, DECIDES),
    _while_open("overrides", AskOverride, ask_override, DECIDES, facts=gate_facts),
    _while_open("override-approvals", ApproveOverride, approve_override, SCRUTINISES, facts=gate_facts),
    _while_open("override-refusals", RefuseOverride, refuse_override, SCRUTINISES),
    _while_open("impact", RecordImpact, record_impact, MANAGES),
    _while_open("closure", CloseReview, close_review, DECIDES, facts=gate_facts),
    _while_open("end", EndReview, end_review, DECIDES, facts=review_instead),
    _on_review("reopenings", ReopenReview, reopen_review, DECIDES),
)
