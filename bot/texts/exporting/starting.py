"""What is said of an archive that is read in, or cannot be."""

from collections.abc import Sequence

from bot.domain.words import UNIT

NO_ARCHIVE = (
    "这不是能读的归档文件，请给出以前导出的目录、压缩包，或其中“校验和数据”里的 archive.json"
)

ARCHIVE_DAMAGED = "归档文件不完整或被改动过，没有读入，请换一份原样的归档"
TOO_LARGE = "归档文件过大，不像是本程序导出的，没有读入"
SHOWN = 5  # names; the message stays short where an archive fits nothing


def archive_too_late(year: int, running: int) -> str:
    return f"归档是 {year} 年度的，要读入的应当是 {running} 年度以前的归档"


def archive_known(year: int) -> str:
    return f"{year} 年度已经有记录，和这份归档不同，没有重复读入"


def of_another_unit(archived: str, running: str) -> str:
    return (
        f"归档是“{archived}”的，现在的单位是“{running}”，没有读入。"
        "确是同一单位改了名称的，请加上 --other-unit"
    )


def no_branch_known(names: Sequence[str]) -> str:
    return f"归档里的{UNIT}（{_some(names)}）和现在的名册都对不上，没有读入。请先核对名册"


# What came of it.


def previewed(year: int, unit: str, items: int) -> str:
    return f"试读：将读入{unit}{year}年度的归档，整改事项{items}条。没有写入任何内容。"


def adopted(year: int, unit: str, items: int) -> str:
    return f"已读入{unit}{year}年度的归档，整改事项{items}条。"


def known_before(year: int) -> str:
    return f"{year}年度的这份归档已经读入过，没有重复读入。"


def matched(before: str, now: str) -> str:
    return f"“{before}”按负责人对上了现在的“{now}”，请核对。"


def left_out(names: Sequence[str], items: int) -> str:
    return f"现在的名册里没有：{_some(names)}；因此有{items}条没有读入。"


NO_CHECKSUM = "这是旧版导出的归档，没有校验值，不能确认是否被改动过，请核对内容。"


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:SHOWN])
    if len(names) > SHOWN:
        shown += f"等{len(names)}个"
    return shown
