"""The first line of the page: the list of surfaces, and the formula of the present one."""

from collections.abc import Callable

import streamlit as st

from experiments import experiment as edit
from surfaces import PROBLEMS, SURFACES, Surface
from surfaces.formula.typed import ID, NAME
from ui import state

LONG = 90  # characters of LaTeX: a longer formula is set smaller, so that the title stays one line


def picker(chosen: Surface, begin: Callable[[], None]) -> None:
    """The surface's name, which opens the list. `begin` makes its formula the visitor's own."""
    names = {ID: NAME} | {one.id: one.name for one in (*SURFACES.values(), *PROBLEMS.values())}
    names |= {} if chosen.id in names else {chosen.id: chosen.name}
    st.selectbox(
        "Surface",
        list(names),
        format_func=lambda name: names[name],
        label_visibility="collapsed",
        width=280,
        **state.bound("surface", chosen.id, lambda name: _choose(name, begin)),
    )


def _choose(name: str, begin: Callable[[], None]) -> None:
    if name == ID:
        begin()
    elif name in (*SURFACES, *PROBLEMS):
        state.change(lambda e: edit.with_surface(e, name))


def typeset_title(latex: str) -> None:
    """A formula, as large as fits."""
    size = r"\scriptsize " if len(latex) > 1.5 * LONG else r"\footnotesize " if len(latex) > LONG else ""
    st.markdown(f"${size}{latex}$")
