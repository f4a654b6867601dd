"""How good answers are: one number for each case, or counts that are added up first.

BLEU and chrF are sacrebleu's, ROUGE is rouge-score's; exact match and F1 as in SQuAD (Rajpurkar et
al. 2016): case, punctuation and English articles do not count, F1 is over words, and over single
characters where a script has no spaces.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.cli.evaluating.cases import Case
from assistant.cli.evaluating.tasks import Answer
from assistant.core.errors import UserError

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_PUNCTUATION = string.punctuation + "“”‘’„«»‹›…–—、。，！？：；（）《》【】「」"
_STRIPPED = str.maketrans("", "", _PUNCTUATION)
_BLEU_TOKENS = {"zh-Hans": "zh", "zh-Hant": "zh", "ja": "char", "ko": "char", "th": "char"}
_ORDER = 4

Combine = Callable[[Sequence[Sequence[float]]], float]


@dataclass(frozen=True)
class Score:
    """A measure over cases: `rows` has what each contributes, `combine` makes one number of them.

    All are between 0 and 1 (BLEU and chrF too), higher is better.
    """

    name: str
    rows: Sequence[tuple[float, ...]]
    combine: Combine = field(repr=False)

    @property
    def value(self) -> float:
        return self.combine(self.rows)


def mean(rows: Sequence[Sequence[float]]) -> float:
    """Of the first column."""
    return sum(row[0] for row in rows) / len(rows) if rows else 0.0


def scores(task: str, cases: Sequence[Case], answers: Sequence[Answer]) -> list[Score]:
    """The measures of a task. Raises `UserError` when a library they need is not installed."""
    texts = [answer.text.strip() for answer in answers]
    exact = Score(
        "exact", [(_exact(t, c.reference),) for t, c in zip(texts, cases, strict=True)], mean
    )
    if task == "translate":
        return [_bleu(cases, texts), _chrf(cases, texts), exact]
    if task == "summarise":
        return _rouge(cases, texts)
    if task == "answer":
        f1 = [(f1_score(t, c.reference),) for t, c in zip(texts, cases, strict=True)]
        checked = [(float(a.verified), float(a.quoted)) for a in answers]
        return [exact, Score("F1", f1, mean), Score("quotes verified", checked, _share)]
    if task == "classify":
        pairs = [(_label(t, c), _labels_index(c)) for t, c in zip(texts, cases, strict=True)]
        rows = [(float(given == right), float(given), float(right)) for given, right in pairs]
        return [Score("accuracy", rows, mean), Score("macro F1", rows, _macro_f1)]
    return [exact, _chrf(cases, texts)]


def _exact(text: str, references: Sequence[str]) -> float:
    return float(any(text == reference.strip() for reference in references))


def normalised(text: str) -> str:
    """As SQuAD compares answers."""
    plain = text.casefold().translate(_STRIPPED)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def words(text: str) -> list[str]:
    """Words; single characters of scripts without spaces."""
    return _WIDE.sub(lambda match: f" {match[0]} ", normalised(text)).split()


def f1_score(text: str, references: Sequence[str]) -> float:
    """The best agreement in words with one of the references."""
    return max(_f1(words(text), words(reference)) for reference in references)


def _f1(given: list[str], right: list[str]) -> float:
    if not given or not right:
        return float(given == right)
    same = sum((Counter(given) & Counter(right)).values())
    return 2 * same / (len(given) + len(right))


def _share(rows: Sequence[Sequence[float]]) -> float:
    whole = sum(row[1] for row in rows)
    return sum(row[0] for row in rows) / whole if whole else 0.0


def _label(text: str, case: Case) -> int:
    """Which label an answer names first; -1 for none."""
    said = normalised(text)
    places = {
        number: found.start()
        for number, label in enumerate(case.labels)
        if (found := re.search(rf"(?<!\w){re.escape(normalised(label))}(?!\w)", said))
    }
    return min(places, key=places.__getitem__) if places else -1


def _labels_index(case: Case) -> int:
    right = normalised(case.reference[0])
    known = [normalised(label) for label in case.labels]
    return known.index(right) if right in known else -2


def _macro_f1(rows: Sequence[Sequence[float]]) -> float:
    """The mean of each class's F1, over the classes that occur."""
    classes = {row[2] for row in rows}
    found = []
    for each in classes:
        hit = sum(row[1] == each and row[2] == each for row in rows)
        given, right = sum(row[1] == each for row in rows), sum(row[2] == each for row in rows)
        found.append(2 * hit / (given + right) if given + right else 0.0)
    return sum(found) / len(found) if found else 0.0


def _library(name: str) -> Any:
    try:
        import sacrebleu
        from rouge_score import rouge_scorer
    except ImportError:
        raise UserError(
            "usage",
            f"{name} is not installed, which these scores need.",
            "Install it: pip install 'inkstone[evaluate]'",
        ) from None
    return sacrebleu if name == "sacrebleu" else rouge_scorer


def _bleu(cases: Sequence[Case], texts: Sequence[str]) -> Score:
    """Of the whole: the n-grams of all sentences together."""
    library = _library("sacrebleu")
    known = {
        each: library.BLEU(tokenize=each, effective_order=True) for each in ("13a", "zh", "char")
    }
    rows = []
    for case, text in zip(cases, texts, strict=True):
        one = known[_BLEU_TOKENS.get(case.to, "13a")].sentence_score(text, list(case.reference))
        rows.append((*one.counts, *one.totals, one.sys_len, one.ref_len))

    def combine(chosen: Sequence[Sequence[float]]) -> float:
        sums = [int(sum(column)) for column in zip(*chosen, strict=True)]
        result = library.BLEU.compute_bleu(
            sums[:_ORDER], sums[_ORDER : 2 * _ORDER], sums[-2], sums[-1], smooth_method="exp"
        )
        return float(result.score) / 100

    return Score("BLEU", rows, combine)


def _chrf(cases: Sequence[Case], texts: Sequence[str]) -> Score:
    """The mean over sentences."""
    library = _library("sacrebleu").CHRF()
    rows = [
        (library.sentence_score(text, list(case.reference)).score / 100,)
        for case, text in zip(cases, texts, strict=True)
    ]
    return Score("chrF", rows, mean)


class _Words:
    """ROUGE's own tokens are ASCII letters; ours are of any script."""

    def tokenize(self, text: str) -> list[str]:
        return words(text)


def _rouge(cases: Sequence[Case], texts: Sequence[str]) -> list[Score]:
    kinds = {"rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougeL": "ROUGE-L"}
    scorer = _library("rouge-score").RougeScorer(list(kinds), tokenizer=_Words())
    rows: dict[str, list[tuple[float, ...]]] = {kind: [] for kind in kinds}
    for case, text in zip(cases, texts, strict=True):
        each = [scorer.score(reference, text) for reference in case.reference]
        for kind in kinds:
            rows[kind].append((max(one[kind].fmeasure for one in each),))
    return [Score(name, rows[kind], mean) for kind, name in kinds.items()]
