"""The base class of events: named facts in the past tense, with ids, codes, dates, counts, links and hashes only."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """The data of one event.

    Readers ignore unknown fields, because a version may gain optional ones. `version` rises if the meaning changes.
    `subject` names the field with the id of the thing that the event is about. `reads` names the services that act on
    it. An event exists only if a service reads it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    version: ClassVar[int] = 1
    subject: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def wire_name(cls) -> str:
        """Returns the name on the wire. A class of a later version beside the old one is called `FindingRecordedV2`."""
        return cls.__name__.removesuffix(f"V{cls.version}")

    @classmethod
    def type(cls) -> str:
        """Returns the CloudEvents type, such as `learning.FindingRecorded.v1`."""
        return f"learning.{cls.wire_name()}.v{cls.version}"

    @classmethod
    def schema_id(cls) -> str:
        """Returns the id of the JSON Schema, such as `urn:learning:FindingRecorded:1`."""
        return f"urn:learning:{cls.wire_name()}:{cls.version}"

    def about(self) -> str:
        """Returns the id of the thing that the event is about."""
        return str(getattr(self, self.subject))

    def body(self) -> bytes:
        """Returns the JSON that is sent, without absent options."""
        return self.model_dump_json(exclude_none=True).encode()

    def thread(self) -> str | None:
        """Returns the finding that the event is about, the first if there are several."""
        findings: tuple[str, ...] = getattr(self, "findings", ())
        return getattr(self, "finding", None) or next(iter(findings), None) or getattr(self, "source", None)

    def named(self) -> tuple[str, ...]:
        """Returns the ids of findings, obligations and sources that this event names: the threads that it belongs to."""
        found: list[str] = []
        for field in ("finding", "findings", "obligation", "obligations", "source", "earlier_findings"):
            value: Any = getattr(self, field, None)
            found.extend([value] if isinstance(value, str) else value or ())
        return tuple(found)
