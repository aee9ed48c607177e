"""What is said where the reading of a formula does not go on, and what may be meant."""

import re

from surfaces.formula.error import FormulaError
from surfaces.formula.hints import grouped, placed
from surfaces.formula.nodes import ARITY
from surfaces.formula.tokens import FRACTIONS, Cursor, Token

NUMBERS = ("number", "fraction")
EXAMPLE = "Type a formula in x and y, for example x^2 + 3y^2."
INVERSE = {"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh"}


class Stuck(Cursor):
    """What is said at a place."""

    def written(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def bare(self, name: Token) -> FormulaError:
        """A function without parentheses."""
        shown = self.written(name)
        if self.here.kind in ("power", "^"):
            return self.raised(name)
        if self.here.kind == "|" and (end := self.closing_bar()):
            inside = self.text[self.here.start : end]
            fix = f"{self.text[: name.start]}{shown}({inside}){self.text[end:]}"
            return FormulaError(f"{shown} needs parentheses: {shown}({inside}).", name.start, end, fix)
        end = self.operand()
        if end is None:
            return FormulaError(f"{shown} needs parentheses: {shown}(x).", name.start, name.end)
        argument = self.text[self.here.start : end]
        fix = f"{self.text[: name.start]}{shown}({argument}){self.text[end:]}"
        if ARITY[name.text] > 1:
            return FormulaError(f"{shown} needs parentheses: {shown}(x, y).", name.start, end)
        return FormulaError(f"{shown} needs parentheses: {shown}({argument}).", name.start, end, fix)

    def closing_bar(self) -> int | None:
        """Where the text between two bars ends that begins here."""
        return next((one.end for one in self.tokens[self.at + 1 :] if one.kind == "|"), None)

    def operand(self) -> int | None:
        """Where that ends which people mean by x, 2x or πx^2 after a function's bare name; None if it is none."""
        if self.here.kind not in (*NUMBERS, "name"):
            return None
        at, end = self.at, self.here.end
        while self.tokens[at + 1].kind == "name" and self.tokens[at + 1].start == end:
            at += 1
            end = self.tokens[at].end
        after = self.tokens[at + 1 : at + 3]
        if after[0].kind == "power":
            return after[0].end
        if after[0].kind == "^" and after[1].kind in ("number", "name"):
            return after[1].end
        return end

    def raised(self, name: Token) -> FormulaError:
        """sin²(x), which is to be sin(x)²."""
        shown = self.written(name)
        first = last = self.at
        if self.here.kind == "^":
            last += 1
            if self.tokens[last].kind in ("+", "-"):
                last += 1
        if self.tokens[last].kind not in (*NUMBERS, "name", "power"):  # exp^(x)
            fix = self.text[: self.here.start] + self.text[self.here.end :]
            return FormulaError(f"{shown} needs parentheses only: {shown}(x).", name.start, self.here.end, fix)
        exponent = self.text[self.tokens[first].start : self.tokens[last].end]
        end = self.tokens[last].end
        argument, after = self.argument(last + 1)
        if exponent in ("^-1", "^−1", "⁻¹"):
            inverse = INVERSE.get(name.text)
            fix = f"{self.text[: name.start]}{inverse}{argument}{self.text[after:]}" if inverse and argument else None
            said = f"{shown}{exponent} can be read in two ways: {inverse or 'the inverse'}(x) or 1/{shown}(x)?"
            return FormulaError(said, name.start, end, fix)
        fix = f"{self.text[: name.end]}{argument}{exponent}{self.text[after:]}" if argument else None
        said = f"The exponent of {shown} comes after its parentheses: {shown}(x){exponent}."
        return FormulaError(said, name.start, end, fix)

    def argument(self, at: int) -> tuple[str, int]:
        """A function's argument at that token, in parentheses, and where it ends; "" if there is none."""
        level = 0
        for token in self.tokens[at:-1] if self.tokens[at].kind == "(" else ():
            level += {"(": 1, ")": -1}.get(token.kind, 0)
            if level == 0:
                return self.text[self.tokens[at].start : token.end], token.end
        end = Stuck(self.text, self.tokens, at).operand()
        return (f"({self.text[self.tokens[at].start : end]})", end) if end else ("", 0)

    def arity(self, name: Token, arguments: list[str]) -> FormulaError:
        """A function of one number with two, or the like; it ends before this place."""
        need, has, end = ARITY[name.text], len(arguments), self.before.end
        fix = None
        if need == 2 and has > 2:
            fix = self.text[: name.start] + _nested(name.text, self.text[name.end : end], arguments) + self.text[end:]
        if name.text == "log" and has == 2:
            quotient = f"log({arguments[0]})/log({arguments[1]})"
            fix = placed(self.text[: name.start], quotient, self.text[end:])
        numbers, example = ("one number", "(x)") if need == 1 else (f"{need} numbers", "(x, y)")
        message = f"{name.text} is of {numbers}, as in {name.text}{example}; here it has {has}."
        return FormulaError(message, name.start, end, fix)

    def juxtaposed(self) -> FormulaError:
        """A number right after something: 2 3, x2, (x)2."""
        before, here = self.before, self.here
        left, right = self.written(before), self.written(here)
        head, tail = self.text[: before.end], self.text[here.start :]
        shown, place = self.text[before.start : here.end], (before.start, here.end)
        if before.kind == "name" and right not in FRACTIONS:
            return FormulaError(
                f"{shown} can be read in two ways: {left}^{right} or {right}*{left}?", *place, f"{head}^{tail}"
            )
        if before.kind not in NUMBERS:
            return FormulaError(f"Is a * missing before {right}?", *place, f"{head}*{tail}")
        if number := grouped(self.text, before.end):
            return number
        if right in FRACTIONS and before.kind == "number":
            fix = placed(self.text[: before.start], f"{left}+{right}", self.text[here.end :])
            return FormulaError(f"{shown}: is {left}+{right} meant?", *place, fix)
        if "." in right and before.end == here.start:
            return FormulaError(f"{shown}: a number has one point.", *place)
        return FormulaError(f"{shown}: is a * missing?", *place, f"{head}*{tail}")

    def missing(self) -> FormulaError:
        """An operand was to come, and something else did."""
        here, before = self.here, self.before
        place = (here.start, here.end)
        if here.kind == "end":
            if self.at == 0:
                return FormulaError(EXAMPLE)
            return FormulaError(f"Something is missing after {self.written(before)}.", before.start, before.end)
        doubled = self.text[: before.start] + self.text[before.end :] if self.at else None
        if here.kind == "power":
            fix = doubled if self.at and before.kind == "^" else None
            return FormulaError(f"There is nothing to raise before {here.text}.", *place, fix)
        if here.kind == ")":
            if self.at and before.kind not in ("(", ")"):
                return FormulaError(f"Something is missing after {self.written(before)}.", before.start, here.end)
            return self.stray()
        if here.kind == ",":
            return FormulaError("Something is missing before this comma.", *place)
        fix = doubled if self.at and here.kind == before.kind else None
        return FormulaError(f"Something is missing before {self.written(here)}.", *place, fix)

    def stray(self) -> FormulaError:
        """A whole formula or a whole part has been read, and there is more."""
        here, before = self.here, self.before
        if here.kind == ")":
            fix = self.text[: here.start] + self.text[here.end :]
            return FormulaError("This parenthesis was never opened.", here.start, here.end, fix)
        if here.kind == ",":
            after = self.tokens[self.at + 1]
            if number := grouped(self.text, here.start):
                return number
            if before.kind == after.kind == "number" and before.end == here.start and here.end == after.start:
                fix = f"{self.text[: here.start]}.{self.text[here.end :]}"
                return FormulaError("A decimal number has a point, not a comma.", before.start, after.end, fix)
            return FormulaError("A comma stands only inside min( , ) and max( , ).", here.start, here.end)
        return FormulaError(f"{self.written(here)} cannot stand here.", here.start, here.end)


def _nested(name: str, written: str, arguments: list[str]) -> str:
    """max of more than two; where a comma stands between digits, it may have been a decimal one."""
    decimal = re.sub(r"([0-9]),([0-9])", r"\1.\2", written)
    if decimal != written and len(arguments) == 3:
        return name + decimal
    inside = arguments[0]
    for one in arguments[1:]:
        inside = f"{name}({inside}, {one})"
    return inside
