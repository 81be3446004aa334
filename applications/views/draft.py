"""The form of an application: kept as it is typed, checked, looked at once more, handed in."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of, person_or_none
from applications import drafting, papers, row_buttons, rows, typed_kept
from applications.applying import judge, submit, submit_change
from applications.asked_shown import facts_of
from applications.asking import Asking
from applications.draft_rules import draft_gone
from applications.drafts_shown import ShownRow, shown_row
from applications.forms.application import ApplicationForm
from applications.judging import Judged, case_of, refusal_of_the_whole
from applications.missing import Missing, missing
from applications.models import Draft, Paper
from applications.models.draft import PaperPurpose
from applications.paper_rules import paper_too_large
from applications.plan_shown import plan_of
from applications.rules import MOST_VISITS, too_many_visits_asked
from bookings.models import Booking
from facilities.catalogue import catalogue
from lib import clock, formats
from lib.references import new_reference
from lib.refusal import Refusal, Refused

Typed = dict[str, list[str]]


def own_draft(request: HttpRequest, reference: str) -> Draft | HttpResponse:
    """The person's draft; or the page of what it has become, or that it is gone."""
    person = person_of(request)
    draft = Draft.objects.select_related("changes").filter(person=person, reference=reference)
    found = draft.first()
    if found:
        return found
    became = Booking.objects.filter(person=person, key=reference).first()
    if became:
        return redirect("applications:application", became.reference)
    if request.method != "POST":
        raise Http404
    return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    """With all that was typed: nobody has to remember it."""
    refusal = draft_gone()
    form = ApplicationForm(_typed(request), catalogue(), bound=False)
    context = {"refusal": refusal, "form": form}
    return render(request, "applications/draft_gone.html", context, status=refusal.status)


def _typed(request: HttpRequest) -> Typed:
    return {name: [str(one) for one in values] for name, values in request.POST.lists()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The form as it was left. POST keeps what is typed and does what the button says."""
    if person_or_none(request) is None:
        return _after_signing_in(request, reference)
    found = own_draft(request, reference)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        return _pressed(request, found)
    waiting = typed_kept.typed_again(request, found) if "kept" in request.GET else None
    found.typed = waiting or found.typed
    return _page(request, found, is_checked="check" in request.GET, is_unsaved=bool(waiting))


def _after_signing_in(request: HttpRequest, reference: str) -> HttpResponse:
    """To the sign-in and back to this form; what was typed waits in the session."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed_kept.keep(request, reference)
    return redirect_to_login(typed_kept.address(request.path))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, reference: str) -> HttpResponse:
    """All of it on one page before it is handed in; POST hands it in."""
    found = own_draft(request, reference)
    if isinstance(found, HttpResponse):
        return found
    person, form = person_of(request), ApplicationForm(found.typed, catalogue(), bound=True)
    if not form.is_valid():
        return redirect(_checked(found))
    asking = form.asking(person)
    if request.method == "POST":
        try:
            return _handed_in(person, found, asking)
        except Refused as refused:
            return _page(request, found, is_checked=True, refusal=refused.refusal)
    judged = judge(person, asking, found.changes)
    if _refusal(found, asking) or any(one.refusal for one in judged):
        return redirect(_checked(found))
    context = {
        "draft": found,
        "facts": facts_of(asking.details),
        "visits": [(_facility(one), formats.period(one.asked.span), one) for one in judged],
        "missing": _missing(found, asking),
        "papers": list(found.papers.all()),
        "papers_before": list(found.changes.papers.all()) if found.changes else [],
    }
    return render(request, "applications/hand_in.html", context)


def _handed_in(person: User, found: Draft, asking: Asking) -> HttpResponse:
    """The draft's reference is the key of the press: pressed again, it is the same one."""
    if found.changes:
        booking = submit_change(person, found, asking, found.reference).booking
    else:
        booking = submit(person, found, asking, found.reference)
    return redirect(f"{reverse('applications:application', args=[booking.reference])}?new=1")


def _facility(judged: Judged) -> str:
    listing = catalogue().listing(judged.asked.slug)
    return str(listing.facility.name) if listing else judged.asked.slug


def _refusal(found: Draft, asking: Asking) -> Refusal | None:
    """What speaks against the application as such."""
    return refusal_of_the_whole(case_of(asking, catalogue(), clock.now(), found.changes))


def _missing(found: Draft, asking: Asking) -> list[Missing]:
    """What the officer would ask for: better to hear of it now."""
    known, today = catalogue(), clock.today()
    listings = [known.listing(visit.slug) for visit in asking.visits]
    policies = [policy for one in listings if one and (policy := one.policy_on(today))]
    of_booking = Q(booking=found.changes) if found.changes else Q()
    there = Paper.objects.filter(Q(draft=found) | of_booking).values_list("purpose", flat=True)
    first_use = min(visit.span.starts_at for visit in asking.visits).astimezone(clock.SEOUL).date()
    return missing(asking.details, policies, set(there), first_use)


def _checked(found: Draft) -> str:
    return f"{_address(found)}?check=1"


def _address(found: Draft, place: str = "") -> str:
    return reverse("applications:draft", args=[found.reference]) + place


# What the buttons do -------------------------------------------------------------------------


def _pressed(request: HttpRequest, found: Draft) -> HttpResponse:
    """Keep everything first, whatever the button says."""
    typed, do = _typed(request), request.POST.get("do", "")
    changed = row_buttons.pressed(do, typed)
    refusal = None
    if changed is not None and rows.number_of_rows(changed) > MOST_VISITS:
        changed, refusal = typed, too_many_visits_asked()
    try:
        drafting.save(found, changed or typed, anyway=do == "overwrite", ends_page=True)
    except Refused as refused:
        found.typed = typed
        return _page(request, found, is_unsaved=True, refusal=refused.refusal)
    typed_kept.drop(request, found)
    if refusal:
        return _page(request, found, refusal=refusal)
    name, _dash, rest = do.partition("-")
    if name != "discard":
        refusal = _papers(request, found, name, rest)
    if refusal:
        return _page(request, found, refusal=refusal)
    if name in {"paper", "drop"}:
        return redirect(_address(found, "#papers"))
    if changed is not None:
        return redirect(_address(found, "#visits"))
    return _after_saving(request, found, name)


def _after_saving(request: HttpRequest, found: Draft, do: str) -> HttpResponse:
    if do == "discard":
        drafting.discard(found)
        messages.success(request, _("The draft is discarded."))
        return redirect("applications:apply")
    if do == "next":
        return redirect("applications:hand_in", found.reference)
    if do == "check":
        return redirect(_checked(found))
    if do == "look":
        return redirect(_address(found, "#plan"))
    messages.success(request, _("The draft is saved. Go on with it whenever you like."))
    return redirect("applications:draft", found.reference)


def _papers(request: HttpRequest, found: Draft, do: str, reference: str) -> Refusal | None:
    """Take one out, and add the chosen file; why not. What was typed beside it is kept already.

    A file goes along with every button: a browser would make the person choose it again.
    """
    person = person_of(request)
    try:
        if do == "drop":
            papers.remove(person, get_object_or_404(found.papers, reference=reference))
        if do == "paper" or _has_chosen_a_file(request):
            papers.add(person, _upload(request), _purpose(request), draft=found)
    except Refused as refused:
        return refused.refusal
    return None


def _has_chosen_a_file(request: HttpRequest) -> bool:
    return "paper_file" in request.FILES or getattr(request, "upload_too_large", False)


def _upload(request: HttpRequest) -> UploadedFile[Any] | None:
    """The chosen file, if any arrived. Raises `Refused` when it was let go for its size."""
    if getattr(request, "upload_too_large", False):
        raise Refused(paper_too_large())
    chosen = request.FILES.get("paper_file")
    return chosen if isinstance(chosen, UploadedFile) else None


def _purpose(request: HttpRequest) -> str:
    purpose = request.POST.get("paper_purpose", "")
    return purpose if purpose in PaperPurpose.values else PaperPurpose.OTHER.value


# The page ------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    found: Draft,
    *,
    is_checked: bool = False,
    is_unsaved: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    person, known = person_of(request), catalogue()
    form = ApplicationForm(found.typed, known, bound=is_checked)
    is_valid = is_checked and form.is_valid()
    findings = _findings(person, found, form) if is_checked else [None] * form.rows
    if is_valid:
        refusal = refusal or _refusal(found, form.asking(person))
    refused = refusal or next((one.refusal for one in findings if one and one.refusal), None)
    status = refused.status if refused else HTTPStatus.OK
    context = {
        "draft": found,
        "form": form,
        "rows": list(zip(form.visits, findings, strict=True)),
        "refusal": refusal,
        "refused": [(at, one) for at, one in enumerate(findings) if one and one.refusal],
        "is_free": is_valid and not refused,
        "missing": _missing(found, form.asking(person)) if is_valid and form.visits else (),
        "is_unsaved": is_unsaved,
        "page": new_reference(),
        "seen": drafting.as_seen(found),
        "purposes": PaperPurpose.choices,
        "plan": plan_of(person, known, found),
        "saved_at": formats.clock_time(found.saved_at),
    }
    if is_checked and not is_valid:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "applications/draft.html", context, status=status)


def _findings(person: User, found: Draft, form: ApplicationForm) -> list[ShownRow | None]:
    """What is known of each row that can be read, whatever else cannot."""
    readable = form.readable(person)
    judged = iter(judge(person, readable, found.changes) if readable.visits else ())
    return [shown_row(next(judged)) if row.is_valid() else None for row in form.visits]
