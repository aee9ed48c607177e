"""The text of a lesson, as it stands in `lessons/`, taken apart.

---
title: Why downhill is −∇L
rows: N4, M1
---
The question.

## Predict: <scene>
What is asked before the run.
- one option
- the right one ✓
> What happens, and why.

## Try: <scene> | <title>
What to look at.

## Mathematics, ## Slips, ## Remember
A line {{name}} is that line of the lesson's derivation, typeset.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "lessons"
RIGHT = "✓"
PARTS = ("Mathematics", "Slips", "Remember")


@dataclass(frozen=True)
class Prediction:
    scene: str
    asks: str
    options: tuple[str, ...]
    right: int
    answer: str


@dataclass(frozen=True)
class Try:
    scene: str
    title: str
    text: str


@dataclass(frozen=True)
class Lesson:
    id: str
    title: str
    rows: tuple[str, ...]  # of the lecture notes
    question: str
    predictions: tuple[Prediction, ...]
    tries: tuple[Try, ...]
    mathematics: str
    slips: str
    remember: str

    @property
    def scenes(self) -> tuple[str, ...]:
        """In the order in which they appear; the lesson opens with the first."""
        return tuple(dict.fromkeys([*(p.scene for p in self.predictions), *(t.scene for t in self.tries)]))


def read(lesson_id: str, language: str = "en") -> Lesson:
    """The lesson in a file of `lessons/`. ValueError for one that lacks a part."""
    return parse(lesson_id, (FOLDER / f"{lesson_id}.{language}.md").read_text(encoding="utf-8"))


def parse(lesson_id: str, text: str) -> Lesson:
    empty, head, body = text.split("---\n", 2)
    if empty:
        raise ValueError(f"{lesson_id}: a lesson begins with its header")
    header = dict(line.split(": ", 1) for line in head.strip().splitlines())
    question, *parts = re.split(r"^## ", body, flags=re.MULTILINE)
    sections = [(title.strip(), content.strip()) for title, _, content in (part.partition("\n") for part in parts)]
    plain = dict(sections)
    missing = [name for name in PARTS if not plain.get(name)]
    if missing:
        raise ValueError(f"{lesson_id} lacks {', '.join(missing)}")
    return Lesson(
        id=lesson_id,
        title=header["title"],
        rows=tuple(header["rows"].split(", ")),
        question=question.strip(),
        predictions=tuple(_prediction(t[9:].strip(), c) for t, c in sections if t.startswith("Predict: ")),
        tries=tuple(_try(t[5:], c) for t, c in sections if t.startswith("Try: ")),
        mathematics=plain["Mathematics"],
        slips=plain["Slips"],
        remember=plain["Remember"],
    )


def _prediction(scene: str, content: str) -> Prediction:
    lines = content.splitlines()
    options = [line[2:].strip() for line in lines if line.startswith("- ")]
    right = [index for index, option in enumerate(options) if option.endswith(RIGHT)]
    if len(right) != 1:
        raise ValueError(f"One option of the prediction about {scene} is right, not {len(right)}")
    return Prediction(
        scene=scene,
        asks="\n".join(line for line in lines if not line.startswith(("- ", ">"))).strip(),
        options=tuple(option.removesuffix(RIGHT).strip() for option in options),
        right=right[0],
        answer="\n".join(line[1:].strip() for line in lines if line.startswith(">")),
    )


def _try(heading: str, content: str) -> Try:
    scene, _, title = heading.partition(" | ")
    return Try(scene.strip(), title.strip(), content)
