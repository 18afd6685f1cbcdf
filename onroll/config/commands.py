"""What an operator does with the installation itself: prepare, serve, demonstrate, document."""

import hashlib
import os
import sys
from pathlib import Path

import click

from onroll.config import cli, keys

HOME = Path(__file__).resolve().parents[2]
LAST_PORT = 65_535


def var_folder() -> Path:
    """Return the folder that holds all that this installation keeps."""
    return Path(os.environ.get("ONROLL_VAR", HOME / "var"))


@click.command()
def prepare() -> None:
    """Make what is missing: keys, database, static files, the demonstration. Changes nothing that is there."""
    prepare_installation()


def prepare_installation() -> None:
    """Bring the installation up to date, and say what was made and who can sign in to the demonstration."""
    made = keys.make_missing_keys(var_folder())
    if made:
        click.echo(f"Made the keys of this installation in var/keys: {', '.join(made)}. Keep a copy of them safe.")
    cli.set_up_django()
    from onroll.config import preparation

    preparation.prepare_database()
    preparation.collect_static_files()
    for line in preparation.fill_empty_index():
        click.echo(line)
    for line in preparation.demonstration_if_empty():
        click.echo(line)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: os.environ.get("PORT", "8000"), show_default="8000, or PORT", help="Port.")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
@click.option("--threads", default=12, show_default=True, help="Threads in each process.")
@click.option("--prepare", "prepare_first", is_flag=True, help="First do what `onroll prepare` does.")
def serve(host: str, port: str, workers: int, threads: int, *, prepare_first: bool) -> None:
    """Serve the pages until it is stopped (Ctrl+C)."""
    if not port.isdecimal() or not 1 <= int(port) <= LAST_PORT:
        raise click.UsageError(f"PORT is {port!r}: give a number from 1 to {LAST_PORT}.")
    if prepare_first:
        prepare_installation()
    elif not (var_folder() / "keys" / "sessions.key").exists() and "ONROLL_SECRET_KEY" not in os.environ:
        raise click.ClickException("This installation has no keys yet: run `onroll prepare` first.")
    cli.set_up_django()
    from django.conf import settings

    from onroll.config import server

    if not server.is_free(host, int(port)):
        raise click.ClickException(
            f"Something else answers on {host}:{port} already. PORT={int(port) + 1} ./run takes another."
        )
    click.echo(f"OnRoll answers on http://{host}:{port} (Ctrl+C stops it)")
    sys.stdout.flush()
    server.serve(
        host=host,
        port=int(port),
        workers=workers,
        threads=threads,
        scratch=var_folder(),
        has_folders=settings.SFTP_PORT > 0,
        has_clock=settings.HAS_CLOCK,
    )


@click.command()
@click.option("--seed", default=20261122, show_default=True, help="The seed: the same one makes the same children.")
def demo(seed: int) -> None:
    """Load the demonstration into an empty installation, and say who can sign in."""
    from onroll.config import preparation

    preparation.prepare_database()
    for line in preparation.demonstration_if_empty(seed=seed):
        click.echo(line)


@click.group()
def vault() -> None:
    """Look after the stored files."""


@vault.command()
def sweep() -> None:
    """Remove what a crash left on disk and no record knows of."""
    from django.utils import timezone

    from onroll.audit.act import by_the_system
    from onroll.transfer import commands as transfer_commands
    from onroll.vault import actions

    now = timezone.now()
    transfer_commands.stop_if_clock_jumped(now)
    removed = actions.sweep_orphans(by_the_system(at=now, purpose="sweep the vault"))
    click.echo(f"{removed} orphan files removed.")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a page is not current.")
def docs(check: bool) -> None:
    """Write the generated pages of docs/, or check that they are current."""
    from onroll.config import documentation

    stale = []
    for name, text in documentation.pages().items():
        path = HOME / "docs" / name
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    for name in stale:
        click.echo(f"docs/{name} {'is not current: run `onroll docs`' if check else 'written'}", err=check)
    if check and stale:
        raise SystemExit(1)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands: `onroll django migrate`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["onroll django", *arguments])


def fingerprint(paths: list[Path]) -> str:
    """Return a digest of names, sizes and times of files: whether anything changed since it was last taken."""
    text = "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(paths))
    return hashlib.sha256(text.encode()).hexdigest()
