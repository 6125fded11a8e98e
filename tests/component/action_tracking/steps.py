"""Steps of tests: findings asked, actions agreed and completed, people appointed, and the clock moved."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.rules.calendar import add_months, add_working_days, at, day_of
from tests.builders.action_tracking import ACCEPTED, AUDIT
from tests.component.harness import Component
from tests.service.calling import done

BEGIN = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""A Monday, after the hour of the digest."""


def today(tracking: Component) -> date:
    return day_of(tracking.clock.now(), tracking.room.framework.partnership.timezone)


def next_morning(tracking: Component) -> date:
    """Moves the clock to the hour of the next working day's digest. Returns the day."""
    framework = tracking.room.framework
    day = add_working_days(today(tracking), 1, tracking.room.holidays)
    tracking.clock.move_to(at(day, framework.digest.hour, framework.partnership.timezone) + timedelta(minutes=1))
    return day


def months_later(tracking: Component, months: int) -> None:
    day = add_months(today(tracking), months)
    tracking.clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def asked(tracking: Component, *agencies: str, review: str = "") -> list[str]:
    """Receives a confirmed finding. Returns the ids of the obligations that it opens, one per agency."""
    finding = FindingRecorded(
        review=review or str(uuid4()),
        finding=str(uuid4()),
        kind=FindingKind.PROBLEMATIC_PRACTICE,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=agencies,
        priority=Priority.HIGH,
    )
    tracking.receive(finding, finding.review, 1)
    tracking.drain()
    return [obligation_id(finding.finding, agency) for agency in agencies]


def proposing(tracking: Component, agency: str, obligations: Iterable[str], **changed: Any) -> dict[str, Any]:
    """Returns a command by which the agency answers obligations, due in half a year."""
    return {
        "obligations": list(obligations),
        "statement": "Install an alert on the third attendance",
        "difference": "A child who comes back is seen as the same child.",
        "measure": {"what": "Repeat attendances with a plan", "baseline": "4 of 10", "target": "9 of 10"},
        "strength": "stronger",
        "owner": {"agency": agency},
        "due": add_months(today(tracking), 6).isoformat(),
    } | changed


def proposed(tracking: Component, agency: str, **changed: Any) -> str:
    """Proposes an action on a new finding, as the agency's lead. Returns its id."""
    obligations = asked(tracking, agency)
    lead = tracking("agency-lead", agency=agency)
    return str(done(lead.post("/actions", proposing(tracking, agency, obligations, **changed)), 201)["id"])


def agreed(tracking: Component, agency: str, **changed: Any) -> str:
    """Proposes such an action, and agrees it for the partnership. Returns its id."""
    action = proposed(tracking, agency, **changed)
    done(tracking("decider").post(f"/actions/{action}/agreement"))
    return action


def completed(tracking: Component, agency: str, action: str) -> dict[str, Any]:
    """Completes the action on evidence, as the agency's lead."""
    lead = tracking("agency-lead", agency=agency)
    piece = AUDIT.model_dump(mode="json", exclude_none=True) | {"link": f"https://files.example/{uuid4()}"}
    done(lead.post(f"/actions/{action}/evidence", piece))
    return done(lead.post(f"/actions/{action}/completion"))


def accepted(tracking: Component, agency: str, action: str) -> dict[str, Any]:
    shown = completed(tracking, agency, action)
    return done(tracking("decider").post(f"/actions/{action}/judgements", accepting(shown)))


def accepting(action: dict[str, Any]) -> dict[str, Any]:
    """Returns a command that accepts an action on the evidence of its present epoch."""
    return {**ACCEPTED, "evidence": [each["id"] for each in action["epochs"][-1]["evidence"]]}


def measured(tracking: Component, agency: str, action: str, **changed: Any) -> dict[str, Any]:
    """Offers a re-check on new evidence, as the agency's lead."""
    offer = {"measured": "9 of 10", "new_starters_know": True, "evidence": f"https://files.example/{uuid4()}"}
    return done(tracking("agency-lead", agency=agency).post(f"/actions/{action}/recheck-offers", offer | changed))


def appointed(tracking: Component, role: str, agency: str, person: str, **days: str) -> str:
    """Appoints a person with an address, from today unless other days are given. Returns the id of the role holder."""
    holder = {
        "role": role,
        "agency": agency,
        "person_ref": person,
        "from_day": today(tracking).isoformat(),
        "address": f"{person}@inbox.example",
        **days,
    }
    return str(done(tracking("business-unit").post("/role-holders", holder), 201)["id"])


def laid_down(tracking: Component, holder: str) -> None:
    """Ends the role today, so that from tomorrow no message reaches it."""
    done(tracking("business-unit").post(f"/role-holders/{holder}/end", {"to_day": today(tracking).isoformat()}))


def ledger(tracking: Component, about: str) -> list[dict[str, Any]]:
    """Returns the ledger's entries about a thing, in the order of the events."""
    tracking.drain()
    found: list[dict[str, Any]] = tracking("business-unit").get("/ledger", about=about).json()
    return sorted(found, key=lambda each: str(each["at"]))


def sent(tracking: Component, person: str, **about: str) -> list[dict[str, Any]]:
    """Returns the person's digests that were sent, or those with a line about a thing, in the order of days."""
    tracking.drain()
    found = tracking("business-unit").get("/digests", person_ref=person, order="day", **about).json()
    return [each for each in found if each["sendings"] and each["sendings"][-1]["outcome"] == "sent"]


def messages(tracking: Component, person: str) -> list[str]:
    """Returns the messages sent to a person."""
    return [text for text in tracking.messages() if f"To: {person}@inbox.example\n" in text]
