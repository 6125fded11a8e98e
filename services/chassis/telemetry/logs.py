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
    """Returns the unformatted message of a library with the names of its errors, because its arguments may hold anything."""
    if not record.args or not isinstance(record.msg, str):
        return f"{record.module}:{record.lineno}"
    arguments = record.args if isinstance(record.args, tuple) else tuple(record.args.values())
    errors = [each.__name__ if isinstance(each, type) else type(each).__name__ for each in arguments if _is_error(each)]
    return " ".join([record.msg, *(f"({name})" for name in errors)])


def _is_error(argument: object) -> bool:
    return isinstance(argument, BaseException) or (isinstance(argument, type) and issubclass(argument, BaseException))


def log_fault(level: int, message: str, fault: BaseException, **facts: str | int) -> None:
    """Logs a fault and its reason, with the trace of the span in which it failed."""
    first = fault.exceptions[0] if isinstance(fault, BaseExceptionGroup) else fault
    with trace.use_span(vars(first).get(FAILED_IN, trace.get_current_span())):
        log.log(level, message, extra={"facts": {**facts, "fault": reason_of(fault)}})
