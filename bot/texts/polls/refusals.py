"""Why a poll, a vote or a release is not possible, and what to do next."""

from collections.abc import Callable
from typing import Any

from bot.domain.polls import refusals as why
from bot.domain.refusals import Refusal
from bot.domain.words import HOUSE, OFFICE, SUBJECT, UNIT
from bot.texts.polls import events, voiding


def _too_small(refusal: why.CategoryTooSmall) -> str:
    way = "请先在名册里补齐人员，"
    if refusal.partners:
        way = f"请先发送“合并 {refusal.category} {refusal.partners[0]}”合并统计，"
    return f"{refusal.category}票只有 {refusal.eligible} 人，少于 {refusal.minimum} 人，容易看出个人选择。{way}或发送“记名测评”改为实名。"


def _unclear(refusal: why.UnclearVote) -> str:
    # All steps in their own order: none is suggested.
    steps = "、".join(refusal.steps)
    if refusal.items == 1:
        return (
            f"没有看明白您的选择，没有计入。请点卡片上的选项，或发送“测评”加一个等次（{steps}）。"
        )
    return (
        "没有看明白您的选择，没有计入。请点测评表上的选项；"
        f"也可以按表上顺序写 {refusal.items} 个等次，用空格隔开（{steps}），或写明姓名和等次。"
    )


def _which(refusal: why.WhichPoll) -> str:
    lines = [f"测评 {code} 等次：{subjects}" for code, subjects in refusal.choices]
    return "现在有几项测评在进行，请写上编号：\n" + "\n".join(lines)


def _which_to_end(refusal: why.WhichToEnd) -> str:
    first, *_ = refusal.subjects
    return (
        f"现在有 {len(refusal.subjects)} 项测评同时进行：{'、'.join(refusal.subjects)}。"
        f"请写明结束哪一项，例如“收票 {first}”。"
    )


def _which_paper(refusal: why.WhichPaper) -> str:
    lines = [f"纸质票 {code} …：{subjects}" for code, subjects in refusal.choices]
    return "现在有几项测评在进行，请在“纸质票”后面写上编号：\n" + "\n".join(lines)


def _paper_unclear(refusal: why.PaperUnclear) -> str:
    # Noughts alone: any other number would look like a result.
    line = " ".join(f"{step}0" for step in refusal.steps)
    lines = f" {line}"
    if refusal.items > 1:
        lines = f"：张三 {line}；李四 {line}；……"
    return (
        f"没有看明白纸质票的数字，没有录入。请这样发送：纸质票 {refusal.category} 发10 收9 废1{lines}。"
        "各等次之和不能超过收回的有效票数。"
    )


def _paper_lines_missing(refusal: why.PaperLinesMissing) -> str:
    faults = []
    if refusal.missing:
        faults.append(f"还缺{'、'.join(refusal.missing)}")
    if refusal.twice:
        faults.append(f"{'、'.join(refusal.twice)}写了两次")
    return (
        f"纸质票没有录入：{'；'.join(faults)}。请把这一类的每一位都写上，每人一次，一起再发一次。"
    )


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    **events.REFUSALS,
    why.NotASubject: lambda refusal: (
        f"{refusal.name}不是{SUBJECT}，不需要测评。请写一位{OFFICE}的姓名或{UNIT}。"
    ),
    why.SheetsDiffer: lambda refusal: (
        f"{'、'.join(refusal.groups)}的测评内容不同，不能在一张表上。"
        f"请按组分别开始，例如“开始测评 {refusal.groups[0]}”。"
    ),
    why.RoundsHeld: lambda refusal: (
        f"{'、'.join(refusal.titles)}都测评过了。要再测一次，请写明是哪一场，"
        f"例如“发测评表 {refusal.titles[0]}”。"
    ),
    why.PollAlreadyOpen: lambda refusal: (
        f"{refusal.subjects}的测评还在进行。请先发送“结束测评”，或发送“下一位”。"
    ),
    why.CategoryTooSmall: _too_small,
    why.BelowQuorum: lambda refusal: (
        f"到会 {refusal.present} 人，按方案至少要有 {refusal.needed} 人，暂时不能开始测评。"
    ),
    why.ClosesTooSoon: lambda refusal: (
        f"截止时间 {refusal.at:%Y-%m-%d %H:%M} 不合适：要在现在之后，最多 {refusal.days} 天。"
        "请重新发送，例如“发测评表 到12月25日17点”。"
    ),
    why.NoGroup: lambda _: f"还不知道本{HOUSE}的群。请先在群里 @述职助手 说一句话，再开始测评。",
    why.NoKeyPlace: lambda _: (
        "选票的密钥没有存上，测评没有开始。请系统管理员检查密钥目录能否写入（shuzhi doctor 会说明），再开始一次。"
    ),
    why.EverybodyRated: lambda _: f"所有{OFFICE}的测评都已进行，没有下一位了。",
    why.NothingOpen: lambda _: "现在没有进行中的测评。",
    why.NoOpenPoll: lambda _: "现在没有进行中的测评，这次没有计入。开始后群里会有测评卡片。",
    why.PollClosed: lambda _: "这次测评已经结束，这一票没有计入；结束前交来的照常有效。",
    why.PollLost: lambda refusal: (
        f"{refusal.subjects}的测评已作废：{voiding.why(refusal.reason)}。您的票没有计入，重新测评时请再投一次。"
    ),
    why.NotOnRoll: lambda _: "您不在这次测评的参加范围内。如有疑问，请联系组织员。",
    why.AccountChanged: lambda _: (
        "测评开始以后您的账号有变动，为防止有人代投，这次测评不能用新账号投票，这一票没有计入。"
        "请向组织员要一张纸质票；下次测评照常。"
    ),
    why.Recused: lambda _: "本人不参加对自己的测评，谢谢理解。",
    why.NotPresent: lambda _: "这次测评由到会的同志参加。如果您已到会，请先发送“签到”。",
    why.Incomplete: lambda _: "还有没选的项目，没有计入。请每一项都选一个等次再提交。",
    why.UnclearVote: _unclear,
    # A choice in any wording is never stored as a message (ballot step 5).
    why.PerhapsVote: lambda _: (
        "测评正在进行，您这句话可能是一票，我没有保存，也没有计入。要填测评表，请在卡片上选，或在“测评”后面写等次；"
        "要办别的事，请以要办的事开头，例如“帮助”。"
    ),
    why.WhichPoll: _which,
    why.VotePrivately: lambda _: (
        "为保护您的选择，群里写的不计入，请先撤回那条消息，再到和我的私聊里填写。"
    ),
    why.VoteNotStored: lambda _: "刚才没有存上，这一票没有计入。请再提交一次。",
    why.LinkUnknown: lambda _: (
        "这个链接打不开，可能没有复制完整。请在和述职助手的私聊里发送“测评表”，取您自己的链接。"
    ),
    why.LinkEnded: lambda _: (
        "这个链接已经换成新的了。请打开私聊里最近的一个链接，或再发送一次“测评表”。"
    ),
    why.LinkElsewhere: lambda _: (
        "这个链接已在另一台手机或另一个浏览器里打开过，只能在那里用。"
        "要换一台，请在和述职助手的私聊里发送“测评表”，取新的链接。"
    ),
    why.PageStale: lambda _: "这一页已经过期，没有提交上。请重新打开链接，核对以后再提交一次。",
    why.UnclearPage: lambda _: "有一项不是这张表上的选项，没有提交上。请重新打开链接，再选一次。",
    why.NotForTheGroup: lambda _: "按方案，测评结果只交领导，不在群里公布。请发送“交领导”。",
    why.NothingToRelease: lambda _: "没有等待公布的测评结果。",
    why.NothingToWithdraw: lambda refusal: (
        f"没有可以作废的 {refusal.poll}：只能作废已经结束、还没有公布的测评。"
    ),
    why.PollStillOpen: lambda refusal: f"{refusal.subjects}的测评还在进行，请先发送“结束测评”。",
    why.PollVoid: lambda refusal: (
        f"{refusal.subjects}的测评已作废：{voiding.why(refusal.reason)}。请重新开始一次。"
    ),
    why.PaperPending: lambda refusal: (
        f"{refusal.subjects}还有纸质票等待另一位同志确认，确认后再公布。"
    ),
    why.PaperUnclear: _paper_unclear,
    why.WhichPaper: _which_paper,
    why.WhichToEnd: _which_to_end,
    why.PaperClassUnclear: lambda refusal: (
        f"没有看出是哪一类的纸质票，没有录入。请把哪一类票写在最前面：{'、'.join(refusal.classes)}。"
    ),
    why.PaperHeadUnclear: lambda _: (
        "没有看明白份数，没有录入。请写明收回几份、其中有效几份（或废票几份），"
        "例如“收回12份 有效11份”；有效加废票要等于收回。"
    ),
    why.PaperLineUnclear: lambda refusal: (
        f"{refusal.subject}这一行没有看明白“{refusal.said}”，整批没有录入。"
        f"请写等次和票数，例如“{refusal.subject} "
        f"{' '.join(f'{step}0' for step in refusal.steps)}”，再发一次。"
    ),
    why.PaperLinesMissing: _paper_lines_missing,
    why.PaperBeyond: lambda refusal: (
        f"{refusal.subject}的票数加起来是{refusal.counted}，多于有效的{refusal.valid}份，"
        "整批没有录入。请核对后再发一次。"
    ),
    why.PaperTooLate: lambda _: "纸质票要在测评清点之前录入，现在没有可以录入的测评。",
}
