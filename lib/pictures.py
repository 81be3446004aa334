"""A picture drawn anew: what it shows, and nothing of the file that it came in."""

import io
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from lib.bad_file import DAMAGED, DAMAGES, TOO_MUCH_INSIDE, BadFile

# Pixels. Drawn in the process that answers: four bytes each, and twice while it is made over.
LARGEST = 25_000_000
_QUALITY = 82  # of 100: no difference is seen at the size at which it is shown
_FORMATS = ("JPEG", "PNG", "WEBP")  # a JPEG with a second picture behind it is read as JPEG


def drawn_anew(file: BinaryIO, widest: int, tallest: int) -> tuple[io.BytesIO, tuple[int, int]]:
    """As WebP, upright, no wider and no taller; and its size. Raises `BadFile`.

    For a file whose kind `uploads.kind_of` has seen. Of a moving picture only the first frame; what
    the camera wrote into it (where, when, by whom) is not in what is given back.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=_FORMATS) as found:
            if found.width * found.height > LARGEST:
                raise BadFile(TOO_MUCH_INSIDE)
            found.draft("RGB", (widest * 2, tallest * 2))  # a JPEG is read small at once
            picture = _upright(found, widest, tallest)
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
        drawn = io.BytesIO()
        bare.save(drawn, "WEBP", quality=_QUALITY, method=4)
    except (Image.DecompressionBombError, SyntaxError, TypeError, *DAMAGES):
        raise BadFile(DAMAGED) from None
    return drawn, bare.size


def _upright(found: Image.Image, widest: int, tallest: int) -> Image.Image:
    """Turned as it was meant, in the colours of every screen, small enough.

    Made small before anything else, so that a large one stands in memory only once.
    """
    profile = found.info.get("icc_profile")
    is_through = found.mode in {"RGBA", "LA", "PA"} or "transparency" in found.info
    mode = "RGBA" if is_through else "RGB"
    picture = found if found.mode == mode else found.convert(mode)
    longest = max(widest, tallest)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((widest, tallest), Image.Resampling.LANCZOS)
    return _in_srgb(picture, profile) if profile else picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """From the colours of its camera; a profile that cannot be read or is not of RGB is let go."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture
