"""The worker: letters, timed work, tasks, calendars to bring in; until it is told to end."""

import logging
import signal
import time
import uuid
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from config import timekeeper
from config.rounds import Rounds
from events import import_reading
from notices import delivery
from notices.post import PostOfficeClosed

logger = logging.getLogger("config.worker")

LETTERS_EVERY = 1.0  # seconds
TASKS_EVERY = 1.0
TIMETABLE_EVERY = 5.0
CALENDARS_EVERY = 2.0
LAST_WORK = 20.0  # seconds that the work in hand has to end in


class Command(BaseCommand):
    """One process of four threads. As many of it may run as one likes."""

    help = "Deliver letters, begin timed work and run tasks, until SIGINT or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do all that is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stop = Event()
        self.tasks = TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            interval=0,
            batch=True,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
        )
        if options["once"]:
            self.do_once()
        else:
            self.do_until_told()

    def do_once(self) -> None:
        """All that is due now, in this thread."""
        self.begin_timed_work()
        self.run_tasks()
        while self.read_calendars():
            pass
        try:
            while self.deliver_letters():
                pass
        except PostOfficeClosed as error:
            raise CommandError(f"The mail server cannot be reached: {error}") from error

    def do_until_told(self) -> None:
        """Go round until a signal, then let each thread end what it has in hand."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.end)
        rounds = [
            Rounds("letters", self.deliver_letters, LETTERS_EVERY, self.stop),
            Rounds("timetable", self.begin_timed_work, TIMETABLE_EVERY, self.stop),
            Rounds("tasks", self.run_tasks, TASKS_EVERY, self.stop),
            # Apart from the tasks: a server that takes its time holds nobody's queue up.
            Rounds("calendars", self.read_calendars, CALENDARS_EVERY, self.stop),
        ]
        for each in rounds:
            each.start()
        logger.info("the worker has begun")
        self.stop.wait()
        latest = time.monotonic() + LAST_WORK
        for each in rounds:
            each.join(max(0.0, latest - time.monotonic()))
        logger.info("the worker has ended")

    def end(self, number: int, frame: FrameType | None) -> None:
        """Begin no more work. A second signal changes nothing: the end is near in any case."""
        self.stop.set()
        self.tasks.running = False

    def deliver_letters(self) -> bool:
        """One batch of letters. There may be more at once when there were any."""
        return delivery.deliver_due(stop=self.stop.is_set) > 0

    def begin_timed_work(self) -> bool:
        """Whatever the timetable says. Never more at once."""
        for name in timekeeper.begin_due():
            logger.debug("began %s", name)
        return False

    def run_tasks(self) -> bool:
        """The tasks that wait, one after the other."""
        # Looked at first, as taking a task locks the whole of an SQLite database.
        if DBTaskResult.objects.ready().exists():
            self.tasks.run()
        return False

    def read_calendars(self) -> bool:
        """The calendar that waits longest to be brought in. There may be more at once."""
        return import_reading.read_waiting()
