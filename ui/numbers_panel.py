"""The numbers of the run: a table around the present step, and all of them as a file."""

from functools import lru_cache

import streamlit as st

from experiments import typeset
from experiments.columns import Column, columns, to_csv
from experiments.limits import RACERS
from experiments.record import Record
from ui.view import View

CELLS = 2000  # of the table: with more, the rows far from the present one are left to the file
FEWEST = 21  # rows


def show(view: View) -> None:
    st.header("Numbers", anchor=False)
    record = view.record
    if record.count == 0:
        st.markdown("The loss is not defined at this start: the run has no numbers.")
        return
    if view.diverged:
        ended = "No value" if record.undefined else "Diverged"
        st.markdown(f"{ended} at step {record.diverged_at}: the last finite row is {record.count - 1}.")
    shown = columns(record)
    first, end = _window(view.last, record.count, len(shown))
    st.html(_table(view, shown, first, end))
    st.download_button(
        "Download as CSV",
        _csv(record),
        file_name=f"{record.surface.id}-{record.optimizer.id}.csv",
        mime="text/csv",
        key="csv",
        on_click="ignore",
    )


@lru_cache(maxsize=RACERS)
def _csv(record: Record) -> str:
    """The file, made when the numbers are shown: Streamlit's name for one that is made on the click changes with every
    run, and who clicks before the browser has heard of the new one gets nothing.
    """
    return to_csv(record)


def _window(t: int, count: int, width: int) -> tuple[int, int]:
    """The rows around row t that the table holds."""
    rows = max(FEWEST, CELLS // width)
    first = max(0, min(t - rows // 2, count - rows))
    return first, min(count, first + rows)


def _table(view: View, shown: tuple[Column, ...], first: int, end: int) -> str:
    head = "".join(f'<th scope="col">{typeset.symbol(column.latex)}</th>' for column in shown)
    cells = [typeset.html_each(column.values[first:end]) for column in shown]
    rows = []
    for t, row in enumerate(zip(*cells, strict=True), start=first):
        mark = ' aria-current="step"' if t == view.last else ""
        rows.append(f'<tr{mark}><th scope="row">{t}</th><td>{"</td><td>".join(row)}</td></tr>')
    part = f"; rows {first} to {end - 1} of {view.record.count}" if end - first < view.record.count else ""
    return (
        '<div class="steepest-table" tabindex="0" role="region" aria-label="Numbers of the run"><table>'
        f"<caption>{view.name}: every quantity after each step{part}</caption>"
        f'<thead><tr><th scope="col">step</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
