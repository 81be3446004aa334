"""A club: the form, then what each date has to say for itself, then all or the rest booked."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_or_none
from bookings import changing_rules, drafts
from bookings.forms.series import SeriesForm, instead_value, picked
from bookings.series import SeriesRefused, book, report
from bookings.series_shown import shown_report
from bookings.views.about import about
from bookings.views.book import after_signing_in, gone, known_of, series_link
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.shown import shown_facility
from lib import clock, formats
from lib.refusal import Refusal, Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, then the report of the dates; book what is ticked of them."""
    known = catalogue()
    listing = known.listing(slug)
    if listing is None:
        return gone(request, slug)
    person = person_or_none(request)
    if person is None:
        return after_signing_in(request)
    if not (listing.is_bookable_on(clock.today()) and series_link(request, listing)):
        return redirect("bookings:book", slug)
    if request.method == "POST":
        return _submitted(request, known, listing, person)
    start = {"times": 4, "every": "week"} | known_of(request, listing, person)
    return _form(request, known, listing, SeriesForm(listing, initial=start))


def _submitted(
    request: HttpRequest, known: Catalogue, listing: Listing, person: User
) -> HttpResponse:
    form = SeriesForm(listing, request.POST)
    if not form.is_valid():
        form.keep_key()
        return _form(request, known, listing, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    do = request.POST.get("do")
    if do == "change":
        return _form(request, known, listing, form)
    try:
        if do == "book":
            return _book(request, listing, form, person)
        return _dates(request, listing, form, person)
    except Refused as refused:  # the series as a whole
        refusal = refused.refusal
        return _form(request, known, listing, form, refusal, status=refusal.status)


def _book(request: HttpRequest, listing: Listing, form: SeriesForm, person: User) -> HttpResponse:
    chosen = picked(request.POST, form.visits())
    if not chosen:
        return _dates(request, listing, form, person, changing_rules.nothing_chosen())
    try:
        booking = book(person, form.request_of(person, chosen), str(form.cleaned_data["key"]))
    except SeriesRefused as refused:
        form.fresh_key()
        lost = [formats.period(line.asked.span) for line in refused.report.clashes]
        return _dates(request, listing, form, person, refused.refusal, lost)
    except Refused as refused:
        form.fresh_key()
        return _dates(request, listing, form, person, refused.refusal)
    drafts.drop(request)
    return redirect(f"{reverse('bookings:booking', args=[booking.reference])}?new=1")


def _form(
    request: HttpRequest,
    known: Catalogue,
    listing: Listing,
    form: SeriesForm,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    policy = listing.policy_on(clock.today())
    context = {
        "facility": shown_facility(listing),
        "about": about(request, known, listing),
        "form": form,
        "refusal": refusal,
        "most": policy.max_visits if policy else 1,
    }
    return render(request, "bookings/series.html", context, status=status)


def _dates(
    request: HttpRequest,
    listing: Listing,
    form: SeriesForm,
    person: User,
    refusal: Refusal | None = None,
    lost: list[str] | None = None,
) -> HttpResponse:
    """The report. What was ticked stays so where it can still be had."""
    found = report(person, form.visits())
    ticked = None
    if request.POST.get("do") == "book":
        picks = (f"{line.number} {request.POST.get(f'pick-{line.number}')}" for line in found.lines)
        ticked = frozenset(picks)
    context = {
        "facility": shown_facility(listing),
        "form": form,
        "report": shown_report(found, instead_value, ticked),
        "refusal": refusal,
        "lost": lost or [],
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "bookings/series_dates.html", context, status=status)
