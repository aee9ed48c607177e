"""A page of its own for `tests/test_browser_panels.py`: all LaTeX that the panels can show, in two parts."""

import streamlit as st

from experiments import columns, record, taylor, update
from experiments import experiment as edit
from optimizers import OPTIMIZERS
from surfaces import SURFACES


def write(title: str, *formulas: str) -> None:
    st.markdown("\n\n".join([f"**{title}**", *(f"$$\n{formula}\n$$" for formula in formulas if formula)]))


def racer(name: str) -> record.Record:
    e = edit.with_steps(edit.default(), 10)
    e = edit.added(edit.removed(e, 0), name)
    return record.record(e, e.racers[-1])


if st.query_params["part"] == "optimizers":
    for name in OPTIMIZERS:
        one = racer(name)
        for step in (0, 7):
            write(f"{name} {step}", *(line.latex for line in update.update(one, step).lines))
        st.markdown(" ".join(f"${trace.latex}$" for trace in columns.traces(one)))
else:
    for surface in SURFACES.values():
        symbols = taylor.symbols(surface)
        write(surface.id, surface.symbolic_latex, symbols.gradient, symbols.hessian)
        for point in (*surface.starts, *surface.minima[:2]):
            model = taylor.model(surface, (float(point[0]), float(point[1])))
            write(str(point), model.gradient, model.hessian, model.first, model.second)
st.markdown("The end.")
