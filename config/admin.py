"""The timetable as the administrator sees it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.models import TimedWork
from lib.only_shown import OnlyShown

admin.site.site_header = admin.site.site_title = _("Sarangbang set-up")
admin.site.index_title = _("What can be set up")


@admin.register(TimedWork)
class TimedWorkAdmin(OnlyShown, admin.ModelAdmin[TimedWork]):
    """To look at: when each piece of timed work was last begun, and how that went."""

    list_display = ("name", "last_begun_at", "outcome")
    list_select_related = ("last_run",)
    fields = ("name", "last_begun_at", "last_run")

    @admin.display(description=_("outcome"))
    def outcome(self, work: TimedWork) -> str:
        return str(work.last_run.get_status_display()) if work.last_run else "–"
