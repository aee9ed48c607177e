"""What a formula is once it is read. There is no other kind of node, so nothing else can be built from a text."""

from dataclasses import dataclass

VARIABLES = ("x", "y")
PARAMETERS = ("a", "b", "c")
CONSTANTS = ("pi", "e")
ONE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "abs", "sign")
TWO = ("min", "max")
ARITY = {**dict.fromkeys(ONE, 1), **dict.fromkeys(TWO, 2)}
ALIASES = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign"}

Span = tuple[int, int]  # of the characters from which a node was read


@dataclass(frozen=True)
class Number:
    value: float
    span: Span

    @property
    def whole(self) -> bool:
        return self.value.is_integer()


@dataclass(frozen=True)
class Name:
    name: str  # one of VARIABLES, PARAMETERS, CONSTANTS
    span: Span


@dataclass(frozen=True)
class Minus:
    of: "Node"
    span: Span


@dataclass(frozen=True)
class Operation:
    sign: str  # one of + - * / ^
    left: "Node"
    right: "Node"
    span: Span


@dataclass(frozen=True)
class Call:
    function: str  # a key of ARITY
    arguments: tuple["Node", ...]
    span: Span


Node = Number | Name | Minus | Operation | Call


def parts(node: Node) -> tuple[Node, ...]:
    """What a node stands upon."""
    match node:
        case Minus(of):
            return (of,)
        case Operation(_, left, right):
            return left, right
        case Call(_, arguments):
            return arguments
    return ()


def count(node: Node) -> int:
    """The node and all below it."""
    return 1 + sum(count(part) for part in parts(node))


def names(node: Node) -> frozenset[str]:
    """The variables, parameters and constants in it."""
    if isinstance(node, Name):
        return frozenset({node.name})
    return frozenset().union(*(names(part) for part in parts(node)))
