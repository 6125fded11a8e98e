"""Reasons of faults, without any value that was sent or stored."""

from pathlib import Path

from pydantic import ValidationError

from services.chassis.rules.decisions import Refused


class SafeFault(Exception):
    """A fault in our own words. Its text holds no value, so it may be shown."""


def reason_of(fault: BaseException) -> str:
    """Returns the place and the rule of any exception, without a value.

    Logs, parked messages and operators' lists show it.
    """
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
    """Returns the parts of an error path that cannot come from the sender: the top-level field and list positions."""
    known = place[:1] if rule != "extra_forbidden" else ()
    return [str(part) for number, part in enumerate(place) if isinstance(part, int) or number < len(known)]


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    if trace is None:
        return "an unknown place"
    while trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
