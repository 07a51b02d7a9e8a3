"""What was told about a movement, in the words of its papers: so that nobody types it a second time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rehab_center.admissions.rules.details import Answer, Detail
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.reductions import RATED_MONTHS, Rating
from rehab_center.dossiers.wording import day_words
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.rules.phrases import full

RATINGS = {Rating.GOOD: "tốt", Rating.FAIR: "khá", Rating.AVERAGE: "trung bình", Rating.POOR: "kém"}

First = dict[str, object]


@dataclass(frozen=True)
class Story:
    """A movement with the answers that the reader may see; ``paper`` is its paper in words ("số … ngày … của …")."""

    kind: MovementKind
    on: date
    paper: str | None = None
    note: str = ""
    told: Mapping[Detail, Answer] = field(default_factory=dict)

    def words(self, item: Detail, lead: str = "{}") -> str:
        """An answer as a sentence; nothing where the question was not answered."""
        answer = self.told.get(item)
        return full(lead.format(str(answer).strip().rstrip("."))) if answer not in (None, "") else ""

    def text(self, item: Detail) -> str:
        """An answer as it was typed."""
        return str(self.told.get(item) or "")


def first_words(kind: PaperKind, about: Story | None, latest: Story | None) -> First:
    """What the fields of a new paper hold, by name, out of the movement it is ``about`` (None: it comes before one).

    ``latest`` is the last movement of the stay: a proposal speaks of the hospital or the prison somebody is in.
    """
    if about is not None:
        return _ABOUT.get(kind, _nothing)(about)
    return _BEFORE.get(kind, _nothing)(latest) if latest is not None else {}


def _nothing(_story: Story) -> First:
    return {}


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _escape(story: Story) -> First:
    """Not who was on duty: that is for the centre's own inquiry, not for the family and the commune."""
    said = _joined(
        story.words(Detail.CIRCUMSTANCES) or full(story.note),
        story.words(Detail.NOTICED_AT, "Phát hiện: {}"),
        story.words(Detail.LAST_SEEN, "Nhìn thấy lần cuối: {}"),
        story.words(Detail.CLOTHES, "Quần áo, đặc điểm nhận dạng: {}"),
    )
    return {"circumstances": said}


def _search(story: Story) -> First:
    """The same without how it was noticed: whoever meets the person needs the looks."""
    said = _joined(
        story.words(Detail.CIRCUMSTANCES) or full(story.note),
        story.words(Detail.LAST_SEEN, "Nhìn thấy lần cuối: {}"),
        story.words(Detail.CLOTHES, "Quần áo, đặc điểm nhận dạng: {}"),
    )
    return {"circumstances": said}


def _returned(story: Story) -> First:
    said = _joined(
        story.words(Detail.FOUND_AT, "Tìm thấy tại {}"),
        story.words(Detail.BROUGHT_BY, "Được {} đưa trở lại cơ sở"),
    )
    return {"circumstances": said or full(story.note)}


def _leave(story: Story) -> First:
    return {
        "relation": story.text(Detail.RELATION),
        "deceased": story.text(Detail.DECEASED),
        "from_on": story.on,
        "until_on": story.told.get(Detail.PLANNED_RETURN),
        "travel_days": story.told.get(Detail.TRAVEL_DAYS),
        "companion": story.text(Detail.ACCOMPANIED_BY),
    }


def _decided(story: Story) -> str:
    return f"Quyết định {story.paper}" if story.paper else ""


def _transfer_slip(story: Story) -> First:
    return {
        "ground": _decided(story),
        "place": story.text(Detail.TO_CENTRE),
        "companion": story.text(Detail.ACCOMPANIED_BY),
    }


def _transfer_minutes(story: Story) -> First:
    """Who accompanies the person hands over."""
    return {
        "ground": _decided(story),
        "place": story.text(Detail.TO_CENTRE),
        "signer": story.text(Detail.ACCOMPANIED_BY),
    }


def _death(story: Story) -> First:
    said = _joined(story.words(Detail.PLACE, "Tử vong tại {}"), story.words(Detail.TOLD, "Đã báo: {}"))
    return {"circumstances": said or full(story.note), "reason": story.words(Detail.CAUSE)}


def _in_hospital(latest: Story) -> First:
    if latest.kind is not MovementKind.TO_HOSPITAL:
        return {}
    hospital = latest.text(Detail.HOSPITAL)
    where = f" tại {hospital}" if hospital else ""
    return {"reason": f"Đang điều trị nội trú{where} từ {day_words(latest.on)}.", "place": hospital}


def _rest(latest: Story) -> First:
    if latest.kind is MovementKind.SUSPENDED:
        by = f" theo Quyết định {latest.paper}" if latest.paper else ""
        confirmed = latest.words(Detail.CONFIRMED_BY, "Tình trạng bệnh do {} xác nhận")
        return {"reason": _joined(f"Đang được tạm đình chỉ chấp hành từ {day_words(latest.on)}{by}.", confirmed)}
    if latest.kind is MovementKind.IMPRISONED:
        court, months = latest.text(Detail.COURT), latest.told.get(Detail.SENTENCE_MONTHS)
        by, length = f" của {court}" if court else "", f" {months} tháng" if months else ""
        return {"reason": f"Chấp hành án phạt tù{length} theo bản án{by}, từ {day_words(latest.on)}."}
    return _in_hospital(latest)


_Telling = Callable[[Story], First]
_ABOUT: dict[PaperKind, _Telling] = {
    PaperKind.ESCAPE_NOTICE: _escape,
    PaperKind.SEARCH_DECISION: _search,
    PaperKind.RETURN_NOTICE: _returned,
    PaperKind.LEAVE_DECISION: _leave,
    PaperKind.TRANSFER_SLIP: _transfer_slip,
    PaperKind.TRANSFER_MINUTES: _transfer_minutes,
    PaperKind.DEATH_NOTICE: _death,
}
_BEFORE: dict[PaperKind, _Telling] = {
    PaperKind.SUSPENSION_PROPOSAL: _in_hospital,
    PaperKind.EXEMPTION_PROPOSAL: _rest,
}


def conduct_words(ratings: Sequence[Rating | None] | None, merit: bool | None, day: date) -> str:
    """The months a reduction rests on, in words: ``ratings`` one for each month over before ``day``, latest last."""
    months = [(day.year * 12 + day.month - 1 - back) for back in range(RATED_MONTHS, 0, -1)]
    last = list(ratings or ())[-RATED_MONTHS:]
    rated = [
        f"tháng {month % 12 + 1}/{month // 12} {RATINGS[one]}"
        for month, one in zip(months[RATED_MONTHS - len(last) :], last, strict=True)
        if one is not None
    ]
    said = f"Xếp loại {len(rated):02d} tháng gần nhất: {', '.join(rated)}." if rated else ""
    return _joined(said, "Đã lập công." if merit else "")
