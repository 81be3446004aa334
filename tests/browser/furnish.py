"""Furnishes the house that the browser visits: all that bin/run does, then guests and bookings.

A program of its own, so that the suite's database is not touched:
`python -m tests.browser.furnish FOLDER` leaves what the tests must know in FOLDER/house.json.
"""

import runpy

from django.core.management import call_command

from bin import furnish
from bin.report import main
from lib import clock
from tests.browser.moment import NOW

EVENTS = "events"  # those of the demo too: the tests have their own


def run(arguments: list[str]) -> int:
    """Furnish; then the scene, which needs Django to have been started."""
    folder, *also = arguments
    with clock.stopped(NOW):
        furnish.furnish([f"{folder}/accounts"])
    runpy.run_module("tests.browser.scene", run_name="__main__")
    if EVENTS in also:
        with clock.stopped(NOW):
            call_command("load_demo_events", verbosity=0)
    return 0


if __name__ == "__main__":
    main(run)
