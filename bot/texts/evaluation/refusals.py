"""Why an input, an opinion, a grade or its announcement is not possible, and what to do."""

from collections.abc import Callable
from typing import Any

from bot.domain.evaluation import refusals as why
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.refusals import Refusal
from bot.domain.words import OFFICE, SUBJECT, UNIT
from bot.texts import dates
from bot.texts.evaluation.inputs import WORDS, basis, titles
from bot.texts.opinions import HALVES


def _missing(refusal: why.InputsMissing) -> str:
    name = basis(refusal.number)
    lines = [f"{refusal.name}还不能评定等次，{name}缺：{titles(refusal.missing)}。"]
    words = []
    for rule in refusal.missing:
        if rule.id in WORDS:
            words.append(f"“{WORDS[Kind(rule.id)]} {refusal.name}”加上所要记的话")
        elif not rule.is_ballot:
            words.append(f"“记依据 {refusal.name} {rule.title} ……”")
    if words:
        lines.append(f"可由{'、'.join(refusal.leaders) or '班子成员'}发送{'、'.join(words)}补上。")
    if any(rule.is_ballot for rule in refusal.missing):
        lines.append(
            f"测评结果由{'、'.join(refusal.organisers) or '组织员'}发送“交领导”、另一位同志确认后自动计入。"
        )
    return "\n".join(lines)


def _no_sentence(refusal: why.SentenceUnknown) -> str:
    rest = "现在还是空的。"
    if refusal.last:
        rest = f"共 {refusal.last} 句。"
    return f"这份意见没有第 {refusal.number} 句，{rest}"


def _halves_empty(refusal: why.HalvesEmpty) -> str:
    empty = "、".join(HALVES[Half(half)] for half in refusal.halves) or "全部内容"
    return f"{refusal.name}的评价意见还缺{empty}。请先发送“意见 {refusal.name}”，再补上，例如：加 问题 谈心谈话还不够经常"


def _whose(refusal: why.WhoseOpinion) -> str:
    if refusal.unknown:
        names = "、".join(f"“{name}”" for name in refusal.unknown)
        return f"{names}不在名单里，没有改动；请核对文件标题里的姓名再发一次。"
    return f"没有看出是哪位{OFFICE}的评价意见，请保留文件标题里的姓名再发一次。"


def _late(refusal: why.ObjectionLate) -> str:
    way = "与班子成员沟通"
    if refusal.contact:
        way = f"联系{refusal.contact}"
    return f"提出不同意见的时间到{dates.day(refusal.until)}，已经结束。仍有意见请直接{way}。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.NotRated: lambda refusal: (
        f"{refusal.name}不是{SUBJECT}，不在考核范围内。请写一位{OFFICE}的姓名或{UNIT}；"
        f"确实要评的，请先在名册里给他写上身份“{OFFICE}”和{UNIT}，再记录各项依据。"
    ),
    why.NoSpeaker: lambda _: f"现在没有正在测评的{OFFICE}，请写上姓名，例如：点评 张三 讲得实在",
    why.WhoseWords: lambda refusal: (
        f"代录请写明是哪位同志的意见，例如：{refusal.word} 张三 代李四：讲得实在"
    ),
    why.EntryUnknown: lambda refusal: (
        f"没有您可以更正的第 {refusal.number} 条，请先发送“依据”加姓名，查看编号。"
    ),
    why.EntryCorrected: lambda refusal: (
        f"第 {refusal.number} 条已由第 {refusal.by} 条更正，请更正第 {refusal.by} 条。"
    ),
    why.NothingSaid: lambda refusal: f"还缺少内容，例如：{refusal.usage}",
    why.NoOpinionOpen: lambda _: "请先打开一份评价意见再修改，例如：意见 张三",
    why.SentenceUnknown: _no_sentence,
    why.HalfUnknown: lambda _: "请写明加到成绩、问题还是方向，例如：加 问题 谈心谈话还不够经常",
    why.HalvesEmpty: _halves_empty,
    why.WhoseOpinion: _whose,
    why.OpinionTwice: lambda refusal: (
        f"文件里有两页{refusal.name}的意见，不知道以哪一页为准；请只留一页再发一次，没有改动。"
    ),
    why.NoParts: lambda refusal: (
        f"{'、'.join(refusal.names)}的一页分不出三个部分，没有改动；"
        "请保留每段开头的“肯定成绩”“指出问题”“明确方向”再发一次。"
    ),
    why.OpinionMoved: lambda refusal: (
        f"{refusal.name}的意见刚刚又有人改过，这次都没有采用；请把文件再发一次，核对以后采用。"
    ),
    why.GradeUnknown: lambda refusal: (
        f"等次请从这些里选：{' '.join(refusal.scale)}。写在姓名后面，例如：定等 张三 ……"
    ),
    why.InputsMissing: _missing,
    # The committee decides, and the bot notes it afterwards (S33).
    why.MeetingAhead: lambda refusal: (
        f"{dates.day(refusal.day)}还没有到，请在会议研究以后再记录等次。"
    ),
    why.SameGrade: lambda refusal: (
        f"{refusal.name}的考核等次已经是“{refusal.grade}”，没有重复记录。"
    ),
    why.TwoGrades: lambda refusal: (
        f"{'、'.join(refusal.names)}写了两个等次，没有录入。请对照会议记录改好，再发一次。"
    ),
    # What was confirmed changes with a reason alone (S33).
    why.ReasonNeeded: lambda refusal: (
        f"{refusal.name}的考核等次已确认为“{refusal.before}”，更改请在等次后面写明理由，例如：会议复议"
    ),
    why.NotGraded: lambda refusal: f"{refusal.name}的考核等次还没有确认，暂时不能反馈。",
    why.ResultWaits: lambda refusal: f"{refusal.name}的这次结果已经反馈过了。",
    why.NothingTold: lambda _: (
        "还没有向您反馈考核结果，反馈以后可以发“我的结果”查看。对公示有意见，请发送“反馈”，后面写您的意见。"
    ),
    why.ObjectionLate: _late,
}
