"""Papers for the meeting: what stands on them, and what is said of them in the chat."""

from collections.abc import Collection, Sequence

from bot.domain.plan import Plan, Venue
from bot.domain.words import SPEECH, UNIT
from bot.texts.polls import events

BALLOT, SIGNATURES, TALLY, AGENDA_PAPER = "测评表", "签到表", "统计表", "议程"
PAPERS = (BALLOT, SIGNATURES, TALLY, AGENDA_PAPER)

NUMBER, NAME, BRANCH, ROW, SIGNATURE = "序号", "姓名", UNIT, "测评内容", "签名"
MARK = "分数"
LINE, FIELD = "行", "格"
NOT_HERE = "／"
AGENDA = "会议议程："
SPEAKERS = f"{SPEECH}顺序："
SPEAKER_COLUMNS = (NUMBER, NAME, UNIT, "时间")
# Whom somebody leaves out is an abstention, as on the card (decision 0024).
AFTER_BALLOT = "填好后请对折，会议结束时交给计票人。空着的一行按弃权计。"
TALLY_HEAD = ("发出（份）", "收回（份）", "有效（份）", "废票（份）")
TALLY_NAME = "姓名"
HOW_TO_TALLY = "按“正”字计票，最后可以写数字。填好后把本表发给述职助手，或者用“纸质票”录入。"
TALLY_SIGNATURES = (
    "\n计票人（签字）：　　　　　　　　监票人（签字）：　　　　　　　　日期：　　年　　月　　日"
)


def ballot_title(plan: Plan) -> str:
    return f"{plan.title.removesuffix(plan.words.activity)}{SPEECH}测评表"


def tally_title(plan: Plan) -> str:
    return f"{plan.title.removesuffix(plan.words.activity)}现场测评统计表"


def signature_title(plan: Plan) -> str:
    return f"{events.of_year(plan)}签到表"


def agenda_title(plan: Plan) -> str:
    return f"{events.of_year(plan)}议程"


def voters(category: str, title: str) -> str:
    """Says who fills in a ballot: 「B票（支部书记、组织员）」."""
    name = category
    if category.isascii():
        name = f"{category}票"
    if title:
        return f"{name}（{title}）"
    return name


def of_some(subjects: Sequence[str]) -> str:
    """Says of which people a page is, where those of one class rate different ones."""
    return f"测评对象：{'、'.join(subjects)}"


def how_to_fill(*, secret: bool, marks: bool, field: str) -> str:
    """Says how to fill a sheet; `field` is 行 where each line is one choice, 格 where each field
    is.
    """
    how = f"请在相应栏内打“√”，每{field}只选一项"
    if marks:
        how += "；“分数”一栏请写数字"
    if secret:
        # Nobody rates himself (ballot step 1).
        return f"{how}，不署名。不评本人。"
    return f"{how}，请署名。不评本人。"


def mark_column(fulls: Collection[int]) -> str:
    """Returns the head of the column for marks, with the full mark where it is one for all."""
    if len(fulls) > 1:
        return MARK
    (full,) = fulls
    return f"{MARK}\n（满分{full}）"


def mark_of(full: int, fulls: Collection[int]) -> str:
    """Returns what stands in a field for a mark."""
    if len(fulls) > 1:
        return f"（满分{full}）"
    return ""


def boxes(steps: Sequence[str], full: int | None) -> str:
    if full is not None:
        return f"＿＿分（满分{full}）"
    marked = [f"□{step}" for step in steps]
    pairs = [marked[at : at + 2] for at in range(0, len(marked), 2)]
    return "\n".join("　".join(pair) for pair in pairs)


def tally_name(subject: str, row: str, *, several: bool) -> str:
    """Says how a line of the tally is called; with its row where there are several."""
    if several:
        return f"{subject}：{row}"
    return subject


def attending(words: str) -> str:
    return f"参会：{words}"


def minutes(length: int) -> str:
    return f"{length}分钟"


def event_line(when: str, place: str) -> str:
    """Says when and where, for the list of signatures; what is not fixed is left to be written."""
    return f"时间：{when or '＿＿＿＿＿＿＿＿'}　　地点：{place or '＿＿＿＿＿＿＿＿'}"


def main_venue(venues: Sequence[Venue]) -> str:
    """Returns what the place is called to which those come who are assigned to none; empty where
    there is one place for all.
    """
    if not venues:
        return ""
    return "主会场"


def file_name(paper: str, year: int, category: str) -> str:
    if category:
        return f"{year}年度{paper}（{category}）.docx"
    return f"{year}年度{paper}.docx"


WHICH = f"要打印哪一张？请说“打印 {'”“打印 '.join(PAPERS)}”。"


def ready(paper: str, category: str) -> str:
    if not category:
        return f"{paper}已生成，可以直接打印。"
    return f"{paper}（{category}）已生成，一张一页，可以直接复印。"


NOBODY_TO_RATE = "名册里还没有要测评的对象，没有可以打印的表。"
