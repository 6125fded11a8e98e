"""Cost of each request, reaction and turn: it follows the answer, and not what merely is there.

Everything is measured twice: with a few things beside what is asked for, and with many.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from contracts.events.review_registry import ThemeRecurred
from contracts.vocabulary.actions import ActionStatus, Asked
from contracts.vocabulary.roles import PARTNERSHIP
from local.partnership import COUNCIL, HOSPITAL, POLICE, PREFIX
from services.action_tracking import facts
from services.action_tracking.after_ring.digest import send_digest
from services.action_tracking.after_ring.waiting import measure_open_notices
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.state import Action, with_epoch
from services.action_tracking.domain.digest.state import Digest, Line, Sending
from services.action_tracking.domain.ledger import LedgerEntry
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.others.reviews import KnownReview
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.domain.urgent_notice.state import Step, UrgentNotice
from services.action_tracking.kinds import ACTION, DIGEST, KNOWN_REVIEW, LEDGER_ENTRY, OBLIGATION, ROLE_HOLDER, URGENT_NOTICE
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.references import reference
from services.chassis.store.kinds import Kind
from tests.builders.action_tracking import an_action, an_obligation, completed, no_action_proposed
from tests.builders.given import some_id
from tests.component.action_tracking.steps import BEGIN
from tests.component.harness import Component
from tests.support.asked import Asked as Cost
from tests.support.asked import asked

FEW, MANY = range(2), range(2, 6)
"""Numbers of what is there beside: at first, and added for the second measure."""
REVIEW, FINDING, PLAN, DECISION = (some_id(each) for each in ("review", "finding", "plan", "decision"))
FAR, LONG_AGO = date(2030, 1, 7), date(2026, 1, 31)
AGREED, COMPLETED = an_action(), completed()
OPEN, ANSWERED = an_obligation(), an_obligation().model_copy(update={"status": ObligationStatus.ANSWERED})
ROLES = {"agency-lead": POLICE, "executive": HOSPITAL, "group-chair": HOSPITAL, "business-unit": PARTNERSHIP}
DUTY = "duty-contact"


def action(id_: str, agency: str, like: Action = AGREED, **changes: Any) -> Action:
    """Returns an action of an agency, due in years, on a finding of its own."""
    fields = {
        "id": id_,
        "reference": reference(PREFIX, 2027, id_, 0),
        "owner": Owner(agency=agency, person_ref="p-other"),
        "findings": (some_id("finding of", id_),),
        "reviews": (some_id("review of", id_),),
        "obligations": (some_id("obligation of", id_),),
    }
    return with_epoch(like, due=FAR).model_copy(update=fields | changes)


def obligation(id_: str, agency: str, like: Obligation = OPEN, **changes: Any) -> Obligation:
    """Returns an obligation of an agency, due in years, on a finding of its own."""
    fields = {
        "id": id_,
        "agency": agency,
        "by": FAR,
        "finding": some_id("finding of", id_),
        "review": some_id("review of", id_),
    }
    return like.model_copy(update=fields | changes)


def holder(role: str, agency: str, person: str, **days: Any) -> RoleHolder:
    return RoleHolder(
        **{"from_day": date(2025, 1, 1)} | days,
        id=some_id(role, person),
        role=role,
        agency=agency,
        person_ref=person,
        address=f"{person}@inbox.example",
    )


def line(number: int) -> Line:
    """Returns a line about one action after another."""
    about = some_id("council", number)
    return Line(
        about=about,
        asked=Asked.DO_ACTION.value,
        of_agency=COUNCIL,
        link=f"https://actions.example/actions/{about}",
        role="agency-lead",
        agency=COUNCIL,
        trigger=some_id("trigger", number),
    )


def digest(person: str, numbers: range) -> Digest:
    """Returns a digest that is being sent, with a line for each number."""
    sending = Sending(message_id=some_id("message", person), upto=len(numbers), at=BEGIN)
    return Digest(
        id=some_id("digest", person, len(numbers)),
        person_ref=person,
        day=BEGIN.date(),
        send_on=BEGIN.date(),
        lines=tuple(map(line, numbers)),
        sendings=(sending,),
    )


def urgent(id_: str, **changes: Any) -> UrgentNotice:
    step = Step(code=DUTY, after_minutes=0, to=(DUTY,), message_id=some_id("step", id_), at=BEGIN)
    notice = UrgentNotice(id=id_, concern=some_id("concern", id_), raised_at=BEGIN, steps=(step,), kept_from=POLICE)
    return notice.model_copy(update=changes)


def entry(id_: str, about: str) -> LedgerEntry:
    return LedgerEntry(id=id_, about=about, trigger=id_, event="ActionAgreed", at=BEGIN, day=BEGIN.date(), told=())


def asked_for() -> Iterator[tuple[Kind, Any]]:
    """Yields what the requests ask for."""
    yield KNOWN_REVIEW, KnownReview(id=REVIEW, reference=f"{PREFIX}-2027-K7Q4", agencies=(POLICE,))
    named: dict[str, Any] = {"owner": Owner(agency=POLICE, person_ref="p-named"), "findings": (FINDING,), "reviews": (REVIEW,)}
    yield ACTION, action(PLAN, POLICE, **named)
    yield ACTION, action(DECISION, COUNCIL, COMPLETED)
    for number in range(3):
        opened = OPEN.opened_at - timedelta(days=1)
        yield OBLIGATION, obligation(some_id("asked", number), POLICE, finding=FINDING, review=REVIEW, opened_at=opened)
    for role, agency in ROLES.items():
        yield ROLE_HOLDER, holder(role, agency, f"p-{role}")
    yield ROLE_HOLDER, holder(DUTY, PARTNERSHIP, "p-duty")
    yield URGENT_NOTICE, urgent(some_id("urgent"))
    yield DIGEST, digest("p-agency-lead", range(2))
    yield LEDGER_ENTRY, entry(some_id("entry"), PLAN)


def beside(number: int) -> Iterator[tuple[Kind, Any]]:
    """Yields one more of everything that is there beside."""
    ended: dict[str, Any] = {"status": ActionStatus.SUSTAINED, "findings": (FINDING,)}
    yield ACTION, action(some_id("sustained", number), POLICE, **ended)
    yield ACTION, action(some_id("refused", number), POLICE, status=ActionStatus.ENDED, agreed_at=None, reviews=(REVIEW,))
    yield ACTION, action(some_id("police", number), POLICE)
    yield ACTION, action(some_id("council", number), COUNCIL)
    yield ACTION, action(some_id("completed", number), POLICE, COMPLETED)
    yield OBLIGATION, obligation(some_id("answered", number), POLICE, ANSWERED)
    yield OBLIGATION, obligation(some_id("owed", number), COUNCIL)
    yield OBLIGATION, obligation(some_id("no action", number), POLICE, no_action_proposed())
    for role, agency in (*ROLES.items(), (DUTY, PARTNERSHIP)):
        yield ROLE_HOLDER, holder(role, agency, f"p-{role}-{number}", to_day=LONG_AGO)
    yield ROLE_HOLDER, holder("comms-lead", HOSPITAL, f"p-comms-{number}")
    yield URGENT_NOTICE, urgent(some_id("ended", number), ended_at=BEGIN, ended_after_minutes=5)
    yield URGENT_NOTICE, urgent(some_id("open", number), raised_at=BEGIN + timedelta(minutes=number))
    yield DIGEST, digest(f"p-reader-{number}", range(1))
    yield LEDGER_ENTRY, entry(some_id("entry", number), some_id("council", number))


@dataclass(frozen=True)
class Get:
    """A request: the person, the path with its filters, and the documents that each thing shown needs at most.

    A text that is sealed needs its key, which is a document too.
    """

    role: str
    agency: str
    path: str
    filters: Mapping[str, Any]
    each: int = 2
    person: str = ""

    @property
    def name(self) -> str:
        return " ".join((self.role, self.agency, self.path, *map(str, self.filters.values())))


UNIT, LEAD = ("business-unit", PARTNERSHIP), ("agency-lead", POLICE)
GETS = (
    Get(*LEAD, "/obligations", {"status": "open", "agency": POLICE}),
    Get(*UNIT, "/obligations", {"status": "open", "limit": 2, "order": "due"}),
    Get(*LEAD, "/obligations", {"limit": 2, "order": "age"}),
    Get(*LEAD, f"/obligations/{some_id('asked', 0)}", {}),
    Get(*UNIT, "/actions", {"agency": COUNCIL, "status": "awaiting-judgement"}),
    Get(*UNIT, "/actions", {"owner_agency": COUNCIL, "asks": "judge-action"}),
    Get(*UNIT, "/actions", {"owner": "p-named"}),
    Get(*LEAD, "/actions", {"limit": 2, "order": "due"}),
    Get(*LEAD, f"/actions/{PLAN}", {}),
    Get(*LEAD, f"/actions/{PLAN}/history", {"limit": 2}, each=1),
    Get(*LEAD, f"/reviews/{REVIEW}/actions", {}),
    Get(*LEAD, "/mine", {}),
    Get("agency-lead", HOSPITAL, "/mine", {}),
    Get(*LEAD, "/waiting", {}, each=1),
    Get(*LEAD, "/waiting", {"asks": "answer-finding"}, each=1),
    Get("contributor", POLICE, "/waiting", {}, each=1, person="p-named"),
    Get("decider", POLICE, "/waiting", {}, each=1),
    Get("decider", PARTNERSHIP, "/waiting", {"agency": COUNCIL}, each=1),
    Get("scrutineer", PARTNERSHIP, "/waiting", {"agency": COUNCIL}, each=1),
    Get(*UNIT, "/waiting", {}, each=1),
    Get(*UNIT, "/waiting", {"agency": COUNCIL}, each=1),
    Get(*UNIT, "/role-holders", {"agency": POLICE, "role": "agency-lead", "limit": 1}),
    Get(*UNIT, "/digests", {"person_ref": "p-agency-lead"}, each=1),
    Get(*UNIT, "/digests", {"limit": 1, "order": "day"}, each=1),
    Get(*UNIT, "/ledger", {"about": PLAN}, each=1),
    Get(*UNIT, "/urgent-notices", {"status": "open", "limit": 1}, each=1),
)
Work = Callable[[Component], Awaitable[Any]]


def notices(*roles: str) -> list[Notice]:
    return [Notice(role, "do-action", POLICE) for role in roles]


async def digest_with(tracking: Component, lines: range) -> None:
    document = await tracking.room.store.load(DIGEST, some_id("digest", "p-many", len(lines)))
    await send_digest(tracking.room, document)


WORK: Mapping[str, tuple[Work, int]] = {
    "those who decide": (lambda tracking: facts.deciders(tracking.room), 2),
    "recipients in a role": (lambda tracking: facts.directory_for(tracking.room, notices("group-chair"), BEGIN), 2),
    "recipients in an agency": (lambda tracking: facts.directory_for(tracking.room, notices("agency-lead"), BEGIN), 2),
    "recipients instead": (lambda tracking: facts.directory_for(tracking.room, notices("lead-safeguarding-partner"), BEGIN), 9),
    "recipients of a concern": (
        lambda tracking: facts.directory_for_concern(tracking.room, urgent(some_id("urgent"))),
        6,
    ),
    "age of urgent notices": (lambda tracking: measure_open_notices(tracking.room), 2),
}
"""What is measured besides requests, and the most documents that it reads."""


async def put(room: Room, things: Iterator[tuple[Kind, Any]]) -> None:
    await asyncio.gather(*(_put(room, kind, state) for kind, state in things))


async def _put(room: Room, kind: Kind, state: Any) -> None:
    await change(room, kind, state.id, lambda *_: Decided(state), Cause(id=some_id("put", state.id), name="put"))


async def lengthen(room: Room) -> None:
    """Gives the plan four more changes, each with evidence, so that its history has five entries."""
    (piece,) = COMPLETED.epoch.evidence

    def more(state: Action, given: Given) -> Decided[Action]:
        return Decided(with_epoch(state, evidence=(*state.epoch.evidence, piece.model_copy(update={"shows": "w" * 2000}))))

    for number in range(4):
        await change(room, ACTION, PLAN, more, Cause(id=some_id("more", number), name="OfferEvidence"))


def count(answer: Any) -> int:
    """Returns the number of things in an answer."""
    if isinstance(answer, list):
        return len(answer)
    return len(answer["obligations"]) + len(answer["actions"]) if "oldest_days" in answer else 1


def get(tracking: Component, row: Get) -> tuple[Cost, int]:
    caller = tracking(row.role, agency=row.agency, person_ref=row.person)
    tracking.service.store.data_keys.kept.clear()
    with asked() as cost:
        answer = caller.get(row.path, **row.filters)
    assert answer.status_code == 200, answer.text
    return cost, count(answer.json())


def worked(tracking: Component, work: Work) -> Cost:
    async def do() -> None:
        await work(tracking)

    tracking.service.store.data_keys.kept.clear()
    with asked() as cost:
        tracking.run(do())
    return cost


@dataclass(frozen=True)
class Measured:
    """The costs of all requests and of all other work at one size."""

    gets: Mapping[str, tuple[Cost, int]]
    work: Mapping[str, Cost]


@pytest.fixture(scope="module")
def sizes(tracking: Component) -> tuple[Measured, Measured]:
    """Measures everything with a few things beside, and with many."""
    tracking.clock.move_to(BEGIN)
    tracking.run(put(tracking.room, asked_for()))
    tracking.run(lengthen(tracking.room))
    found = []
    for numbers in (FEW, MANY):
        for number in numbers:
            tracking.run(put(tracking.room, beside(number)))
        tracking.run(tracking.relay.turn())
        gets = {row.name: get(tracking, row) for row in GETS}
        found.append(Measured(gets, {name: worked(tracking, work) for name, (work, _) in WORK.items()}))
    return found[0], found[1]


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.name)
def test_request_costs_what_it_shows(sizes: tuple[Measured, Measured], row: Get) -> None:
    few, many = (size.gets[row.name] for size in sizes)
    assert few[0].commands == many[0].commands
    for cost, shown in (few, many):
        assert cost.queries <= 10
        assert cost.documents <= row.each * (shown + 1) + 2, (cost, shown)


@pytest.mark.parametrize("name", WORK)
def test_work_costs_what_it_finds(sizes: tuple[Measured, Measured], name: str) -> None:
    few, many = (size.work[name] for size in sizes)
    assert (few.commands, few.documents) == (many.commands, many.documents)
    assert many.documents <= WORK[name][1]


def test_history_shows_no_evidence(sizes: tuple[Measured, Measured]) -> None:
    (row,) = (each for each in GETS if each.path.endswith("/history"))
    cost, shown = sizes[1].gets[row.name]
    assert shown == 2
    assert cost.bytes < 15_000, "one state, which says who may read, and three lines"


def test_digest_asks_once_for_all_its_lines(tracking: Component, sizes: tuple[Measured, Measured]) -> None:
    costs = []
    for lines in (range(2), range(12)):
        tracking.run(put(tracking.room, iter([(DIGEST, digest("p-many", lines))])))
        costs.append(worked(tracking, partial(digest_with, lines=lines)))
    assert costs[0].commands == costs[1].commands


def test_event_notifies_people_in_office_alone(tracking: Component, sizes: tuple[Measured, Measured]) -> None:
    event = ThemeRecurred(
        theme="neglect", finding=FINDING, earlier_findings=(some_id("earlier"),), link="https://registry.example/themes/neglect"
    )
    with asked() as cost:
        tracking.receive(event, some_id("theme"), 1)
    assert cost.documents < 20, "three roles, and as many digests"
