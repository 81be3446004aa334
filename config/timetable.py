"""The timetable: all work that is begun by the clock, and how often.

Each piece is a Django task, so that what ran and what failed stands in the admin; config.timekeeper
begins them, one worker at a time.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from applications import deciding, papers, unpaid
from applications import retention as forgetting
from bookings import attend, decide, retention, settling
from events import import_reading, picturing
from facilities import generating, occupancy, public_holidays
from lib import clock
from notices import delivery

logger = logging.getLogger(__name__)

RESULTS_KEPT_DAYS = 2
FAILURES_KEPT_DAYS = 30
LOST_AFTER = timedelta(hours=1)  # no task of ours takes so long


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timetable. `name` is for people and never changes; the task may move."""

    name: str
    task: Task[[], Any]
    every: timedelta


class WorkerLost(Exception):
    """The worker that had taken up a task died with it."""


@task()
def prune_slots() -> int:
    """Delete the slots of the past; how many."""
    return occupancy.prune(clock.now())


@task()
def generate_sessions() -> int:
    """Make the sessions of the weeks ahead; how many were missing.

    What stands in the way of one is written to the log: somebody has to see to it.
    """
    done = generating.generate()
    for slug, span in done.blocked:
        logger.warning("No session of %s at %s: its space is in use.", slug, span.starts_at)
    for slug, span in done.left:
        logger.warning("The session of %s at %s is booked on a closed day.", slug, span.starts_at)
    return done.made


@task()
def settle_queues() -> int:
    """Pass on what has run out; how much was settled. The verbs do it too when they need it.

    Queues first: what is swept goes to nobody.
    """
    now = clock.now()
    settled = settling.settle_due(now) + attend.note_absences(now)
    settled += decide.lapse_undecided(now) + deciding.lapse_undecided(now)
    return settled + occupancy.sweep_all(now)


@task()
def settle_charges() -> int:
    """Warn of fees that are due tomorrow, note what lapsed and what the city cancelled; how many.

    What it holds is free by itself at the moment when the fee was due.
    """
    now = clock.now()
    return unpaid.note_closed(now) + unpaid.lapse_unpaid(now) + unpaid.warn_unpaid(now)


@task()
def load_holidays() -> None:
    """Bring the public holidays of the years ahead up to date."""
    year = clock.today().year
    public_holidays.load_holidays(year, year + public_holidays.YEARS_AHEAD)


@task()
def forget_contacts() -> int:
    """Delete the personal data of bookings and applications whose time has come; how many."""
    now = clock.now()
    forgotten = retention.forget_contacts(now)
    return forgotten + forgetting.forget_applications(now) + forgetting.forget_drafts(now)


@task()
def tidy_papers() -> int:
    """Delete the files of papers that are gone; how many."""
    return papers.tidy()


@task()
def tidy_pictures() -> int:
    """Delete the files of pictures that are gone; how many."""
    return picturing.tidy()


@task()
def tidy_imports() -> int:
    """Delete the readings of other calendars that are done with; how many."""
    return import_reading.tidy()


@task()
def prune_notices() -> int:
    """Delete the letters that are done with; how many."""
    return delivery.prune(clock.now())


@task()
def clear_sessions() -> None:
    """Delete the sessions that have run out."""
    call_command("clearsessions")


@task()
def tidy_results() -> int:
    """Delete old results of tasks, failures later than others; how many were found lost.

    A task whose worker was killed would look as if it went on for ever: it is marked as failed.
    """
    now = clock.now()
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LOST_AFTER)
    found = lost.update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=f"{__name__}.{WorkerLost.__qualname__}",
        traceback=WorkerLost.__doc__,
    )
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=RESULTS_KEPT_DAYS,
        failed_min_age_days=FAILURES_KEPT_DAYS,
        verbosity=0,
    )
    return found


TIMETABLE = (
    Entry("settle-queues", settle_queues, timedelta(minutes=1)),
    Entry("settle-charges", settle_charges, timedelta(minutes=10)),
    Entry("generate-sessions", generate_sessions, timedelta(hours=1)),
    Entry("prune-slots", prune_slots, timedelta(hours=1)),
    Entry("load-holidays", load_holidays, timedelta(days=7)),
    Entry("forget-contacts", forget_contacts, timedelta(days=1)),
    Entry("tidy-papers", tidy_papers, timedelta(days=1)),
    Entry("tidy-pictures", tidy_pictures, timedelta(days=1)),
    Entry("tidy-imports", tidy_imports, timedelta(days=1)),
    Entry("prune-notices", prune_notices, timedelta(days=1)),
    Entry("clear-sessions", clear_sessions, timedelta(days=1)),
    Entry("tidy-results", tidy_results, timedelta(hours=1)),
)
