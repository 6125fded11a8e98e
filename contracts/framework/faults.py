"""Finds every fault of a settings document at once: parts that do not parse, and parts that contradict each other.

Pure. The cross-checks read the document as plain data, so they also check a document with parts that do not parse.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeGuard
from zoneinfo import available_timezones

from pydantic import ValidationError

from contracts.framework.bank_holidays import published
from contracts.framework.document import (
    CLOSING_STAGE,
    INDEPENDENCE_TESTS,
    SCREENING_STAGE,
    Framework,
    Moment,
    Publishing,
    entered,
    triggers,
)
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import CONCERN_TAKERS, DECIDER, RESERVED, SCRUTINEER

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the document: its place, and the reason. Settings hold nothing personal, so `why` may quote them."""

    place: Place
    why: str


Check = Callable[[Any], Iterator[Fault]]


def faults_of(document: Any) -> tuple[Fault, ...]:
    """Returns every fault of a document as read from its file, in the order of its sections.

    A usable document has none.
    """
    if not isinstance(document, Mapping):
        return (Fault((), "is not a settings document: it must be a mapping of settings"),)
    try:
        parsed = Framework.model_validate(document)
    except ValidationError as wrong:
        unparsed, data = [spoken(error) for error in wrong.errors()], document
    else:
        unparsed, data = [], parsed.model_dump(mode="json")
    return tuple(dict.fromkeys([*unparsed, *(fault for check in CHECKS for fault in check(data))]))


SAID = {"missing": "is missing", "extra_forbidden": "is not a setting: check its spelling and its place"}


def spoken(error: Any) -> Fault:
    place = tuple(part for part in error["loc"] if part != "[key]")
    plain = isinstance(error["input"], str | int | float)
    return Fault(place, SAID.get(error["type"]) or f"{error['msg']}{', not ' + repr(error['input']) if plain else ''}")


def at(data: Any, pattern: str) -> Iterator[tuple[Place, Any]]:
    """Yields each place that a pattern such as `review_types.*.stages.*` matches, and its value.

    `*` is each item of a list.
    """
    head, _, rest = pattern.partition(".")
    found: Iterator[tuple[str | int, Any]]
    if head == "*":
        found = iter(enumerate(data)) if is_list(data) else iter(())
    else:
        found = iter([(head, data[head])]) if isinstance(data, Mapping) and head in data else iter(())
    for key, value in found:
        if rest:
            yield from (((key, *place), each) for place, each in at(value, rest))
        else:
            yield (key,), value


def is_list(data: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(data, list | tuple)


def words(data: Any, pattern: str) -> list[str]:
    return [each for _, each in at(data, pattern) if isinstance(each, str)]


def numbers(data: Any, pattern: str) -> list[tuple[Place, int]]:
    return [(place, each) for place, each in at(data, pattern) if isinstance(each, int)]


def unknown(value: str, among: Iterable[str], what: str) -> str:
    near = get_close_matches(value, sorted(among), n=1)
    return f"{value} is not a known {what}" + (f"; did you mean {near[0]}?" if near else "")


REFERENCES = (
    ("review_types.*.stages.*", "stages.*.code", "stage"),
    ("review_types.*.clocks.*", "clocks.*.code", "clock"),
    ("ladder.*.to.*", "roles.*.code", "role"),
    ("review_types.*.involves.*", "involvement.groups.*.code", "group to be involved"),
    ("feedback.urgent_ladder.*.to.*", "roles.*.code", "role"),
    ("waiting.ladder.*.to.*", "roles.*.code", "role"),
    ("agencies.*.successor", "agencies.*.code", "agency"),
    ("feedback.key_terms.*.theme", "themes.*.code", "theme"),
)

ALIKE = (
    "agencies.*.code",
    "roles.*.code",
    "stages.*.code",
    "review_types.*.code",
    "clocks.*.code",
    "independence.tests.*.code",
    "themes.*.code",
    "factors.*.code",
    "ladder.*.code",
    "waiting.ladder.*.code",
    "involvement.groups.*.code",
    "involvement.explained.*.code",
    "involvement.deferrals.*.code",
    "feedback.services.*.code",
    "feedback.concern_referrals.*.code",
    "feedback.risk_words.groups.*.code",
    "feedback.key_terms.*.theme",
    "feedback.urgent_ladder.*.code",
    "publication.checks.*.code",
    "learning.professional_groups.*.code",
    "learning.product_kinds.*.code",
    "learning.channels.*.code",
)

ALIKE_WITHIN = (
    ("review_types.*.stages", "*"),
    ("review_types.*.clocks", "*"),
    ("review_types.*.criteria", "*.code"),
    ("ladder.*.to", "*"),
    ("waiting.ladder.*.to", "*"),
    ("review_types.*.involves", "*"),
    ("feedback.urgent_ladder.*.to", "*"),
    ("learning.product_kinds.*.parts", "*.code"),
)

NEEDED = (
    "sources", "agencies", "roles", "stages", "review_types", "independence.tests", "themes", "factors",
    "ladder", "ladder.*.to", "waiting.ladder", "waiting.ladder.*.to", "rechecks.months", "involvement.groups",
    "involvement.explained", "feedback.services", "feedback.urgent_ladder", "feedback.urgent_ladder.*.to",
    "feedback.concern_referrals", "publication.checks", "learning.professional_groups", "learning.product_kinds",
    "learning.product_kinds.*.parts", "learning.channels",
)  # fmt: skip

RISING = (
    ("ladder.*.after", "days"),
    ("waiting.ladder.*.after", "days"),
    ("rechecks.months.*", "months"),
    ("feedback.urgent_ladder.*.after_minutes", "minutes"),
)


def references(data: Any) -> Iterator[Fault]:
    """Yields a fault for every code that its own section does not define."""
    for pattern, known_at, what in REFERENCES:
        known = words(data, known_at)
        for place, value in at(data, pattern):
            if isinstance(value, str) and value not in known:
                yield Fault(place, unknown(value, known, what))


def repeated(data: Any) -> Iterator[Fault]:
    """Yields a fault for each code that occurs twice and must be unique."""
    for pattern in ALIKE:
        yield from twice(at(data, pattern))
    for outer, inner in ALIKE_WITHIN:
        for place, items in at(data, outer):
            yield from twice(((*place, *rest), value) for rest, value in at(items, inner))


def twice(found: Iterator[tuple[Place, Any]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in found:
        if isinstance(value, str):
            if value in seen:
                yield Fault(place, f"{value} is already there")
            seen.add(value)


def empty(data: Any) -> Iterator[Fault]:
    places = (place for pattern in NEEDED for place, items in at(data, pattern) if items in ([], ()))
    yield from (Fault(place, "is empty: add at least one") for place in places)


def out_of_order(data: Any) -> Iterator[Fault]:
    """Checks that each rung of the ladder and each re-check is later than the one before."""
    for pattern, unit in RISING:
        for (_, before), (place, after) in pairwise(numbers(data, pattern)):
            if after <= before:
                yield Fault(place, f"{after} {unit} is not later than the {before} {unit} before it")


def clocks(data: Any) -> Iterator[Fault]:
    """Checks that a clock starts and stops at known triggers, and at different ones."""
    known = triggers(words(data, "stages.*.code"))
    for end in ("starts", "stops"):
        for place, value in at(data, f"clocks.*.{end}"):
            if isinstance(value, str) and value not in known:
                yield Fault(place, unknown(value, known, "trigger"))
    for place, clock in at(data, "clocks.*"):
        if isinstance(clock, Mapping) and clock.get("starts") == clock.get("stops") is not None:
            yield Fault(place, "stops at the trigger that starts it")


def stages_of_types(data: Any) -> Iterator[Fault]:
    """Checks that a type that can be opened has two stages, in the order of the stages, and a criterion for screening."""
    order: dict[str, int] = {}
    for code in words(data, "stages.*.code"):
        order.setdefault(code, len(order))
    for place, type_ in at(data, "review_types.*"):
        if not isinstance(type_, Mapping):
            continue
        known = [(where, stage) for where, stage in at(type_, "stages.*") if isinstance(stage, str) and stage in order]
        for (_, before), (where, after) in pairwise(known):
            if order[after] < order[before]:
                yield Fault((*place, *where), f"{after} comes before {before} in the order of the stages")
        if type_.get("creatable", True):
            if is_list(type_.get("stages")) and len(type_["stages"]) < 2:
                yield Fault((*place, "stages"), "a type that can be opened needs at least two stages")
            if type_.get("criteria") in ([], ()):
                yield Fault((*place, "criteria"), "a type that can be opened needs a criterion for screening")


def clocks_of_types(data: Any) -> Iterator[Fault]:
    """Checks that no clock of a type waits for a stage that the type never enters."""
    waits = {
        code: {clock.get("starts"), clock.get("stops")}
        for _, clock in at(data, "clocks.*")
        if isinstance(clock, Mapping) and isinstance(code := clock.get("code"), str)
    }
    for place, type_ in at(data, "review_types.*"):
        stages = words(type_, "stages.*")
        never = [each for each in words(data, "stages.*.code") if each not in stages]
        for where, clock in at(type_, "clocks.*"):
            for stage in never if isinstance(clock, str) else ():
                if entered(stage) in waits.get(clock, ()):
                    yield Fault((*place, *where), f"{clock} waits for {entered(stage)}, a stage that this type does not have")


def ends_of_types(data: Any) -> Iterator[Fault]:
    """Checks that each type that can be opened can reach its end: the stage of closing, with every clock stopped."""
    held = [each for _, each in at(data, "rechecks.months")]
    months = len(held[0]) if held and is_list(held[0]) else 0
    for place, type_ in at(data, "review_types.*"):
        if not isinstance(type_, Mapping) or not type_.get("creatable", True):
            continue
        stages, asked = words(type_, "stages.*"), type_.get("follow_up_rechecks")
        if len(stages) > 1 and stages[-1] != CLOSING_STAGE and CLOSING_STAGE in words(data, "stages.*.code"):
            yield Fault((*place, "stages"), f"a type that can be opened ends with {CLOSING_STAGE}, where reviews are closed")
        if isinstance(asked, int) and 0 < months < asked:
            yield Fault((*place, "follow_up_rechecks"), f"asks for {asked} re-checks, but rechecks.months has {months}")
        if len(stages) > 1:
            yield from never_happens(data, place, type_, stages)


def never_happens(data: Any, place: Place, type_: Mapping[str, Any], stages: list[str]) -> Iterator[Fault]:
    """Yields a fault for each clock of a type that waits for a decision that the type does not take."""
    decided = {Moment.SCREENED: SCREENING_STAGE in stages, Moment.INITIATED: SCREENING_STAGE in stages}
    decided[Moment.PUBLISHED] = type_.get("publication") != Publishing.NONE
    for _, clock in at(data, "clocks.*"):
        ends = [clock.get("starts"), clock.get("stops")] if isinstance(clock, Mapping) else []
        for where, code in at(type_, "clocks.*"):
            for moment, taken in decided.items():
                if not taken and moment in ends and isinstance(clock, Mapping) and code == clock.get("code"):
                    yield Fault((*place, *where), f"{code} waits for {moment}, which this type never decides")


def factors(data: Any) -> Iterator[Fault]:
    """Checks that a factor is marked as individual, because such a factor alone explains no finding."""
    known = [factor for _, factor in at(data, "factors.*") if isinstance(factor, Mapping)]
    if known and not any(factor.get("individual") for factor in known):
        yield Fault(("factors",), "mark each factor that lies in a person as individual, because it explains no finding alone")


def independence(data: Any) -> Iterator[Fault]:
    """Checks that the tests are known, and that one is basic if a type asks for basic independence."""
    for place, code in at(data, "independence.tests.*.code"):
        if isinstance(code, str) and code not in INDEPENDENCE_TESTS:
            yield Fault(place, unknown(code, INDEPENDENCE_TESTS, "test of independence"))
    tests = [test for _, test in at(data, "independence.tests.*") if isinstance(test, Mapping)]
    if tests and "basic" in words(data, "review_types.*.independence") and not any(test.get("basic") for test in tests):
        yield Fault(("independence", "tests"), "mark one test as basic, because a review type asks for basic independence")


TOKEN_ROLES = (
    ("feedback.urgent_roles", "feedback.urgent_ladder.*.to.*", "urgent ladder", CONCERN_TAKERS, "take a concern"),
    ("waiting.roles", "waiting.ladder.*.to.*", "ladder of those who decide", (DECIDER, SCRUTINEER), "decide"),
)
"""Ladders whose people must be able to act: the roles in tokens, the ladder, its name, the roles that may, and the act."""


def token_roles(data: Any) -> Iterator[Fault]:
    """Checks that each role on these ladders has a role in tokens that may do what it is asked."""
    for where, ladder, name, allowed, act in TOKEN_ROLES:
        for place, roles in at(data, where):
            if not isinstance(roles, Mapping):
                continue
            known = words(data, "roles.*.code")
            notified = [each for each in dict.fromkeys(words(data, ladder)) if each in known]
            for role in notified:
                if role not in roles:
                    yield Fault((*place, role), f"is missing: name the role in tokens of {role}, who is asked to {act}")
            for role, token in roles.items():
                if role not in notified:
                    yield Fault((*place, role), unknown(str(role), notified, f"role of the {name}"))
                if isinstance(token, str) and token not in allowed:
                    yield Fault((*place, role), f"{token} may not {act}. Choose one of {', '.join(allowed)}")


def agencies(data: Any) -> Iterator[Fault]:
    """Checks that an agency with a successor has a last day, is not before its first, and that no succession is a circle."""
    after = {
        code: agency.get("successor")
        for _, agency in at(data, "agencies.*")
        if isinstance(agency, Mapping) and isinstance(code := agency.get("code"), str)
    }
    for place, agency in at(data, "agencies.*"):
        if not isinstance(agency, Mapping):
            continue
        first, last = agency.get("from_day"), agency.get("to_day")
        if agency.get("successor") and not last:
            yield Fault((*place, "to_day"), "is missing: an agency with a successor needs its last day")
        if isinstance(first, str) and isinstance(last, str) and last < first:
            yield Fault((*place, "to_day"), f"{last} is before {first}, its first day")
        seen, next_ = [agency.get("code")], agency.get("successor")
        while next_ is not None and next_ not in seen:
            seen.append(next_)
            next_ = after.get(next_)
        if next_ is not None:
            yield Fault((*place, "successor"), f"{agency.get('successor')} leads back to {agency.get('code')}")


def priorities(data: Any) -> Iterator[Fault]:
    for place, days in at(data, "response_days"):
        if isinstance(days, Mapping):
            yield from (Fault((*place, each.value), "is missing") for each in Priority if each not in days)


def partnership(data: Any) -> Iterator[Fault]:
    for place, zone in at(data, "partnership.timezone"):
        if isinstance(zone, str) and zone not in available_timezones():
            yield Fault(place, f"{zone} is not a time zone such as Europe/London")
    for place, code in at(data, "agencies.*.code"):
        if code in RESERVED:
            yield Fault(place, f"{code} has a meaning of its own in tokens, so no agency may have this code")


def calendar(data: Any) -> Iterator[Fault]:
    """Checks that the country's bank holidays are published, because working days depend on them."""
    for place, asked in at(data, "calendar"):
        if not isinstance(asked, Mapping):
            continue
        name, known = f"{asked.get('country', 'GB')}-{asked.get('subdivision', 'ENG')}", published()
        if name not in known:
            yield Fault(place, f"the bank holidays of {name} are not published. Choose one of {', '.join(sorted(known))}")


def risk_terms(data: Any) -> Iterator[Fault]:
    """Checks that a term names only groups of words that the list has."""
    known = [f"<{code}>" for code in words(data, "feedback.risk_words.groups.*.code")]
    for pattern in ("feedback.risk_words.terms.*", "feedback.risk_terms.*"):
        for place, term in at(data, pattern):
            for name in term.replace("|", " ").split() if isinstance(term, str) else ():
                if name.startswith("<") and name not in known:
                    yield Fault(place, unknown(name, known, "group of words"))


CHECKS: tuple[Check, ...] = (
    references, repeated, empty, out_of_order, clocks, stages_of_types, clocks_of_types, ends_of_types, factors, independence,
    priorities, partnership, calendar, risk_terms, token_roles, agencies,
)  # fmt: skip
