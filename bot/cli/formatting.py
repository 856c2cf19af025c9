"""Help in Chinese throughout: click's own words are put into Chinese where it writes them."""

from collections.abc import Iterable

import click
from typing_extensions import override

HEADINGS = {"Options": "选项", "Commands": "命令"}
WORDS = {
    "Show this message and exit.": "显示这段说明",
    "[required]": "（必填）",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
}


class ChineseFormatter(click.HelpFormatter):
    """Writes help as click does, its fixed English words in Chinese."""

    @override
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _chinese(args), prefix or "用法：")

    @override
    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")

    @override
    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(name, _chinese(text)) for name, text in rows], col_max, col_spacing)


def _chinese(text: str) -> str:
    for english, chinese in WORDS.items():
        text = text.replace(english, chinese)
    return text
