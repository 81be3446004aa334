"""Work in a process of its own: its memory is back when it is done, and a hang has an end."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

# What such a process may know of the environment: where programs and fonts are, nothing else.
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)
_ENVIRONMENT_PREFIXES = ("FONTCONFIG_", "DYLD_")


def run(module: str, job: bytes, time_limit: float) -> subprocess.CompletedProcess[bytes]:
    """`python -m module` with the job on its standard input, and without our secrets.

    Raises subprocess.TimeoutExpired; RuntimeError inside a transaction, because a lock on the
    database must not be held meanwhile.
    """
    refuse_in_transaction()
    return subprocess.run(
        [sys.executable, "-m", module],
        input=job,
        capture_output=True,
        timeout=time_limit,
        check=False,
        cwd=Path(__file__).resolve().parent.parent,
        env=_environment(),
    )


def last_words(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why it ended: the last line of its standard error."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"the process ended with {done.returncode}"


def refuse_in_transaction() -> None:
    """The rule of Django's own durable blocks: the transaction around a test does not count."""
    for block in connection.atomic_blocks:
        if not getattr(block, "_from_testcase", False):
            raise RuntimeError("such work must not be done inside a transaction")


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_PREFIXES)
    }
