"""What a rehearsal leaves behind: every message, every file, the burden per role, and a manifest of hashes."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.actions import reminder_log
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person, Role, Roster
from bot.messages import ChatKind, unpack_message
from bot.rehearsal.chat import Chat
from bot.sample import SAMPLE_DEPARTMENT
from bot.storage import outbox
from bot.storage.outbox import SentMessage
from bot.texts import reminder_log as texts

ROLES = (Role.SECRETARY, Role.LEADER, Role.ORGANISER, Role.MEMBER, Role.REPRESENTATIVE, Role.GUEST)


@dataclass(frozen=True)
class Burden:
    """Unprompted messages in single chat: the most that any one person of the role received, and in any one day."""

    role: str
    most: int
    most_in_a_day: int


def write_conversation(spoken: Sequence[str], out: Path) -> None:
    """`conversation.txt`: what was printed."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "conversation.txt").write_text("\n".join(spoken) + "\n", encoding="utf-8")


def write_reminders(work: UnitOfWork, out: Path) -> None:
    """`reminders.txt`: the ledger of what was, and was not, said unasked."""
    rows = [
        reminder_log.line(one, work.zone)
        for one in reminder_log.of_department(work, SAMPLE_DEPARTMENT)
    ]
    (out / "reminders.txt").write_text("\n".join([texts.header(), *rows]) + "\n", encoding="utf-8")


def write_messages(work: UnitOfWork, roster: Roster, out: Path) -> list[dict[str, Any]]:
    """`messages.jsonl`: one line a message that was sent, in the order of sending."""
    roles = {person.account: _role(person) for person in roster.people}
    lines = [
        _line(work, message, roles)
        for message in outbox.sent_messages(work.session)
        if not any(payload.get("redraws") for payload in message.payloads)
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out / "messages.jsonl").write_text(text, encoding="utf-8")
    return lines


def _line(work: UnitOfWork, message: SentMessage, roles: dict[str, str]) -> dict[str, Any]:
    role = roles.get(message.chat.id, "")
    if message.chat.kind is ChatKind.GROUP:
        role = "群"
    return {
        "at": message.at.astimezone(work.zone).isoformat(),
        "to": message.chat.id,
        "role": role,
        "chat": message.chat.kind.value,
        "prompted": message.prompted,
        "text": _text(message),
    }


def _text(sent: SentMessage) -> str:
    messages = [unpack_message(payload) for payload in sent.payloads]
    lines = [message.text for message in messages]
    lines += [f"[{message.card.title}] {message.card.text}" for message in messages if message.card]
    lines += [f"[{message.file.name}]" for message in messages if message.file]
    return "\n".join(line for line in lines if line)


def _role(person: Person) -> str:
    return next((role.value for role in ROLES if person.has(role)), "")


def burden(lines: list[dict[str, Any]]) -> list[Burden]:
    """Per role, from the lines of `write_messages`."""
    unprompted = [line for line in lines if not line["prompted"] and line["chat"] == "direct"]
    totals = Counter((line["role"], line["to"]) for line in unprompted)
    days = Counter((line["role"], line["to"], line["at"][:10]) for line in unprompted)
    roles = dict.fromkeys(line["role"] for line in unprompted)
    return [
        Burden(
            role,
            max(count for (of, _), count in totals.items() if of == role),
            max(count for (of, _, _), count in days.items() if of == role),
        )
        for role in roles
    ]


async def save_files(chat: Chat, roster: Roster, out: Path) -> int:
    """Every file that the bot sent to anybody; how many."""
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for person in roster.people:
        for entry in await chat.timeline(person.account) if person.account else []:
            file = entry["file"]
            if entry["from"] != "robot" or not file or file["id"] in seen:
                continue
            seen.add(file["id"])
            content = (await chat.client.get(file["url"])).content
            (folder / f"{entry['seq']:05}-{file['name']}").write_bytes(content)
    return len(seen)


def write_manifest(out: Path) -> None:
    """`manifest.json`: every file of the folder with its SHA-256."""
    files = sorted(
        path for path in out.rglob("*") if path.is_file() and path != out / "manifest.json"
    )
    hashes = {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    (out / "manifest.json").write_text(
        json.dumps(hashes, ensure_ascii=False, indent=2), encoding="utf-8"
    )
