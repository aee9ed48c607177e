"""From the text of a stranger to a checked tree of nodes. Pure Python: neither SymPy nor anything that runs a text.

The decisions: multiplication may be left out and binds as * does, so 1/2x is x/2; −x² is −(x²); 2^3^2 is 2^(3^2);
a function needs its parentheses.
"""

from dataclasses import replace

from surfaces.formula.check import check
from surfaces.formula.error import FormulaError
from surfaces.formula.limits import DEPTH
from surfaces.formula.nodes import ARITY, Call, Minus, Name, Node, Number, Operation
from surfaces.formula.stuck import EXAMPLE, NUMBERS, Stuck
from surfaces.formula.tokens import FRACTIONS, Cursor, Token, tokens

FIXES = 8  # of one text, one after the other
CHOICES = 2  # between fixes
ENDS = {"(": ")", "|": "|"}
OPERANDS = (*NUMBERS, "name", "function", "(")  # what an operand begins with


def read(text: str) -> Node:
    """The formula as a tree within all limits. FormulaError says what and where, in a student's words."""
    if not text.strip():
        raise FormulaError(EXAMPLE)
    try:
        node = _Reader(text).whole()
        check(node, text)
    except FormulaError as error:
        error.fixes = _good(error.fixes)
        raise
    return node


def _good(texts: tuple[str, ...], further: int = FIXES) -> tuple[str, ...]:
    """The texts after all fixes that they may still need; none if one of them does not become a formula."""
    found: tuple[str, ...] = ()
    for text in texts:
        try:
            check(_Reader(text).whole(), text)
        except FormulaError as error:
            again = _good(error.fixes, further - 1) if further and len(texts) * len(error.fixes) <= CHOICES else ()
            if not again:
                return ()
            found += again
        else:
            found += (text,)
    return found if len(found) <= CHOICES else ()


class _Reader(Cursor):
    """Recursive descent over the tokens; one method for each level of binding."""

    def __init__(self, text: str, found: list[Token] | None = None, opens: int = -1) -> None:
        super().__init__(text, found or tokens(text))
        self.opens = opens  # a bar that is to open a part, where by itself it would close one
        self.depth = 0
        self.closing = ""  # what ends the innermost part: a parenthesis or a bar
        self.side_by_side: list[int] = []  # bars that opened right after a factor
        self.followed: list[int] = []  # bars that closed, with a factor right after

    @property
    def stuck(self) -> Stuck:
        return Stuck(self.text, self.tokens, self.at)

    def take(self) -> Token:
        self.at += 1
        return self.before

    def deeper(self, by: int) -> None:
        self.depth += by
        if self.depth > DEPTH:
            raise FormulaError(
                f"This is nested too deeply: at most {DEPTH} levels.", self.here.start, self.here.end or self.here.start
            )

    def whole(self) -> Node:
        node = self.sum()
        if self.here.kind != "end":
            raise self.stuck.stray()
        if self.opens < 0:
            self.bars()
        return node

    def bars(self) -> None:
        """FormulaError where the bars can also be paired otherwise: |2|x|-1| is |2| x |-1| or |2 |x| - 1|."""
        for at in self.followed:
            if at > max(self.side_by_side, default=-1):
                return
            try:
                _Reader(self.text, self.tokens, at).whole()
            except FormulaError:
                continue
            bar = self.tokens[at]
            raise FormulaError("Which bars belong together? Write abs( ) instead.", bar.start, bar.end)

    def sum(self) -> Node:
        node = self.product()
        while self.here.kind in ("+", "-"):
            sign = self.take().kind
            right = self.product()
            node = Operation(sign, node, right, (node.span[0], right.span[1]))
        return node

    def product(self) -> Node:
        if self.here.kind in ("+", "-"):
            return self.signed(self.product)
        node = self.power()
        while True:
            if self.here.kind in ("*", "/"):
                sign = self.take().kind
                right = self.factor()
            elif self.here.kind in OPERANDS or self.bar_opens:
                if self.here.kind in NUMBERS:
                    raise self.stuck.juxtaposed()
                if self.here.kind == "|":
                    self.side_by_side.append(self.at)
                sign, right = "*", self.power()
            else:
                return node
            node = Operation(sign, node, right, (node.span[0], right.span[1]))

    @property
    def bar_opens(self) -> bool:
        """Here, right after a factor, is a bar that opens another one."""
        return self.here.kind == "|" and (self.closing != "|" or self.at == self.opens)

    def factor(self) -> Node:
        return self.signed(self.factor) if self.here.kind in ("+", "-") else self.power()

    def signed(self, operand) -> Node:
        sign = self.take()
        self.deeper(1)
        node = operand()
        self.deeper(-1)
        return Minus(node, (sign.start, node.span[1])) if sign.kind == "-" else node

    def power(self) -> Node:
        base = self.atom()
        if self.here.kind == "power":
            raised = self.take()
            right = Number(raised.value, (raised.start, raised.end))
            base = Operation("^", base, right, (base.span[0], raised.end))
            if self.here.kind in ("^", "power"):
                raise FormulaError(
                    "Two exponents in a row: put parentheses around what is raised.", raised.start, self.here.end
                )
        elif self.here.kind == "^":
            self.take()
            self.deeper(1)
            right = self.exponent()
            self.deeper(-1)
            base = Operation("^", base, right, (base.span[0], right.span[1]))
        return base

    def exponent(self) -> Node:
        return self.signed(self.exponent) if self.here.kind in ("+", "-") else self.power()

    def atom(self) -> Node:
        token = self.here
        if token.kind == "number":
            self.take()
            return Number(token.value, (token.start, token.end))
        if token.kind == "fraction":
            self.take()
            span = (token.start, token.end)
            above, below = (Number(float(one), span) for one in FRACTIONS[token.text])
            return Operation("/", above, below, span)
        if token.kind == "name":
            self.take()
            return Name(token.text, (token.start, token.end))
        if token.kind == "function":
            return self.call()
        if token.kind == "(":
            self.take()
            node = self.inside(token)
            self.close(token)
            return replace(node, span=(token.start, self.before.end))
        if token.kind == "|":
            self.take()
            node = self.inside(token)
            self.close(token)
            if self.here.kind in OPERANDS:
                self.followed.append(self.at - 1)
            return Call("abs", (node,), (token.start, self.before.end))
        raise self.stuck.missing()

    def inside(self, opening: Token) -> Node:
        if opening.kind == "(" and self.here.kind == ")":
            raise FormulaError("There is nothing between these parentheses.", opening.start, self.here.end)
        self.deeper(1)
        around, self.closing = self.closing, ENDS[opening.kind]
        node = self.sum()
        self.closing = around
        self.deeper(-1)
        return node

    def call(self) -> Node:
        name = self.take()
        if self.here.kind != "(":
            raise self.stuck.bare(name)
        opening = self.take()
        arguments = [self.inside(opening)]
        while self.here.kind == ",":
            self.take()
            arguments.append(self.inside(opening))
        self.close(opening)
        if len(arguments) != ARITY[name.text]:
            raise self.stuck.arity(name, [self.text[slice(*one.span)] for one in arguments])
        return Call(name.text, tuple(arguments), (name.start, self.before.end))

    def close(self, opening: Token) -> None:
        end = ENDS[opening.kind]
        if self.here.kind == end:
            self.take()
        elif self.here.kind == "end":
            what = "parenthesis" if end == ")" else "bar"
            sure = end == ")" or sum(one.kind == "|" for one in self.tokens) == 1  # |x + |y| may be |x| + |y|
            fix = self.text.rstrip() + end if sure else None
            raise FormulaError(f"This {what} is never closed.", opening.start, opening.end, fix)
        else:
            raise self.stuck.stray()
