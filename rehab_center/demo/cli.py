"""``demo load``."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from rehab_center.demo import loading
from rehab_center.web.command_line import domain_errors, say_json

demo = AppGroup("demo", help="The invented centre for training.")


@demo.command("load")
@click.option("--reset", is_flag=True, help="Take out an invented centre that is here already and build it anew.")
@click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON.")
@domain_errors
def load(reset: bool, as_json: bool) -> None:
    """Build the invented centre; only into an instance that is empty or marked as demo."""
    made = loading.load(reset=reset, progress=_progress)
    if as_json:
        say_json(
            {
                "people": made.people,
                "stays": made.stays,
                "accounts": list(made.usernames),
                "password": made.password,
            }
        )
        return
    click.echo(f"Đã dựng cơ sở tập huấn: {made.people} người, {made.stays} lượt tiếp nhận. Không ai có thật.")
    click.echo(f"Tài khoản: {', '.join(made.usernames)}")
    click.echo(f"Mật khẩu chung: {made.password}")


def _progress(done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        click.echo(f"\r  {done * 100 // total}% ", nl=done == total, err=True)
