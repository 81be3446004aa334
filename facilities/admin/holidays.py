"""Public holidays: computed, and corrected by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from facilities.admin.stamped import StampedAdmin
from facilities.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(StampedAdmin[Holiday]):
    """A day that somebody added or corrected is kept by hand from then on."""

    list_display = ("day", "name", "is_observed", "is_feast_day", "is_pinned")
    list_filter = ("is_pinned", "is_observed", "is_feast_day")
    date_hierarchy = "day"
    ordering = ("-day",)

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        """Pin what was changed, unless the pin itself was what was changed."""
        if form.changed_data and not (change and "is_pinned" in form.changed_data):
            obj.is_pinned = True
        super().save_model(request, obj, form, change)
