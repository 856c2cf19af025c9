"""A sheet (测评表) as its voter sees it: whom he rates, what is filled, and what his card shows.

The card shows one leaf at a time: a subject, or a part of its rows where a card cannot hold them
all. Behind the last leaf stands the overview.
"""

from collections.abc import Mapping
from functools import cached_property

from bot.domain.polls.ballot import Ballot
from bot.domain.polls.form import BLANK, Form, Item, Rater, Subject
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Sheet:
    """What `rater` has to fill, and has filled."""

    form: Form
    rater: Rater
    ballot: Ballot

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return self.form.items_for(self.rater)

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The numbers of the form's pages that have something for him."""
        return self.form.pages_for(self.rater)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(dict.fromkeys(item.subject for item in self.items))

    @property
    def empty_items(self) -> tuple[Item, ...]:
        """The rows without a choice: abstentions, if it stays so."""
        return tuple(item for item in self.items if self.ballot.choices[item.position] == BLANK)

    @property
    def leaf(self) -> int | None:
        """The leaf that the card shows now; None for the overview."""
        assert self.ballot.leaf is not None, "only cards that turn have leaves"
        for leaf in self.leaves:
            if leaf >= self.ballot.leaf:
                return leaf
        return None

    @property
    def number(self) -> int:
        """Which of his subjects the card shows, from 1; all of them for the overview."""
        if self.leaf is None:
            return len(self.subjects)
        return self.subjects.index(self.form.pages[self.leaf][0].subject) + 1

    def items_on(self, leaf: int) -> tuple[Item, ...]:
        return tuple(item for item in self.form.pages[leaf] if self.form.asks(item, self.rater))

    def after(self, leaf: int) -> int:
        """The leaf to be shown after this one: the next that is not filled, else the overview."""
        empty_leaves = {self.form.page_of[item.position] for item in self.empty_items}
        for following in self.leaves:
            if following > leaf and following in empty_leaves:
                return following
        return len(self.form.pages)


def next_leaf(sheet: Sheet, answers: Mapping[int, int]) -> int:
    """Where the card turns once these rows are answered.

    From what a person has answered on his card it goes forward, so that whom he passed over does
    not come back; it stays where rows of the leaf are neither chosen nor passed over. What came in
    words or from a page begins at the first that is empty.
    """
    pages = {sheet.form.page_of[position] for position in answers}
    if len(pages) != 1:
        return sheet.after(-1)
    [leaf] = pages
    untouched = {item.position for item in sheet.items_on(leaf)} - answers.keys()
    if untouched & {item.position for item in sheet.empty_items}:
        return leaf
    return sheet.after(leaf)
