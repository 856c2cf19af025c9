"""What is done of a message that was understood: its steps, each carried out or asked back."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.actions.files import Incoming
from bot.dispatch import bundling, cases, confirming, leavers, public_reading, questions
from bot.dispatch.context import Context
from bot.dispatch.meaning import Meaning
from bot.dispatch.outside import Membership, all_understood, is_unnamed
from bot.dispatch.prepared import MessageSteps, Step
from bot.dispatch.router import Command, FileRoute
from bot.dispatch.understanding import Doubt, Heard, Slot, Understanding
from bot.domain import conflicts
from bot.domain.plan import Part
from bot.domain.refusals import Missing, NoSuch, NotPlanned, Unknown
from bot.messages import Message
from bot.texts import talk

OFFERED = 2  # besides help, where nothing was understood


def steps_of(meaning: Meaning, context: Context, meant: Understanding) -> MessageSteps:
    """Makes a step of everything that is asked for. Raises Unknown where nothing is."""
    steps = []
    commands = []
    requests_heard = [public_reading.meant(meaning.book, context, heard) for heard in meant.heard]
    # Neighbours alone are put together: all is done in the order in which it was said.
    for word, group in groupby(requests_heard, key=attrgetter("intent")):
        requests = tuple(group)
        command = meaning.book.commands[word]
        commands.append(command)
        for heard in requests:
            meaning.memory.note(context.update, heard, context.work.now)
        if _are_asked_together(context, command, requests):
            steps.append(Step(partial(_ask_together, command=command, requests=requests)))
            continue
        for heard in requests:
            perform = _carry_out
            if heard.asks_how:
                perform = _explain
            steps.append(Step(partial(perform, command=command, heard=heard)))
    if meant.doubt is not None and (meant.doubt.choices or not meant.nearest):
        steps.append(Step(partial(_ask_back, doubt=meant.doubt)))
    if not steps:
        raise _not_understood(meaning, context, meant)
    return MessageSteps(
        context.update,
        tuple(steps),
        private=meant.doubt is not None or any(command.private for command in commands),
        understood=all_understood(
            requests_heard,
            context.work.today,
            Membership(context.roster, context.actor, context.cycle.plan.grade_steps),
        ),
    )


def _not_understood(meaning: Meaning, context: Context, meant: Understanding) -> Unknown:
    """Returns the refusal that offers what may be meant, the second time in a row also a person who
    can be asked. It is remembered that nothing was understood.
    """
    plan = context.cycle.plan
    helpers: tuple[str, ...] = ()
    if meaning.memory.is_lost_again(context.update, context.work.now):
        helpers = conflicts.helpers(context.roster, context.actor)
    usages = {command.word: command.usage for command in meaning.book.of(context.actor, plan)}
    asked = questions.perhaps(context.words, context.actor, plan)
    nearest = [usages[word] for word in meant.nearest if word in usages and word != talk.HELP]
    offered = list(dict.fromkeys([*asked, *nearest]))[:OFFERED]
    return Unknown((*offered, usages[talk.HELP]), helpers, plan.help_contact)


def _ask_back(context: Context, *, doubt: Doubt) -> Message:
    """Shows buttons for the possible readings; where there are none, nothing is done (「别退回」)."""
    readings = []
    for choice in doubt.choices:
        if isinstance(choice, Heard):
            readings.append(choice)
            continue
        assert doubt.intent is not None, "a choice between people or branches belongs to an intent"
        assert doubt.slot is not None, "and fills one of its slots"
        readings.append(Heard(doubt.intent, {doubt.slot: choice}, sure=False, because=doubt.said))
    if not readings:
        return Message(text=talk.NOTHING_DONE)
    question = talk.which_one(doubt.said)
    if len(readings) == 1:
        question = confirming.question(readings[0])
    return confirming.ask(context, readings, text=question)


def ask_whether(context: Context, *, heard: Heard) -> Message:
    """Asks the person himself, whatever it is."""
    question = confirming.question(heard)
    return confirming.ask(context, [heard], text=question)


def _are_asked_together(context: Context, command: Command, requests: Sequence[Heard]) -> bool:
    """Tells whether these are several acts of one kind, none of them sure and nothing missing of
    any.
    """
    if len(requests) < bundling.LEAST:
        return False
    for heard in requests:
        if heard.sure or heard.unmatched or is_unnamed(heard):
            return False
        is_complete = command.intent.required <= heard.args.keys()
        if not is_complete or not command.intent.alters(context.actor, heard.args.keys()):
            return False
    return True


def _ask_together(context: Context, *, command: Command, requests: Sequence[Heard]) -> Message:
    """Asks once for all: 「第一、第三支部的报告都收下」."""
    # Whoever may not hears it before he has confirmed.
    for heard in requests:
        arguments = confirming.arguments(command, heard.args)
        cases.allow(context, command.who, command.about(context, arguments))
    _check_planned(context, command.part)
    if not command.timeless:
        context.check_open()
    return bundling.of_requests(context, requests)


def _explain(context: Context, *, command: Command, heard: Heard) -> Message:
    """Tells how something is said that is done; whoever may not do it hears who does."""
    assert heard.asks_how, "nothing else is only explained"
    cases.allow(context, command.who, ())
    _check_planned(context, command.part)
    return Message(text=talk.how_to(command.usage, command.help))


def _carry_out(context: Context, *, command: Command, heard: Heard) -> Message:
    """Does what was asked, or asks whether it is meant. Raises Refusal."""
    arguments = confirming.arguments(command, heard.args)
    cases.allow(context, command.who, command.about(context, arguments))
    _check_planned(context, command.part)
    # Nothing of it is asked back, for nothing of it may wait on a card.
    if is_unnamed(heard):
        return command.call(context, **{Slot.TEXT.value: "", **arguments})
    if heard.unmatched:
        leavers.check(context, heard.unmatched)
        raise NoSuch("姓名或支部", heard.unmatched, command.usage)
    if command.intent.required - heard.args.keys():
        raise Missing(command.usage)
    if command.intent.alters(context.actor, heard.args.keys()):
        if not command.timeless:
            context.check_open()
        if not heard.sure:
            return ask_whether(context, heard=heard)
    return command.call(context, **arguments)


def _check_planned(context: Context, part: Part | None) -> None:
    """Raises NotPlanned where the year's plan has no such part."""
    if part is not None and not context.cycle.plan.has(part):
        raise NotPlanned(part)


def take_file(
    context: Context, *, route: FileRoute[Any], file: Incoming, prepared: object
) -> Message:
    """Does what the file's route does with it, permissions and plan asked again. Raises Refusal."""
    cases.allow(context, route.who, route.about(context, file, prepared))
    _check_planned(context, route.part)
    if not route.timeless:
        context.check_open()
    return route.call(context, file, prepared)
