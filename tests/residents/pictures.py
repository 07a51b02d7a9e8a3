"""Invented pictures: a face of two colours, with the data a telephone would write into it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

_ORIENTATION, _MAKER = 0x0112, 0x010F


def picture(
    width: int = 900, height: int = 1200, *, form: str = "JPEG", turned: bool = False, shade: int = 200
) -> bytes:
    """A picture as bytes; ``turned``: lying on its side, and saying so in its data."""
    image = Image.new("RGB", (width, height), (200 + shade, 210, 220))
    ImageDraw.Draw(image).ellipse((width * 0.3, height * 0.2, width * 0.7, height * 0.6), fill=(230, 190, 160))
    exif = image.getexif()
    exif[_MAKER] = "Máy của ai đó"
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[_ORIENTATION] = 6
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()
