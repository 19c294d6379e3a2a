"""What the solver says of its runs, gathered into few events: a log is for those who look into a search, and costs it next to nothing."""

from collections.abc import Callable

from solvers.program import Event

MOST = 16_384  # characters after which what was gathered is told
EVERY = 0.5  # seconds after which it is, too


class Chatter:
    """Gathers lines and tells of them as events of kind "log"; `at` returns the seconds and the work so far."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self.at: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0)
        self._lines: list[str] = []
        self._size = 0
        self._next = 0.0

    def hear(self, text: str) -> None:
        """Take some lines."""
        self._lines.append(text)
        self._size += len(text)
        if self._size >= MOST or self.at()[0] >= self._next:
            self.flush()

    def tell(self, event: Event) -> None:
        """Tell of another event; what was gathered goes before what begins or ends something, so that a log reads in order."""
        if event.kind in {"step", "level"}:
            self.flush()
        self._tell(event)

    def flush(self) -> None:
        """Tell of what was gathered."""
        if self._lines:
            seconds, work = self.at()
            self._tell(Event("log", seconds, work, note="".join(self._lines)))
            self._lines, self._size, self._next = [], 0, seconds + EVERY
