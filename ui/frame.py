"""The script that every visitor runs: page settings and navigation. It must not stand beside `pages/`."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parents[1] / "pages"

st.set_page_config(page_title="Steepest", page_icon="⛰️", layout="wide", initial_sidebar_state="collapsed")
pages = [
    st.Page(PAGES / "race.py", title="Race", default=True),
    st.Page(PAGES / "catalogue.py", title="Catalogue", url_path="catalogue"),
    st.Page(PAGES / "course.py", title="Course", url_path="course"),
    st.Page(PAGES / "downhill.py", title="Why downhill is −∇L", url_path="downhill"),
    st.Page(PAGES / "batches.py", title="All samples, one, or a few", url_path="batches"),
    st.Page(PAGES / "scaling.py", title="Scale the features", url_path="scaling"),
]
st.navigation(pages, position="hidden").run()
