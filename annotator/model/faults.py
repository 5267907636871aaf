"""What went wrong that a person can mend. Everything else is a bug and is raised as what it is."""


class Fault(Exception):
    """A condition outside the program: its message says what is wrong and where, `remedy` what to do about it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["Fault"], tuple[str, str]]:
        return type(self), (self.message, self.remedy)

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message
