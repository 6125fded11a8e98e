"""Records that can never work, one of each kind, each with a canary where something private might be."""

from dataclasses import replace

from local.scenarios.action_tracking import rechecked
from local.wire import Wire

CANARY = "Wren-Canary-Nightingale"


def headers(record: Wire, **changes: bytes | None) -> Wire:
    """With these headers in the place of its own, and one more that nobody asked for."""
    changed = {name: changes.get(name, value) for name, value in record.headers}
    return replace(record, headers=(*changed.items(), ("ce_note", CANARY.encode())))


def without(record: Wire, *names: str) -> Wire:
    return replace(record, headers=tuple((name, value) for name, value in record.headers if name not in names))


def bad(record: Wire) -> dict[str, Wire]:
    """By kind. All have the key of `record` but those of which the key is what is wrong."""
    assert record.body is not None
    body = record.body[:-1]
    return {
        "bad JSON": replace(record, body=b'{"%s' % CANARY.encode()),
        "no body": replace(record, body=None),
        "wrong shape": replace(
            record, body=b'{"action": "%s", "epoch": "%s", "recheck": []}' % (CANARY.encode(), CANARY.encode())
        ),
        "too big": replace(record, body=body + b', "%s": "' % CANARY.encode() + b"x" * 70_000 + b'"}'),
        "not UTF-8": replace(record, body=b'{"action": "\xff\xfe' + CANARY.encode()),
        "no type": without(headers(record), "ce_type"),
        "no sequence": without(headers(record), "ce_sequence"),
        "sequence of another form": headers(record, ce_sequence=CANARY.encode()),
        "header without a value": headers(record, ce_subject=None),
        "header that is not UTF-8": headers(record, ce_source=b"\xff\xfe" + CANARY.encode()),
        "no headers at all": replace(record, headers=()),
        "key of another": headers(record, ce_partitionkey=b"00000000-0000-4000-8000-000000000000"),
        "no key": replace(headers(record), key=None),
        "key that is not UTF-8": replace(headers(record), key=b"\xff\xfe" + CANARY.encode()),
    }


ELSEWHERE = ("no key", "key that is not UTF-8")
"""Not in the lane of the action."""


def skipped(record: Wire) -> dict[str, Wire]:
    """What a newer publisher may send: not for us, and no trouble."""
    type_ = next(value for name, value in record.headers if name == "ce_type") or b""
    assert type_.endswith(b".v1")
    return {
        "unknown type": headers(record, ce_type=b"learning.SomethingNew.v1"),
        "higher version": headers(record, ce_type=type_.removesuffix(b"1") + b"2"),
        "type of another maker": headers(record, ce_type=b"elsewhere.SomethingNew.v1"),
    }


KINDS: tuple[str, ...] = tuple(bad(rechecked("00000000-0000-4000-8000-000000000001", 1)))
