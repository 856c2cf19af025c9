"""Groups of commands whose modules are imported only when they are called, so that help is instant."""

import gc
import importlib
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import click
from typing_extensions import override


class LazyGroup(click.Group):
    """`parts` tells for each command where it stands and what it is for.

    A command is named in its module as it is typed, `-` being `_`; one that Python has a word for
    is named with `_` at the end.
    """

    def __init__(self, *, parts: Mapping[str, tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self._parts = parts

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._parts)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._parts:
            return None
        module = imported(self._parts[cmd_name][0])
        name = cmd_name.replace("-", "_")
        command = getattr(module, name, None) or getattr(module, f"{name}_")
        assert isinstance(command, click.Command)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in self._parts.items()])


def imported(name: str) -> ModuleType:
    """Imports a command's module. All that it brings stays, so looking for garbage among it, again and
    again as it grows, would take a sixth of the time.
    """
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()
