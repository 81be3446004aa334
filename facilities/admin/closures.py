"""Closures: made, moved and lifted through the verbs, so that none lies over a booking."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from modeltranslation.admin import TranslationAdmin

from facilities import closing
from facilities.models import Closure
from lib import clock
from lib.refusal import Refusal, Refused
from lib.spans import Span


class ClosureForm(forms.ModelForm[Closure]):
    """A closure; what the verb refused a moment ago stands above the form."""

    refusal: Refusal | None = None

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(f"{self.refusal.message} {self.refusal.next_step}")
        return super().clean()


@admin.register(Closure)
class ClosureAdmin(TranslationAdmin[Closure]):
    """Times taken away. What is over stays as a record; what has begun ends earlier or later."""

    form = ClosureForm
    list_display = ("facility", "starts_at", "ends_at", "reason")
    list_filter = ("facility",)
    list_select_related = ("facility",)
    date_hierarchy = "starts_at"
    fields = ("facility", "starts_at", "ends_at", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Closure | None = None) -> Any:
        """Another facility is another closure."""
        return ("facility",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """Not when it is over."""
        is_over = obj is not None and obj.ends_at <= clock.now()
        return super().has_change_permission(request, obj) and not is_over

    def has_delete_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """Lifted one by one, and only before it begins: after that its end can be moved."""
        return (
            super().has_delete_permission(request, obj)
            and obj is not None
            and obj.starts_at > clock.now()
        )

    def get_form(
        self, request: HttpRequest, obj: Closure | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Closure]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "closure_refusal", None)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When the verb refuses, all is rolled back and the form comes back saying why."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.closure_refusal = refused.refusal  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = refused.refusal.status
            return response

    def save_model(self, request: HttpRequest, obj: Closure, form: Any, change: bool) -> None:
        """By the verb that fits; raises `Refused`."""
        span = Span(obj.starts_at, obj.ends_at)
        reasons = {"reason_ko": obj.reason_ko, "reason_en": obj.reason_en or ""}  # type: ignore[attr-defined]
        if not change:
            made = closing.close(obj.facility, span, **reasons)
            obj.pk, obj.occupancy = made.pk, made.occupancy
            return
        if {"starts_at", "ends_at"} & set(form.changed_data):
            obj.occupancy = closing.move(obj, span).occupancy
        if {"reason_ko", "reason_en"} & set(form.changed_data):
            closing.reword(obj, **reasons)

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        closing.reopen(obj)
