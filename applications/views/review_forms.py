"""The forms on an officer's page of an application: one for each step, with what it begins with."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Role, User
from accounts.roles import holders
from applications.forms.review import (
    ITEMS,
    ApproveForm,
    AskForm,
    HandOverForm,
    ProposeForm,
    RefuseForm,
    first_deadline,
)
from applications.models import Condition
from applications.review_shown import ShownReview
from facilities.catalogue import catalogue
from lib import clock

Maker = Callable[[Any], forms.Form]


def makers(shown: ShownReview, officer: User, proposed: Mapping[str, str]) -> dict[str, Maker]:
    """By the name of the step, what makes its form of what was sent, or of None.

    `proposed` is what to propose, filled in from a link.
    """
    visits = [(str(one.number), one.label) for one in shown.visits]
    usual = [
        str(one.pk)
        for one in Condition.objects.all()
        if one.is_usual and (shown.is_outdoors or not one.is_outdoors)
    ]
    chosen = {"visits": [number for number, _label in visits], "conditions": usual}
    day = first_deadline(shown.first_use)
    days = {f"day_{number}": day for number in range(1, ITEMS + 1)}
    return {
        "approve": lambda data: ApproveForm(
            data, visits=visits, initial=chosen, auto_id="approve_%s"
        ),
        "refuse": lambda data: RefuseForm(data, auto_id="refuse_%s"),
        "ask": lambda data: AskForm(data, initial=days, auto_id="ask_%s"),
        "propose": lambda data: ProposeForm(
            data,
            visits=visits,
            facilities=_facilities(),
            initial={"until": day, **proposed},
            auto_id="propose_%s",
        ),
        "hand_over": lambda data: HandOverForm(
            data, colleagues=colleagues(officer), auto_id="hand_over_%s"
        ),
    }


def _facilities() -> list[tuple[str, str]]:
    today = clock.today()
    return [
        (item.facility.slug, str(item.facility.name))
        for item in catalogue().listings
        if item.is_applied_for_on(today)
    ]


def colleagues(officer: User) -> QuerySet[User]:
    """Who else may decide, by name."""
    may = Q(pk__in=holders(Role.OFFICER)) | Q(pk__in=holders(Role.ADMINISTRATOR))
    return User.objects.filter(may).exclude(pk=officer.pk).order_by("name", "pk")


def typed_words(form: forms.Form) -> list[tuple[str, str]]:
    """What was written by hand: label and words, of a form that is not on the page any more."""
    return [
        (str(field.label), str(field.value()))
        for field in form
        if isinstance(field.field.widget, forms.Textarea) and field.value()
    ]
