"""A test gives back the roles that it appointed, however it ends."""

import pytest

from tests.service.calling import People, done, roles_given_back

TEST = "a test that fails"


def test_a_failing_test_leaves_no_role_holder(tracking: People) -> None:
    """The person is in the directory with a last day, and that day has passed."""
    unit, clock = tracking("business-unit"), tracking.deployment.clock
    day = clock.now().date()
    holder = {"role": "action-owner", "agency": "probation", "person_ref": "somebody-appointed", "from_day": day.isoformat()}

    def fails() -> None:
        with roles_given_back(tracking):
            done(unit.post("/role-holders", holder), 201)
            raise AssertionError(TEST)

    with pytest.raises(AssertionError, match=TEST):
        fails()
    found = [
        each for each in unit.get("/role-holders", agency="probation").json() if each["person_ref"] == holder["person_ref"]
    ]
    assert [each["to_day"] for each in found] == [day.isoformat()]
    assert clock.now().date() > day


def test_a_role_that_was_there_before_is_kept(tracking: People) -> None:
    unit, day = tracking("business-unit"), tracking.deployment.clock.now().date()
    holder = {"role": "action-owner", "agency": "probation", "person_ref": "somebody-kept", "from_day": day.isoformat()}
    done(unit.post("/role-holders", holder), 201)
    with roles_given_back(tracking):
        pass
    found = [
        each for each in unit.get("/role-holders", agency="probation").json() if each["person_ref"] == holder["person_ref"]
    ]
    assert [each["to_day"] for each in found] == [None]
