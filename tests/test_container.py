"""The container's files fit the program and shut it in; its steps are run by scripts/try_in_a_clean_room.py."""

import ast
import json
import re
from pathlib import Path

import pytest
from starlette.routing import Route

from bot import probes
from bot.cli import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "deploy/container"
DOCKERFILE = re.sub(
    r"\\\n\s*",
    " ",
    re.sub(r"^#.*\n", "", (FOLDER / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE),
)
STEPS = [line.split(" ", 1) for line in DOCKERFILE.splitlines() if line]
FINAL = STEPS[max(n for n, step in enumerate(STEPS) if step[0] == "FROM") :]
COMPOSE = (FOLDER / "compose.yaml").read_text(encoding="utf-8")


def said(word: str) -> list[str]:
    """What the last stage says after this word."""
    return [rest for name, rest in FINAL if name == word]


def test_the_program_does_not_run_as_root() -> None:
    (account,) = said("USER")
    made = re.search(r"useradd [^&]*--uid (\d+)[^&]* (\w+)\s+&&", " ".join(said("RUN")))
    assert made
    assert account == made[2]
    assert int(made[1]) >= 1000
    assert f'user: "{made[1]}:{made[1]}"' in COMPOSE


def test_nothing_is_installed_after_the_account_is_given_up() -> None:
    words = [name for name, _ in FINAL]
    assert "RUN" not in words[words.index("USER") :]


def test_packages_come_by_the_lock_alone() -> None:
    installs = [rest for name, rest in STEPS if name == "RUN" and "pip install" in rest]
    assert installs
    for step in installs:
        assert "--require-hashes -r requirements.lock" in step or "--no-deps" in step


def test_what_is_started_is_a_command_and_what_it_is_told_is_a_setting() -> None:
    assert json.loads(said("ENTRYPOINT")[0]) == ["shuzhi"]
    (command,) = json.loads(said("CMD")[0])
    assert command in COMMANDS
    variables = re.findall(r"SHUZHI_(\w+)", DOCKERFILE + COMPOSE)
    assert {name.lower() for name in variables} <= set(Settings.model_fields)


def test_its_health_is_asked_at_an_address_that_there_is() -> None:
    (health,) = said("HEALTHCHECK")
    question = json.loads(health.partition("CMD ")[2])[-1]
    ast.parse(question)
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", question)
    assert address
    assert int(address[1]) == Settings.model_fields["port"].default
    source = Path(probes.__file__).read_text(encoding="utf-8")
    assert f'{Route.__name__}("{address[2]}"' in source


@pytest.mark.parametrize("place", ["/data", "/keys"])
def test_data_and_keys_outlive_the_container_and_lie_apart(place: str) -> None:
    assert place in json.loads(said("VOLUME")[0])
    assert re.search(rf"^ +- \w+:{place}$", COMPOSE, re.MULTILINE)
    assert re.search(rf"SHUZHI_\w+: {place}$", COMPOSE, re.MULTILINE)


@pytest.mark.parametrize(
    "line",
    [
        "read_only: true",
        "cap_drop: [ALL]",
        "- no-new-privileges:true",
        '- "127.0.0.1:8000:8000"',
        "restart: unless-stopped",
    ],
)
def test_the_container_is_shut_in(line: str) -> None:
    assert line in COMPOSE


def test_compose_builds_from_the_checkout() -> None:
    context = re.search(r"context: (\S+)", COMPOSE)
    dockerfile = re.search(r"dockerfile: (\S+)", COMPOSE)
    assert context
    assert dockerfile
    assert (FOLDER / context[1]).resolve() == ROOT
    assert (ROOT / dockerfile[1]).is_file()
