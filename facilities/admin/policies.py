"""Dated rules: changed as long as nobody booked under them, then only superseded."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from facilities.admin.stamped import StampedAdmin
from facilities.models import Policy
from lib import clock


@admin.register(Policy)
class PolicyAdmin(StampedAdmin[Policy]):
    """A used policy is shown, not changed; one press makes its successor from it."""

    list_display = ("facility", "valid_from", "decision", "is_sample", "is_used_already")
    list_filter = ("decision", "is_sample", "facility")
    list_select_related = ("facility",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "facility",
                    "valid_from",
                    "decision",
                    "officer_from_people",
                    "ordinance",
                    "is_sample",
                )
            },
        ),
        (
            _("Lengths"),
            {
                "fields": (
                    "step_minutes",
                    "min_minutes",
                    "max_minutes",
                    "setup_minutes",
                    "clearing_minutes",
                )
            },
        ),
        (
            _("When to book and to cancel"),
            {
                "fields": (
                    "opens_days_before",
                    "opens_weekday",
                    "opens_at",
                    "closes_days_before",
                    "cancel_minutes_before",
                    "cancel_days_before",
                    "cancel_at",
                )
            },
        ),
        (
            _("Who, and how often"),
            {"fields": ("residents_only", "max_per_day", "max_per_week", "max_per_month")},
        ),
        (
            _("Places in a session"),
            {"fields": ("party", "place_for", "max_party", "max_child_age", "last_entry_minutes")},
        ),
        (
            _("Absence"),
            {"fields": ("absent_after_minutes", "absences_allowed", "suspension_days")},
        ),
    )

    @admin.display(boolean=True, description=_("booked under"))
    def is_used_already(self, policy: Policy) -> bool:
        return policy.is_used()

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        """Not once a booking was made under it."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_used())

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """`?supersedes=<id>`: begin with the values of that policy, in force from tomorrow."""
        number = request.GET.get("supersedes", "")
        policy = Policy.objects.filter(pk=number).first() if number.isdecimal() else None
        if policy is None:
            return super().get_changeform_initial_data(request)
        return model_to_dict(policy) | {"valid_from": clock.today() + timedelta(days=1)}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Policy | None = None,
    ) -> HttpResponse:
        """The page says why a used policy cannot be changed: admin/facilities/policy."""
        context["is_used"] = bool(obj and obj.is_used())
        return super().render_change_form(request, context, add, change, form_url, obj)
