"""The timetable as the administrator sees it."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.models import TimedWork

admin.site.site_header = admin.site.site_title = _("Sarangbang set-up")
admin.site.index_title = _("What can be set up")


@admin.register(TimedWork)
class TimedWorkAdmin(admin.ModelAdmin[TimedWork]):
    """To look at: when each piece of timed work was last begun, and how that went."""

    list_display = ("name", "last_begun_at", "outcome")
    list_select_related = ("last_run",)
    fields = ("name", "last_begun_at", "last_run")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TimedWork | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TimedWork | None = None) -> bool:
        return False

    @admin.display(description=_("outcome"))
    def outcome(self, work: TimedWork) -> str:
        return str(work.last_run.get_status_display()) if work.last_run else "–"
