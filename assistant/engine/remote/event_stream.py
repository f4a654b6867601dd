"""From the bytes of a stream to the documents in it.

Servers differ: `data:` lines of server-sent events (the HTML standard's event stream), with
LF, CRLF or CR, split anywhere; bare JSON lines; or one whole document where a stream was asked
for. All come out as text, one document each.
"""

from __future__ import annotations

import codecs

DONE = "[DONE]"
_OTHER_FIELDS = ("", "event", "id", "retry")
"""A line that begins with a colon is a comment, which keeps the connection alive."""
_LARGEST_LINE = 16 * 1024 * 1024


class EventStream:
    """Feed bytes, get the data of complete events; `finish` gives what was left."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._data: list[str] = []
        self._plain: list[str] = []
        self.is_page = False
        """The body is a web page."""

    def feed(self, data: bytes) -> list[str]:
        """Raises ValueError for a line without an end."""
        return self._lines(self._decoder.decode(data), final=False)

    def finish(self) -> list[str]:
        """The last event, also when the empty line behind it is missing."""
        found = self._lines(self._decoder.decode(b"", final=True), final=True)
        found += self._end_of_event()
        if self._plain:
            found.append("\n".join(self._plain))
            self._plain = []
        return found

    def _lines(self, text: str, *, final: bool) -> list[str]:
        self._held += text
        if len(self._held) > _LARGEST_LINE:
            raise ValueError("a line without an end")
        found: list[str] = []
        while True:
            at = _line_end(self._held)
            if at < 0 or (self._held[at] == "\r" and at + 1 == len(self._held) and not final):
                break  # a line feed may follow
            width = 2 if self._held.startswith("\r\n", at) else 1
            line, self._held = self._held[:at], self._held[at + width :]
            found += self._line(line)
        if final and self._held:
            line, self._held = self._held, ""
            found += self._line(line)
        return found

    def _line(self, line: str) -> list[str]:
        if not line.strip():
            return self._end_of_event()
        name, _, value = line.partition(":")
        if name == "data":
            self._data.append(value.removeprefix(" "))
            return self._whole()
        if name in _OTHER_FIELDS:
            return []
        if name == "error" and value.strip().startswith("{"):
            return [f'{{"error":{value.strip()}}}']  # llama.cpp said errors so
        return self._plain_line(line)

    def _plain_line(self, line: str) -> list[str]:
        text = line.strip()
        if not self._plain and text.startswith("<"):
            self.is_page = True
        if not self._plain and text.startswith("{") and text.endswith("}"):
            return [text]
        self._plain.append(line)
        return []

    def _whole(self) -> list[str]:
        """Some servers leave out the empty line between events: a line that is whole counts."""
        if len(self._data) == 1:
            text = self._data[0].strip()
            if text == DONE or (text.startswith("{") and text.endswith("}")):
                self._data = []
                return [text]
        return []

    def _end_of_event(self) -> list[str]:
        text = "\n".join(self._data).strip()
        self._data = []
        return [text] if text else []


def _line_end(text: str) -> int:
    """Where the first line ends, -1 where it does not."""
    feed, back = text.find("\n"), text.find("\r")
    if feed < 0 or back < 0:
        return max(feed, back)
    return min(feed, back)
