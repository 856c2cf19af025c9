"""帮助: what this person can do now, a few lines, not a manual. Also the greeting when somebody opens the chat."""

from collections.abc import Sequence

from bot.actions import people, stages
from bot.dispatch.context import Context
from bot.dispatch.router import Book, Command, Router
from bot.domain.people import Role
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.texts import people as texts
from bot.texts import talk

FIRST, NAMED = 3, 6  # words that help explains, and those that it only names

# What matters in each stage of the plan, the most urgent first; everybody sees his own of these.
WORDS: dict[str, tuple[str, ...]] = {
    "poll": ("测评", "我的票", "下一位", "结束测评", "谁没投"),
    "notice": ("通知", "状态", "方案", "倒计时"),
    "fieldwork": ("准备", "状态", "倒计时"),
    "report": ("我的材料", "准备", "谁没交", "催交", "状态", "倒计时"),
    "review": ("我的材料", "受理", "退回", "详情", "状态"),
    "meeting": ("会议", "签到", "开始测评", "公布", "点评", "状态"),
    "publicity": ("公示", "反馈", "测评结果"),
    "grade": ("意见", "定等", "状态"),
    "feedback": ("意见", "导出"),
    "rectification": ("整改", "整改情况", "通报", "抽查"),
}
ALWAYS = ("倒计时", "状态", "我的材料", "我是谁")


def help_router(routers: Sequence[Router]) -> Router:
    """It speaks of all the other routes, so it is made when they are known."""
    made = Router("help")
    book = Book(routers)

    @made.command(talk.HELP, who=EVERYONE, help="看现在能办什么", reads=True)
    def help_(context: Context) -> Message:
        mine = {command.word: command for command in book.of(context.actor)}
        now, soon = _split([mine[word] for word in _wanted(context) if word in mine])
        met = people.has_met(context.work, context.actor)  # else the introduction says the rest
        lines = [texts.greeting(context.actor.name), *_file_line(context)]
        lines += [texts.help_line(command.usage, command.help) for command in now]
        lines.append(texts.help_more([command.word for command in soon]))
        closing = [texts.help_contact(context.cycle.plan.help_contact)] if met else []
        return Message(text="\n".join([*lines, *closing]))

    @made.command(talk.ALL_WORDS, who=EVERYONE, help="列出您能用的每个词", reads=True, private=True)
    def all_words(context: Context) -> Message:
        return Message(
            text=texts.all_words(
                [one.word for one in book.of(context.actor) if one.word not in talk.UNLISTED]
            )
        )

    made.alias(
        talk.ALL_WORDS,
        rf"{talk.HELP}\s*(?:全部|所有|更多)|(?:全部|所有)(?:帮助|词语?|命令|功能)(?:列表)?",
    )
    return made


def _split(wanted: Sequence[Command]) -> tuple[Sequence[Command], Sequence[Command]]:
    """What is explained, and what is only named: of the running stages alone, the rest on request."""
    return wanted[:FIRST], wanted[FIRST : FIRST + NAMED]


def _wanted(context: Context) -> list[str]:
    """The words of the running stages, the nearest stage first, without repeats."""
    running = stages.running(context.work, context.cycle)
    return list(
        dict.fromkeys([*(word for stage in running for word in WORDS.get(stage, ())), *ALWAYS])
    )


def _file_line(context: Context) -> list[str]:
    if context.actor.has(Role.SECRETARY):
        return [texts.help_file(secretary=True)]
    return [texts.help_file(secretary=False)] if context.actor.has(Role.ORGANISER) else []
