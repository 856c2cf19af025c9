"""The pages beside the chat: the ballot on the phone, and the screen in the hall."""

from datetime import datetime, tzinfo

from bot.domain.polls.form import Purpose
from bot.domain.polls.terms import Terms
from bot.texts import dates
from bot.texts.polls import NAMED, SECRECY

SHEET_LINK = "打开测评表"
SHEET_TITLE = "现场测评表"
ABSTAIN = "弃权"
OPEN_IT_YOURSELF = "这是一张个人的测评表，请本人在手机上打开。"
TAKEN_TITLE = "已收到"
NOT_TAKEN_TITLE = "没有提交上"
NOT_OPENED_TITLE = "这一页没有打开"
CHANGE = "看一看或修改"
BACK = "重新打开测评表"
ON_THE_PAGE = "您在这一页上的选择经加密连接直接送到本程序，不经过聊天软件。"


def sheet_title(terms: Terms) -> str:
    if terms.purpose is Purpose.SATISFACTION:
        return terms.title
    return f"{terms.year}年度{SHEET_TITLE}"


def manner(*, secret: bool) -> str:
    if secret:
        return "无记名；系统不显示任何人的选项。"
    return NAMED


def secrecy(*, secret: bool) -> str:
    """The whole honest notice, behind 「怎样保密」."""
    if secret:
        return SECRECY + ON_THE_PAGE
    return NAMED + ON_THE_PAGE


def until(closes_at: datetime | None, zone: tzinfo) -> str:
    if closes_at is None:
        return "收票前可以修改，以最后一次为准。"
    return f"{dates.moment(closes_at, zone)}截止，截止前可以修改，以最后一次为准。"


def taken(filled: int, rows: int) -> str:
    """How many rows are filled, never how."""
    if not filled:
        return "已收到。表上没有选任何一项，暂时算没有投票；收票前随时可以再填。"
    if filled == rows:
        return f"已收到，{rows} 项都已填写。收票前可以修改，以最后一次为准。"
    return (
        f"已收到，填了 {filled} 项，其余 {rows - filled} 项算弃权。收票前可以修改，以最后一次为准。"
    )
