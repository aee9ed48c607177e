"""The text of a formula cut into tokens, character by character.

Nothing is normalised: NFKC would turn full-width letters into the names of Python's own functions. A character that
stands for another one is in a table here, and any that is not is refused.
"""

import difflib
import re
from dataclasses import dataclass

from surfaces.formula.error import FormulaError
from surfaces.formula.hints import character, check_text, foreign, letter
from surfaces.formula.limits import DIGITS
from surfaces.formula.nodes import ALIASES, ARITY, CONSTANTS, PARAMETERS, VARIABLES

SPACES = " \t\n\u00a0\u2009\u202f"
SIGNS = {"−": "-", "–": "-", "·": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "×": "*", "÷": "/", "∕": "/"}
RAISED = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)), "⁻": "-", "⁺": "+"}
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
BRACKETS = {"[": "(", "{": "(", "]": ")", "}": ")"}
NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
POWER = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
WORD = re.compile(r"[A-Za-z]+")
WORDS = (*ARITY, *ALIASES, *CONSTANTS, *VARIABLES, *PARAMETERS)
KNOWN = frozenset(WORDS)
LETTERS = frozenset("".join((*VARIABLES, *PARAMETERS, "e")))
LONGEST = max(map(len, WORDS))
THERE_ARE = "x, y, parameters a, b, c, the numbers e and π, and functions like sin, exp, sqrt"


@dataclass(frozen=True)
class Token:
    kind: str  # "number", "fraction", "name", "function", "power" (a raised number), or the sign itself
    text: str
    start: int
    end: int
    value: float = 0.0


@dataclass
class Cursor:
    """A place among the tokens of a text."""

    text: str
    tokens: list[Token]
    at: int = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def before(self) -> Token:
        return self.tokens[self.at - 1]


def tokens(text: str) -> list[Token]:
    """The tokens of a formula, an "end" last. FormulaError for what cannot be one."""
    check_text(text)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in SPACES:
            at += 1
            continue
        more = _next(text, at)
        found += more
        at = more[-1].end
    return [*found, Token("end", "", len(text), len(text))]


def _next(text: str, at: int) -> list[Token]:
    c = text[at]
    if match := NUMBER.match(text, at):
        return [_number(text, match)]
    if match := POWER.match(text, at):
        digits = "".join(RAISED[one] for one in match[0])
        if len(digits) > DIGITS:
            raise FormulaError("That exponent is too long.", at, match.end())
        return [Token("power", match[0], at, match.end(), float(digits))]
    if match := WORD.match(text, at):
        return _words(text, at, match.end())
    if c in FRACTIONS:
        return [Token("fraction", c, at, at + 1)]
    if c == "π":
        return [Token("name", "pi", at, at + 1)]
    if c == "√":
        return [Token("function", "sqrt", at, at + 1)]
    if text.startswith("**", at):
        return [Token("^", "^", at, at + 2)]
    if (sign := SIGNS.get(c, c)) in "+-*/^(),|":
        return [Token(sign, sign, at, at + 1)]
    raise _refused(text, at)


def _number(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    written = match[0]
    digits = re.split("[eE]", written)[0].replace(".", "").strip("0")
    if len(digits) > DIGITS:
        raise FormulaError(f"A number has at most {DIGITS} digits.", start, end)
    return Token("number", written, start, end, float(written))


def _words(text: str, start: int, end: int) -> list[Token]:
    """A run of letters as names: one word if there is such a word, else several side by side, as in xy and 2pi x."""
    run = text[start:end]
    if elsewhere := foreign(text, start, end, lambda before: _cut(before) is not None):
        raise elsewhere
    cut = _cut(run)
    near = text[end : end + 1] == "(" and run not in KNOWN and difflib.get_close_matches(run.lower(), ARITY, 1, 0.8)
    if cut is None or (near and cut[-1] not in ARITY):
        raise _unknown(text, start, end)
    found, at = [], start
    for word in cut:
        name = ALIASES.get(word, word)
        found.append(Token("function" if name in ARITY else "name", name, at, at + len(word)))
        at += len(word)
    return found


def _cut(run: str) -> list[str] | None:
    """The fewest known words that make up the run; None if there are none."""
    fewest: list[tuple[int, int] | None] = [(0, 0)]  # of each beginning: words, where the last starts
    for end in range(1, len(run) + 1):
        ways = [
            (before[0] + 1, k)
            for k in range(max(0, end - LONGEST), end)
            if (before := fewest[k]) is not None and run[k:end] in KNOWN
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


def _unknown(text: str, start: int, end: int) -> FormulaError:
    run = text[start:end]
    shown = run if len(run) <= 12 else run[:11] + "…"

    def put(word: str) -> str:
        return text[:start] + word + text[end:]

    lower = run.lower()
    if lower != run and _cut(lower) is not None:
        return FormulaError(f"“{shown}” is written in small letters here: {lower}.", start, end, put(lower))
    near = difflib.get_close_matches(lower, [w for w in WORDS if len(w) > 1], 1, 0.7) if 2 < len(run) <= 12 else []
    if near:
        return FormulaError(f"“{shown}” is unknown. Is {near[0]} meant?", start, end, put(near[0]))
    if one := letter(text, start, end, LETTERS):
        return one
    return FormulaError(f"“{shown}” is unknown. There are {THERE_ARE}.", start, end)


def _refused(text: str, at: int) -> FormulaError:
    """Why this character has no place in a formula."""
    c = text[at]
    if mended := character(text, at):
        return mended
    if c in BRACKETS:
        fix = "".join(BRACKETS.get(one, one) for one in re.sub(r"\^\{([A-Za-z]|[0-9]+)\}", r"^\1", text))
        return FormulaError(f"Only round parentheses group: ( ), not {c}.", at, at + 1, fix)
    if c == ":":
        return FormulaError("Is a division meant? It is written /.", at, at + 1, text[:at] + "/" + text[at + 1 :])
    if c in RAISED:
        return FormulaError("A raised sign needs a raised digit after it, as in x⁻².", at, at + 1)
    shown = f"“{c}”" if c.isprintable() else f"The character with number {ord(c)}"
    return FormulaError(f"{shown} has no meaning in a formula.", at, at + 1)
