"""What every event is: a named fact in the past tense, with ids, codes, dates, counts, links and hashes, and nothing else."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """The data of one event. Unknown fields are ignored: within a version only optional fields are added.

    `version` is raised when the meaning changes; `subject` names the field that holds the id of what the event is about;
    `reads` says who acts on it (an event exists because somebody reads it).
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    version: ClassVar[int] = 1
    subject: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def wire_name(cls) -> str:
        """The name on the wire. A class of a later version beside the old one is called `FindingRecordedV2`."""
        return cls.__name__.removesuffix(f"V{cls.version}")

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type, `learning.FindingRecorded.v1`."""
        return f"learning.{cls.wire_name()}.v{cls.version}"

    def about(self) -> str:
        """Id of what the event is about."""
        return str(getattr(self, self.subject))

    def body(self) -> bytes:
        """The JSON that goes on the wire; absent options are left out."""
        return self.model_dump_json(exclude_none=True).encode()

    def thread(self) -> str | None:
        """The finding that the event is about, the first where there are several."""
        findings: tuple[str, ...] = getattr(self, "findings", ())
        return getattr(self, "finding", None) or next(iter(findings), None) or getattr(self, "source", None)

    def named(self) -> tuple[str, ...]:
        """The ids of findings, obligations and sources that this event names: the threads it belongs to."""
        found: list[str] = []
        for field in ("finding", "findings", "obligation", "obligations", "source", "earlier_findings"):
            value: Any = getattr(self, field, None)
            found.extend([value] if isinstance(value, str) else value or ())
        return tuple(found)
