"""Phrases of other authors and the cast that speaks them, as they stand in `phrases.tsv` and `cast.tsv` of a folder."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.documents.roster import RosterLine
from bot.domain.people import Branch, Person, Role

ROLES = {
    "secretary": Role.SECRETARY,
    "leader": Role.LEADER,
    "organiser": Role.ORGANISER,
    "member": Role.MEMBER,
    "mass-representative": Role.REPRESENTATIVE,
    "guest": Role.GUEST,
}
CATEGORY = {Role.LEADER: "A", Role.ORGANISER: "A", Role.SECRETARY: "B"}
VOTE = "测评"


@dataclass(frozen=True)
class Row:
    """One phrase and what it means."""

    id: str
    role: str
    chat: str
    context: str
    text: str
    intent: str
    args: str
    acts: str
    tags: str

    @property
    def asks(self) -> list[str] | None:
        """What has to be asked back; None where nothing has."""
        if self.intent != "ASK":
            return None
        return listed(json.loads(self.args or "{}").get("intent"))

    @property
    def expected(self) -> list[tuple[str, dict[str, Any]]]:
        """The requests in their order, one for each object."""
        args = json.loads(self.args or "{}")
        words = self.intent.split(" + ")
        steps = args.get("steps", [args])
        if len(words) == 1:
            words *= len(steps)
        requests = []
        for word, step in zip(words, steps, strict=True):
            lists = {key: value for key, value in step.items() if isinstance(value, list)}
            if word == VOTE or not lists:
                requests.append((word, step))
                continue
            # 「王建国、张敏好，老孙一般」: as many grades as names belong to one each.
            length = len(next(iter(lists.values())))
            parallel = {key: values for key, values in lists.items() if len(values) == length}
            requests += [
                (word, {**step, **dict(zip(parallel, each, strict=True))})
                for each in zip(*parallel.values(), strict=True)
            ]
        return requests


def rows(folder: Path) -> list[Row]:
    with (folder / "phrases.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(**{key: value or "" for key, value in row.items()}) for row in reader]


def listed(value: Any) -> list[Any]:
    """What a cell names: one, several, or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True)
class Cast:
    """Who is called by which id."""

    names: Mapping[str, str]
    branches: Mapping[str, str]  # of a secretary, by the id of the person
    lines: tuple[RosterLine, ...]

    @classmethod
    def read(cls, folder: Path) -> "Cast":
        with (folder / "cast.tsv").open(encoding="utf-8", newline="") as file:
            entries = list(csv.DictReader(file, delimiter="\t"))
        names = {entry["id"]: entry["name"] for entry in entries}
        lines: list[RosterLine] = []
        branches = {}
        for entry in entries:
            if entry["id"].startswith("B"):
                continue
            roles = frozenset(ROLES[role.strip()] for role in entry["roles"].split(","))
            branch = names.get(entry["branch"] or "", "")
            if Role.SECRETARY in roles:
                branches[entry["id"]] = entry["branch"]
            category = next((CATEGORY[role] for role in roles if role in CATEGORY), "C")
            if Role.GUEST in roles:
                category = ""
            lines.append(
                RosterLine(len(lines) + 2, entry["name"], entry["id"], branch, roles, category)
            )
        return cls(names, branches, tuple(lines))

    def who(self, value: object) -> str:
        """A secretary and his branch are the same."""
        if isinstance(value, Branch):
            known = {name: key for key, name in self.names.items()}
            return known.get(value.name, value.name)
        if isinstance(value, Person):
            return self.branches.get(value.account, value.account)
        return self.branches.get(str(value), str(value))
