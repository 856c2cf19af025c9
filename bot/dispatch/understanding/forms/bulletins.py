"""What is said of the bulletin: a section is put in other words, or it is released."""

from bot.dispatch.understanding.forms.written import forms
from bot.domain.patterns import pattern
from bot.domain.rectification.bulletins import Section
from bot.texts.bulletins import EARLIER_NAMES, SECTIONS

NAMES = {title: section for section, title in SECTIONS.items()} | EARLIER_NAMES
TITLES = "|".join(NAMES)
FORMS = forms(
    "通报",
    rf"(?:整改)?通报\s*(?P<text>(?:(?:(?:改|修改)\s*)?(?:{TITLES})[\s\S]+)|发布)",
    whole=True,  # whatever else a section of a bulletin says
)
RELEASED = pattern(r"^(?:发布|发出|发到群里|公布)[。！\s]*$")
EDITED = pattern(rf"^(?:改|修改)?\s*(?P<title>{TITLES})[：:，,\s]*(?P<words>[\s\S]*)")


def releases(text: str) -> bool:
    """Tells whether the bulletin is to be released."""
    return RELEASED.match(text) is not None


def read_section(text: str) -> tuple[Section, str] | None:
    """Returns the section that is edited, and its new words; None where one of both is lacking."""
    edited = EDITED.match(text)
    if edited is None or not edited["words"].strip():
        return None
    return NAMES[edited["title"]], edited["words"].strip()
