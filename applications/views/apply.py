"""Where an application begins: what is needed, what can be applied for, what was begun before."""

from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Residency, User
from accounts.signed_in import person_or_none
from applications import drafting
from applications.asking import Asking, Ground
from applications.models import Application, Draft
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.shown import rules_of_use
from lib import clock, formats
from lib.refusal import Refusal, Refused

GROUNDS = {
    Residency.RESIDENT: Ground.RESIDENT,
    Residency.WORKS_OR_STUDIES: Ground.WORKS_OR_STUDIES,
}
WHO = ("applicant", "organisation", "registration_number", "representative", "ground")
IN_THE_ADDRESS = {"facility": "facility", "date": "day", "start": "starts"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Tell what is needed; POST begins a draft, filled in with what is known."""
    known, person = catalogue(), person_or_none(request)
    refusal = None
    if request.method == "POST":
        if person is None:
            return redirect_to_login(request.get_full_path())
        try:
            draft = drafting.begin(person, _first_typed(request, person))
        except Refused as refused:
            refusal = refused.refusal
        else:
            return redirect("applications:draft", draft.reference)
    return _page(request, known, person, refusal)


def _page(
    request: HttpRequest, known: Catalogue, person: User | None, refusal: Refusal | None
) -> HttpResponse:
    asked = known.listing(request.GET.get("facility", ""))
    drafts = Draft.objects.filter(person=person).select_related("changes") if person else ()
    context = {
        "listings": [item for item in known.listings if item.is_applied_for_on(clock.today())],
        "facility": asked.facility if asked else None,
        "rules": _rules(asked),
        "drafts": [(draft, title_of(draft), formats.moment(draft.saved_at)) for draft in drafts],
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "applications/apply.html", context, status=status)


def _rules(asked: Listing | None) -> list[str]:
    """What holds for the facility that is asked about."""
    policy = asked.policy_on(clock.today()) if asked else None
    return rules_of_use(policy, asked) if policy else []


def title_of(draft: Draft) -> str:
    """What somebody typed as the name of the event, if anything."""
    return next(iter(draft.typed.get("title", [])), "").strip()


def _first_typed(request: HttpRequest, person: User) -> dict[str, list[str]]:
    """What the form starts with: the person's own details, and what the address asks for."""
    row = {name: request.GET.get(asked, "")[:20] for asked, name in IN_THE_ADDRESS.items()}
    typed = {
        "applicant": ["organisation"],
        "contact_name": [person.name],
        "phone": [formats.phone(person.mobile) if person.mobile else ""],
        "ground": [GROUNDS.get(Residency(person.residency), "")],
        **_as_before(person),
        "visit-TOTAL_FORMS": ["1"],
    }
    return typed | {f"visit-0-{name}": [value] for name, value in row.items()}


def _as_before(person: User) -> dict[str, list[str]]:
    """Who applied the last time: nobody gives the same again (KWCAG 2.2, 7.3.4)."""
    own = Application.objects.filter(booking__person=person).order_by("-received_at", "-number")
    latest = own.first()
    if latest is None or not latest.asked:
        return {}
    before = drafting.details_as_typed(Asking.from_json(latest.asked).details)
    return {name: before[name] for name in WHO}
