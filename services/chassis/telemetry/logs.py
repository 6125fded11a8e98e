"""Logs of one process. They hold no body, no value and no id of a person."""

import json
import logging

from opentelemetry import trace
from typing_extensions import override

from services.chassis.privacy.reasons import reason_of

log = logging.getLogger("learning")

FAILED_IN = "failed_in_span"
"""The attribute in which an exception carries its innermost span, because it is logged outside that span."""


class JsonLines(logging.Formatter):
    """Writes one JSON object per line, with its trace. It shows only the place and the rule of an exception."""

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
    """Returns the unformatted message of a library, or the place of the call, because its arguments may hold anything."""
    return record.msg if record.args and isinstance(record.msg, str) else f"{record.module}:{record.lineno}"


def log_fault(level: int, message: str, fault: BaseException, **facts: str | int) -> None:
    """Logs a fault and its reason, with the trace of the span in which it failed."""
    first = fault.exceptions[0] if isinstance(fault, BaseExceptionGroup) else fault
    with trace.use_span(vars(first).get(FAILED_IN, trace.get_current_span())):
        log.log(level, message, extra={"facts": {**facts, "fault": reason_of(fault)}})
