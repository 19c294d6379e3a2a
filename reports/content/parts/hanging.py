"""What the force hangs on: conditions, who decides on them by when, and what goes with whoever leaves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Commitment:
    """A condition: whether it holds, how far from its threshold, what hangs on it, and by when it must be decided.

    `fails`: where it holds at first and a later threshold is not reached, both in words: "holds in entry by 500, fails in hold by 20 500".
    """

    id: str
    title: str
    owner: str
    state: int
    held: str
    distances: tuple[tuple[str, str, str], ...]  # when, "6 650 of 6 000, +650", decide by
    margins: tuple[float, ...]  # of each distance
    hangs: str
    decide_by: str
    margin: float
    fails: str
    in_persons: bool
    persons: float
    at_notice: float
    lines: int
    probability: str

    @property
    def named(self) -> str:
        """What it is called in a sentence, whatever words its title has: “US backstop”; without a title "condition us-backstop"."""
        return f"“{self.title}”" if self.title != self.id else f"condition {self.id}"

    @property
    def relied_on(self) -> bool:
        """Whether anybody hangs on it, in place or at notice."""
        return self.persons + self.at_notice > 0


@dataclass(frozen=True)
class Mandate:
    """Who must decide by which day: the condition, whether it must be earned too, the persons that hang on it and their lines."""

    by: str
    owner: str  # empty where it is not said
    condition: str
    earned: bool
    persons: float
    at_notice: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Leaver:
    """Who leaves, or what is lost, and what goes with it: persons of its own, others who hung on what fell, those who are left.

    `kind`: nation, group or site. `said`: what falls, whose units go too, and which lines fall below their minimum, in words;
    `behind`: what is held at notice behind these lines, and what of the loss it would fill.
    """

    kind: str
    who: str
    own: float
    hung: float
    left: float
    fallen: tuple[str, ...]
    followers: tuple[str, ...]
    below: tuple[str, ...]
    said: str
    behind: str
