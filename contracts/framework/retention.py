"""Settings for retention: the years for which each thing about people is kept, until a decider reviews it."""

from typing import Annotated

from pydantic import Field

from contracts.framework.setting import Setting, Words


class Kept(Setting):
    years: Annotated[int, Field(gt=0, le=150)]
    source: Words
    """The rule or schedule that the period comes from."""


class RetentionRules(Setting):
    """Nothing about people is disposed of by itself. When its period has passed, a decider disposes of it or keeps it."""

    review: Kept
    """From the day on which the review was closed or ended. A later retention date of the review itself goes first."""
    involvement: Kept
    """From the day on which the review was closed or ended."""
    contribution: Kept
    """From the day on which it was recorded."""
    concern: Kept
    """From the day of its outcome."""
    response: Kept
    """From the day on which it was given. The published counts stay."""
    acknowledgement: Kept
    """From the day on which it was given: the intention of the person. The counts stay."""
    reads: Kept
    """From the read. Entries of the log of reads are the only ones that are removed by age alone."""
