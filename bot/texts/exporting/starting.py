"""What is said of an archive that cannot be read in."""

NO_ARCHIVE = "这不是能读的归档文件，请用导出目录“校验和数据”里的 archive.json"

ARCHIVE_DAMAGED = "归档文件不完整或被改动过，请用导出目录“校验和数据”里的 archive.json"


def archive_too_late(year: int, running: int) -> str:
    return f"归档是 {year} 年度的，要读入的应当是 {running} 年度以前的归档"


def archive_known(year: int) -> str:
    return f"{year} 年度已经有记录，没有重复读入"
