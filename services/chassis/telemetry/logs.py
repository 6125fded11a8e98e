"""Logs, traces and metrics of one process. No body, no value, no id of a person in any of them."""

import json
import logging

from opentelemetry import trace
from typing_extensions import override

from services.chassis.privacy.reasons import reason_of

log = logging.getLogger("learning")

FAILED_IN = "failed_in_span"
"""What an exception carries on from the innermost span that it left: whoever logs it does so outside."""


class JsonLines(logging.Formatter):
    """One JSON object a line, with the trace that it belongs to; of an exception only place and rule."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        context = trace.get_current_span().get_span_context()
        line = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "log": record.name,
            "message": record.getMessage() if record.name.partition(".")[0] == "learning" else _foreign(record),
            **getattr(record, "facts", {}),
        }
        if context.is_valid:
            line |= {"trace": f"{context.trace_id:032x}", "span": f"{context.span_id:016x}"}
        if record.exc_info and record.exc_info[1]:
            line["fault"] = reason_of(record.exc_info[1])
        return json.dumps(line)


def _foreign(record: logging.LogRecord) -> str:
    """A library may put anything into what it logs: only its own words are kept, or the place where it spoke."""
    return record.msg if record.args and isinstance(record.msg, str) else f"{record.module}:{record.lineno}"


def log_fault(level: int, message: str, fault: BaseException, **facts: str | int) -> None:
    """A line of what failed and its reason; it names the trace of the span that it failed in, which has ended by now."""
    first = fault.exceptions[0] if isinstance(fault, BaseExceptionGroup) else fault
    with trace.use_span(vars(first).get(FAILED_IN, trace.get_current_span())):
        log.log(level, message, extra={"facts": {**facts, "fault": reason_of(fault)}})
