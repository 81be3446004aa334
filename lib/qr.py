"""QR codes as inline SVG that a strict CSP allows: attributes only, no style, no script."""

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4  # modules of white around the code: the least that ISO/IEC 18004 asks for


def svg(text: str, *, title: str) -> SafeString:
    """The text as a QR code (error correction M: 15 % may be lost) that fills its container.

    `title` says to those who do not see it what the picture is for. It is always black on white,
    also on a dark page, because many scanners cannot read it the other way round. A text longer
    than a QR code holds (2,331 bytes) raises ValueError.
    """
    code = segno.make_qr(text, error="m", boost_error=False)
    side = code.symbol_size(scale=1, border=QUIET_ZONE)[0]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" role="img"'
        ' aria-label="{title}" shape-rendering="crispEdges" focusable="false">'
        '<title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        '<path fill="#000" d="{modules}"/></svg>',
        side=side,
        title=title,
        modules=_path(code.matrix),
    )


def _path(matrix: tuple[bytearray, ...]) -> str:
    """One closed box for every run of dark modules in a row."""
    parts: list[str] = []
    for row, modules in enumerate(matrix, start=QUIET_ZONE):
        column = QUIET_ZONE
        for dark, run in groupby(modules):
            width = len(list(run))
            if dark:
                parts.append(f"M{column} {row}h{width}v1h-{width}z")
            column += width
    return "".join(parts)
