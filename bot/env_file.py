"""What a `.env` file says that no program can read, told with its line before anything is taken from it."""

from pathlib import Path

from dotenv.parser import Binding, parse_stream

CHINESE_QUOTES = "“”‘’＂「」"
HOW = "每行写成 名称=值，用英文的等号；说明文字前面加英文的 #"


def fault(file: Path) -> str:
    """One sentence on the first line that is written wrongly; empty where there is none, or no file.

    Raises OSError and UnicodeDecodeError.
    """
    if not file.exists():
        return ""
    if file.is_dir():
        return f"{file} 是一个文件夹，设置没有读到。请把它移走，再把 .env.example 复制为 {file}"
    with file.open(encoding="utf-8-sig") as lines:
        bindings = list(parse_stream(lines))
    for binding in bindings:
        why = _why(binding)
        if why:
            # The parser counts the empty lines before an entry as a part of it.
            text = binding.original.string
            empty = text[: len(text) - len(text.lstrip())]
            line = binding.original.line + empty.count("\n")
            return f"文件 {file} 第 {line} 行写得不对：{why}"
    return ""


def _why(binding: Binding) -> str:
    is_comment = binding.key is None and not binding.error
    if is_comment:
        return ""
    if binding.error or binding.value is None:
        return HOW
    if binding.value.startswith(tuple(CHINESE_QUOTES)):
        return "引号是中文的，请去掉"
    return ""
