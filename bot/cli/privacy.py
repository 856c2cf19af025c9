"""`privacy`: what is kept beyond its term, and what is kept about one person."""

from collections.abc import Callable
from functools import partial

import click

from bot.actions import people, retention
from bot.actions.retention import BY_DEPARTMENT
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.about_person import forget, person
from bot.cli.offline import Offline, offline
from bot.cli.turns import undisturbed
from bot.domain.retention import Due, Kind
from bot.storage.retention import Removed
from bot.texts import retention as texts


@click.group()
def privacy() -> None:
    """保存期限和个人信息：到期的内容，一个人的信息。"""


privacy.add_command(person)
privacy.add_command(forget)


@privacy.command(short_help="看到期了什么")
def due() -> None:
    """列出保存期满的内容：各有多少、从哪天到哪天，不显示内容。期限写在方案的 [retention] 里。"""
    with offline() as reached:
        lines = reached.read(_due_lines) or [texts.NOTHING_DUE]
        lines += reached.read(_running_lines)
    click.echo("\n".join(lines))


@privacy.command(short_help="删除到期的")
@click.option("--yes", is_flag=True, help="确实删除；不加就只看")
def remove(*, yes: bool) -> None:
    """删除保存期满的内容，记入审计链。没有归档的年度、没了结的事、年度档案都不动。"""
    with offline() as reached:
        lines = reached.read(_due_lines)
        # Nothing goes without an administrator's word (decision 0038).
        if not yes or not lines:
            ending = texts.NOTHING_DUE
            if lines:
                ending = texts.PREVIEW
            click.echo("\n".join([*lines, ending]))
            return
        with undisturbed(reached.settings):
            lines = _remove(reached)
        if not reached.scrub():
            lines.append(texts.IN_FILES)
    click.echo("\n".join([*lines, texts.KEPT, texts.IN_BACKUPS]))


def _due_lines(work: UnitOfWork) -> list[str]:
    """Returns a line for each kind of what is due; empty where nothing is."""
    lines: list[str] = []
    others = retention.due_of_others(work)
    if others.number:
        lines.append(f"{texts.OTHERS}：{_line(work, others)}")
    for department in people.departments(work):
        terms = retention.terms_of(work, department)
        lines += [f"{department.title}：{_line(work, due)}" for due in retention.due(work, terms)]
    files = retention.unnamed_files(work)
    if files:
        lines.append(texts.due_files(len(files), sum(file.size for file in files)))
    return lines


def _running_lines(work: UnitOfWork) -> list[str]:
    """Returns which years keep what came in them, a line for each department that has some."""
    lines: list[str] = []
    for department in people.departments(work):
        years = retention.terms_of(work, department).running
        if years:
            lines.append(f"{department.title}：{texts.running(years)}")
    return lines


def _line(work: UnitOfWork, due: Due) -> str:
    first, last = None, None
    if due.first is not None and due.last is not None:
        first, last = work.day_of(due.first), work.day_of(due.last)
    return texts.due(due.kind, due.number, first, last)


def _remove(reached: Offline) -> list[str]:
    """Removes what is due, then the files that it named; returns what to say."""
    number, files = _in_batches(reached, retention.remove_of_others)
    totals = {Kind.MESSAGES: number}
    for department in reached.read(people.departments):
        terms = reached.read(partial(retention.terms_of, department=department))
        for kind in BY_DEPARTMENT:
            remove_some = partial(retention.remove, terms=terms, kind=kind)
            number, files_of_kind = _in_batches(reached, remove_some)
            totals[kind] = totals.get(kind, 0) + number
            files |= files_of_kind
    number_of_files = reached.read(lambda work: retention.remove_files(work, files))
    lines = [texts.removed(kind, number) for kind, number in totals.items() if number]
    if number_of_files:
        lines.append(texts.removed_files(number_of_files))
    return lines


def _in_batches(
    reached: Offline, remove_some: Callable[[UnitOfWork], Removed]
) -> tuple[int, set[str]]:
    """Removes until nothing is left to remove: how many, and which files they named. Between two
    batches others may write.
    """
    number = 0
    files: set[str] = set()
    while (removed := reached.write(remove_some)).number:
        number += removed.number
        files |= removed.files
    return number, files
