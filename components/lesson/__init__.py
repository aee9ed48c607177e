"""What a lesson needs of the browser: an answer that waits until the run is over."""

from pathlib import Path

from streamlit.components.v2 import component

from components.assets import loader

_lesson = component(
    "steepest_lesson",
    html="<span></span>",
    css=(Path(__file__).parent / "lesson.css").read_text(encoding="utf-8"),
    js=loader("lesson/lesson.js", "lesson"),
    isolate_styles=False,
)


def lesson(guessed: int) -> None:
    """Mount it, with the style of the page. `guessed` grows with every prediction made."""
    _lesson(key="lesson", data={"guessed": guessed})
