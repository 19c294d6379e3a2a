"""What every block of the document is made of: the record, and the short ways in which a planner may write it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from planner.scenario.problems import suggest


class Records(dict[int, type[BaseModel]]):
    """Which record read which mapping, by the identity of the mapping; and in what units the capabilities of the scenario are counted."""

    def __init__(self, capabilities: Mapping[str, str]) -> None:
        super().__init__()
        self.capabilities = capabilities


class Record(BaseModel):
    """A mapping of the document: known keys only, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, value: Any, info: ValidationInfo) -> Any:
        """Note which record read which mapping, so that an unknown key can be answered with the keys that exist."""
        if info.context is not None:
            info.context[id(value)] = cls
        return value


def slip(what: str, hint: str = "", meant: str = "") -> PydanticCustomError:
    """Return an error in a planner's words; a brace in a planner's text is no template.

    `meant` is the name that a misspelt one stands for: who refers to it by that name is right.
    """
    return PydanticCustomError("slip", "{what}", {"what": what, "hint": hint, "meant": meant})


def shown(value: Any) -> str:
    """Name a value of the document as a planner would."""
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"


def branch(value: Any, keys: tuple[str, ...], otherwise: type[Record]) -> str:
    """Return which branch a value is: the key among `keys` that it has, or one that a key unknown to `otherwise` looks like.

    The tag of a branch is its key in angle brackets; a value that shows none of them is read as `otherwise`, tagged `<plain>`.
    """
    if not isinstance(value, dict):
        return next((f"<{key}>" for key in keys if hasattr(value, key)), "<plain>")
    known = {f.alias or name for name, f in otherwise.model_fields.items()}
    written = [next((k for k in keys if k in value), ""), *(near(str(k), keys) for k in value if k not in known)]
    return next((f"<{key}>" for key in written if key), "<plain>")


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word that a misspelt one is meant for, or ""."""
    return suggest(word, known).removeprefix("; did you mean ").removesuffix("?")


class Short:
    """Metadata of an annotated type: a reader that runs first, and the short forms that it takes, so that JSON Schema knows them too."""

    def __init__(self, read: Callable[[Any], Any], *forms: dict[str, Any]) -> None:
        self.read, self.forms = read, forms

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler(schema)
        one = [full["items"]] if full.get("type") == "array" and "items" in full else []
        return {"anyOf": [full, *one, *self.forms]}


def shorthand(key: str, *kinds: str | dict[str, Any]) -> Short:
    """Read a value of these kinds (types of JSON Schema, or whole nodes of it) as `{key: value}` where a planner wrote no mapping."""
    forms = [{"type": kind} if isinstance(kind, str) else kind for kind in kinds]
    return Short(lambda value: value if value is None or isinstance(value, dict) else {key: value}, *forms)


def as_list(value: Any) -> Any:
    """Read one thing as a list of one; several values in a cell or text are split at semicolons."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value if isinstance(value, list) else [value]


listed = Short(as_list)
