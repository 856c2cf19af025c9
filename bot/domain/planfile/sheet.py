"""What the sheet of a ballot can be in the plan file: its scale, its rows, and who rates whom."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bot.domain.plan import Plan, Row, Scope, Step
from bot.domain.planfile import values
from bot.domain.planfile.kinds import (
    Kind,
    listed,
    quoted,
    say_number,
    say_share,
    say_texts,
    simple,
    write_number,
    write_share,
    write_texts,
)
from bot.domain.planfile.sections import Section, as_list
from bot.domain.planfile.values import Unfit, spoken_share

_ROW_EXAMPLE = '{ title = "德", weight = "20%" }'
_STEP_EXAMPLE = '{ title = "好", points = 100 }'
NO_POINTS = "不计分"
# What people write instead of the words of `Scope`.
_SCOPES = {
    "全体": Scope.ALL,
    "本单位": Scope.OWN_BRANCH,
    "本部门": Scope.OWN_BRANCH,
    "自己": Scope.SELF,
    "本会场": Scope.OWN_VENUE,
}


def _read_scale(section: Section, key: str, default: tuple[Step, ...]) -> tuple[Step, ...]:
    """Reads at least two steps, better ones first.

    Each is a table of its own, with its own problems. Only a step without any is compared with
    those before it: one slip would be told twice.
    """
    tables = section.tables(key, _STEP_EXAMPLE)
    if tables is None:
        return default
    steps: list[Step] = []
    for table in tables:
        table.require("title", "points")
        title = table.read("title", "", _step_title)
        step = Step(title, table.read("points", None, _points))
        table.close()
        if not table.clean:
            continue
        if any(step.title == other.title for other in steps):
            table.note(f"等次“{step.title}”重复了，请删去一个", "title")
        if not steps and step.points is None:
            table.note("最高一档必须有分值；不计分的选项（不了解、弃权）请放在后面", "points")
        scored = [better.points for better in steps if better.points is not None]
        if scored and step.points is not None and step.points >= scored[-1]:
            table.note(f"等次从高到低排列，分值应低于 {scored[-1]}", "points")
        steps.append(step)
    if section.clean and len(steps) < 2:
        section.note("至少要有两个等次", key)
    return tuple(steps)


def _points(value: object) -> int | None:
    """Reads the points of a step; None where it stays outside the score. Raises Unfit."""
    if value == NO_POINTS:
        return None
    try:
        return values.whole(0, 1000)(value)
    except Unfit as unfit:
        raise Unfit(f'{unfit.message}；不计入得分的选项写 "{NO_POINTS}"') from None


def _step_title(value: object) -> str:
    title = values.title(value)
    if any(char.isspace() for char in title):
        raise Unfit("等次名称中间不能有空格")
    return title


def _write_step(step: Step) -> str:
    points = quoted(NO_POINTS)
    if step.points is not None:
        points = str(step.points)
    return f"{{ title = {quoted(step.title)}, points = {points} }}"


def _write_scale(steps: Iterable[Step]) -> str:
    lines = [f"  {_write_step(step)},\n" for step in steps]
    return "".join(["[\n", *lines, "]"])


def _say_steps(steps: Iterable[Step]) -> str:
    words = []
    for step in steps:
        if step.points is None:
            words.append(f"{step.title}不计分")
        else:
            words.append(f"{step.title}{step.points}分")
    return "、".join(words)


def _read_rows(section: Section, key: str, default: tuple[Row, ...]) -> tuple[Row, ...]:
    """Reads rows as words, or as tables where they have rules of their own."""
    if not section.has_tables(key):
        titles = values.distinct(values.title)
        return section.read(key, default, lambda value: tuple(map(Row, titles(value))))

    def prepared(value: object) -> object:
        # Beside rows with rules a row without may still be its title alone.
        if isinstance(value, str):
            return {"title": value}
        return value

    rows: list[Row] = []
    for table in section.tables(key, _ROW_EXAMPLE, prepared) or ():
        table.require("title")
        row = Row(
            title=table.read("title", "", values.title),
            weight=table.read("weight", None, values.weight),
            full=table.read("full", None, values.whole(1, 100)),
            marks=table.read("marks", False, values.flag),  # noqa: FBT003 - the value that is read
            scale=_read_scale(table, "scale", ()),
            classes=table.read("classes", (), values.distinct(values.title)),
        )
        table.close()
        if any(row.title == other.title for other in rows):
            table.note(f"测评内容“{row.title}”重复了，请删去一个", "title")
        if row.marks and row.scale:
            table.note("打分的一行不用等次，请删去 scale 或 marks", "scale")
        rows.append(row)
    _check_weights(section, key, rows)
    return tuple(rows)


def _check_weights(section: Section, key: str, rows: Sequence[Row]) -> None:
    """Notes where some rows have a weight and others not, or where the weights do not add up to 1.

    So too for full marks; and no sheet has both.
    """
    weights = [row.weight for row in rows if row.weight is not None]
    full_marks = [row.full for row in rows if row.full is not None]
    if weights and full_marks:
        section.note("weight（权重）和 full（满分）只能用一种", key)
    elif weights and len(weights) < len(rows):
        section.note("要么每一行都写 weight（权重），要么都不写", key)
    elif full_marks and len(full_marks) < len(rows):
        section.note("要么每一行都写 full（满分），要么都不写", key)
    elif weights and sum(weights) != 1:
        total = spoken_share(sum(weights, Fraction(0)))
        section.note(f"各行权重合计应为 100%，现在是 {total}", key)


def _write_rows(rows: Iterable[Row]) -> str:
    rows = tuple(rows)
    if all(row == Row(row.title) for row in rows):
        return write_texts(row.title for row in rows)
    lines = []
    for row in rows:
        parts = [f"title = {quoted(row.title)}"]
        if row.weight is not None:
            parts.append(f"weight = {write_share(row.weight)}")
        if row.full is not None:
            parts.append(f"full = {row.full}")
        if row.marks:
            parts.append("marks = true")
        if row.scale:
            parts.append(f"scale = {listed(map(_write_step, row.scale))}")
        if row.classes:
            parts.append(f"classes = {write_texts(row.classes)}")
        lines.append(f"  {{ {', '.join(parts)} }},\n")
    return "".join(["[\n", *lines, "]"])


def _say_rows(rows: Iterable[Row], _: Plan) -> str:
    words = []
    for row in rows:
        parts = []
        if row.weight is not None:
            parts.append(f"权重{say_share(row.weight)}")
        if row.full is not None:
            parts.append(f"满分{row.full}")
        if row.marks:
            parts.append("打分")
        if row.scale:
            parts.append(_say_steps(row.scale))
        if row.classes:
            parts.append(f"由{'、'.join(row.classes)}类填写")
        if parts:
            words.append(f"{row.title}（{'，'.join(parts)}）")
        else:
            words.append(row.title)
    return "、".join(words) or "无"


def _read_rates(value: object) -> tuple[str, ...]:
    """Reads whom a class rates: a word, or a list of words and class names. Raises Unfit."""
    rates = values.distinct(values.title)(as_list(value))
    if not rates:
        raise Unfit(f"请写 {'、'.join(Scope)} 或票类名称，至少一项")
    return tuple(_SCOPES.get(word, word) for word in rates)


def _write_rates(rates: tuple[str, ...]) -> str:
    if len(rates) == 1:
        return quoted(rates[0])
    return write_texts(rates)


RATES = simple(_read_rates, _write_rates, say_texts)
ROWS = Kind(_read_rows, _write_rows, _say_rows, tall=True)
SCALE = Kind(_read_scale, _write_scale, lambda steps, _: _say_steps(steps), tall=True)
AT_MOST = simple(values.count_or_unlimited, write_number, say_number("最多{}个"))
