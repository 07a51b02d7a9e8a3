"""What people, their clipboards and their enemies send: values, names and bodies, for whoever draws from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.database import ON_POSTGRESQL

#: Whether thousands were asked for; else few, always the same ones, so that the suite keeps its time.
THOUSANDS = os.environ.get("REHAB_FUZZ") == "thousands"
#: The starts of the dice: each round has a program of its own.
ROUNDS = range(int(os.environ.get("REHAB_FUZZ_ROUNDS", "3")) if THOUSANDS else 1)
T = TypeVar("T")
_BOUNDARY = b"mot-ranh-gioi-khong-ai-go"

NASTY = [
    "",
    " ",
    "\t\r\n",
    "\u200b",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "😀👩‍👩‍👧",
    "\udcff",
    "\ud800x",
    "Nguyễn Văn Hoà",
    "ש‮דגב",
    "مرحبا",
    "0",
    "-1",
    "007",
    "²",
    "٣",
    "Ⅷ",
    "1_0",
    "+5",
    "1.5",
    str(2**31 - 1),
    str(2**31),
    str(2**63),
    str(-(2**63) - 1),
    "9" * 5_000,
    "1e999",
    "inf",
    "-Infinity",
    "nan",
    "0x10",
    "31/02/2024",
    "29/2/23",
    "0/0/0",
    "1/1/0",
    "1/1/1",
    "1/1/99999",
    "31/12/9999",
    "1/1/1900",
    "31/12/2199",
    "2024-13-45",
    "10000-01-01",
    "0000-00-00",
    "half-year:2024-H9",
    "month:0000-00",
    "month:99999-01",
    "year:9999",
    "year:1",
    "month:",
    ":",
    "' OR 1=1 --",
    '"; DROP TABLE resident; --',
    "%' ESCAPE '\\",
    "%",
    "_",
    "\\",
    "%%%s%(x)s",
    "{{ 7*7 }}",
    "{0.__class__}",
    "<script>x</script>",
    "\"'><img src=x>",
    '=cmd|"/c calc"!A1',
    "=1+1",
    "@SUM(1)",
    "../../etc/passwd",
    "//evil.example",
    "http://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "a" * 3_000,
    "\ud7a3" * 400,
    "e\u0301" * 200,
    "on",
    "true",
    "[]",
    '{"a": 1}',
    "null" + "x",
    "\u2028",
    "\ufffe",
    "ß",
    "İ",
    "ǆ",
]
#: What somebody may well mean: without it nothing would get past a form's first look.
PLAUSIBLE = [
    "Phạm Văn Thử",
    "ĐỖ THỊ HOÀ",
    "1",
    "2",
    "3",
    "18",
    "18 tháng",
    "12",
    "2024",
    "2026",
    "1/6/2024",
    "14/06/2024",
    "1/1/1990",
    "??/??/1980",
    "1980",
    "12/6/2026",
    "1/8/2030",
    "036081000001",
    "0912 000 111",
    "12/QĐ-TA",
    "Toà án nhân dân khu vực 3",
    "xã Hải Anh, tỉnh Ninh Bình",
    "nam",
    "male",
    "compulsory",
    "voluntary",
    "other",
    "seen",
    "yes",
    "y",
    "asc",
    "desc",
    "xlsx",
    "csv",
    "half-year:2024-H1",
    "care",
    "in",
    "out",
    "Ghi nhầm sổ",
]
EXTRA_NAMES = ["a[]", "khong_ten", "", "\x00", "version", "csrf_token", "next", "id", "reason", "theirs", "q[]", "😀"]

VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(PLAUSIBLE),
    st.text(max_size=30),
    st.integers().map(str),
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year}"),
)
MEANT = st.one_of(st.sampled_from(PLAUSIBLE), VALUES)
_CONTENTS = [b"", b"\x00\xff", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"a,b\n1,2"]
_FILENAMES = ["", "a.pdf", "so.xlsx", "so.xls", "anh.jpg", "../../x", "\x00", "a" * 300, "tệp 😀.csv", "\udcff"]


@dataclass(frozen=True)
class Upload:
    """A file in a body."""

    name: str
    content: bytes


FILES = st.builds(Upload, st.sampled_from(_FILENAMES), st.one_of(st.sampled_from(_CONTENTS), st.binary(max_size=60)))
Pairs = list[tuple[str, "str | Upload"]]


def throw(start: str, what: st.SearchStrategy[T], at: Callable[[T], object], *, few: int, many: int) -> None:
    """Draw ``what`` and throw it ``at`` a function, ``few`` times or ``many``; the same ones for the same ``start``.

    Once where PostgreSQL keeps the rows: a page answers alike on both, and some hundred draws reach what only that
    server refuses. Programs remember what was sent, so nothing is tried again to make it smaller.
    """

    @seed(start)
    @settings(
        max_examples=many if THOUSANDS else 1 if ON_POSTGRESQL else few,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(what)
    def one(drawn: T) -> None:
        at(drawn)

    one()


def as_bytes(text: str) -> bytes:
    """UTF-8, and half a letter as no UTF-8 has it."""
    return text.encode("utf-8", "surrogatepass")


def as_query(pairs: Iterable[tuple[str, str | Upload]]) -> str:
    """A query string, or a form's body without files: of a file only its name, as from a form of the wrong kind."""
    texts = ((name, value.name if isinstance(value, Upload) else value) for name, value in pairs)
    return "&".join(f"{quote_from_bytes(as_bytes(name))}={quote_from_bytes(as_bytes(value))}" for name, value in texts)


def as_multipart(pairs: Pairs) -> tuple[bytes, str]:
    """A body with files, and its content type."""
    parts = [_part(name, value) for name, value in pairs]
    return b"".join([*parts, b"--", _BOUNDARY, b"--\r\n"]), f"multipart/form-data; boundary={_BOUNDARY.decode()}"


def is_broken(pairs: Pairs) -> bool:
    """Whether no server can read a body with files: half a letter in a heading. No browser sends one."""
    headings = [name for name, _value in pairs] + [value.name for _name, value in pairs if isinstance(value, Upload)]
    return any(map(has_half_a_letter, headings))


def has_half_a_letter(text: str) -> bool:
    """Whether something stands in a text that is no letter in any script: it comes back as a mark of that."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _part(name: str, value: str | Upload) -> bytes:
    head = b'Content-Disposition: form-data; name="%b"' % _quoted(name)
    content = as_bytes(value) if isinstance(value, str) else value.content
    if isinstance(value, Upload):
        head += b'; filename="%b"\r\nContent-Type: application/octet-stream' % _quoted(value.name)
    return b"--%b\r\n%b\r\n\r\n%b\r\n" % (_BOUNDARY, head, content)


def _quoted(text: str) -> bytes:
    return as_bytes(text).replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
