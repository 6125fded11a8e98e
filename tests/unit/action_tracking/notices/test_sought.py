"""Recipients are the same in the part of the directory that is asked for as in the whole of it (AT5)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.framework.document import Agency, Framework
from contracts.vocabulary.roles import PARTNERSHIP
from local.frameworks import DECIDERS, LADDER, URGENT
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.notices.recipients import recipients_of
from services.action_tracking.domain.notices.sought import (
    Keys,
    holders_sought,
    people_sought,
    sought_first,
    sought_instead,
)
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.role_holder.state import RoleHolder, keys
from services.action_tracking.domain.urgent_notice import recipients as urgent
from services.action_tracking.domain.urgent_notice.state import Outcome, Step, UrgentNotice
from tests.builders.given import FRAMEWORK, MONDAY, some_id

TODAY = MONDAY.date()
YESTERDAY = TODAY - timedelta(days=1)
MERGED = FRAMEWORK.model_copy(
    update={
        "agencies": (
            Agency(code="police", name="Police", to_day=YESTERDAY, successor="force"),
            Agency(code="force", name="Force"),
            Agency(code="council", name="Council"),
        )
    }
)
"""Settings in which one agency has taken over from another."""
AGENCIES = st.sampled_from(["police", "force", "council", PARTNERSHIP])
PEOPLE = st.sampled_from(["p-1", "p-2", "p-3", "p-4", "p-5"])
RUNGS = (*LADDER, *DECIDERS, *URGENT)
ROLES = st.sampled_from(sorted({role for rung in RUNGS for role in rung.to} | {"comms-lead"}))
NOTICES = st.builds(
    Notice,
    role=ROLES,
    asked=st.just("do-action"),
    agency=AGENCIES,
    owner=st.none() | st.builds(Owner, agency=AGENCIES, role=st.none() | ROLES, person_ref=st.none() | PEOPLE),
    not_of=st.lists(AGENCIES, max_size=2).map(tuple),
    decides=st.booleans(),
)
DIRECTORIES = st.lists(
    st.builds(
        RoleHolder,
        id=st.uuids().map(str),
        role=ROLES,
        agency=AGENCIES,
        person_ref=PEOPLE,
        from_day=st.sampled_from([date(2025, 1, 1), TODAY + timedelta(days=1)]),
        to_day=st.sampled_from([None, None, YESTERDAY, TODAY]),
        deputy_ref=st.none() | PEOPLE,
        address=st.sampled_from([None, "sealed"]),
    ),
    max_size=20,
    unique_by=lambda each: each.id,
)
NOTICES_OF_CONCERNS = st.builds(
    lambda roles, kept_from: UrgentNotice(
        id=some_id("notice"),
        concern=some_id("concern"),
        kept_from=kept_from,
        raised_at=MONDAY,
        steps=(
            Step(code="first", after_minutes=0, to=("duty-contact",), message_id=some_id(0), at=MONDAY, outcome=Outcome.NOBODY),
            Step(code="now", after_minutes=30, to=roles, message_id=some_id(1), at=MONDAY),
        ),
    ),
    roles=st.lists(ROLES, min_size=1, max_size=3, unique=True).map(tuple),
    kept_from=st.none() | AGENCIES,
)


def in_office(directory: Sequence[RoleHolder], asked: Keys) -> list[RoleHolder]:
    """Returns what the store finds: holders with these keys who have not left."""
    found = [(each, keys(each)) for each in directory]
    return [
        each
        for each, has in found
        if all(has[name] in values for name, values in asked.items()) and str(has["until"]) >= TODAY.isoformat()
    ]


def holders(directory: Sequence[RoleHolder], sought: Iterable[Keys]) -> list[RoleHolder]:
    found = [each for asked in sought for each in in_office(directory, asked)]
    found += in_office(directory, {"person_ref": people_sought(found)})
    return [each for each in directory if each in found]


@given(DIRECTORIES, st.lists(NOTICES, min_size=1, max_size=3), st.sampled_from([FRAMEWORK, MERGED]))
def test_part_of_the_directory_gives_the_recipients_of_the_whole(
    directory: list[RoleHolder], asked: list[Notice], framework: Framework
) -> None:
    part = holders(directory, holders_sought(sought_first(asked), TODAY, framework))
    instead = sought_instead(asked, part, TODAY, framework)
    further = holders(directory, holders_sought(instead, TODAY, framework))
    part = [each for each in directory if each in part or each in further]
    for notice in asked:
        whole = recipients_of(notice, directory, TODAY, framework)
        assert recipients_of(notice, part, TODAY, framework) == whole


@given(DIRECTORIES, NOTICES_OF_CONCERNS, st.sampled_from([FRAMEWORK, MERGED]))
def test_part_of_the_directory_gives_the_recipients_of_a_concern(
    directory: list[RoleHolder], notice: UrgentNotice, framework: Framework
) -> None:
    sought = [*holders_sought(urgent.sought_on(notice), TODAY, framework), *urgent.insiders_sought(notice)]
    part = holders(directory, sought)
    assert urgent.recipients_of(notice, part, TODAY, framework) == urgent.recipients_of(notice, directory, TODAY, framework)


def test_further_roles_are_sought_only_for_a_notice_that_reaches_no_one() -> None:
    notice = Notice("group-chair", "do-action", "police")
    chair = RoleHolder(
        id=some_id("chair"),
        role="group-chair",
        agency="council",
        person_ref="p-1",
        from_day=date(2025, 1, 1),
        address="sealed",
    )
    assert holders_sought(sought_first([notice]), TODAY, FRAMEWORK) == [{"role": {"group-chair"}}]
    assert sought_instead([notice], [chair], TODAY, FRAMEWORK) == []
    assert people_sought([chair]) == set()
    unreached = {role for _, role in sought_instead([notice], [], TODAY, FRAMEWORK)}
    assert {"executive", "business-unit"} <= unreached
