"""Run as a program of its own by :mod:`rehab_center.register.reading`: a workbook in, its cells out, pickled.

It imports nothing of the program, so that it starts quickly, and it may not use more memory than it is told: an altered
.xls can make any reader ask for gigabytes or stop dead, and then only this process is lost.
"""

from __future__ import annotations

import pickle
import resource
import sys
from io import BytesIO

import python_calamine

#: How it ends, for the one who waits.
LOCKED, DAMAGED, TOO_MANY_CELLS = 3, 4, 5


def main(memory_bytes: int, most_rows: int, most_cells: int) -> int:
    """Read the workbook from stdin and write the sheets to stdout. Gives the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    try:
        book = python_calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
        sheets = []
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height > most_rows or sheet.total_height * sheet.total_width > most_cells:
                return TOO_MANY_CELLS
            visible = about.visible == python_calamine.SheetVisibleEnum.Visible
            sheets.append((about.name, visible, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges))
    except python_calamine.PasswordError:
        return LOCKED
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError):
        return DAMAGED
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:4])))
