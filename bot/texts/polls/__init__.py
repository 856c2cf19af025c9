"""Polls: announcements, ballot cards, answers to voters, results.

Nothing here tells a choice before the release.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.domain.polls.form import Item
from bot.domain.polls.paper import Batch
from bot.domain.polls.terms import Terms
from bot.domain.words import OFFICE, SPEECH, year_title
from bot.texts import dates
from bot.texts.auditing import keep_code
from bot.texts.listing import LINES, listed
from bot.texts.polls.refusals import REFUSALS as REFUSALS
from bot.texts.polls.results import counts
from bot.texts.polls.sheets import UNNAMED, WITHOUT_SELF, manner

# What the card may say, and no more (docs/requirements.md, the ballot).
MERGED_CLASSES = "人数过少的类别合并统计"
SECRECY = (
    "本次测评不公开个人选择：系统不向任何人显示您的选项，统计后销毁密钥。"
    f"平台运营方及投票期间的服务器管理者理论上可能接触到点击数据；{MERGED_CLASSES}。"
)
# Who will see a choice is said before anybody makes one.
NAMED = "本次测评按方案采用实名方式：结束后，班子成员和组织员可以看到每个人的选择。"


def announcement(
    *,
    subjects: Sequence[str],
    eligible: int,
    secret: bool,
    closes: str,
    code: str,
) -> str:
    return "\n".join(
        [
            f"下面进行现场测评（编号 {code}）：{'、'.join(subjects)}。发出{eligible}份。",
            f"{promise(secret=secret)}请在卡片上选择，也可以私聊告诉我您选的等次，截止前可以修改。{closes}",
        ]
    )


def promise(*, secret: bool) -> str:
    """Says who will see a choice."""
    if secret:
        return UNNAMED
    return NAMED


def secrecy(*, small_apart: bool) -> str:
    """Returns the promise, with what becomes of a class of few."""
    if small_apart:
        return SECRECY.replace(MERGED_CLASSES, "人数过少的类别不公布票数")
    return SECRECY


def whole_notice(*, keep_days: int, small_apart: bool) -> str:
    """Returns all that is to be said of secrecy, for whoever asks 「怎样保密」."""
    lines = [
        secrecy(small_apart=small_apart),
        "每人一份，截止前可以修改，以最后一次为准；没有选的按弃权计。",
        "密钥如在统计前遗失，本次测评作废重来。规则的校验码写在统计表和办理记录里，可以核对。",
    ]
    if keep_days:
        lines.insert(1, f"按方案，结束后 {keep_days} 天内保留加密选票，期满销毁。")
    return "\n".join(lines)


def closes_at(moment: datetime, zone: tzinfo) -> str:
    return f"{dates.moment(moment, zone)}截止。"


def card_title(subjects: Sequence[str]) -> str:
    return f"现场测评：{'、'.join(subjects)}"


def card_text(*, secret: bool, page: int, pages: int) -> str:
    part = ""
    if pages > 1:
        part = f"第 {page} 张，共 {pages} 张。"
    return f"{part}{manner(secret=secret)}测评，截止前可修改。"


def question(subject: str, row: str, *, several: bool) -> str:
    if several:
        return f"{subject}：{row}"
    return row


def opened(subjects: str, eligible: int, code: str, unknown: Sequence[str]) -> str:
    beginning = f"已在群里开始测评（编号 {code}）：{subjects}，发出{eligible}份。"
    return f"{beginning}收票请发送“收票”，换人请发送“下一位”。{unplanned(unknown)}"


def opened_here(unknown: Sequence[str]) -> str:
    """Returns what the organiser hears in the group; how to go on is nothing for everybody."""
    return f"好的，已经开始。{unplanned(unknown)}"


def unplanned(unknown: Sequence[str]) -> str:
    if not unknown:
        return ""
    return f"\n{'、'.join(unknown)}票不在方案中，照常投票和统计，但不计入加权得分。"


def received(*, without_self: bool, left: int = 0) -> str:
    # Without the choice, so that nothing proves it to others (ballot step 7).
    text = "已收到，截止前可修改。"
    if without_self:
        text += WITHOUT_SELF
    if left:
        text += f"还有 {left} 张没填，发送“测评”接着填。"
    return text


def beyond_limit(items: Sequence[Item], limit: int) -> str:
    """Says which rows to choose anew; the voter alone hears it."""
    rows = [f"{item.subject.title}“{item.row}”" for item in items]
    if len(items) == 1:
        rows = [items[0].subject.title]
    which = "、".join(dict.fromkeys(rows))
    return f"“{items[0].steps[0]}”每张表最多 {limit} 个，{which}没有按这一档记入，请改选，其余都已记入。"


def how_to_vote(steps: Sequence[str], items: int) -> str:
    count = "写上您选的等次"
    if items > 1:
        count = f"依次写 {items} 个等次，用空格隔开"
    return f"请在测评卡片上选择；也可以私聊发送“测评”，后面{count}（{'、'.join(steps)}）。"


def cards_filled(now: int, filled: Sequence[int], left: Sequence[int]) -> str:
    """Says of a ballot of several cards which of them the voter has filled, never how, and which
    one this is.
    """
    done = ""
    if filled:
        done = f"已填第 {_numbers(filled)} 张，"
    if left:
        return f"{done}没填第 {_numbers(left)} 张。这是第 {now} 张，提交后再发“测评”接着填。"
    return f"{len(filled)} 张都已填写。这是第 {now} 张，可以修改；再发“测评”看下一张。"


def _numbers(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))


def which_subject(titles: Sequence[str]) -> str:
    return f"您说的是{'还是'.join(titles)}？请写全名再发一次，刚才这句没有保存，也没有计入。"


def which_subject_below(title: str) -> str:
    """Asks whether somebody was meant to whom the sheet below is turned."""
    return (
        f"您说的是{title}？是的话，请在下面的测评表上点选；不是的话，请写全名再发一次。"
        "刚才这句没有保存，也没有计入。"
    )


def which_step(said: str, step: str) -> str:
    return (
        f"您说的“{said}”是“{step}”吗？是的话，请把“{step}”写对再发一次，或在测评卡上点选。"
        "刚才这句没有保存，也没有计入。"
    )


GRADE_MEANT = "要录入、更改考核等次，例如：定等 张三 较好 12月29日党总支会议研究。"
NOTHING_TO_VOTE_ON = "现在没有进行中的测评。开始后群里会有测评卡片，也可以私聊告诉我您选的等次。"
NO_CARD_FOR_YOU = "正在进行的测评里，没有需要您填写的测评卡。如有疑问，请联系组织员。"


def closed(subjects: str, voted: int, eligible: int) -> str:
    return f"{subjects}的测评已结束，发出{eligible}份，收回{voted}份。" + WHAT_NEXT


CLOSED_HERE = "好的，已经收票。"
WHAT_NEXT = "把结果交领导请发送“交领导”，需要在群里公布时请发送“公布”。"


def closed_for_all(subjects: str) -> str:
    """Says that a poll is over, without the number of voters.

    Votes that are on their way still count, and the release tells it. Whether that will be for the
    group nobody has decided yet.
    """
    return f"{subjects}的测评已结束，结果由两位同志核对。"


ALL_RATED = f"所有{OFFICE}的测评都已进行。"


def missing_voters(lines: Sequence[tuple[str, int]]) -> str:
    rows = []
    for subjects, number in lines:
        missing = "都参加了"
        if number:
            missing = f"还有 {number} 人没有参加"
        rows.append(f"{subjects}：{missing}。")
    return "\n".join(listed(rows, LINES))


def missed(subjects: str, number: int) -> str:
    """Says how many did not vote, never who: not to vote is everybody's right."""
    if not number:
        return f"{subjects}：都参加了。"
    return f"{subjects}：{number} 人没有参加。"


NOBODY_VOTES_NOW = "还没有进行过测评。"


def my_votes(votes: Sequence[tuple[str, str]]) -> str:
    """Tells of each ballot, by what it is about, whether somebody's vote is in."""
    if not votes:
        return NOBODY_VOTES_NOW
    return "\n".join(listed([f"{subjects}：{_MY_VOTE[state]}" for subjects, state in votes], LINES))


_MY_VOTE = {
    "counted": "您的票已计入，截止前可以修改。",
    "sheet_in": "您的测评表已收到；填了几项，发“测评表”看，没有选的按弃权计，收票前可以修改。",
    "partly": "您的票已计入一部分，还有测评卡没填，发送“测评”接着填。",
    "missing": "还没有收到您的票。",
    "was_counted": "您的票已计入。",
    "was_missing": "没有收到您的票。",
    "not_eligible": "您不在参加范围内。",
}


UNANIMOUS = "请注意：有的项目意见完全一致，公布后等于公开了每个人的选择。"


def waits_for_second(*, own: Sequence[str] = ()) -> str:
    left = ""
    if own:
        left = f"（{'、'.join(own)}关系到您本人，由其他同志公布。）"
    return f"结果预览如下，已请另一位负责同志确认，确认后在群里公布。{left}"


RELEASE_TITLE = "请确认公布测评结果"


def release_question(asker: str, code: str) -> str:
    return f"{asker}请您核对并确认公布以下测评结果，确认后发到群里。{keep_code(code)}"


RELEASE_DONE = "已公布到群里。"
RELEASE_DECLINED = "好的，没有公布。"


HAND_OVER_TITLE = "请核对测评结果，确认后交领导"


def hand_over_question(asker: str, code: str) -> str:
    return f"{asker}请您核对以下测评结果，确认后连同《现场测评统计表》交给领导。{keep_code(code)}"


def waits_for_hand_over(*, own: Sequence[str] = ()) -> str:
    left = ""
    if own:
        left = f"（{'、'.join(own)}关系到您本人，由其他同志提交。）"
    return f"结果预览如下，已请另一位负责同志核对，确认后交给领导，群里不公布。{left}"


HANDED_OVER = "已交领导，汇总图和《现场测评统计表》随后发给您。"


def hand_over_declined_notice(who: str) -> str:
    return f"{who}核对测评结果时没有确认，请与其沟通后再发送“交领导”。"


def handed_over(names: Sequence[str]) -> str:
    """Returns what comes with the table."""
    return f"现场测评结果已核对，交{'、'.join(names)}。得分供综合评定参考，不等于考核等次。"


RESULT_IS_THERE = "现场测评结果已经核对，交给您。发送“测评结果”看票数和《现场测评统计表》。"


def release_declined_notice(who: str) -> str:
    return f"{who}没有确认公布测评结果，请与其沟通后再发送“公布”。"


def came_late(name: str, eligible: int) -> str:
    # Additions to the roll are told, because they change who votes (ballot step 1).
    return f"{name}到会，正在进行的测评改为发出{eligible}份。"


def let_in(names: Sequence[str]) -> str:
    return (
        f"{'、'.join(names)}的账号刚刚绑定，从现在起可以参加正在进行的测评。如有不妥，请当场提出。"
    )


def merged(name: str) -> str:
    return f"今后的测评把{'、'.join(name.split('+'))}票合并统计。"


NAMED_MODE = "今后的测评改为实名，开始时会在群里说明。改回来请发送“无记名测评”。"
UNNAMED_MODE = "今后的测评为无记名。"
PAPER_TITLE = "请核对纸质票"


def paper_lines(subjects: str, batch: Batch, terms: Terms) -> str:
    """Returns what was entered, a line for each subject, or row of one, that this class rates."""
    head = (
        f"{subjects}，{batch.category}类纸质票：发出{batch.handed_out}份，收回{batch.returned}份，"
        f"有效{batch.used}份，废票{batch.spoilt}份。"
    )
    lines = []
    for item, line in zip(terms.form.items, batch.counts, strict=True):
        if not item.is_shown_to(batch.category):
            continue
        name = item.row
        if len(terms.form.rows) == 1 and len(terms.form.subjects) > 1:
            name = item.subject.title
        elif len(terms.form.subjects) > 1:
            name = f"{item.subject.title}，{item.row}"
        lines.append(f"{name}：{_counted(item, line)}")
    return "\n".join([head, *listed(lines, LINES - 2)])


def _counted(item: Item, line: Sequence[int]) -> str:
    """Says how often each step was chosen; of a row of marks how often each mark was given."""
    if item.full is None:
        return counts(dict(zip(item.steps, line, strict=True)))
    marks = [f"{mark}分 {number}" for mark, number in enumerate(line) if number]
    return "，".join(reversed(marks)) or "没有打分"


def paper_question(asker: str, lines: str) -> str:
    return f"{asker}录入了纸质票，请您与原件核对后确认：\n{lines}"


def paper_entered(lines: str) -> str:
    return f"{lines}\n已请另一位负责同志核对确认，确认后计入。"


def paper_void(lines: str) -> str:
    return f"{lines}\n收回的比发出的多，这一批作废，不计入。"


TALLY_EMPTY = (
    "统计表里还没有填数字，没有录入。请至少填写收回、有效和每一位的票数，再发一次；"
    "也可以发送“纸质票”和数字。"
)
PAPER_CONFIRMED = "已确认，这批纸质票将计入。"
PAPER_DECLINED = "好的，这批纸质票不计入。"


def paper_confirmed_notice(who: str) -> str:
    return f"{who}已核对，纸质票已计入。"


def paper_declined_notice(who: str) -> str:
    return f"{who}核对纸质票时没有确认，请核对后重新录入。"


def please_vote(subjects: str) -> str:
    # Who has not voted is asked in private (ballot step 6).
    return (
        f"{subjects}的现场测评正在进行，还没有收到您的票。"
        "请在群里的测评卡片上选择，或在这里写您选的等次，截止前都可以修改。"
    )


def named_choices(subjects: str, lines: Sequence[tuple[str, Sequence[str]]]) -> str:
    return "\n".join(
        [f"{subjects}（实名）：", *listed([f"{name} {' '.join(steps)}" for name, steps in lines])]
    )


NO_NAMED_POLL = "没有已清点的实名测评。无记名测评不显示任何人的选择。"
NOTHING_RELEASED = "还没有公布测评结果。结果由两位同志核对后交领导研究，需要公布的在群里公布。"
REST_IN_DETAIL = "其余的见附件，看一位请发“测评结果”加姓名。"


def chart_title(year: int) -> str:
    return f"{year_title(year)}{SPEECH}现场测评结果"


def chart_name(year: int) -> str:
    return f"{year_title(year)}{SPEECH}现场测评结果.png"


BREACHES = {
    "terms": "冻结的规则与公布的校验码不一致",
    "cells": "加密选票的数目与名单不一致",
    "marks": "票数与名单上的标记不一致",
    "self": f"{OFFICE}本人在自己的名单上",
    "result": "统计结果与记录的校验码不一致",
}


def breach(poll: str, what: str) -> str:
    return f"测评 {poll}：{BREACHES[what]}"
