"""One quantity of the run over the steps, under the curve of the loss."""

from functools import lru_cache

import streamlit as st

from experiments import typeset
from experiments.columns import Trace, traces
from experiments.record import Record
from figures.curves import PLAIN, TOO_LARGE, Curve, Figure, beyond, curves
from ui.view import View

HEIGHT = 13  # em
LINES = ("x", "y")  # roles of the components


def show(view: View) -> None:
    st.header("Traces", anchor=False)
    record = view.record
    if record.count == 0:
        st.markdown("The loss is not defined at this start: there is nothing to trace.")
        return
    found = {trace.latex: trace for trace in traces(record)}
    if st.session_state.get("trace") not in found:
        st.session_state.trace = next(iter(found))
    chosen = st.pills(
        "Quantity",
        list(found),
        format_func=lambda latex: f"${latex}$ :gray[{typeset.spoken(latex)}]",  # the words are for screen readers
        key="trace",
        label_visibility="collapsed",
        required=True,
    )
    trace = found[chosen or next(iter(found))]
    if beyond(_curves(trace)):
        st.markdown(TOO_LARGE)
    with st.container(key="traced"):
        st.plotly_chart(
            _figure(record, trace, view.slot, view.theme, view.em),
            height=round(HEIGHT * view.em),
            theme=None,
            config=PLAIN,
            alt=f"{view.name}: {trace.says}, over the steps.",
        )


def _curves(trace: Trace) -> list[Curve]:
    roles = [*LINES, *("more" for _ in trace.columns)]
    shown = [Curve(typeset.symbol(c.latex), c.values, role) for c, role in zip(trace.columns, roles, strict=False)]
    if trace.limit:
        shown.append(Curve(typeset.symbol(trace.limit.latex), trace.limit.values, "limit"))
    return shown


@lru_cache(maxsize=64)
def _figure(record: Record, trace: Trace, slot: int, theme: str, em: float) -> Figure:
    return curves(_curves(trace), steps=record.steps, slot=slot, theme=theme, em=em)
