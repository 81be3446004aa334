"""A reading as an officer chooses from it: what is new, what changed, what is gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import import_facts
from events.import_facts import Facts, about_of, category_of, changed, span_of
from events.import_reading import SAME
from events.models import CalendarImport, Category, ImportedEntry, Importing, Standing
from events.shown import when_of
from lib import formats
from lib.ics_engine import HIDDEN, TOO_LONG, WITHOUT_TIME
from lib.refusal import Refusal

DAYS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that is not as it was."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry with its box to tick."""

    pk: int
    title: str
    when: str
    where: str
    category: str
    organiser: str
    text: str
    event: str  # reference of ours
    is_ticked: bool
    is_cancelled: bool
    differences: tuple[Difference, ...] = ()
    refusal: Refusal | None = None
    is_done: bool = False


@dataclass(slots=True)
class Group:
    """The entries that stand alike against ours."""

    value: str
    title: str
    told: str
    entries: list[ShownEntry] = field(default_factory=list)


def groups_of(
    read: CalendarImport,
    ticked: Collection[int] | None,
    refused: Mapping[int, Refusal],
) -> list[Group]:
    """Those that have entries. `ticked` as the form came back; at first, what is to be expected."""
    groups = {
        Standing.NEW: Group(Standing.NEW, _("New"), _("Each becomes an event of its own.")),
        Standing.CHANGED: Group(
            Standing.CHANGED,
            _("Changed"),
            _("Only what changed there is changed here; what you added stays."),
        ),
        Standing.GONE: Group(
            Standing.GONE,
            _("Gone"),
            _("They are to come, and stand in that calendar no more. Ticked ones are cancelled."),
        ),
    }
    declined = _declined_before(read)
    for entry in read.entries.select_related("event"):
        default = entry.standing != Standing.GONE and _name(entry) not in declined
        is_ticked = default if ticked is None else entry.pk in ticked
        shown = _shown(entry, read, refused.get(entry.pk), is_ticked=is_ticked)
        groups[Standing(entry.standing)].entries.append(shown)
    return [group for group in groups.values() if group.entries]


def left_out(read: CalendarImport) -> list[str]:
    """What was read and is not to be chosen from, in words."""
    counts = read.counts
    told = []
    if counts.get(SAME):
        told.append(
            ngettext(
                "%(number)d date is as it was.", "%(number)d dates are as they were.", counts[SAME]
            )
            % {"number": counts[SAME]}
        )
    if counts.get(WITHOUT_TIME):
        told.append(
            ngettext(
                "%(number)d entry says no time that can be read.",
                "%(number)d entries say no time that can be read.",
                counts[WITHOUT_TIME],
            )
            % {"number": counts[WITHOUT_TIME]}
        )
    if counts.get(TOO_LONG):
        told.append(
            ngettext(
                "%(number)d entry lasts longer than a year.",
                "%(number)d entries last longer than a year.",
                counts[TOO_LONG],
            )
            % {"number": counts[TOO_LONG]}
        )
    if counts.get(HIDDEN):
        told.append(
            ngettext(
                "%(number)d date is marked there as private or confidential: it is not for the "
                "public.",
                "%(number)d dates are marked there as private or confidential: they are not for "
                "the public.",
                counts[HIDDEN],
            )
            % {"number": counts[HIDDEN]}
        )
    return told


def _name(entry: ImportedEntry) -> tuple[str, str, str]:
    return (entry.uid, entry.occurrence, repr(sorted(entry.facts.items())))


def _declined_before(read: CalendarImport) -> set[tuple[str, str, str]]:
    """What was left out of the last reading, and is still the same."""
    earlier = CalendarImport.objects.filter(
        source=read.source_id, state=Importing.DONE, pk__lt=read.pk
    )
    last = earlier.order_by("-pk").first()
    if last is None:
        return set()
    return {_name(entry) for entry in last.entries.filter(is_chosen=False)}


def _shown(
    entry: ImportedEntry, read: CalendarImport, refusal: Refusal | None, *, is_ticked: bool
) -> ShownEntry:
    event, facts = entry.event, entry.facts
    is_gone = entry.standing == Standing.GONE
    if is_gone and event:
        title, when = str(event.title), when_of(event.span, is_all_day=event.is_all_day)
        where, category = str(event.location), str(event.get_category_display())
        organiser, text = str(event.organiser), ""
    else:
        told = about_of(facts, read.source)
        title, when = told.title_ko, _when(facts)
        where, category = told.location_ko, _category(facts, read)
        organiser, text = told.organiser_ko, told.text_ko
    return ShownEntry(
        pk=entry.pk,
        title=title,
        when=when,
        where=where,
        category=category,
        organiser=organiser,
        text=text,
        event=event.reference if event else "",
        is_ticked=is_ticked,
        is_cancelled=bool(facts.get("is_cancelled")) and not is_gone,
        differences=tuple(_differences(entry, read)) if entry.standing == Standing.CHANGED else (),
        refusal=refusal,
        is_done=entry.is_chosen is True,
    )


def _when(facts: Facts) -> str:
    return when_of(span_of(facts), is_all_day=facts["is_all_day"])


def _category(facts: Facts, read: CalendarImport) -> str:
    return str(Category(category_of(facts, read.source)).label)


def _differences(entry: ImportedEntry, read: CalendarImport) -> Iterable[Difference]:
    before = entry.event.source_facts if entry.event else None
    told: dict[str, tuple[str, Any]] = {
        import_facts.WHEN: (_("When"), _when),
        import_facts.TITLE: (_("Title"), lambda facts: facts["title"]),
        import_facts.WHERE: (_("Where"), lambda facts: facts["location"]),
        import_facts.ORGANISER: (_("Organiser"), lambda facts: facts["organiser"]),
        import_facts.CATEGORY: (_("Kind of event"), lambda facts: _category(facts, read)),
        import_facts.TEXT: (
            _("Text"),
            lambda facts: _beginning(about_of(facts, read.source).text_ko),
        ),
    }
    for part in changed(before, entry.facts):
        if part in told:
            name, tell = told[part]
            yield Difference(name, tell(before) if before else "", tell(entry.facts))


def _beginning(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its last reading."""

    pk: int
    name: str
    address: str
    reference: str
    state: str
    asked: str
    number: int  # of our events that came from it


def sources_of(rows: Sequence[Any]) -> list[ShownSource]:
    """Of sources that came with `last_reference`, `last_state`, `last_asked` and `number`."""
    return [
        ShownSource(
            pk=one.pk,
            name=one.name,
            address=one.address,
            reference=one.last_reference or "",
            state=str(Importing(one.last_state).label) if one.last_state else "",
            asked=formats.moment(one.last_asked) if one.last_asked else "",
            number=one.number,
        )
        for one in rows
    ]
