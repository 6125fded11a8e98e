"""A person gets one message per working day, whatever happens in between (AT5)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from contracts.events.action_tracking import ObligationOpened
from contracts.events.learning_dissemination import ReachFellShort
from local.embedded import Embedded
from local.partnership import COMMUNITY_HEALTH, HEALTH_BOARD, HOSPITAL
from local.waiting import eventually
from local.wire import Wire, send, wire
from services.action_tracking.domain.digest.state import digest_id
from services.chassis.rules.decisions import derived
from tests.service.action_tracking.steps import TRACKING, asked, next_morning, today
from tests.service.calling import People, done
from tests.service.topic import told

Line = dict[str, Any]


def appointed(deployment: Embedded, tracking: People, role: str, agency: str, person: str, **days: str) -> str:
    """Appoints a person, from today unless other days are given. Returns the id of the role holder."""
    holder = {
        "role": role,
        "agency": agency,
        "person_ref": person,
        "from_day": today(deployment).isoformat(),
        "address": f"{person}@inbox.example",
        **days,
    }
    return str(done(tracking("business-unit").post("/role-holders", holder), 201)["id"])


def laid_down(deployment: Embedded, tracking: People, holder: str) -> None:
    """Ends the role today, so that from tomorrow no message reaches it."""
    done(tracking("business-unit").post(f"/role-holders/{holder}/end", {"to_day": today(deployment).isoformat()}))


def ledger(tracking: People, about: str, entries: int = 1) -> list[Line]:
    """Once there are so many entries, and a line in the digest of each person told: entry by entry, in the order of the
    events."""
    unit = tracking("business-unit")

    def found() -> list[Line] | None:
        kept, digests = unit.get("/ledger", about=about).json(), unit.get("/digests", about=about).json()
        wanted = {(person["person_ref"], each["trigger"]) for each in kept for person in each["told"]}
        there = {(each["person_ref"], line["trigger"]) for each in digests for line in each["lines"]}
        return sorted(kept, key=lambda each: str(each["at"])) if len(kept) == entries and wanted <= there else None

    return eventually(found, what=f"{entries} entries in the ledger, and their lines")


def messages(deployment: Embedded, person: str) -> dict[str, str]:
    """Returns the messages sent to the person, by file name."""
    folder = deployment.folder / "notices" / TRACKING
    texts = {file.name: file.read_text() for file in Path(folder).glob("*.txt")}
    return {name: text for name, text in texts.items() if f"To: {person}@inbox.example\n" in text}


def sent(tracking: People, person: str, digests: int = 1, **about: str) -> list[Line]:
    """Returns the person's sent digests, or those with a line about this, once there are so many."""

    def found() -> list[Line] | None:
        lines = tracking("operator", agency="independent").get("/digests", person_ref=person, **about).json()
        out = [each for each in lines if each["sendings"] and each["sendings"][-1]["outcome"] == "sent"]
        return sorted(out, key=lambda each: str(each["day"])) if len(out) == digests else None

    return eventually(found, what=f"{digests} digests are sent")


async def test_person_gets_one_message_per_working_day(deployment: Embedded, tracking: People) -> None:
    agency, person = HEALTH_BOARD, "p-icb-lead"
    holder = appointed(deployment, tracking, "agency-lead", agency, person)
    first, second = [(await asked(deployment, tracking, agency))[0] for _ in range(2)]
    for obligation in (first, second):
        (entry,) = ledger(tracking, obligation)
        assert [each["person_ref"] for each in entry["told"]] == [person]
    assert messages(deployment, person) == {}

    day = next_morning(deployment)
    (digest,) = sent(tracking, person)
    assert (digest["day"], {each["about"] for each in digest["lines"]}) == (day.isoformat(), {first, second})
    message = derived("message", digest_id(person, day), "0")
    assert [each["message_id"] for each in digest["sendings"]] == [message]
    written = messages(deployment, person)
    assert list(written) == [f"{message}.txt"]
    text = written[f"{message}.txt"]
    assert text.startswith(f"Message-ID: {message}\n")
    assert all(text.count(each) == 1 for each in (first, second))

    (third,) = await asked(deployment, tracking, agency)
    ledger(tracking, third)
    next_morning(deployment)
    assert [each["lines"][0]["about"] for each in sent(tracking, person, 2)[1:]] == [third]
    assert len(messages(deployment, person)) == 2
    assert messages(deployment, person)[f"{message}.txt"] == text
    laid_down(deployment, tracking, holder)


async def test_outage_of_weeks_gives_one_line_each(deployment: Embedded, tracking: People) -> None:
    """The service is frozen for weeks. The lead is group chair too, and gets one line."""
    agency, lead, unit = COMMUNITY_HEALTH, "p-mh-lead", "p-mh-unit"
    roles = (("agency-lead", agency, lead), ("group-chair", agency, lead), ("business-unit", "partnership", unit))
    holders = [appointed(deployment, tracking, *each) for each in roles]
    (obligation,) = await asked(deployment, tracking, agency)
    ledger(tracking, obligation)
    deployment.freeze(TRACKING)
    deployment.clock.advance(timedelta(weeks=8))
    deployment.thaw(TRACKING)

    opened, overdue = ledger(tracking, obligation, entries=2)
    assert (opened["event"], overdue["event"]) == ("ObligationOpened", "ObligationOverdue")
    assert {each["person_ref"] for each in overdue["told"]} == {lead, unit}
    assert len(overdue["told"]) == 2
    next_morning(deployment)
    late, new = sent(tracking, lead, 2, about=obligation)
    assert [line["trigger"] for line in late["lines"] if line["about"] == obligation] == [opened["trigger"]]
    assert [line["trigger"] for line in new["lines"] if line["about"] == obligation] == [overdue["trigger"]]
    assert [text.count(obligation) for text in messages(deployment, lead).values() if obligation in text] == [1, 1]
    assert [text.count(obligation) for text in messages(deployment, unit).values() if obligation in text] == [1]
    for holder in holders:
        laid_down(deployment, tracking, holder)


async def test_repeated_event_notifies_no_new_role_holder(deployment: Embedded, tracking: People) -> None:
    agency, before, after = HOSPITAL, "p-before", "p-after"
    first = appointed(deployment, tracking, "agency-lead", agency, before)
    (obligation,) = await asked(deployment, tracking, agency)
    (entry,) = ledger(tracking, obligation)
    next_morning(deployment)
    sent(tracking, before)
    laid_down(deployment, tracking, first)
    second = appointed(deployment, tracking, "agency-lead", agency, after)

    (event,) = await told(deployment, TRACKING, obligation, until={ObligationOpened})
    again = Wire(event.record.key, tuple(event.record.headers), event.record.value)
    await send(deployment, TRACKING, [again, again])
    deployment.clock.advance(timedelta(weeks=3))
    known, overdue = ledger(tracking, obligation, entries=2)
    assert known == entry
    assert [each["person_ref"] for each in overdue["told"]] == [after]
    next_morning(deployment)
    (digest,) = sent(tracking, after)
    assert [line["trigger"] for line in digest["lines"]] == [overdue["trigger"]]
    assert len(messages(deployment, before)) == 1
    laid_down(deployment, tracking, second)


async def test_role_changes_hands_at_local_midnight(deployment: Embedded, tracking: People) -> None:
    """In summer local midnight is an hour before midnight in UTC."""
    last, before, after = datetime(2026, 7, 15, tzinfo=UTC), "p-until-midnight", "p-from-midnight"
    appointed(deployment, tracking, "agency-lead", "cafcass", before, from_day="2026-07-01", to_day="2026-07-15")
    appointed(deployment, tracking, "agency-lead", "cafcass", after, from_day="2026-07-16", to_day="2026-07-16")
    for hour, person in ((22, before), (23, after)):
        short = ReachFellShort(
            delivery=str(uuid4()),
            product=str(uuid4()),
            agency="cafcass",
            professional_group="social-worker",
            declared=40,
            measured_on=last.date(),
        )
        record = wire(short, str(uuid4()), 1, last.replace(hour=hour, minute=30))
        await send(deployment, "learning-dissemination", [record])
        (entry,) = ledger(tracking, short.about())
        assert [each["person_ref"] for each in entry["told"]] == [person]


async def test_next_rung_is_notified_when_no_one_holds_the_role(deployment: Embedded, tracking: People) -> None:
    unit = "p-instead"
    holder = appointed(deployment, tracking, "business-unit", "partnership", unit)
    (obligation,) = await asked(deployment, tracking, "primary-care")
    (entry,) = ledger(tracking, obligation)
    assert [(each["person_ref"], each["line"]["instead_of"]) for each in entry["told"]] == [(unit, "agency-lead")]
    next_morning(deployment)
    sent(tracking, unit)
    (text,) = messages(deployment, unit).values()
    why = "You receive this as business unit of the partnership because no one could be reached as"
    assert why in text
    laid_down(deployment, tracking, holder)


async def test_ledger_shows_when_no_one_could_be_reached(deployment: Embedded, tracking: People) -> None:
    next_morning(deployment)  # an ended role is held until the end of its last day
    (obligation,) = await asked(deployment, tracking, "academies")
    (entry,) = ledger(tracking, obligation)
    assert entry["told"] == []
