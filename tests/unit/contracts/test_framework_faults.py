"""A wrong settings document names every fault at once, each with its place and why (R11)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from contracts.framework.document import triggers
from contracts.framework.faults import faults_of
from contracts.framework.file import completed, named, plain
from contracts.vocabulary.roles import RESERVED
from local.partnership import FRAMEWORK_FILE, SECOND_COUNCIL

RIGHT: dict[str, Any] = completed(plain(FRAMEWORK_FILE.read_text(encoding="utf-8")))

Edit = Callable[[dict[str, Any]], None]
"""Makes a document wrong."""


def coded(items: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(each for each in items if each["code"] == code)


def put(path: str, value: Any) -> Edit:
    """Sets what is at a path; items of lists by their code or number."""
    *way, last = path.split(".")

    def edit(document: dict[str, Any]) -> None:
        inside = walked(document, way)
        inside[int(last) if isinstance(inside, list) else last] = value

    return edit


def drop(path: str) -> Edit:
    *way, last = path.split(".")

    def edit(document: dict[str, Any]) -> None:
        del walked(document, way)[last]

    return edit


def add(path: str, value: Any) -> Edit:
    return lambda document: walked(document, path.split(".")).append(value)


def walked(document: Any, way: list[str]) -> Any:
    for step in way:
        if isinstance(document, list):
            document = document[int(step)] if step.isdigit() else coded(document, step)
        else:
            document = document[step]
    return document


def planted(*edits: Edit) -> list[tuple[str, str]]:
    """Place and reason of each fault of the right document after these edits."""
    document = deepcopy(RIGHT)
    for edit in edits:
        edit(document)
    return [(named(fault.place, document), fault.why) for fault in faults_of(document)]


def at_once(*edits: Edit) -> Edit:
    """One fault, in a document from which what would be another one is gone."""

    def edit(document: dict[str, Any]) -> None:
        for each in edits:
            each(document)

    return edit


FAULTS: list[tuple[Edit, str, str]] = [
    # what does not parse
    (drop("edition"), "edition", "is missing"),
    (drop("partnership.name"), "partnership.name", "is missing"),
    (put("colour", "blue"), "colour", "is not a setting"),
    (put("partnership.reference_prefix", "pd"), "partnership.reference_prefix", "not 'pd'"),
    (put(f"agencies.{SECOND_COUNCIL}.name", "  "), f"agencies.{SECOND_COUNCIL}.name", "at least 1 character"),
    (put("agencies.0.code", "No Code"), "agencies.No Code.code", "not 'No Code'"),
    (put("clocks.pfd-response.length", 0), "clocks.pfd-response.length", "greater than 0, not 0"),
    (put("clocks.pfd-response.unit", "weeks"), "clocks.pfd-response.unit", "not 'weeks'"),
    (put("response_days.urgent", 1), "response_days.urgent", "not 'urgent'"),
    (put("response_days.low", 0), "response_days.low", "greater than 0"),
    (put("rechecks.months.0", 0), "rechecks.months.0", "greater than 0"),
    (put("digest.hour", "noon"), "digest.hour", "not 'noon'"),
    (put("effective_from", "soon"), "effective_from", "not 'soon'"),
    # unknown codes
    (
        put("review_types.lcspr.stages.4", "findngs"),
        "review_types.lcspr.stages.4",
        "findngs is not a known stage; did you mean findings?",
    ),
    (add("review_types.sar.clocks", "sar-begin"), "review_types.sar.clocks.1", "sar-begin is not a known clock"),
    (put("ladder.business-unit.to.0", "busines-unit"), "ladder.business-unit.to.0", "did you mean business-unit?"),
    (
        put("clocks.sar-complete.starts", "screend"),
        "clocks.sar-complete.starts",
        "is not a known trigger; did you mean screened?",
    ),
    (
        put("clocks.sar-complete.stops", "entered-nowhere"),
        "clocks.sar-complete.stops",
        "entered-nowhere is not a known trigger",
    ),
    (
        put("independence.tests.cooling-off.code", "cooling-of"),
        "independence.tests.cooling-of.code",
        "cooling-of is not a known test of independence; did you mean cooling-off?",
    ),
    # codes that occur twice
    *(
        (add(section, deepcopy(RIGHT[section][0])), f"{section}.{RIGHT[section][0]['code']}.code", "is already there")
        for section in ("agencies", "roles", "stages", "review_types", "clocks", "themes", "factors")
    ),
    (put("ladder.due-today.code", "reminder-3"), "ladder.reminder-3.code", "reminder-3 is already there"),
    (put("independence.tests.1.code", "no-case-contact"), "independence.tests.no-case-contact.code", "is already there"),
    (put("review_types.lcspr.stages.1", "screening"), "review_types.lcspr.stages.1", "screening is already there"),
    (add("review_types.lcspr.clocks", "lcspr-complete-publish"), "review_types.lcspr.clocks.1", "is already there"),
    (
        put("review_types.sar.criteria.1.code", "adult-with-care-needs"),
        "review_types.sar.criteria.adult-with-care-needs.code",
        "is already there",
    ),
    (add("ladder.executive.to", "executive"), "ladder.executive.to.1", "executive is already there"),
    (add("feedback.services", {"code": "police", "label": "Twice"}), "feedback.services.police.code", "is already there"),
    (add("review_types.lcspr.involves", "neighbours"), "review_types.lcspr.involves.6", "neighbours is not a known group"),
    (
        put("feedback.risk_terms", ["<persn> hits"]),
        "feedback.risk_terms.0",
        "<persn> is not a known group of words; did you mean <person>?",
    ),
    (put("feedback.key_terms.0.theme", "weather"), "feedback.key_terms.0.theme", "weather is not a known theme"),
    (add("feedback.urgent_ladder.executive.to", "king"), "feedback.urgent_ladder.executive.to.1", "king is not a known role"),
    # people who are notified of a concern may take it
    (drop("feedback.urgent_roles.executive"), "feedback.urgent_roles.executive", "is missing: name the role in tokens"),
    (
        put("feedback.urgent_roles.executive", "inspector"),
        "feedback.urgent_roles.executive",
        "inspector may not take a concern",
    ),
    (put("feedback.urgent_roles.trainer", "decider"), "feedback.urgent_roles.trainer", "is not a known role of the urgent"),
    # what must be there
    (drop("response_days.medium"), "response_days.medium", "is missing"),
    *((put(section, []), section, "is empty: add at least one") for section in ("sources", "factors", "publication.checks")),
    (at_once(put("themes", []), put("feedback.key_terms", [])), "themes", "is empty: add at least one"),
    (put("ladder.executive.to", []), "ladder.executive.to", "is empty: add at least one"),
    (put("rechecks.months", []), "rechecks.months", "is empty: add at least one"),
    (put("independence.tests", []), "independence.tests", "is empty: add at least one"),
    # order
    (put("ladder.reminder-3.after", -10), "ladder.reminder-3.after", "-10 days is not later than the -10 days"),
    (put("ladder.group-chair.after", 5), "ladder.group-chair.after", "5 days is not later than the 10 days"),
    (
        put("feedback.urgent_ladder.executive.after_minutes", 20),
        "feedback.urgent_ladder.executive.after_minutes",
        "20 minutes is not later than the 30 minutes",
    ),
    (put("rechecks.months", [3, 12, 6]), "rechecks.months.2", "6 months is not later than the 12 months"),
    (put("rechecks.months", [3, 3]), "rechecks.months.1", "3 months is not later than the 3 months"),
    (
        put("review_types.lcspr.stages", ["screening", "findings", "analysis", "closure"]),
        "review_types.lcspr.stages.2",
        "analysis comes before findings",
    ),
    # what does not fit together
    (put("clocks.sar-complete.stops", "initiated"), "clocks.sar-complete", "stops at the trigger that starts it"),
    (
        put("clocks.sar-complete.stops", "entered-publication"),
        "review_types.sar.clocks.0",
        "a stage that this type does not have",
    ),
    (put("review_types.lcspr.stages", ["screening"]), "review_types.lcspr.stages", "at least two stages"),
    (put("review_types.lcspr.stages", []), "review_types.lcspr.stages", "at least two stages"),
    (put("review_types.near-miss-review.criteria", []), "review_types.near-miss-review.criteria", "needs a criterion"),
    # a type that could not reach its end
    (
        put("review_types.near-miss-review.stages", ["screening", "findings", "actions"]),
        "review_types.near-miss-review.stages",
        "ends with closure",
    ),
    (put("review_types.lcspr.follow_up_rechecks", 4), "review_types.lcspr.follow_up_rechecks", "asks for 4 re-checks"),
    (put("review_types.lcspr.publication", "none"), "review_types.lcspr.clocks.0", "waits for published"),
    (
        put("review_types.lcspr.stages", ["referral", "scoping", "findings", "closure"]),
        "review_types.lcspr.clocks.0",
        "waits for initiated",
    ),
    (
        put("factors.practitioner-cognitive-emotional.individual", value=False),
        "factors",
        "mark each factor that lies in a person",
    ),
    (put("partnership.timezone", "Europe/Nowhere"), "partnership.timezone", "Europe/Nowhere is not a time zone"),
    (put("calendar", {"country": "GB", "subdivision": "XYZ"}), "calendar", "the bank holidays of GB-XYZ are not published"),
    *((put("agencies.0.code", code), f"agencies.{code}.code", "has a meaning of its own in tokens") for code in RESERVED),
]


def test_the_settings_in_use_have_no_fault() -> None:
    assert planted() == []


@pytest.mark.parametrize(("edit", "place", "why"), FAULTS)
def test_a_planted_fault_is_named_alone_with_its_place_and_why(edit: Edit, place: str, why: str) -> None:
    found = planted(edit)
    assert [each for each, _ in found] == [place]
    assert why in found[0][1]


def test_many_faults_are_all_named_at_once_whether_they_parse_or_not() -> None:
    wrong = [
        drop("edition"),
        put("colour", "blue"),
        put("partnership.timezone", "Europe/Nowhere"),
        put("clocks.pfd-response.unit", "weeks"),
        put("review_types.lcspr.stages.4", "findngs"),
        put("ladder.group-chair.after", 5),
        drop("response_days.medium"),
        put("rechecks.months", []),
    ]
    assert sorted(place for place, _ in planted(*wrong)) == [
        "clocks.pfd-response.unit",
        "colour",
        "edition",
        "ladder.group-chair.after",
        "partnership.timezone",
        "rechecks.months",
        "response_days.medium",
        "review_types.lcspr.stages.4",
    ]


def test_basic_independence_needs_a_basic_test() -> None:
    none_basic = [put(f"independence.tests.{each}.basic", value=False) for each in ("no-case-contact", "no-line-of-management")]
    assert [place for place, _ in planted(*none_basic)] == ["independence.tests"]


def test_a_type_that_cannot_be_opened_may_have_one_stage_and_no_criteria() -> None:
    assert planted(put("review_types.dhr.stages", ["referral"]), put("review_types.dhr.criteria", [])) == []


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_what_is_no_document_is_said_to_be_none(document: Any) -> None:
    assert [fault.why for fault in faults_of(document)] == ["is not a settings document: it must be a mapping of settings"]


@pytest.mark.parametrize("section", sorted(RIGHT))
@pytest.mark.parametrize(
    "rubbish", [None, 7, "text", [], [7], [[]], {}, {"code": []}, [{"code": {}}], [{"stages": 7, "to": [[]]}]]
)
def test_rubbish_anywhere_is_a_fault_and_nothing_worse(section: str, rubbish: Any) -> None:
    document = {**deepcopy(RIGHT), section: rubbish}
    harmless: dict[str, list[Any]] = {"edition": [7], "calendar": [{}]}
    assert bool(faults_of(document)) == (rubbish not in harmless.get(section, []))


def test_triggers_are_the_moments_and_the_stages() -> None:
    assert {"referred", "screened", "aware", "published", "entered-analysis"} <= triggers(["analysis"])
    assert "entered-findings" not in triggers(["analysis"])
