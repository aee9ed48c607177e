"""The text of a formula cut into tokens, character by character.

Nothing is normalised: NFKC would turn full-width letters into the names of Python's own functions. A character that
stands for another one is in a table here, and any that is not is refused.
"""

import difflib
import re
from dataclasses import dataclass

from surfaces.formula.elsewhere import foreign
from surfaces.formula.error import FormulaError
from surfaces.formula.hints import character, check_text, in_small_letters, letter
from surfaces.formula.limits import CONSTANT, DIGITS
from surfaces.formula.nodes import ALIASES, ARITY
from surfaces.formula.words import KNOWN, NUMBER, WORD, cut

SPACES = " \t\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
SIGNS = {"−": "-", "–": "-", "·": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "×": "*", "÷": "/", "∕": "/"}
RAISED = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)), "⁻": "-", "⁺": "+"}
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5)}
FRACTIONS |= {"⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}
BRACKETS = {"[": "(", "{": "(", "]": ")", "}": ")"}
POWER = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
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
    if digits and float(written) == 0:
        raise FormulaError(f"{written} is too close to 0: {1 / CONSTANT:g} is the least.", start, end)
    return Token("number", written, start, end, float(written))


def _words(text: str, start: int, end: int) -> list[Token]:
    """A run of letters as names: one word if there is such a word, else several side by side, as in xy and 2pi x."""
    run = text[start:end]
    if elsewhere := foreign(text, start, end):
        raise elsewhere
    words = cut(run)
    near = text[end : end + 1] == "(" and run not in KNOWN and difflib.get_close_matches(run.lower(), ARITY, 1, 0.8)
    if words is None or (near and words[-1] not in ARITY):
        raise _unknown(text, start, end)
    found, at = [], start
    for word in words:
        name = ALIASES.get(word, word)
        found.append(Token("function" if name in ARITY else "name", name, at, at + len(word)))
        at += len(word)
    return found


def _unknown(text: str, start: int, end: int) -> FormulaError:
    run = text[start:end]
    shown = run if len(run) <= 12 else run[:11] + "…"
    lower = run.lower()
    if lower != run and cut(lower) is not None:
        return FormulaError(f"“{shown}” is written in small letters here: {lower}.", start, end, in_small_letters(text))
    once = re.sub(r"(.)\1+", r"\1", run)
    if once in ARITY and text[end : end + 1] == "(":  # a key that was pressed twice; but ssin may be s*sin
        fix = text[:start] + once + text[end:] if run[0] != run[1] else None
        return FormulaError(f"“{shown}” is unknown. Is {once} meant?", start, end, fix)
    if one := letter(text, start, end):
        return one
    near = difflib.get_close_matches(lower, ARITY, 1, 0.7) if 2 < len(run) <= 12 and text[end : end + 1] == "(" else []
    if near:
        return FormulaError(f"“{shown}” is unknown. Is {near[0]} meant?", start, end)
    return FormulaError(f"“{shown}” is unknown. There are {THERE_ARE}.", start, end)


def _refused(text: str, at: int) -> FormulaError:
    """Why this character has no place in a formula."""
    c = text[at]
    if mended := character(text, at):
        return mended
    if c in BRACKETS:
        return FormulaError(f"Only round parentheses group: ( ), not {c}.", at, at + 1, _round(text))
    if c == ":":
        sure = re.search(r"[0-9)]\s*:|:\s*[0-9(]", text)  # z: x^2 may be a name for it
        fix = text[:at] + "/" + text[at + 1 :] if sure else None
        return FormulaError("Is a division meant? It is written /.", at, at + 1, fix)
    if c in RAISED:
        return FormulaError("A raised sign needs a raised digit after it, as in x⁻².", at, at + 1)
    shown = f"“{c}”" if c.isprintable() else f"The character with number {ord(c)}"
    return FormulaError(f"{shown} has no meaning in a formula.", at, at + 1)


def _round(text: str) -> str | None:
    """The text with round parentheses, or none around a simple exponent. None for Log[2, x]: which one is the base?"""
    if re.search(r"(?i)log\s*\[[^\]]*,", text):
        return None
    simple = re.sub(r"\^\{([A-Za-z]\}(?![A-Za-z0-9.])|[0-9]+\}(?![0-9.eE]))", lambda one: "^" + one[1][:-1], text)
    return "".join(BRACKETS.get(one, one) for one in simple)
