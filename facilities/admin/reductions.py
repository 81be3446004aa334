"""The kept list of grounds on which less is paid."""

from django.contrib import admin
from django.http import HttpRequest

from facilities.admin.stamped import StampedAdmin
from facilities.models import Reduction


@admin.register(Reduction)
class ReductionAdmin(StampedAdmin[Reduction]):
    """What a charge was reduced by is written on the charge: a change here reaches no old one."""

    list_display = ("name", "percent", "needs_proof", "position")
    list_editable = ("position",)
    search_fields = ("name_ko", "name_en", "code")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Reduction | None = None
    ) -> tuple[str, ...]:
        """Charges name it by its code: that stays."""
        return ("code",) if obj else ()
