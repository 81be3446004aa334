"""Events, series and pictures in the admin: only to look at. Officers have pages of their own."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from events.models import Event, EventRecord, Picture

Row = TypeVar("Row", bound=Model)


class ShownAdmin(admin.ModelAdmin[Row]):
    """Rows that only verbs write: nothing is added, changed or deleted here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ShownAdmin[Event]):
    """What is on, the latest first."""

    list_display = ("title", "starts_at", "ends_at", "state", "category", "revision")
    list_filter = ("state", "category")
    search_fields = ("reference", "title_ko", "title_en")
    ordering = ("-starts_at", "-pk")
    fields = (
        *("reference", "uid", "state", "category", "title_ko", "title_en"),
        *("starts_at", "ends_at", "is_all_day", "reason_ko", "reason_en", "series"),
        *("revision", "created_at", "changed_at", "published_at"),
    )


@admin.register(EventRecord)
class EventRecordAdmin(ShownAdmin[EventRecord]):
    """Who did what to which event, the newest first."""

    list_display = ("event", "what", "at", "who", "why")
    list_filter = ("what",)
    list_select_related = ("event", "who")
    search_fields = ("event__reference",)
    ordering = ("-at", "-pk")
    fields = ("event", "what", "at", "who", "why")


@admin.register(Picture)
class PictureAdmin(ShownAdmin[Picture]):
    """What is shown with events."""

    list_display = ("alt", "width", "height", "by", "at")
    list_select_related = ("by",)
    search_fields = ("reference", "alt_ko", "alt_en")
    ordering = ("-at", "-pk")
    fields = ("reference", "alt_ko", "alt_en", "width", "height", "by", "at")
