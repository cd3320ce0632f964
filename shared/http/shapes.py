"""Fields and bases from which services build what may be said over HTTP."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.http.body_counts import crowded, patience

# In no text, as a regular expression writes them: control characters, marks that turn the direction of reading or show
# as nothing (Unicode category Cf, without the signs of Arabic numbers, which do show; fillers and the empty braille
# pattern), private use, what is no character at all. Beyond the first plane stand the letters themselves, because not
# every reader of a schema knows an escape for them.
NONE = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ue000-\uf8ff\ufeff\ufff9-\ufffb\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
)
# They change the letter before them and are nothing alone: a text needs something else as well.
CHANGING = r"\u034f\u180b-\u180f\ufe00-\ufe0f"
JOINERS = r"\u200c\u200d"  # they make one picture of several in what people tell, and two names of one in a name
HALF = r"\ud800-\udfff"
BREAKS = re.compile(r"\r\n|[\t\n\r\u2028\u2029]")
CODE_PATTERN = "^[a-z][a-z0-9_-]*$"
UUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond them calendars, periods and time zones can not be reckoned with
IN_REACH = "^(19[0-9]{2}|2[01][0-9]{2}|2200)-"  # the same for the schema


def one_of(words: Iterable[object]) -> validate.OneOf:
    """Nothing but these: the words of an enum, or of a list."""
    return validate.OneOf([str(word) for word in words])


def list_of(words: Iterable[object]) -> dict[str, Any]:
    """How the documents describe a list of such words."""
    return {"type": "array", "items": {"type": "string", "enum": [str(word) for word in words]}}


def in_reach(day: date) -> None:
    """Refuse days and moments of which no calendar can say what comes before or after them."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Year must be between {FIRST_YEAR} and {LAST_YEAR}.")


class Settled(Schema):
    """A schema that nobody changes once it is made.

    Every decorator of a route copies what was documented before it, to the last field; with these it copies nothing.
    """

    def __deepcopy__(self, memo: object) -> "Settled":
        return self


class Shape(Settled):
    """Base of everything that comes in or goes out: unknown and read-only fields are refused, and days out of reach."""

    class Meta:
        unknown = RAISE

    def load(self, data: Any, **kwargs: Any) -> Any:
        with patience():
            if isinstance(data, dict) and (faults := crowded(self, data)):
                raise ValidationError(faults)
            return super().load(data, **kwargs)

    def on_bind_field(self, _: str, field_obj: fields.Field) -> None:
        if isinstance(field_obj, fields.Date):
            field_obj.validators = [*field_obj.validators, in_reach]
            field_obj.metadata = {"pattern": IN_REACH, **field_obj.metadata}


class Facts(fields.Dict):
    """Short texts under names for programs, such as `{"max": "30", "unit": "kg"}`."""

    def __init__(self, value: int = 80, most: int = 60, **kwargs: Any) -> None:
        self.promised = {
            "propertyNames": {"pattern": CODE_PATTERN, "minLength": 1, "maxLength": 60},
            "maxProperties": most,
        }
        super().__init__(keys=Code(), values=Text(max=value), validate=validate.Length(max=most), **kwargs)

    def _deserialize(self, *context: Any, **kwargs: Any) -> Any:
        """What is wrong with a name or its value is told at that name, which is a place of the body."""
        try:
            return super()._deserialize(*context, **kwargs)
        except ValidationError as error:
            raise ValidationError(_at_names(error.messages)) from error


def _at_names(messages: Any) -> Any:
    return {name: sum(said.values(), []) for name, said in messages.items()} if isinstance(messages, dict) else messages


class Exactly(validate.Regexp):
    """A pattern whose `$` is the very end: no line break slips in behind it. A refusal names the pattern."""

    default_message = "String does not match {regex}"

    def __call__(self, value: str) -> str:
        if value.endswith("\n"):
            raise ValidationError(self._format_error(value))
        return super().__call__(value)


class Text(fields.String):
    """One line of text of people: trimmed, bounded, without what no database takes or no reader sees.

    A line break becomes a blank, so that nothing said in a field can stand on a paper as a line of its own.
    """

    never, joint = NONE + JOINERS, " "

    def __init__(self, min: int = 0, max: int = 200, **kwargs: Any) -> None:
        checks = [validate.Length(min=min, max=max), *kwargs.pop("validate", [])]
        never = self.never
        metadata = {"pattern": rf"^[^{never}]*[^\s{CHANGING}{JOINERS}{never}][^{never}]*$" if min else f"^[^{never}]*$"}
        super().__init__(validate=checks, metadata=metadata | kwargs.pop("metadata", {}), **kwargs)

    def _deserialize(self, value: Any, *context: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *context, **kwargs)
        if _unspeakable(self.never).search(text):
            raise ValidationError("Control characters are not allowed.")
        if text and not _shown().search(text):
            text = ""
        return BREAKS.sub(self.joint, text).strip()


class Lines(Text):
    """Text of several lines, such as what a reporter tells: line breaks of every kind become one kind."""

    never, joint = NONE, "\n"


@cache
def _shown() -> re.Pattern[str]:
    return re.compile(rf"[^\s{CHANGING}{JOINERS}]")


@cache
def _unspeakable(never: str) -> re.Pattern[str]:
    return re.compile(f"[{never}{HALF}]")


class Code(fields.String):
    """A word for programs, such as `not_resubmitted`."""

    def __init__(self, max: int = 60, **kwargs: Any) -> None:
        checks = [validate.Length(min=1, max=max), Exactly(CODE_PATTERN)]
        super().__init__(validate=checks, **kwargs)


class Id(fields.String):
    """A UUID in its canonical lower-case form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=Exactly(UUID_PATTERN), metadata={"format": "uuid"}, **kwargs)


class Amount(fields.Field):
    """A decimal number as a string, such as "0.010": exact, finite, bounded in length."""

    pattern = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"type": "string", "pattern": f"^{self.pattern.pattern}$", "maxLength": 32, "examples": ["0.010"]}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise ValidationError("Not a decimal number written as text.")
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise ValidationError("Not a decimal number written as text.") from error

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else str(value)


class Moment(fields.AwareDateTime):
    """An aware moment, within reach of every calendar unless `validate` says otherwise; in UTC on the way out."""

    def __init__(self, **kwargs: Any) -> None:
        if "validate" not in kwargs:
            kwargs |= {"validate": in_reach, "metadata": {"pattern": IN_REACH, **kwargs.get("metadata", {})}}
        super().__init__(format="iso", **kwargs)
