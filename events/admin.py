"""Events, series and pictures in the admin: only to look at. Officers have pages of their own."""

from django.contrib import admin

from events.models import Event, EventRecord, Picture
from lib.only_shown import OnlyShown


@admin.register(Event)
class EventAdmin(OnlyShown, admin.ModelAdmin[Event]):
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
class EventRecordAdmin(OnlyShown, admin.ModelAdmin[EventRecord]):
    """Who did what to which event, the newest first."""

    list_display = ("event", "what", "at", "who", "why")
    list_filter = ("what",)
    list_select_related = ("event", "who")
    search_fields = ("event__reference",)
    ordering = ("-at", "-pk")
    fields = ("event", "what", "at", "who", "why")


@admin.register(Picture)
class PictureAdmin(OnlyShown, admin.ModelAdmin[Picture]):
    """What is shown with events."""

    list_display = ("alt", "width", "height", "by", "at")
    list_select_related = ("by",)
    search_fields = ("reference", "alt_ko", "alt_en")
    ordering = ("-at", "-pk")
    fields = ("reference", "alt_ko", "alt_en", "width", "height", "by", "at")
