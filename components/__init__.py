"""Our own browser parts: JavaScript modules, CSS, and the Python that mounts them."""
