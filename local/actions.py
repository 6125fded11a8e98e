"""Events of action tracking, sent by a test to the registry.

The registry notes each re-check every time it takes effect, so that a repeated effect or a wrong order shows.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import uuid4

from contracts.events.action_tracking import ActionAgreed, RecheckRecorded
from contracts.vocabulary.actions import RecheckResult, Strength
from local.deployment import Deployment
from local.facts import documents
from local.partnership import POLICE, PREFIX
from local.waiting import eventually_async
from local.wire import Wire, wire

TRACKING = "action-tracking"


def new_actions(count: int) -> list[str]:
    return [str(uuid4()) for _ in range(count)]


def agreed(action: str) -> Wire:
    """Returns the first event of an action."""
    event = ActionAgreed(
        action=action,
        reference=f"{PREFIX}-2026-K7Q4",
        findings=(str(uuid4()),),
        obligations=(),
        themes=("neglect",),
        strength=Strength.INTERMEDIATE,
        agency=POLICE,
        agencies=(POLICE,),
        due=date(2026, 6, 1),
        epoch=1,
    )
    return wire(event, action, 1)


def rechecked(action: str, recheck: int) -> Wire:
    """Returns a later event. The n-th re-check is number n + 1."""
    return wire(RecheckRecorded(action=action, epoch=1, recheck=recheck, result=RecheckResult.PARTLY), action, recheck + 1)


def life(action: str, rechecks: int) -> list[Wire]:
    return [agreed(action), *(rechecked(action, number) for number in range(1, rechecks + 1))]


def lives(actions: Sequence[str], rechecks: int) -> list[Wire]:
    """Returns the events of all actions side by side, as they would arrive."""
    return [record for together in zip(*(life(action, rechecks) for action in actions), strict=True) for record in together]


def effects(deployment: Deployment, actions: Collection[str]) -> dict[str, list[int]]:
    """Returns the re-checks that the registry has noted, by action and in order."""
    stored = documents(deployment, actions)
    return {id_: [each["recheck"] for each in record["state"]["rechecks"]] for id_, record in stored.items()}


async def heard_all(deployment: Deployment, actions: Collection[str], rechecks: int, within: float = 30) -> None:
    """Returns once the last re-check of each action is noted. Asserts that each occurs once and in order."""

    async def arrived() -> bool:
        found = effects(deployment, actions)
        return len(found) == len(actions) and all(each and each[-1] == rechecks for each in found.values())

    await eventually_async(arrived, within=within, every=0.1, what=f"{len(actions)} actions are known with their re-checks")
    assert effects(deployment, actions) == {action: list(range(1, rechecks + 1)) for action in actions}
    assert {record["version"] for record in documents(deployment, actions).values()} == {rechecks + 1}
