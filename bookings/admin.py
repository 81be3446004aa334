"""Suspensions, for administrators. Bookings have pages of their own, not a table to edit."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from bookings.models import Suspension


@admin.register(Suspension)
class SuspensionAdmin(admin.ModelAdmin[Suspension]):
    """Set, corrected while it lasts, lifted early; the row stays."""

    list_display = ("person", "starts_at", "ends_at", "lifted_at")
    list_select_related = ("person",)
    autocomplete_fields = ("person",)
    search_fields = ("person__email", "person__name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
