"""How figures are printed: what they were run on, plain tables, and goals with a verdict."""

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

import django
import granian
from django.db import connection

from bench.bare import ABOUT
from bin.report import say
from lib import clock, formats


def headline(title: str, beside: str = ABOUT) -> None:
    """Say what is measured, on what, and what it is compared with."""
    say(f"\n{title}, {formats.day(clock.today())}")
    say(
        f"{os.cpu_count()} cores ({_processor()}), load and servers on the same machine; "
        f"Python {platform.python_version()}, Django {django.get_version()}, "
        f"granian {granian.__version__} with 2 workers of 2 threads, {engine()}."
    )
    say(f"{beside}\n")


def engine() -> str:
    """The database with its version and how careful it is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]} (WAL, synchronous FULL)"
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"PostgreSQL {version} (fsync {fsync})"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their head, numbers to the right."""
    texts = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    for number, row in enumerate(texts):
        cells = [
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(cells).rstrip())
        if number == 0:
            say("  ".join("-" * width for width in widths))


def goal(what: str, reached: float, limit: float, *, unit: str = "") -> None:
    """One goal: below the limit it is reached."""
    verdict = "reached" if reached < limit else "NOT reached"
    say(f"{what}: {reached:,.1f}{unit}, goal under {limit:,g}{unit}: {verdict}")


def milliseconds(seconds: float) -> str:
    """Seconds as a cell of a table in ms."""
    return f"{seconds * 1000:.0f}" if seconds >= 0.1 else f"{seconds * 1000:.1f}"


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that so many of a hundred do not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def median(figures: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(figures)
