"""What can be chosen where the loss is one of samples: their scale, their sum or mean, how batches are drawn, and
the visitor's own."""

import streamlit as st

from experiments import data_edits, own_data
from experiments import experiment as edit
from experiments.batches import DRAWINGS
from experiments.experiment import Experiment
from experiments.limits import OWN_BYTES, Refused
from experiments.wording import SCALES
from surfaces import Fit
from surfaces.samples import SCALINGS
from ui import state

MEGABYTES = OWN_BYTES // 1_000_000
EXAMPLE = "hours,points\n1,52\n2,55\n4,64\n5,70"


def samples() -> None:
    """The settings of the data, and a place for one's own. Nothing where the surface is a formula."""
    e = state.experiment()
    if not isinstance(e.surface, Fit):
        return
    with st.expander("Data and batches", key="data_and_batches"):
        _batch(e)
        st.segmented_control(
            "Features",
            SCALINGS,
            format_func=lambda name: SCALES[name],
            required=True,
            **state.bound("scaling", e.surface.scaling, state.edits(data_edits.with_scaling)),
        )
        st.selectbox(
            "Batches",
            list(DRAWINGS),
            format_func=lambda name: DRAWINGS[name],
            **state.bound("drawing", e.conditions.drawing, state.edits(data_edits.with_drawing)),
        )
        st.number_input(
            "Seed of the batches",
            step=1,
            **state.bound("batch_seed", e.conditions.seed, state.edits(edit.with_seed)),
        )
        st.toggle(
            "Sum of the losses instead of their mean",
            **state.bound("total", e.surface.total, state.edits(data_edits.with_total)),
        )
        _own()


def _batch(e: Experiment) -> None:
    n = len(data_edits.fit_of(e).data)
    sizes = {edit.batch_of(e, racer) for racer in e.racers}
    st.number_input(
        "Batch size of all racers",
        step=1,
        placeholder="they differ",
        help=f"Samples that an update sees: 1 to {n:,}. Each racer's card has a dial for its own.",
        **state.bound("batch", sizes.pop() if len(sizes) == 1 else None, state.edits(_with_batch)),
    )


def _with_batch(e: Experiment, size: object) -> Experiment:
    """A batch of all samples is none, unless batches are drawn with replacement."""
    whole = size == len(data_edits.fit_of(e).data) and e.conditions.drawing != "replaced"
    return data_edits.with_batch(e, 0 if whole else size)


def _own() -> None:
    st.text_area(
        f"Your own samples, at most {MEGABYTES} MB: two columns, feature and target",
        key="own_text",
        placeholder=EXAMPLE,
        height=120,
        on_change=state.stays,
        max_chars=4 * OWN_BYTES,  # Streamlit ignores a longer text without a word: see components/fit/paste.js
    )
    st.button("Use these samples", key="own_use", on_click=lambda: _take(st.session_state.own_text))
    st.file_uploader(
        f"Or a file: CSV, at most {MEGABYTES} MB",
        key="own_file",
        max_upload_size=MEGABYTES,
        on_change=_take_file,
    )
    for note in st.session_state.get("own_notes", ()):
        st.caption(note)


def _take_file() -> None:
    if st.session_state.own_file is not None:
        _take(st.session_state.own_file.getvalue())


def _take(text: str | bytes) -> None:
    """Read a stranger's samples; what cannot be read changes nothing and is said above."""
    st.session_state.own_notes = ()
    try:
        reading = own_data.read(text)
    except Refused as refused:
        state.session().notes = (str(refused),)
        return
    st.session_state.own_samples = reading.data
    state.change(lambda e: data_edits.with_data(e, reading.data))
    st.session_state.own_notes = reading.notes
