"""The `shuzhi` command. Each command stands in a module of its own, imported only when it is called, so that help is instant."""

import importlib
import sys
from typing import NoReturn

import click
from click.exceptions import Exit
from typing_extensions import override

from bot.cli.failures import CommandFailed, explain

COMMANDS = {
    "demo": "bot.cli.serving",
    "serve": "bot.cli.serving",
    "check": "bot.cli.checking",
    "plan": "bot.cli.plans",
    "roster": "bot.cli.rosters",
    "department": "bot.cli.departments",
    "status": "bot.cli.reporting",
    "audit": "bot.cli.reporting",
    "doctor": "bot.cli.doctor",
    "backup": "bot.cli.backups",
    "restore": "bot.cli.backups",
}


class LazyGroup(click.Group):
    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def shuzhi() -> None:
    """述职：党组织书记抓基层党建述职评议考核助手。"""


def main() -> NoReturn:
    """Runs the command line; whatever goes wrong is one Chinese sentence on stderr and exit code 2."""
    try:
        outcome = shuzhi.main(standalone_mode=False)
    except Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except CommandFailed as failure:
        click.echo(str(failure), err=True)
        sys.exit(failure.exit_code)
    except Exception as error:  # noqa: BLE001 - a person reads this, not a traceback
        click.echo(explain(error), err=True)
        sys.exit(2)
    sys.exit(outcome if isinstance(outcome, int) else 0)
