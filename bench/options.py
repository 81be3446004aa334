"""What the six commands can be told."""

import argparse
from collections.abc import Sequence


def numbers(text: str) -> tuple[int, ...]:
    """Read 1000,100000 as two numbers."""
    return tuple(int(part) for part in text.split(","))


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The name of the command and its options; ends the process when they are not understood."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--engine", choices=("sqlite", "postgres"), default="postgres")
    common.add_argument(
        "--keep", action="store_true", help="leave database and server running until Ctrl-C"
    )
    parser = argparse.ArgumentParser(prog="bench")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=about,
            description=about,
            parents=[common],
            prog=f"bench/{name}",
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )

    rush = command("rush", "Many people want few slots at the same moment.")
    rush.add_argument("--people", type=int, default=200)
    rush.add_argument("--slots", type=int, default=10)
    rush.add_argument("--at-a-time", type=int, default=100, help="connections")
    rush.add_argument("--runs", type=int, default=5)
    rush.add_argument("--rows", type=int, default=100_000, help="bookings there before")

    places = command("places", "Many people want the places of one session at the same moment.")
    places.add_argument("--people", type=int, default=300)
    places.add_argument("--places", type=int, default=14)
    places.add_argument("--at-a-time", type=int, default=300, help="connections")
    places.add_argument("--runs", type=int, default=6, help="at most 26: each has a day of its own")
    places.add_argument("--rows", type=int, default=100_000, help="bookings there before")

    pages = command("pages", "Requests a second and bytes of the pages.")
    pages.add_argument("--rows", type=numbers, default=(1_000, 100_000, 1_000_000))
    pages.add_argument(
        "--sessions",
        type=numbers,
        default=(),
        help="measure the pages of sessions instead, at so many bookings in them",
    )
    pages.add_argument(
        "--applications",
        type=numbers,
        default=(),
        help="measure the inbox and an organiser's list instead, at so many applications",
    )
    pages.add_argument("--rounds", type=int, default=3)
    pages.add_argument("--seconds", type=int, default=3, help="of load, a page and round")
    pages.add_argument("--connections", type=int, default=16)

    verbs = command("verbs", "Bookings a second on different slots.")
    verbs.add_argument("--rows", type=int, default=100_000, help="bookings there before")
    verbs.add_argument("--rounds", type=int, default=5)
    verbs.add_argument("--seconds", type=int, default=3, help="of load on the bare views, a round")
    verbs.add_argument("--bookings", type=int, default=600, help="a round")
    verbs.add_argument("--clients", type=int, default=16)

    permit = command("permit", "A permit of twelve visits as PDF, beside an empty page.")
    permit.add_argument("--rounds", type=int, default=15, help="after one that warms up")

    feed = command("feed", "The calendar of all events: 304, writing it, and the memory of it.")
    feed.add_argument("--events", type=numbers, default=(1_000, 10_000), help="growing")
    feed.add_argument("--rounds", type=int, default=7, help="of writing, after one that warms up")
    feed.add_argument("--load-rounds", type=int, default=3)
    feed.add_argument("--seconds", type=int, default=3, help="of load, a view and round")
    feed.add_argument("--connections", type=int, default=16)
    return parser.parse_args(arguments)
