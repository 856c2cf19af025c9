"""What people ask and what they are told: the page of questions, as data.

A question is added by an entry in the module of its theme; nothing else has to know of it.
"""

from collections.abc import Mapping, Sequence

from bot.texts.questions import (
    around_the_year,
    assistant,
    ballot,
    meeting,
    organising,
    privacy,
    rectification,
    report,
    results,
    running,
    taking_part,
    using,
    writing,
)
from bot.texts.questions.entry import Question as Question

THEMES: Mapping[str, Sequence[Question]] = {
    "认识述职助手": assistant.QUESTIONS,
    "使用": using.QUESTIONS,
    "述职报告": report.QUESTIONS,
    "写报告、交报告": writing.QUESTIONS,
    "开会": meeting.QUESTIONS,
    "谁参加、谁投票": taking_part.QUESTIONS,
    "测评和保密": ballot.QUESTIONS,
    "结果和等次": results.QUESTIONS,
    "整改": rectification.QUESTIONS,
    "组织员和班子成员": organising.QUESTIONS,
    "办会和测评": running.QUESTIONS,
    "全年的其他事": around_the_year.QUESTIONS,
    "记录和隐私": privacy.QUESTIONS,
}
QUESTIONS: Sequence[Question] = tuple(
    question for questions in THEMES.values() for question in questions
)
BY_TITLE: Mapping[str, Question] = {question.title: question for question in QUESTIONS}

SHOWN = 8  # on one list
OF_EACH = 2  # of one theme


def examples(titles: Sequence[str]) -> str:
    return "\n".join(["大家常问这些，直接问就行：", *(f"· {title}" for title in titles)])
