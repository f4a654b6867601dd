"""What was learned as a GGUF file, matrices at 8 bits (Q8_0)."""

from __future__ import annotations

import json
from pathlib import Path

import gguf
import numpy as np

from assistant.core.starter import NAME
from models.starter.recipe.encoding import TEMPLATE
from models.starter.recipe.network import EPSILON, ROPE_BASE
from models.starter.recipe.sizes import Size
from models.starter.recipe.tokenizer import END, END_TURN, SPECIAL
from models.starter.recipe.training import CHECKPOINT, weights

MOST_BYTES = 24_000_000


def export(
    size: Size, folder: Path, path: Path, before: Path | None = None, share: float = 0.5
) -> None:
    """Write the checkpoint and the tokeniser in `folder` to `path`. Raises ValueError.

    With `before`, the checkpoint of an earlier course, the mean of both is written, `share` of it
    that of `before`.
    """
    part = path.with_suffix(".part")
    writer = gguf.GGUFWriter(part, "llama")
    _describe(writer, size)
    _write_tokenizer(writer, folder / "tokenizer.json")
    earlier = weights(before) if before else None
    for name, tensor in weights(folder / CHECKPOINT).items():
        values = tensor.float().numpy()
        if earlier is not None:
            values = (1.0 - share) * values + share * earlier[name].float().numpy()
        if values.ndim == 1:
            writer.add_tensor(name, values.astype(np.float32))
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    written = part.stat().st_size
    if written > MOST_BYTES:
        part.unlink()
        raise ValueError(f"The file has {written:,} bytes; {MOST_BYTES:,} are allowed.")
    part.replace(path)


def _describe(writer: gguf.GGUFWriter, size: Size) -> None:
    writer.add_name(NAME)
    writer.add_license("Apache-2.0")
    writer.add_description("The small model that comes with Inkstone, trained on its own texts.")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_vocab_size(size.vocabulary)
    writer.add_context_length(size.context)
    writer.add_embedding_length(size.width)
    writer.add_block_count(size.layers)
    writer.add_feed_forward_length(size.hidden)
    writer.add_head_count(size.heads)
    writer.add_head_count_kv(size.kv_heads)
    writer.add_rope_dimension_count(size.head_width)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_layer_norm_rms_eps(EPSILON)


def _write_tokenizer(writer: gguf.GGUFWriter, path: Path) -> None:
    learned = json.loads(path.read_text("utf-8"))["model"]
    tokens = sorted(learned["vocab"], key=learned["vocab"].__getitem__)
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in learned["merges"]]
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([control if token in SPECIAL else normal for token in tokens])
    writer.add_token_merges(merges)
    writer.add_eos_token_id(learned["vocab"][END_TURN])
    writer.add_eot_token_id(learned["vocab"][END_TURN])
    writer.add_pad_token_id(learned["vocab"][END])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
