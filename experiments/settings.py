"""The settings of an optimizer or a schedule as one flat list, wrappers included: "beta1", or "inner.lr" inside."""

from dataclasses import replace
from typing import Any, TypeVar, cast

from experiments.limits import Refused, read_number, read_whole
from experiments.typeset import letter
from optimizers import OPTIMIZERS, SCHEDULES, Hyper, Optimizer, Schedule

INNER = "inner."
Rule = TypeVar("Rule", Optimizer, Schedule)


def settings(rule: Optimizer | Schedule) -> dict[str, Hyper]:
    """Every setting by its path; an optimizer's learning rate first, wherever it stands."""
    found = dict(rule.hypers())
    if rule.inner is not None:
        found |= {INNER + path: hyper for path, hyper in settings(rule.inner).items()}
    return dict(sorted(found.items(), key=lambda item: item[0].rpartition(".")[2] != "lr"))


def rate_path(optimizer: Optimizer) -> str:
    """Where the learning rate stands."""
    return "lr" if optimizer.inner is None else INNER + rate_path(optimizer.inner)


def value(rule: Optimizer | Schedule, path: str) -> float:
    while path.startswith(INNER) and rule.inner is not None:
        rule, path = rule.inner, path[len(INNER) :]
    return getattr(rule, path)


def with_setting(rule: Rule, path: str, value: object) -> Rule:
    """The rule with one setting read from a stranger's value; Refused outside the declared range."""
    if path.startswith(INNER) and rule.inner is not None:
        return _replace(rule, inner=with_setting(rule.inner, path[len(INNER) :], value))
    hypers = rule.hypers()
    if path not in hypers:
        raise Refused(f"{rule.name} has no setting “{path[:24]}”.")
    hyper = hypers[path]
    name = f"{rule.name}: {letter(hyper.latex)} ({path})"
    number = read_number(value, hyper.low, hyper.high, name)
    if hyper.whole:
        number = read_whole(number, int(hyper.low), int(hyper.high), name)
    return _replace(rule, **{path: number})


def with_rate(optimizer: Optimizer, lr: object) -> Optimizer:
    return with_setting(optimizer, rate_path(optimizer), lr)


def with_inner(rule: Rule, inner_id: str) -> Rule:
    """A wrapper around another rule of its sort, an optimizer at the same rate. Refused for what is no wrapper."""
    if rule.inner is None:
        raise Refused(f"{rule.name} wraps no other.")
    inner = new_schedule(inner_id) if isinstance(rule, Schedule) else new_optimizer(inner_id)
    if inner.inner is not None:
        raise Refused(f"A wrapper goes around something plain, and {inner.name} is one itself.")
    if isinstance(inner, Optimizer):
        inner = with_rate(inner, cast(Optimizer, rule).lr)
    return _replace(rule, inner=inner)


def switch_of(optimizer: Optimizer) -> tuple[str, bool, str] | None:
    """What of an optimizer can be switched, whether it is on, and the id of the optimizer that is the other way."""
    for one in OPTIMIZERS.values():
        if one.variant and optimizer.id in (one.id, one.variant[1]):
            what, other = one.variant
            return (what, True, other) if optimizer.id == one.id else (what, False, one.id)
    return None


def switched(optimizer: Optimizer) -> Optimizer:
    """The optimizer switched the other way, its settings as they were. Refused where there is no switch."""
    switch = switch_of(optimizer)
    if switch is None:
        raise Refused(f"{optimizer.name} has nothing to switch.")
    other = new_optimizer(switch[2])
    return _replace(other, **{name: getattr(optimizer, name) for name in optimizer.hypers() if name in other.hypers()})


def new_optimizer(optimizer_id: str) -> Optimizer:
    """The optimizer of that id with its defaults; Refused if there is none."""
    if optimizer_id not in OPTIMIZERS:
        raise Refused(f"There is no optimizer called “{optimizer_id[:40]}”.")
    return OPTIMIZERS[optimizer_id]()


def new_schedule(schedule_id: str) -> Schedule:
    """The schedule of that id with its defaults; Refused if there is none."""
    if schedule_id not in SCHEDULES:
        raise Refused(f"There is no schedule called “{schedule_id[:40]}”.")
    return SCHEDULES[schedule_id]()


def _replace(rule: Rule, **changes: object) -> Rule:
    return replace(cast(Any, rule), **changes)  # every rule is a dataclass, though the bases are none
