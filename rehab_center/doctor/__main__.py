"""The command: a line for each check, two for each trouble. Exit 1 when something is wrong."""

from __future__ import annotations

import json
import sys

import click

from rehab_center.config import in_words
from rehab_center.doctor import backups, database, instance, machine
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.words import N_, Message, message

CHECKS = (*machine.CHECKS, *instance.CHECKS, *database.CHECKS, *backups.CHECKS)


def examine() -> list[tuple[Check, list[Trouble]]]:
    """Every check with what it found."""
    return [(check, _look(check)) for check in CHECKS]


def _look(check: Check) -> list[Trouble]:
    try:
        return list(check.look())
    except Exception as error:  # the doctor itself must not fall ill: an unforeseen fault is a finding too
        what = message(N_("This could not be looked at: %(error)s"), error=f"{type(error).__name__}: {error}")
        return [Trouble(what, message(N_("Type: ./run setup")))]


@click.command(help="Say what is wrong with this installation and how to mend it.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def main(as_json: bool) -> None:
    """Examine everything; exit 1 when something is wrong."""
    found = examine()
    wrong = any(not trouble.mild for _, troubles in found for trouble in troubles)
    if as_json:
        click.echo(json.dumps({"ok": not wrong, "checks": [_as_json(*one) for one in found]}, ensure_ascii=False))
    else:
        for check, troubles in found:
            click.echo("\n".join(_lines(check, troubles)))
    sys.exit(int(wrong))


def _as_json(check: Check, troubles: list[Trouble]) -> dict[str, object]:
    return {
        "check": check.name,
        "ok": not any(not trouble.mild for trouble in troubles),
        "troubles": [
            {"what": in_words(trouble.what), "remedy": in_words(trouble.remedy), "mild": trouble.mild}
            for trouble in troubles
        ],
    }


def _lines(check: Check, troubles: list[Trouble]) -> list[str]:
    mark = "✓" if not troubles else "!" if all(trouble.mild for trouble in troubles) else "✗"
    lines = [f"{mark} {in_words(Message(check.title))}"]
    for trouble in troubles:
        lines += [f"    {in_words(trouble.what)}", f"    → {in_words(trouble.remedy)}"]
    return lines


if __name__ == "__main__":
    main()
