"""Actions as people see them (AT2, AT4, AT8)."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from contracts.framework.document import Framework
from contracts.vocabulary.actions import ActionStatus, Asked, Brag, Strength
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.head import Owner, Report
from services.action_tracking.domain.action.lint import Advice
from services.action_tracking.domain.action.state import Action, Answered, Epoch, Measure
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.people import By
from services.action_tracking.kinds import ACTION
from services.action_tracking.queries.codes import agencies
from services.action_tracking.queries.waits import WaitsShown, waits_shown
from services.chassis.http.listings import Filter, Listing
from services.chassis.http.reading import HistoryLine
from services.chassis.rules.decisions import Given
from services.chassis.store.documents import Record


class ActionShown(BaseModel):
    """An action with what it waits for, and its BRAG colour today."""

    id: Id
    reference: Reference
    reviews: tuple[Id, ...]
    findings: tuple[Id, ...]
    obligations: tuple[Id, ...]
    themes: tuple[Code, ...]
    statement: str
    difference: str
    """The difference it should make for children."""
    measure: Measure | None
    strength: Strength
    owner: Owner
    supporting: tuple[Code, ...]
    priority: Priority
    helpers: tuple[PersonRef, ...]
    proposed_at: datetime
    proposed_by: By
    answers: tuple[Answered, ...]
    returned: bool
    """True while the partnership asks the agency to change the proposal."""
    agreed_on: date | None
    agreed_at: datetime | None
    agreed_by: By | None
    follow_up: date | None
    """The last day of the follow-up of its reviews."""
    status: ActionStatus
    percent: int
    blocked_by: str | None
    note: str | None
    reported: Report | None
    epochs: tuple[Epoch, ...]
    waits: WaitsShown | None
    brag: Brag


class ActionAdvised(ActionShown):
    """An action with advice on how it is written."""

    advice: tuple[Advice, ...]


class ActionLine(HistoryLine):
    """An entry of an action's history, with the epoch and status after it."""

    epoch: int
    status: ActionStatus


def action_shown(action: Action, given: Given) -> ActionShown:
    """Returns an action as people see it today."""
    waits = waits_shown(waiting_of(action, given), action.chased, given)
    return ActionShown(**dict(action), waits=waits, brag=brag(action, given))


def epoch_and_status(state: Record) -> dict[str, Any]:
    """Returns what an `ActionLine` adds to a history line."""
    return {"epoch": state["epochs"][-1]["number"], "status": state["status"]}


def _themes(framework: Framework) -> frozenset[str]:
    return framework.theme_codes()


ACTIONS = Listing(
    ACTION,
    filters={
        "agency": Filter("agencies", "the code of an agency that owns or supports", among=agencies),
        "owner_agency": Filter("agency", "the code of the agency that owns it", among=agencies),
        "owner": Filter("owner", "the reference of a person", type=PersonRef),
        "status": Filter("status", "a status of actions", among=ActionStatus),
        "asks": Filter("asks", "the step that it waits for", among=Asked),
        "theme": Filter("themes", "the code of a theme", among=_themes),
        "finding": Filter("findings", "the id of a finding"),
        "review": Filter("reviews", "the id of a review"),
    },
    orders={"due": ("due", 1), "age": ("proposed_at", 1)},
)
