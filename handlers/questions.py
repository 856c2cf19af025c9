"""常见问题: what people ask and what they are told."""

from bot.actions import questions, stages
from bot.dispatch.context import Context
from bot.dispatch.questions import WORD, is_for, nearest
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import QUESTIONS
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.texts import questions as texts

router = Router("questions", forms=QUESTIONS)
# What most ask in each stage; the rest is found by asking.
ASKED: dict[str, str] = {
    "notice": "认识述职助手",
    "report": "述职报告",
    "review": "述职报告",
    "meeting": "开会",
    "publicity": "结果和等次",
    "grade": "结果和等次",
    "feedback": "结果和等次",
    "rectification": "整改",
    "poll": "测评和保密",
}


@router.command(WORD, who=EVERYONE, help="看大家常问什么", reads=True, timeless=True, literal=True)
def ask(context: Context, text: str = "") -> Message:
    """Answers the question of this title, or the nearest; without one it names some."""
    plan = context.cycle.plan
    question = texts.BY_TITLE.get(text) or nearest(text, context.actor, plan)
    if question is not None and not question.request:
        words = questions.answer(context.work, context.cycle, context.actor, question)
        return Message(text=words)
    running = stages.running(context.work, context.cycle)
    themes = [ASKED[stage] for stage in running if stage in ASKED]
    titles: list[str] = []
    for theme in dict.fromkeys([*themes, *texts.THEMES]):
        fitting = [
            question.title
            for question in texts.THEMES[theme]
            if is_for(question, context.actor, plan)
        ]
        # A few of each, so that the list shows what there is to be asked about.
        titles += fitting[: texts.OF_EACH]
    return Message(text=texts.examples(titles[: texts.SHOWN]))
