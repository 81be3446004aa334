"""Pictures as people hand them in: what a camera writes into them included."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def drawn(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **given: Any) -> bytes:
    """The left half red, the right half blue."""
    mode = given.pop("mode", "RGB")
    picture = Image.new(mode, size, "blue")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    file = io.BytesIO()
    picture.save(file, kind, **given)
    return file.getvalue()


def photo(size: tuple[int, int] = (40, 20)) -> bytes:
    """Taken with the camera turned: upright, it is taller than wide. It tells where and by whom."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "A camera that tells"
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return drawn(size=size, exif=exif, icc_profile=profile, quality=95)


def upload(content: bytes | None = None, name: str = "사진.jpg") -> SimpleUploadedFile:
    """As a form hands it over."""
    return SimpleUploadedFile(name, drawn() if content is None else content)
