"""``flask backup``, ``flask restore`` and ``flask backup-key``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from rehab_center import clock, schema
from rehab_center.audit.labels import act_label
from rehab_center.backups import archive, making, restoring
from rehab_center.backups.queries import Lost, LostAct, last_common, last_entry, lost_after
from rehab_center.backups.restoring import Proof, Scratch
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.web.command_line import actor_option, domain_errors, say_json
from rehab_center.web.export import write_workbook
from rehab_center.web.formatting import moment, say
from rehab_center.words import N_, message

_file = click.Path(dir_okay=False, path_type=Path)
_json = click.option("--json", "_as_json", is_flag=True, help="Machine-readable on stdout (always so).")


@click.command("backup")
@click.argument("out", type=_file)
@_json
@with_appcontext
@domain_errors
@actor_option
def backup(out: Path, _as_json: bool, actor: Actor) -> None:
    """Write the database, scans and issued papers to one file, while people work."""
    now = clock.now()
    try:
        made = making.make_backup(
            out,
            url=current_app.config["DATABASE_OWNER_URL"],
            instance=_instance(),
            recipient=current_app.config["BACKUP_RECIPIENT"] or None,
            now=now,
            progress=_say_progress,
        )
    except OSError as error:
        raise _disk(out, error) from None
    with transaction() as session:
        making.record_made(session, made, actor=actor, now=now)
    say_json(
        {
            "file": str(made.path),
            "size": made.size,
            "sha256": made.sha256,
            "encrypted": made.encrypted,
            "entries": made.manifest.entries,
            "head": made.manifest.head,
            "made_at": made.manifest.made_at,
        }
    )


@click.command("restore")
@click.argument("file", type=_file)
@click.option("--key", type=_file, help="The file with the secret key of an encrypted backup.")
@click.option("--check", is_flag=True, help="Only prove that the backup restores; change nothing.")
@click.option("--ground", metavar="TEXT", help="Why a living centre is restored over; written into the log.")
@click.option("--despite-problems", is_flag=True, help="Restore although the verification found something.")
@click.option("--yes", is_flag=True, help="Do not ask before restoring over a living centre.")
@_json
@with_appcontext
@domain_errors
@actor_option
def restore(
    file: Path,
    key: Path | None,
    check: bool,
    ground: str | None,
    despite_problems: bool,
    yes: bool,
    _as_json: bool,
    actor: Actor,
) -> None:
    """Prove a backup beside the living centre, then put it in its place."""
    began, instance = monotonic(), _instance()
    try:
        with ExitStack() as at_the_end:
            if not check:
                at_the_end.enter_context(restoring.standing_still(instance))
            unpacked = restoring.unpacked(
                file, identity=_read(key), instance=instance, url=_owner_url(), now=clock.now()
            )
            scratch = at_the_end.enter_context(unpacked)
            lost = None if check else _allowed(scratch, ground=ground, asked=yes)
            proof = restoring.prove(scratch, instance)
            answer = _said_of(scratch, proof)
            if lost is None:
                _note_proven(file, scratch, proof, actor)
            elif proof.ok or despite_problems:
                answer |= _put_in_place(file, scratch, lost, ground=ground, actor=actor)
    except OSError as error:
        raise _disk(file, error) from None
    say_json(answer | {"seconds": round(monotonic() - began, 1)})
    if not proof.ok and "restored" not in answer:
        raise SystemExit(1)


def _said_of(scratch: Scratch, proof: Proof) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "ok": proof.ok,
        "entries": scratch.manifest.entries,
        "head": scratch.manifest.head,
        "made_at": scratch.manifest.made_at,
        "rows": sum(scratch.manifest.rows.values()),
    }
    return answer if proof.ok else answer | {"problems": list(proof.problems)}


def _note_proven(file: Path, scratch: Scratch, proof: Proof, actor: Actor) -> None:
    if proof.ok and _has_log():
        with transaction() as session:
            restoring.record_proven(session, file, scratch.manifest, actor=actor, now=clock.now())


def _allowed(scratch: Scratch, *, ground: str | None, asked: bool) -> Lost:
    """What a restore would lose, after its ground was given and its price was said. Raises DomainError."""
    lost = _lost(scratch)
    if lost.last and not (ground or "").strip():
        raise DomainError(N_("There is a living centre here: say by --ground why it is restored over"))
    if lost.last and not asked:
        _ask(lost)
    return lost


def _put_in_place(file: Path, scratch: Scratch, lost: Lost, *, ground: str | None, actor: Actor) -> dict[str, Any]:
    db.session.remove()
    db.engine.dispose()
    old = restoring.put_in_place(scratch, _instance())
    schema.let_program_work(_owner_url(), str(current_app.config["DATABASE_URL"]))
    with transaction() as session:
        restoring.record_restored(session, file, scratch.manifest, lost, ground=ground, actor=actor, now=clock.now())
    answer: dict[str, Any] = {"restored": True, "set_aside": old}
    if lost.entries:
        paper = str(_list_of(lost, scratch))
        answer["lost"] = {"from": lost.first, "to": lost.last, "entries": lost.entries, "list": paper}
        answer["to_key_again"] = [_to_key_again(one) for one in lost.acts]
    return answer


def _to_key_again(one: LostAct) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": moment(one.at),
        "by": one.actor,
        "act": act_label(one.act),
        "about": one.about,
        "reason": one.reason,
    }


def _lost(scratch: Scratch) -> Lost:
    """What the living log knows and the backup does not; ``last`` is 0 where there is no living centre."""
    if not _has_log():
        return Lost(1, 0, "", ())
    engine = create_engine(scratch.url, poolclass=NullPool)
    try:
        with Session(engine) as restored:
            common = last_common(db.session(), restored)
    finally:
        engine.dispose()
    if common == 0:
        raise DomainError(N_("This backup is of another centre: restore it into an empty instance folder"))
    return lost_after(db.session(), common)


def _has_log() -> bool:
    try:
        return last_entry(db.session()) > 0
    except DBAPIError:  # no tables yet
        db.session.rollback()
        return False


def _ask(lost: Lost) -> None:
    """Say what will be lost and ask. Raises DomainError where the answer is no, or nobody is there to answer."""
    said = say(
        message(
            N_("%(entries)s entries of the log from %(first)s on will be lost, %(acts)s acts must be keyed again."),
            entries=lost.entries,
            first=lost.first,
            acts=len(lost.acts),
        )
    )
    click.echo(said, err=True)
    if not sys.stdin.isatty():
        raise DomainError(N_("Nothing was changed: say --yes to restore without being asked"))
    if not click.confirm(say(message(N_("Restore?"))), err=True):
        raise DomainError(N_("Nothing was changed"))


def _list_of(lost: Lost, scratch: Scratch) -> Path:
    """The acts to key again as a workbook beside what was set aside."""
    path = _instance() / f"before-restore-{scratch.stamp}" / "nhap-lai.xlsx"
    heads = [N_("Number"), N_("When"), N_("Who"), N_("Act"), N_("About"), N_("Reason")]
    rows = (list(_to_key_again(one).values()) for one in lost.acts)
    with path.open("wb") as stream:
        write_workbook(stream, say(message(N_("To key again"))), [say(message(head)) for head in heads], rows)
    path.chmod(0o600)
    return path


@click.command("backup-key")
@click.argument("out", type=_file)
@with_appcontext
@domain_errors
def backup_key(out: Path) -> None:
    """Make a key pair: the secret half into OUT, the line for the settings on stdout."""
    try:
        recipient = archive.make_key(out)
    except OSError as error:
        raise _disk(out, error) from None
    click.echo(
        say(message(N_("Keep %(path)s away from this machine: only it opens the backups"), path=str(out))), err=True
    )
    click.echo(f'backup_recipient = "{recipient}"')


def _instance() -> Path:
    return Path(current_app.config["INSTANCE"])


def _owner_url() -> str:
    return str(current_app.config["DATABASE_OWNER_URL"])


def _read(key: Path | None) -> str | None:
    try:
        return key.read_text() if key else None
    except (OSError, ValueError) as error:
        raise DomainError(message(N_("%(path)s cannot be read: %(error)s"), path=str(key), error=str(error))) from None


def _disk(path: Path, error: OSError) -> DomainError:
    said = error.strerror or str(error)
    return DomainError(message(N_("%(path)s: the disk refuses (%(error)s)"), path=str(path), error=said))


def _say_progress(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", err=True)
