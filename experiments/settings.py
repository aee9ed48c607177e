"""The settings of an optimizer as one flat list, wrappers included: "lr", "beta1", or "inner.lr" inside a wrapper."""

from dataclasses import replace
from typing import Any, cast

from experiments.limits import Refused, read_number, read_whole
from optimizers import OPTIMIZERS, Hyper, Optimizer

INNER = "inner."


def settings(optimizer: Optimizer) -> dict[str, Hyper]:
    """Every setting by its path; the learning rate first, wherever it stands."""
    found = dict(optimizer.hypers())
    if optimizer.inner is not None:
        found |= {INNER + path: hyper for path, hyper in settings(optimizer.inner).items()}
    return dict(sorted(found.items(), key=lambda item: item[0] != rate_path(optimizer)))


def rate_path(optimizer: Optimizer) -> str:
    """Where the learning rate stands."""
    return "lr" if optimizer.inner is None else INNER + rate_path(optimizer.inner)


def value(optimizer: Optimizer, path: str) -> float:
    while path.startswith(INNER) and optimizer.inner is not None:
        optimizer, path = optimizer.inner, path[len(INNER) :]
    return getattr(optimizer, path)


def with_setting(optimizer: Optimizer, path: str, value: object) -> Optimizer:
    """The optimizer with one setting read from a stranger's value; Refused outside the declared range."""
    if path.startswith(INNER) and optimizer.inner is not None:
        return _replace(optimizer, inner=with_setting(optimizer.inner, path[len(INNER) :], value))
    hypers = optimizer.hypers()
    if path not in hypers:
        raise Refused(f"{optimizer.name} has no hyperparameter “{path[:24]}”.")
    hyper = hypers[path]
    name = f"{optimizer.name}: {path}"
    number = read_number(value, hyper.low, hyper.high, name)
    if hyper.whole:
        number = read_whole(number, int(hyper.low), int(hyper.high), name)
    return _replace(optimizer, **{path: number})


def with_rate(optimizer: Optimizer, lr: object) -> Optimizer:
    return with_setting(optimizer, rate_path(optimizer), lr)


def with_inner(optimizer: Optimizer, inner_id: str) -> Optimizer:
    """A wrapper around another optimizer, at the same rate. Refused for what is no wrapper, or one in another."""
    if optimizer.inner is None:
        raise Refused(f"{optimizer.name} wraps no other optimizer.")
    if inner_id not in OPTIMIZERS:
        raise Refused(f"There is no optimizer called “{inner_id[:40]}”.")
    inner = OPTIMIZERS[inner_id]()
    if inner.inner is not None:
        raise Refused("A wrapper goes around a plain optimizer, not around another wrapper.")
    return _replace(optimizer, inner=with_rate(inner, optimizer.lr))


def _replace(optimizer: Optimizer, **changes: object) -> Optimizer:
    return replace(cast(Any, optimizer), **changes)  # every optimizer is a dataclass, though the base is none
