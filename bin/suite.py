"""`bin/test`: the whole suite, on SQLite, in a real browser, and on PostgreSQL.

The three passes run side by side and share nothing but the processors. What the second and the
third print is told after the first. Arguments go to pytest, in every pass; `bin/test --prepare`
only installs. TEST_DATABASE_URL names a PostgreSQL server on which test databases may be made;
without it a private one is started for the time of the test. CHROMIUM names the browser; without
it the system's is found, or installed.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from bin import chromium, prepare
from bin.report import attend, beside, main, say

NO_TESTS = 5  # pytest's code when the arguments chose none; in one pass that may well be


@dataclass(frozen=True, slots=True)
class Pass:
    """A run of pytest, in a folder of its own."""

    name: str
    command: list[str]
    environment: dict[str, str]


def run(arguments: list[str]) -> int:
    """Prepare, then all passes. Not 0 when one fails, or when no test was run at all."""
    prepare.development()
    if arguments == ["--prepare"]:
        return 0
    first, *others = passes(arguments, surroundings())
    codes = []
    with ExitStack() as stack:
        beside_it = [stack.enter_context(beside(one.command, one.environment)) for one in others]
        say(f"\nThe suite {first.name}; the other passes beside it are told afterwards")
        codes.append(attend(first.command, first.environment))
        for one, other in zip(others, beside_it, strict=True):
            say(f"\n{verdict(codes[-1])}. The suite {one.name}")
            codes.append(other.follow())
    failed = [code for code in codes if code not in {0, NO_TESTS}]
    return max(failed) if failed else min(codes)


def passes(arguments: Sequence[str], environment: Mapping[str, str]) -> list[Pass]:
    """Those that these arguments want."""
    pytest = [str(prepare.PYTHON), "-m", "pytest", *arguments]
    found = [Pass("on SQLite", pytest, {**environment, "SUITE_PASS": "engine"})]
    if "not browser" not in " ".join(arguments):
        found.append(_own("in a browser", "browser", pytest, environment))
    offered = os.environ.get("TEST_DATABASE_URL")
    if offered:
        environment = {**environment, "DATABASE_URL": offered}
    else:
        pytest = [str(prepare.PYTHON), "-m", "bin.postgres", *pytest]
    return [*found, _own("on PostgreSQL", "engine", pytest, environment)]


def _own(name: str, which: str, pytest: Sequence[str], environment: Mapping[str, str]) -> Pass:
    var = f"{environment['SARANGBANG_VAR']}-{name.rpartition(' ')[2].lower()}"
    more = {"CHROMIUM": chromium.see_to_it()} if which == "browser" else {}
    return Pass(
        name,
        [*pytest, "-o", f"cache_dir={var}/cache"],
        {**environment, **more, "SARANGBANG_VAR": var, "SUITE_PASS": which},
    )


def surroundings() -> dict[str, str]:
    """The environment of every pass: the data below var/, not where DATABASE_URL says."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.setdefault("SARANGBANG_VAR", str(prepare.ROOT / "var" / "tests"))
    return environment


def verdict(code: int) -> str:
    """What an exit code of pytest means."""
    return {0: "Passed", NO_TESTS: "No test chosen"}.get(code, "FAILED")


if __name__ == "__main__":
    main(run)
