"""LaTeX as it is typed here, as far as that is known. It is offered as a fix: a text, which is read like any other."""

import re

COMMANDS = {"cdot": "*", "times": "*", "ast": "*", "div": "/", "pi": "pi", "lvert": "|", "rvert": "|", "vert": "|"}
COMMANDS |= {"mid": "|", "alpha": "a", "beta": "b", "gamma": "c", "theta": "θ", "lbrace": "(", "rbrace": ")"}
COMMANDS |= dict.fromkeys(("left", "right", "quad", "qquad", "displaystyle", "big", "Big", "bigl", "bigr"), "")
NAMED = ("operatorname", "mathrm", "text", "mathit", "textrm")
SIMPLE = re.compile(r"[A-Za-zπθ]|[0-9.]+")  # needs no parentheses
PIECE = re.compile(r"\\([A-Za-z]+|.)|[{}]|.", re.DOTALL)


def from_latex(text: str) -> str | None:
    """LaTeX as it is typed here, as far as that is known; None where braces do not match."""
    pieces = [one[0] for one in PIECE.finditer(text.replace("$", ""))]
    words, end = _latex(pieces, 0)
    return re.sub(r"\s*([()|^])\s*|\s+", lambda one: one[1] or " ", words).strip() if end == len(pieces) else None


def _latex(pieces: list[str], at: int, closing: str = "") -> tuple[str, int]:
    """The pieces from `at` to `closing` as they are typed here, and where that ends; -1 if it never closes."""
    words = ""
    while at < len(pieces) and at >= 0:
        piece, at = pieces[at], at + 1
        name = piece[1:]
        if closing and piece == closing:
            return words, at
        if piece == "{":
            inside, at = _latex(pieces, at, "}")
            words += inside if SIMPLE.fullmatch(inside) else f"({inside})"
        elif piece in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"):
            above, at = _operand(pieces, at)
            below, at = _operand(pieces, at)
            words += f"({_factor(above)}/{_factor(below)})"
        elif piece == "\\sqrt":
            root = "".join(pieces[at : at + 3])
            at += 3 if root == "[3]" else 0
            inside, at = _operand(pieces, at)
            words += f" {'cbrt' if root == '[3]' else 'sqrt'}({inside})"
        elif name in NAMED and piece.startswith("\\"):
            inside, at = _operand(pieces, at)
            words += f" {inside}"
        elif piece.startswith("\\"):
            words += f" {COMMANDS.get(name, name)} " if name.isalpha() else " "
        else:
            words += piece
    return words, -1 if closing else at


def _operand(pieces: list[str], at: int) -> tuple[str, int]:
    """What a command is of: a group, or the next piece that is no space."""
    while 0 <= at < len(pieces) and pieces[at].isspace():
        at += 1
    if not 0 <= at < len(pieces):
        return "", -1
    if pieces[at] != "{":
        return pieces[at], at + 1
    return _latex(pieces, at + 1, "}")


def _factor(words: str) -> str:
    """In parentheses, unless it is a letter, a number or a power of one."""
    return words if re.fullmatch(rf"({SIMPLE.pattern})(\^[0-9])?", words.strip()) else f"({words})"
