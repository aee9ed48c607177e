"""The LaTeX of our equations as MathML, which a browser typesets by itself, anywhere on the page.

Knows the LaTeX that the equations of the optimizers are printed in, and no other: an unknown command is a KeyError, and
the tests send every line of every optimizer through it.
"""

import re
from functools import lru_cache
from html import escape

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|[^\s]", re.DOTALL)
TEXT = re.compile(r"\\text\{([^{}]*)\}")
GREEK = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "eta": "η", "theta": "θ", "lambda": "λ"},
    **{"mu": "μ", "rho": "ρ", "Lambda": "Λ", "Delta": "Δ", "ell": "ℓ", "infty": "∞", "top": "⊤"},
}
OPERATORS = {
    **{"nabla": "∇", "cdot": "·", "times": "×", "cdots": "⋯", "ldots": "…", "sum": "∑", "in": "∈", "leq": "≤"},
    **{"lVert": "‖", "rVert": "‖", "prime": "′", "{": "{", "}": "}", "|": "‖"},
}
NAMES = {"max": "max", "min": "min", "bmod": "mod"}
SPACES = {",": "0.17em", ":": "0.22em", "quad": "1em", "textstyle": "0"}
ACCENTS = {"hat": "^", "tilde": "~"}
PLAIN = {"-": "−", "<": "&lt;", ">": "&gt;", "*": "∗"}
TIGHT = "+−±"  # signs that stand close to what follows them at the beginning of an expression
CLASSES = {"cases": "cases", "pmatrix": "matrix"}
ATOM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:
    """A <math> element. KeyError for a command that the equations do not use."""
    words: list[str] = []

    def keep(found: re.Match[str]) -> str:
        words.append(found[1])
        return rf"\text{{{len(words) - 1}}}"

    tokens = TOKEN.findall(TEXT.sub(keep, latex))
    rows = _Reader(tokens, words).row()
    style = ' display="block"' if display else ""
    return f"<math{style}><mrow>{rows}</mrow></math>"


def _letter(letter: str) -> str:
    """A letter of its own; the page's style sets it in the typeface of all other formulas."""
    return f'<mi mathvariant="normal">{letter}</mi>'


class _Reader:
    """Reads tokens from the left; every method returns MathML."""

    def __init__(self, tokens: list[str], words: list[str]) -> None:
        self.tokens = tokens
        self.words = words
        self.at = 0
        self.small = 0  # how deep inside indices and powers

    def _next(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def row(self, *ends: str) -> str:
        """Everything up to one of `ends`, which is left standing, or to the end."""
        found: list[str] = []
        while self.at < len(self.tokens) and self._peek() not in ends:
            one = self._scripted()
            first = not found or (found[-1].startswith(("<mo", "<mspace")) and not found[-1].endswith(")</mo>"))
            if first and one[4:5] in TIGHT and one.startswith("<mo>"):
                one = one.replace("<mo>", '<mo form="prefix">')
            found.append(one)
        return "".join(found)

    def _group(self) -> str:
        """What stands in braces, or the next token."""
        if self._peek() != "{":
            return self._atom()
        self._next()
        inside = self.row("}")
        self._next()
        return f"<mrow>{inside}</mrow>"

    def _scripted(self) -> str:
        base = self._group() if self._peek() == "{" else self._atom()
        below = above = ""
        while self._peek() in ("_", "^"):
            lower = self._next() == "_"
            self.small += 1
            if lower:
                below = self._group()
            else:
                above = self._group()
            self.small -= 1
        if below and above:
            return f"<msubsup>{base}{below}{above}</msubsup>"
        if below:
            return f"<msub>{base}{below}</msub>"
        return f"<msup>{base}{above}</msup>" if above else base

    def _atom(self) -> str:
        token = self._next()
        if not token.startswith("\\"):
            if token[0].isdigit():
                return f"<mn>{token}</mn>"
            tight = ' lspace="0" rspace="0"' if self.small else ""
            return _letter(token) if token in ATOM else f"<mo{tight}>{PLAIN.get(token, escape(token))}</mo>"
        name = token[1:].removesuffix("*")
        if name in GREEK:
            return _letter(GREEK[name])
        if name in NAMES:
            return f'<mo form="infix">{NAMES[name]}</mo>' if name == "bmod" else f"<mtext>{NAMES[name]}</mtext>"
        if name in SPACES:
            return f'<mspace width="{SPACES[name]}"/>'
        if name in ACCENTS:
            return f'<mover accent="true">{self._group()}<mo>{ACCENTS[name]}</mo></mover>'
        return getattr(self, f"_{name}")() if name in ("left", "frac", "sqrt", "begin", "text") else self._rest(name)

    def _rest(self, name: str) -> str:
        if name == "operatorname":
            return f"<mtext>{self._words()}</mtext>"
        return f"<mo>{OPERATORS[name]}</mo>"

    def _words(self) -> str:
        self._next()
        word = ""
        while self._peek() != "}":
            word += self._next()
        self._next()
        return escape(word)

    def _text(self) -> str:
        self._next()
        word = self.words[int(self._next())]
        self._next()
        return f"<mtext>{escape(word)}</mtext>"

    def _frac(self) -> str:
        return f"<mfrac>{self._group()}{self._group()}</mfrac>"

    def _sqrt(self) -> str:
        return f"<msqrt>{self._group()}</msqrt>"

    def _fence(self) -> str:
        token = self._next()
        if token.startswith("\\"):
            return OPERATORS[token[1:]]
        return "" if token == "." else escape(token)

    def _left(self) -> str:
        left = self._fence()
        inside = self.row(r"\right")
        self._next()
        right = self._fence()
        return (
            f'<mrow><mo fence="true" stretchy="true" form="prefix">{left}</mo>{inside}'
            f'<mo fence="true" stretchy="true" form="postfix">{right}</mo></mrow>'
        )

    def _begin(self) -> str:
        kind = self._words()
        rows: list[str] = []
        cells: list[str] = []
        while True:
            cells.append(f"<mtd>{self.row('&', chr(92) * 2, chr(92) + 'end')}</mtd>")
            end = self._next()
            if end == "&":
                continue
            if "".join(cells) != "<mtd></mtd>":
                rows.append(f"<mtr>{''.join(cells)}</mtr>")
            cells = []
            if end == r"\end":
                break
        self._words()
        return f'<mtable class="{CLASSES[kind]}">{"".join(rows)}</mtable>'  # a style sheet draws braces and brackets
