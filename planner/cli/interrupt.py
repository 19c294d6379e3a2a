"""Ctrl-C, SIGTERM and SIGHUP: the first asks for an orderly stop, the second stops now."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

HEARD = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupt:
    """A stop that a person or the system may ask for. As a context it listens; as a function it says whether a stop was asked for.

    What the caller of the process chose to ignore (nohup) stays ignored.
    """

    def __init__(self) -> None:
        self.by = ""  # who asked: Ctrl-C, SIGTERM or SIGHUP
        self.tell: Callable[[str], None] = lambda _: None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # only there can Python hear signals
            heard = [number for number in HEARD if signal.getsignal(number) is not signal.SIG_IGN]
            self._before = {number: signal.signal(number, self._hear) for number in heard}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    @property
    def asked(self) -> bool:
        """Whether a stop was asked for."""
        return bool(self.by)

    def __call__(self) -> bool:
        """Say whether a stop was asked for."""
        return self.asked

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.by = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
        self.tell(f"Stopping{'' if number == signal.SIGINT else f' ({self.by})'}: the plan is verified and saved. Ctrl-C again stops now.")
