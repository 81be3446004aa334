"""Which words of an event go with what it was announced from: pure."""

from events.models import Event
from events.wanted import About

# What an application says of its event. Of two languages the first is the wording, the second its
# translation.
_SAID = (("title_ko", "title_en"), ("organiser_ko", "organiser_en"), ("category",))


def carried_over(event: Event, before: About, after: About) -> dict[str, str]:
    """The columns that get other words, since what they were taken from says something else now.

    Words that an officer found stay. A translation goes with the words that it translates.
    """
    said: dict[str, str] = {}
    for names in _SAID:
        first = names[0]
        old, new = getattr(before, first), getattr(after, first)
        if old != new and getattr(event, first) == old:
            said |= {name: getattr(after, name) for name in names}
    return said
