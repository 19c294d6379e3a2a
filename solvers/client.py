"""The parent's side of the worker: starts it, hands it programs, listens, and outlives it.

Whatever happens to the worker, `solve` returns an Outcome with the best plan that was verified here; it raises only for a Program that
is none. A worker that does not end in time is killed.
"""

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from solvers import wire
from solvers.program import Event, Limits, Outcome, Program, Vector
from solvers.record import Record

GRACE = 3.0  # seconds past the time limit after which the worker is killed
STOPPING = 0.8  # seconds that the worker has for an orderly end after a request to stop
STARVED = ("bad_alloc", "MemoryError", "Cannot allocate memory")  # last words of a worker that its memory limit ended
POLL = 0.05  # seconds between two looks at `stop`


class Flag(Protocol):
    """What a threading.Event is, to us."""

    def is_set(self) -> bool:
        """Say whether to stop."""
        ...


Stop = Callable[[], bool] | Flag | None


def solve(
    program: Program,
    limits: Limits | None = None,
    start: Vector | None = None,
    tell: Callable[[Event], None] | None = None,
    stop: Stop = None,
) -> Outcome:
    """Solve one program in a worker process of its own; see `Client.solve`."""
    with Client() as client:
        return client.solve(program, limits, start, tell, stop)


class Client:
    """Holds a worker process over many solves; a context manager. `pid` is None while no worker runs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._inbox: queue.Queue[wire.Message | None] = queue.Queue()
        self._errors: IO[bytes] | None = None
        self._turn = threading.Lock()  # one message at a time goes to the worker
        self._serial = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The worker's process id, while there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def solve(
        self,
        program: Program,
        limits: Limits | None = None,
        start: Vector | None = None,
        tell: Callable[[Event], None] | None = None,
        stop: Stop = None,
    ) -> Outcome:
        """Solve a program's aims in order.

        Parameters
        ----------
        limits : when to stop; 300 seconds if not given.
        start : a plan to begin from, used if it is feasible and better than the program's own start.
        tell : called in this thread with each event, in order; incumbents are verified before. What it raises comes through.
        stop : asked every 0.05 s (a callable, or something with `is_set`): ends the solve in less than a second with the best plan so far.

        Returns
        -------
        Outcome
            `x` is feasible within 1e-6 or None. A worker that dies leaves "feasible" (or "crashed" without a plan), stopped by "crash".
        """
        limits = limits or Limits()
        record = Record(program, limits, start)
        self._serial += 1
        try:
            self._start()
            self._send(wire.pack(program, limits, start, self._serial))
            return self._listen(record, limits, tell or (lambda _: None), _asked(stop))
        except OSError as error:
            self._kill()
            return record.cut("crash", f"the worker could not be reached: {error}")
        except BaseException:
            self._kill()
            raise

    def close(self) -> None:
        """End the worker: orderly if it is idle, in any case at once."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1.0)
        self._kill()

    def _listen(self, record: Record, limits: Limits, tell: Callable[[Event], None], asked: Callable[[], bool]) -> Outcome:
        """Follow the worker until it ends the solve, dies, or must be ended."""
        deadline, reason = time.monotonic() + limits.seconds + GRACE, "clock"
        stopping = False
        while True:
            try:
                message = self._inbox.get(timeout=POLL)
            except queue.Empty:
                message = wire.Message("nothing")
            if message is None:
                detail = self._last_words()
                self._kill()
                starved = limits.memory is not None and any(word in detail for word in STARVED)
                return record.cut("user" if stopping else "memory" if starved else "crash", detail)
            if message.kind == "outcome" and message.fields["serial"] == self._serial:
                return record.end(wire.unpack_outcome(message))
            if message.kind == "fault" and message.fields["serial"] == self._serial:
                return record.cut(message.fields["stopped_by"], message.fields["detail"])
            if message.kind == "event" and message.fields["serial"] == self._serial and (event := record.hear(wire.unpack_event(message))):
                tell(event)
            if not stopping and asked():
                stopping, deadline, reason = True, min(deadline, time.monotonic() + STOPPING), "user"
                self._send(wire.Message("stop", {"serial": self._serial}))
            if time.monotonic() > deadline:
                if (ended := self._waiting(record)) is not None:
                    return ended
                self._kill()
                return record.cut(reason, "the worker did not end in time and was killed")

    def _waiting(self, record: Record) -> Outcome | None:
        """Hear what has arrived while the listener took its time, without telling of it; return the outcome if it is there."""
        while not self._inbox.empty():
            message = self._inbox.get()
            if message is not None and message.fields.get("serial") == self._serial:
                if message.kind == "outcome":
                    return record.end(wire.unpack_outcome(message))
                if message.kind == "event":
                    record.hear(wire.unpack_event(message))
        return None

    def _start(self) -> None:
        """Start a worker unless one is at hand."""
        if self.pid is not None:
            return
        self._kill()
        home = str(Path(__file__).resolve().parent.parent)
        paths = os.pathsep.join(p for p in (home, os.environ.get("PYTHONPATH")) if p)
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "solvers.worker"],  # -P: what lies in the user's folder is not imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **threads, "PYTHONPATH": paths},
            start_new_session=True,
        )
        self._inbox, self._turn = queue.Queue(), threading.Lock()
        threading.Thread(target=_hear, args=(self._process, self._inbox), daemon=True).start()

    def _send(self, message: wire.Message) -> None:
        """Send without waiting: a worker that does not read must not hold us up."""
        process, turn = self._process, self._turn

        def write() -> None:
            with turn, contextlib.suppress(OSError, ValueError):  # a dead worker is noticed by its silence
                if process is not None and process.stdin is not None:
                    wire.write(process.stdin, message)

        sender = threading.Thread(target=write, daemon=True)
        sender.start()
        sender.join(timeout=POLL)

    def _last_words(self) -> str:
        """Return how the worker ended and what it last wrote to its standard error."""
        code = None if self._process is None else self._process.wait()
        said = ""
        if self._errors is not None:
            self._errors.seek(0)
            said = self._errors.read()[-2000:].decode(errors="replace").strip()
        return f"the worker ended with code {code}" + (f": {said}" if said else "")

    def _kill(self) -> None:
        """End the worker at once, whatever it does, and let go of what belonged to it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
        if self._errors is not None:
            self._errors.close()
        self._process = self._errors = None


def _hear(process: subprocess.Popen[bytes], inbox: "queue.Queue[wire.Message | None]") -> None:
    """Put each message of the worker into the inbox, and None when there will be no more."""
    with contextlib.suppress(ValueError, KeyError, TypeError, OSError):  # what is no message ends the conversation
        while process.stdout is not None and (message := wire.read(process.stdout)) is not None:
            inbox.put(message)
    inbox.put(None)


def _asked(stop: Stop) -> Callable[[], bool]:
    """Return the question whether to stop, whatever `stop` is."""
    if stop is None:
        return lambda: False
    return stop if callable(stop) else stop.is_set
