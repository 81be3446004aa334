"""What every page of the set-up does: tell the site that something changed."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from facilities.models.places import stamp_set_up

Row = TypeVar("Row", bound=Model)


class StampedAdmin(TranslationAdmin[Row]):
    """A page that stamps the set-up also where Django goes past the model's own save."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The spaces of a facility are set here, without any save."""
        super().save_related(request, form, formsets, change)
        stamp_set_up()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Row]) -> None:
        """Several at once are deleted without the model's own delete."""
        super().delete_queryset(request, queryset)
        stamp_set_up()
