"""How a Program goes to the worker and what comes back: one line of JSON, then raw float64.

The header names each array and its length; the arrays follow in that order, without separators, in the machine's byte order, for
both ends are one machine. Whole numbers travel as float64 too: they are exact up to 2**53. Labels stay at home: the worker has
no use for them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any

import numpy as np
from scipy import sparse

from solvers.program import Aim, Axis, Event, Level, Limits, Outcome, Program, Vector


@dataclass(frozen=True)
class Message:
    """What is said (`kind`, plain values) and the arrays that go with it."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    arrays: Mapping[str, Vector] = field(default_factory=dict)


def write(stream: IO[bytes], message: Message) -> None:
    """Write one message and flush it."""
    arrays = {name: np.ascontiguousarray(a, dtype=np.float64).ravel() for name, a in message.arrays.items()}
    header = {"kind": message.kind, "fields": dict(message.fields), "arrays": [[name, a.size] for name, a in arrays.items()]}
    stream.write(json.dumps(header).encode() + b"\n")
    for a in arrays.values():
        stream.write(a.tobytes())
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """Read the next message; None at the end of the stream, also in the middle of a message. ValueError if it is not a message."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    arrays = {}
    for name, size in header["arrays"]:
        raw = stream.read(8 * size)
        if len(raw) < 8 * size:
            return None
        arrays[name] = np.frombuffer(raw, dtype=np.float64).copy()
    return Message(header["kind"], header["fields"], arrays)


def pack(program: Program, limits: Limits, start: Vector | None, serial: int) -> Message:
    """Make the message that asks for a solve."""
    arrays = {
        "data": program.matrix.data,
        "indices": program.matrix.indices,
        "indptr": program.matrix.indptr,
        "row_lower": program.row_lower,
        "row_upper": program.row_upper,
        "lower": program.lower,
        "upper": program.upper,
        "integer": program.integer,
        "start": program.start,
        "follows": program.follows,
        **{f"cost {k}": aim.cost for k, aim in enumerate(program.aims)},
        **{f"axis {k}": axis.code for k, axis in enumerate(program.axes)},
        **({} if start is None else {"warm": start}),
    }
    fields = {
        "serial": serial,
        "limits": asdict(limits),
        "aims": [(a.name, a.constant, a.relative, a.absolute) for a in program.aims],
        "axes": [(a.name, a.size, a.ordered) for a in program.axes],
    }
    return Message("solve", fields, arrays)


def unpack(message: Message) -> tuple[Program, Limits, Vector | None]:
    """Take the program, the limits and the warm start, if any, out of the message."""
    a, f = message.arrays, message.fields
    shape = (a["row_lower"].size, a["lower"].size)
    matrix = sparse.csr_array((a["data"], a["indices"].astype(np.int32), a["indptr"].astype(np.int32)), shape=shape)
    program = Program(
        matrix=matrix,
        row_lower=a["row_lower"],
        row_upper=a["row_upper"],
        lower=a["lower"],
        upper=a["upper"],
        integer=a["integer"].astype(bool),
        aims=tuple(Aim(n, a[f"cost {k}"], c, rel, absolute) for k, (n, c, rel, absolute) in enumerate(f["aims"])),
        column_labels=(),
        row_labels=(),
        axes=tuple(Axis(n, size, a[f"axis {k}"].astype(np.int32), ordered) for k, (n, size, ordered) in enumerate(f["axes"])),
        start=a["start"],
        follows=a["follows"].astype(bool),
    )
    return program, Limits(**f["limits"]), a.get("warm")


def pack_event(event: Event, serial: int) -> Message:
    """Make the message that tells of an event."""
    fields = {k: getattr(event, k) for k in ("kind", "seconds", "work", "level", "value", "bound", "note")}
    return Message("event", {**fields, "serial": serial}, {} if event.x is None else {"x": event.x})


def unpack_event(message: Message) -> Event:
    """Take an event out of its message."""
    fields = {k: v for k, v in message.fields.items() if k != "serial"}
    return Event(**fields, x=message.arrays.get("x"))


def pack_outcome(outcome: Outcome, serial: int) -> Message:
    """Make the message that ends a solve."""
    fields = {k: getattr(outcome, k) for k in ("status", "stopped_by", "solver", "seconds", "work", "conflict", "detail", "timings")}
    vectors = {"x": outcome.x, "relaxation": outcome.relaxation}
    return Message(
        "outcome",
        {**fields, "serial": serial, "levels": [asdict(level) for level in outcome.levels]},
        {name: v for name, v in vectors.items() if v is not None},
    )


def unpack_outcome(message: Message) -> Outcome:
    """Take the outcome out of its message."""
    fields = {k: v for k, v in message.fields.items() if k not in {"serial", "levels", "conflict"}}
    return Outcome(
        **fields,
        levels=tuple(Level(**level) for level in message.fields["levels"]),
        conflict=tuple(message.fields["conflict"]),
        x=message.arrays.get("x"),
        relaxation=message.arrays.get("relaxation"),
    )
