"""The office's commands: `python manage.py --help`. Each ends with 0, 1 (with a sentence) or 2."""

import db  # noqa: F401  isort: skip  - before everything: the process has one SQLite

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from db import importing
from db.actor import Actor
from db.edits import Refusal
from db.office import Office, open_office, plan_of, read_book, restore_backup
from db.sample import build
from db.search_index import Advance
from db.workspace import Workspace
from exports import FORMATS, Asked, FullCopy, file_name, make, named
from locales import FALLBACK, known_language, refused, sentence
from registers.book import Book
from registers.errors import Fault
from registers.model import Sheet
from registers.office_settings import setting_value, settings_of
from registers.roles import ROLES

HOUSE = Path(__file__).resolve().parent
LANGUAGE = known_language(os.environ.get("TAIZHANG_LANG")) or FALLBACK

Command = Callable[..., None]


def say(msgid: str, **params: object) -> None:
    click.echo(sentence(LANGUAGE, f"cli.{msgid}", **params))


def fail(text: str) -> NoReturn:
    click.echo(text, err=True)
    raise SystemExit(1)


def fail_with(msgid: str, **params: object) -> NoReturn:
    fail(sentence(LANGUAGE, msgid, **params))


def workspace_option(command: Command) -> Command:
    """Gives a command `--workspace`, as an absolute path."""
    return click.option(
        "--workspace",
        type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
        envvar="TAIZHANG_WORKSPACE",
        default="workspace",
        show_default=True,
        help="The folder with the office's own data.",
    )(command)


@contextmanager
def opened(
    workspace: Path,
    *,
    founding: bool = False,
    advance: Advance | None = None,
    reindex: bool = False,
) -> Iterator[Office]:
    """The office, closed again at the end; a refusal ends the command with its sentence.

    Only a command that may be an office's first one makes a workspace where there is none.
    `advance` is told how far a search index is that has to be made.
    """
    if not founding and not Workspace(workspace).ledger.exists():
        fail_with("cli.no_office", path=workspace)
    try:
        office = open_office(workspace, advance=advance, reindex=reindex)
        try:
            yield office
        finally:
            office.close()
    except Refusal as refusal:
        fail(refused(LANGUAGE, refusal))


@contextmanager
def progress_bar(msgid: str, book: Book) -> Iterator[Callable[[int, int, str], None]]:
    """Shows how far long work is, and in which sheet."""

    def shown(sheet: str | None) -> str:
        known = sheet is not None and book.has_sheet(sheet)
        return book.sheet(str(sheet)).label.text(LANGUAGE) if known else ""

    label = sentence(LANGUAGE, f"cli.{msgid}")
    with click.progressbar(length=1, label=label, file=sys.stderr, item_show_func=shown) as bar:

        def advance(done: int, total: int, sheet: str) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos, sheet)

        yield advance


def sheet_named(book: Book, name: str) -> Sheet:
    """The sheet with this key or any of its labels."""
    for sheet in book.sheets:
        if name in (sheet.key, *sheet.label.texts):
            return sheet
    fail_with("error.unknown_sheet", sheet=name)


@click.group()
def manage() -> None:
    """Taizhang 台账: the registers of an estate office."""


@manage.command()
@workspace_option
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--host", help="Listen on this address only; without it, on all of this machine's.")
def serve(workspace: Path, port: int, host: str | None) -> None:
    """Open the office to browsers until stopped."""
    os.environ["TAIZHANG_WORKSPACE"] = str(workspace)
    command = [sys.executable, "-m", "streamlit", "run", str(HOUSE / "app.py")]
    command += ["--server.port", str(port)]
    if host:
        command += ["--server.address", host]
    if os.name == "posix":
        os.execv(sys.executable, command)  # the same process: signals arrive where they should
    raise SystemExit(_run_until_stopped(command))


def _run_until_stopped(command: list[str]) -> int:
    """On Windows Ctrl+C reaches both processes: this one waits for the other to end."""
    server = subprocess.Popen(command)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue


@manage.command()
@workspace_option
def check(workspace: Path) -> None:
    """Show everything that is wrong in the schema files."""
    book = read_book(workspace)
    for fault in book.faults:
        click.echo(_fault_line(fault), err=True)
    if book.faults:
        fail_with("cli.faults", n=len(book.faults))
    say("no_faults", registers=len(book.registers), forms=len(book.forms))


def _fault_line(fault: Fault) -> str:
    said = sentence(LANGUAGE, f"fault.{fault.code}", **fault.params)
    return f"{fault.file}:{fault.line} {fault.place}: {said}"


@manage.command()
@workspace_option
@click.option("--dry-run", is_flag=True, help="Only show what would be changed.")
@click.option("--search", is_flag=True, help="Make the search index anew as well.")
def migrate(workspace: Path, dry_run: bool, search: bool) -> None:
    """Bring the database in line with the schema files; never drops a column."""
    plan = plan_of(workspace)
    for step in plan.changes:
        click.echo(str(step))
    for question in plan.questions:
        click.echo(refused(LANGUAGE, question.refusal), err=True)
    if dry_run:
        say("would_migrate", n=len(plan.changes))
        return
    with (
        progress_bar("indexing", read_book(workspace)) as advance,
        opened(workspace, founding=True, advance=advance, reindex=search),
    ):
        pass
    say("migrated", n=len(plan.changes))


@manage.command()
@workspace_option
@click.option("--households", type=click.IntRange(1, 20_000), default=2000, show_default=True)
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def demo(workspace: Path, households: int, months: int, seed: int) -> None:
    """Fill an empty workspace with a believable, invented estate."""
    with opened(workspace, founding=True) as office:
        if office.users.count():
            fail_with("cli.not_empty", path=workspace)
        with progress_bar("building", office.book) as advance:
            logins = build(office, households, months, seed, advance)
    say("demo_done")
    for name, password, role in logins:
        click.echo(f"  {name}\t{password}\t{sentence(LANGUAGE, f'role.{role}')}")


@manage.command()
@workspace_option
@click.argument("name")
@click.argument("value", required=False)
def setting(workspace: Path, name: str, value: str | None) -> None:
    """Show a limit or price of the office, or set it; docs/operating.md lists them."""
    with opened(workspace) as office:
        known = settings_of(office.book)
        if name not in known:
            fail_with("cli.unknown_setting", name=name, known=", ".join(known))
        if value is not None:
            wanted = setting_value(value, known[name])
            if wanted is None:
                fail_with("cli.bad_setting", name=name, value=value, usual=known[name])
            office.settings.set(name, wanted)
        say("setting", name=name, value=office.settings.get(name, known[name]))


@manage.group()
def user() -> None:
    """The people who may sign in."""


@user.command("add")
@workspace_option
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
def add_user(workspace: Path, name: str, role: str) -> None:
    """Add a user; the password comes from TAIZHANG_PASSWORD or is asked for."""
    password = os.environ.get("TAIZHANG_PASSWORD") or click.prompt(
        sentence(LANGUAGE, "cli.password"), hide_input=True, confirmation_prompt=True
    )
    with opened(workspace, founding=True) as office:
        office.users.create(name, password, role)
    say("user_added", name=name, role=sentence(LANGUAGE, f"role.{role}"))


@manage.command("import")
@workspace_option
@click.argument("sheet")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be refused.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write all of it as JSON."
)
@click.option("--mode", type=click.Choice(importing.MODES), default="both", show_default=True)
@click.option("--year", type=click.IntRange(1900, 2199), help="Of days written without a year.")
@click.option("--encoding", help="Of a text file: utf-8, gb18030, big5hkscs, utf-16-le.")
@click.option("--current", is_flag=True, help="Not an old ledger: ask for all a new row needs.")
@click.option("--as", "user", help="The user whose step it is; without it, the administrator.")
def import_file(
    workspace: Path,
    sheet: str,
    file: Path,
    dry_run: bool,
    report: Path | None,
    mode: importing.Mode,
    year: int | None,
    encoding: str | None,
    current: bool,
    user: str | None,
) -> None:
    """Read the rows of an Excel or CSV file into a sheet; refused cells are listed one by one."""
    choices = importing.Choices(mode=mode, year=year, encoding=encoding, history=not current)
    with opened(workspace, founding=True) as office:
        target = sheet_named(office.book, sheet)
        try:
            workbook = importing.read_workbook(file.read_bytes(), file.name, encoding)
        except importing.Unreadable as problem:
            if report is not None:
                write_json(report, importing.unreadable_as_json(target.key, file.name, problem))
            fail(refused(LANGUAGE, problem, target))
        actor = office.users.acting(user)
        if not target.may(actor.role, "import"):
            fail_with("error.may_not_import", sheet=target.label.text(LANGUAGE))
        reading = importing.interpret(office, target.key, workbook, choices, actor)
        told = [(worksheet.name, each) for worksheet, each in reading.refused]
        done = importing.foreseen(reading)
        if not dry_run:
            with progress_bar("importing", office.book) as advance:
                done = importing.commit(
                    office, target.key, reading, actor, only_valid=True, progress=advance
                )
            told += done.refused
        if report is not None:
            write_json(report, importing.as_json(reading.refusing(done.refused)))
        for line in refused_lines(office, reading, told):
            click.echo(line, err=True)
    say(
        "would_import" if dry_run else "imported",
        inserted=done.inserted,
        updated=done.updated,
        unchanged=done.unchanged,
        refused=len({(name, each.row) for name, each in told}),
        skipped=sum(len(each.skipped) + len(each.void) for each in reading.worksheets),
    )
    if told or not any(each.state in ("ready", "question") for each in reading.worksheets):
        raise SystemExit(1)


def refused_lines(
    office: Office, reading: importing.Reading, told: list[tuple[str, importing.Refused]]
) -> Iterator[str]:
    """What is in the way, worksheet by worksheet."""
    several = len(reading.worksheets) > 1
    for worksheet in reading.worksheets:
        if worksheet.state in ("no_heading", "column_missing"):
            of = office.book.sheet(reading.sheet)
            problem = Refusal(f"worksheet_{worksheet.state}", fields=worksheet.missing)
            yield f"{worksheet.name} {refused(LANGUAGE, problem, of)}".strip()
    for name, each in told:
        params = {"row": each.row, "column": each.column, "seen": each.seen}
        params["message"] = refused(LANGUAGE, each.refusal, office.book.sheet(each.sheet))
        said = sentence(LANGUAGE, "cli.import_row", **params)
        yield f"{name} {said}" if several else said


def write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


@manage.command("export")
@workspace_option
@click.argument("form")
@click.option("--period", default="", help="2026, 2026-Q3, 2026-11 or 2026-11-22.")
@click.option("--row", type=int, help="The id of the row, for a form that is made for one row.")
@click.option("--empty", is_flag=True, help="Without values, to be filled in by hand.")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="xlsx")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--full", is_flag=True, help="Telephones and documents in full; needs --reason.")
@click.option("--reason", default="", help="Why; it stands in the history for good.")
def export_form(
    workspace: Path,
    form: str,
    period: str,
    row: int | None,
    empty: bool,
    kind: str,
    out: Path | None,
    full: bool,
    reason: str,
) -> None:
    """Write a paper form as a file; FORM is its key or any of its titles."""
    if not (period or empty or row is not None):
        raise click.UsageError("Missing option '--period', '--row' or '--empty'.")
    with opened(workspace) as office:
        try:
            found = office.book.form(form)
        except KeyError:
            fail_with("error.unknown_form", form=form)
        name = named(office, found, period, row, LANGUAGE)
        target = out or Path(file_name(found, name, LANGUAGE, FORMATS[kind].suffix))
        copy = FullCopy(Actor.setup(), reason) if full else None
        asked = Asked(found, period, LANGUAGE, row=row, empty=empty, full=copy)
        make(office, asked, kind, target)
    say("exported", path=target)


@manage.command()
@workspace_option
def backup(workspace: Path) -> None:
    """Copy the ledger into the workspace's backups; it may be in use."""
    with opened(workspace) as office:
        copy = office.ledger.backup(office.place.backups)
    say("backed_up", path=copy)


@manage.command()
@workspace_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(workspace: Path, file: Path) -> None:
    """Put a backup in the ledger's place; the ledger as it was is kept among the backups."""
    try:
        kept = restore_backup(workspace, file)
    except Refusal as refusal:
        fail(refused(LANGUAGE, refusal))
    say("restored", path=file, kept=kept)


@manage.command()
@workspace_option
def verify(workspace: Path) -> None:
    """Check the ledger: its file, its guards, its rows and every link of its history."""
    with opened(workspace) as office:
        problems = office.ledger.verify()
        changes, seal = office.ledger.head, office.ledger.head_hash
    for problem in problems:
        click.echo(refused(LANGUAGE, problem), err=True)
    if problems:
        fail_with("cli.unsound", n=len(problems))
    say("verified", changes=changes, hash=seal[:16])


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that cannot show Chinese still works
    manage()
