"""The racers of a link: `adam lr~0.1 beta1~0.8 off`, and those of a schedule or an inner optimizer after it.

A stranger's words: what cannot be read is left out with a message.
"""

from collections.abc import Sequence
from dataclasses import replace

from experiments import data_edits
from experiments.experiment import CONSTANT, Experiment, Racer
from experiments.limits import RACERS, Refused, read_whole
from experiments.settings import INNER, new_optimizer, new_schedule, value, with_inner, with_setting
from optimizers import Optimizer, Schedule


def write_racer(racer: Racer, index: int) -> str:
    words = _write_rule(racer.optimizer)
    if racer.slot != index:
        words.append(f"slot~{racer.slot}")
    if not racer.on:
        words.append("off")
    if racer.batch is not None:
        words.append(f"batch~{racer.batch}")
    if racer.schedule != CONSTANT:
        schedule, *rest = _write_rule(racer.schedule)
        words += [f"schedule~{schedule}", *rest]
    return " ".join(words)


def _write_rule(rule: Optimizer | Schedule) -> list[str]:
    """The words of a rule: its id and the values that are not the defaults. A wrapper's inner one follows."""
    words = [rule.id]
    for name, hyper in rule.hypers().items():
        if value(rule, name) != hyper.default:
            words.append(f"{name}~{value(rule, name)!r}")
    if rule.inner is not None:
        inner, *rest = _write_rule(rule.inner)
        words += [f"inner~{inner}", *rest]
    return words


def read_racers(texts: Sequence[str], notes: list[str], experiment: Experiment) -> tuple[Racer, ...]:
    racers: dict[int, Racer] = {}
    if len(texts) > RACERS:
        notes.append(f"The link names {len(texts)} racers; a race has at most {RACERS}, so the first {RACERS} run.")
    for index, words in enumerate(text.split() for text in texts[:RACERS]):
        if words == ["none"]:
            continue
        try:
            racer = _read_racer(words, index, notes, experiment)
        except Refused as refused:
            notes.append(f"{refused} That racer is left out.")
            continue
        if racer.slot in racers:
            free = next(slot for slot in range(RACERS) if slot not in racers)
            notes.append(f"Two racers of this link have slot {racer.slot}; the later one gets slot {free}.")
            racer = replace(racer, slot=free)
        racers[racer.slot] = racer
    return tuple(racers.values())


def _read_racer(words: list[str], index: int, notes: list[str], experiment: Experiment) -> Racer:
    racer = Racer(optimizer=new_optimizer(words[0] if words else ""), slot=index)
    part, inside = "optimizer", ""  # what follows schedule~ belongs to the schedule, what follows inner~ to the inner
    for word in words[1:]:
        key, _, text = word.partition("~")
        try:
            if word == "off":
                racer = replace(racer, on=False)
            elif key == "slot":
                racer = replace(racer, slot=read_whole(text, 0, RACERS - 1, "Slot"))
            elif key == "batch":
                racer = replace(racer, batch=data_edits.read_batch(experiment, text))
            elif key == "schedule":
                racer = replace(racer, schedule=new_schedule(text))
                part, inside = "schedule", ""
            elif key == "inner":
                racer = replace(racer, **{part: with_inner(getattr(racer, part), text)})
                inside = INNER
            else:
                racer = replace(racer, **{part: with_setting(getattr(racer, part), inside + key, text)})
        except Refused as refused:
            notes.append(f"{refused} Its usual value is used instead.")
    return racer
