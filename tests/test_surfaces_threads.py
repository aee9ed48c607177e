"""Many visitors at once: derived in parallel, a surface is what it is when derived alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from surfaces import SURFACES, Surface
from surfaces.numeric import _lambdify
from sympy_lock import SYMPY_LOCK

NAMES = ("rosenbrock", "himmelblau", "easom", "two_wells", "sharp_flat", "dent", "beale", "griewank")
THETA = np.random.default_rng(0).uniform(-1, 1, size=(20, 2))


def fresh(name: str) -> Surface:
    return replace(SURFACES[name], name=f"{SURFACES[name].name}, once more")


def derive(surface: Surface) -> list[Any]:
    if surface.params:
        surface = surface.replace(**{p.name: 0.4 * p.low + 0.6 * p.high for p in surface.params})
    texts = [surface.latex, surface.gradient_latex, surface.hessian_latex, str(surface.tree), surface.minima]
    arrays = [surface.value(THETA), surface.gradient(THETA), surface.hessian(THETA)]
    return texts + [array.tolist() for array in arrays] + [str(surface.taylor((0.3, 0.4), 3))]


def test_eight_threads_derive_what_one_derives() -> None:
    alone = [derive(fresh(name)) for name in NAMES]
    _lambdify.cache_clear()
    gate = threading.Barrier(len(NAMES))

    def race(name: str) -> list[Any]:
        gate.wait()
        return derive(fresh(name))

    with ThreadPoolExecutor(len(NAMES)) as pool:
        assert list(pool.map(race, NAMES, timeout=120)) == alone


def test_one_surface_in_eight_threads_is_compiled_once() -> None:
    _lambdify.cache_clear()
    surface = fresh("goldstein_price")
    gate = threading.Barrier(8)

    def race(_: int) -> tuple[int, list[float]]:
        gate.wait()
        gradient = surface.gradient(THETA).tolist()
        return id(surface._gradient), gradient

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(race, range(8), timeout=120))
    assert len({function for function, _ in results}) == 1
    assert all(gradient == results[0][1] for _, gradient in results)


def test_who_holds_the_lock_can_wait_for_nobody() -> None:
    """The deadlock of `cached_property`: one thread derives, another holds the SymPy lock and derives too."""
    surface = fresh("ackley")
    gate = threading.Barrier(2)

    def derive_only() -> None:
        gate.wait()
        surface.hessian(THETA)

    def hold_and_derive() -> None:
        with SYMPY_LOCK:
            gate.wait()
            surface.hessian(THETA)

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(derive_only), pool.submit(hold_and_derive)]:
            future.result(timeout=60)
