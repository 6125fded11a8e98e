"""What keeps personal details in: encryption of stored fields, and reasons that never repeat a value (access.md)."""

from pathlib import Path

from pydantic import ValidationError

from services.chassis.rules.decisions import Refused


class SafeFault(Exception):
    """A fault in our own words: its text holds no value, and is shown as it is."""


def reason_of(fault: BaseException) -> str:
    """Place and rule of any exception, without a value: for logs, parked messages and troubled documents."""
    if isinstance(fault, SafeFault):
        return str(fault)
    if isinstance(fault, ValidationError):
        places = (f"{'/'.join(_ours(error['loc'], error['type']))}: {error['type']}" for error in fault.errors())
        return f"wrong shape: {'; '.join(sorted(set(places)))}"[:500]
    if isinstance(fault, Refused):
        return f"refused: {', '.join(sorted({reason.code for reason in fault.reasons}))}"[:500]
    if isinstance(fault, BaseExceptionGroup):
        return "; ".join(sorted({reason_of(each) for each in fault.exceptions}))[:500]
    return f"{type(fault).__name__} in {_place(fault)}"


def _ours(place: tuple[int | str, ...], rule: str) -> list[str]:
    """What is surely ours of a place: the outermost field, and numbers. Deeper names may be keys that the sender chose."""
    known = place[:1] if rule != "extra_forbidden" else ()
    return [str(part) for number, part in enumerate(place) if isinstance(part, int) or number < len(known)]


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    if trace is None:
        return "an unknown place"
    while trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
