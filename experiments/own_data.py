"""A visitor's own samples: two columns of text, read as numbers and nothing else; and how they travel in a link."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.limits import DATA_IN_LINK, OWN_BYTES, OWN_ROWS, OWN_SIZE, Refused
from surfaces import Fit, Problem, Surface
from surfaces.regression import LONGEST
from surfaces.samples import Data

ID = "own"
NAME = re.compile(r"[^\W\d_][\w-]{0,15}")
SPACES = re.compile(r"[ \t]+")
SHORTEST = len("1 2 ")  # of a sample in a link
KEPT = "tab"  # in a link, in the place of data that are too long for it


@dataclass(frozen=True)
class Reading:
    data: Data
    notes: tuple[str, ...]  # what was done with it that the text does not say


def read(text: str | bytes) -> Reading:
    """Two columns of numbers: feature and target, a sample a line; the first line may name them.

    Separated by commas, semicolons, tabs or spaces; with semicolons or tabs a comma may stand for the decimal point.
    Raises Refused, with the line that cannot be read.
    """
    if len(text) > OWN_BYTES:
        raise Refused(f"These data have {len(text) / 1e6:.1f} MB; at most {OWN_BYTES / 1e6:g} MB can be read.")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused("This file is not text. Save the table as CSV, in UTF-8.") from None
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refused("There is nothing to read yet: paste two columns of numbers, a sample a line.")
    names, rows = _names(lines[0][1]), []
    for number, line in lines[1:] if names else lines:
        if len(rows) == OWN_ROWS:
            raise Refused(f"There are more than {OWN_ROWS:,} samples; leave some out.")
        rows.append(_row(number, line))
    return _checked(np.array(rows, dtype=np.float64).reshape(-1, 2), names or ("x", "y"))


def _cells(line: str) -> list[str]:
    for mark in (";", "\t", ","):
        if mark in line:
            cells = [cell.strip().strip('"') for cell in line.split(mark)]
            return cells if mark == "," else [cell.replace(",", ".") for cell in cells]
    return SPACES.split(line)


def _names(line: str) -> tuple[str, str] | None:
    """The names of the columns, if the first line has no number; x and y for those that are no plain words."""
    cells = _cells(line)
    if len(cells) < 2 or any(_number(cell) is not None for cell in cells) or not all(cells):
        return None
    first, second = (cell if NAME.fullmatch(cell) else usual for cell, usual in zip(cells, "xy", strict=False))
    return first, second


def _number(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def _row(number: int, line: str) -> tuple[float, float]:
    cells = _cells(line)
    if len(cells) != 2:
        found = "one column" if len(cells) == 1 else f"{len(cells)} columns"
        raise Refused(f"Line {number} has {found}; two are needed: feature and target.")
    values = []
    for cell in cells:
        value = _number(cell)
        if not cell:
            raise Refused(f"Line {number} has an empty cell. Fill it in or leave the line out.")
        if value is None:
            raise Refused(f"Line {number}: “{cell[:20]}” is not a number.")
        if not math.isfinite(value):
            raise Refused(f"Line {number}: “{cell[:20]}” is not a finite number.")
        if abs(value) > OWN_SIZE:
            raise Refused(f"Line {number}: {cell[:20]} is too large; at most {OWN_SIZE:,.0f}. Use another unit.")
        values.append(value)
    return values[0], values[1]


def _checked(rows: np.ndarray, names: tuple[str, str]) -> Reading:
    if len(rows) < 3:
        raise Refused(f"At least three samples are needed; there {'is' if len(rows) == 1 else 'are'} {len(rows)}.")
    x, target = rows.T
    if np.ptp(x) <= 1e-9 * np.abs(x).max(initial=0):
        raise Refused(f"All values of {names[0]} are the same, so no slope can be found from them.")
    if np.ptp(target) <= 1e-9 * np.abs(target).max(initial=0):
        raise Refused(f"All values of {names[1]} are the same, so there is nothing to predict.")
    twice = len(rows) - len(np.unique(rows, axis=0))
    notes = [f"{twice:,} of the {len(rows):,} samples repeat another; they are kept."] if twice else []
    if set(np.unique(target)) == {0.0, 1.0} and len(rows) <= LONGEST:
        notes.append("The target is only 0 and 1: this is a logistic regression.")
    return Reading(Data(x.copy()[:, None], target.copy(), names), tuple(notes))


def problem(data: Data) -> Problem:
    """What is fitted to a visitor's samples: a line, or a logistic curve where the target is only 0 and 1."""
    binary = set(np.unique(data.target)) == {0.0, 1.0} and len(data) <= LONGEST
    return Problem(
        id=ID,
        name="Your data",
        model="logistic" if binary else "line",
        data=data,
        teaches="Your own samples: the loss over the two weights of the model.",
        source="Your own.",
    )


def written(surface: Surface) -> dict[str, list[str]]:
    """The samples as a piece of a link; where they are too long for it, what the tab that has them knows them by."""
    if surface.id != ID or not isinstance(surface, Fit):
        return {}
    if SHORTEST * len(surface.data) > DATA_IN_LINK:
        return {"data": [f"{KEPT} {surface.data.digest[:12]}"]}
    x, target = surface.data.features[:, 0], surface.data.target
    numbers = " ".join(f"{_short(a)} {_short(b)}" for a, b in zip(x.tolist(), target.tolist(), strict=True))
    text = f"{' '.join(surface.data.names)} {numbers}"
    return {"data": [text if len(text) <= DATA_IN_LINK else f"{KEPT} {surface.data.digest[:12]}"]}


def stays(surface: Surface) -> bool:
    """Whether the samples of a surface are too long for a link."""
    return any(text.startswith(f"{KEPT} ") for text in written(surface).get("data", ()))


def _short(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def from_link(texts: Sequence[str], kept: Data | None) -> Data:
    """The samples of a link: read from it, or those that this tab keeps. Raises Refused."""
    words = texts[0].split() if texts else []
    if words[:1] == [KEPT]:
        if kept is not None and words[1:] == [kept.digest[:12]]:
            return kept
        raise Refused("The data of this link stayed in the tab where they were loaded; load them here again.")
    if len(words) % 2 or len(" ".join(words)) > DATA_IN_LINK:
        raise Refused("The data of this link are not whole.")
    return read("\n".join(",".join(pair) for pair in zip(words[::2], words[1::2], strict=True))).data
