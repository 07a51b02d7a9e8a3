"""HTML in, an archival PDF out: tagged PDF/A-3b, the same bytes for the same input. The only use of WeasyPrint."""

from __future__ import annotations

import io
import mimetypes
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf

from rehab_center.collecting import collected_rarely
from rehab_center.web.fonts import check_fonts

STATIC = (Path(__file__).parent.parent / "static").resolve()
#: Where relative links in the page lead; ``.invalid`` can never be a host (RFC 2606).
BASE_URL = "https://static.invalid/"
#: The date of a page that is not given one: the archive needs some date in its attachments, and the same every time.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)

TRAINING_BAND = """
@page { @bottom-center { content: "DỮ LIỆU TẬP HUẤN"; font: bold 11pt "Liberation Serif", serif;
                         letter-spacing: 2pt; border-top: 0.75pt solid #000; padding-top: 2pt;
                         vertical-align: top; margin-top: 5mm; } }
"""


class ForeignResource(RuntimeError):
    """The page asked for something that is not one of the program's own static files."""


@dataclass(frozen=True)
class Figures:
    """Data that travels inside the PDF: a file name such as ``figures.json``, its bytes, and what it is in words."""

    name: str
    content: bytes
    description: str = ""


def render(
    html: str,
    *,
    title: str,
    language: str = "vi",
    made_at: datetime | None = None,
    attachments: Sequence[Figures] = (),
    training: bool = False,
) -> bytes:
    """Print a page as tagged PDF/A-3b. Runs outside any transaction: a long register takes seconds.

    Relative links are looked up among the static files (``document.css``); anything else raises ForeignResource.
    ``made_at`` is written into the file; nothing else of the clock is, so the same input gives the same bytes.
    ``training`` prints the band of invented data in the margin of every page. Raises FontUnfit where the font would
    spoil Vietnamese words.
    """
    check_fonts()
    with collected_rarely():
        return _archival(_printed(html, title, language, made_at, attachments, training))


def _printed(
    html: str, title: str, language: str, made_at: datetime | None, attachments: Sequence[Figures], training: bool
) -> bytes:
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    def static_only(url: str) -> URLFetcherResponse:
        path = static_file(url)
        if path is None:
            raise FatalURLFetchingError(url)  # the one error WeasyPrint does not swallow
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    moment = (made_at or UNDATED).astimezone(UTC)
    try:
        document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=static_only).render(
            stylesheets=[weasyprint.CSS(string=TRAINING_BAND)] if training else None,
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
        )
        document.metadata.title = title
        document.metadata.lang = language
        document.metadata.created = moment.strftime("%Y-%m-%dT%H:%M:%SZ") if made_at else None
        embedded = [
            weasyprint.Attachment(
                file_obj=io.BytesIO(figures.content),
                name=figures.name,
                description=figures.description,
                created=moment,
                modified=moment,
                relationship="Data",
            )
            for figures in attachments
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile's file open
            printed: bytes = document.write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True, attachments=embedded)
    except FatalURLFetchingError as refused:
        raise ForeignResource(f"not one of the program's static files: {refused}") from None
    return printed


def static_file(url: str) -> Path | None:
    """The static file an absolute URL of the page means, or None where it leads anywhere else."""
    if not url.startswith(BASE_URL):
        return None
    path = (STATIC / unquote(urlsplit(url).path).lstrip("/").removeprefix("static/")).resolve()
    return path if path.is_relative_to(STATIC) and path.is_file() else None


def _archival(printed: bytes) -> bytes:
    """The same pages without the empty resource dictionaries PDF/A checkers stumble over, printed at their own size."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _drop_empty_resources(thing)
        # A printer driver's "fit to page" would shrink the decree's margins.
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"), DisplayDocTitle=True)
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _drop_empty_resources(thing: Any) -> None:
    for holder in (thing, thing.get("/Resources")):
        if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for name in ("/ExtGState", "/XObject", "/Pattern", "/Shading", "/ColorSpace", "/Font"):
            entry = holder.get(name)
            if isinstance(entry, pikepdf.Dictionary) and len(entry) == 0:
                del holder[name]
