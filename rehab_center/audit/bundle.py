"""The log for somebody who does not trust this program: every entry as JSON, and how to recompute the chain alone."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit import chain
from rehab_center.audit.recorder import LogHead, log_head
from rehab_center.audit.rows import SLICE, log_table, read_rows
from rehab_center.db import canonical_json

CHECKER = Path(__file__).with_name("check_bundle.py")

EXPLANATION = """\
NHẬT KÝ HỆ THỐNG: GÓI ĐỂ KIỂM TRA ĐỘC LẬP

entries.jsonl       mỗi dòng một mục nhật ký (JSON), theo số thứ tự, không thiếu số nào
changes.jsonl       mỗi dòng một bản ghi đã thay đổi; "entry_id" là số mục
head.json           số mục cuối và mã băm của nó khi lấy gói này
check_bundle.py     chương trình tính lại chuỗi, chỉ cần Python 3: python3 check_bundle.py GÓI.zip

CÁCH TÍNH. JSON chuẩn: khóa xếp theo thứ tự chữ cái, không dấu cách, UTF-8, chữ giữ nguyên. Băm: SHA-256, viết hệ 16.
1. Mỗi thay đổi: difference_hash là băm của JSON chuẩn của "difference".
   hash là băm của danh sách {change_fields}.
2. Mỗi mục: hash là băm của danh sách [danh sách A, danh sách B];
   A là {entry_fields};
   B là các hash của những thay đổi thuộc mục, theo "position".
3. previous_hash của mục số 1 là 64 chữ số 0; của mục sau là hash của mục ngay trước.
4. Băm của mục cuối phải bằng head.json, và bằng số đã chép ra giấy (flask audit anchor) nếu có.

"content_hash" là băm nội dung bản ghi sau khi thay đổi; cột nhạy cảm chỉ góp vào đó bằng mã có khóa của cơ sở, nên
người ngoài không tính lại được phần này. Cột nhạy cảm trong "difference" chỉ ghi "changed".
"""


def write_bundle(session: Session, target: Path) -> LogHead:
    """Write the bundle and give the head it ends with. ``session`` sees one state of the database. Raises OSError."""
    head = log_head(session)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, table in (("entries.jsonl", "audit_entry"), ("changes.jsonl", "audit_change")):
            with file.open(name, "w", force_zip64=True) as lines:
                for row in _rows(session, table):
                    lines.write(
                        (canonical_json({key: chain.canonical(value) for key, value in row.items()}) + "\n").encode()
                    )
        file.writestr("head.json", json.dumps({"entries": head.entries, "hash": head.hash}))
        file.writestr(
            "DOC-TRUOC.txt",
            EXPLANATION.format(change_fields=list(chain.CHANGE_FIELDS), entry_fields=list(chain.ENTRY_FIELDS)),
        )
        file.writestr(CHECKER.name, CHECKER.read_bytes())
    return head


def _rows(session: Session, name: str) -> Iterator[dict[str, Any]]:
    table = log_table(name)
    query, after = select(table).order_by(table.c.id).limit(SLICE), 0
    while rows := read_rows(session, table, query.where(table.c.id > after)):
        yield from rows
        after = rows[-1]["id"]
