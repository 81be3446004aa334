"""Dated rules: changed as long as nobody booked under them, then only superseded."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from facilities import data_file
from facilities.admin.stamped import StampedAdmin
from facilities.models import Policy
from lib import clock, formats


@admin.register(Policy)
class PolicyAdmin(StampedAdmin[Policy]):
    """A used policy is shown, not changed; one press makes its successor from it.

    A new one may begin with the values of a preset: a policy of the data file that no facility has.
    """

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
            {
                "fields": (
                    "residents_only",
                    "max_per_day",
                    "max_per_week",
                    "max_per_month",
                    "max_visits",
                )
            },
        ),
        (
            _("Places in a session"),
            {"fields": ("party", "place_for", "max_party", "max_child_age", "last_entry_minutes")},
        ),
        (
            _("Absence"),
            {"fields": ("absent_after_minutes", "absences_allowed", "suspension_days")},
        ),
        (
            _("Applications"),
            {
                "description": _("For what an officer decides."),
                "fields": (
                    "decide_days",
                    "decide_days_counted",
                    "decide_days_before_use",
                    "change_days_before",
                    "holds_while_undecided",
                    "priority",
                    "is_listed",
                    "safety_plan_peak",
                    "safety_plan_day",
                ),
            },
        ),
        (
            _("Fees"),
            {
                "description": _("Amounts are won. Without a fee, the rest does not matter."),
                "fields": (
                    "fee_won",
                    "fee_unit",
                    "fee_min_m2",
                    "fee_min_minutes",
                    "night_percent",
                    "night_from",
                    "night_until",
                    "fee_counts_setup",
                    "fee_rounds_down_to",
                    "pay_within_days",
                    "refunds",
                ),
            },
        ),
    )

    @admin.display(boolean=True, description=_("booked under"))
    def is_used_already(self, policy: Policy) -> bool:
        return policy.is_used()

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        """Not once a booking was made under it."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_used())

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the values of another policy, in force from tomorrow.

        `?supersedes=<id>`: one that is there. `?preset=<name>`: one of the data file.
        """
        policy = _superseded(request) or _preset(request)
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
        context["presets"] = _presets() if add else []
        return super().render_change_form(request, context, add, change, form_url, obj)


def _superseded(request: HttpRequest) -> Policy | None:
    number = request.GET.get("supersedes", "")
    return Policy.objects.filter(pk=number).first() if number.isdecimal() else None


def _preset(request: HttpRequest) -> Policy | None:
    with suppress(KeyError):
        return data_file.preset(data_file.read(), request.GET.get("preset", ""))
    return None


def _presets() -> list[tuple[str, str]]:
    """Name and title of each, in the language of the page."""
    data, language = data_file.read(), "ko" if formats.is_korean() else "en"
    return [(name, data["policy"][name]["name"][language]) for name in data_file.preset_names(data)]
