"""`onroll match`: lists without Django, as `linkage` has it; `standing` and `audit` set Django up when asked for."""

import importlib
from typing import Any

import click

from onroll.linkage.command import match as lists

# name: what it is for; they live in onroll.registry.commands
OWN = {
    "audit": "Precision and recall from what people decided on our own pairs.",
    "standing": "Compare every child of the registry with every other; run it nightly.",
}


class _Match(type(lists)):  # type: ignore[misc]
    """The group of `linkage`, with the registry's two commands, imported only when one is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let our own names be commands, not names of files."""
        if args and args[0] in OWN:
            return list(click.Group.parse_args(self, ctx, args))
        return list(super().parse_args(ctx, args))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in the order of the alphabet."""
        return sorted([*super().list_commands(ctx), *OWN])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return a command; ours with Django set up first."""
        if name not in OWN:
            found: click.Command | None = super().get_command(ctx, name)
            return found
        importlib.import_module("onroll.config.cli").set_up_django()
        command: click.Command = getattr(importlib.import_module("onroll.registry.commands"), name)
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing ours."""
        own: list[tuple[str, Any]] = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(sorted([*own, *OWN.items()]))


match = _Match(
    name=lists.name,
    commands=lists.commands,
    callback=lists.callback,
    help=lists.help,
    context_settings=lists.context_settings,
)
