"""The one error of the country pack: it names the file, the line and the column."""

from pathlib import Path


class PackError(Exception):
    """A country pack cannot be read or does not hold together.

    `path` is the file, `line` counts from 1 (0 = the whole file), `column` is the name of the
    table column or the dotted key of the document ("" = the whole line).
    """

    def __init__(self, path: Path | str, message: str, *, line: int = 0, column: str = "") -> None:
        self.path = str(path)
        self.message = message
        self.line = line
        self.column = column
        super().__init__(self.__str__())

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}"
        if self.column:
            place += f": {self.column}"
        return f"{place}: {self.message}"
