"""The coordinates of a loss of data are its model's weights, and its value is L, wherever they are named."""

import re
from typing import Any

import pytest

from experiments import experiment as edit
from experiments import glass, taylor, typeset
from experiments.around import around
from experiments.columns import columns, to_csv, traces
from experiments.limits import Refused
from experiments.record import record
from figures.map import map_figure, surface_message
from surfaces import PROBLEMS, SURFACES, fit
from tests.test_data_pages import page

NAMES = {"line20": ("w", "b", "L"), "pair": ("w₁", "w₂", "L"), "bowl": ("x", "y", "f")}
every_kind = pytest.mark.parametrize("surface_id", NAMES)


def surface_of(surface_id):
    return fit(PROBLEMS[surface_id]) if surface_id in PROBLEMS else SURFACES[surface_id]


def recorded(surface_id, optimizer_id):
    e = edit.with_surface(edit.default(), surface_id)
    return record(e, edit.added(e, optimizer_id).racers[-1])


@every_kind
def test_on_the_stage(surface_id):
    x, y, f = NAMES[surface_id]
    assert surface_message(surface_of(surface_id))["names"] == {"x": x, "y": y, "f": f}
    drawn: Any = map_figure(surface_of(surface_id))
    assert [note.text for note in drawn.layout.annotations] == [f"<i>{x}</i> →", f"<i>{y}</i> ↑"]


@every_kind
def test_in_formulas(surface_id):
    surface, f = surface_of(surface_id), NAMES[surface_id][2]
    a, b = surface.coordinates
    assert surface.latex.startswith(f"{f}({a}, {b}) = ")
    assert surface.gradient_latex.startswith(rf"\nabla {f}({a}, {b}) = ")
    assert surface.hessian_latex.startswith(rf"\nabla^2 {f}({a}, {b}) = ")
    model = taylor.model(surface, (0.5, -0.25))
    for text in (model.first, model.second, around(surface, (0.5, -0.25), 2, 0.3, 0.1).formula):
        for part in (f"({a}, {b})", f"({a} - 0.5)", f"({b} + 0.25)"):
            assert part in text


@every_kind
def test_in_the_table_its_file_and_the_curves(surface_id):
    names = NAMES[surface_id]
    x, y = (name.replace("₁", "1").replace("₂", "2") for name in names[:2])
    adam = recorded(surface_id, "adam")
    head = to_csv(adam).partition("\n")[0].split(",")
    assert head[:6] == ["step", f"theta_{x}", f"theta_{y}", "loss", f"gradient_{x}", f"gradient_{y}"]
    assert {f"m_{x}", f"v_{y}"} < set(head)
    shown = [typeset.symbol(column.latex) for column in columns(adam)]
    assert shown[:3] == [f"θ<sub>{names[0]}</sub>", f"θ<sub>{names[1]}</sub>", names[2]]
    assert f"∇{names[2]}<sub>{names[0]}</sub>" in shown
    drawn = [[typeset.symbol(column.latex) for column in trace.columns] for trace in traces(adam)]
    assert [f"m<sub>{names[0]}</sub>", f"m<sub>{names[1]}</sub>"] in drawn


@every_kind
def test_in_the_sentences_of_an_opened_step(surface_id):
    opened = glass.opened(recorded(surface_id, "adabound"), 3)
    assert opened
    told = " ".join(frame.says for frame in opened.frames)
    x, y, _ = NAMES[surface_id]
    assert re.search(rf" in {x}, \S+ in {y}\.", told)


def test_where_a_start_is_typed():
    app = page(surface="line20")
    app.session_state["conditions"] = True
    app.run()
    assert {"Start w", "Start b"} < {field.label for field in app.number_input}
    e = edit.with_surface(edit.default(), "line20")
    with pytest.raises(Refused, match="Start w must be a number"):
        edit.with_start(e, "here", 0.0)
    with pytest.raises(Refused, match="Start b = 1e6 is outside"):
        edit.with_start(e, 0.0, 1e6)
