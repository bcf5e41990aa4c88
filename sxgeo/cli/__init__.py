"""The command line. Commands load what they need when they run, so help stays quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from sxgeo import __version__
from sxgeo.errors import SxgeoError

_COMMANDS = {
    "build": "Write every map and atlas, with a gallery.",
    "map": "Write one interactive HTML map.",
    "atlas": "Write a printed atlas as PNG pages and PDF.",
    "place": "Say in which county each row of a table lies.",
    "export": "Write layers for QGIS, Excel, web maps and other tools.",
    "check": "Say whether maps are sound, and whether they may be published.",
    "refine": "Write truer stations and lines from an OpenStreetMap extract or a table.",
    "layers": "List, show, check, start (new), seal and export layers.",
}


class LazyGroup(click.Group):
    """A group whose commands are modules of `sxgeo.cli`, imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order to show them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"sxgeo.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def group() -> None:
    """Place what government documents name on the province's boundaries.

    Every command takes --root DIR, a folder with geodata/ and maps/ to use instead of the built-in
    data. Exit status: 0 done, 1 failed (one sentence on stderr), 2 wrong usage.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    try:
        # Outside of standalone mode click returns the status of an Exit instead of raising it.
        if status := group.main(args=arguments, prog_name="sxgeo", standalone_mode=False):
            sys.exit(status)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("sxgeo: interrupted; what was written is whole.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except SxgeoError as error:
        click.echo(f"sxgeo: {error}", err=True)
        sys.exit(1)
