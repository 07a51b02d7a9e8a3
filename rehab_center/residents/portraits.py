"""Photos as files: what comes from a camera or a folder becomes one moderate JPEG without the camera's own data.

A phone writes the place, the time and its number into a picture; none of that is kept. The picture is decoded and
encoded anew, so nothing that hides in the sent file reaches another screen.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from rehab_center.documents.kinds import MediaType
from rehab_center.documents.scans import known_type
from rehab_center.errors import DomainError
from rehab_center.words import N_, message

LARGEST = 15 * 1024 * 1024
"""In bytes: the largest a present phone makes."""
_MOST_PIXELS = 60_000_000
_LEAST_SIDE = 120
_BOX = (720, 960)
"""The largest width and height kept, in pixels: a face on the screen and 6 × 8 cm on paper at 300 dpi."""
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}
_FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}


@dataclass(frozen=True)
class Portrait:
    """A JPEG ready to be kept; ``width`` and ``height`` in pixels."""

    content: bytes
    width: int
    height: int


def portrait(content: bytes) -> Portrait:
    """The picture upright, at most 720 × 960, without the data of its camera.

    Raises DomainError (field ``photo``) for what is empty, too large, no JPEG or PNG, damaged or too small to know a
    face by.
    """
    if not content:
        raise _refused(N_("The file is empty"))
    if len(content) > LARGEST:
        raise DomainError(
            message(N_("A photo may have %(most)s MB at the most"), most=LARGEST // 1024 // 1024),
            field="photo",
            code="bad-photo",
        )
    kind = _FORMATS.get(known_type(content) or MediaType.PDF)
    if kind is None:
        raise _refused(N_("A photo must be a JPEG or PNG file"))
    picture = _decoded(content, kind)
    picture.thumbnail(_BOX, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    return Portrait(out.getvalue(), picture.width, picture.height)


def _decoded(content: bytes, kind: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
            _check_size(opened.width, opened.height)
            _check_end(content, kind, opened.fp.tell() if opened.fp else 0)
            upright = ImageOps.exif_transpose(opened)
            return _on_white(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(N_("This picture cannot be read: the file is damaged")) from None


def _check_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise _refused(N_("This picture has too many pixels: take it at a lower resolution"))
    if min(width, height) < _LEAST_SIDE:
        raise _refused(N_("This picture is too small to know anybody by"))


def _check_end(content: bytes, kind: str, after_head: int) -> None:
    """Refuse what was cut off on its way: WeasyPrint lets Pillow fill up a missing end, in the whole process."""
    if content.find(_ENDS[kind], after_head) < 0:
        raise ValueError("the end is missing")


def _on_white(picture: Image.Image) -> Image.Image:
    """As plain colours; what a PNG leaves transparent is white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _refused(words: str) -> DomainError:
    return DomainError(message(words), field="photo", code="bad-photo")
