"""Texts of the conditions in both languages."""

from modeltranslation.translator import TranslationOptions, register

from applications.models import Condition


@register(Condition)
class ConditionTranslation(TranslationOptions):
    """What is printed on the permit."""

    fields = ("text",)
    required_languages = ("ko", "en")
