"""Buttons without a card template: a tap sends words as the person who taps (`dtmd://`).

The words come back as an ordinary message that anybody could type, so they say no more than the
person may do anyway. A ballot's words are the typed vote 「测评 K7 好」; those of other cards name card,
question and option behind a mark.
"""

from urllib.parse import quote_plus

from bot.domain.patterns import pattern
from bot.messages import Card, Click, Option, Question

MARK = "·"
# As bot.actions.polls.cards names them; a test holds the two together.
_BALLOT = pattern(r"p-(\d{1,9})-\d{1,3}-[0-9a-f]+")
_SHEET = pattern(r"p-\d{1,9}-s\d{1,9}-[0-9a-f]+")
_PRESSED = pattern(
    rf"(?s).*{MARK}\s*([0-9A-Za-z_-]{{1,64}})/([0-9A-Za-z_-]{{1,64}})/([0-9A-Za-z_-]{{1,64}})\s*"
)


def link(words: str) -> str:
    """Returns the address of a tap. With a capital C in its host the client does nothing at all.

    Source: hermes-agent#92254.
    """
    return f"dtmd://dingtalkclient/sendMessage?content={quote_plus(words)}"


def vote_words(card: Card) -> str:
    """Returns what a typed vote on this ballot begins with; empty for a card that is none."""
    ballot = _BALLOT.fullmatch(card.id)
    if ballot is None:
        return ""
    if card.part:
        return f"测评 K{ballot[1]} 第{card.part}张"
    return f"测评 K{ballot[1]}"


def is_sheet(card: Card) -> bool:
    """Tells whether each row of this card can be answered by itself."""
    return _SHEET.fullmatch(card.id) is not None


def words(card: Card, question: Question, option: Option) -> str:
    vote = vote_words(card)
    if vote and len(card.questions) == 1:
        return f"{vote} {option.text}"
    return f"{option.text} {MARK}{card.id}/{question.id}/{option.id}"


def pressed(text: str) -> Click | None:
    """Returns the click that such words stand for; None for any other text."""
    words = _PRESSED.fullmatch(text)
    if words is None:
        return None
    card, question, option = words.groups()
    return Click(card, {question: (option,)})
