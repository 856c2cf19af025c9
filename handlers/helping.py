"""帮助: what this person can do now, a few lines, not a manual.

It is also the greeting when somebody opens the chat.
"""

from collections.abc import Sequence

from bot.actions import acquaintance, stages
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import HELPING
from bot.domain.people import Role
from bot.domain.permissions import EVERYONE
from bot.domain.plan import Part
from bot.messages import Message
from bot.texts import people as texts
from bot.texts import talk

FIRST, NAMED = 3, 6  # words that help explains, and those that it only names

# What matters in each stage of the plan, the most urgent first; everybody sees his own of these.
WORDS: dict[str, tuple[str, ...]] = {
    "poll": ("测评表", "我的票", "结束测评", "谁没投", "怎样保密"),
    "notice": ("通知", "状态", "方案", "倒计时"),
    "fieldwork": ("准备", "状态", "倒计时"),
    "report": ("我的材料", "准备", "谁没交", "催交", "状态", "倒计时"),
    "review": ("我的材料", "受理", "退回", "详情", "状态"),
    "meeting": ("会议", "签到", "发测评表", "交领导", "点评", "状态"),
    "publicity": ("公示", "反馈", "测评结果"),
    "grade": ("意见", "定等", "状态"),
    "feedback": ("意见", "导出"),
    "rectification": ("整改", "整改情况", "通报", "抽查"),
}
ALWAYS = ("倒计时", "状态", "我的材料", "我是谁")


def help_router(routers: Sequence[Router]) -> Router:
    """Makes the router of help.

    It speaks of all the other routes, so it comes when they are known.
    """
    router = Router("help", forms=HELPING)
    book = Book(routers)

    @router.command(talk.HELP, who=EVERYONE, help="看现在能办什么", reads=True)
    def help_(context: Context) -> Message:
        """Explains a few words of the running stages and names some more, the rest on request."""
        commands = {command.word: command for command in book.of(context.actor, context.cycle.plan)}
        # The nearest stage first.
        words: list[str] = []
        for stage in stages.running(context.work, context.cycle):
            words += WORDS.get(stage, ())
        words_of_now = dict.fromkeys([*words, *ALWAYS])
        wanted = [commands[word] for word in words_of_now if word in commands]
        lines = [texts.greeting(context.actor.name)]
        hands_in = context.actor.reports and context.cycle.plan.has(Part.REPORT)
        if hands_in or context.actor.has(Role.ORGANISER):
            lines.append(texts.help_file(hands_in=hands_in))
        lines += [texts.help_line(command.usage, command.help) for command in wanted[:FIRST]]
        lines.append(texts.help_more([command.word for command in wanted[FIRST : FIRST + NAMED]]))
        if acquaintance.has_met(context.work, context.actor):  # else the introduction says this
            lines.append(texts.help_contact(context.cycle.plan.help_contact))
        return Message(text="\n".join(lines))

    @router.command(
        talk.ALL_WORDS, who=EVERYONE, help="列出您能用的每个词", reads=True, private=True
    )
    def all_words(context: Context) -> Message:
        words = [command.word for command in book.of(context.actor, context.cycle.plan)]
        # Words that are said elsewhere, or only at their moment, make the list longer and help
        # nobody.
        return Message(text=texts.all_words([word for word in words if word not in talk.UNLISTED]))

    return router
