"""The settings document is read from YAML as it is written there, and its faults are told by line (rule 11)."""

from datetime import date, time
from pathlib import Path

import pytest

from contracts.framework.document import Bar, Framework, Independence, Sector, Unit
from contracts.framework.file import WrongFramework, load, read
from local.partnership import FRAMEWORK_FILE, PREFIX

TEXT = FRAMEWORK_FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(FRAMEWORK_FILE)


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(WrongFramework) as wrong:
        read(text, FRAMEWORK_FILE)
    return wrong.value.faults


def line(words: str, text: str = TEXT) -> int:
    """The number of the first line with these words."""
    return next(number for number, each in enumerate(text.splitlines(), 1) if words in each)


def test_the_settings_in_use_load(framework: Framework) -> None:
    assert framework.edition == 1
    assert framework.effective_from == date(2025, 9, 1)
    assert framework.digest.hour == time(8)
    assert (len(framework.stages), len(framework.themes), len(framework.factors)) == (14, 34, 18)


def test_statutory_partners_are_the_councils_the_health_board_and_the_police(framework: Framework) -> None:
    partners = {each.sector for each in framework.agencies if each.statutory_partner}
    assert partners == {Sector.LOCAL_AUTHORITY, Sector.HEALTH_BOARD, Sector.POLICE}


def test_the_statutory_review_is_known_by_both_names_and_needs_a_fully_independent_lead(framework: Framework) -> None:
    lcspr = framework.review_type("lcspr")
    assert lcspr is not None
    assert "Serious Case Review" in lcspr.also_known_as
    assert (lcspr.statutory, lcspr.creatable, lcspr.independence) == (True, True, Independence.FULL)
    assert len(lcspr.criteria) == 4


def test_types_that_are_no_more_are_known_but_cannot_be_opened(framework: Framework) -> None:
    scr = framework.review_type("scr")
    assert scr is not None
    assert not scr.creatable
    opened = {each.code for each in framework.review_types if each.creatable}
    local = {"below-threshold-review", "near-miss-review", "thematic-review", "good-practice-review", "multi-agency-audit"}
    assert opened == {"lcspr"} | local


@pytest.mark.parametrize(
    ("code", "clock"),
    [
        ("notify-panel", (5, Unit.WORKING_DAYS, "aware", "notification-sent")),
        ("rapid-review-complete", (15, Unit.WORKING_DAYS, "notification-sent", "completed")),
        ("lcspr-complete-publish", (6, Unit.CALENDAR_MONTHS, "initiated", "published")),
        ("cdop-review", (42, Unit.CALENDAR_DAYS, "information-complete", "completed")),
        ("pfd-response", (56, Unit.CALENDAR_DAYS, "report-sent", "response-sent")),
        ("inspection-action-plan", (70, Unit.WORKING_DAYS, "report-received", "response-sent")),
    ],
)
def test_clocks_are_those_of_the_domain(framework: Framework, code: str, clock: tuple[int, Unit, str, str]) -> None:
    found = framework.clock(code)
    assert (found.length, found.unit, found.starts, found.stops) == clock
    assert any(code in each.clocks for each in framework.review_types)


def test_independence_is_tested_as_the_domain_says(framework: Framework) -> None:
    tests = {each.code: each for each in framework.independence.tests}
    assert len(tests) == 9
    assert {code for code, each in tests.items() if each.basic} == {"no-case-contact", "no-line-of-management"}
    assert {code for code, each in tests.items() if each.consequence is Bar.MITIGATE} == {
        "cooling-off",
        "no-commissioning-interest",
        "no-financial-interest",
        "no-prior-public-view",
    }
    assert framework.independence.cooling_off_months == 36


def test_the_ladder_climbs_from_the_owner_to_the_lead_partners(framework: Framework) -> None:
    assert [rung.after for rung in framework.ladder] == [-10, -3, 0, 1, 10, 20, 40, 60]
    assert framework.ladder[0].to == ("action-owner",)
    assert framework.ladder[-1].to == ("lead-safeguarding-partner", "independent-scrutineer")


def test_each_fault_has_its_line(framework: Framework) -> None:
    text = (
        TEXT.replace("Europe/London", "Europe/Nowhere")
        .replace("after: 20, to: [group-chair]}", "after: 2, to: [group-chair]}")
        .replace("edition: 1\n", "")
    )
    assert refused(text) == (
        f"line {line('effective_from:', text)}: edition: is missing",
        f"line {line('Europe/Nowhere', text)}: partnership.timezone: Europe/Nowhere is not a time zone such as Europe/London",
        f"line {line('after: 2,', text)}: ladder.group-chair.after: 2 days is not later than the 10 days before it",
    )


def test_the_text_of_the_refusal_is_a_list_that_names_the_file() -> None:
    with pytest.raises(WrongFramework) as wrong:
        read(
            TEXT.replace("Europe/London", "Europe/Nowhere").replace(f"reference_prefix: {PREFIX}", "reference_prefix: pd"),
            FRAMEWORK_FILE,
        )
    first, *rest = str(wrong.value).splitlines()
    assert first == f"{FRAMEWORK_FILE.name} cannot be used: 2 faults"
    assert len(rest) == 2


def test_a_setting_that_is_there_twice_is_a_fault() -> None:
    text = TEXT.replace("  hour: 08:00", "  hour: 08:00\n  hour: 09:00")
    assert refused(text) == (f"line {line('hour: 08:00')}: digest.hour: occurs twice, again on line {line('hour:') + 1}",)


@pytest.mark.parametrize(("written", "hour"), [("18:00", time(18)), ("07:30", time(7, 30))])
def test_an_hour_is_an_hour_and_no_number_to_the_base_of_sixty(written: str, hour: time) -> None:
    assert read(TEXT.replace("hour: 08:00", f"hour: {written}"), FRAMEWORK_FILE).digest.hour == hour


def test_no_is_a_word() -> None:
    text = TEXT.replace("code: cafcass,", "code: no,")
    assert "no" in read(text, FRAMEWORK_FILE).agency_codes()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1: the document: is not a settings document"),
        ("- edition: 1", "line 1: the document: is not a settings document"),
        ("edition: [1", "line 2: this is not YAML"),
        ("edition: 1\n\tthemes: 2", "line 2: this is not YAML"),
        ("edition: !!python/object/apply:os.getcwd []", "line 1: this is not YAML"),
        ("edition: \x07", "this is not YAML"),
    ],
)
def test_what_is_not_yaml_or_no_document_is_said_to_be_none(text: str, why: str) -> None:
    faults = refused(text)
    assert len(faults) == 1
    assert faults[0].startswith(why)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongFramework, match=r"nowhere\.yaml cannot be read: No such file"):
        load(tmp_path / "nowhere.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: Vereinigung für".encode("latin-1"))
    with pytest.raises(WrongFramework, match="it is not UTF-8"):
        load(tmp_path / "latin.yaml")
