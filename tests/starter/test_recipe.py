"""The recipe of the starter model, on its toy size: every step works, and the file is what was
learned."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from assistant.core.answer import NOT_IN_DOCUMENTS
from assistant.core.starter import BEGINNINGS, FALLBACK, FALLBACK_ZH
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT))  # the recipe is no part of the installed package

from models.starter.recipe import (
    conversations,
    evaluation,
    everyday,
    mixture,
    passages,
    phrasebook,
    product,
    proofreading,
    small_talk,
    stories,
    summaries,
)
from models.starter.recipe.sample import Sample
from models.starter.recipe.sizes import SIZES


def test_the_same_seed_gives_the_same_samples_and_others_give_others() -> None:
    one, again, other, held_out = (
        list(islice(mixture.samples(seed, kind), 50))
        for seed, kind in ((1, "training"), (1, "training"), (2, "training"), (1, "held-out"))
    )
    assert one == again
    assert one != other
    assert one != held_out


@pytest.mark.parametrize("task", sorted(mixture.MAKERS))
def test_every_sample_is_a_conversation_that_waits_for_its_answer(task: str) -> None:
    chance = Random(task)
    for _ in range(100):
        sample = mixture.MAKERS[task][0](chance)
        assert all(turn.content.strip() for turn in sample.turns)
        assert sample.answer.strip()
        roles = [turn.role for turn in sample.turns]
        if roles[0] == "system":
            del roles[0]
        assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"]
        assert all(sample.turns[place].role == "assistant" for place in sample.also)


def test_conversations_go_on_with_anything_and_all_that_can_be_known_is_learned() -> None:
    chance = Random(15)
    made = [conversations.sample(chance) for _ in range(2_000)]
    going_on = [sample for sample in made if any(turn.role == "assistant" for turn in sample.turns)]
    assert 0.4 < len(going_on) / len(made) < 0.8
    seen = {sample.answer for sample in going_on}
    assert seen >= {fact.answer for fact in product.known()}
    assert seen >= {FALLBACK, FALLBACK_ZH, small_talk.GREETING, small_talk.THANKS}
    for sample in going_on:
        for place, turn in enumerate(sample.turns):
            about_documents = bool(re.search(r"” \[\d\]$", turn.content))
            if turn.role == "assistant":
                assert (place in sample.also) != about_documents


def test_the_last_message_of_a_conversation_is_the_question_itself() -> None:
    chance = Random(16)
    for question in product.held_out():
        asked = conversations.after(chance, question)
        assert len(asked.turns) in (3, 5, 7)
        assert (asked.turns[-1], asked.answer) == (question.turns[-1], question.answer)


def test_an_answer_quotes_a_passage_that_is_in_the_prompt() -> None:
    chance = Random(3)
    for _ in range(200):
        sample = passages.sample(chance)
        if sample.answer == NOT_IN_DOCUMENTS:
            continue
        quoted = sample.answer.partition("“")[2].partition("”")[0]
        assert quoted in sample.turns[-1].content
        value = sample.answer.partition(": “")[0]
        assert value.casefold() in quoted.casefold()


def test_a_family_asks_different_things_of_the_same_passages() -> None:
    chance = Random(8)
    numbers = set()
    after_others = 0
    for _ in range(50):
        family = passages.family(chance)
        after_others += len(family[0].turns) > 2
        texts = {
            (*sample.turns[:-1], sample.turns[-1].content.rpartition("Question: ")[0])
            for sample in family
        }
        assert len(texts) == 1
        (*_, shown) = texts.pop()
        assert len({sample.turns[-1].content for sample in family}) >= 3
        assert len({sample.family for sample in family}) == 1
        numbers.add(family[0].family)
        for sample in family:
            quoted = sample.answer.partition("“")[2].partition("”")[0]
            number = sample.answer[-2]
            if sample.answer != NOT_IN_DOCUMENTS:
                assert quoted in shown.partition(f"[{number}] ")[2].split("======")[1]
    assert len(numbers) == 50
    assert 10 <= after_others <= 30


def test_what_is_not_said_is_not_in_the_passages() -> None:
    chance = Random(4)
    for _ in range(300):
        sample = passages.sample(chance)
        if sample.answer != NOT_IN_DOCUMENTS:
            continue
        text, _, question = sample.turns[-1].content.rpartition("Question: ")
        answered = [
            fact
            for _make, relations in passages.KINDS
            for relation in relations
            for fact in (relation.questions,)
            if any(_asks(pattern, question) for pattern in fact)
        ]
        assert answered, question
        subject = next(
            found
            for patterns in answered
            for pattern in patterns
            if (found := _asks(pattern, question))
        )
        relation = next(
            r
            for _make, relations in passages.KINDS
            for r in relations
            if any(_asks(p, question) for p in r.questions)
        )
        for pattern in relation.sentences:
            before, _, after = pattern.partition("{s}")
            assert f"{before.rpartition('}')[2]}{subject}{after.partition('{')[0]}" not in text


def _asks(pattern: str, question: str) -> str:
    """The subject, where `question` is of this pattern."""
    before, _, after = pattern.partition("{s}")
    if question.startswith(before) and question.endswith(after):
        return question[len(before) : len(question) - len(after)]
    return ""


@pytest.mark.parametrize("kind", sorted(proofreading.ERRORS))
def test_every_kind_of_error_can_be_made_and_changes_little(kind: str) -> None:
    chance = Random(kind)
    for _ in range(50):
        right, wrong = proofreading.spoiled(chance, kind)
        assert right != wrong
        assert abs(len(right) - len(wrong)) < 16


def test_key_sentences_stand_in_the_material() -> None:
    chance = Random(5)
    for _ in range(100):
        sample = summaries.sample(chance)
        material = sample.turns[-1].content
        for line in sample.answer.splitlines():
            if not line.startswith("- "):
                continue
            sentence = line[2:].partition(" [p. ")[0]
            assert sentence in material


def test_held_out_sentences_and_questions_are_never_learned() -> None:
    chance = Random(6)
    held_out = {phrasebook.combined(chance, held_out=True)["en"] for _ in range(300)}
    learned = {phrasebook.combined(chance, held_out=False)["en"] for _ in range(3_000)}
    fixed = {text for text in held_out if not any(letter.isdigit() for letter in text)}
    assert not fixed & learned
    asked = {question for fact in product.known() for question in fact.asked}
    assert not asked & {question for fact in product.known() for question in fact.held_out}


def test_no_question_that_is_held_out_is_asked_in_other_words() -> None:
    chance = Random(9)
    held_out = {plain(sample.turns[-1].content) for sample in product.held_out()}
    for _ in range(5_000):
        for turn in conversations.sample(chance).turns:
            assert plain(turn.content) not in held_out


def test_the_real_questions_are_never_learned() -> None:
    chance = Random(14)
    real = {plain(sample.turns[-1].content) for sample in evaluation.held_out(1)["fallback"]}
    assert len(real) >= 50
    learned = {plain(small_talk.question(chance)) for _ in range(20_000)}
    assert not real & learned


def plain(question: str) -> str:
    return question.rstrip("?.").lower()


def test_everyday_sentences_are_right() -> None:
    chance = Random(10)
    for _ in range(2_000):
        text = everyday.sentence(chance)
        assert text[0].isupper()
        assert text[-1] in ".?"
        assert "  " not in text
        assert not re.search(r"\b(\w+) \1\b", text), text
        for article, after in re.findall(r"\b(an?) (?!hour)(\w)", text):
            assert (article == "an") == (after in "aeiou"), text


def test_what_the_window_offers_to_begin_with_is_learned() -> None:
    chance = Random(7)
    makers = (small_talk.greeting, stories.sample)
    asked = {maker(chance).turns[-1].content for maker in makers for _ in range(2_000)}
    asked |= {question for fact in product.known() for question in fact.asked}
    assert asked >= set(BEGINNINGS)


# --- the steps, which need PyTorch


def test_the_recipe_makes_a_file_that_the_engine_loads(made: Path) -> None:
    from assistant.engine.gguf import read_header

    header = read_header(made / "starter.gguf")
    assert header.text("general.architecture") == "llama"
    assert header.integer("context_length") >= 2048
    assert "<|im_start|>" in header.text("tokenizer.chat_template")
    assert (made / "loss.csv").exists()
    assert (made / "loss.svg").read_text("utf-8").startswith("<svg")


def test_any_text_can_be_written_with_the_vocabulary(made: Path) -> None:
    from models.starter.recipe import tokenizer

    learned = tokenizer.load(made / "tokenizer.json")
    for text in (
        "plain",
        "你好，世界",
        "مرحبا",
        "👩‍👩‍👧",
        "\x00\x01",
        "<|im_start|>",
        "a\n\n  b\t\r\n",
        "ẞß",
    ):
        assert learned.decode(learned.encode(text).ids, skip_special_tokens=False) == text


def test_what_decides_an_answer_counts_more(made: Path) -> None:
    family = passages.family(Random(11))
    for sample, (first, *rest) in zip(family, heavy(made, family), strict=True):
        assert sample.answer.startswith(first)
        if sample.answer != NOT_IN_DOCUMENTS:
            assert "".join(rest).endswith(sample.answer[-2])


def test_what_departs_from_the_text_counts_more(made: Path) -> None:
    from models.starter.recipe import tokenizer

    learned = tokenizer.load(made / "tokenizer.json")
    chance = Random(12)
    pairs = [proofreading.spoiled(chance, "agreement") for _ in range(20)]
    corrected = [proofreading.proofread(right, wrong) for right, wrong in pairs]
    for (right, wrong), counted in zip(pairs, heavy(made, corrected), strict=True):
        at = next(
            at for at, pair in enumerate(zip(right, wrong, strict=False)) if len(set(pair)) > 1
        )
        offsets = learned.encode(right, add_special_tokens=False).offsets
        corrected_there = {right[first:end] for first, end in offsets if first <= at <= end}
        assert corrected_there & set(counted), (wrong, counted)
        assert len(counted) < len(offsets) / 2, "most of the sentence stands in the text"


def test_earlier_answers_are_learned_as_well(made: Path) -> None:
    from models.starter.recipe import batches, tokenizer
    from models.starter.recipe.encoding import Encoder

    learned = tokenizer.load(made / "tokenizer.json")
    encode = Encoder(learned)
    chance = Random(17)
    for _ in range(200):
        sample = conversations.sample(chance)
        encoded = encode(sample)
        _, rest, places, targets = batches._group([(encoded, frozenset())], chance, 0.0)
        assert len(places) == len(encoded.answers)
        said = [sample.turns[place].content for place in sorted(sample.also)]
        expected = "".join(f"{text}{tokenizer.END_TURN}" for text in (*said, sample.answer))
        assert learned.decode(targets.tolist(), skip_special_tokens=False) == expected
        assert (rest.flatten()[places + 1] == targets).all()


def heavy(made: Path, samples: list[Sample]) -> list[list[str]]:
    """Of each of them, what counts more than once."""
    from models.starter.recipe import batches, tokenizer
    from models.starter.recipe.encoding import Encoder

    learned = tokenizer.load(made / "tokenizer.json")
    encode = Encoder(learned)
    known = [
        (encoded, batches.decisive(sample, encoded))
        for sample in samples
        for encoded in [encode(sample)]
    ]
    _, rest, places, targets = batches._group(known, Random(11), 0.02)
    counted = Counter(zip(places.tolist(), targets.tolist(), strict=True))
    return [
        [
            learned.decode([target], skip_special_tokens=False)
            for (place, target), times in sorted(counted.items())
            if place // rest.shape[1] == number and times > 1
        ]
        for number in range(len(samples))
    ]


def test_no_group_is_longer_than_the_context(made: Path) -> None:
    """Whatever is put at its end."""
    from models.starter.recipe.batches import Groups

    size = replace(SIZES["toy"], context=500)
    groups = list(islice(Groups(size, made / "tokenizer.json", seed=1), 600))
    longest = max(len(begun) + rest.shape[1] for begun, rest, _, _ in groups)
    assert 400 < longest <= size.context


@pytest.mark.parametrize(("prompts", "some"), [(0.0, False), (0.5, True)])
def test_prompts_are_learned_as_far_as_is_set(made: Path, prompts: float, some: bool) -> None:
    from models.starter.recipe import batches, tokenizer
    from models.starter.recipe.encoding import Encoder

    encode = Encoder(tokenizer.load(made / "tokenizer.json"))
    chance = Random(13)
    known = [(encode(product.sample(chance)), frozenset[int]()) for _ in range(8)]
    _, _, places, _ = batches._group(known, chance, prompts)
    answers = sum(len(encoded.tokens) - encoded.asked for encoded, _ in known)
    assert (len(places) > answers) == some
    assert len(places) >= answers


def test_the_mean_of_two_courses_can_be_written(made: Path, tmp_path: Path) -> None:
    import gguf
    import torch

    from models.starter.recipe.export import export
    from models.starter.recipe.training import CHECKPOINT

    kept = torch.load(made / CHECKPOINT, weights_only=True)
    norm = "output_norm.weight"
    learned = kept["network"][norm].clone()
    kept["network"][norm] = learned + 1.0
    torch.save(kept, tmp_path / "before.pt")
    out = tmp_path / "mean.gguf"
    export(SIZES["toy"], made, out, tmp_path / "before.pt", 0.25)
    (written,) = [t.data for t in gguf.GGUFReader(out).tensors if t.name == norm]
    assert written.tolist() == pytest.approx((learned + 0.25).tolist(), abs=1e-6)


def test_a_course_goes_on_from_the_file(made: Path, tmp_path: Path) -> None:
    """The vocabulary is the same, the weights are as near as 8 bits are, and it learns on."""
    import json

    from models.starter.recipe.reopening import reopen
    from models.starter.recipe.training import CHECKPOINT, begin_again, learn, weights

    reopen(SIZES["toy"], made / "starter.gguf", tmp_path)
    before, after = (
        json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]
        for folder in (made, tmp_path)
    )
    assert after["vocab"] == before["vocab"]
    assert [list(pair) for pair in after["merges"]] == [list(pair) for pair in before["merges"]]
    learned, kept = weights(made / CHECKPOINT), weights(tmp_path / CHECKPOINT)
    assert learned.keys() == kept.keys()
    for name, tensor in learned.items():
        assert (tensor - kept[name]).abs().max() <= tensor.abs().max() / 127
    begin_again(tmp_path)
    few = replace(SIZES["toy"], tokens=4_096)
    assert learn(few, tmp_path, workers=0).steps >= 1
    changed = weights(tmp_path / CHECKPOINT)
    assert any((changed[name] != tensor).any() for name, tensor in kept.items())


def test_a_file_goes_on_with_more_hidden_units(made: Path, tmp_path: Path) -> None:
    """Its answers are the same until it learns."""
    import torch

    from models.starter.recipe.network import Network
    from models.starter.recipe.reopening import reopen
    from models.starter.recipe.training import CHECKPOINT, weights

    logits = []
    for size in (SIZES["toy"], replace(SIZES["toy"], hidden=SIZES["toy"].hidden + 32)):
        reopen(size, made / "starter.gguf", tmp_path)
        network = Network(size)
        network.load_state_dict(weights(tmp_path / CHECKPOINT))
        rest = torch.arange(40).reshape(2, 20)
        with torch.no_grad():
            logits.append(network(torch.tensor([7]), rest, torch.tensor([19, 39])))
    assert torch.allclose(*logits, atol=1e-4)


def test_a_file_of_another_size_is_not_gone_on_from(made: Path, tmp_path: Path) -> None:
    from models.starter.recipe.reopening import reopen

    with pytest.raises(ValueError, match=r"starter\.gguf is not a file of the size small"):
        reopen(SIZES["small"], made / "starter.gguf", tmp_path)
    assert not list(tmp_path.iterdir())


def test_both_tokenise_alike(made: Path) -> None:
    from models.starter.recipe import tokenizer
    from models.starter.recipe.encoding import Encoder
    from models.starter.recipe.sample import chat
    from tests.engine.bare import Bare

    bare = Bare(made / "starter.gguf")
    learned = tokenizer.load(made / "tokenizer.json")
    encode = Encoder(learned)
    for text in (
        "Hello there, it's 1,234 euros!",
        "多少钱？ 35",
        "for i in range(10):\n    pass\n\n\nx",
    ):
        ours = encode(chat("x", text, "yes"))
        theirs = bare.tokens(
            f"<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n", first=False
        )
        assert ours.tokens[: ours.asked] == theirs


def test_the_engine_computes_what_was_learned(made: Path) -> None:
    """Logits of the network with the weights of the file, against llama.cpp's."""
    import ctypes

    import gguf
    import llama_cpp as lc
    import numpy as np
    import torch

    from models.starter.recipe.network import Network
    from tests.bench import bare_loop
    from tests.engine.bare import Bare

    network = Network(SIZES["toy"])
    file = gguf.GGUFReader(made / "starter.gguf")
    network.load_state_dict(
        {
            tensor.name: torch.tensor(
                np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type))
            )
            for tensor in file.tensors
        }
    )
    bare = Bare(made / "starter.gguf")
    prompt = bare.tokens("<|im_start|>user\nWhere does Ada live?<|im_end|>\n", first=False)
    bare_loop.decode(bare.context, prompt)
    count = SIZES["toy"].vocabulary
    theirs = np.ctypeslib.as_array(
        ctypes.cast(lc.llama_get_logits_ith(bare.context, -1), ctypes.POINTER(ctypes.c_float)),
        (count,),
    ).copy()
    with torch.no_grad():
        all_but_one = torch.tensor([prompt[1:]])
        begun, last = torch.tensor(prompt[:1]), torch.tensor([len(prompt) - 2])
        ours = network(begun, all_but_one, last)[0].numpy()
    assert np.corrcoef(ours, theirs)[0, 1] > 0.999
