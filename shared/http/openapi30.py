"""OpenAPI 3.1 in the words of 3.0, for gateways that cannot read the newer one."""

from typing import Any

NOTHING = {"type": "null"}
UNKNOWN = ("propertyNames", "$schema")  # a gateway that checks less than we do does no harm


def lowered(node: Any) -> Any:
    """The same document or a part of it, with every word that 3.0 lacks said in its own."""
    if isinstance(node, list):
        return [lowered(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {name: lowered(below) for name, below in node.items() if name not in UNKNOWN}
    for word, translate in WORDS.items():
        if word in made:
            made |= translate(made.pop(word))
    return made


def _type(kinds: Any) -> dict[str, Any]:
    if kinds == "null":
        return {"nullable": True, "enum": [None]}
    if not isinstance(kinds, list):
        return {"type": kinds}
    return {"type": next((kind for kind in kinds if kind != "null"), "string"), "nullable": "null" in kinds}


def _either(choices: Any) -> dict[str, Any]:
    """`null` among several choices makes the rest nullable."""
    nothing = lowered(NOTHING)
    if not isinstance(choices, list) or nothing not in choices:
        return {"anyOf": choices}
    rest = [choice for choice in choices if choice != nothing]
    return {"allOf" if len(rest) == 1 else "anyOf": rest, "nullable": True}


def _examples(examples: Any) -> dict[str, Any]:
    return {"example": examples[0]} if isinstance(examples, list) else {"examples": examples}


WORDS = {
    "type": _type,
    "anyOf": _either,
    "examples": _examples,
    "const": lambda value: {"enum": [value]},
}
