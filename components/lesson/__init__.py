"""What a lesson needs of the browser: after a prediction the stage scrolls into view, and the answer after the run."""

from components.assets import mounted

_lesson = mounted(
    "lesson",
    "lesson/lesson.js",
    "lesson",
    styles=("lesson/lesson.css",),
)


def lesson(guessed: int) -> None:
    """Mount it, with the style of the page. `guessed` grows with every prediction made."""
    _lesson(key="lesson", data={"guessed": guessed})
