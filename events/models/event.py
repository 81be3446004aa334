"""Events. Each date is a row of its own, with its own identity; a series only ties dates."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.picture import Picture
from events.publication import Published
from facilities.models import Facility, Occupancy
from facilities.recurring import Every
from lib import clock, formats
from lib.references import LENGTH, new_reference
from lib.spans import Span


class Category(models.TextChoices):
    """What kind of event it is. The values stand in addresses and feeds: they never change."""

    MARKET = "market", _("market")
    WELFARE = "welfare", _("welfare")
    ARTS = "arts", _("arts and performances")
    EXHIBITION = "exhibition", _("exhibition")
    EDUCATION = "education", _("courses and talks")
    CHILDREN = "children", _("children and families")
    SPORT = "sport", _("sport and health")
    CITY = "city", _("city affairs")
    OTHER = "other", _("other")


class Series(models.Model):  # type: ignore[django-manager-missing]
    """The rule by which dates were made. The dates stand for themselves."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    every = models.CharField(_("how often"), max_length=15, choices=[(one, one) for one in Every])
    first = models.DateField(_("first day"))
    times = models.PositiveSmallIntegerField(_("how many times"), null=True)
    until = models.DateField(_("until"), null=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                condition=Q(times__isnull=False) | Q(until__isnull=False),
                name="series_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class EventQuerySet(models.QuerySet["Event"]):
    """The questions that pages and feeds ask."""

    def announced(self) -> "EventQuerySet":
        """Those that the public may see: also cancelled and postponed ones, with their reason."""
        return self.filter(published_at__isnull=False)

    def taking_place(self) -> "EventQuerySet":
        """Those that the public may come to."""
        return self.announced().filter(state=Published.PUBLISHED)

    def within(self, span: Span) -> "EventQuerySet":
        """Those that touch the span."""
        return self.filter(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)

    def coming(self, now: datetime) -> "EventQuerySet":
        """Those that are not over, the soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def at(self, slug: str) -> "EventQuerySet":
        """Those on any space of that facility: who asks for the plaza means its zones too."""
        spaces = Facility.spaces.through.objects.filter(facility__slug=slug).values("space_id")
        places = EventPlace.objects.filter(facility__spaces__in=spaces)
        return self.filter(pk__in=places.values("event_id"))

    def matching(self, words: str) -> "EventQuerySet":
        """Those in whose texts every word is found, in either language."""
        found = self
        for word in words.split():
            told = ("title", "text", "organiser", "location")
            columns = [f"{name}_{language}" for name in told for language in ("ko", "en")]
            anywhere = Q(places__facility__name_ko__icontains=word)
            anywhere |= Q(places__facility__name_en__icontains=word)
            for column in columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            found = found.filter(pk__in=Event.objects.filter(anywhere).values("pk"))
        return found

    def with_place_names(self) -> "EventQuerySet":
        """With what their places are called, in one query more."""
        places = EventPlace.objects.select_related("facility").order_by("starts_at", "pk")
        return self.prefetch_related(models.Prefetch("places", places))

    def with_places(self) -> "EventQuerySet":
        """With where they are, in a fixed number of queries."""
        places = EventPlace.objects.select_related("facility").prefetch_related(
            "facility__spaces__building"
        )
        return self.prefetch_related(models.Prefetch("places", places.order_by("starts_at", "pk")))


# The managers of translated models are made at run time: mypy is told of them by name.
class Event(models.Model):  # type: ignore[django-manager-missing]
    """A public happening on the calendar: one date of it."""

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=new_reference, editable=False
    )
    # The identity in other people's calendars: given once, it outlives every change.
    uid = models.CharField(max_length=255, unique=True, editable=False)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, related_name="dates", verbose_name=_("series")
    )
    series_day = models.DateField(null=True, editable=False)  # of the rule, also when it was moved
    state = models.CharField(_("state"), max_length=10, choices=Published, default=Published.DRAFT)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    organiser = models.CharField(_("organiser"), max_length=150, blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    price = models.CharField(_("price"), max_length=200, blank=True)  # empty: free of charge
    location = models.CharField(_("where else"), max_length=200, blank=True)
    phone = models.CharField(_("phone for questions"), max_length=20, blank=True)
    registration_url = models.URLField(_("where to register"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_all_day = models.BooleanField(_("all day"), default=False)  # midnight to midnight in Seoul
    # Why it was moved, postponed or cancelled, and when it was announced for before.
    reason = models.CharField(_("reason, shown to everyone"), max_length=300, blank=True)
    moved_from = models.DateTimeField(null=True, editable=False)
    # A booking holds its spaces: its times follow that, and it takes no slots of its own.
    is_of_booking = models.BooleanField(default=False, editable=False)
    pictures: models.ManyToManyField[Picture, Any] = models.ManyToManyField(
        Picture, blank=True, related_name="events", verbose_name=_("pictures")
    )
    # Brought in from somebody else's calendar.
    source = models.ForeignKey(
        "CalendarSource", models.PROTECT, null=True, editable=False, related_name="events"
    )
    source_uid = models.CharField(max_length=255, blank=True, editable=False)
    source_occurrence = models.CharField(max_length=40, blank=True, editable=False)
    source_facts = models.JSONField(null=True, editable=False)  # as they were last taken over
    revision = models.PositiveIntegerField(default=0, editable=False)  # SEQUENCE of the calendar
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects: ClassVar[Any] = EventQuerySet.as_manager()
    # The columns that modeltranslation makes.
    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    organiser_ko: str
    organiser_en: str
    audience_ko: str
    audience_en: str
    price_ko: str
    price_en: str
    location_ko: str
    location_en: str
    reason_ko: str
    reason_en: str

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=Published.values), name="event_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=Published.PUBLISHED) | Q(published_at__isnull=False),
                name="event_published_at_a_moment",
            ),
            models.UniqueConstraint(fields=("series", "series_day"), name="event_one_per_day"),
            models.UniqueConstraint(
                fields=("source", "source_uid", "source_occurrence"),
                condition=Q(source__isnull=False),
                name="event_brought_in_once",
            ),
        ]
        indexes = [
            models.Index(fields=("starts_at",), name="event_begins"),
            # All that the stamp of a feed is made of: answered from the index alone.
            models.Index(
                fields=("ends_at", "published_at", "category", "revision", "changed_at"),
                name="event_in_feeds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {formats.period(self.span)}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def is_announced(self) -> bool:
        """May the public see it?"""
        return self.published_at is not None


class EventPlace(models.Model):
    """Where the event is, and from when until when there."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="places")
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="event_places", verbose_name=_("facility")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    setup_minutes = models.PositiveSmallIntegerField(_("set-up before (minutes)"), default=0)
    clearing_minutes = models.PositiveSmallIntegerField(_("clearing after (minutes)"), default=0)
    occupancy = models.OneToOneField(
        Occupancy, models.SET_NULL, null=True, editable=False, related_name="event_place"
    )

    class Meta:
        verbose_name = _("place of an event")
        verbose_name_plural = _("places of an event")
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_place_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility}, {formats.period(self.span)}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class ProgrammeItem(models.Model):
    """One thing within an event: the stage at 11:00, the contest at 14:00."""

    objects: ClassVar[models.Manager["ProgrammeItem"]]
    title_ko: str
    title_en: str
    where_ko: str
    where_en: str

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)
    title = models.CharField(_("title"), max_length=150)
    where = models.CharField(_("where"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme")
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="programme_end_after_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class EventRecord(models.Model):
    """One line for each thing that was done to an event: who, what, when, why."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="records")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    what = models.CharField(_("what"), max_length=30)
    at = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.what} {formats.moment(self.at)}"
