"""The printed page beside Nghị định 30/2020/NĐ-CP, Phụ lục I: measured with other programs' eyes."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from flask import Flask, render_template_string
from fontTools.ttLib import TTFont

from rehab_center import web
from rehab_center.admissions.rules.signs import signature_titles
from rehab_center.collecting import collected_rarely
from rehab_center.organisation.queries import Letterhead, letterhead_of
from rehab_center.organisation.rules import NameLine, first_lines
from rehab_center.web import fonts, pdf
from rehab_center.web.charts import Part, stacked_bar, year_chart
from tests.web.measures import MM, Face, Rule, TextLine, faces, rules, text_lines

pytestmark = pytest.mark.any_database

ROOT = Path(web.__file__).parent.parent
PAPER = """{% extends "layouts/document.html" %}
{% from "components/official.html" import letterhead_block, heading, grounds, closing, annex_heading %}
{% block title %}Báo cáo{% endblock %}
{% block document %}
{{ letterhead_block(letterhead, "BC", day) }}
{{ heading("Báo cáo", "Kết quả tiếp nhận và quản lý học viên 6 tháng đầu năm 2024") }}
{{ grounds(["Căn cứ Nghị định số 116/2021/NĐ-CP của Chính phủ", "Căn cứ Nghị định số 09/2019/NĐ-CP của Chính phủ"]) }}
<div class="official-body">
<h2>I. KẾT QUẢ</h2>
{% for n in range(3) %}<p>Trong 06 tháng đầu năm, Cơ sở Cai nghiện ma túy tỉnh đã tiếp nhận mới 125 người
cai nghiện bắt buộc, bằng 119% so với cùng kỳ năm 2023 và đạt 65,79% kế hoạch năm; đảm bảo các chế độ quản lý
cho 413 đối tượng.</p>{% endfor %}
<table><caption>Bảng 1</caption><thead><tr><th>Chỉ tiêu</th><th>Số người</th></tr></thead><tbody>
{% for n in range(30) %}<tr><td>Dòng thứ {{ n }}</td><td class="number">{{ n }}</td></tr>{% endfor %}</tbody></table>
<p>Trên đây là báo cáo của Cơ sở./.</p>
</div>
{{ closing(letterhead, signer="Trần Văn Thử", titles=titles) }}
<section class="official-annex">{{ annex_heading("Phụ lục I", "Danh sách", "Báo cáo số ……/BC-CSCNMT") }}
<div class="official-body">{% for n in range(40) %}<p>Dòng phụ lục {{ n }}</p>{% endfor %}</div></section>
{% endblock %}"""
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
SUBJECT = "Kết quả tiếp nhận và quản lý học viên 6 tháng đầu năm 2024"
MADE_AT = datetime(2024, 6, 14, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def app() -> Flask:
    """The web layer alone: paper needs no database."""
    app = Flask("paper", root_path=str(ROOT), template_folder="../templates")
    app.config.update(SECRET_KEY="5" * 32, DEMO=False)
    web.init_app(app)
    return app


@pytest.fixture(scope="module")
def letterhead() -> Letterhead:
    line = NameLine(
        date(2022, 1, 1),
        "Cơ sở Cai nghiện ma túy tỉnh Nam Định",
        recipients=("Sở Lao động - Thương binh và Xã hội", "Ủy ban nhân dân tỉnh Nam Định"),
    )
    return letterhead_of(first_lines(line)[0], name_id=1, facility_id=1, code="CS01")


def printed(app: Flask, letterhead: Letterhead, *, deputy: bool = False, training: bool = False) -> bytes:
    with app.test_request_context():
        titles = signature_titles(letterhead.head_title, letterhead.deputy_title, by_deputy=deputy)
        html = render_template_string(PAPER, letterhead=letterhead, day=date(2024, 6, 14), titles=titles)
    figures = pdf.Figures("figures.json", json.dumps({"under_care": 413}).encode(), "Số liệu")
    return pdf.render(html, title="Báo cáo", made_at=MADE_AT, attachments=[figures], training=training)


@pytest.fixture(scope="module")
def paper(app: Flask, letterhead: Letterhead) -> bytes:
    return printed(app, letterhead)


@pytest.fixture(scope="module")
def lines(paper: bytes) -> list[TextLine]:
    return text_lines(paper)


def line_of(lines: list[TextLine], text: str) -> TextLine:
    return next(line for line in lines if line.text == text)


def rule_under(paper: bytes, line: TextLine) -> Rule:
    return next(rule for rule in rules(paper) if line.bottom - 2 <= rule.top <= line.bottom + 6)


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_the_sheet_is_a4_with_the_decrees_margins(paper: bytes, lines: list[TextLine]) -> None:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        box = [float(edge) / MM for edge in opened.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 210, 297], abs=0.1)
    body = [line for line in lines if line.page == 1]
    assert min(line.left for line in body) / MM == pytest.approx(30, abs=0.5)
    assert max(line.right for line in body) / MM == pytest.approx(210 - 15, abs=0.5)
    assert min(line.top for line in body) / MM == pytest.approx(20, abs=0.5)
    assert max(line.bottom for line in body) / MM <= 297 - 20 + 0.1


def test_the_page_number_stands_in_the_middle_of_the_top_margin_from_page_two_on(lines: list[TextLine]) -> None:
    above = {line.page: line for line in lines if line.bottom < 20 * MM}
    assert above[2].text == "2"
    assert above[2].middle / MM == pytest.approx(30 + 165 / 2, abs=0.5)
    assert 1 not in above


def test_an_annex_counts_its_own_pages(lines: list[TextLine]) -> None:
    first = line_of(lines, "Phụ lục I").page
    numbers = {line.page: line.text for line in lines if line.bottom < 20 * MM}
    assert first not in numbers
    assert numbers[first + 1] == "2"


# --- sizes and faces -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("SỞ LAO ĐỘNG - THƯƠNG BINH", Face(12, bold=False, italic=False)),
        ("CƠ SỞ CAI NGHIỆN MA TÚY", Face(12, bold=True, italic=False)),
        (NATION, Face(12, bold=True, italic=False)),
        (MOTTO, Face(13, bold=True, italic=False)),
        ("Số: ………/BC-CSCNMT", Face(13, bold=False, italic=False)),
        ("Nam Định, ngày …… tháng …… năm 2024", Face(13, bold=False, italic=True)),
        ("BÁO CÁO", Face(14, bold=True, italic=False)),
        (SUBJECT, Face(14, bold=True, italic=False)),
        ("Căn cứ Nghị định số 09/2019/NĐ-CP của Chính phủ.", Face(14, bold=False, italic=True)),
        ("I. KẾT QUẢ", Face(14, bold=True, italic=False)),
        ("Trên đây là báo cáo của Cơ sở./.", Face(14, bold=False, italic=False)),
        ("Nơi nhận:", Face(12, bold=True, italic=True)),
        ("- Ủy ban nhân dân tỉnh Nam Định;", Face(11, bold=False, italic=False)),
        ("- Lưu: VT.", Face(11, bold=False, italic=False)),
        ("GIÁM ĐỐC", Face(14, bold=True, italic=False)),
        ("Trần Văn Thử", Face(14, bold=True, italic=False)),
        ("Phụ lục I", Face(14, bold=True, italic=False)),
        ("DANH SÁCH", Face(14, bold=True, italic=False)),
        ("(Kèm theo Báo cáo số ……/BC-CSCNMT)", Face(14, bold=False, italic=True)),
    ],
)
def test_every_element_has_its_size_and_face(paper: bytes, text: str, face: Face) -> None:
    assert faces(paper)[text] == face


def test_only_times_metrics_are_used(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        names = {
            str(thing["/BaseFont"]).split("+")[-1]
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert names <= {f"Liberation-Serif{face}" for face in ("", "-Bold", "-Italic", "-Bold-Italic")}


# --- places and lines ------------------------------------------------------------------------------------------------


def test_both_halves_of_the_head_are_centred_and_side_by_side(lines: list[TextLine]) -> None:
    left, right = 30 + 74 / 2, 30 + 74 + 91 / 2
    for text in ("CƠ SỞ CAI NGHIỆN MA TÚY", "TỈNH NAM ĐỊNH", "Số: ………/BC-CSCNMT"):
        assert line_of(lines, text).middle / MM == pytest.approx(left, abs=0.5)
    for text in (NATION, MOTTO, "Nam Định, ngày …… tháng …… năm 2024"):
        assert line_of(lines, text).middle / MM == pytest.approx(right, abs=0.5)
    assert line_of(lines, NATION).top == pytest.approx(line_of(lines, "SỞ LAO ĐỘNG - THƯƠNG BINH").top, abs=0.5)
    number, place = line_of(lines, "Số: ………/BC-CSCNMT"), line_of(lines, "Nam Định, ngày …… tháng …… năm 2024")
    assert number.top == pytest.approx(place.top, abs=0.5)


def test_the_line_under_the_motto_is_as_long_as_the_motto(paper: bytes, lines: list[TextLine]) -> None:
    motto = line_of(lines, MOTTO)
    rule = rule_under(paper, motto)
    assert rule.left == pytest.approx(motto.left, abs=0.5)
    assert rule.right == pytest.approx(motto.right, abs=0.5)


@pytest.mark.parametrize(("text", "widest"), [("TỈNH NAM ĐỊNH", "CƠ SỞ CAI NGHIỆN MA TÚY"), (SUBJECT, SUBJECT)])
def test_the_other_lines_are_a_third_to_a_half_of_the_text(
    paper: bytes, lines: list[TextLine], text: str, widest: str
) -> None:
    rule = rule_under(paper, line_of(lines, text))
    assert 1 / 3 <= rule.width / line_of(lines, widest).width <= 1 / 2
    assert rule.middle == pytest.approx(line_of(lines, text).middle, abs=0.5)


def test_the_body_is_indented_justified_and_spaced(lines: list[TextLine]) -> None:
    first, second, third, *_ = [
        line for line in lines if line.page == 1 and line.top > line_of(lines, "I. KẾT QUẢ").bottom
    ]
    assert (first.left / MM, second.left / MM) == pytest.approx((30 + 12.7, 30), abs=0.3)
    assert (first.right / MM, second.right / MM) == pytest.approx((195, 195), abs=0.5)
    line_height = second.top - first.top
    assert 14 * 1.15 <= line_height <= 14 * 1.15 * 1.5
    starts = [line for line in lines if line.text.startswith("Trong 06 tháng")]
    last_of_first = max(line.top for line in lines if line.page == 1 and first.top <= line.top < starts[1].top)
    assert starts[1].top - last_of_first - line_height >= 6 - 0.05
    assert third.left / MM == pytest.approx(30, abs=0.3)


def test_signature_and_recipients_begin_at_the_same_height_on_one_page(lines: list[TextLine]) -> None:
    title, to, name = (line_of(lines, text) for text in ("GIÁM ĐỐC", "Nơi nhận:", "Trần Văn Thử"))
    assert title.page == to.page == name.page
    assert title.top == pytest.approx(to.top, abs=2)
    assert to.left / MM == pytest.approx(30, abs=0.5)
    assert (name.top - title.bottom) / MM >= 20
    assert name.middle == pytest.approx(title.middle, abs=0.5)


def test_a_deputy_signs_for_the_head(app: Flask, letterhead: Letterhead) -> None:
    texts = [line.text for line in text_lines(printed(app, letterhead, deputy=True))]
    assert texts.index("KT. GIÁM ĐỐC") < texts.index("PHÓ GIÁM ĐỐC")


def test_the_head_of_a_table_comes_again_and_no_row_is_split(lines: list[TextLine]) -> None:
    heads = [line.page for line in lines if line.text == "Chỉ tiêu"]
    assert heads == [1, 2]


def test_the_training_band_is_on_every_page_and_moves_nothing(
    app: Flask, letterhead: Letterhead, lines: list[TextLine]
) -> None:
    with_band = text_lines(printed(app, letterhead, training=True))
    band = [line for line in with_band if line.text == "DỮ LIỆU TẬP HUẤN"]
    assert [line.page for line in band] == sorted({line.page for line in lines})
    assert all(line.top / MM > 297 - 20 for line in band)
    assert [line for line in with_band if line not in band] == lines


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_file_is_archival_tagged_and_printed_at_its_own_size(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert not pikepdf.pdfa.check(opened, "3b").findings
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "vi"
        assert str(opened.Root.ViewerPreferences.PrintScaling) == "/None"
        assert str(opened.docinfo["/Title"]) == "Báo cáo"
        (attached,) = opened.attachments.values()
        assert json.loads(attached.get_file().read_bytes()) == {"under_care": 413}


def test_the_same_input_gives_the_same_bytes(app: Flask, letterhead: Letterhead, paper: bytes) -> None:
    assert printed(app, letterhead) == paper


def test_charts_print_without_anything_a_checker_does_not_know(app: Flask) -> None:
    template = """{% extends "layouts/document.html" %}{% from "components/charts.html" import year_svg, stacked_svg %}
    {% block title %}Biểu đồ{% endblock %}{% block document %}{{ year_svg(year, "Năm 2024", words, "y") }}
    {{ stacked_svg(bar, "Quy mô", "s", "Được duyệt") }}{% endblock %}"""
    months = [f"T{month}" for month in range(1, 13)]
    year = year_chart(months, [20] * 6 + [None] * 6, plan=[16] * 12, before=[15] * 12)
    words = {"actual": "Thực hiện", "plan": "Kế hoạch", "before": "Năm trước"}
    with app.test_request_context():
        html = render_template_string(
            template, year=year, words=words, bar=stacked_bar([Part("Có mặt", 401)], limit=450)
        )
    assert "style=" not in html
    with pikepdf.open(io.BytesIO(pdf.render(html, title="Biểu đồ"))) as opened:
        assert not pikepdf.pdfa.check(opened, "3b").findings


@pytest.mark.parametrize(
    "address",
    ["http://example.com/x.png", "file:///etc/passwd", "../config.py", "/static/../../wsgi.py", "missing.css"],
)
def test_nothing_but_static_files_is_fetched(address: str) -> None:
    with pytest.raises(pdf.ForeignResource):
        pdf.render(f'<link rel="stylesheet" href="{address}"><p>x</p>', title="x")


def test_static_files_are_found_by_their_name_and_by_their_address() -> None:
    assert pdf.static_file(pdf.BASE_URL + "document.css") == pdf.STATIC / "document.css"
    assert pdf.static_file(pdf.BASE_URL + "static/document.css?v=1") == pdf.STATIC / "document.css"


# --- the font --------------------------------------------------------------------------------------------------------


def test_there_are_146_letters() -> None:
    assert len(fonts.LETTERS) == 146


def test_the_installed_font_is_fit() -> None:
    fonts.check_fonts()


@pytest.fixture
def _fresh_font_cache() -> Iterator[None]:
    fonts.check_fonts.cache_clear()
    yield
    fonts.check_fonts.cache_clear()


def without_horn(path: Path) -> Path:
    """A copy of the regular face that has lost ơ and Ơ, as the old release has."""
    with TTFont(fonts.font_file("Regular")[1]) as font:
        for table in font["cmap"].tables:
            for letter in "ơƠ":
                table.cmap.pop(ord(letter), None)
        font.save(path)
    return path


@pytest.mark.usefixtures("_fresh_font_cache")
def test_a_font_without_vietnamese_letters_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = without_horn(tmp_path / "old.ttf")
    assert fonts.fonts_missing_letters(path) == {"ơ", "Ơ"}
    monkeypatch.setattr(fonts, "font_file", lambda face: (fonts.FAMILY, path))
    with pytest.raises(fonts.FontUnfit, match="fonts-liberation2"):
        pdf.render("<p>x</p>", title="x")


@pytest.mark.usefixtures("_fresh_font_cache")
def test_a_missing_font_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_file", lambda face: ("DejaVu Sans", tmp_path / "x.ttf"))
    with pytest.raises(fonts.FontUnfit, match="not installed"):
        pdf.render("<p>x</p>", title="x")


def test_two_papers_printed_at_once_leave_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    first, second = collected_rarely(), collected_rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != before
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
