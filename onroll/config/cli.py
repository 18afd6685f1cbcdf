"""The command `onroll`: one group, whose parts are loaded only when they are asked for.

`onroll ctf` works without settings, database or Django; everything else sets Django up first. Exit codes: 0 done,
1 done but something is wrong with what was looked at, 2 wrong use. Errors go to standard error.
"""

import importlib
import os
import sys

import click

from onroll import __version__
from onroll.config.environment import SettingMissing, SettingUnreadable

# name: (where the click command is, whether it needs Django, what it is for)
COMMANDS: dict[str, tuple[str, bool, str]] = {
    "prepare": (
        "onroll.config.commands:prepare",
        False,
        "Make keys, database and static files; load the demonstration.",
    ),
    "serve": (
        "onroll.config.commands:serve",
        False,
        "Serve the pages on 127.0.0.1 (PORT= changes the port).",
    ),
    "demo": ("onroll.config.commands:demo", True, "Load the demonstration, and say who can sign in."),
    "ctf": (
        "onroll.ctf.command:ctf",
        False,
        "Check, show, compare, write and convert common transfer files.",
    ),
    "match": (
        "onroll.config.matching:match",
        False,
        "Find the same child in several lists, or twice in one, with reasons.",
    ),
    "selfeval": (
        "onroll.selfeval.command:selfeval",
        False,
        "Score the 22 steps from answers; print national tables.",
    ),
    "establishments": (
        "onroll.access.commands:establishments",
        True,
        "Load and look up the register of schools.",
    ),
    "users": ("onroll.access.commands:users", True, "List people, add them, give and end roles."),
    "ledger": ("onroll.access.commands:ledger", True, "Read and verify the ledger of every act."),
    "exchange": ("onroll.config.leftover_commands:exchange", True, "Let the exchange's clock tick."),
    "doors": (
        "onroll.doors.commands:doors",
        True,
        "Look after what other software talks to: keys, uploads left half-way.",
    ),
    "sftp": (
        "onroll.doors.commands:sftp",
        True,
        "Open the file folders (SFTP) to what can only drop files.",
    ),
    "tick": (
        "onroll.config.clock_commands:tick",
        True,
        "Do everything that is to happen by itself; `serve` does it each hour.",
    ),
    "notices": ("onroll.transfer.commands:notices", True, "Send email notices that are still owed."),
    "notifications": (
        "onroll.casework.import_commands:notifications",
        True,
        "Import notifications of children from emails and lists.",
    ),
    "cases": ("onroll.casework.commands:cases", True, "List, show and export cases."),
    "rolls": ("onroll.rolls.commands:rolls", True, "Take schools’ roll files; look after feeds."),
    "figures": (
        "onroll.insight.commands:figures",
        True,
        "Count children missing education, by rule, year and day.",
    ),
    "returns": ("onroll.returns.commands:returns", True, "List what schools owe by law, and load returns."),
    "attendance": ("onroll.attendance.commands:attendance", True, "Load attendance registers of schools."),
    "sweep": ("onroll.attendance.commands:sweep", True, "Sweep the registers by rules, and raise alerts."),
    "borders": ("onroll.casework.border_commands:borders", True, "The clock of the work between authorities."),
    "directory": (
        "onroll.casework.directory_commands:directory",
        True,
        "The clock of the directory of agencies.",
    ),
    "search": ("onroll.search.commands:search", True, "Look after the index that searches use."),
    "vault": ("onroll.config.commands:vault", True, "Look after the stored files."),
    "docs": (
        "onroll.config.commands:docs",
        True,
        "Write the generated pages of docs/, or check that they are current.",
    ),
    "django": (
        "onroll.config.commands:django",
        True,
        "Run one of Django's own commands (migrate, makemigrations, shell).",
    ),
}


class Lazy(click.Group):
    """A group that knows its commands' names and purposes, and imports one only when it is used."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """Import and return a command, with Django set up where it needs it."""
        if name not in COMMANDS:
            return None
        place, needs_django, _purpose = COMMANDS[name]
        if needs_django:
            set_up_django()
        module, attribute = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their purposes from the table, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_place, _needs, purpose) in COMMANDS.items()])


def set_up_django() -> None:
    """Set Django up, or stop with the name of the setting that is missing or unreadable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.config.settings")
    import django as framework

    try:
        framework.setup()
    except (SettingMissing, SettingUnreadable) as problem:
        raise click.UsageError(str(problem)) from problem


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onroll")
def onroll() -> None:
    """OnRoll: getting every child who is missing education back on a school roll."""


def main() -> None:
    """Run the command line."""
    sys.exit(onroll(prog_name="onroll"))
