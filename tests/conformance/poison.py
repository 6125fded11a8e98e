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


def also(record: Wire, *more: tuple[str, bytes | None]) -> Wire:
    """With these headers behind its own."""
    return replace(record, headers=(*record.headers, *more))


def strange(record: Wire) -> dict[str, Wire]:
    """Sound events with what mirrors and tracing agents add to them."""
    return {
        "foreign header without a value": also(record, ("x-tool", None)),
        "foreign header that is not UTF-8": also(record, ("uber-trace-id", b"\xff\xfe")),
        "foreign header given twice": also(record, ("x-tool", b"one"), ("x-tool", b"two")),
        "foreign header with our name in capitals": also(record, ("CE_TYPE", b"learning.SomethingNew.v1")),
        "text/plain as its content type": replace(
            record, headers=tuple((name, b"text/plain" if name == "content-type" else value) for name, value in record.headers)
        ),
    }


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
        "type given twice": also(headers(record), ("ce_type", b"learning.SomethingNew.v1")),
        "the same sequence given twice": also(
            headers(record), next(each for each in record.headers if each[0] == "ce_sequence")
        ),
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
