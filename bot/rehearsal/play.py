"""The players: the sample department acting through the sandbox, every word of it printed as it is
said.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import date, datetime, time

from bot.actions import people
from bot.domain.people import Person, Role, Roster
from bot.domain.values import dataclass
from bot.rehearsal.chat import Chat, Entry
from bot.sample import SAMPLE_DEPARTMENT

MORNING = time(8, 30)


class SceneFailed(Exception):
    """Something that the script counts on did not happen; the sentence says what."""


@dataclass
class Play:
    """`say` prints one line of the conversation."""

    chat: Chat
    year: int
    say: Callable[[str], None]
    roster: Roster
    group: str = "系群"
    _told: dict[str, int] = field(default_factory=dict)

    async def scene(self, title: str, day: date, at: time = MORNING) -> None:
        """Moves the clock to where the scene begins; what the bot says on the way comes before its
        title.
        """
        await self.on(day, at)
        self.say(f"\n—— {self.chat.now:%Y-%m-%d %H:%M} {title} ——")

    def by_role(self, role: Role) -> Sequence[Person]:
        return self.roster.with_role(role)

    @property
    def organiser(self) -> str:
        return self.by_role(Role.ORGANISER)[0].account

    @property
    def leaders(self) -> list[str]:
        return [person.account for person in self.by_role(Role.LEADER)]

    @property
    def secretaries(self) -> Sequence[Person]:
        return self.roster.subjects

    @property
    def voters(self) -> list[Person]:
        return [person for person in self.roster.people if person.category]

    async def on(self, day: date, at: time = MORNING) -> None:
        """Moves the clock to that moment; what the bot says on the way is printed."""
        moment = datetime.combine(day, at, self.chat.program.settings.zone)
        await self.chat.clock(now=moment.isoformat())
        bound = [person for person in self.roster.people if person.account]
        self._print(
            [(person, entry) for person in bound for entry in await self.chat.hears(person.account)]
        )

    async def speaks(self, who: str, text: str, *, group: bool = False) -> list[Entry]:
        """Says it; the bot's answers, printed too.

        What he heard before comes first, as he read it first.
        """
        await self._listen(self._person(who))
        if group:
            self._line(self._name(who), self.group, text)
            await self.chat.post(who, f"@述职助手 {text}", group=True)
        else:
            self._line(self._name(who), "述职助手", text)
            await self.chat.post(who, text)
        return await self._listen(self._person(who))

    async def sends(self, who: str, name: str, content: bytes) -> list[Entry]:
        await self._listen(self._person(who))
        self._line(self._name(who), "述职助手", f"[文件] {name}")
        heard = await self.chat.send(who, name, content)
        person = self._person(who)
        self._print([(person, entry) for entry in heard])
        return heard

    async def presses(self, who: str, title: str, choice: str) -> None:
        """Presses a button on his newest open card of that title.

        Raises SceneFailed where there is none.
        """
        await self._listen(self._person(who))
        card = await self.open_card(who, title)
        question = card["questions"][0]
        # The buttons of a list carry its numbers: 「2 全部通过」.
        labels = [option["text"] for option in question["options"]]
        label = next((label for label in labels if label.split(" ", 1)[-1] == choice), choice)
        self._line(self._name(who), "述职助手", f"[点按 {card['title']}] {label}")
        answer = await self.chat.click(who, card, **{question["id"]: label})
        if not answer["accepted"]:
            raise SceneFailed(
                f"{self._name(who)}点按「{card['title']}」没有成功：{answer['notice']}"
            )
        await self._listen(self._person(who))

    async def open_card(self, who: str, title: str) -> Entry:
        entries = await self.chat.timeline(who)
        shown = [entry["card"] for entry in entries if entry["card"]]
        cards = [card for card in shown if card["state"] != "closed" and title in card["title"]]
        if not cards:
            raise SceneFailed(f"{self._name(who)}没有看到「{title}」的卡片")
        return dict(cards[-1])

    async def has_card(self, who: str, title: str) -> bool:
        try:
            await self.open_card(who, title)
        except SceneFailed:
            return False
        return True

    async def taps(self, who: str, title: str, choices: Sequence[str]) -> None:
        """Answers his open card of that title and nobody prints it, as with a ballot; whoever has
        none does nothing.
        """
        with suppress(SceneFailed):
            card = await self.open_card(who, title)
            questions = [question["id"] for question in card["questions"]]
            await self.chat.click(who, card, **dict(zip(questions, choices, strict=True)))

    async def _listen(self, person: Person) -> list[Entry]:
        heard = await self.chat.hears(person.account)
        self._print([(person, entry) for entry in heard])
        return heard

    def _print(self, heard: Iterable[tuple[Person, Entry]]) -> None:
        """In the order of the clock, what many hear once; at one moment the group first, for chats
        are served side by side.
        """
        hearers: dict[tuple[str, bool, str], list[str]] = {}
        for person, entry in sorted(
            heard, key=lambda one: (one[1]["at"], one[1]["chat"] == "direct")
        ):
            direct = entry["chat"] == "direct"
            hearer = person.name
            if not direct:
                hearer = self.group
                if entry["seq"] <= self._told.get(self.group, 0):
                    continue
                self._told[self.group] = entry["seq"]
            parts = [entry["text"]]
            if entry["card"]:
                parts.append(f"[卡片 {entry['card']['title']}] {entry['card']['text']}")
            if entry["file"]:
                parts.append(f"[文件 {entry['file']['name']}]")
            shown = "\n".join(part for part in parts if part)
            hearers.setdefault((entry["at"], direct, shown), []).append(hearer)
        for (at, _, shown), names in hearers.items():
            self._line("述职助手", "、".join(names), shown, at)

    def _line(self, speaker: str, hearer: str, text: str, at: str = "") -> None:
        moment = self.chat.now
        if at:
            moment = datetime.fromisoformat(at)
        self.say(
            f"{moment.astimezone(self.chat.now.tzinfo):%m-%d %H:%M} {speaker} → {hearer}：{text}"
        )

    def _person(self, account: str) -> Person:
        return next(person for person in self.roster.people if person.account == account)

    def _name(self, account: str) -> str:
        return self._person(account).name


async def read_roster(chat: Chat) -> Roster:
    return await chat.program.services.read(lambda work: people.roster(work, SAMPLE_DEPARTMENT.id))
