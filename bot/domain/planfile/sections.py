"""Typed reading of one table of the file, with everything that is wrong noted beside."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches
from functools import cached_property
from typing import TypeVar

from bot.domain.planfile.positions import Path
from bot.domain.planfile.problems import PlanProblem
from bot.domain.planfile.values import Unfit
from bot.domain.values import dataclass

Value = TypeVar("Value")
_NOT_THERE = object()
# Unknown keys for which the nearest known one is looked for; a file with more is no plan.
_ADVISED = 50


@dataclass
class Notes:
    """The problems found so far; `locate` finds where each key stands, `year` is 0 until it is
    read.
    """

    locate: Callable[[], Mapping[Path, int]]
    year: int = 0
    problems: list[PlanProblem] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The line of each key, looked for once there is a problem: most texts have none."""
        return self.locate()

    def add(self, path: Path, message: str) -> None:
        """Notes a problem; a key that is not there is said to stand where its section begins."""
        self.paths.append(path)
        place = path
        while place not in self.lines:
            place = place[:-1]
        self.problems.append(PlanProblem(self.lines[place], _dotted(path), message))


@dataclass
class Section:
    """One table. Every key that is asked for counts as known; `close` reports the others."""

    table: Mapping[str, object]
    notes: Notes
    path: Path = ()
    known: list[str] = field(default_factory=list)
    former: tuple[str, ...] = ()

    def read(self, key: str, default: Value, convert: Callable[[object], Value]) -> Value:
        """Returns the converted value; `default` where the key is absent, or, with a problem noted,
        does not fit.
        """
        value = self._take(key)
        if value is _NOT_THERE:
            return default
        try:
            return convert(value)
        except Unfit as unfit:
            self.note(unfit.message, key, *unfit.path)
            return default

    def require(self, *keys: str) -> None:
        """Notes which of these keys are absent."""
        for key in keys:
            if key not in self.table:
                self.note("这里必须填写，不能缺少", key)

    def expect(self, *keys: str) -> None:
        """Counts the keys as known, before any of them is read."""
        self.known += keys

    def ignore(self, *keys: str) -> None:
        """Lets keys of earlier releases stand, which mean nothing any more and are never proposed."""
        self.former += keys

    def section(self, key: str) -> "Section":
        """Returns the table `[key]`; empty where it is absent, or, with a problem noted, is none."""
        value = self._take(key)
        if not isinstance(value, Mapping):
            if value is not _NOT_THERE:
                self.note(f"请写成一节，以 [{_dotted((*self.path, key))}] 这样的标题开头", key)
            value = {}
        return Section(value, self.notes, (*self.path, key))

    def entries(self, form: str, allowed: str, *required: str) -> Iterator["Section"]:
        """Yields every table `[this.name]` in the order of the file, each to be read before the
        next; anything else in this one is a problem.

        Its name is of this `form`, which `allowed` says in words; a title and what is `required`
        must be there.
        """
        for name in self.table:
            table = self.section(name)
            if not re.fullmatch(form, name):
                table.note(f"名称只能用{allowed}")
            table.require("title", *required)
            yield table
            table.close()

    def has_tables(self, key: str) -> bool:
        """Whether there is a table among the elements of the list `key`."""
        return any(isinstance(element, Mapping) for element in as_list(self.table.get(key)))

    def tables(
        self, key: str, example: str, prepared: Callable[[object], object] | None = None
    ) -> list["Section"] | None:
        """The tables of the list `key`, None where it is absent;
        anything else in it is a problem. `prepared` makes a table of what is short for one.
        """
        value = self._take(key)
        if value is _NOT_THERE:
            return None
        elements = as_list(value)
        if prepared is not None:
            elements = [prepared(element) for element in elements]
        for index, element in enumerate(elements):
            if not isinstance(element, Mapping):
                self.note(f"请写成 {example} 这样的形式", key, index)
        return [
            Section(element, self.notes, (*self.path, key, index))
            for index, element in enumerate(elements)
            if isinstance(element, Mapping)
        ]

    @property
    def name(self) -> str:
        return str(self.path[-1])

    @property
    def clean(self) -> bool:
        """Whether no problem was noted in this table so far."""
        return not any(path[: len(self.path)] == self.path for path in self.notes.paths)

    def note(self, message: str, *path: str | int) -> None:
        self.notes.add((*self.path, *path), message)

    def close(self) -> None:
        """Reports the keys that nobody asked for."""
        unknown = [key for key in self.table if key not in self.known and key not in self.former]
        for place, key in enumerate(unknown):
            advice = f"这里可以写：{'、'.join(self.known)}"
            if place < _ADVISED and (near := get_close_matches(key, self.known, n=1)):
                advice = f"是不是想写 {near[0]}"
            self.note(f"没有这一项，{advice}", key)

    def _take(self, key: str) -> object:
        if key not in self.known:
            self.known.append(key)
        return self.table.get(key, _NOT_THERE)


def as_list(value: object) -> list[object]:
    """Returns the elements of a list; a value that stands alone is one of a single element."""
    if isinstance(value, list):
        return value
    return [value]


def _dotted(path: Path) -> str:
    """Returns a path as people write it; list elements count from 1: `ballot.scale[2].points`."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}"
    return words.removeprefix(".")
