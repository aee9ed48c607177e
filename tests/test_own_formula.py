"""A typed formula in an experiment and in its link: edited, shared, and refused when it is hostile."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from components.stage import ground_key, race_message
from experiments import experiment as edit
from experiments import link, own_formula
from experiments.edits import edited
from experiments.limits import BOUND, LINK, RATIO, Refused
from experiments.own_formula import FormulaRefused, with_bounds, with_formula, with_range
from experiments.race import race
from surfaces import SURFACES, TypedSurface
from surfaces.formula.typed import typed
from ui.caching import ground_message

HOSTILE = json.loads((Path(__file__).parent / "data" / "hostile_formulas.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def race_on_own():
    return with_formula(edit.first_look("ravine"), "x^2/2 + a*y^2/2 + b")


def test_a_formula_keeps_the_race_and_the_map(race_on_own):
    before = edit.first_look("ravine")
    assert race_on_own.racers == before.racers
    assert race_on_own.start == before.start
    assert race_on_own.surface.bounds == before.surface.bounds
    assert race_on_own.surface.values == {"a": 10.0, "b": 1.0}  # a stands where κ stood, with its range
    a, b = race_on_own.surface.params
    assert (a.low, a.high, a.scale) == (1.0, 1000.0, "log")
    assert (b.low, b.high, b.scale) == (-5.0, 5.0, "linear")


def test_it_runs_as_the_listed_surface_does():
    listed = edit.first_look("ravine")
    own = with_formula(listed, "x^2/2 + a*y^2/2")
    for (_, one), (_, two) in zip(race(listed), race(own), strict=True):
        np.testing.assert_allclose(one.trajectory.theta, two.trajectory.theta, rtol=1e-9)
        assert (one.status == two.status).all()


def test_parameters_that_stay_keep_their_values(race_on_own):
    moved = edit.with_param(edit.with_param(race_on_own, "a", "25"), "b", -2)
    again = with_formula(moved, "a*x^2 + c*y^2")
    assert again.surface.values == {"a": 25.0, "c": 1.0}
    assert with_formula(again, "x^2 + y^2").surface.values == {}


def test_a_start_without_a_loss_moves():
    before = edit.with_start(edit.first_look("bowl"), -2, 1)
    assert with_formula(before, "x^2 + y").start == (-2.0, 1.0)
    moved = with_formula(before, "log(x) + y^2")
    assert moved.start != (-2.0, 1.0)
    assert np.isfinite(moved.surface.value(moved.start))


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["why"])
def test_a_hostile_formula_changes_nothing(race_on_own, case):
    with pytest.raises(FormulaRefused) as caught:
        with_formula(race_on_own, case["input"])
    assert str(caught.value) == caught.value.error.message
    experiment, notes = link.decode({"surface": ["formula a~2"], "formula": [case["input"]], "start": ["700 1"]})
    assert experiment == edit.default()
    assert len(notes) == 1
    assert notes[0].startswith("The formula of this link cannot be read.")


def test_the_link_holds_formula_parameters_and_map(race_on_own):
    experiment = with_range(with_bounds(race_on_own, ["-1", "2.5", -1, 1]), "b", 0, 1e3)
    experiment = edit.with_param(experiment, "b", 0.1 + 0.2)
    query = link.text(experiment)
    assert len(query) < LINK
    again, notes = link.parse(query)
    assert notes == ()
    assert again == experiment
    assert again.surface.params == experiment.surface.params
    assert hash(again) == hash(experiment)


def test_the_usual_map_and_ranges_are_not_written():
    experiment = replace(edit.first_look("bowl"), surface=typed("x^2 + a y²"), start=(1.0, 1.0))
    params = link.encode(experiment)
    assert params["surface"] == ["formula a~1.0"]
    assert params["formula"] == ["x^2 + a y²"]
    assert "bounds" not in params
    assert link.decode({"formula": ["x^2 + a y²"]})[0].surface == experiment.surface


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"bounds": ["1 2 3"]}, "four ends"),
        ({"bounds": ["1 0 0 1"]}, "Left must be smaller than Right (0). The usual map"),
        ({"bounds": ["0 1 2 -2"]}, "Bottom must be smaller than Top (−2)."),
        ({"bounds": ["0 1e-4 0 1"]}, "at least 0.001 wide"),
        ({"bounds": ["0 1 0 nan"]}, "finite"),
        ({"bounds": ["0 100 0 1"]}, "at most 4 times"),
        ({"bounds": [f"0 {BOUND * 2} 0 {BOUND}"]}, "outside"),
        ({"surface": ["formula a~x"]}, "must be a number"),
        ({"surface": ["formula a~9"]}, "outside its range"),
        ({"surface": ["formula a"]}, "no value"),
        ({"surface": ["formula a~1~2~1"]}, "The least a must be smaller than the largest (1)."),
        ({"surface": ["formula a~1~2"]}, "two numbers"),
        ({"surface": ["formula a~1~0~inf"]}, "finite"),
        ({"start": ["1e9 0"]}, "outside"),
        ({"formula": []}, "The usual surface is used instead."),
    ],
)
def test_every_other_piece_of_such_a_link_may_be_hostile(params, said):
    whole = {"surface": ["formula"], "formula": ["x^2 + a*y^2"], "steps": ["33"]} | params
    experiment, notes = link.decode(whole)
    assert len(notes) == 1
    assert said in notes[0]
    assert experiment.steps == 33
    assert link.parse(link.text(experiment)) == (experiment, ())


def test_other_names_and_numbers_in_the_link_are_left_alone():
    experiment, notes = link.decode({"surface": ["formula z~1 a~2"], "formula": ["x^2 + a*y^2"]})
    assert notes == ()
    assert experiment.surface.values == {"a": 2.0}


def test_bounds_and_ranges_are_of_own_formulas_only():
    ravine = edit.first_look("ravine")
    with pytest.raises(Refused, match="your own formula"):
        with_bounds(ravine, [0, 1, 0, 1])
    with pytest.raises(Refused, match="your own formula"):
        with_range(ravine, "kappa", 1, 2)


def test_a_value_out_of_range_is_told_where_its_range_is_set(race_on_own):
    with pytest.raises(Refused, match=r"outside its range, −5 to 5\. “Map” sets the range\."):
        edit.with_param(race_on_own, "b", 9)
    with pytest.raises(Refused, match=r"1000\.$"):
        edit.with_param(edit.first_look("ravine"), "kappa", 1e9)


def test_ranges_hold_the_value(race_on_own):
    with pytest.raises(Refused, match="move it first"):
        with_range(race_on_own, "a", 20, 30)
    with pytest.raises(Refused, match="no parameter"):
        with_range(race_on_own, "c", 0, 1)
    assert with_range(race_on_own, "a", 5, 20).surface.params[0].scale == "log"
    assert with_range(race_on_own, "a", -5, 20).surface.params[0].scale == "linear"


def test_where_a_formula_has_no_value_is_told():
    def share(text, **values):
        return own_formula.undefined(typed(text).replace(**values))

    assert share("x^2 + y^2") == share("1/(x^2 + y^2)") == share("1/x + y") == 0
    assert share("log(x) + y") == share("sqrt(a*x)", a=-2.0) == 0.5
    assert share("acos(a) + x", a=3.0) == 1


def test_nonsense_is_refused(race_on_own):
    with pytest.raises(Refused, match="four ends"):
        with_bounds(race_on_own, [])
    with pytest.raises(Refused, match="must be a number"):
        with_range(race_on_own, "a", None, ["x"])


@pytest.mark.parametrize(
    "sent",
    [
        {"op": "formula", "text": "x^2"},
        {"op": "bounds", "ends": [0, 1, 0, 1]},
        {"op": "range", "path": "a", "low": 5, "high": 20},
    ],
)
def test_no_edit_of_a_browser_reaches_formula_or_map(race_on_own, sent, monkeypatch):
    monkeypatch.setattr("surfaces.formula.pool.Pool.ask", lambda *_: pytest.fail("worked out"))
    with pytest.raises(Refused, match="not known"):
        edited(race_on_own, sent)


def test_ground_and_race_belong_together(race_on_own):
    keys = {
        ground_key(one.surface)
        for one in (
            race_on_own,
            with_formula(race_on_own, "x^2"),
            with_bounds(race_on_own, [0, 1, 0, 1]),
            edit.with_param(race_on_own, "b", 2),
        )
    }
    assert len(keys) == 4
    assert race_message(race_on_own, race(race_on_own))["ground"] in keys


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "0*x",
        "log(x)",
        "1/x",
        "1/(x^2+y^2)",
        "sqrt(-1-x^2)",
        "e^(12x)^2",
        "sign(x)",
        "x^-12",
        "tan(x)",
        "max(x,y)",
        "1e12x",
    ],
)
def test_any_formula_can_be_drawn_and_run(text):
    experiment = with_formula(edit.default(), text)
    json.dumps(ground_message(experiment.surface), allow_nan=False)
    json.dumps(race_message(experiment, race(experiment)), allow_nan=False)


def test_the_narrowest_map_is_not_too_large_to_draw():
    experiment = with_bounds(with_formula(edit.default(), "x^2 + sin(9y)"), [0, RATIO, 0, 1])
    assert len(json.dumps(ground_message(experiment.surface)["figure"], default=len)) < 4_000_000


def test_a_decoded_link_costs_nothing_when_it_is_known(race_on_own, monkeypatch):
    query = link.text(race_on_own)
    link.parse(query)
    monkeypatch.setattr("surfaces.formula.pool.Pool.ask", lambda *_: pytest.fail("worked out again"))
    assert link.parse(query)[0] == race_on_own


def test_every_listed_surface_becomes_ones_own_and_looks_the_same():
    for surface in list(SURFACES.values())[::7]:
        text = own_formula.text_of(surface)
        assert text is not None
        own = with_formula(edit.first_look(surface.id), text[0]).surface
        assert isinstance(own, TypedSurface)
        theta = np.array(surface.starts)
        np.testing.assert_allclose(own.value(theta), surface.value(theta), rtol=1e-9)
