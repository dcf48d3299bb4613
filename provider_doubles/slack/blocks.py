"""The documented limits of Block Kit; a message that breaks one is refused as a whole."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from provider_doubles.slack.arguments import SlackError

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_LONGEST = {
    "header": 150,
    "button": 75,
    "option": 75,
    "section": 3_000,
    "field": 2_000,
    "placeholder": 150,
    "label": 2_000,
    "title": 24,
}
_LONGEST_MARKDOWN = 12_000
_LONGEST_ID = 255
_LONGEST_VALUE = 2_000
_LONGEST_OPTION_VALUE = 150
_MOST_ELEMENTS = 25
_MOST_CONTEXT = 10
_MOST_FIELDS = 10
_MOST_OPTIONS = 100
_KNOWN = {
    "actions",
    "alert",
    "card",
    "carousel",
    "context",
    "context_actions",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "markdown",
    "plan",
    "rich_text",
    "section",
    "table",
    "task_card",
    "video",
}

_Path = str


def check_blocks(blocks: Any, surface: str = "message") -> list[dict[str, Any]]:
    """The blocks, each with a block_id. Raise SlackError("invalid_blocks") with where and what."""
    if blocks is None:
        return []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    if len(blocks) > MOST_BLOCKS[surface]:
        raise _wrong("/blocks", f"no more than {MOST_BLOCKS[surface]} items allowed")
    markdown = 0
    ids: set[str] = set()
    for number, block in enumerate(blocks):
        path = f"/blocks/{number}"
        _check_block(block, path)
        if block.get("type") == "markdown":
            markdown += len(str(block.get("text", "")))
        block_id = block.get("block_id")
        if block_id is not None and block_id in ids:
            raise _wrong(f"{path}/block_id", f"block_id {block_id!r} already exists")
        ids.add(str(block_id)) if block_id is not None else None
    if markdown > _LONGEST_MARKDOWN:
        raise _wrong("/blocks", f"markdown must be less than {_LONGEST_MARKDOWN + 1} characters")
    return [{"block_id": secrets.token_hex(3), **block} for block in blocks]


def _wrong(path: str, what: str) -> SlackError:
    return SlackError("invalid_blocks", f"[ERROR] {what} [json-pointer:{path}]")


def _check_block(block: Mapping[str, Any], path: _Path) -> None:
    kind = block.get("type")
    if kind not in _KNOWN:
        raise _wrong(f"{path}/type", f"unsupported type: {kind}")
    if len(str(block.get("block_id", ""))) > _LONGEST_ID:
        raise _wrong(f"{path}/block_id", f"must be less than {_LONGEST_ID + 1} characters")
    check = _CHECKS.get(str(kind))
    if check is not None:
        check(block, path)


def _check_text(text: Any, path: _Path, longest: int, *, plain: bool = False) -> None:
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        raise _wrong(path, "missing required field: text")
    if text.get("type") not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        raise _wrong(f"{path}/type", f"unsupported type: {text.get('type')}")
    if not 1 <= len(text["text"]) <= longest:
        raise _wrong(f"{path}/text", f"must be 1 to {longest} characters")


def _check_header(block: Mapping[str, Any], path: _Path) -> None:
    _check_text(block.get("text"), f"{path}/text", _LONGEST["header"], plain=True)


def _check_section(block: Mapping[str, Any], path: _Path) -> None:
    if "text" in block:
        _check_text(block["text"], f"{path}/text", _LONGEST["section"])
    fields = _listed(block.get("fields", []), f"{path}/fields", _MOST_FIELDS, least=0)
    if "text" not in block and not fields:
        raise _wrong(path, "missing required field: text")
    for number, each in enumerate(fields):
        _check_text(each, f"{path}/fields/{number}", _LONGEST["field"])
    if "accessory" in block:
        _check_element(block["accessory"], f"{path}/accessory")


def _check_actions(block: Mapping[str, Any], path: _Path) -> None:
    elements = _listed(block.get("elements"), f"{path}/elements", _MOST_ELEMENTS)
    ids = [each.get("action_id") for each in elements if isinstance(each, dict)]
    named = [each for each in ids if each is not None]
    if len(set(named)) != len(named):
        raise _wrong(f"{path}/elements", "action_id already exists in this block")
    for number, each in enumerate(elements):
        _check_element(each, f"{path}/elements/{number}")


def _check_context(block: Mapping[str, Any], path: _Path) -> None:
    for number, each in enumerate(
        _listed(block.get("elements"), f"{path}/elements", _MOST_CONTEXT)
    ):
        if not isinstance(each, dict) or each.get("type") not in ("mrkdwn", "plain_text", "image"):
            raise _wrong(f"{path}/elements/{number}", "unsupported element")


def _check_input(block: Mapping[str, Any], path: _Path) -> None:
    _check_text(block.get("label"), f"{path}/label", _LONGEST["label"], plain=True)
    _check_element(block.get("element"), f"{path}/element")


def _check_image(block: Mapping[str, Any], path: _Path) -> None:
    if not block.get("alt_text"):
        raise _wrong(path, "missing required field: alt_text")
    if not block.get("image_url") and not block.get("slack_file"):
        raise _wrong(path, "missing required field: image_url")


def _check_markdown(block: Mapping[str, Any], path: _Path) -> None:
    if not block.get("text") or not isinstance(block["text"], str):
        raise _wrong(path, "missing required field: text")


def _check_element(element: Any, path: _Path) -> None:
    if not isinstance(element, dict) or not isinstance(element.get("type"), str):
        raise _wrong(path, "missing required field: type")
    if len(str(element.get("action_id", ""))) > _LONGEST_ID:
        raise _wrong(f"{path}/action_id", f"must be less than {_LONGEST_ID + 1} characters")
    if element["type"] == "button":
        _check_text(element.get("text"), f"{path}/text", _LONGEST["button"], plain=True)
        if len(str(element.get("value", ""))) > _LONGEST_VALUE:
            raise _wrong(f"{path}/value", f"must be less than {_LONGEST_VALUE + 1} characters")
    if "placeholder" in element:
        _check_text(
            element["placeholder"], f"{path}/placeholder", _LONGEST["placeholder"], plain=True
        )
    if element["type"] in {"static_select", "multi_static_select", "radio_buttons", "checkboxes"}:
        _check_options(element, path)


def _check_options(element: Mapping[str, Any], path: _Path) -> None:
    if "option_groups" in element:
        return
    options = _listed(element.get("options"), f"{path}/options", _MOST_OPTIONS)
    for number, option in enumerate(options):
        here = f"{path}/options/{number}"
        if not isinstance(option, dict):
            raise _wrong(here, "must be an object")
        _check_text(option.get("text"), f"{here}/text", _LONGEST["option"])
        if not 1 <= len(str(option.get("value", ""))) <= _LONGEST_OPTION_VALUE:
            raise _wrong(f"{here}/value", f"must be 1 to {_LONGEST_OPTION_VALUE} characters")


def _listed(value: Any, path: _Path, most: int, *, least: int = 1) -> Sequence[Any]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise _wrong(path, f"must have {least} to {most} items")
    return value


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], _Path], None]] = {
    "actions": _check_actions,
    "context": _check_context,
    "header": _check_header,
    "image": _check_image,
    "input": _check_input,
    "markdown": _check_markdown,
    "section": _check_section,
}
