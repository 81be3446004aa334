"""What the papers of City Hall say of an application: facts and rows, as ready texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from applications.allowances import character_of, people_of
from applications.asking import Applicant, AskedVisit, Details
from applications.models import Application, Charge
from applications.permit_standing import whole_span
from bookings.models import Visit
from facilities.models import Facility, Reduction
from facilities.shown import Fact
from lib import formats
from lib.spans import QUARTER, Span


@dataclass(frozen=True, slots=True)
class Row:
    """One visit in a table of a paper: ready texts."""

    facility: str
    note: str
    when: str
    whole: str
    people: str


def who(details: Details) -> list[Fact]:
    """Who applied: the organisation with its representative, or the person."""
    if details.applicant == Applicant.PERSON or not details.organisation:
        return [Fact(_("Applicant"), details.contact_name)]
    facts = [Fact(_("Organisation"), details.organisation)]
    if details.representative:
        facts.append(Fact(_("Representative"), details.representative))
    return [*facts, Fact(_("Person in charge"), details.contact_name)]


def what(details: Details, application: Application, visits: Sequence[Visit]) -> list[Fact]:
    """What is approved, for how many, at which fee, under which ordinance."""
    facts = [
        Fact(_("Event"), f"{details.title} ({character_of(details)})"),
        Fact(_("Purpose"), details.purpose),
        Fact(_("People"), people_of(details)),
        Fact(_("Fee"), _fee(getattr(application, "charge", None))),
    ]
    grounds = grounds_of(visits)
    return [*facts, Fact(_("Source in law"), "\n".join(grounds))] if grounds else facts


def _fee(charge: Charge | None) -> str:
    """What use costs, with what was reduced, as official papers write it."""
    if charge is None or not charge.full_won:
        return _("free of charge")
    won = charge.fee_won
    text = formats.won_in_words(won) if formats.is_korean() else formats.won(won)
    if charge.reduction_percent:
        known = Reduction.objects.filter(code=charge.reduction).first()
        name = str(known.name) if known else charge.reduction
        text += f" ({name}: -{charge.reduction_percent}%)"
    return text


def row_of(visit: Visit) -> Row:
    """A visit that stands, with all that it takes. It comes with facility and spaces."""
    return Row(
        facility=str(visit.facility.name),
        note=_area(visit.facility),
        when=formats.period(visit.span),
        whole=_hours(whole_span(visit), visit.span),
        people=f"{visit.people:,}",
    )


def row_asked(asked: AskedVisit, facilities: Mapping[str, Facility]) -> Row:
    """A visit as it was asked for. `facilities`: by slug."""
    facility = facilities.get(asked.slug)
    whole = asked.span.widened(
        before=timedelta(minutes=asked.setup_minutes),
        after=timedelta(minutes=asked.clearing_minutes),
    )
    return Row(
        facility=str(facility.name) if facility else asked.slug,
        note="",
        when=formats.period(asked.span),
        whole=_hours(whole, asked.span),
        people=f"{asked.people:,}",
    )


def _hours(whole: Span, span: Span) -> str:
    """From when to when with set-up and clearing; the days too where they are several."""
    if whole == span:
        return ""
    first, last = (formats.in_seoul(at).date() for at in (whole.starts_at, whole.ends_at - QUARTER))
    return formats.times(whole) if first == last else formats.period(whole)


def _area(facility: Facility) -> str:
    """Its size, where that of all its spaces is known."""
    areas = [space.area_m2 for space in facility.spaces.all()]
    known = [area for area in areas if area]
    return f"{sum(known):,} m²" if known and len(known) == len(areas) else ""


def facilities_of(asked: Sequence[AskedVisit]) -> dict[str, Facility]:
    """By slug, in the order in which they are asked for; also those that are no more published."""
    found = {
        one.slug: one for one in Facility.objects.filter(slug__in={visit.slug for visit in asked})
    }
    return {visit.slug: found[visit.slug] for visit in asked if visit.slug in found}


def grounds_of(visits: Sequence[Visit]) -> list[str]:
    """The sources in law of the policies that the visits were asked for under."""
    return [one for one in dict.fromkeys(visit.policy.ordinance for visit in visits) if one]
