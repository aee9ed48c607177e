"""One quantity of the run over the steps, under the curve of the loss."""

import streamlit as st

from experiments import typeset
from experiments.columns import Trace, traces
from figures.curves import Curve, curves
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
        format_func=lambda latex: f"${latex}$",
        key="trace",
        label_visibility="collapsed",
        required=True,
    )
    trace = found[chosen or next(iter(found))]
    figure = curves(_curves(trace), steps=record.steps, cursor=view.step, slot=view.slot, theme=view.theme, em=view.em)
    st.plotly_chart(
        figure,
        height=round(HEIGHT * view.em),
        theme=None,
        key="traced",
        config={"displayModeBar": False},
        alt=_told(view, trace),
    )


def _curves(trace: Trace) -> list[Curve]:
    roles = [*LINES, *("more" for _ in trace.columns)]
    shown = [Curve(typeset.symbol(c.latex), c.values, role) for c, role in zip(trace.columns, roles, strict=False)]
    if trace.limit:
        shown.append(Curve(typeset.symbol(trace.limit.latex), trace.limit.values, "limit"))
    return shown


def _told(view: View, trace: Trace) -> str:
    """The figure in words, for those who do not see it."""
    t = view.last
    values = ", ".join(f"{column.name} = {column.values[t]:.4g}" for column in trace.columns[:4])
    return f"{view.name}: {trace.says}, over the steps. At step {t}: {values}."
