"""A model's thinking, where its server sends it as the beginning of the answer."""

_OPENS, _CLOSES = "<think>", "</think>"


class ThinkingFilter:
    """Leaves out `<think>…</think>` at the start: it is not for customers."""

    def __init__(self) -> None:
        self._held = ""
        self._is_thinking = False
        self._is_answering = False

    def add(self, text: str) -> str:
        """What of it belongs to the answer."""
        if self._is_answering:
            return text
        self._held += text
        if not self._is_thinking:
            self._held = self._held.lstrip()
            if len(self._held) < len(_OPENS) and _OPENS.startswith(self._held):
                return ""
            if not self._held.startswith(_OPENS):
                return self._answer(self._held)
            self._is_thinking = True
        _, closes, rest = self._held.partition(_CLOSES)
        if closes:
            return self._answer(rest.lstrip())
        self._held = self._held[-len(_CLOSES) :]
        return ""

    def end(self) -> str:
        """What was held back, if it was no thinking after all."""
        return "" if self._is_thinking else self._answer(self._held)

    def _answer(self, text: str) -> str:
        self._held = ""
        self._is_thinking = False
        self._is_answering = bool(text) or self._is_answering
        return text
