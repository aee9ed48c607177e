"""What is said where the reading of a formula does not go on, and what may be meant."""

import re

from surfaces.formula.elsewhere import placed
from surfaces.formula.error import FormulaError
from surfaces.formula.hints import INDEX, grouped
from surfaces.formula.nodes import ARITY
from surfaces.formula.tokens import FRACTIONS, Cursor, Token
from surfaces.formula.words import beside

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
        end = self.operand(name)
        if ARITY[name.text] > 1:
            return FormulaError(f"{shown} needs parentheses: {shown}(x, y).", name.start, end or name.end)
        if end is None:
            return FormulaError(f"{shown} needs parentheses: {shown}(x).", name.start, name.end)
        argument = self.text[self.here.start : end]
        fix = f"{self.text[: name.start]}{shown}({argument}){self.text[end:]}"
        return FormulaError(f"{shown} needs parentheses: {shown}({argument}).", name.start, end, fix)

    def operand(self, name: Token) -> int | None:
        """Where that ends which people mean by x, 2x, πx^2 or |x| after a bare name; None if that is not sure."""
        at, end = self.at, self.here.end
        if self.here.kind == "|":
            at = next((i for i in range(at + 1, len(self.tokens)) if self.tokens[i].kind == "|"), at)
            return self.tokens[at].end if at > self.at and self.ends(at + 1) else None
        if self.here.kind not in (*NUMBERS, "name"):
            return None
        number = self.here.kind in NUMBERS
        glued = number and self.here.start == name.end
        while self.tokens[at + 1].kind == "name" and self.tokens[at + 1].start == end:
            at += 1
            end = self.tokens[at].end
        root = name.text == "sqrt"
        if (root and at > self.at) or (glued and name.text == "log" and (at > self.at or self.written(name) == "log")):
            return None  # √2x, log2 x
        if root and number:  # √2 x
            return end if self.ends(at + 1) or self.tokens[at + 1].kind in ("name", "(") else None
        after = self.tokens[at + 1 : at + 3]
        if after[0].kind == "power" and not root:
            at, end = at + 1, after[0].end
        elif after[0].kind == "^" and after[1].kind in ("number", "name") and not root:
            at, end = at + 2, after[1].end
        follows = self.tokens[at + 1].kind
        return end if self.ends(at + 1) and not (number and at == self.at and follows == "function") else None

    def ends(self, at: int) -> bool:
        """Nothing at this token goes on with the factor before it, as y does in sin x y, and /2 in sin x/2."""
        closes = sum(one.kind == "|" for one in self.tokens[:at]) % 2 == 1
        return self.tokens[at].kind in ("end", "+", "-", ")", ",", "function") or (
            self.tokens[at].kind == "|" and closes
        )

    def raised(self, name: Token) -> FormulaError:
        """sin²(x), which is to be sin(x)²."""
        shown, first, last = self.written(name), self.at, self.exponent()
        place = (name.start, self.tokens[last].end)
        exponent = self.text[self.tokens[first].start : place[1]]
        argument, after = self.argument(name, last)
        if name.text == "exp":  # exp^(x); but exp^2(x) may be e^2*x
            alone = self.tokens[last].kind == ")" and self.ends(last + 1)
            fix = self.text[: name.end] + exponent[1:].lstrip() + self.text[place[1] :] if alone else None
            return FormulaError(f"{shown} needs parentheses only: {shown}(x).", *place, fix)
        head, tail = self.text[: name.start], self.text[after:]
        if re.sub(r"[\s()^]", "", exponent) in ("-1", "−1", "–1", "⁻¹"):
            inverse = INVERSE.get(name.text)
            ways = (
                (beside(head, inverse + argument) + tail, placed(head, f"1/{shown}{argument}", tail)) if inverse else ()
            )
            said = f"{shown}{exponent} can be read in two ways: {inverse or 'the inverse'}(x) or 1/{shown}(x)?"
            return FormulaError(said, *place, ways if argument else None)
        fix = beside(self.text[: name.end] + argument + exponent, tail) if argument else None
        said = f"The exponent of {shown} comes after its parentheses: {shown}(x){exponent}."
        return FormulaError(said, *place, fix)

    def exponent(self) -> int:
        """The token with which an exponent ends that begins here."""
        last = self.at
        if self.here.kind == "^":
            last += 1
            if self.tokens[last].kind in ("+", "-"):
                last += 1
        if self.tokens[last].kind == "(":
            last = self.closing(last) or last
        return last if self.tokens[last].kind in (*NUMBERS, "name", "power", ")") else self.at

    def closing(self, at: int) -> int | None:
        """The token that closes the parenthesis at that one."""
        level = 0
        for i in range(at, len(self.tokens)):
            level += {"(": 1, ")": -1}.get(self.tokens[i].kind, 0)
            if level == 0:
                return i
        return None

    def argument(self, name: Token, last: int) -> tuple[str, int]:
        """What stands after an exponent, in parentheses, and where it ends; "" where it is not sure what it is."""
        begin, before = self.tokens[last + 1 : last + 2] or self.tokens[-1:], self.tokens[last]
        first = begin[0]
        if last == self.at and before.kind == "^":
            return "", 0
        if first.kind == "(" and (end := self.closing(last + 1)):
            if self.tokens[end + 1].kind in ("^", "power"):
                return "", 0
            return self.text[first.start : self.tokens[end].end], self.tokens[end].end
        if before.end == first.start and (before.kind == "name" or (before.kind == "number" and len(before.text) > 1)):
            return "", 0  # sin^22x
        end = Stuck(self.text, self.tokens, last + 1).operand(name) if first.kind != "end" else None
        return (f"({self.text[first.start : end]})", end) if end else ("", 0)

    def arity(self, name: Token, arguments: list[str]) -> FormulaError:
        """A function of one number with two, or the like; it ends before this place."""
        need, has, end = ARITY[name.text], len(arguments), self.before.end
        ways: list[str] = []
        written = self.text[name.end : end]
        decimal = re.sub(r"([0-9]),([0-9])", r"\1.\2", written)
        if need == 2 and has > 2:
            if decimal == written or has == 3:
                ways = [f"{name.text}{decimal}"] * (decimal != written) + [_nested(name.text, arguments)]
            ways = [self.text[: name.start] + one + self.text[end:] for one in ways]
        if name.text == "log" and has == 2 and decimal == written and re.fullmatch(r"[0-9.]+|e", arguments[1]):
            quotient = f"log({arguments[0]})/log({arguments[1]})"
            ways = [placed(self.text[: name.start], quotient, self.text[end:])] * bool(re.search("[xy]", arguments[0]))
        numbers, example = ("one number", "(x)") if need == 1 else (f"{need} numbers", "(x, y)")
        message = f"{name.text} is of {numbers}, as in {name.text}{example}; here it has {has}."
        return FormulaError(message, name.start, end, ways)

    def juxtaposed(self) -> FormulaError:
        """A number right after something: 2 3, x2, (x)2."""
        before, here = self.before, self.here
        left, right = self.written(before), self.written(here)
        head, tail = self.text[: before.end], self.text[here.start :]
        shown, place = self.text[before.start : here.end], (before.start, here.end)
        if before.kind not in NUMBERS and right not in FRACTIONS and before.kind != "power":
            return self.power_or_factor()
        if before.kind not in NUMBERS:
            return FormulaError(f"Is a * missing before {right}?", *place, f"{head}*{tail}")
        if number := grouped(self.text, before.end):
            return number
        if right in FRACTIONS and before.kind == "number":
            sure = left.isdigit() and (self.at < 2 or self.tokens[self.at - 2].kind != "^")
            fix = placed(self.text[: before.start], f"{left}+{right}", self.text[here.end :]) if sure else None
            return FormulaError(f"{shown}: is {left}+{right} meant?", *place, fix)
        if "." in right and before.end == here.start:
            return FormulaError(f"{shown}: a number has one point.", *place)
        mixed = re.match(r"[0-9]+\s*[/⁄]\s*[0-9]", tail) or left.endswith(".")  # 3 1/2, 0. 5
        return FormulaError(f"{shown}: is a * missing?", *place, None if mixed else f"{head}*{tail}")

    def power_or_factor(self) -> FormulaError:
        """x2 and (x+1)2, which may come from x² and (x+1)²; all that are alike in a text are meant alike."""
        before, here = self.before, self.here
        left, right = self.written(before), self.written(here)
        pairs = [i for i in range(1, len(self.tokens)) if self._is_pair(i)]
        alike = {self.written(self.tokens[i]) for i in pairs if self.written(self.tokens[i - 1]) == left}
        if before.kind == "name" and (alike & {"0", "1"} or len(alike) > 1) and before.end == here.start:
            return FormulaError(INDEX, before.start, here.end)
        said = f"{self.text[before.start : here.end]} can be read in two ways: {left}^{right} or {right}*{left}?"
        if before.kind != "name":
            said = f"Is ^{right} or *{right} meant?"
        around = [kind for i in pairs for kind in (self.tokens[i - 2].kind if i > 1 else "", self.tokens[i + 1].kind)]
        if {"^", "power", *NUMBERS} & {one for one in around if one != "number"} or not pairs:
            return FormulaError(said, before.start, here.end)
        ways, at = ["", ""], 0
        for i in pairs:
            one, number = self.tokens[i - 1], self.tokens[i]
            if one.kind == "name":
                between = self.text[at : one.start]
                factor = placed(
                    self.text[: one.start], f"{self.written(number)}*{self.written(one)}", self.text[number.end :]
                )
                factor = factor[one.start : len(factor) - len(self.text) + number.end]
                ways = [ways[0] + between + f"{self.written(one)}^{self.written(number)}", ways[1] + between + factor]
            else:
                between = self.text[at : one.end]
                ways = [f"{way}{between}{sign}{self.written(number)}" for way, sign in zip(ways, "^*", strict=True)]
            at = number.end
        return FormulaError(said, before.start, here.end, [way + self.text[at:] for way in ways])

    def _is_pair(self, at: int) -> bool:
        before, number = self.tokens[at - 1], self.tokens[at]
        return number.kind == "number" and (
            before.kind == "name" or (before.kind == ")" and before.end == number.start)
        )

    def missing(self) -> FormulaError:
        """An operand was to come, and something else did."""
        here, before = self.here, self.before
        place = (here.start, here.end)
        if here.kind == "end":
            if self.at == 0:
                return FormulaError(EXAMPLE)
            return FormulaError(f"Something is missing after {self.written(before)}.", before.start, before.end)
        glued = self.at and before.end == here.start
        doubled = self.text[: before.start] + self.text[before.end :] if glued else None
        if here.kind == "power":
            fix = doubled if before.kind == "^" else None
            return FormulaError(f"There is nothing to raise before {here.text}.", *place, fix)
        if here.kind == ")":
            if self.at and before.kind not in ("(", ")"):
                return FormulaError(f"Something is missing after {self.written(before)}.", before.start, here.end)
            return self.stray()
        if here.kind == ",":
            return FormulaError("Something is missing before this comma.", *place)
        fix = doubled if here.kind == before.kind == "^" else None  # x // y may be a division without remainder
        return FormulaError(f"Something is missing before {self.written(here)}.", *place, fix)

    def stray(self) -> FormulaError:
        """A whole formula or a whole part has been read, and there is more."""
        here, before = self.here, self.before
        if here.kind == ")":
            return FormulaError("This parenthesis was never opened.", here.start, here.end)
        if here.kind == ",":
            after = self.tokens[self.at + 1]
            if number := grouped(self.text, here.start):
                return number
            if before.kind == after.kind == "number" and before.end == here.start and here.end == after.start:
                fix = f"{self.text[: here.start]}.{self.text[here.end :]}"
                return FormulaError("A decimal number has a point, not a comma.", before.start, after.end, fix)
            return FormulaError("A comma stands only inside min( , ) and max( , ).", here.start, here.end)
        return FormulaError(f"{self.written(here)} cannot stand here.", here.start, here.end)


def _nested(name: str, arguments: list[str]) -> str:
    """max of more than two."""
    inside = arguments[0]
    for one in arguments[1:]:
        inside = f"{name}({inside}, {one})"
    return inside
