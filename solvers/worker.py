"""The worker process: reads programs from standard input, one after another, and writes events and outcomes to standard output.

`python -m solvers.worker`; started by `solvers.client`. It ends when its standard input closes, so it never outlives the process
that started it.
"""

import contextlib
import os
import queue
import sys
import threading
import traceback
from typing import BinaryIO

from solvers import levels, wire
from solvers.program import Event, Limits


class Inbox:
    """Reads standard input in a thread of its own, so that a request to stop is heard while a solve runs."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._solves: queue.Queue[wire.Message] = queue.Queue()
        self._stopped: set[int] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self) -> wire.Message:
        """Wait for the next program."""
        return self._solves.get()

    def stopped(self, serial: int) -> bool:
        """Say whether someone asked to stop the solve of that number."""
        return serial in self._stopped

    def _listen(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            while (message := wire.read(self._stream)) is not None:
                if message.kind == "stop":
                    self._stopped.add(message.fields["serial"])
                else:
                    self._solves.put(message)
        os._exit(0)  # a solve may be running in the main thread; nobody is left to hear of it


def main() -> None:
    """Serve until standard input closes."""
    out = _private_output()
    inbox = Inbox(sys.stdin.buffer)
    wire.write(out, wire.Message("ready"))
    while True:
        message = inbox.next()
        serial = int(message.fields["serial"])
        try:
            answer = _solve(message, serial, inbox, out)
        except MemoryError:
            answer = wire.Message("fault", {"serial": serial, "stopped_by": "memory", "detail": "the memory limit was reached"})
        except Exception:  # noqa: BLE001 - whatever went wrong is told, and the next program may still be solved
            answer = wire.Message("fault", {"serial": serial, "stopped_by": "crash", "detail": traceback.format_exc()})
        wire.write(out, answer)


def _solve(message: wire.Message, serial: int, inbox: Inbox, out: BinaryIO) -> wire.Message:
    program, limits, start = wire.unpack(message)
    _limit_memory(limits)

    def tell(event: Event) -> None:
        wire.write(out, wire.pack_event(event, serial))

    return wire.pack_outcome(levels.solve(program, limits, start, tell, lambda: inbox.stopped(serial)), serial)


def _private_output() -> BinaryIO:
    """Keep standard output for messages: what a library prints goes to standard error instead."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _limit_memory(limits: Limits) -> None:
    """Limit the address space where the system can; a later solve without a limit lifts it again."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = hard if limits.memory is None else limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


if __name__ == "__main__":
    main()
