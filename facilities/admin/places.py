"""Buildings, spaces, and facilities with their hours."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities import occupancy
from facilities.admin.stamped import StampedAdmin
from facilities.models import Building, Facility, OpeningHours, Policy, Space, WeeklySession
from facilities.models.places import lock_set_up
from lib import clock, formats
from lib.only_shown import OnlyShown

Row = TypeVar("Row", bound=Model)


class PhoneForm(forms.ModelForm[Any]):
    """A form with a telephone number: shown with hyphens, stored as digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("phone"):
            self.initial["phone"] = formats.phone(self.initial["phone"])

    def clean_phone(self) -> str:
        try:
            return formats.phone_digits(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(
                gettext("Give a Korean telephone number, for example 031-729-2187.")
            ) from error


class FacilityForm(PhoneForm):
    """A facility; its spaces stay as they are while anybody is booked on them."""

    def clean_spaces(self) -> QuerySet[Space]:
        """Refuse other spaces while a booking to come stands on the old or the new ones.

        A booking holds the spaces of the day on which it was made. On other spaces, it would sit in
        a room that it does not hold, and somebody else could book that room.
        """
        spaces: QuerySet[Space] = self.cleaned_data["spaces"]
        if self.instance.pk is None:
            return spaces
        before = set(self.instance.spaces.values_list("pk", flat=True))
        after = {space.pk for space in spaces}
        if before == after:
            return spaces
        lock_set_up()  # who is booking at this moment is seen by the next line
        if occupancy.in_use_from(before | after, clock.now()):
            raise ValidationError(
                gettext(
                    "There are bookings or closures to come on these spaces, and they would not "
                    "move along. Make a new facility on the other spaces and unpublish this one, "
                    "or wait until the last of them is over."
                )
            )
        return spaces


class HoursFormSet(BaseInlineFormSet[OpeningHours, Facility, forms.ModelForm[OpeningHours]]):
    """The hours of a facility: no two say something about the same moment."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form.instance
            for form in self.forms
            if form.is_valid()
            and not form.cleaned_data.get("DELETE")
            and (form.instance.pk or form.has_changed())
        ]
        for one, other in combinations(rows, 2):
            if one.overlaps(other):
                raise ValidationError(
                    gettext("These opening hours overlap: %(one)s, %(other)s.")
                    % {"one": one, "other": other}
                )


class OpeningHoursInline(admin.TabularInline[OpeningHours, Facility]):
    """The hours of the week, in the facility's own page."""

    model = OpeningHours
    formset = HoursFormSet
    extra = 1


class ShownInline(OnlyShown, admin.TabularInline[Row, Facility]):
    """Rows to look at, in the facility's own page."""


class PolicyInline(ShownInline[Policy]):
    """The policies of the facility, to look at; each has a page of its own."""

    model = Policy
    fields = ("valid_from", "decision", "ordinance", "is_sample")
    extra = 0
    show_change_link = True


class WeeklySessionInline(ShownInline[WeeklySession]):
    """The weekly timetable, to look at; it is changed on a page that shows what it hits."""

    model = WeeklySession
    fields = (
        "weekday",
        "starts_at",
        "ends_at",
        "places",
        "door_places",
        "valid_from",
        "valid_until",
    )
    extra = 0


@admin.register(Building)
class BuildingAdmin(StampedAdmin[Building]):
    """The house itself."""

    form = PhoneForm
    list_display = ("name", "address")


@admin.register(Space)
class SpaceAdmin(StampedAdmin[Space]):
    """The physical pieces of the building."""

    list_display = ("name", "code", "floor", "area_m2")
    list_filter = ("building",)
    search_fields = ("name_ko", "name_en", "code")

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """A space that a facility stands on is in use, though the database would let it go."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)  # type: ignore[arg-type]
        standing = Facility.objects.filter(spaces__in=list(objs)).distinct()
        return deleted, counts, lacking, [*protected, *(str(one) for one in standing)]


@admin.register(Facility)
class FacilityAdmin(StampedAdmin[Facility]):
    """What people book."""

    form = FacilityForm
    list_display = ("name", "basis", "capacity", "is_published", "position")
    list_filter = ("basis", "is_published")
    search_fields = ("name_ko", "name_en", "slug")
    filter_horizontal = ("spaces",)
    inlines = (OpeningHoursInline, WeeklySessionInline, PolicyInline)
    fieldsets = (
        (None, {"fields": ("slug", "name", "summary", "description", "equipment")}),
        (_("What it is"), {"fields": ("spaces", "basis", "capacity", "holiday_rule")}),
        (_("Whom to ask"), {"fields": ("department", "phone")}),
        (
            _("How it is shown"),
            {"fields": ("is_published", "position", "sample_note", "limit_group")},
        ),
    )
