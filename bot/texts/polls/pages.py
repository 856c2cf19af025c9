"""The pages beside the chat: the ballot on the phone, and the screen in the hall."""

from datetime import datetime, tzinfo

from bot.domain.polls.form import Form, Purpose
from bot.domain.polls.terms import Terms
from bot.texts import dates, polls

SHEET_LINK = "打开测评表"
SHEET_TITLE = "现场测评表"
ABSTAIN = "弃权"
OPEN_IT_YOURSELF = "这是一张个人的测评表，请本人在手机上打开。"
TAKEN_TITLE = "谢谢您"
NOT_TAKEN_TITLE = "没有提交上"
NOT_OPENED_TITLE = "这一页没有打开"
CLOSED_TITLE = "测评已结束"
CHANGE = "看一看或修改"
BACK = "重新打开测评表"
SCREEN_LINK = "打开会场大屏"
SCREEN_TOLD = (
    "这是会场大屏的链接，请在接投影的电脑上打开，按 F11 全屏。"
    "上面只有议程、发言计时、二维码和收票数，自动更新，没有任何人的选择。"
)
NO_ADDRESS = (
    "还没有设置网页地址，大屏打不开。请系统管理员设置 SHUZHI_PUBLIC_URL（说明见 .env.example）。"
)
SPEAKING = "正在发言"
NEXT_SPEAKER = "下一位发言"
NOBODY_SPEAKS = "本场没有待发言的同志"
AGENDA = "议程"
LEFT = "剩余时间"
OVERTIME = "已到时间"
TURNS = {"done": "已发言", "now": "正在发言", "next": "下一位", "later": ""}
SCAN = "扫码取测评表"
SCAN_HOW = "或在和述职助手的私聊里发送“测评表”"
NOT_UPDATED = "连接中断，正在重试，数字可能不是最新的。"
ENTRANCE_TITLE = "取测评表"
ENTRANCE_STEPS = (
    "打开和述职助手的私聊。",
    "发送“测评表”三个字。",
    "点开收到的链接或卡片，逐项选择后提交。",
)
# A code that everybody scans cannot prove who does (decision 0021).
ENTRANCE_WHY = "每个人的测评表只发到本人的私聊里：扫这个码看不到任何人的表，也不记录谁扫过。"
ON_THE_PAGE = "您在这一页上的选择经加密连接直接送到本程序，不经过聊天软件。"


def sheet_title(terms: Terms) -> str:
    if terms.purpose is Purpose.SATISFACTION:
        return terms.title
    return f"{terms.year}年度{SHEET_TITLE}"


def secrecy(*, secret: bool, small_apart: bool) -> str:
    """Returns the whole honest notice, behind 「怎样保密」."""
    if secret:
        return polls.secrecy(small_apart=small_apart) + ON_THE_PAGE
    return polls.NAMED + ON_THE_PAGE


def until(closes_at: datetime | None, zone: tzinfo) -> str:
    if closes_at is None:
        return "收票前可以修改，以最后一次为准。"
    return f"{dates.moment(closes_at, zone)}截止，截止前可以修改，以最后一次为准。"


def limit(form: Form) -> str:
    """Says how often the best step may be given; empty where that is open."""
    if form.limit is None:
        return ""
    return f"“{form.steps[0]}”每张表最多 {form.limit} 个。"


def later(*, words: bool) -> str:
    """Returns what may be done once the sheet is sent; empty where nothing is."""
    if words:
        return "提交以后，还可以另外不署名写几句想说的话。"
    return ""


def closed(*, sent: bool) -> str:
    """Says after the close that it is over, to one who looks, or who was still sending."""
    if sent:
        return (
            "这次测评已经结束，刚才提交的没有计入；结束前提交过的仍然有效。如有疑问，请联系组织员。"
        )
    return "这次测评已经结束，不用再填；结束前提交的都已计入。如有疑问，请联系组织员。"


def turnout(returned: int | None, expected: int | None) -> str:
    """Numbers only; before the first sheet a dash for each."""
    if returned is None or expected is None:
        return "已收 —／应收 —"
    return f"已收 {returned}／应收 {expected}"


def turnout_state(*, open_now: bool | None) -> str:
    if open_now is None:
        return "测评还没有开始"
    if open_now:
        return "正在收票"
    return "已收票"


def clock(seconds: int) -> str:
    """Returns the time that is left, or by how much it is over, in minutes and seconds."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = ""
    if seconds < 0:
        sign = "+"
    return f"{sign}{minutes:02}:{rest:02}"
