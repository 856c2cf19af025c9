"""What the documents say is true of the program, and nothing committed names a registry or a machine."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.book import book
from bot.cli import COMMANDS
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import EVERYONE
from bot.domain.refusals import Refusal
from bot.messages import Message
from bot.settings import Settings, environment
from bot.texts import dates, refusals
from schedules.jobs import Job

ROOT = Path(__file__).parents[1]
SKIPPED = {
    "data",
    "data-keys",
    "__pycache__",
    "node_modules",
}  # what running and testing leaves behind
BINARY = {".png", ".otf", ".doc", ".docx", ".odt", ".pdf", ".xlsx", ".wps", ".xz", ".pyc"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
CODE_PATH = re.compile(r"`((?:bot|handlers|schedules|tests|scripts|docs)/[\w./-]*)`")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|npm[m]irror|registry\.yarnpkg|deb\.debian\.org|proxy\.golang"
    r"|tuna\.tsinghua|mirrors?\.(?:aliyun|cloud\.tencent|ustc)|arti[f]actory|(?<!emit-)index[-]url\b|PIP[_]INDEX|UV[_]INDEX"
)
# A path that exists on one machine only. It begins with its stroke, for which alone is searched.
MACHINE = re.compile(r"/(?<![\w.~$}/]/)(?:home|root|tmp|work|Users|mnt|workspace)/\w")


def committed() -> Iterator[Path]:
    """The text files of a checkout, without what git ignores."""
    for folder, folders, names in os.walk(ROOT):
        # What is left behind is not gone through: it holds ten times as many files.
        folders[:] = sorted(name for name in folders if is_ours(name))
        for path in (Path(folder, name) for name in sorted(names) if is_ours(name)):
            if path.is_file() and path.suffix not in BINARY:
                yield path


def is_ours(name: str) -> bool:
    if name.startswith("."):
        return name in {".ci", ".gitignore", ".env.example"}
    return name not in SKIPPED and not name.endswith(".egg-info")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = tuple(committed())
DOCUMENTS = tuple(path for path in FILES if path.suffix == ".md" and "phrases" not in path.parts)
read = Path.read_text


@cache
def text_of(path: Path) -> str:
    """Returns what stands in any file; letters that cannot be read are replaced."""
    return path.read_text(encoding="utf-8", errors="replace")


def prose(text: str) -> str:
    return FENCE.sub("", text)


def anchor(heading: str) -> str:
    """As GitHub makes it: lower case, spaces to hyphens, everything that is no letter, figure or hyphen dropped."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table line."""
    for line in text.splitlines():
        if line.startswith("| ") and line.endswith(" |"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_links_lead_to_files_and_headings(document: Path) -> None:
    for target in LINK.findall(prose(read(document))):
        if "://" in target:
            continue
        path, _, fragment = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        assert found.exists(), target
        if fragment:
            assert fragment in {
                anchor(heading) for heading in HEADING.findall(prose(read(found)))
            }, target


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_files_that_are_named_exist(document: Path) -> None:
    named_paths = CODE_PATH.findall(prose(read(document)))
    assert [path for path in named_paths if not (ROOT / path).exists()] == []


def test_every_variable_is_explained_and_every_explained_one_is_read() -> None:
    known = {f"SHUZHI_{name.upper()}" for name in Settings.model_fields}
    explained = re.findall(r"^#?(SHUZHI_\w+)=", read(ROOT / ".env.example"), re.MULTILINE)
    assert sorted(explained) == sorted(known)


def test_explained_defaults_are_the_real_ones(tmp_path: Path) -> None:
    """The example, with every line switched on, changes nothing; an empty one counts as not set."""
    example = tmp_path / "example"
    example.write_text(
        re.sub(r"^#(?=SHUZHI_)", "", read(ROOT / ".env.example"), flags=re.MULTILINE)
    )
    with_example = Settings.model_validate(environment(example))
    assert with_example == Settings()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained_to_administrators(command: str) -> None:
    texts = read(ROOT / "README.zh-CN.md") + read(ROOT / "docs" / "administration.md")
    assert re.search(rf"shuzhi {command}\b", texts)


def described_words() -> dict[str, set[Role]]:
    """The word lists of docs/words.md: who may use each canonical word, by the headings it stands under."""
    found: dict[str, set[Role]] = {}
    for section in re.split(r"^### ", read(ROOT / "docs" / "words.md"), flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        roles = set(Role) if title == EVERYONE.title else {role for role in Role if role in title}
        for cell, *_ in rows(body.partition("\n## ")[0]):
            if said := re.match(r"`(\S+?)[ `]", cell):
                found.setdefault(said[1], set()).update(roles)
    return found


def test_every_word_is_described_for_exactly_those_who_may_use_it() -> None:
    may = {
        word: {
            role
            for role in Role
            if command.who.is_offered(Person(1, "d", "试", "a", frozenset({role})))
        }
        for word, command in book().commands.items()
    }
    assert described_words() == may


def test_architecture_names_every_package_and_states_the_law() -> None:
    text = read(ROOT / "docs" / "architecture.md")
    packages = {named(path.parent) for path in ROOT.glob("bot/*/**/__init__.py")}
    nouns = set(re.findall(r"`(\w+)`", text.partition("## The nouns")[2].partition("## ")[0]))
    named_here = {
        package for package in packages if f"`{package}/`" in text or Path(package).name in nouns
    }
    assert packages - named_here == set()
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    stated = next(body for _, language, body in FENCE.findall(text) if language == "floors")
    assert stated.split("\n")[:-1] == contracts[0]["layers"]


def test_glossary_has_one_english_name_per_term_and_the_code_uses_it() -> None:
    found = [
        cells
        for cells in rows(read(ROOT / "docs" / "glossary.md"))
        if len(cells) == 4 and "`" in cells[2]
    ]
    terms = [term for cells in found for term in cells[0].split("，")]
    assert len(found) > 50
    assert len(terms) == len(set(terms))
    for term, _, name, path in found:
        assert re.search(rf"\b{name.strip('`')}\b", read(ROOT / path.strip("`"))), term


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_hold_no_address(lock: str) -> None:
    assert "://" not in read(ROOT / lock)


@pytest.mark.parametrize("rule", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_path_of_one_machine(rule: re.Pattern[str]) -> None:
    assert [
        f"{named(path)}: {found[0]}" for path in FILES if (found := rule.search(text_of(path)))
    ] == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("pip install --index" + "-url x", True),
        ("--no-emit-index" + "-url", False),
        ("/ho" + "me/anna/bot", True),
        ("https://a.example/ho" + "me/x", False),
        ("see docs/wo" + "rk/x", False),
    ],
)
def test_the_rules_catch_what_they_should(text: str, caught: bool) -> None:
    assert bool(REGISTRY.search(text) or MACHINE.search(text)) is caught


def test_decisions_are_short_and_complete() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = read(path)
        assert len(text.splitlines()) <= 30
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))


@dataclass(frozen=True)
class Examples:
    """The Python of CONTRIBUTING.md, run in the order of the page."""

    names: dict[str, Any]

    @property
    def router(self) -> Router:
        return self.names["router"]  # type: ignore[no-any-return]  # put there by the fixture


@pytest.fixture
def examples() -> Examples:
    texts = SimpleNamespace()
    names: dict[str, Any] = {
        "router": Router("example"),
        "texts": texts,
        "reminders": SimpleNamespace(remind_due=None, next_due=None),
        "WORDING": {},
        "ClassVar": ClassVar,
        "Context": Context,
        "Branch": Branch,
        "Message": Message,
        "Refusal": Refusal,
        "EVERYONE": EVERYONE,
        "dataclass": dataclass,
        "date": date,
        "dates": dates,
        "datetime": datetime,
        "Services": Services,
        "UnitOfWork": UnitOfWork,
    }
    for indent, language, body in FENCE.findall(read(ROOT / "CONTRIBUTING.md")):
        if language == "python":
            exec(re.sub(rf"^{indent}", "", body, flags=re.MULTILINE), names)  # the page's own words
            texts.secretary_is = names["secretary_is"]
    return Examples(names)


def test_the_example_command_is_a_command(examples: Examples) -> None:
    (command,) = Book([examples.router]).commands.values()
    assert (command.usage, command.reads, command.intent.required) == (
        "支部书记 支部",
        True,
        frozenset({Slot.BRANCH}),
    )
    context = SimpleNamespace(roster=SimpleNamespace(subject_of={}.get))
    assert command.call(context, branch=Branch(1, "第一支部")) == Message(text="第一支部暂缺书记。")


def test_the_example_job_and_refusal_fit(examples: Examples) -> None:
    Job("example", examples.names["tick"], examples.names["next_due"])
    too_early = examples.names["TooEarly"](opens=date(2026, 12, 21))
    assert "12月21日" in examples.names["WORDING"][type(too_early)](too_early)
    assert too_early.code not in {kind.code for kind in refusals.WORDING}
