"""The head of a page to read from: its style, its title, and the way back to the race."""

from html import escape
from pathlib import Path

import streamlit as st

CSS = Path(__file__).with_name("reading.css")


def head(title: str, says: str, own: Path) -> None:
    """own: the style that only this page has."""
    st.html(CSS)
    st.html(own)
    st.html(
        f'<header class="steepest-top"><a href="./">← Race</a><h1>{escape(title)}</h1><p>{escape(says)}</p></header>'
    )
