"""The mutants stay makeable, and the tests still notice them: all are tried by `python -m tests.mutations`."""

import pytest

from optimizers import OPTIMIZERS, SCHEDULES
from tests.mutants import MUTANTS, spelt
from tests.mutations import check, results

FEW = [
    next(mutant for mutant in MUTANTS if mutant.rule == rule and mutant.says == says)
    for rule, says in (("adam", "eps in the root"), ("lookahead", "stale slow point"), ("cosine", "half the wave"))
]


def test_every_rule_has_mutants_and_nothing_else_has():
    assert {mutant.rule for mutant in MUTANTS} == {*OPTIMIZERS, *SCHEDULES}


@pytest.mark.parametrize("rule", [*OPTIMIZERS, *SCHEDULES])
def test_each_can_be_made(rule):
    for mutant in MUTANTS:
        if mutant.rule == rule:
            compile(check(mutant), mutant.file, "exec")


def test_code_is_spelt_as_the_equations_spell_it():
    assert spelt("theta - lr * np.maximum(state.v_max, 2 * self.eps)") == (
        "s.theta_prev - s.lr * sp.Max(s.v_max_prev, 2 * s.eps)"
    )
    assert spelt("self.lr * dot(loss.gradient(ahead), g)") == "s.base_lr * s.dot(s.grad(s.ahead), s.g)"


@pytest.mark.slow
def test_the_tests_notice_these():
    assert all(noticed for _, noticed in results(tuple(FEW), jobs=2))
