"""What is said of a formula that cannot be taken."""


class FormulaError(ValueError):
    """A formula that is refused, with a message for the student.

    `start` and `end` mark the characters in question; `fix` is the whole text put right, where that can be guessed.
    """

    def __init__(self, message: str, start: int = 0, end: int = 0, fix: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start, self.end = start, end
        self.fix = fix
