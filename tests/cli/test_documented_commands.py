"""Whatever a guide tells somebody to type is understood by the program's own parser."""

import shlex

import click
import pytest

from bot.cli import shuzhi as program
from scripts.guides import GUIDES, ROOT, Command, commands, mentions, own_words

DOCUMENTED = [
    command
    for page in GUIDES
    for command in (*commands(page), *mentions(page))
    if own_words(command)
]


def reached(words: list[str]) -> tuple[click.Context, list[str]]:
    """The command, with its context, that the words lead to, and what is left of them."""
    command: click.Command = program
    context = program.make_context("shuzhi", list(words), resilient_parsing=True)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, *words = words
        part = command.get_command(context, name)
        assert part is not None, f"没有命令 {name}"
        command, context = part, click.Context(part, parent=context, info_name=name)
    return context, words


@pytest.mark.parametrize("command", DOCUMENTED, ids=lambda one: f"{one.place} {one.text}")
def test_every_documented_command_is_one_of_the_program_s(command: Command) -> None:
    words = shlex.split(own_words(command) or "")
    context, rest = reached(words)
    known = context.command
    values, surplus, _ = known.make_parser(context).parse_args(rest)
    assert surplus == []
    for parameter in known.params:
        value = values.get(parameter.name or "")
        if value is not None and not isinstance(parameter.type, click.Path):
            parameter.type_cast_value(context, value)


@pytest.mark.parametrize("page", [page for page in GUIDES if any(commands(page))])
def test_code_blocks_give_every_command_what_it_needs(page: str) -> None:
    """A sentence may name a command alone; a block is copied as it stands."""
    for command in commands(page):
        words = own_words(command)
        if words is None:
            continue
        context, rest = reached(shlex.split(words))
        known = context.command
        values, _, _ = known.make_parser(context).parse_args(rest)
        lacking = [
            parameter.human_readable_name
            for parameter in known.params
            if parameter.required and values.get(parameter.name or "") is None
        ]
        assert lacking == [], command.place


def test_all_guides_are_there_and_say_enough() -> None:
    assert all((ROOT / page).is_file() for page in GUIDES)
    assert len(DOCUMENTED) > 60


def test_a_command_that_there_is_not_is_noticed() -> None:
    with pytest.raises(AssertionError, match="stauts"):
        reached(["stauts"])
    context, rest = reached(["status", "--jsn"])
    with pytest.raises(click.NoSuchOption):
        context.command.make_parser(context).parse_args(rest)
