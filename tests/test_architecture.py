"""The floors of the house, read from its sources."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each floor may use those named here, and nothing else of ours.
FLOORS = {
    "lib": set[str](),
    "accounts": {"lib"},
    "notices": {"lib"},
    "facilities": {"lib", "accounts", "notices"},
    "events": {"lib", "accounts", "notices", "facilities"},
    "bookings": {"lib", "accounts", "notices", "facilities", "events"},
    "applications": {"lib", "accounts", "notices", "facilities", "events", "bookings"},
    "config": {"lib", "accounts", "notices", "facilities", "events", "bookings", "applications"},
}
DOORS = {"bin", "bench", "tests"}  # use the house; the house does not use them
ROOMS_WITHOUT_A_PURPOSE = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
# Within an app, who is above: a module may not use one of a higher rank. Beside the models stand
# their managers and the two state machines; what is not named here is a rule, a query or a verb.
RANKS = {
    **dict.fromkeys(
        [
            "models",
            "managers",
            "decision",
            "attendance",
            "queueing",
            "reviewing",
            "publication",
        ],
        0,
    ),
    "forms": 2,
    **dict.fromkeys(["views", "admin"], 3),
    **dict.fromkeys(["urls", "staff_urls"], 4),
}
MIDDLE = 1
# Who writes which rows: the verbs, and nobody else.
WRITERS = {
    "Booking": {
        "bookings.writing",
        "bookings.cancel",
        "bookings.changing",
        "bookings.decide",
        "bookings.attend",
        "bookings.rehousing",
        "bookings.retention",
        "applications.announcing",
        "applications.applying",
        "applications.deciding",
        "applications.unpaid",
    },
    "Visit": {
        "bookings.writing",
        "bookings.cancel",
        "bookings.changing",
        "bookings.attend",
        "bookings.rehousing",
        "applications.reshaping",
    },
    "Event": {"events.writing", "events.planning", "events.following"},
    "Series": {"events.planning"},
    "EventPlace": {"events.writing"},
    "ProgrammeItem": {"events.writing"},
    "EventRecord": {"events.writing"},
    "Picture": {"events.picturing"},
    "CalendarSource": {"events.importing"},
    "CalendarImport": {"events.importing", "events.import_reading"},
    "ImportedEntry": {"events.importing", "events.import_reading"},
    "Application": {
        "applications.applying",
        "applications.answering",
        "applications.asking_more",
        "applications.questions",
        "applications.locking",
        "applications.retention",
    },
    "Question": {
        "applications.answering",
        "applications.asking_more",
        "applications.questions",
        "applications.locking",
        "applications.retention",
    },
    "Permit": {"applications.permits"},
    "Ledger": {"applications.permits"},
    "Charge": {"applications.charging", "applications.unpaid"},
    "Paper": {"applications.papers"},
    "Draft": {"applications.drafting", "applications.applying", "applications.retention"},
    "CalendarLink": {"bookings.calendar_links"},
    "Wait": {
        "bookings.waiting",
        "bookings.settling",
        "bookings.offers",
        "bookings.ending",
    },
    "Offer": {"bookings.settling", "bookings.offers", "bookings.rehousing"},
    "Session": {"facilities.allocation", "facilities.generating"},
    "Allocation": {"facilities.allocation"},
    "Occupancy": {"facilities.occupancy"},
    "Slot": {"facilities.occupancy"},
}
WRITES = frozenset(
    {"create", "acreate", "bulk_create", "get_or_create", "update_or_create"}
    | {"update", "bulk_update", "delete", "save"}
)


def modules() -> list[Path]:
    """The modules of the house itself."""
    found = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def dotted(path: Path) -> str:
    """facilities/models/hours.py as facilities.models.hours."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module or name that a module imports, dotted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank(module: str) -> int:
    """How high within its app: models, then rules, queries and verbs, then forms, then views."""
    return next((RANKS[part] for part in module.split(".") if part in RANKS), MIDDLE)


def tracked() -> list[Path]:
    """Every file that is, or is about to be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_floor_uses_only_what_lies_below_it(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imports(path)}
    above = (used & (set(FLOORS) | DOORS)) - FLOORS[floor] - {floor}
    assert not above, f"{dotted(path)} uses {', '.join(sorted(above))}"


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_module_uses_nothing_above_it_in_its_app(path: Path) -> None:
    app = path.relative_to(ROOT).parts[0]
    if app in {"lib", "config"}:
        return
    own = {name for name in imports(path) if name.split(".")[0] == app}
    above = {name for name in own if rank(name) > rank(dotted(path))}
    assert not above, f"{dotted(path)} uses {', '.join(sorted(above))}"


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_stand_at_the_top(path: Path) -> None:
    inner = [
        node.lineno
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner


def test_every_room_has_a_purpose() -> None:
    named = {path for path in tracked() if path.stem in ROOMS_WITHOUT_A_PURPOSE}
    assert not named


def test_no_module_grows_out_of_sight() -> None:
    long = {dotted(path): len(path.read_text().splitlines()) for path in modules()}
    assert not {name: lines for name, lines in long.items() if lines > 330}


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_only_the_verbs_write(path: Path) -> None:
    """By what can be read: `Booking.objects…create(…)`, `booking.save(…)`, `visit.delete()`."""
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in WRITES:
            continue
        written = ast.unparse(node.func.value)
        for model, writers in WRITERS.items():
            if re.match(rf"{model}\.objects\b|{model.lower()}$|{model}\(", written):
                where = f"{dotted(path)}, line {node.lineno}: {written}.{node.func.attr}"
                assert dotted(path) in writers, where


def test_no_file_names_the_machine_it_was_written_on() -> None:
    """Where this checkout lies and whose home it is must not matter to anybody else."""
    places = [re.escape(str(place)) for place in (ROOT, Path.home()) if len(place.parts) > 1]
    here = re.compile(rf"(?<![\w.])(?:{'|'.join(places)})\b")
    named = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {hit}" for hit in here.findall(text)]
    assert not named


def test_lock_files_name_no_download_host() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
    for lock in sorted(ROOT.glob("requirements*.txt")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE)
        assert pins
        assert text.count("==") >= len(pins) <= text.count("--hash=sha256:")
