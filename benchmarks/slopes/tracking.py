"""What action tracking's answers and turns cost as actions, obligations, role holders and histories grow."""

from datetime import UTC, date, datetime, timedelta

from benchmarks.slopes.measuring import Names, Row, Stock, get, post
from benchmarks.slopes.seeding import FAR, Life, put, put_lives, put_rows, reference
from benchmarks.slopes.slope import FLAT, LINEAR
from contracts.events.review_registry import ThemeRecurred
from contracts.vocabulary.actions import ActionStatus
from local.partnership import NAMES, POLICE
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.kinds import ACTION, OBLIGATION, ROLE_HOLDER
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.republish import republish
from services.chassis.operators.verify import relisted, verified
from services.chassis.rules.decisions import derived
from tests.builders.action_tracking import agreed_event, an_action, an_obligation
from tests.component.harness import Component

TRACKING = "action-tracking"
OPEN = 24
"""The actions and obligations that are open, however many there are."""
FAR_DAY = (datetime.now(UTC) + timedelta(days=200)).date()
AN_ACTION = an_action()
AN_OBLIGATION = an_obligation()
OTHERS = sorted({*NAMES} - {POLICE, "partnership"})[:11]


def action(number: int, *, is_open: bool) -> Action:
    """Returns an action of the police, if it is open, or else a sustained one of one agency of twelve."""
    agency = POLICE if is_open else (POLICE, *OTHERS)[number % 12]
    id_ = derived("action", str(number))
    changes = {
        "id": id_,
        "reference": reference(number),
        "findings": (derived("finding", str(number)),),
        "reviews": (derived("review", str(number // 8)),),
        "owner": Owner(agency=agency, role="action-owner", person_ref="p-owner"),
        "status": ActionStatus.AGREED if is_open else ActionStatus.SUSTAINED,
        "epochs": (AN_ACTION.epoch.model_copy(update={"due": FAR_DAY, "original_due": FAR_DAY}),),
    }
    return AN_ACTION.model_copy(update=changes)


def obligation(number: int, *, is_open: bool) -> Obligation:
    """Returns an obligation of the same agency as the action of this number."""
    changes = {
        "id": derived("obligation", str(number)),
        "finding": derived("finding", str(number)),
        "review": derived("review", str(number // 8)),
        "agency": action(number, is_open=is_open).owner.agency,
        "status": ObligationStatus.OPEN if is_open else ObligationStatus.ANSWERED,
    }
    return AN_OBLIGATION.model_copy(update=changes)


def actions(component: Component, count: int) -> Names:
    """Stores actions and a quarter as many obligations, of which a few are open. Every alarm is in the far future."""
    far = Life((), alarm_at=FAR, edition=component.framework.edition)
    put(component, ACTION, [action(each, is_open=each < OPEN) for each in range(count)], far)
    put(component, OBLIGATION, [obligation(each, is_open=each < OPEN) for each in range(count // 4)], far)
    return {"action": action(0, is_open=True).id}


def one_history(component: Component, entries: int) -> Names:
    one = action(0, is_open=True)
    put_lives(component, ACTION, [Life([one] * entries, events=(agreed_event(one),), filed=True)])
    return {"action": one.id, "finding": one.findings[0]}


def lives(component: Component, count: int, *, sent: bool = True) -> Names:
    """Stores actions, each with one event, filed in history or waiting to be sent."""
    stored = [action(each, is_open=True) for each in range(count)]
    put_lives(component, ACTION, [Life((each,), events=(agreed_event(each),), sent=sent, filed=sent) for each in stored])
    return {}


def waiting(component: Component, count: int) -> Names:
    return lives(component, count, sent=False)


def alarms(component: Component, count: int) -> Names:
    """Stores open actions with alarms in the far future, of an edition of the settings that is no longer in force."""
    old = Life((), alarm_at=FAR, edition=component.framework.edition - 1)
    put(component, ACTION, [action(each, is_open=True) for each in range(count)], old)
    return {}


def role_holders(component: Component, count: int) -> Names:
    """Stores role holders, of whom two are in office, and the others left years ago."""
    holders = [
        RoleHolder(
            id=derived("holder", str(each)),
            role="business-unit",
            agency="partnership",
            person_ref=f"p-{each}",
            from_day=date(2015, 1, 1),
            to_day=None if each < 2 else date(2016, 1, 1),
            address=f"{each}@example.org",
        )
        for each in range(count)
    ]
    put(component, ROLE_HOLDER, holders)
    return {}


def erased(component: Component, count: int) -> Names:
    """Lists owners whose keys were deleted."""
    put_rows(component, "erased", [{"_id": derived("owner", str(each)), "erased": True} for each in range(count)])
    return {}


def notice_and_digests(component: Component, names: Names) -> None:
    """Hears that a theme recurred, and sends the digests of that day."""
    finding = derived("finding")
    event = ThemeRecurred(theme="neglect", finding=finding, earlier_findings=(), link="https://registry.example/themes/neglect")
    component.receive(event, finding, 1)
    component.clock.advance(timedelta(days=4))
    if component.run(component.sweep.turn()) != 2:
        raise RuntimeError("the digests were not sent")


def nothing_due(component: Component, names: Names) -> None:
    component.sweep.edition_settled = True
    component.run(component.sweep.turn())


def new_edition(component: Component, names: Names) -> None:
    """Works out every alarm again, under the present edition."""
    component.sweep.edition_settled = False
    while not component.sweep.edition_settled:
        component.run(component.sweep.turn())


def owned(component: Component, names: Names) -> None:
    """Reads every page of a lead's own actions."""
    caller = component("agency-lead", agency=POLICE)
    path: str | None = "/actions?limit=200"
    while path:
        answer = caller.client.get(path, headers=caller.headers())
        path = answer.links["next"]["url"] if "next" in answer.links else None


class Nowhere:
    """A broker that takes everything at once."""

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Keeps nothing."""


def backlog(component: Component, names: Names) -> None:
    component.run(Relay(component.service.store, Nowhere(), TRACKING, 1).flush())


def again(component: Component, names: Names) -> None:
    async def resend() -> None:
        async for _ in republish(component.service.store, Nowhere(), TRACKING):
            pass

    component.run(resend())


def verify(component: Component, names: Names) -> None:
    async def checked() -> None:
        async for row in verified(component.service.store):
            if "fault" in row:
                raise RuntimeError(f"the seeds are not as the service saves them: {row}")

    component.run(checked())


def relist(component: Component, names: Names) -> None:
    async def listed() -> None:
        async for row in relisted(component.service.store, dry_run=True):
            raise RuntimeError(f"the seeds are not as the service saves them: {row}")

    component.run(listed())


def start(component: Component, names: Names) -> None:
    component.run(component.service.store.open())


ACTIONS = Stock(TRACKING, "actions and a quarter as many obligations", (250, 1000, 4000), actions)
HISTORY = Stock(TRACKING, "entries of its history", (60, 240, 960), one_history)
LIVES = Stock(TRACKING, "documents", (125, 500, 2000), lives)
WAITING = Stock(TRACKING, "documents that wait", (125, 500, 2000), waiting)
ALARMS = Stock(TRACKING, "open alarms", (100, 400, 1600), alarms)
ERASED = Stock(TRACKING, "owners whose keys were deleted", (250, 1000, 4000), erased)
HOLDERS = Stock(TRACKING, "role holders, two of them in office", (100, 400, 1600), role_holders)

ROWS = (
    Row("history of an action: a page of 20", HISTORY, get("decider", "/actions/{action}/history?limit=20"), FLAT),
    Row("thread of a finding: a page of 20", HISTORY, get("decider", "/threads/{finding}?limit=20"), FLAT),
    Row("actions: a page of 50", ACTIONS, get("business-unit", "/actions?limit=50"), FLAT),
    Row("actions of an agency: a page of 20", ACTIONS, get("business-unit", f"/actions?agency={POLICE}&limit=20"), FLAT),
    Row("actions by status: 24 of them", ACTIONS, get("business-unit", "/actions?status=agreed"), FLAT),
    Row("obligations that are open: 24 of them", ACTIONS, get("business-unit", "/obligations?status=open"), FLAT),
    Row("a lead's own actions, a twelfth: all pages", ACTIONS, owned, LINEAR),
    Row("/mine: 24 actions and 24 obligations", ACTIONS, get("agency-lead", "/mine", POLICE), FLAT),
    Row("/waiting: the business unit's", ACTIONS, get("business-unit", "/waiting"), FLAT),
    Row("sweep: a turn with nothing due", ACTIONS, nothing_due, FLAT),
    Row("start of a process: the store", ACTIONS, start, FLAT),
    Row("start of a process: what was erased", ERASED, start, LINEAR),
    Row(
        "command: progress of an action",
        ACTIONS,
        post("agency-lead", "/actions/{action}/progress", {"percent": 40}, POLICE),
        FLAT,
        again=False,
    ),
    Row("a notice, and its two digests", HOLDERS, notice_and_digests, FLAT, again=False),
    Row("new edition: every alarm rung", ALARMS, new_edition, LINEAR, again=False),
    Row("relay: the backlog", WAITING, backlog, LINEAR, again=False),
    Row("re-publish", LIVES, again, LINEAR, again=False),
    Row("verify", LIVES, verify, LINEAR, again=False),
    Row("relist, dry", LIVES, relist, LINEAR, again=False),
)
