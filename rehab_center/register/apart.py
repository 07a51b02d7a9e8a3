"""Run as a program of its own by :mod:`rehab_center.register.reading`: a workbook in, its cells out, pickled.

It imports nothing of the program, so that it starts quickly, and it may not use more memory or disk than it is told: an
altered .xls can make any reader ask for gigabytes or stop dead, and then only this process is lost.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from io import BytesIO
from itertools import islice
from typing import BinaryIO

import python_calamine

#: How it ends, for the one who waits.
LOCKED, DAMAGED, TOO_MANY_CELLS = 3, 4, 5
#: Rows pickled together.
BLOCK = 100


def main(memory_bytes: int, disk_bytes: int, most_rows: int, most_cells: int, rows_to: int) -> int:
    """Read the workbook from stdin, write the rows into the open file ``rows_to`` and what tells of them to stdout.

    Told of each sheet: name, whether it is visible, its number of rows, where each of their blocks begins, what is
    merged. Gives the exit code.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk_bytes, disk_bytes))
    try:
        book = python_calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
        sheets = []
        with os.fdopen(rows_to, "wb") as file:
            for about in book.sheets_metadata:
                if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                if sheet.total_height > most_rows or sheet.total_height * sheet.total_width > most_cells:
                    return TOO_MANY_CELLS
                visible = about.visible == python_calamine.SheetVisibleEnum.Visible
                sheets.append((about.name, visible, *_write(sheet, file), sheet.merged_cell_ranges))
    except python_calamine.PasswordError:
        return LOCKED
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError):
        return DAMAGED
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


def _write(sheet: python_calamine.CalamineSheet, file: BinaryIO) -> tuple[int, list[int]]:
    """The sheet's rows from its first to its last, block by block; how many, and where the blocks begin."""
    left = ("",) * (sheet.start[1] if sheet.start else 0)
    rows = ((*left, *row) for row in sheet.iter_rows())
    count, begins = 0, []
    while block := list(islice(rows, BLOCK)):
        begins.append(file.tell())
        pickle.dump(block, file, protocol=pickle.HIGHEST_PROTOCOL)
        count += len(block)
    return count, begins


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:6])))
