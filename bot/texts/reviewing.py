"""Many reports on one card: a line for each."""

from collections.abc import Sequence
from datetime import date

from bot.domain.submissions import Submission
from bot.texts import dates
from bot.texts.listing import in_brackets, quoted, shortened

NOTHING_TO_REVIEW = "现在没有等待审核的报告。"
NOBODY_TO_EXTEND = "报告都已交齐，不用延期。"
LONGEST_REASON = 40  # characters; the whole stands with the report


def place(name: str, subject: str) -> str:
    if subject == name:
        return name
    return f"{name}{in_brackets(subject)}"


def report(name: str, submission: Submission, another: str) -> str:
    """Says whose report it is, its length, and how many remarks the check still has; `another` is
    whom it names instead.
    """
    remarks = [
        finding
        for finding in submission.judgement["findings"]
        if finding["level"] == "fail" and finding["rule"] not in submission.overruled
    ]
    checked = "检查没有问题"
    if remarks:
        checked = f"有{len(remarks)}处提示需修改"
    if another:
        checked += f"，写的是{another}"
    return f"{name}：第{submission.version}版，字数{submission.characters}，{checked}"


def returned(name: str, reason: str) -> str:
    return f"{name}：{shortened(quoted(reason), LONGEST_REASON)}"


def extended(name: str, before: date, until: date) -> str:
    return f"{name}：{dates.day(before)} → {dates.day(until)}"


def left_out(names: Sequence[str]) -> list[str]:
    """Returns what is named and does not wait for a review."""
    if not names:
        return []
    return [f"没有待审报告、不在其中：{'、'.join(names)}"]
