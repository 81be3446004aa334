"""The pictures of the demonstration: drawn here, so that nobody's photograph is needed."""

import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 750
FINER = 2  # drawn larger and made small, for smooth edges
GROUND = 610  # where the plaza begins, from above
TENT, GAP = 190, 38


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of a time of day."""

    sky: tuple[str, str]  # above, and at the roofs
    disc: str  # sun or moon
    house: str
    window: str
    ground: str
    lamp: str


DAYLIGHT = Light(("#a9d2f3", "#f3f9fd"), "#ffe08a", "#c9d6e3", "#eef4fa", "#e9e2d3", "#f4b740")
NIGHT = Light(("#101c3d", "#3c4a86"), "#f6efcf", "#27335f", "#ffd777", "#222c52", "#ffe9a8")
CLOTHS = ("#d9534f", "#3b7dd8", "#2f9e6e", "#e0912f", "#8a5cc2")


def plaza(light: Light) -> SimpleUploadedFile:
    """Tents in a row on the plaza, City Hall behind them."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER))
    draw = ImageDraw.Draw(picture)
    _sky(draw, light)
    _city_hall(draw, light)
    _box(draw, 0, GROUND - 20, WIDTH, HEIGHT, light.ground)
    _string_of_lamps(draw, light)
    for number, cloth in enumerate(CLOTHS):
        _tent(draw, 48 + number * (TENT + GAP), cloth)
    file = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG")
    return SimpleUploadedFile("plaza.png", file.getvalue(), "image/png")


def _box(
    draw: ImageDraw.ImageDraw, left: int, top: int, right: int, bottom: int, colour: str
) -> None:
    draw.rectangle([one * FINER for one in (left, top, right, bottom)], fill=colour)


def _shape(draw: ImageDraw.ImageDraw, corners: list[tuple[float, float]], colour: str) -> None:
    draw.polygon([(x * FINER, y * FINER) for x, y in corners], fill=colour)


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, colour: str) -> None:
    edges = (x - size, y - size, x + size, y + size)
    draw.ellipse([one * FINER for one in edges], fill=colour)


def _sky(draw: ImageDraw.ImageDraw, light: Light) -> None:
    above, below = (Image.new("RGB", (1, 1), one).getpixel((0, 0)) for one in light.sky)
    for y in range(GROUND * FINER):
        share = y / (GROUND * FINER)
        mixed = tuple(
            round(a + (b - a) * share)
            for a, b in zip(above, below, strict=True)  # type: ignore[arg-type]
        )
        draw.line([(0, y), (WIDTH * FINER, y)], fill=mixed)
    _disc(draw, 1010, 130, 58, light.disc)


def _city_hall(draw: ImageDraw.ImageDraw, light: Light) -> None:
    """A long house with a higher middle, all windows."""
    for left, top, right in ((150, 300, 1050), (430, 190, 770)):
        _box(draw, left, top, right, GROUND, light.house)
        for y in range(top + 26, GROUND - 90, 46):
            for x in range(left + 24, right - 40, 46):
                _box(draw, x, y, x + 24, y + 26, light.window)


def _string_of_lamps(draw: ImageDraw.ImageDraw, light: Light) -> None:
    for arc in range(3):
        for step in range(13):
            share = step / 12
            x, y = arc * 400 + share * 400, 330 + 90 * (1 - (2 * share - 1) ** 2)
            _disc(draw, x, y, 8, light.lamp)


def _tent(draw: ImageDraw.ImageDraw, left: int, cloth: str) -> None:
    """A roof in stripes with a scalloped edge, two poles, a table with goods."""
    top, eaves, stripe = 455, 525, TENT / 7
    _box(draw, left + 8, eaves, left + 14, 690, "#6b7280")
    _box(draw, left + TENT - 14, eaves, left + TENT - 8, 690, "#6b7280")
    for number in range(7):
        colour = cloth if number % 2 == 0 else "#ffffff"
        a, b = left + number * stripe, left + (number + 1) * stripe
        high = (left + 30 + number * (TENT - 60) / 7, left + 30 + (number + 1) * (TENT - 60) / 7)
        _shape(draw, [(high[0], top), (high[1], top), (b, eaves), (a, eaves)], colour)
        _disc(draw, (a + b) / 2, eaves, stripe / 2, colour)
    _box(draw, left + 22, 640, left + TENT - 22, 690, "#8d6e54")
    for number, goods in enumerate(CLOTHS[:4]):
        _box(draw, left + 36 + number * 32, 614, left + 58 + number * 32, 640, goods)
