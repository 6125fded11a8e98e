"""A digest says what it is, whose, how late, and why the person receives it (AT5)."""

from datetime import date, timedelta

import pytest

from contracts.framework.document import Agency, Framework, Partnership
from contracts.framework.setting import Label
from services.action_tracking.domain.digest.message import DATED, UNDATED, age, line_text, subject, text
from services.action_tracking.domain.digest.state import Line
from tests.builders.action_tracking import at
from tests.builders.given import FRAMEWORK, some_id

DUE = date(2027, 11, 10)
"""A Wednesday."""
NORTHMERE: Framework = FRAMEWORK.model_copy(
    update={
        "partnership": Partnership(code="testshire", name="Testshire Partnership", reference_prefix="TS"),
        "agencies": (Agency(code="testshire-police", name="Testshire Police"),),
        "roles": (
            Label(code="group-chair", label="Chair of the group"),
            Label(code="agency-lead", label="Safeguarding lead of the agency"),
        ),
    }
)
SETTINGS = {name: getattr(NORTHMERE, name) for name in ("partnership", "agencies", "roles")}
REFERENCE = "TS-2027-ZFZX"


def line(asked: str = "do-action", **changes: object) -> Line:
    usual = Line(
        about=some_id("action"),
        reference=REFERENCE,
        asked=asked,
        of_agency="testshire-police",
        due=DUE if asked in DATED else None,
        link="https://actions.example/actions/1",
        role="group-chair",
        agency="partnership",
        trigger=some_id("event"),
    )
    return usual.model_copy(update=changes)


def words(asked: str = "do-action", today: date = date(2028, 1, 24), **changes: object) -> str:
    return line_text(line(asked, **changes), at(today, **SETTINGS))


def test_line_says_what_it_is_whose_how_late_and_why_you() -> None:
    assert words() == (
        "- Overdue by 50 working days: action TS-2027-ZFZX of Testshire Police, due 10 November 2027. "
        "You receive this as chair of the group.\n  https://actions.example/actions/1"
    )


def test_line_says_in_whose_place_the_person_receives_it() -> None:
    assert (
        "You receive this as chair of the group because no one could be reached as safeguarding lead of the agency."
        in words(instead_of="agency-lead")
    )


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2027, 10, 27), "Due in 10 working days"),
        (date(2027, 11, 9), "Due in 1 working day"),
        (DUE, "Due today"),
        (DUE + timedelta(days=1), "Overdue by 1 working day"),
        (date(2027, 11, 15), "Overdue by 3 working days"),
    ],
)
def test_age_counts_working_days(today: date, says: str) -> None:
    assert age(DUE, at(today)) == says


def test_age_has_no_number_before_the_next_working_day() -> None:
    friday = date(2027, 11, 12)
    assert age(friday, at(friday + timedelta(days=2))) == "Overdue"


def test_line_without_a_reference_still_reads() -> None:
    assert words("answer-finding", reference=None).startswith(
        "- Overdue by 50 working days: response of Testshire Police to a finding of a review, due 10 November 2027."
    )
    assert words("scope-review", reference=None).startswith("- A review was opened. Set its scope. You receive this as")


@pytest.mark.parametrize("asked", [*DATED, *UNDATED])
def test_each_notice_shows_names_and_no_code(asked: str) -> None:
    said = words(asked)
    assert "{" not in said
    assert "testshire-police" not in said
    assert "group-chair" not in said
    assert all(len(sentence.split()) <= 25 for sentence in said.splitlines()[0].split(". "))


def test_subject_names_the_sender_the_day_and_the_overdue() -> None:
    given = at(DUE + timedelta(days=1), **SETTINGS)
    late, other = line(), line("theme-recurred")
    assert subject((late, other), given) == ("Testshire Partnership, 11 November 2027: 2 items need your attention, 1 overdue")
    assert subject((other,), given) == "Testshire Partnership, 11 November 2027: 1 item needs your attention"


def test_text_has_a_line_for_each_thing_and_the_sender() -> None:
    given = at(DUE, **SETTINGS)
    written = text((line(), line("judge-action")), given)
    assert written.count("\n- ") + written.startswith("- ") == 2
    assert "Sent by Testshire Partnership." in written


def test_due_date_on_a_closed_day_shows_the_last_working_day() -> None:
    saturday, friday = date(2027, 11, 13), date(2027, 11, 12)
    says = "due 13 November 2027. The last working day before it is 12 November 2027."
    assert says in words(today=friday, due=saturday)
    assert "last working day" not in words(today=date(2027, 11, 15), due=saturday)
    assert "last working day" not in words(today=friday, due=DUE)
