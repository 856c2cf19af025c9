"""Scores phrases of other authors, spoken to the whole program:
python -m tests.dispatch.understanding.score FOLDER [all].

FOLDER holds `phrases.tsv` and `cast.tsv`; columns, conditions and scoring stand in its README. The
roster of the cast is loaded, ballots are open where one is wanted, and each row is read as the
program reads it; nothing is carried out.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.actions import people, polls, rosters
from bot.actions.installation import seed
from bot.actions.polls import typed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.dispatch import courtesies, outside, questions
from bot.dispatch.context import Context
from bot.dispatch.memory import Memory
from bot.dispatch.understanding import Heard, Understanding
from bot.dispatch.understanding.introducing import introductions, name_told
from bot.domain.people import Branch, Department, Person, Role
from bot.domain.planfile import sample_plan
from bot.domain.polls.form import Rater
from bot.domain.polls.poll import RUNNING
from bot.domain.polls.refusals import UnclearVote
from bot.messages import Chat as Room
from bot.messages import ChatKind, Sender, Update
from bot.storage.polls import polls as open_polls
from bot.storage.polls import roll
from tests.acquaintance import acquainted
from tests.chat import SHANGHAI
from tests.conftest import running, settings_for
from tests.dispatch.understanding.foreign_phrases import VOTE, Cast, Row, listed, rows
from tests.dispatch.understanding.verdicts import Verdict, holds, report

NOW = datetime(2026, 12, 16, 10, 0, tzinfo=SHANGHAI)  # a Wednesday
SENDERS = {"secretary": "P06", "leader": "P09", "organiser": "P14", "member": "P16"}
STRICT = frozenset(["催交", "受理", "退回", "延期", "定等", "测评", "开始测评", "抽查"])
OF_ALL = re.compile("[都全统]|一律|每|[八8]个|前.个|所有")  # said of a sheet with several
BIND, WHO = "绑定", "who"
# Their answer is a preview or a list: nothing is altered before somebody confirms it.
ONLY_SHOWN = frozenset(
    (
        *("会议", "会议通知", "会议改期", "签到", "方案", "待办", "等次", "人员变动", "改日期"),
        *("通报", "公布", "交领导", "送达", "意见", "大屏", "我的结果", "测评表", "求助"),
    )
)


@asynccontextmanager
async def department(cast: Cast, subjects: tuple[str, ...]) -> AsyncIterator[Program]:
    """The program with the cast on its roster and a ballot about these subjects."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        set_clock(settings_for(data), NOW)
        home = Department("d", "物理系", group="group-d", platform="sandbox")
        with offline(create=True, platforms=("sandbox",), data_dir=data) as reached:
            reached.write(partial(_populate, cast=cast, home=home))
        async with running(Program(settings_for(data))) as chat:
            for subject in subjects:
                heard = await chat.say(SENDERS["organiser"], f"开始测评 {subject}")
                cards = [entry["card"] for entry in heard if entry["card"]]
                for card in cards:
                    if (
                        card["state"] == "open"
                        and card["questions"][0]["options"][0]["text"] == "确认"
                    ):
                        await chat.click(SENDERS["organiser"], card, choice="确认")
            yield chat.program


def _populate(work: UnitOfWork, *, cast: Cast, home: Department) -> None:
    seed(work, home, sample_plan(NOW.year))
    rosters.import_roster(work, home.id, cast.lines, actor=SYSTEM)
    acquainted(work, home.id)


@dataclass
class Scorer:
    program: Program
    cast: Cast
    subjects: tuple[str, ...] = ()  # of the open ballot
    membership: outside.Membership | None = None

    async def score(self, row: Row) -> Verdict:
        intake = self.program.intake
        # Nothing was spoken of before.
        reader = replace(intake.overhearing.meaning, memory=Memory())
        update = self._update(row, row.text)
        if BIND in row.intent or row.asks == [BIND]:
            name = await self.program.services.read(partial(_introduced, row.text))
            args = json.loads(row.args or "{}")
            wanted = listed(args.get("text") or args.get("person"))
            right = set(name.split("、")) == {
                self.cast.names.get(one, one) for one in wanted or [""]
            }
            return Verdict(row, right, right, critical=False, said=f"绑定 {name}")
        services = self.program.services
        if row.context:
            await services.read(partial(self._remember, reader, self._update(row, row.context)))
        ballot = await intake.is_ballot(update)
        if ballot:
            return await services.read(partial(self._vote, row, update))
        meant = await services.read(partial(self._meant, reader, update))
        return self._judged(row, meant, reader)

    def _update(self, row: Row, text: str) -> Update:
        kind = ChatKind.GROUP if row.chat == "group" else ChatKind.DIRECT
        account = SENDERS.get(row.role, "P16")
        text = text.replace("\\n", "\n")
        return Update(
            platform="sandbox",
            sender=Sender(account, ""),
            chat=Room(kind, "group-d" if kind is ChatKind.GROUP else account),
            text=text,
            message_id=row.id,
            sent_at=NOW,
        )

    def _remember(self, reader: Any, update: Update, work: UnitOfWork) -> None:
        meant = reader.of(Context.load(work, update))
        for heard in meant.heard:
            reader.memory.note(update, heard, work.now)

    def _meant(self, reader: Any, update: Update, work: UnitOfWork) -> Understanding:
        context = Context.load(work, update)
        grades = context.cycle.plan.grade_steps
        self.membership = outside.Membership(context.roster, context.actor, grades)
        if courtesies.is_courtesy(update.text):
            return Understanding()
        meant: Understanding = reader.of(context)
        return meant

    def _vote(self, row: Row, update: Update, work: UnitOfWork) -> Verdict:
        """What the ballot box takes: right when it holds just the choices, and asks in doubt."""
        overhearing = self.program.intake.overhearing
        answer = overhearing.explains(work, update)
        choices = self._choices(work, overhearing.named(work, update))
        expected = [request for request in row.expected if request[0] == VOTE]
        said = f"vote {choices}{' ' + answer.text if answer else ''}"
        if row.intent == "ASK":
            args = json.loads(row.args)
            called = [self.cast.names[one] for one in listed(args.get("person"))]
            asked = answer is not None and all(name in answer.text for name in called)
            right = VOTE in args["intent"] and not choices and (asked or not called)
            return Verdict(row, right, right, bool(choices), said)
        if self.program.intake.is_letter(update):
            right = row.intent == "反馈" and "anonymous" in row.args
            return Verdict(row, right, right, critical=False, said=f"letter {row.text}")
        if "group-vote" in row.tags:
            return Verdict(row, row.intent == VOTE, not choices, bool(choices), said)
        whole = bool(expected) and len(expected) == len(row.expected)
        voter = self.cast.names[update.sender.account]
        rated = [name for name in self.subjects if name != voter]
        wanted = self._wanted([args for _, args in expected], rated)
        right = whole and (choices == wanted or (not wanted and not choices))
        critical = bool(choices) and choices != wanted
        return Verdict(row, whole, right, critical, said)

    def _choices(self, work: UnitOfWork, update: Update) -> dict[str, str]:
        """The steps by the names of the subjects, as they would be counted."""
        speaker = people.memberships(work, update.sender.account)
        choices: dict[str, str] = {}
        if update.chat.kind is ChatKind.GROUP or polls.open_for(work, speaker) is None:
            return choices
        poll = open_polls.of_department(work.session, speaker[0].department, RUNNING)[-1]
        form = poll.terms.form
        entry = roll.find(work.session, poll.id, speaker[0].id)
        rater = entry.rater if entry is not None else Rater(speaker[0].id)
        try:
            marks = typed.choices_of(update.text, form, rater)
        except UnclearVote:
            return choices
        for position, choice in marks.items():
            item = form.items[position]
            choices[item.subject.name] = item.words_of(choice) if choice else "弃权"
        return choices

    def _wanted(
        self, expected: Sequence[Mapping[str, Any]], rated: Sequence[str]
    ) -> dict[str, str]:
        """The steps by the names of those who are rated; without names in the order of the sheet."""
        holders = {branch: person for person, branch in self.cast.branches.items()}
        wanted: dict[str, str] = {}
        # What is said of all is said of those who are not named.
        for args in sorted(expected, key=lambda each: bool({"person", "branch"} & set(each))):
            called = [holders.get(one, one) for one in listed(args.get("person"))]
            called = called or [holders.get(one, one) for one in listed(args.get("branch"))]
            subjects = [self.cast.names[one] for one in called] or list(rated)
            grades = listed(args.get("grade"))
            if len(grades) == 1:
                grades *= len(subjects)
            wanted |= dict(zip(subjects, grades, strict=False))
        return wanted

    def _judged(self, row: Row, meant: Understanding, reader: Any) -> Verdict:
        heard = [one for each in meant.heard for one in self._told(each)]
        told = "; ".join(
            f"{one.intent} { ({str(slot): self._shown(value) for slot, value in one.args.items()}) }"
            f"{'' if one.sure else '?'}{' unmatched=' + one.unmatched if one.unmatched else ''}"
            for one in heard
        )
        if meant.doubt is not None:
            choices = [
                f"{one.intent}{[self._shown(value) for value in one.args.values()]}"
                if isinstance(one, Heard)
                else self._shown(one)
                for one in meant.doubt.choices
            ]
            told += f" DOUBT {meant.doubt.intent} {choices}"
        acts = [one for one in heard if self._alters(one, reader, row)]
        critical = any(one.sure for one in acts) and row.acts == "no"
        if row.intent == "NONE":
            offered = meant.doubt is not None and any(
                isinstance(one, Heard) and self._alters(one, reader, row)
                for one in meant.doubt.choices
            )
            right = not acts and not offered and all(one.intent == "帮助" for one in heard)
            return Verdict(row, right, right, critical, told)
        if row.intent == "ASK":
            right = self._asks(row, meant)
            return Verdict(row, right, right, critical, told)
        expected = row.expected
        if meant.doubt is not None and not heard:
            choices_heard = [one for one in meant.doubt.choices if isinstance(one, Heard)]
            if len(choices_heard) == 1:
                heard = choices_heard
        words = [one.intent for one in heard]
        named = [word for word, _ in expected]
        intent = words == named
        if not intent and len(named) == 1 and set(words) == {named[0]}:
            intent = True
        right = intent and len(heard) == len(expected)
        if right:
            ordered = heard
            if len(set(words)) == 1:
                ordered = self._in_order(heard, expected)
            right = all(
                self._fits(one, args, row) for one, (_, args) in zip(ordered, expected, strict=True)
            )
        if row.acts == "yes" and any(one.sure for one in acts) and not right:
            critical = True
        return Verdict(row, intent, right, critical, told)

    def _told(self, heard: Heard) -> Sequence[Heard]:
        """The request as the outside is told it."""
        told = questions.told(heard)
        if told is None:
            return []
        return outside.in_detail(told, NOW.date(), self.membership)

    def _in_order(
        self, heard: list[Heard], expected: list[tuple[str, dict[str, Any]]]
    ) -> list[Heard]:
        def place(one: Heard) -> int:
            for number, (_, args) in enumerate(expected):
                named = [args[key] for key in ("person", "branch", "text") if key in args]
                keys = {self.cast.who(value) for value in named}
                if keys & {self._shown(value) for value in one.args.values()}:
                    return number
            return len(expected)

        return sorted(heard, key=place)

    def _alters(self, heard: Heard, reader: Any, row: Row) -> bool:
        command = reader.book.commands[heard.intent]
        if not command.intent.changes:
            return False
        wanted = {
            "organiser": {Role.ORGANISER},
            "leader": {Role.LEADER},
            "secretary": {Role.SECRETARY},
            "member": {Role.MEMBER},
        }[row.role]
        actor = Person(0, "d", "x", "x", frozenset(wanted | {Role.MEMBER}))
        if heard.intent in ONLY_SHOWN or not command.intent.alters(actor, heard.args.keys()):
            return False
        return bool(command.who.allows(actor))

    def _shown(self, value: object) -> str:
        if isinstance(value, Branch | Person):
            return self.cast.who(value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def _fits(self, heard: Heard, args: Mapping[str, Any], row: Row) -> bool:
        got = self._plain({str(slot): value for slot, value in heard.args.items()})
        wanted = self._plain(args)
        if "current" in row.tags and WHO not in got:
            wanted.pop(WHO, None)  # who speaks now is known to the meeting alone
        text = wanted.pop("text", None)
        if text is not None and not holds(got.get("text", ""), text, row.text):
            return False
        if any(got.get(key) != value for key, value in wanted.items()):
            return False
        surplus = set(got) - set(wanted) - {"text", "anonymous"}
        if "current" in row.tags or row.role == "secretary":
            surplus.discard(WHO)
        nobody = bool(heard.unmatched) and WHO in wanted
        return not nobody and not (surplus and heard.intent in STRICT)

    def _plain(self, args: Mapping[str, Any]) -> dict[str, str]:
        """The arguments as they are compared: a secretary is his branch, unless both are named."""
        both = {"person", "branch"} <= set(args)
        plain_args: dict[str, str] = {}
        for key, value in args.items():
            if value in ("", None):
                continue
            named = isinstance(value, Branch | Person) or key in ("person", "branch")
            shown = self._shown(value)
            if named and not isinstance(value, Branch | Person):
                shown = self.cast.who(value)
            plain_args[WHO if named and not both else key] = shown
        return plain_args

    def _asks(self, row: Row, meant: Understanding) -> bool:
        args = json.loads(row.args or "{}")
        doubt = meant.doubt
        reads = args.get("intent") == ["详情"]
        wanted = args.get("person") or args.get("branch") or []
        wanted = {self.cast.who(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
        if doubt is None:
            shown = {self._shown(value) for one in meant.heard for value in one.args.values()}
            return reads and wanted <= shown
        choices: set[str] = set()
        intents: set[str | None] = set()
        for one in doubt.choices:
            if isinstance(one, Heard):
                intents.add(one.intent)
                choices |= {self._shown(value) for value in one.args.values()}
            else:
                choices.add(self._shown(one))
                intents.add(doubt.intent)
        if len(args["intent"]) > 1:
            return len(intents & set(args["intent"])) > 1
        return wanted <= choices and set(args["intent"]) & intents != set()


def _introduced(text: str, work: UnitOfWork) -> str:
    """As whom the program takes a stranger."""
    found = introductions(text, [people.roster(work, "d")])
    if not found:
        return name_told(text)
    return "、".join(person.name for one in found for person in one.people)


async def scored(folder: Path) -> list[Verdict]:
    cast = Cast.read(folder)
    every = rows(folder)
    voting = {"测评", "我的票", "谁没投", "结束测评"}
    wants_ballot = [
        row for row in every if voting & set(row.intent.split(" + ")) or row.asks == [VOTE]
    ]
    verdicts: dict[str, Verdict] = {}
    async with department(cast, ()) as program:
        scorer = Scorer(program, cast)
        for row in every:
            if row not in wants_ballot:
                verdicts[row.id] = await scorer.score(row)
    several = ("person", "branch", "[")
    one = [
        row
        for row in wants_ballot
        if not any(key in row.args for key in several) and not OF_ALL.search(row.text)
    ]
    async with department(cast, (cast.names["P08"],)) as program:
        scorer = Scorer(program, cast, (cast.names["P08"],))
        for row in one:
            verdicts[row.id] = await scorer.score(row)
    async with department(cast, ("全部",)) as program:
        reporting = tuple(cast.names[person] for person in cast.branches)
        scorer = Scorer(program, cast, reporting)
        for row in wants_ballot:
            if row.id not in verdicts:
                verdicts[row.id] = await scorer.score(row)
    return [verdicts[row.id] for row in every]


def main() -> None:
    verdicts = asyncio.run(scored(Path(sys.argv[1])))
    for line in report(verdicts, misses=len(sys.argv) > 2):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
