"""What the panels are about: one racer's run, and the step on which the player stands."""

from dataclasses import dataclass

from experiments.record import Record


@dataclass(frozen=True, eq=False)
class View:
    name: str  # of the racer, as on its card
    slot: int  # its colour
    record: Record
    step: int
    theme: str
    em: float  # the page's size of text, in pixels

    @property
    def last(self) -> int:
        """The step, or the last one before it that left a finite point."""
        return self.record.last(self.step)

    @property
    def diverged(self) -> bool:
        return self.record.diverged_at is not None and self.step >= self.record.diverged_at
