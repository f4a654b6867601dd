"""What models say before and after the text that they were asked for."""

from __future__ import annotations

import re

_TELLING = 400
"""Letters in which an opening is looked for."""
_WORKED = (
    r"(?:corrected|revised|rewritten|rephrased|reworded|edited|proofread|improved|translated|"
    r"shortened|shorter|condensed|expanded|extended|longer|simplified|simpler|polished|updated|"
    r"fixed|formal|friendl(?:y|ier)|professional|final|cleaned)"
)
_WORK = (
    r"(?:texts?|versions?|translations?|paragraphs?|rewrite|revision|corrections?|results?|output|"
    r"answer|response|outline|summary|titles?|bullet points|list|table|continuation|explanation|"
    r"reply|draft|edit)"
)
_FIRST_LINE = re.compile(r"(?P<head>[^\n:：]{1,160})[:：][*_]*(?P<rest>[ \t]*\n|[ \t]*)")
_AGREES = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|great|no problem|gladly|"
    r"happy to help)\b[^\n]{0,40}?[,.!—-]*\s*"
)
_SAYS_SO = re.compile(
    rf"(?:{_AGREES})?(?:"
    r"(?:here(?:['’]s| is| are)|below (?:is|are)|this is|the following is|these are)\b.*"
    rf"\b(?:{_WORK}|{_WORKED})\b.*"
    r"|here you (?:go|are)|here it is"
    rf"|(?:i(?:['’]ve| have)?|we(?:['’]ve| have)?)\s+(?:also |now )?{_WORKED}\b.*"
    rf"|(?:(?:the|your|my|a|an)\s+)?(?:more\s+)?{_WORKED}(?:\s+{_WORK}\b.*|\s+(?:message|email|"
    r"e-mail|sentence|passage)\b.*)?"
    r"|(?:translation|result|output|answer|revision|rewrite|correction)"
    r")",
    re.IGNORECASE,
)
"""Words that can only be about the answer."""
_MAY_SAY_SO = re.compile(
    rf"(?:{_AGREES})?(?:here(?:['’]s| is| are)|below (?:is|are)|this is|the following is)\b.*"
    rf"|{_AGREES}.*",
    re.IGNORECASE,
)
"""Words that are about the answer when they have a line of their own."""
_CHINESE_AGREES = r"(?:(?:当然(?:可以)?|好的|没问题|可以|當然(?:可以)?|沒問題)[，,。！!：:]?\s*)"
_CHINESE_WORK = (
    "(?:修改|改写|改寫|润色|潤色|修正|校对|校對|翻译|翻譯|精简|简化|扩写|优化|文本|版本|译文|譯文|"
    "内容|內容|文字|结果|結果|段落|标题|大纲|回复|续写)"
)
_CHINESE_OPENING = re.compile(
    rf"{_CHINESE_AGREES}?(?:"
    rf"(?:以下|下面|这|這)(?:是|为|為)[^\n：:]{{0,30}}{_CHINESE_WORK}[^\n：:]{{0,10}}[：:]"
    rf"|{_CHINESE_WORK}(?:后|後|过|過)?的?{_CHINESE_WORK}?(?:如下)?[：:])\s*"
)
_AGREEMENT = re.compile(
    r"(?:(?:sure(?: thing)?|certainly|of course|absolutely|okay|gladly|no problem)"
    r"(?:[,!.]? i(?:['’]d| would|['’]ll| can)[^\n]{0,60})?[!.:]"
    r"|(?:当然(?:可以)?|好的|没问题|當然(?:可以)?)[，,。！!：:])\s*\n+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:i (?:have |also )?(?:corrected|changed|made|kept|fixed|replaced)|let me know|"
    r"please let me know|feel free|i hope (?:this|that|it)|hope (?:this|that) helps|"
    r"is there anything|if you (?:need|have|would|want)|would you like|"
    r"the (?:corrections|changes|following changes)|here are the changes)\b"
    r"|希望(?:这|对|這|對)|如果(?:您|你)(?:还|有|需要|還)|请告诉我|請告訴我|如有(?:任何|其他)",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"\n[ \t]*\(?\*{0,2}(?:"
    r"(?:note|notes|changes(?: made)?|explanation|corrections(?: made)?)\*{0,2}[ \t]*[:：]"
    r"|(?:here are the|the following) (?:changes|corrections)\b"
    r"|(?:说明|說明|注意?|修改说明|修改內容|修改如下)\*{0,2}[：:])[\s\S]*\Z",
    re.IGNORECASE,
)


def without_opening(text: str, source: str, *, speaks: bool) -> str:
    """`text` without “Sure, here is the corrected text:” and the like.

    `speaks`: it is somebody's own words, who may begin with “Sure!”.
    """
    bare = text.lstrip("*_# ")
    starts = [_end_of_opening(bare, source), _end(_CHINESE_OPENING, bare)]
    if not speaks:
        starts.append(_end(_AGREEMENT, bare))
    for start in starts:
        if not start:
            continue
        beginning = bare[:start].strip(" \n*_")
        if source.lstrip("*_ #>\"“'").casefold().startswith(beginning[:12].casefold()):
            return text
        return bare[start:].lstrip(" \n")
    return text


def _end_of_opening(text: str, source: str) -> int:
    """Where the text begins after a line such as “Here is the corrected text:”; 0 for none."""
    agreed = _end(_AGREEMENT, text)
    line = _FIRST_LINE.match(text, agreed)
    if line is None:
        return 0
    head = line["head"].strip(" *_\n")
    if _SAYS_SO.fullmatch(head):
        return line.end()
    alone = "\n" in line["rest"] and ":" not in source[:_TELLING]
    return line.end() if alone and _MAY_SAY_SO.fullmatch(head) else 0


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text[:_TELLING])
    return found.end() if found else 0


def without_closing(text: str, source: str, *, speaks: bool) -> str:
    """`text` without notes on the changes, and without a last paragraph of good wishes.

    Only a paragraph that comes to those of the source can be one; where somebody `speaks`, the
    good wishes are theirs.
    """
    notes = _NOTES.search(text)
    if notes is not None and not _stands_in(notes[0], source):
        text = text[: notes.start()].rstrip()
    if speaks:
        return text
    while _paragraphs(text) > _paragraphs(source):
        head, _gap, last = text.rpartition("\n")
        if not _CLOSING.match(last.strip(" *_(")) or _stands_in(last, source):
            break
        text = head.rstrip()
    return text


def _stands_in(part: str, source: str) -> bool:
    """Whether the source begins a sentence as `part` does."""
    return part.strip(" \n*_()").casefold()[:14] in source.casefold()


def _paragraphs(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
