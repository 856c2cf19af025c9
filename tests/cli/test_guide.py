"""The administrator's guide, followed literally: every command of ours in it, in its order, does what it is said to do."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cli.conftest import Shuzhi

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "administration.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = re.compile(r"(?:sudo -u shuzhi )?(?:\.venv/bin/)?(shuzhi .*|mv data .*)")
SYSTEM = re.compile(
    r"#|cd |cp |chmod |make setup$|journalctl "
    r"|sudo (apt install|systemctl|useradd|chown|mkdir|\.venv/bin/shuzhi install-service)( |$)|sudo -u (postgres|shuzhi) (create(user|db)|git pull|make setup)"
)
ELSEWHERE = {
    "serve",  # does not end by itself; tests/cli/test_serving.py runs it
    "move-database",  # needs a server; tests/cli/test_moving.py runs it
}

ANSWERS = {"doctor": (0, 1)}  # the group is known when somebody has spoken in it


def lines(text: str) -> Iterator[str]:
    for block in FENCE.findall(text):
        for line in block.splitlines():
            if line.strip():
                yield line.split("   #")[0].strip()


COMMANDS = [found[1].split(" ") for line in lines(GUIDE) if (found := OURS.fullmatch(line))]


def test_every_line_of_the_guide_is_one_that_is_tried_or_the_system_s_own() -> None:
    assert [
        line for line in lines(GUIDE) if not OURS.fullmatch(line) and not SYSTEM.match(line)
    ] == []
    assert len(COMMANDS) > 12


def test_what_needs_an_account_or_a_place_says_so() -> None:
    """As root `git pull` is refused in another account's folder, and an account may not write to the common backups."""
    after = GUIDE.partition("### 作为系统服务")[2]
    assert not [
        line
        for line in lines(after)
        if line.startswith(("git ", "make ", "shuzhi restore", "createdb"))
    ]
    assert "createdb --owner shuzhi" in GUIDE


def test_the_guide_s_commands_work_in_their_order(
    shuzhi: Shuzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    seen = []
    for program, *arguments in COMMANDS:
        if program == "mv":
            Path(arguments[0]).rename(arguments[1])
            continue
        if arguments[0] in ELSEWHERE:
            continue
        if arguments[:2] == ["plan", "apply"]:
            (tmp_path / "plan.toml").write_text(
                (tmp_path / "plan.toml")
                .read_text("utf-8")
                .replace('title = "', 'title = "新的', 1),
                "utf-8",
            )
        if arguments[:2] == ["department", "remove"]:
            arguments[2] = "law"
            shuzhi("department", "add", "law", "--name", "法律系")
        told = shuzhi(*shlex.split(" ".join(arguments)))
        assert told.code in ANSWERS.get(arguments[0], (0,)), (arguments, told)
        seen.append(arguments[0])
        if arguments[:2] == ["roster", "template"]:
            known = [line for line in sample_lines() if line.category in ("A", "B")]
            (tmp_path / arguments[2]).write_bytes(roster_workbook(known))
    assert {"plan", "department", "roster", "backup", "restore", "audit"} <= set(seen)


@pytest.mark.parametrize(
    "document",
    ["README.md", "README.zh-CN.md", "docs/wecom.md", "docs/dingtalk.md", "docs/plan.md"],
)
def test_other_pages_name_commands_that_there_are(shuzhi: Shuzhi, document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    said = set(
        re.findall(r"(?:^\s*|`)(?:\.venv/bin/)?shuzhi ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE)
    )
    assert said
    for command in said:
        words = command.split(" ")
        known = shuzhi(*words, "--help").code == 0 or shuzhi(words[0], "--help").code == 0
        assert known, command


def test_no_page_sends_people_to_an_address_that_the_proxy_does_not_pass_on() -> None:
    proxy = (ROOT / "deploy" / "nginx" / "shuzhi.conf").read_text(encoding="utf-8")
    passed = set(re.findall(r"location = (\S+)", proxy))
    text = (ROOT / "docs" / "wecom.md").read_text(encoding="utf-8")
    assert set(re.findall(r"https://您的域名(/[\w/]+)", text)) <= passed
