"""Which texts of events are kept in Korean and in English. Korean must be there; it stands in."""

from modeltranslation.translator import TranslationOptions, register

from events.models import Event, Picture, ProgrammeItem


@register(Event)
class EventTranslation(TranslationOptions):
    """Of an event."""

    fields = ("title", "text", "organiser", "audience", "price", "location", "reason")


@register(ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    """Of an item of the programme."""

    fields = ("title", "where")


@register(Picture)
class PictureTranslation(TranslationOptions):
    """Of a picture."""

    fields = ("alt",)
