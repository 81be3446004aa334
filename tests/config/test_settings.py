"""What the environment says of the database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ADDRESS = "postgresql://sarangbang:x@127.0.0.1:5432/sarangbang"
PRINT = "import json; from config.settings import DATABASES; print(json.dumps(DATABASES))"


def database(url: str, **environment: str) -> dict[str, Any]:
    """The settings of the database under that environment, read in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=Path(settings.BASE_DIR),
        env={"PATH": os.environ["PATH"], "SARANGBANG_MODE": "demo", "DATABASE_URL": url}
        | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)["default"]
    return found


@pytest.mark.parametrize(
    ("environment", "server_side", "threshold"),
    [
        ({}, True, 5),
        ({"DATABASE_PREPARED_STATEMENTS": "true"}, True, 5),
        ({"DATABASE_PREPARED_STATEMENTS": "false"}, False, None),
    ],
)
def test_statements_are_prepared_unless_a_pooler_cannot(
    environment: dict[str, str], server_side: bool, threshold: int | None
) -> None:
    options = database(ADDRESS, **environment)["OPTIONS"]
    assert options["server_side_binding"] is server_side
    assert options["prepare_threshold"] == threshold


def test_what_the_address_asks_for_stands() -> None:
    options = database(f"{ADDRESS}?sslmode=require&connect_timeout=9")["OPTIONS"]
    assert options["sslmode"] == "require"
    assert int(options["connect_timeout"]) == 9


def test_sqlite_queues_at_the_start_of_a_transaction() -> None:
    assert database("sqlite:////tmp/x.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
