"""The outbox as the administrator sees it: what was sent, what failed, and why."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lib.formats import masked_email
from lib.only_shown import OnlyShown
from notices import delivery
from notices.models import Notice, State


class StateFilter(admin.SimpleListFilter):
    """Waiting, sent or given up."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        state = self.value()
        return queryset if state is None else queryset & Notice.objects.in_state(state)


@admin.register(Notice)
class NoticeAdmin(OnlyShown, admin.ModelAdmin[Notice]):
    """To look at, and to send again what was given up. A letter is never written here."""

    list_display = ("reference", "kind", "masked_to", "shown_state", "due_at", "attempts")
    list_filter = (StateFilter, "kind", "language")
    search_fields = ("reference", "message_id", "to")
    ordering = ("-pk",)
    actions = ("send_again",)
    # Not the facts: they are personal data, and the letter is its reader's.
    fields = (
        "reference",
        "kind",
        "channel",
        "language",
        "to",
        "message_id",
        "written_at",
        "due_at",
        "first_tried_at",
        "attempts",
        "claimed_until",
        "sent_at",
        "given_up_at",
        "last_error",
    )

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Who may change notices at all may have them sent again."""
        return admin.ModelAdmin.has_change_permission(self, request)

    @admin.display(description=_("to"))
    def masked_to(self, notice: Notice) -> str:
        return masked_email(notice.to)

    @admin.display(description=_("state"))
    def shown_state(self, notice: Notice) -> str:
        return str(notice.state.label)

    @admin.action(description=_("Send again what was given up"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Give what was given up a fresh start; what waits or was sent is left alone."""
        number = delivery.send_again(queryset)
        text = ngettext(
            "%(number)d letter is sent again.", "%(number)d letters are sent again.", number
        )
        self.message_user(request, text % {"number": number})
