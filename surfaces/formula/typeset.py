"""How a formula was read, typeset: the terms and factors as they were typed, so that a reader can compare."""

from collections.abc import Mapping

from surfaces.formula.nodes import Call, Minus, Name, Node, Number, Operation

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly a piece of LaTeX holds together
OPERATORS = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln"}
RAISED = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "log")  # sin²(x) is (sin x)²
NAMED = {"sign": r"\operatorname{sign}"}


def latex(node: Node, values: Mapping[str, float] | None = None) -> str:
    """The node as LaTeX; `values` are written in the place of parameters."""
    return _write(node, values or {})[0]


def _write(node: Node, values: Mapping[str, float]) -> tuple[str, int]:
    match node:
        case Number(value):
            return number(value)
        case Name(name):
            return number(values[name]) if name in values else (r"\pi" if name == "pi" else name, ATOM)
        case Minus(of):
            return "-" + _at_least(of, values, PRODUCT), SUM
        case Call(function, arguments):
            return _call(function, [_write(one, values)[0] for one in arguments])
        case Operation("+" | "-" as sign, left, right):
            first, second = _write(left, values)[0], _at_least(right, values, PRODUCT)
            return f"{first} {sign} {second}", SUM
        case Operation("*", left, right):
            return _product(_at_least(left, values, PRODUCT), _at_least(right, values, POWER)), PRODUCT
        case Operation("/", left, right):
            return rf"\frac{{{_write(left, values)[0]}}}{{{_write(right, values)[0]}}}", POWER
        case Operation(_, Call(function, arguments), Number(value)) if function in RAISED and value.is_integer():
            name, inside = _call(function, [_write(one, values)[0] for one in arguments])[0].split(r"\left", 1)
            if value > 0:  # sin⁻¹ would be taken for the inverse
                return rf"{name}^{{{int(value)}}}\left{inside}", POWER
            return rf"\left({name}\left{inside}\right)^{{{int(value)}}}", POWER
        case Operation(_, left, right):
            base = _at_least(left, values, ATOM)
            return f"{base}^{{{_write(right, values)[0]}}}", POWER
    raise TypeError(node)


def number(value: float) -> tuple[str, int]:
    """A number as people write it: 0.5, 12, 1.5 · 10⁻⁷."""
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    mantissa, _, exponent = text.partition("e")
    if exponent:
        power = f"10^{{{int(exponent)}}}"
        return (power, POWER) if mantissa in ("1", "1.0") else (rf"{mantissa} \cdot {power}", PRODUCT)
    return text, SUM if value < 0 else ATOM


def _at_least(node: Node, values: Mapping[str, float], level: int) -> str:
    """The node, in parentheses if it does not hold together well enough by itself."""
    text, own = _write(node, values)
    fraction = level == ATOM and isinstance(node, Operation)  # a power of anything but an atom
    return text if own >= level and not fraction else rf"\left({text}\right)"


def _product(left: str, right: str) -> str:
    """Side by side, but with a dot where digits would run together."""
    return rf"{left} \cdot {right}" if right[0].isdigit() or right.startswith(r"\frac") else f"{left} {right}"


def _call(function: str, arguments: list[str]) -> tuple[str, int]:
    inside = ", ".join(arguments)
    match function:
        case "sqrt":
            return rf"\sqrt{{{inside}}}", ATOM
        case "abs":
            return rf"\left|{inside}\right|", ATOM
        case "exp":
            return f"e^{{{inside}}}", POWER
    name = NAMED.get(function, "\\" + OPERATORS.get(function, function))
    return rf"{name}\left({inside}\right)", POWER
