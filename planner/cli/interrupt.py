"""Ctrl-C: the first asks for an orderly stop, the second stops now."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Self


class Interrupt:
    """A stop that a person may ask for. As a context it listens; as a function it says whether a stop was asked for."""

    def __init__(self) -> None:
        self.asked = False
        self.tell: Callable[[str], None] = lambda _: None
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # only there can Python hear signals
            self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def __call__(self) -> bool:
        """Say whether a stop was asked for."""
        return self.asked

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self.tell("Stopping: the plan is verified and saved. Ctrl-C again stops now.")
