"""What the answers of a ballot's card say: a choice for each row, none, or the way back to a leaf."""

from collections.abc import Mapping, Sequence

from bot.domain.polls.form import BLANK, Form, Rater
from bot.domain.polls.refusals import Incomplete

NO_CHOICE = "none"  # the option that leaves a row empty

Answers = Mapping[str, Sequence[str]]  # options by question, which is named by its row's position


def choices_of_page(form: Form, page: int, answers: Answers) -> dict[int, int]:
    """Returns one step for each question of a card that is submitted as a whole. Raises Incomplete."""
    choices = {}
    for item in form.pages[page]:
        options = answers.get(str(item.position), ())
        choice = None
        if len(options) == 1:
            choice = item.choice_of(options[0])
        if choice is None:
            raise Incomplete
        choices[item.position] = choice
    return choices


def choices_of_sheet(form: Form, answers: Answers) -> dict[int, int]:
    """Returns what was chosen of each row that was answered, blank where it was left out.

    Raises Incomplete where nothing was, or one answer is none of the form's.
    """
    items = {str(item.position): item for item in form.items}
    choices = {}
    for question, options in answers.items():
        if question not in items or len(options) != 1:
            raise Incomplete
        item = items[question]
        choice = item.choice_of(options[0])
        # Said, and not passed over: it takes an earlier choice back.
        if options[0] == NO_CHOICE:
            choice = BLANK
        if choice is None:
            raise Incomplete
        choices[item.position] = choice
    if not choices:
        raise Incomplete
    return choices


def leaf_of(form: Form, rater: Rater, options: Sequence[str]) -> int:
    """Returns the leaf to which somebody wants to go back. Raises Incomplete for none of his."""
    leaves = {str(leaf): leaf for leaf in form.pages_for(rater)}
    if len(options) != 1 or options[0] not in leaves:
        raise Incomplete
    return leaves[options[0]]
