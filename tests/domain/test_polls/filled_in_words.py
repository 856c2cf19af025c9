"""The sheet that tests fill in words, and what is read of them."""

from bot.domain.polls.form import Form, Rater, Subject
from bot.domain.polls.sentences import read_sentence

STEPS = ("好", "较好", "一般", "差")
NAMES = ("王文例", "李思样", "张立范", "周正范", "赵民样", "吴新例", "张晓样", "陈静范")
SUBJECTS = tuple(
    Subject(number, name, f"第{'一二三四五六七八'[number - 1]}党支部")
    for number, name in enumerate(NAMES, 1)
)
FORM = Form(SUBJECTS, ("总体评价",), STEPS, turning=True)
ROWS = Form(SUBJECTS[:3], ("学习", "纪律"), STEPS, turning=True)
MEMBER = Rater(99)


def read(text: str, form: Form = FORM, rater: Rater = MEMBER) -> str | None:
    """The choices in the order of the sheet, a dot for a row that is left as it is."""
    choices = read_sentence(text, form, rater)
    if choices is None:
        return None
    return "".join(str(choices.get(item.position, ".")) for item in form.items)
