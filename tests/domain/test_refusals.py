"""Every reason has a code and its sentence: what is wrong and what to do next, without blame."""

import re
from collections.abc import Iterator

import pytest

import bot.app  # noqa: F401 - imports every noun's refusals
from bot.domain.manuscript import Unreadable
from bot.domain.refusals import (
    Ambiguous,
    CardGone,
    FetchFailed,
    FileTooLarge,
    FileUnreadable,
    Missing,
    NeedsSecondPerson,
    NoFile,
    NoSuch,
    NotAllowed,
    NothingHandedIn,
    NotOnRoster,
    Refusal,
    ReportFrozen,
    Unknown,
)
from bot.texts.refusals import WORDING, sentence

BLAME = re.compile(r"错误|失败|非法|无效|不得|禁止|必须|违规")


def every(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """The program's refusals; one that a page's example makes is in no module of it."""
    for found in kind.__subclasses__():
        if found.__module__.partition(".")[0] in {"bot", "handlers"}:
            yield found
        yield from every(found)


def test_every_refusal_has_its_words_and_a_code() -> None:
    without = [
        kind.__name__
        for kind in every()
        if not kind.__subclasses__() and not set(kind.__mro__) & set(WORDING)
    ]
    assert without == []
    assert all(re.fullmatch(r"[a-z_]+", kind.code) for kind in every())


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (NotOnRoster(), "绑定 您的姓名"),
        (NotAllowed("组织员"), "由组织员办理"),
        (Unknown(("状态", "谁没交")), "· 谁没交"),
        (Missing("退回 支部 理由"), "退回 支部 理由"),
        (Ambiguous("张书记", ("张立范", "张晓样")), "张立范、张晓样"),
        (NoSuch("姓名", "查无此人", "详情 支部"), "详情 支部"),
        (NoSuch("选项", "7"), "“7”"),
        (NoFile(), "引用"),
        (FileTooLarge(20 * 1024 * 1024), "20 MB"),
        (FetchFailed(), "重新发送"),
        (FetchFailed("expired"), "已过期"),
        (FetchFailed("never heard of"), "重新发送"),
        (ReportFrozen(), "组织员"),
        (NothingHandedIn("第三支部"), "第三支部"),
        (CardGone(), "不用再点"),
        (NeedsSecondPerson(), "另一位"),
        *((FileUnreadable(reason, "报告.docx"), "《报告.docx》") for reason in Unreadable),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Refusal) else "",
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(refusal: Refusal, told: str) -> None:
    said = sentence(refusal)
    assert told in said
    assert not BLAME.search(said)
    assert len(said) < 80
