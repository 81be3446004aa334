"""What is on: events, their dates, places and programme; their pictures; what is brought in."""

from events.models.bringing_in import (
    CalendarImport,
    CalendarSource,
    ImportedEntry,
    Importing,
    Standing,
)
from events.models.event import (
    Category,
    Event,
    EventPlace,
    EventRecord,
    ProgrammeItem,
    Series,
)
from events.models.picture import Picture

__all__ = [
    "CalendarImport",
    "CalendarSource",
    "Category",
    "Event",
    "EventPlace",
    "EventRecord",
    "ImportedEntry",
    "Importing",
    "Picture",
    "ProgrammeItem",
    "Series",
    "Standing",
]
