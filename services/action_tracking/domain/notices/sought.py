"""The part of the directory among which the recipients of notices are sought (AT5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.notices.recipients import Place, in_role, places, rungs_instead
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.agencies import answers_for

Sought = tuple[Notice, Code]
"""A notice, and the role in which its recipients are sought."""
Keys = Mapping[str, frozenset[str]]
"""Query keys of role holders, each with any of its values."""


def sought_first(asked: Iterable[Notice]) -> list[Sought]:
    """Returns each notice with its own role."""
    return [(each, each.role) for each in asked]


def sought_instead(asked: Iterable[Notice], directory: Sequence[RoleHolder], day: date, framework: Framework) -> list[Sought]:
    """Returns each notice that reaches no one in its own role, with the roles of every rung to try instead."""
    unreached = [each for each in asked if not in_role(each, each.role, directory, day, framework)]
    return [(each, role) for each in unreached for rung in rungs_instead(each, framework) for role in rung.to]


def holders_sought(sought: Iterable[Sought], day: date, framework: Framework) -> list[Keys]:
    """Returns the keys of the holders at the places that are looked at. Places of one form are asked together."""
    forms: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for notice, role in sought:
        for place in places(notice, role):
            keys = _keys(place, day, framework)
            together = forms.setdefault(tuple(keys), defaultdict(set))
            for name, values in keys.items():
                together[name] |= values
    return [{name: frozenset(values) for name, values in form.items()} for form in forms.values()]


def people_sought(found: Iterable[RoleHolder]) -> frozenset[PersonRef]:
    """Returns the people whose other roles count as well: holders without an address, and their deputies."""
    refs = (ref for each in found if not each.address for ref in (each.person_ref, each.deputy_ref))
    return frozenset(ref for ref in refs if ref)


def _keys(place: Place, day: date, framework: Framework) -> Keys:
    keys = {"role": place.role, "person_ref": place.person_ref}
    known = {name: frozenset({value}) for name, value in keys.items() if value}
    return known | ({"agency": _answering(place.agency, day, framework)} if place.agency else {})


def _answering(agency: Code, day: date, framework: Framework) -> frozenset[Code]:
    """Returns the agency, and those to which its duties have come by that day."""
    return frozenset(each for each in framework.agency_codes() if answers_for(each, agency, framework, day)) | {agency}
