"""Which texts of the set-up are kept in Korean and in English."""

from modeltranslation.translator import TranslationOptions, register

from facilities.models import Building, Closure, Facility, Holiday, Policy, Reduction, Space


@register(Building)
class BuildingTranslation(TranslationOptions):
    """Of a building."""

    fields = ("name", "address")
    required_languages = ("ko", "en")


@register(Space)
class SpaceTranslation(TranslationOptions):
    """Of a space."""

    fields = ("name", "floor")
    required_languages = ("ko", "en")


@register(Facility)
class FacilityTranslation(TranslationOptions):
    """Of a facility."""

    fields = ("name", "summary", "description", "equipment", "department", "sample_note")
    required_languages = {
        "ko": ("name", "summary", "department"),
        "en": ("name", "summary", "department"),
    }


@register(Policy)
class PolicyTranslation(TranslationOptions):
    """Of a policy."""

    fields = ("ordinance",)


@register(Holiday)
class HolidayTranslation(TranslationOptions):
    """Of a holiday."""

    fields = ("name",)
    required_languages = ("ko", "en")


@register(Closure)
class ClosureTranslation(TranslationOptions):
    """Of a closure."""

    fields = ("reason",)


@register(Reduction)
class ReductionTranslation(TranslationOptions):
    """Of a reduction of fees."""

    fields = ("name",)
    required_languages = ("ko", "en")
