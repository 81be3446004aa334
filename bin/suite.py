"""`bin/test`: the whole suite, on SQLite with a real browser, and beside it on PostgreSQL.

The two passes share nothing but the processors. What the second prints is told after the first.
Arguments go to pytest, in both passes; `bin/test --prepare` only installs. TEST_DATABASE_URL names
a PostgreSQL server on which test databases may be made; without it a private one is started for the
time of the test. CHROMIUM names the browser; without it the system's is found, or installed.
"""

import os
from collections.abc import Mapping, Sequence

from bin import chromium, prepare
from bin.report import attend, beside, main, say

NO_TESTS = 5  # pytest's code when the arguments chose none; in one pass that may well be


def run(arguments: list[str]) -> int:
    """Prepare, then both passes. Not 0 when either fails, or when no test was run at all."""
    prepare.development()
    if arguments == ["--prepare"]:
        return 0
    environment = surroundings(arguments)
    pytest = [str(prepare.PYTHON), "-m", "pytest", *arguments]
    with beside(*on_postgresql(pytest, environment)) as other:
        say("\nThe suite on SQLite; beside it on PostgreSQL, which is told afterwards")
        first = attend(pytest, environment)
        say(f"\nOn SQLite: {verdict(first)}. The suite on PostgreSQL")
        second = other.follow()
    failed = [code for code in (first, second) if code not in {0, NO_TESTS}]
    return max(failed) if failed else min(first, second)


def on_postgresql(
    pytest: Sequence[str], environment: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The command of the second pass, in folders of its own, and its environment."""
    own = environment["SARANGBANG_VAR"] + "-postgresql"
    command = [*pytest, "-o", f"cache_dir={own}/cache"]
    offered = os.environ.get("TEST_DATABASE_URL")
    if not offered:
        command = [str(prepare.PYTHON), "-m", "bin.postgres", *command]
    given = {"DATABASE_URL": offered} if offered else {}
    return command, {**environment, "SARANGBANG_VAR": own, **given}


def surroundings(arguments: Sequence[str]) -> dict[str, str]:
    """The environment of a pass on SQLite: the data below var/, not where DATABASE_URL says."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.setdefault("SARANGBANG_VAR", str(prepare.ROOT / "var" / "tests"))
    if "not browser" not in " ".join(arguments):
        environment["CHROMIUM"] = chromium.see_to_it()
    return environment


def verdict(code: int) -> str:
    """What an exit code of pytest means."""
    return {0: "passed", NO_TESTS: "no test chosen"}.get(code, "FAILED")


if __name__ == "__main__":
    main(run)
