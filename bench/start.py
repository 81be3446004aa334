"""The commands of this folder: see to the packages, then run in the environment.

Standard library only: this runs before anything is installed.
"""

import os

from bin import prepare
from bin.report import attend, main


def run(arguments: list[str]) -> int:
    """Install what is missing, then hand over to bench/stage.py."""
    prepare.development()
    return attend([str(prepare.PYTHON), "-m", "bench.stage", *arguments], os.environ)


if __name__ == "__main__":
    main(run)
