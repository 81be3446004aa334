"""The calendar of all events: what 304 costs, what writing it costs, and how much memory it takes.

304 is loaded over HTTP beside the bare view. Writing is measured in this process, from the database
to the bytes, beside what the icalendar library needs to serialise a calendar of the same entries
that is in memory already; one after the other in each round, and both must give the same bytes. The
memory is the peak of a worker of a fresh server that sent the whole feed several times.
"""

import gc
import http.client
import statistics
import time
import tracemalloc
from argparse import Namespace
from collections.abc import Callable
from datetime import time as time_of_day
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from bench import clients, report
from bench.server import Server, bare, ours
from bin.report import say, step
from events.batches import in_feeds
from events.finding import Wish
from events.models import Category, Event, EventPlace
from events.publication import Published
from events.stamps import stamp_of
from events.views.feeds import feed_pieces
from facilities.catalogue import catalogue
from lib import clock
from lib.conditional import streamed
from lib.references import new_reference

GOAL = 2
SENT = 5  # times that each server sends the whole
A_DAY = 8
TEXT = "이웃과 함께 물건을 나누고, 먹고, 이야기합니다. 비가 오면 로비에서 열립니다.\n" * 5
BESIDE = "Writing is said beside Calendar.to_ical() of the icalendar library for the same entries."


def measure(options: Namespace) -> int:
    """Print the figures for each size; 1 when bytes differ or something was read for a 304."""
    is_right = True
    peaks: list[tuple[str, str, str]] = []
    for number in options.events:
        with step(f"Making {number:,} events"):
            grow(number)
        if number == options.events[0]:
            report.headline("The calendar of all events", BESIDE)
        holds = held()
        with translation.override("ko"):
            is_right &= written(number, options.rounds)
            is_right &= unread()
        with ours() as server, bare() as floor:
            is_right &= not_modified(server, floor, options)
        with ours() as server:
            peaks.append((f"{number:,} events", f"{holds:.1f}", f"{sent(server):.0f}"))
    say("")
    report.table(("memory", "peak of what writing holds, MB", "peak of a worker, MB"), peaks)
    return 0 if is_right else 1


def grow(number: int) -> None:
    """So many announced events from tomorrow on, each at one place, a few a day."""
    facilities = [listing.facility for listing in catalogue().listings]
    first, now = clock.today() + timedelta(days=1), clock.now()
    events = []
    for place in range(Event.objects.count(), number):
        reference = new_reference()
        day, hour = first + timedelta(days=place // A_DAY), 9 + place % A_DAY
        events.append(
            Event(
                reference=reference,
                uid=f"{reference}@sarangbang",
                state=Published.PUBLISHED,
                category=Category.values[place % len(Category.values)],
                title_ko=f"여수동 벼룩시장 {place}",
                title_en=f"Yeosu-dong flea market {place}",
                text_ko=TEXT,
                organiser_ko="여수동 마을모임(예시)",
                audience_ko="누구나",
                phone="0310000101",
                starts_at=clock.seoul(day, time_of_day(hour)),
                ends_at=clock.seoul(day, time_of_day(hour + 2)),
                revision=place % 5,
                published_at=now,
            )
        )
    Event.objects.bulk_create(events, batch_size=500)
    EventPlace.objects.bulk_create(
        [
            EventPlace(
                event=event,
                facility=facilities[event.pk % len(facilities)],
                starts_at=event.starts_at,
                ends_at=event.ends_at,
            )
            for event in events
        ],
        batch_size=500,
    )
    with connection.cursor() as cursor:
        # As the database does by itself after a while.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def written(number: int, rounds: int) -> bool:
    """From the database to the bytes, beside the library's serialising; are the bytes the same?"""
    whole = b"".join(feed_pieces(Wish()))
    built = Calendar.from_ical(whole)
    jobs: dict[str, Callable[[], bytes]] = {
        "icalendar, to_ical alone": lambda: bytes(built.to_ical()),
        "ours, read and written": lambda: b"".join(feed_pieces(Wish())),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    is_same = True
    for turn in range(rounds + 1):
        for name, job in jobs.items():
            began = time.perf_counter()
            made = job()
            if turn:  # the first round warms up
                seconds[name].append(time.perf_counter() - began)
            is_same &= made == whole
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    say(f"\n{number:,} events, {len(whole) / 1e6:.1f} MB, bytes {'equal' if is_same else 'DIFFER'}")
    report.table(
        ("", "ms", "least", "most"),
        [
            (name, *(report.milliseconds(one) for one in (medians[name], min(taken), max(taken))))
            for name, taken in seconds.items()
        ],
    )
    theirs, ours_ = medians.values()
    report.goal("Ours over icalendar's serialising", ours_ / theirs, GOAL)
    return is_same


def unread() -> bool:
    """What a 304 asks the database: two small rows, and no event."""
    catalogue()
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        stamp_of(in_feeds(Wish()), "feed", Wish())
        took = time.perf_counter() - began
    is_small = len(asked) == 2 and not any("title" in one["sql"] for one in asked.captured_queries)
    say(f"The stamp of it: {report.milliseconds(took)} ms, {len(asked)} queries")
    return is_small


def not_modified(server: Server, floor: Server, options: Namespace) -> bool:
    """304 under load, beside the bare view."""
    etag = _ask(server, {})[1]
    status, _etag, length = _ask(server, {"If-None-Match": etag})
    ratios, latencies = [], []
    for _turn in range(options.load_rounds):
        view = clients.wrk(floor.url, options.connections, options.seconds)
        headers = {"If-None-Match": etag}
        path = f"{server.url}{reverse('events:feed')}"
        got = clients.wrk(path, options.connections, options.seconds, headers=headers)
        ratios.append(view.rate / got.rate)
        latencies.append(got.p50)
    p50 = report.milliseconds(report.median(latencies))
    say(
        f"304: {report.median(ratios):.1f} bare views for one "
        f"({min(ratios):.1f} to {max(ratios):.1f}), "
        f"p50 {p50} ms with {options.connections} connections"
    )
    return status == http.client.NOT_MODIFIED and length == 0


def held() -> float:
    """The peak of what writing the feed holds, in MB, while each piece is let go at once.

    Events and their places know each other, so what was let go waits for the collector. It comes
    by itself; here it comes after each piece, to see what is held and not what waits.
    """
    with translation.override("ko"):
        next(streamed(feed_pieces(Wish()), "ko"))  # what is read once, and stays
    gc.collect()
    tracemalloc.start()
    with translation.override("ko"):
        for _piece in streamed(feed_pieces(Wish()), "ko"):
            gc.collect()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def sent(server: Server) -> float:
    """The peak of a worker after it sent the whole some times."""
    for _turn in range(2 * SENT):  # two workers
        _ask(server, {})
    return server.peak_megabytes()


def _ask(server: Server, headers: dict[str, str]) -> tuple[int, str, int]:
    """Status, ETag and length of the feed."""
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        asking.request("GET", reverse("events:feed"), headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.getheader("ETag") or "", len(answer.read())
    finally:
        asking.close()
