"""LaTeX as it is typed here, as far as that is known. It is offered as a fix: a text, which is read like any other."""

import re

from surfaces.formula.elsewhere import RENAMED, SAME, TWO_WAYS
from surfaces.formula.nodes import ALIASES, ARITY
from surfaces.formula.words import SIMPLE, beside

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "mu": "μ"}
GREEK |= {"nu": "ν", "rho": "ρ", "sigma": "σ", "omega": "ω", "theta": "θ", "pi": "π"}
SIGNS = {"cdot": "*", "times": "*", "ast": "*", "div": "/"}
SIGNS |= {"lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "lbrace": "(", "rbrace": ")", "{": "(", "}": ")"}
NOTHING = ("left", "right", "displaystyle", "big", "Big", "bigl", "bigr", *"()[]")
SPACES = ("quad", "qquad", *",;!: ")
NAMED = ("operatorname", "mathrm", "text", "mathit", "textrm")
FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac")
FUNCTIONS = {*ARITY, *ALIASES, *RENAMED, *SAME, *TWO_WAYS}
PIECE = re.compile(r"\\([A-Za-z]+|.)|[{}]|.", re.DOTALL)


class Unclear(ValueError):
    """LaTeX whose meaning is not sure."""


def from_latex(text: str) -> str | None:
    """LaTeX as it is typed here; None where that is not sure."""
    try:
        words, _ = _latex([one[0] for one in PIECE.finditer(text.replace("$", " "))], 0)
    except Unclear:
        return None
    close = re.sub(r"\s*([()|^_])\s*|\s+", lambda one: one[1] or " ", words).strip()
    return re.sub(r"\)(?=[0-9])", ")*", close)


def _latex(pieces: list[str], at: int, closing: str = "") -> tuple[str, int]:
    """The pieces from `at` to `closing` as they are typed here, and where that ends."""
    words = ""
    while at < len(pieces):
        piece, at = pieces[at], at + 1
        if closing and piece == closing:
            return words, at
        if piece == "{":
            inside, at = _latex(pieces, at, "}")
            words += _group(words, inside, pieces[at] if at < len(pieces) else "")
        elif piece.startswith("\\"):
            more, at = _command(piece[1:], pieces, at)
            words = beside(words, more)
        else:
            if piece in "^_" and re.match(r"[0-9][0-9.]", "".join(pieces[at : at + 2])):
                raise Unclear("x^23 is x²3 there")
            words += piece
    if closing:
        raise Unclear("a brace is open")
    return words, at


def _command(name: str, pieces: list[str], at: int) -> tuple[str, int]:
    if name in FRACTIONS:
        above, at = _operand(pieces, at)
        below, at = _operand(pieces, at)
        return f"({_factor(above)}/{_factor(below)})", at
    if name == "sqrt":
        cube = "".join(pieces[at : at + 3]) == "[3]"
        inside, at = _operand(pieces, at + 3 * cube)
        return f"{'cbrt' if cube else 'sqrt'}({inside})", at
    if name in NAMED:
        inside, at = _operand(pieces, at)
        return f" {inside}", at
    if name in GREEK:
        while at < len(pieces) and pieces[at].isspace():  # it only ends the command
            at += 1
        return GREEK[name], at
    if name in SIGNS:
        return f" {SIGNS[name]} ", at
    if name in FUNCTIONS:
        return f" {name} ", at
    if name in NOTHING or name in SPACES:
        return " ", at
    raise Unclear(name)


def _group(before: str, inside: str, after: str) -> str:
    """What stands between braces, in parentheses unless it is simple and keeps apart from its neighbours."""
    grown = re.search(r"[A-Za-z0-9.]\Z", before) or re.match(
        r"[0-9.eE]" if inside.isdigit() else r"[A-Za-z0-9.]", after
    )
    return inside if SIMPLE.fullmatch(inside) and not grown else f"({inside})"


def _operand(pieces: list[str], at: int) -> tuple[str, int]:
    """What a command is of: a group, or the next piece that is no space."""
    while at < len(pieces) and pieces[at].isspace():
        at += 1
    if at == len(pieces):
        raise Unclear("nothing follows")
    one = pieces[at]
    if one == "{":
        return _latex(pieces, at + 1, "}")
    if one[1:] in GREEK:
        return GREEK[one[1:]], at + 1
    if not SIMPLE.fullmatch(one):
        raise Unclear(one)
    return one, at + 1


def _factor(words: str) -> str:
    """In parentheses, unless it is a letter, a number or a power of one."""
    return words if re.fullmatch(rf"({SIMPLE.pattern})(\^[0-9])?", words.strip()) else f"({words})"
