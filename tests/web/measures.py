"""Measuring a printed page with other programs' eyes: poppler's for text, the page's own drawing for lines."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from dataclasses import dataclass
from xml.etree import ElementTree

import pikepdf

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class TextLine:
    """A line of text on a page: its place in points from the top left, its size in points and its face."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Face:
    """How a run of text is set."""

    size: int
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Rule:
    """A level line: where it begins and ends, and how far from the top, in points."""

    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def _poppler(program: str, *options: str, pdf: bytes) -> ElementTree.Element:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        target = ("-",) if program == "pdftotext" else ()
        said = subprocess.run([program, *options, file.name, *target], capture_output=True, check=True)
    markup = said.stdout.decode()
    return ElementTree.fromstring(re.sub(r'<\?xml[^>]*>|<!DOCTYPE[^>]*>| xmlns="[^"]*"', "", markup))


def text_lines(pdf: bytes) -> list[TextLine]:
    """Every line of text, page by page."""
    root = _poppler("pdftotext", "-bbox-layout", pdf=pdf)
    return [
        TextLine(
            number,
            " ".join(word.text or "" for word in line.iter("word")),
            *(float(line.attrib[edge]) for edge in ("xMin", "xMax", "yMin", "yMax")),
        )
        for number, page in enumerate(root.iter("page"), start=1)
        for line in page.iter("line")
    ]


def faces(pdf: bytes) -> dict[str, Face]:
    """How each line of text is set, by its text."""
    root = _poppler("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", "-fontfullname", pdf=pdf)
    fonts = {font.attrib["id"]: font.attrib for font in root.iter("fontspec")}
    found: dict[str, Face] = {}
    for line in root.iter("text"):
        font = fonts[line.attrib["font"]]
        family = font["family"]
        found["".join(line.itertext()).strip()] = Face(int(font["size"]), "Bold" in family, "Italic" in family)
    return found


def rules(pdf: bytes, page: int = 1) -> list[Rule]:
    """The level lines drawn on a page, top to bottom."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sheet = opened.pages[page - 1]
        height = float(sheet.mediabox[3])
        found = [
            Rule(left, right, height - top)
            for left, right, top, thickness in _flat_shapes(sheet)
            if right - left > 10 and thickness < 1.5
        ]
    return sorted(found, key=lambda rule: rule.top)


def _flat_shapes(sheet: pikepdf.Page) -> list[tuple[float, float, float, float]]:
    matrix, stack, path = pikepdf.Matrix(), [], []
    shapes: list[tuple[float, float, float, float]] = []
    for operands, operator in pikepdf.parse_content_stream(sheet):
        name = str(operator)
        if name == "q":
            stack.append(matrix)
        elif name == "Q":
            matrix = stack.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*(float(number) for number in operands)) @ matrix
        elif name in ("m", "l"):
            path.append(matrix.transform((float(operands[0]), float(operands[1]))))
        elif name == "re":
            x, y, width, tall = (float(number) for number in operands)
            path += [matrix.transform((x, y)), matrix.transform((x + width, y + tall))]
        elif name in ("f", "f*", "S"):
            shapes += [_extent(path)] if path else []
            path = []
        elif name == "n":
            path = []
    return shapes


def _extent(path: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = [x for x, _ in path], [y for _, y in path]
    return min(across), max(across), max(up), max(up) - min(up)
