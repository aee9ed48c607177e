"""From the text of a stranger to a checked tree of nodes. Pure Python: neither SymPy nor anything that runs a text.

The decisions: multiplication may be left out and binds as * does, so 1/2x is x/2; −x² is −(x²); 2^3^2 is 2^(3^2);
a function needs its parentheses.
"""

from dataclasses import replace

from surfaces.formula.check import check
from surfaces.formula.error import FormulaError
from surfaces.formula.limits import DEPTH
from surfaces.formula.nodes import ARITY, Call, Minus, Name, Node, Number, Operation
from surfaces.formula.tokens import FRACTIONS, Token, tokens

FIXES = 8  # of one text
NUMBERS = ("number", "fraction")
OPERANDS = (*NUMBERS, "name", "function", "(")  # what an operand begins with


def read(text: str) -> Node:
    """The formula as a tree within all limits. FormulaError says what and where, in a student's words."""
    if not text.strip():
        raise FormulaError("Type a formula in x and y, for example x^2 + 3y^2.")
    try:
        node = _Reader(text).whole()
        check(node, text)
    except FormulaError as error:
        if error.fix is not None:
            error.fix = _good(error.fix)
        raise
    return node


def _good(text: str) -> str | None:
    """The text after all fixes that it may still need; None if that does not make a formula of it."""
    for _ in range(FIXES):
        try:
            check(_Reader(text).whole(), text)
        except FormulaError as error:
            if error.fix is None:
                return None
            text = error.fix
        else:
            return text
    return None


class _Reader:
    """Recursive descent over the tokens; one method for each level of binding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def before(self) -> Token:
        return self.tokens[self.at - 1]

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
            raise self.stray()
        return node

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
            elif self.here.kind in OPERANDS:
                if self.here.kind in NUMBERS:
                    raise self.juxtaposed()
                sign, right = "*", self.power()
            else:
                return node
            node = Operation(sign, node, right, (node.span[0], right.span[1]))

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
        raise self.missing()

    def inside(self, opening: Token) -> Node:
        if self.here.kind == ")":
            raise FormulaError("There is nothing between these parentheses.", opening.start, self.here.end)
        self.deeper(1)
        node = self.sum()
        self.deeper(-1)
        return node

    def call(self) -> Node:
        name = self.take()
        if self.here.kind != "(":
            raise self.bare(name)
        opening = self.take()
        arguments = [self.inside(opening)]
        while self.here.kind == ",":
            self.take()
            arguments.append(self.inside(opening))
        self.close(opening)
        need = ARITY[name.text]
        if len(arguments) != need:
            has = f"{need} numbers" if need > 1 else "one number"
            example = "(x, y)" if need > 1 else "(x)"
            raise FormulaError(
                f"{name.text} is of {has}, as in {name.text}{example}; here it has {len(arguments)}.",
                name.start,
                self.before.end,
            )
        return Call(name.text, tuple(arguments), (name.start, self.before.end))

    def close(self, opening: Token) -> None:
        if self.here.kind == ")":
            self.take()
        elif self.here.kind == "end":
            fix = self.text.rstrip() + ")"
            raise FormulaError("This parenthesis is never closed.", opening.start, opening.end, fix)
        else:
            raise self.stray()

    # What is said where it does not go on

    def written(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def bare(self, name: Token) -> FormulaError:
        """A function without parentheses."""
        shown = self.written(name)
        after = self.here
        if after.kind in ("power", "^"):
            return self.raised(name)
        if after.kind not in (*NUMBERS, "name"):
            return FormulaError(f"{shown} needs parentheses: {shown}(x).", name.start, name.end)
        end = after.end
        while self.tokens[self.at + 1].kind == "name" and self.tokens[self.at + 1].start == end:
            self.at += 1
            end = self.here.end
        after_that = self.tokens[self.at + 1 : self.at + 3]
        if after_that[0].kind == "power":
            end = after_that[0].end
        elif after_that[0].kind == "^" and after_that[1].kind in ("number", "name"):
            end = after_that[1].end
        argument = self.text[after.start : end]
        fix = f"{self.text[: name.start]}{shown}({argument}){self.text[end:]}"
        if ARITY[name.text] > 1:
            return FormulaError(f"{shown} needs parentheses: {shown}(x, y).", name.start, end)
        return FormulaError(f"{shown} needs parentheses: {shown}({argument}).", name.start, end, fix)

    def raised(self, name: Token) -> FormulaError:
        """sin²(x), which is to be sin(x)²."""
        shown = self.written(name)
        first = last = self.at
        if self.here.kind == "^":
            last += 1
            if self.tokens[last].kind in ("+", "-"):
                last += 1
        opening, level, end = last + 1, 0, last + 1
        while end < len(self.tokens) - 1:
            level += {"(": 1, ")": -1}.get(self.tokens[end].kind, 0)
            if level == 0:
                break
            end += 1
        exponent = self.text[self.tokens[first].start : self.tokens[min(last, len(self.tokens) - 1)].end]
        fix = None
        if opening < len(self.tokens) and self.tokens[opening].kind == "(" and level == 0:
            a, b = self.tokens[opening].start, self.tokens[end].end
            fix = f"{self.text[: name.end]}{self.text[a:b]}{exponent}{self.text[b:]}"
        return FormulaError(
            f"The exponent of {shown} comes after its parentheses: {shown}(x){exponent}.",
            name.start,
            self.tokens[min(last, len(self.tokens) - 1)].end,
            fix,
        )

    def juxtaposed(self) -> FormulaError:
        """A number right after something: 2 3, x2, (x)2."""
        before, here = self.before, self.here
        left, right = self.written(before), self.written(here)
        head, tail = self.text[: before.end], self.text[here.start :]
        shown = self.text[before.start : here.end]
        if before.kind == "name":
            message = f"{shown} can be read in two ways: {left}^{right} or {right}*{left}?"
            return FormulaError(message, before.start, here.end, f"{head}^{tail}")
        message = f"{shown}: is a * missing?" if before.kind in NUMBERS else f"Is a * missing before {right}?"
        return FormulaError(message, before.start, here.end, f"{head}*{tail}")

    def missing(self) -> FormulaError:
        """An operand was to come, and something else did."""
        here = self.here
        if here.kind == "end":
            if self.at == 0:
                return FormulaError("Type a formula in x and y, for example x^2 + 3y^2.")
            sign = self.before
            return FormulaError(f"Something is missing after {self.written(sign)}.", sign.start, sign.end)
        if here.kind == "power":
            return FormulaError(f"There is nothing to raise before {here.text}.", here.start, here.end)
        if here.kind == ")":
            if self.at and self.before.kind not in ("(", ")"):
                sign = self.before
                return FormulaError(f"Something is missing after {self.written(sign)}.", sign.start, here.end)
            return self.stray()
        if here.kind == ",":
            return FormulaError("Something is missing before this comma.", here.start, here.end)
        return FormulaError(f"Something is missing before {self.written(here)}.", here.start, here.end)

    def stray(self) -> FormulaError:
        """A whole formula or a whole part has been read, and there is more."""
        here = self.here
        if here.kind == ")":
            fix = self.text[: here.start] + self.text[here.end :]
            return FormulaError("This parenthesis was never opened.", here.start, here.end, fix)
        if here.kind == ",":
            after = self.tokens[self.at + 1]
            if self.before.kind == after.kind == "number" and self.before.end == here.start and here.end == after.start:
                fix = f"{self.text[: here.start]}.{self.text[here.end :]}"
                return FormulaError("A decimal number has a point, not a comma.", self.before.start, after.end, fix)
            return FormulaError("A comma stands only inside min( , ) and max( , ).", here.start, here.end)
        return FormulaError(f"{self.written(here)} cannot stand here.", here.start, here.end)
