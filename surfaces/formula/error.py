"""What is said of a formula that cannot be taken."""


class FormulaError(ValueError):
    """A formula that is refused, with a message for the student.

    `start` and `end` mark the characters in question. `fixes` are whole texts put right: one where that surely is what
    was meant, several where the message asks which one, none where it cannot be told.
    """

    def __init__(
        self, message: str, start: int = 0, end: int = 0, fix: str | tuple[str, ...] | list[str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start, self.end = start, end
        self.fixes = (fix,) if isinstance(fix, str) else tuple(fix or ())

    @property
    def fix(self) -> str | None:
        """The only fix; None if there is none, or a choice."""
        return self.fixes[0] if len(self.fixes) == 1 else None
