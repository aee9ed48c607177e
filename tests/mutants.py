"""The slips that the tests must notice, declared one by one: a power, a sign, an eps, a missing square, a stale state.

Most stand in the code and in the equations alike, so that the two still agree and only someone else's numbers, an
identity or a closed form can tell. `python -m tests.mutations` makes them.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One rule with one slip: in `file`, each old text gives way to a new one."""

    rule: str  # the id of an optimizer or a schedule
    says: str
    edits: tuple[tuple[str, str], ...]  # (old, new); each old stands exactly once in the file
    file: str


def only(rule: str, says: str, *edits: tuple[str, str], file: str = "") -> Mutant:
    """A slip as it is written down here."""
    return Mutant(rule, says, edits, f"optimizers/{file or rule}.py")


def slip(rule: str, says: str, old: str, new: str) -> Mutant:
    """The same slip in the code, as written here, and in the equation, where each name has its symbol."""
    return only(rule, says, (old, new), (spelt(old), spelt(new)))


def schedule(rule: str, says: str, old: str, new: str) -> Mutant:
    return only(rule, says, (old, new), file="schedules")


NAMES = re.compile(r"\b(self\.|state\.|np\.|loss\.)?([A-Za-z_]\w*)")
RENAMED = {"gradient": "grad", "maximum": "Max", "minimum": "Min", "abs": "Abs"}


def spelt(code: str) -> str:
    """A piece of a step as the equations spell it."""

    def symbol(found: re.Match[str]) -> str:
        owner, name = found[1], RENAMED.get(found[2], found[2])
        if owner == "np.":
            return f"sp.{name}"
        if owner == "state.":
            return f"s.{name}_prev"
        if owner == "self." and name == "lr":
            return "s.base_lr"
        return "s.theta_prev" if name == "theta" else f"s.{name}"

    return NAMES.sub(symbol, code)


def rate(rule: str, old: str) -> Mutant:
    """The rate of the first update throughout."""
    return slip(rule, "no schedule", old, old.replace("lr", "self.lr", 1))


MEAN = ("self.beta1 * state.m + (1 - self.beta1) * g", "self.beta1 * state.m + g")
KEPT = ("self.beta1 * state.m + (1 - self.beta1) * g", "(1 - self.beta1) * state.m + self.beta1 * g")
SQUARE = ("(1 - self.beta2) * g**2", "(1 - self.beta2) * np.abs(g)")
EPS = ("(np.sqrt(v_hat) + self.eps)", "np.sqrt(v_hat + self.eps)")
EPS_V = ("(np.sqrt(v) + self.eps)", "np.sqrt(v + self.eps)")
LATE = ("v / (1 - self.beta2**t)", "v / (1 - self.beta2 ** (t + 1))")
COUNT = ("t = state.t + 1", "t = state.t + 2")

PLAIN = (
    slip("gradient_descent", "sign of the step", "theta - lr * g", "theta + lr * g"),
    rate("gradient_descent", "- lr * g"),
    only("gradient_descent", "updates not counted", ("State(state.t + 1)", "State(state.t)")),
    slip(
        "momentum", "averages instead of adding", "self.beta * state.d + g", "self.beta * state.d + (1 - self.beta) * g"
    ),
    slip("momentum", "forgets the slope, too", "self.beta * state.d + g", "self.beta * (state.d + g)"),
    slip("momentum", "steps by the sum before", "theta - lr * d", "theta - lr * state.d"),
    only("momentum", "stale sum", ("State(state.t + 1, d)", "State(state.t + 1, state.d)")),
    only("momentum", "the sum starts at 1", ("d=np.zeros_like(theta)", "d=np.ones_like(theta)")),
    only("momentum", "updates not counted", ("State(state.t + 1, d)", "State(state.t, d)")),
    rate("momentum", "lr * d"),
    slip("momentum_v", "sign of the slope", "state.v - lr * g", "state.v + lr * g"),
    slip("momentum_v", "forgets the slope, too", "self.beta * state.v - lr * g", "self.beta * (state.v - lr * g)"),
    slip("momentum_v", "moves by the speed before", "theta + v", "theta + state.v"),
    only("momentum_v", "stale speed", ("State(state.t + 1, v)", "State(state.t + 1, state.v)")),
    rate("momentum_v", "lr * g"),
    slip("nesterov", "looks back", "theta - lr * self.beta * state.d", "theta + lr * self.beta * state.d"),
    slip("nesterov", "looks too far", "theta - lr * self.beta * state.d", "theta - lr * state.d"),
    slip("nesterov", "does not look ahead", "loss.gradient(ahead)", "loss.gradient(theta)"),
    slip("nesterov", "steps from the point ahead", "theta - lr * d", "ahead - lr * d"),
    only("nesterov", "stale sum", ("State(state.t + 1, d)", "State(state.t + 1, state.d)")),
    rate("nesterov", "lr * self.beta"),
    rate("nesterov", "lr * d"),
    slip("nesterov_difference", "sign of the change", "g - state.g", "state.g - g"),
    slip("nesterov_difference", "the whole change", "+ self.beta * change", "+ change"),
    only("nesterov_difference", "stale slope", ("State(state.t + 1, d, g)", "State(state.t + 1, d, state.g)")),
    rate("nesterov_difference", "lr * d"),
)

ADAPTIVE = (
    slip("adagrad", "missing square", "state.r + g**2", "state.r + np.abs(g)"),
    slip("adagrad", "missing root", "(np.sqrt(r) + self.eps)", "(r + self.eps)"),
    slip("adagrad", "eps in the root", "(np.sqrt(r) + self.eps)", "np.sqrt(r + self.eps)"),
    slip("adagrad", "no eps", "(np.sqrt(r) + self.eps)", "np.sqrt(r)"),
    only("adagrad", "stale sum", ("State(state.t + 1, r)", "State(state.t + 1, state.r)")),
    rate("adagrad", "lr * g"),
    only(
        "adagrad_window",
        "missing square",
        ("state.window, g**2", "state.window, np.abs(g)"),
        ("s.window_prev, s.g**2", "s.window_prev, sp.Abs(s.g)"),
    ),
    slip("adagrad_window", "eps in the root", "(np.sqrt(r) + self.eps)", "np.sqrt(r + self.eps)"),
    only("adagrad_window", "a window too long", ("*theta.shape, self.k", "*theta.shape, self.k + 1")),
    only(
        "adagrad_window",
        "the newest is dropped",
        ("window[:, :, 1:], newest", "window[:, :, :-1], newest"),
        file="algebra",
    ),
    only("adagrad_window", "mean instead of sum", ("window.sum(axis=2)", "window.mean(axis=2)"), file="algebra"),
    rate("adagrad_window", "lr * g"),
    slip("rmsprop", "missing square", "(1 - self.rho) * g**2", "(1 - self.rho) * np.abs(g)"),
    slip("rmsprop", "adds instead of averaging", "(1 - self.rho) * g**2", "g**2"),
    slip("rmsprop", "eps in the root", *EPS_V),
    slip("rmsprop", "divides by the mean before", "np.sqrt(v)", "np.sqrt(state.v)"),
    only("rmsprop", "stale squares", ("State(state.t + 1, v)", "State(state.t + 1, state.v)")),
    rate("rmsprop", "lr * g"),
    slip("adadelta", "eps outside the root", "np.sqrt(v + self.eps)", "(np.sqrt(v) + self.eps)"),
    slip("adadelta", "mean of slopes for that of steps", "(1 - self.rho) * delta**2", "(1 - self.rho) * g**2"),
    slip("adadelta", "lr in the mean of steps", "(1 - self.rho) * delta**2", "(1 - self.rho) * (lr * delta) ** 2"),
    slip("adadelta", "divides by the mean before", "np.sqrt(v + self.eps)", "np.sqrt(state.v + self.eps)"),
    only("adadelta", "stale steps", ("State(state.t + 1, v, u)", "State(state.t + 1, v, state.u)")),
    rate("adadelta", "lr * delta"),
    slip("adam", "adds instead of averaging", *MEAN),
    slip("adam", "wrong part kept", *KEPT),
    slip("adam", "missing square", *SQUARE),
    slip("adam", "mean not corrected", "m / (1 - self.beta1**t)", "m"),
    slip("adam", "squares not corrected", "v / (1 - self.beta2**t)", "v"),
    slip("adam", "squares corrected for the next update", *LATE),
    slip("adam", "squares corrected by the other beta", "v / (1 - self.beta2**t)", "v / (1 - self.beta1**t)"),
    slip("adam", "eps in the root", *EPS),
    slip("adam", "eps before the correction", EPS[0], "(np.sqrt(v_hat) + self.eps / np.sqrt(1 - self.beta2**t))"),
    only("adam", "stale mean", ("State(t, m, v)", "State(t, state.m, v)")),
    only("adam", "stale squares", ("State(t, m, v)", "State(t, m, state.v)")),
    only("adam", "one update too far", COUNT),
    only("adam", "updates not counted", ("State(t, m, v)", "State(state.t, m, v)")),
    only("adam", "the mean starts at 1", ("m=np.zeros_like(theta)", "m=np.ones_like(theta)")),
    rate("adam", "lr * m_hat"),
    slip("adam_uncorrected", "adds instead of averaging", *MEAN),
    slip("adam_uncorrected", "missing square", *SQUARE),
    slip("adam_uncorrected", "eps in the root", *EPS_V),
    only("adam_uncorrected", "stale mean", ("State(state.t + 1, m, v)", "State(state.t + 1, state.m, v)")),
    rate("adam_uncorrected", "lr * m"),
    slip("nadam", "momentum of this update for the next", "0.96 ** ((t + 1) * self.gamma)", "0.96 ** (t * self.gamma)"),
    slip("nadam", "product of one momentum too few", "(1 - product * mu_next)", "(1 - product)"),
    slip("nadam", "the slope's part", "(1 - mu) * g", "(1 - self.beta1) * g"),
    slip("nadam", "missing square", *SQUARE),
    slip("nadam", "eps in the root", *EPS),
    slip("nadam", "squares corrected for the next update", *LATE),
    only("nadam", "stale product", ("State(t, product, m, v)", "State(t, state.product, m, v)")),
    rate("nadam", "lr * m_hat"),
    slip("amsgrad", "the last instead of the largest", "np.maximum(state.v_max, v)", "v"),
    slip("amsgrad", "the smallest", "np.maximum(state.v_max, v)", "np.minimum(state.v_max, v)"),
    only(
        "amsgrad",
        "the largest of the corrected",
        ("np.maximum(state.v_max, v)", "np.maximum(state.v_max, v / (1 - self.beta2**t))"),
        ("v_max / (1 - self.beta2**t)", "v_max"),
        ("sp.Max(s.v_max_prev, s.v)", "sp.Max(s.v_max_prev, s.v / (1 - s.beta2**s.t))"),
        ("s.v_max / (1 - s.beta2**s.t)", "s.v_max"),
    ),
    slip("amsgrad", "eps in the root", *EPS),
    only("amsgrad", "the mean is lost", ("State(t, m, v, v_max)", "State(t, m, v_max, v_max)")),
    rate("amsgrad", "lr * m_hat"),
    only(
        "radam",
        "the paper's threshold",
        ("rho_inf)) if rho_t > 5", "rho_inf)) if rho_t > 4"),
        ("inverse if rho_t > 5", "inverse if rho_t > 4"),
        ("s.rho_t > 5", "s.rho_t > 4"),
    ),
    only("radam", "a wrong number", ("(rho_t - 4) * (rho_t - 2)", "(rho_t - 3) * (rho_t - 2)")),
    only(
        "radam",
        "missing root",
        ("np.sqrt(rectification(rho_t, rho_inf))", "rectification(rho_t, rho_inf)"),
        ("sp.sqrt(rectification(s.rho_t, s.rho_inf))", "rectification(s.rho_t, s.rho_inf)"),
    ),
    slip("radam", "half of what was forgotten", "2 * t * self.beta2**t", "t * self.beta2**t"),
    slip("radam", "one square too many", "2 / (1 - self.beta2) - 1", "2 / (1 - self.beta2)"),
    slip("radam", "squares not corrected", "np.sqrt(1 - self.beta2**t) /", "1 /"),
    slip("radam", "eps in the root", *EPS_V),
    only("radam", "updates not counted", ("State(t, m, v)", "State(state.t, m, v)")),
    rate("radam", "lr * u"),
)


def bounded(rule: str, divisor: str) -> tuple[Mutant, ...]:
    return (
        slip(rule, "no upper bound", "np.minimum(np.maximum(rate, lower), upper)", "np.maximum(rate, lower)"),
        slip(rule, "no lower bound", "np.minimum(np.maximum(rate, lower), upper)", "np.minimum(rate, upper)"),
        slip(rule, "lower bound too early", "1 / (self.gamma * t + 1)", "1 / (self.gamma * t + 2)"),
        slip(rule, "upper bound too late", "1 + 1 / (self.gamma * t)", "1 + 2 / (self.gamma * t)"),
        slip(rule, "final rate off schedule", "self.final_lr * lr / self.lr", "self.final_lr"),
        slip(rule, "mean not corrected", "((1 - self.beta1**t) * (np.sqrt", "((np.sqrt"),
        slip(rule, "squares not corrected", "lr * np.sqrt(1 - self.beta2**t)", "lr"),
        slip(rule, "missing square", *SQUARE),
        slip(rule, "eps in the root", f"(np.sqrt({divisor}) + self.eps)", f"np.sqrt({divisor} + self.eps)"),
        rate(rule, "lr * np.sqrt"),
    )


BOUNDED = (
    *bounded("adabound", "v"),
    *bounded("amsbound", "v_max"),
    slip("amsbound", "the last instead of the largest", "np.maximum(state.v_max, v)", "v"),
    only("amsbound", "the mean is lost", ("State(t, m, v, v_max)", "State(t, m, v_max, v_max)")),
)

SWITCHING = (
    slip("swats", "an absolute tolerance", "< self.rho * mean_hat", "< self.rho"),
    slip("swats", "one update later", "t > self.k", "t > self.k + 1"),
    slip("swats", "the estimate not corrected", "mean / (1 - self.beta2**t)", "mean"),
    only(
        "swats",
        "the estimates by the other beta",
        ("self.beta2 * state.mean + (1 - self.beta2) * ratio", "self.beta1 * state.mean + (1 - self.beta1) * ratio"),
        ("s.beta2 * s.mean_prev + (1 - s.beta2) * s.ratio", "s.beta1 * s.mean_prev + (1 - s.beta1) * s.ratio"),
    ),
    only(
        "swats",
        "uphill counts, too",
        ("choose(down := along < 0, ", "choose(down := along != 0, "),
        ("(s.lr * s.along), s.along < 0)", "(s.lr * s.along), sp.Ne(s.along, 0))"),
    ),
    slip("swats", "SGD too fast", "-(1 - self.beta1) * lr", "-lr"),
    slip("swats", "the schedule counts twice", "-self.lr * dot(p, p) / (lr * along)", "-dot(p, p) / along"),
    only(
        "swats",
        "SGD's momentum averages",
        ("self.beta1 * state.d + g", "self.beta1 * state.d + (1 - self.beta1) * g"),
        ("s.beta1 * s.d_prev + s.g", "s.beta1 * s.d_prev + (1 - s.beta1) * s.g"),
    ),
    only(
        "swats",
        "SGD's momentum from the first update on",
        ("choose(by_sgd, self.beta1 * state.d + g, state.d)", "self.beta1 * state.d + g"),
        ("sp.Piecewise((s.beta1 * s.d_prev + s.g, by_sgd), (s.d_prev, True))", "s.beta1 * s.d_prev + s.g"),
    ),
    only(
        "swats",
        "forgets that it has switched",
        (
            "state.switched + choose(by_sgd := state.switched > 0, 0.0, settled)",
            "settled + 0 * (by_sgd := state.switched > 0)",
        ),
    ),
    slip("swats", "missing square", *SQUARE),
    slip("swats", "eps in the root", *EPS_V),
    only("swats", "stale estimate", ("State(t, m, v, mean,", "State(t, m, v, state.mean,")),
    slip("swats", "SGD off schedule", "* lr / self.lr *", "*"),
    only("swats", "no schedule", ("p = -lr *", "p = -self.lr *"), ("p = -s.lr *", "p = -s.base_lr *")),
)

DECAY = (
    slip("sgd_l2", "sign of the penalty", "+ self.weight_decay * theta", "- self.weight_decay * theta"),
    slip("sgd_l2", "the penalty's slope without theta", "self.weight_decay * theta", "self.weight_decay"),
    slip(
        "sgd_l2", "averages instead of adding", "self.beta * state.d + g", "self.beta * state.d + (1 - self.beta) * g"
    ),
    only("sgd_l2", "stale sum", ("State(state.t + 1, d)", "State(state.t + 1, state.d)")),
    rate("sgd_l2", "lr * d"),
    slip("sgdw", "decay without lr", "lr * self.weight_decay * theta", "self.weight_decay * theta"),
    slip("sgdw", "sign of the decay", "- lr * self.weight_decay", "+ lr * self.weight_decay"),
    slip("sgdw", "an L2 penalty after all", "+ lr * g", "+ lr * (g + self.weight_decay * theta)"),
    only("sgdw", "stale sum", ("State(state.t + 1, m)", "State(state.t + 1, state.m)")),
    rate("sgdw", "lr * g"),
    rate("sgdw", "lr * self.weight_decay"),
    slip("adam_l2", "sign of the penalty", "+ self.weight_decay * theta", "- self.weight_decay * theta"),
    slip("adam_l2", "no penalty in the squares", "* g**2", "* (g - self.weight_decay * theta) ** 2"),
    slip("adam_l2", "missing square", *SQUARE),
    slip("adam_l2", "eps in the root", *EPS),
    slip("adam_l2", "squares corrected for the next update", *LATE),
    only("adam_l2", "stale squares", ("State(t, m, v)", "State(t, m, state.v)")),
    rate("adam_l2", "lr * m_hat"),
    slip("adamw", "decay without lr", "lr * (u + self.weight_decay * theta)", "lr * u - self.weight_decay * theta"),
    slip("adamw", "sign of the decay", "(u + self.weight_decay", "(u - self.weight_decay"),
    slip("adamw", "missing square", *SQUARE),
    slip("adamw", "eps in the root", *EPS),
    slip("adamw", "squares corrected for the next update", *LATE),
    only("adamw", "stale mean", ("State(t, m, v)", "State(t, state.m, v)")),
    rate("adamw", "lr * (u"),
)

WRAPPERS = (
    only(
        "lookahead",
        "one update later",
        ("t % self.k == 0", "(t - 1) % self.k == 0"),
        ("sp.Mod(s.t, s.k)", "sp.Mod(s.t - 1, s.k)"),
    ),
    slip(
        "lookahead",
        "the rest of the way",
        "state.slow + self.alpha * (fast - state.slow)",
        "fast + self.alpha * (state.slow - fast)",
    ),
    only(
        "lookahead",
        "the runner goes on",
        ("return slow if together else fast", "return fast"),
        ("theta = sp.Piecewise((s.slow, together), (s.fast, True))", "theta = s.fast"),
    ),
    only("lookahead", "stale slow point", ("State(t, slow, inner)", "State(t, state.slow, inner)")),
    only("lookahead", "stale inner state", ("State(t, slow, inner)", "State(t, slow, state.inner)")),
    only("lookahead", "updates not counted", ("State(t, slow, inner)", "State(state.t, slow, inner)")),
    only("lookahead", "no schedule", ("state.inner, lr)", "state.inner, self.lr)")),
    only(
        "sam",
        "looks downhill",
        ("theta + self.rho * unit", "theta - self.rho * unit"),
        ("theta + s.rho * s.unit", "theta - s.rho * s.unit"),
    ),
    only(
        "sam",
        "the whole slope, not its direction",
        ("unit(self.loss.gradient(theta))", "self.loss.gradient(theta)"),
        ("s.unit(s.grad(theta))", "s.grad(theta)"),
    ),
    only(
        "sam",
        "half as far",
        ("self.rho * unit", "self.rho / 2 * unit"),
        ("s.rho * s.unit", "s.rho / 2 * s.unit"),
    ),
    only("sam", "heights from below", ("self.loss.value(self.worst(theta))", "self.loss.value(theta)")),
    only("sam", "curvature from below", ("self.loss.hessian(self.worst(theta))", "self.loss.hessian(theta)")),
    only("sam", "stale inner state", ("State(state.t + 1, inner)", "State(state.t + 1, state.inner)")),
    only("sam", "updates not counted", ("State(state.t + 1, inner)", "State(state.t, inner)")),
    only("sam", "no schedule", ("state.inner, lr)", "state.inner, self.lr)")),
)

CURVATURE = (
    slip("line_search_exact", "too far", "theta - alpha * g", "theta - 1.1 * alpha * g"),
    only("line_search_exact", "uphill counts as down", ("lambda a: -dot", "lambda a: dot")),
    only("line_search_exact", "ends too early", ("LEVEL = 1e-12", "LEVEL = 1e-3"), file="search"),
    only(
        "line_search_exact", "the wrong half", ("np.where(down, here, low)", "np.where(down, low, here)"), file="search"
    ),
    only("line_search_exact", "stale rate", ("State(state.t + 1, alpha)", "State(state.t + 1, state.alpha)")),
    only(
        "line_search_exact",
        "one row ends the search of all",
        ("searching & ~closed", "searching & ~closed.any()"),
        file="search",
    ),
    slip("line_search_armijo", "the demand without the rate", "self.gamma * a * dot", "self.gamma * dot"),
    slip("line_search_armijo", "sign of the demand", "height - self.gamma", "height + self.gamma"),
    only(
        "line_search_armijo",
        "slope for its square",
        ("a * dot(g, g)", "a * np.sqrt(dot(g, g))"),
        ("s.a * s.dot(s.g, s.g)", "s.a * sp.sqrt(s.dot(s.g, s.g))"),
    ),
    only("line_search_armijo", "shortens too much", ("lr), self.rho,", "lr), self.rho**2,")),
    only("line_search_armijo", "tries twice the rate first", ("1), lr)", "1), 2 * lr)")),
    only("line_search_armijo", "gives up too soon", ("(2 * dot(g, g))", "(2e-9 * dot(g, g))"), file="search"),
    only("line_search_armijo", "never gives up", ("np.maximum(shortest, SHORTEST", "(SHORTEST"), file="search"),
    only("line_search_exact", "closes too soon", ("(2 * np.abs(g))", "(2e-9 * np.abs(g))"), file="search"),
    only(
        "line_search_armijo",
        "shortens every row",
        ("rate = np.where(too_long, factor * rate, rate)", "rate = factor * rate"),
        file="search",
    ),
    slip("newton", "sign of the step", "theta - lr * p", "theta + lr * p"),
    slip("newton", "not damped", "theta - lr * p", "theta - p"),
    rate("newton", "lr * p"),
    only(
        "newton", "a sign in the solution", ("p * b[:, 1] - r * b[:, 0]", "p * b[:, 1] + r * b[:, 0]"), file="algebra"
    ),
    only("newton", "a sign in the determinant", ("(p * s - q * r)", "(p * s + q * r)"), file="algebra"),
    only("newton", "updates not counted", ("State(state.t + 1)", "State(state.t)")),
)

SCHEDULED = (
    schedule("constant", "half", "return sp.Integer(1)", "return sp.Rational(1, 2)"),
    schedule("inverse_root", "one update on", "sp.sqrt(1 + s.t)", "sp.sqrt(2 + s.t)"),
    schedule("inverse_root", "missing root", "1 / sp.sqrt(1 + s.t)", "1 / (1 + s.t)"),
    schedule("inverse_time", "compounded", "1 / (1 + s.decay * s.t)", "1 / (1 + s.decay) ** s.t"),
    schedule("inverse_time", "one update on", "s.decay * s.t)", "s.decay * (s.t + 1))"),
    schedule("step", "drops at once", "** sp.floor(s.t / s.k)", "** sp.ceiling(s.t / s.k)"),
    schedule("step", "drops one update early", "** sp.floor(s.t / s.k)", "** sp.floor((s.t + 1) / s.k)"),
    schedule("exponential", "one update on", "return s.gamma**s.t", "return s.gamma ** (s.t + 1)"),
    schedule(
        "polynomial", "rises after the end", "(1 - sp.Min(s.t, s.T) / s.T) ** s.power", "(1 - s.t / s.T) ** s.power"
    ),
    schedule("polynomial", "power upside down", "/ s.T) ** s.power", "/ s.T) ** (1 / s.power)"),
    schedule("polynomial", "from too high", "(1 - s.final) * (1 - sp.Min(", "(1 - sp.Min("),
    schedule("polynomial", "to nothing", "s.final + (1 - s.final) * (1 - sp.Min(", "(1 - s.final) * (1 - sp.Min("),
    schedule("cosine", "rises after the end", "sp.cos(sp.pi * sp.Min(s.t, s.T) / s.T)", "sp.cos(sp.pi * s.t / s.T)"),
    schedule("cosine", "half the wave", "sp.cos(sp.pi * sp.Min(", "sp.cos(sp.pi / 2 * sp.Min("),
    schedule("cosine", "from too high", "(1 - s.final) * (1 + sp.cos(sp.pi * sp.Min(", "(1 + sp.cos(sp.pi * sp.Min("),
    schedule("warm_restarts", "restarts missed", "(s.t + sp.Rational(1, 2)) / s.k", "s.t / s.k"),
    schedule("warm_restarts", "periods alike", "(s.t - begun) / (s.k * s.times**n)", "(s.t - begun) / s.k"),
    schedule(
        "warm_restarts", "periods begin late", "s.k * (s.times**n - 1) / (s.times - 1)", "s.k * s.times**n / s.times"
    ),
    schedule(
        "warm_restarts",
        "from too high",
        "(1 - s.final) * (1 + sp.cos(sp.pi * elapsed))",
        "(1 + sp.cos(sp.pi * elapsed))",
    ),
    schedule("cyclical", "cycles too short", "sp.Mod(s.t, 2 * s.k)", "sp.Mod(s.t, s.k)"),
    schedule("cyclical", "begins at the peak", "* (1 - distance) *", "* distance *"),
    schedule(
        "cyclical", "height kept by cycle", "(1 - distance) * s.gamma**s.t", "(1 - distance) * s.gamma ** (s.t / s.k)"
    ),
    schedule("one_cycle", "peak one update late", "s.rise * s.T - 1)", "s.rise * s.T)"),
    schedule("one_cycle", "end one update late", "(s.T - 1 - peak)", "(s.T - peak)"),
    schedule("one_cycle", "a straight way up", "(1 - sp.cos(sp.pi * s.t / peak)) / 2", "s.t / peak"),
    schedule("one_cycle", "begins at nothing", "up = s.start + (1 - s.start) * (1 - sp", "up = (1 - sp"),
    schedule("warm_up", "one update early", "(1 - s.start) * s.t / s.k", "(1 - s.start) * (s.t + 1) / s.k"),
    schedule("warm_up", "the inner one has begun", "t=s.t - s.k, ", "t=s.t, "),
    schedule("warm_up", "the inner one ends late", "T=s.T - s.k)", "T=s.T)"),
    schedule("warm_up_stable_decay", "begins at nothing", "(s.t + 1) / (s.k + 1)", "s.t / s.k"),
    schedule("warm_up_stable_decay", "ends early", "(s.T - s.t) / (s.fall * s.T)", "(s.T - 1 - s.t) / (s.fall * s.T)"),
    schedule("warm_up_stable_decay", "falls late", "s.t < (1 - s.fall) * s.T", "s.t <= (1 - s.fall) * s.T + 1"),
    schedule(
        "warm_up_stable_decay", "to nothing", "s.final + (1 - s.final) * (s.T - s.t)", "(1 - s.final) * (s.T - s.t)"
    ),
)

MUTANTS = (*PLAIN, *ADAPTIVE, *BOUNDED, *SWITCHING, *DECAY, *WRAPPERS, *CURVATURE, *SCHEDULED)
