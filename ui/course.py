"""The list of the lessons."""

from html import escape
from pathlib import Path

import streamlit as st

from experiments.scenes import LESSONS
from figures.sketch import sketch
from ui.lesson import text_of
from ui.reading import head

CSS = Path(__file__).with_name("course.css")


def show() -> None:
    head("Course", "Ten minutes each: a question, a prediction, and a run that answers it.", CSS)
    cards = "".join(_card(number, name) for number, name in enumerate(LESSONS, 1))
    st.html(f'<ol class="steepest-course">{cards}</ol>')


def _card(number: int, name: str) -> str:
    lesson = text_of(name)
    first = LESSONS[name][lesson.scenes[0]]()
    return (
        f'<li><a href="{escape(name)}">{sketch(first)}<div><h2>{number}. {escape(lesson.title)}</h2>'
        f"<p>{escape(lesson.question)}</p></div></a></li>"
    )
