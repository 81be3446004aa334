"""The prose keeps up with the code: variables, commands, checks, refusals, links, pictures."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from pathlib import Path

import pytest

from accounts.demo import CAST, PASSWORD

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "notices", "facilities", "events", "bookings", "applications", "config")
READERS = ("config/settings.py", "bin", "bench")  # where the environment is read
SET_BY_US = {"SARANGBANG_BENCH"}  # from one process of ours to another
REFUSAL_ROW = re.compile(r"^\| `(\w+)` \| (\d{3}) \|", re.MULTILINE)
MARKDOWN_LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
HTML_PICTURE = re.compile(r'<img [^>]*src="([^"]+)"')
MARKDOWN_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ ", re.MULTILINE)
PICTURES = {
    "week.ko",
    "week.en",
    "booking.ko",
    "refused.ko",
    "phone.ko",
    "sessions.ko",
    "sessions.en",
}
TWINS = ("README", "docs/guide-staff", "docs/guide-officers", "docs/guide-organisers")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose() -> list[Path]:
    """Every page of ours."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    return sorted(pages)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_examples(page: str) -> str:
    """A page without its code: what is in there is no link of ours."""
    return re.sub(r"^ {4}.*$|`[^`\n]*`", "", page, flags=re.MULTILINE)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(*places: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def is_environment(node: ast.expr) -> bool:
    return ast.unparse(node) == "os.environ"


def variables_of(node: ast.AST) -> Iterator[ast.expr]:
    """os.environ.get(X), os.environ.setdefault(X), os.environ[X], X in os.environ, flag(X)."""
    match node:
        case ast.Call(func=ast.Attribute(value=found, attr="get" | "setdefault"), args=[first, *_]):
            if is_environment(found):
                yield first
        case ast.Call(func=ast.Name(id="flag"), args=[first, *_]):
            yield first
        case ast.Subscript(value=found, slice=first) if is_environment(found):
            yield first
        case ast.Compare(left=first, comparators=[found]) if is_environment(found):
            yield first


def variables() -> set[str]:
    """The environment variables that are read."""
    read = {
        name.value
        for path in modules(*READERS)
        for node in ast.walk(parsed(path))
        for name in variables_of(node)
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }
    doors = [*(ROOT / "bin").iterdir(), *(ROOT / "bench").iterdir()]
    shell = [door for door in doors if door.is_file() and not door.suffix]
    read |= {name for door in shell for name in re.findall(r"\$\{(\w+):-", door.read_text("utf-8"))}
    return read - SET_BY_US


def refusals() -> dict[str, int]:
    """Every refusal in the code, with its status."""
    found: dict[str, int] = {}
    for path in modules(*APPS):
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal"):
                continue
            code = node.args[0]
            where = f"{named(path)}, line {node.lineno}"
            assert isinstance(code, ast.Constant), where
            assert isinstance(code.value, str), where
            given = {word.arg: ast.unparse(word.value) for word in node.keywords}
            status = given.get("status", "HTTPStatus.UNPROCESSABLE_ENTITY").rpartition(".")[2]
            value = HTTPStatus[status].value
            assert found.setdefault(code.value, value) == value, f"{code.value}: two statuses"
    return found


def commands() -> list[str]:
    return sorted(
        path.stem
        for app in APPS
        for path in (ROOT / app).glob("management/commands/*.py")
        if path.stem != "__init__"
    )


def test_the_variables_are_found() -> None:
    assert {"SECRET_KEY", "SARANGBANG_OFFICIAL", "PORT", "CHROMIUM", "PYTHON"} <= variables()


@pytest.mark.parametrize("variable", sorted(variables()))
def test_every_environment_variable_is_described(variable: str) -> None:
    assert f"| `{variable}` |" in text("docs/operators.md")


def test_every_described_variable_is_read() -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", text("docs/operators.md"), re.MULTILINE)
    assert not set(described) - variables()


@pytest.mark.parametrize("command", commands())
def test_every_command_is_described(command: str) -> None:
    assert f"`manage.py {command}" in text("docs/operators.md")


def test_every_check_is_described() -> None:
    checks = set(re.findall(r'id="(sarangbang\.\w+)"', text("config/checks.py")))
    assert checks
    assert checks == set(re.findall(r"^\| `(sarangbang\.\w+)`", text("docs/operators.md"), re.M))


def test_every_piece_of_timed_work_is_described() -> None:
    entries = re.findall(r'Entry\("([\w-]+)"', text("config/timetable.py"))
    assert entries
    assert not [name for name in entries if f"| `{name}` |" not in text("docs/operators.md")]


def test_the_page_of_refusals_is_the_code() -> None:
    rows = REFUSAL_ROW.findall(text("docs/refusals.md"))
    assert len(rows) == len({code for code, _status in rows})
    assert {code: int(status) for code, status in rows} == refusals()


def test_every_direct_dependency_has_a_line() -> None:
    lines = [
        line for name in ROOT.glob("requirements*.in") for line in name.read_text().split("\n")
    ]
    packages = {found[0] for line in lines if (found := re.match(r"[A-Za-z][\w-]*", line))}
    packages |= set(re.findall(r'^ {4}"(@?[\w/-]+)":', text("package.json"), re.MULTILINE))
    assert len(packages) > 30
    page = text("docs/dependencies.md").lower()
    assert not {name for name in packages if name.lower() not in page}


@pytest.mark.parametrize("page", prose(), ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    body = without_examples(page.read_text("utf-8"))
    targets = MARKDOWN_LINK.findall(body) + HTML_PICTURE.findall(body)
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    assert not [target for target in local if target and not (page.parent / target).exists()]


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_the_readme_shows_the_product_to_everybody(readme: str) -> None:
    body = text(readme)
    shown = {target for _alt, target in MARKDOWN_PICTURE.findall(body)}
    assert len(shown | set(HTML_PICTURE.findall(body))) >= 4
    assert all(alt.strip() for alt, _target in MARKDOWN_PICTURE.findall(body))
    assert all(' alt="' in tag for tag in re.findall(r"<img [^>]*>", body))
    assert PASSWORD in body
    assert not [actor.email for actor in CAST if actor.email not in body]


@pytest.mark.parametrize("picture", sorted(PICTURES))
def test_every_picture_of_the_readme_is_there(picture: str) -> None:
    assert (ROOT / "docs" / "pictures" / f"{picture}.png").is_file()


@pytest.mark.parametrize("twin", TWINS)
def test_the_twins_say_the_same(twin: str) -> None:
    """By what can be counted: headings, and rows of tables."""
    english, korean = text(f"{twin}.md"), text(f"{twin}.ko.md")
    assert len(HEADING.findall(english)) == len(HEADING.findall(korean))
    assert english.count("\n|") == korean.count("\n|")
    assert english.count("\n**") == korean.count("\n**")
