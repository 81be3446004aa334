"""The kept conditions, for administrators; applications and permits only to look at.

Applications have pages of their own. What somebody asked for is personal data and stays there.
"""

from typing import TypeVar

from django.contrib import admin
from django.db.models import Model
from modeltranslation.admin import TranslationAdmin

from applications.models import Application, Condition, Permit
from lib.only_shown import OnlyShown

Row = TypeVar("Row", bound=Model)


@admin.register(Condition)
class ConditionAdmin(TranslationAdmin[Condition]):
    """The text of an approval is kept with it: a change here reaches no old one."""

    list_display = ("text", "is_usual", "is_outdoors", "position")
    list_editable = ("is_usual", "is_outdoors", "position")
    search_fields = ("text_ko", "text_en")


@admin.register(Application)
class ApplicationAdmin(OnlyShown, admin.ModelAdmin[Application]):
    """How far the officers are."""

    list_display = ("booking", "number", "state", "received_at", "due_on", "officer")
    list_filter = ("state",)
    list_select_related = ("booking", "officer")
    search_fields = ("booking__reference",)
    ordering = ("-received_at", "-pk")
    fields = (
        "booking",
        "number",
        "state",
        "received_at",
        "priority",
        "counts_from",
        "due_on",
        "officer",
        "decided_at",
        "decided_by",
    )


@admin.register(Permit)
class PermitAdmin(OnlyShown, admin.ModelAdmin[Permit]):
    """The ledger of permits (사용허가대장), the newest first."""

    list_display = ("full_number", "booking", "issued_at", "replaced_at")
    list_filter = ("year",)
    list_select_related = ("booking",)
    search_fields = ("booking__reference", "=number")
    ordering = ("-year", "-number")
    fields = ("full_number", "booking", "application", "issued_at", "issued_by", "replaced_at")
