"""Every entry of the list is complete."""

import dataclasses
import math
import re

import pytest

from optimizers import OPTIMIZERS, Optimizer

ALLOWED = {"lr", "beta", "beta1", "beta2", "rho", "eps", "weight_decay", "final_lr", "gamma", "k", "alpha"}
EVERY = pytest.mark.parametrize("name", OPTIMIZERS)


@EVERY
def test_identity(name):
    cls = OPTIMIZERS[name]
    assert cls.id == name
    assert cls.name
    assert cls.family in ("gradient", "momentum", "adaptive", "weight decay", "wrapper", "curvature")
    assert cls.__bases__ == (Optimizer,)


@EVERY
def test_source(name):
    source, differs, rest = OPTIMIZERS[name].source().partition("Differs:")
    assert any(char.isdigit() for char in source)
    assert differs
    assert rest


def test_a_rule_without_a_source_is_refused():
    class Sourceless(Optimizer):
        __module__ = "math"

    with pytest.raises(LookupError):
        Sourceless.source()


@EVERY
def test_settings(name):
    hypers = OPTIMIZERS[name].hypers()
    assert hypers.keys() <= ALLOWED
    assert ("lr" in hypers) == (OPTIMIZERS[name].inner is None)
    for hyper in hypers.values():
        assert hyper.low <= hyper.default <= hyper.high
        assert hyper.low < hyper.high
        assert hyper.scale in ("linear", "log")
        assert hyper.scale == "linear" or hyper.low > 0
        assert hyper.latex
        assert hyper.help.endswith(".")


@EVERY
def test_frozen_and_hashable(name):
    cls = OPTIMIZERS[name]
    assert cls() == cls()
    assert hash(cls()) == hash(cls())
    assert len({cls(), cls()}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        cls().lr = 1.0
    with pytest.raises(TypeError):
        cls(0.1)  # type: ignore[call-arg]


@EVERY
@pytest.mark.parametrize("value", [math.nan, math.inf, "0.1", None, True, [0.1], 1j])
def test_a_setting_that_is_no_number_is_refused_by_name(name, value):
    for key in OPTIMIZERS[name].hypers():
        with pytest.raises(ValueError, match=re.escape(f"{OPTIMIZERS[name].name}: {key}")):
            OPTIMIZERS[name](**{key: value})


@EVERY
def test_counts_are_whole(name):
    for key, hyper in OPTIMIZERS[name].hypers().items():
        if hyper.whole:
            with pytest.raises(ValueError, match="whole"):
                OPTIMIZERS[name](**{key: hyper.default + 0.5})
            with pytest.raises(ValueError, match="whole"):
                OPTIMIZERS[name](**{key: hyper.low - 1})


@EVERY
def test_a_value_outside_the_slider_is_allowed(name):
    for key, hyper in OPTIMIZERS[name].hypers().items():
        assert getattr(OPTIMIZERS[name](**{key: hyper.high + 1}), key) == hyper.high + 1


@pytest.mark.parametrize("name", [name for name, cls in OPTIMIZERS.items() if cls.inner is not None])
def test_a_wrapper_is_as_fast_as_its_inner_optimizer(name):
    inner = OPTIMIZERS["adam"](lr=0.3)
    assert OPTIMIZERS[name](inner=inner).lr == 0.3
    assert OPTIMIZERS[name](inner=inner) != OPTIMIZERS[name]()
    with pytest.raises(ValueError, match="inner"):
        OPTIMIZERS[name](inner="adam")
