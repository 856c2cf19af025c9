"""「把截止日期改到12月15日，公示延到1月8日」: which stage of the plan gets which day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.dispatch.understanding.dates import spans
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.plan import Stage
from bot.domain.plans import DEADLINE
from bot.domain.values import dataclass

# How people call a stage, beside its own title. The last word of a clause that fits counts.
WORDS: Mapping[str, tuple[str, ...]] = {
    "notice": ("通知",),
    "fieldwork": ("调查研究", "调研"),
    "report": ("述职报告", "报告", "材料", "截止日期", "截止时间", "截止日", "截稿", "交稿"),
    "review": ("报告审阅", "审阅", "审核"),
    "publicity": ("公示",),
    "grade": ("确定等次", "评定等次", "定等", "等次"),
    "feedback": ("反馈",),
    "rectification": ("整改清单", "整改"),
    DEADLINE: ("完成期限", "完成时限", "完成日期", "全部完成", "考核工作"),
}
MOVED = r"(?:往后|向后|往前|向前|再)?(?:延长|延期|延迟|推迟|推后|顺延|提前|提早|调整|改|延|定|推|调|移|挪)(?:到|至|为|成|在)?"
SAID = "|".join(word for words in WORDS.values() for word in words)
# A whole message that moves a stage; what is moved together with it may follow.
FORM = (
    rf"(?P<text>(?:请|麻烦|帮我)?(?:把|将)?(?:交|年度|评价)?(?:{SAID})(?:的|工作|清单|意见)?"
    rf"(?:截止|完成)?(?:日期|时间|时限|期限|日|期)?{MOVED}[^?？吗]{{1,120}})"
)
USUAL = "报告"  # stands in the form for a title of the plan's own
_FORM = pattern(FORM)
CLAUSES = pattern(r"[,，。;；、\n]")
EARLIER = pattern(r"提前|提早|[往向]前")


@dataclass(frozen=True)
class StageDay:
    """`stage` is the id of a stage, or DEADLINE for the day on which everything is done."""

    stage: str
    day: date


def moves_stage(text: str, stages: Sequence[Stage]) -> bool:
    """Tells whether the whole message moves a stage that the plan calls in its own way."""
    said = plain(text).strip()
    for stage in stages:
        # The meeting moves with its hour and place.
        if stage.id == "meeting":
            continue
        if stage.title in said and _FORM.fullmatch(said.replace(stage.title, USUAL, 1)):
            return True
    return False


def read_stage_days(
    text: str, today: date, stages: Sequence[Stage], deadline: date
) -> tuple[StageDay, ...]:
    """Returns each stage that is given another day, as often as it is said."""
    current = {stage.id: stage.due for stage in stages} | {DEADLINE: deadline}
    titles = {stage.id: (stage.title,) for stage in stages}
    days = []
    for clause in CLAUSES.split(plain(text)):
        # The stage whose longest word stands in the clause is meant.
        stage = longest = ""
        for candidate in (*titles, DEADLINE):
            for word in (*titles.get(candidate, ()), *WORDS.get(candidate, ())):
                if word in clause and len(word) > len(longest):
                    stage, longest = candidate, word
        if stage not in current:
            continue
        for span in spans(clause, today):
            if isinstance(span.value, date):
                day = span.value
            # A length counts from the day as it is.
            elif EARLIER.search(clause):
                day = current[stage] - timedelta(days=span.value)
            else:
                day = current[stage] + timedelta(days=span.value)
            days.append(StageDay(stage, day))
    return tuple(days)
