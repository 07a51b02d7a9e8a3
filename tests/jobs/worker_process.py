"""A worker of its own, for tests that kill it: ``python -m tests.jobs.worker_process INSTANCE DATABASE_URL``."""

from __future__ import annotations

import sys
from pathlib import Path

from rehab_center import create_app
from rehab_center.jobs.worker import Worker
from tests.database import configuration
from tests.jobs import kinds

if __name__ == "__main__":
    assert kinds.count  # imported for the kinds it registers
    instance, url = sys.argv[1:]
    Worker(create_app(configuration(Path(instance), url) | {"JOBS_IMMEDIATE": False})).run()
