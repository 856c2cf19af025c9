"""What a rehearsal leaves behind: every message, every file, the burden per role, and a manifest of
hashes.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.actions import people, reminder_log
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person, Role, Roster
from bot.domain.values import dataclass
from bot.messages import ChatKind, unpack_message
from bot.rehearsal.chat import Act, Chat
from bot.sample import SAMPLE_DEPARTMENT
from bot.storage import open_cards, outbox
from bot.storage.outbox import SentMessage
from bot.texts import reminder_log as texts

FIRST_LEADER, OTHER_LEADERS = "领导（第一位）", "其他领导"
ROLES = (Role.SECRETARY, Role.LEADER, Role.ORGANISER, Role.MEMBER, Role.REPRESENTATIVE, Role.GUEST)


@dataclass(frozen=True)
class Burden:
    """What the busiest person of a role had in the whole year.

    What was typed (a file counts too) and tapped, what came unasked, in all and in any one day,
    what came in all, and the cards that somebody else had settled.
    """

    role: str
    typed: int
    tapped: int
    most: int
    most_in_a_day: int
    received: int
    dead_cards: int


def write_conversation(spoken: Sequence[str], out: Path) -> None:
    """`conversation.txt`: what was printed."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "conversation.txt").write_text("\n".join(spoken) + "\n", encoding="utf-8")


def write_reminders(work: UnitOfWork, out: Path) -> None:
    """`reminders.txt`: the ledger of what was, and was not, said unasked."""
    rows = [
        reminder_log.line(reminder, work.zone)
        for reminder in reminder_log.of_department(work, SAMPLE_DEPARTMENT)
    ]
    (out / "reminders.txt").write_text("\n".join([texts.header(), *rows]) + "\n", encoding="utf-8")


def write_messages(
    work: UnitOfWork, roster: Roster, acts: Sequence[Act], out: Path
) -> list[dict[str, Any]]:
    """`messages.jsonl`: one line a message that was sent, and one for each thing that was done.

    In the order of time; what somebody did comes before the answer. Returns the messages.
    """
    roles = {person.account: _role(person) for person in roster.people}
    messages: list[dict[str, Any]] = []
    for sent in outbox.sent_messages(work.session):
        # A card that is drawn anew is no message.
        if any(payload.get("redraws") for payload in sent.payloads):
            continue
        role = roles.get(sent.chat.id, "")
        if sent.chat.kind is ChatKind.GROUP:
            role = "群"
        messages.append(
            {
                "at": sent.at.astimezone(work.zone).isoformat(),
                "to": sent.chat.id,
                "role": role,
                "chat": sent.chat.kind.value,
                "prompted": sent.prompted,
                "text": _text(sent),
            }
        )
    done = [
        {
            "kind": "act",
            "at": act.at.astimezone(work.zone).isoformat(),
            "from": act.who,
            "chat": act.chat,
            "act": act.kind,
        }
        for act in acts
    ]
    lines = sorted([*done, *messages], key=lambda line: line["at"])
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out / "messages.jsonl").write_text(text, encoding="utf-8")
    return messages


def _text(sent: SentMessage) -> str:
    messages = [unpack_message(payload) for payload in sent.payloads]
    lines = [message.text for message in messages]
    lines += [f"[{message.card.title}] {message.card.text}" for message in messages if message.card]
    lines += [f"[{message.file.name}]" for message in messages if message.file]
    return "\n".join(line for line in lines if line)


def _role(person: Person) -> str:
    return next((role.value for role in ROLES if person.has(role)), "")


def burden(
    work: UnitOfWork, roster: Roster, acts: Sequence[Act], messages: Sequence[Mapping[str, Any]]
) -> list[Burden]:
    """Returns what the busiest person of every role had."""
    direct = [line for line in messages if line["chat"] == "direct"]
    unasked = [line for line in direct if not line["prompted"]]
    received = Counter(line["to"] for line in direct)
    came_unasked = Counter(line["to"] for line in unasked)
    days = Counter((line["to"], line["at"][:10]) for line in unasked)
    typed = Counter(act.who for act in acts if act.kind != "tap")
    tapped = Counter(act.who for act in acts if act.kind == "tap")
    dead = _dead_cards(work)
    accounts_by_role: dict[str, list[str]] = {}
    # Everybody counts once, for the first of his roles; the first leader, who confirms, apart.
    leaders = roster.with_role(Role.LEADER)
    for person in roster.people:
        if not person.account:
            continue
        role = _role(person)
        if role == Role.LEADER:
            role = OTHER_LEADERS
            if person == leaders[0]:
                role = FIRST_LEADER
        accounts_by_role.setdefault(role, []).append(person.account)
    return [
        Burden(
            role,
            typed=max(typed[account] for account in accounts),
            tapped=max(tapped[account] for account in accounts),
            most=max(came_unasked[account] for account in accounts),
            most_in_a_day=max(
                (count for (account, _), count in days.items() if account in accounts), default=0
            ),
            received=max(received[account] for account in accounts),
            dead_cards=max(dead[account] for account in accounts),
        )
        for role, accounts in accounts_by_role.items()
    ]


def group_messages(messages: Sequence[Mapping[str, Any]]) -> int:
    """Returns how many messages the group received."""
    return sum(line["chat"] == "group" for line in messages)


def _dead_cards(work: UnitOfWork) -> Counter[str]:
    """Counts the cards that reached somebody and were settled by another."""
    reached = {
        (message.chat.id, unpacked.card.id)
        for message in outbox.sent_messages(work.session)
        for unpacked in map(unpack_message, message.payloads)
        if unpacked.card and message.chat.kind is ChatKind.DIRECT
    }
    dead: Counter[str] = Counter()
    for card_id, decided_by, addressees in open_cards.settled(work.session):
        for person_id in addressees:
            person = people.by_id(work, person_id)
            if person is None or person_id == decided_by:
                continue
            if (person.account, card_id) in reached:
                dead[person.account] += 1
    return dead


async def save_files(chat: Chat, roster: Roster, out: Path) -> int:
    """Saves every file that the bot sent to anybody; returns how many."""
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for person in roster.people:
        if not person.account:
            continue
        for entry in await chat.timeline(person.account):
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
