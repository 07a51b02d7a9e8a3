"""Search as somebody types, among a hundred thousand names, against the same question in raw SQL."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.centre import Centre
from benchmarks.rows import Measured
from rehab_center import create_app
from rehab_center.db import db
from rehab_center.names import sort_key
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.queries import find_people
from rehab_center.residents.rules.searching import search_form, search_key

NAMES = 100_000
TYPED = ("do thi hoa", "nguyen van", "Đặng Minh", "tran thi ng", "pham quoc bao")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Quốc", "Đức", "Hữu", "Ngọc", "Thanh", "Xuân", "Công")
GIVEN = ("Anh", "Bảo", "Bình", "Cường", "Dũng", "Đạt", "Hà", "Hải", "Hoà", "Hùng", "Khánh", "Lan", "Long", "Mai")
GIVEN_TOO = ("Nam", "Nga", "Ngân", "Nghĩa", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trung", "Tú", "Việt", "Vinh", "Yến")

RAW = """
SELECT id, code, full_name FROM resident WHERE {} ORDER BY sort_key, id LIMIT 400
"""


def hundred_thousand_names(centre: Centre) -> Measured:
    """The median search's time over that of its SQL through sqlite3 alone, each the median of several."""
    path = centre.instance / "names.sqlite"
    _fill(centre, path)
    app = create_app({"INSTANCE": centre.instance, "DATABASE_URL": f"sqlite:///{path}"})
    raw = sqlite3.connect(path)
    with app.app_context():
        ours = [_seconds(lambda text=text: find_people(db.session(), text, scope=EVERYWHERE)) for text in TYPED]
        db.session.remove()
        db.engine.dispose()
    plain = [_seconds(lambda text=text: _raw(raw, text)) for text in TYPED]
    raw.close()
    ratio = median(mine / its for mine, its in zip(ours, plain, strict=True))
    return Measured(ratio, f"{median(ours) * 1000:.0f} ms of {median(plain) * 1000:.0f} ms")


def _raw(connection: sqlite3.Connection, text: str) -> list[object]:
    words = search_form(text).split()
    where = " AND ".join("search_key LIKE ?" for _ in words)
    return connection.execute(RAW.format(where), [f"% {word}%" for word in words]).fetchall()


def _seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def _fill(centre: Centre, path: Path) -> None:
    shutil.copyfile(centre.instance / "rehab.sqlite", path)
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO resident (code, full_name, search_key, sort_key, birth_precision, sex, nationality,"
            " created_at, version) VALUES (?, ?, ?, ?, 'unknown', 'male', 'Việt Nam', '2024-01-01 00:00:00', 1)",
            _people(),
        )
    connection.close()


def _people() -> Iterator[tuple[str, str, str, str]]:
    draw = random.Random(413)
    for number in range(NAMES):
        name = " ".join(draw.choice(words) for words in (FAMILY, MIDDLE, GIVEN, GIVEN_TOO))
        yield f"BM-{number:06d}", name, search_key([name]), sort_key(name)
