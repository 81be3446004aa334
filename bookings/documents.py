"""The pass on paper."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from bookings.attendance import Attended
from bookings.deadlines import next_deadline
from bookings.models import Booking, Visit
from bookings.passes import picture
from bookings.queue_shown import party_in_words
from facilities.wish import call_the_department
from lib import clock, formats, pdf
from lib.references import spaced


def pass_pdf(booking: Booking, visits: Sequence[Visit], language: str) -> bytes:
    """The pass as PDF/UA in the language given. Call it outside any transaction."""
    with translation.override(language):
        title = _("Visitor pass")
        context = {
            "title": title,
            "reference": booking.reference,
            "rows": _rows(booking, visits),
            "qr_svg": picture(booking.reference, title=title),
            "footer": [_("Seongnam City Hall"), call_the_department(visits[0].facility)],
        }
        html = render_to_string("bookings/pass_pdf.html", context)
    return pdf.render(html, title=f"{title} {spaced(booking.reference)}", language=language)


def _rows(booking: Booking, visits: Sequence[Visit]) -> list[tuple[str, str]]:
    rows = []
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED] or visits
    for visit in standing:
        rows += [
            (_("Facility"), str(visit.facility.name)),
            (_("Where"), _place(visit)),
            (_("When"), formats.period(visit.span)),
            (_("People"), party_in_words(visit.party)),
        ]
    if hasattr(booking, "contact"):  # its time may have come
        rows.append((_("Name"), booking.contact.name))
    if booking.purpose:
        rows.append((_("What for"), booking.purpose))
    if booking.group_name:
        rows.append((_("Group"), booking.group_name))
    until = formats.moment(next_deadline(booking, visits, clock.now()))
    rows.append((_("Cancel until"), until))
    return rows


def _place(visit: Visit) -> str:
    """Floor and address of the facility's spaces."""
    spaces = list(visit.facility.spaces.all())
    return f"{spaces[0].floor}, {spaces[0].building.address}" if spaces else ""
