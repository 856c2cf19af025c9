"""Conversations as scripts: people say and click, the program answers, and the script reads what
each of them hears.

Everything goes through the real sandbox over HTTP (in process), the real inbox, actions and outbox.
Nothing waits: `settle` runs what the program has to do until there is nothing left.
"""

from dataclasses import field
from datetime import datetime
from typing import Any

import httpx

from bot.actions.services import Services
from bot.app import Program
from bot.domain.values import dataclass
from bot.rehearsal.requests import ask

Entry = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One thing that somebody typed, tapped or sent. What it was about is not kept."""

    at: datetime
    who: str
    chat: str  # group or direct
    kind: str  # text, tap or file


def _room(*, group: bool) -> str:
    if group:
        return "group"
    return "direct"


@dataclass
class Chat:
    program: Program
    client: httpx.AsyncClient  # for files, and for what no chat page would send
    acts: list[Act] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    async def say(self, who: str, text: str, *, group: bool = False, **more: Any) -> list[Entry]:
        """Sends a text; what the speaker hears from the bot because of it."""
        await self.post(who, text, group=group, **more)
        return await self.hears(who)

    async def post(self, who: str, text: str, *, group: bool = False, **more: Any) -> str:
        """Sends a text and lets the program finish; the message id."""
        self._acted(who, "text", group=group)
        body = {"from": who, "chat": _room(group=group), "text": text} | more
        answer = await self._ask("POST", "messages", body=body)
        await self.settle()
        return str(answer["message_id"])

    async def send(
        self,
        who: str,
        name: str,
        content: bytes,
        *,
        text: str = "",
        group: bool = False,
        **more: str,
    ) -> list[Entry]:
        """Sends a file; what the sender hears."""
        self._acted(who, "file", group=group)
        fields = {"from": who, "chat": _room(group=group), "text": text} | more
        answer = await self.client.post(
            "/sandbox/api/messages", data=fields, files={"file": (name, content)}
        )
        answer.raise_for_status()
        await self.settle()
        return await self.hears(who)

    async def click(self, who: str, card: Entry, **values: Any) -> Entry:
        """Submits a card; option texts or ids per question id, or `choice="确认"` for a button card."""
        taps = 1
        if card.get("style") == "form":
            # A form is chosen from, question by question, and then submitted.
            taps += len([name for name in values if name != "message_id"])
        self._acted(who, "tap", times=taps)
        chosen = {
            question: _option_ids(card, question, option)
            for question, option in values.items()
            if question != "message_id"
        }
        body = {"from": who, "card_id": card["card_id"], "values": chosen}
        if "message_id" in values:
            body["message_id"] = values["message_id"]
        answer = await self._ask("POST", "clicks", body=body)
        await self.settle()
        return dict(answer)

    async def hears(self, who: str) -> list[Entry]:
        """Returns what the bot said to this person (and in his group) since the last look."""
        entries = await self.timeline(who, after=self.seen.get(who, 0))
        if entries:
            self.seen[who] = entries[-1]["seq"]
        return [entry for entry in entries if entry["from"] == "robot"]

    async def timeline(self, who: str, *, after: int = 0) -> list[Entry]:
        return list(await self._ask("GET", "timeline", query={"viewer": who, "after": after}))

    async def content(self, entry: Entry) -> bytes:
        """Returns the file that the bot sent with this entry."""
        answer = await self.client.get(entry["file"]["url"])
        answer.raise_for_status()
        return bytes(answer.content)

    async def clock(self, **move: str) -> Entry:
        """Moves the simulated clock: `now="2026-12-24T09:00"` (Shanghai) or `advance="P1D"`."""
        return dict(await self._ask("POST", "clock", body=move))

    async def _ask(self, method: str, noun: str, **content: Any) -> Any:
        return await ask(self.program.web, method, f"/sandbox/api/{noun}", **content)

    def _acted(self, who: str, kind: str, *, group: bool = False, times: int = 1) -> None:
        self.acts += [Act(self.now, who, _room(group=group), kind)] * times

    @property
    def services(self) -> Services:
        return self.program.services

    async def settle(self) -> None:
        await self.program.conductor.settle()

    @property
    def now(self) -> datetime:
        return self.program.clock.now().astimezone(self.program.settings.zone)


def texts(entries: list[Entry]) -> list[str]:
    return [entry["text"] for entry in entries]


def cards(entries: list[Entry]) -> list[Entry]:
    return [entry["card"] for entry in entries if entry["card"]]


def _option_ids(card: Entry, question_id: str, wanted: Any) -> Any:
    """Returns the id of the option that reads so; what is no option's text is passed on as it is."""
    ids: dict[str, str] = {}
    for question in card["questions"]:
        if question["id"] == question_id:
            ids = {option["text"]: option["id"] for option in question["options"]}
    if isinstance(wanted, list):
        return [ids.get(option, option) for option in wanted]
    return ids.get(wanted, wanted)
