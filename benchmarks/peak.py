"""Run a ``flask`` command and say its peak memory in kB: ``python -m benchmarks.peak ARGUMENTS…``.

Read from inside: what the parent learns when a child ends also counts the parent's own memory.
"""

from __future__ import annotations

import atexit
import re
import sys
from pathlib import Path

from flask.cli import main


def _say() -> None:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    sys.stderr.write(f"\npeak {found[1] if found else 0}\n")


if __name__ == "__main__":
    atexit.register(_say)
    sys.argv = ["flask", "--app", "wsgi", *sys.argv[1:]]
    main()
