"""The words of a formula, and how a run of letters is made of them: one such word, or several side by side as in xy."""

import re
from collections.abc import Callable

from surfaces.formula.nodes import ALIASES, ARITY, CONSTANTS, PARAMETERS, VARIABLES

WORDS = (*ARITY, *ALIASES, *CONSTANTS, *VARIABLES, *PARAMETERS)
KNOWN = frozenset(WORDS)
LETTERS = frozenset("".join((*VARIABLES, *PARAMETERS, "e")))
LONGEST = max(map(len, WORDS))
NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(r"[A-Za-z]+")
PIECE = re.compile(rf"{NUMBER.pattern}|({WORD.pattern})")  # the e of 1e3 is no word
SIMPLE = re.compile(r"[A-Za-zπθ]|[0-9.]+")  # needs no parentheses


def cut(run: str, any_letter: bool = False) -> list[str] | None:
    """The fewest known words that make up the run; None if there are none. `any_letter` counts as a word by itself."""
    fewest: list[tuple[int, int] | None] = [(0, 0)]  # of each beginning: words, where the last starts
    for end in range(1, len(run) + 1):
        ways = [
            (before[0] + 1, k)
            for k in range(max(0, end - LONGEST), end)
            if (before := fewest[k]) is not None and (run[k:end] in KNOWN or (any_letter and end == k + 1))
        ]
        fewest.append(min(ways, default=None))
    words: list[str] = []
    end = len(run)
    while end:
        last = fewest[end]
        if last is None:
            return None
        words.insert(0, run[last[1] : end])
        end = last[1]
    return words


def each_run(text: str, change: Callable[[str], str]) -> str:
    """The text with each run of letters changed."""
    return PIECE.sub(lambda found: change(found[1]) if found[1] else found[0], text)


def letters_of(text: str) -> set[str]:
    """The single letters that are names in the text, and every letter of a run that cannot be read."""
    runs = [found[1] for found in PIECE.finditer(text) if found[1]]
    return {word for run in runs for word in cut(run) or run if len(word) == 1}


def beside(left: str, right: str) -> str:
    """Both texts side by side, with a space where they would grow into another word or number: sin(x)^a, tan(y)."""
    tail, head = re.findall(r"[A-Za-z]*\Z", left)[0], re.findall(r"\A[A-Za-z]*", right)[0]
    words = bool(tail and head) and (cut(tail, True) or []) + (cut(head, True) or []) != cut(tail + head, True)
    number = re.search(r"[0-9.]\Z", left) and re.match(r"[0-9.]|[eE][+-]?[0-9]", right)
    return f"{left} {right}" if words or number else left + right


def renamed(text: str, letter: str, name: str) -> str:
    """The text with this letter, wherever it stands as a name, called otherwise."""

    def change(run: str) -> str:
        if cut(run):
            return run
        out = ""
        for word in cut(run, any_letter=True) or []:
            out = beside(out, name if word == letter else word)
        return out

    if letter.isascii():
        return each_run(text, change)
    first, *others = text.split(letter)
    for other in others:
        first = beside(beside(first, name), other)
    return first
