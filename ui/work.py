"""Long work, and whether anybody still waits for it."""


class Stopped(Exception):
    """Nobody waits for the work any more."""


class Work:
    """How far some work is, and whether it is still wanted. `tick` is a watcher of `optimizers.run.watched`."""

    share = 0.0
    stopped = False

    def tick(self, share: float) -> None:
        self.share = share
        if self.stopped:
            raise Stopped
