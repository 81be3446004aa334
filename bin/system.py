"""What only the operating system can provide: installed where we may, else a command to give."""

import os
import shutil
import subprocess
import sys

from bin.report import Stop, quietly, step

MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "apk": "apk add",
    "brew": "brew install",
}
# Names of packages, by what they are for and by package manager.
PACKAGES = {
    "virtual environments": {
        "apt-get": f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
    },
    "PDF libraries": {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango harfbuzz",
        "apk": "pango harfbuzz-subset fontconfig",
        "brew": "pango",
    },
    "Chromium": {
        "apt-get": "chromium",
        "dnf": "chromium",
        "apk": "chromium",
        "brew": "--cask chromium",
    },
}


def install(purpose: str, *, why: str) -> None:
    """Install packages of the system. Where we may not, raises Stop with the command to give."""
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    packages = PACKAGES[purpose].get(manager or "")
    if manager is None or packages is None:
        raise Stop(f"{why}\nInstall it with the package manager of this system, then start again.")
    command = f"{MANAGERS[manager]} {packages}"
    prefix = _right_to_install(manager)
    if prefix is None:
        raise Stop(f"{why}\nInstall it, then start again:\n\n    sudo {command}")
    with step(f"Installing the {purpose} of the system ({packages})"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        if manager == "apt-get":
            quietly([*prefix, "apt-get", "update"], environment=environment)
        quietly([*prefix, *command.split()], environment=environment)


def _right_to_install(manager: str) -> list[str] | None:
    """What to write before the command: nothing, or sudo without a password; None: we may not."""
    if manager == "brew" or os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None
