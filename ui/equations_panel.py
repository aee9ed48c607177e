"""The update equations: as symbols, with the numbers of this step, in words, and as the Python that ran."""

import streamlit as st

from experiments.update import seen_as, sources, update
from ui.view import View


def show(view: View) -> None:
    shown = update(view.record, view.step)
    step = rf" $\theta_{{{shown.t - 1}}} \to \theta_{{{shown.t}}}$" if shown.t else ""
    st.header(f"Update equations{step}", anchor=False)
    if view.record.count == 0:
        st.markdown("The loss is not defined at this start, so no update can be told in numbers.")
    elif shown.t == 0:
        st.markdown("No update has run yet: these are the rules, without numbers.")
    elif view.diverged:
        st.markdown(f"Step {shown.t} left the numbers: the run ends here.")
    if seen := seen_as(view.record):
        st.markdown(rf"Here $\nabla L$ is the gradient as the racers saw it: {seen}.")
    with st.container(key="lines"):  # a style sheet lets them stand in as many columns as fit
        for line in shown.lines:
            st.markdown(f"{line.says}\n\n$$\n{line.latex}\n$$")
    with st.expander("The Python of this step"):
        for name, source in sources(view.record.optimizer):
            st.markdown(f"**{name}**")
            st.code(source, language="python", wrap_lines=True)
