"""The timetable's memory: when each piece of timed work was last begun."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult


class TimedWork(models.Model):
    """One line of the timetable. Workers agree through this row on who begins the work."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    last_begun_at = models.DateTimeField(_("last begun at"), null=True)
    last_run = models.ForeignKey(
        DBTaskResult,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("last run"),
    )

    class Meta:
        verbose_name = _("timed work")
        verbose_name_plural = _("timed work")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
