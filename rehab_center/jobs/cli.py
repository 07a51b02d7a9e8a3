"""``flask jobs``."""

from __future__ import annotations

from flask.cli import AppGroup, ScriptInfo, pass_script_info

from rehab_center.jobs.worker import Worker

commands = AppGroup("jobs", help="Long work.")


@commands.command("worker", with_appcontext=False)
@pass_script_info
def worker(info: ScriptInfo) -> None:
    """Do what is waiting, until stopped. ./run serve keeps one going."""
    Worker(info.load_app()).run()
