"""What a ballot box says to taps on a sheet, for the rooms of the platforms: eight subjects, sixty people."""

from bot.messages import Card, CardStyle, ClickAnswer, Option, Question, Update

PEOPLE = tuple(f"p{number:02}" for number in range(60))
SUBJECTS = tuple("甲乙丙丁戊己庚辛")
STEPS = ("好", "较好", "一般", "差", "暂不选")
OPTIONS = tuple(Option(str(place), step) for place, step in enumerate(STEPS))
GO = Question("go", "", tuple(Option(str(place), name) for place, name in enumerate(SUBJECTS)))


def leaf(person: str, place: int) -> Card:
    """What the card of this person shows once so many subjects were rated."""
    card_id = f"p-1-s{PEOPLE.index(person)}-0a1b2c3d"
    if place == len(SUBJECTS):
        return Card(card_id, "测评表已填完", "已填8／8项", (GO,), CardStyle.BUTTONS)
    title = f"{place + 1}／{len(SUBJECTS)}　{SUBJECTS[place]}"
    question = Question(str(place), "总体评价", OPTIONS)
    return Card(card_id, title, "无记名；收票前都可以修改。", (question,), CardStyle.BUTTONS)


def turned(update: Update) -> ClickAnswer:
    """As the ballot box answers: the same card, one leaf on."""
    assert update.click is not None
    (place,) = map(int, update.click.values)
    card = leaf(update.sender.account, place + 1)
    return ClickAnswer(accepted=True, notice=f"已收到。{card.text}", card=card)
