"""What a formula may not be although it can be read: too large, too steep, or without a value.

Everything that has no x, y or parameter in it is worked out here, in floats, before SymPy sees any of it.
"""

import math

from surfaces.formula.error import FormulaError
from surfaces.formula.limits import CONSTANT, DEGREE, EXPONENT, NODES
from surfaces.formula.nodes import CONSTANTS, VARIABLES, Call, Minus, Name, Node, Number, Operation, count, names, parts

FUNCTIONS = {name: getattr(math, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")}
FUNCTIONS |= {name: getattr(math, name) for name in ("sinh", "cosh", "tanh", "exp", "log", "sqrt")}
FUNCTIONS |= {"abs": abs, "sign": lambda u: float((u > 0) - (u < 0)), "min": min, "max": max}
NUMBERS = {"pi": math.pi, "e": math.e}


def check(node: Node, text: str) -> None:
    """FormulaError where a limit is passed or a part has no value."""
    if (nodes := count(node)) > NODES:
        raise FormulaError(f"This formula has {nodes} parts; at most {NODES} are taken.", 0, len(text))
    _check(node, text)
    if not names(node) & set(VARIABLES):
        raise FormulaError("There is no x or y in it: the surface would be flat.", 0, len(text))


def is_constant(node: Node) -> bool:
    return names(node) <= set(CONSTANTS)


def constant(node: Node, text: str) -> float:
    """The value of a part without x, y and parameters. FormulaError if it has none, or one out of all proportion."""
    try:
        value = _value(node, text)
    except ZeroDivisionError:
        raise FormulaError(f"{_shown(node, text)} divides by zero.", *node.span) from None
    except OverflowError:
        raise FormulaError(f"{_shown(node, text)} is too large.", *node.span) from None
    except ValueError as error:
        if isinstance(error, FormulaError):
            raise
        raise FormulaError(f"{_shown(node, text)} is not a real number.", *node.span) from None
    if not abs(value) <= CONSTANT:
        raise FormulaError(f"{_shown(node, text)} is too large: numbers go up to {CONSTANT:g}.", *node.span)
    if value != 0 and abs(value) < 1 / CONSTANT:
        raise FormulaError(f"{_shown(node, text)} is too close to 0: {1 / CONSTANT:g} is the least.", *node.span)
    return value


def _value(node: Node, text: str) -> float:
    match node:
        case Number(value):
            return value
        case Name(name):
            return NUMBERS[name]
        case Minus(of):
            return -constant(of, text)
        case Call(function, arguments):
            return FUNCTIONS[function](*(constant(one, text) for one in arguments))
        case Operation(sign, left, right):
            a, b = constant(left, text), constant(right, text)
            match sign:
                case "+":
                    return a + b
                case "-":
                    return a - b
                case "*":
                    return a * b
                case "/":
                    return a / b
            if a == 0 and b < 0:
                raise ZeroDivisionError
            _exponent(b, right)
            return math.pow(a, b)


def _exponent(value: float, node: Node) -> None:
    if abs(value) > EXPONENT:
        raise FormulaError(f"Exponents go from −{EXPONENT:g} to {EXPONENT:g}, not to {value:g}.", *node.span)


def _check(node: Node, text: str) -> float:
    """Everything below the node is within the limits; its degree, with functions counted as 1."""
    if is_constant(node):
        constant(node, text)
        return 0.0
    degree = _degree(node, [_check(part, text) for part in parts(node)], text)
    if degree > DEGREE:
        raise FormulaError(f"The degree here is {degree:g}; at most {DEGREE} is taken.", *node.span)
    return degree


def _degree(node: Node, below: list[float], text: str) -> float:
    match node:
        case Name() | Call():
            return 1.0
        case Operation("/", _, right) if is_constant(right) and constant(right, text) == 0:
            raise FormulaError("This divides by zero.", *right.span)
        case Operation("*" | "/"):
            return sum(below)
        case Operation("^", _, right):
            if not is_constant(right):
                return sum(below) + 1.0
            power = constant(right, text)
            _exponent(power, right)
            return abs(power) * below[0]
    return max(below)


def _shown(node: Node, text: str) -> str:
    part = text[node.span[0] : node.span[1]].strip()
    return part if len(part) <= 20 else part[:19] + "…"
