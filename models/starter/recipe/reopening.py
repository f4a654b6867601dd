"""A GGUF file of ours opened again, so that a further course can begin without its checkpoint."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import torch

from models.starter.recipe import tokenizer, training
from models.starter.recipe.network import Network
from models.starter.recipe.optimisers import optimisers
from models.starter.recipe.sizes import Size


def reopen(size: Size, path: Path, folder: Path) -> None:
    """Write the tokeniser and the weights of the file at `path` (8 bits each) to `folder`.

    The optimisers begin anew. Where `size` has more hidden units than the file, the new ones have
    no say at first: the network answers as before. Raises ValueError where the file is of a size
    that differs otherwise.
    """
    file = gguf.GGUFReader(path)
    tokens, merges = (
        file.fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "merges")
    )
    network = Network(size)
    found = {
        tensor.name: torch.tensor(np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type)))
        for tensor in file.tensors
    }
    found = {name: _with_units(name, tensor, size.hidden) for name, tensor in found.items()}
    try:
        network.load_state_dict(found)
    except RuntimeError as error:
        raise ValueError(f"{path.name} is not a file of the size {size.name}: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.restored(tokens, merges).save(str(folder / "tokenizer.json"))
    training.save(folder, network, optimisers(network, size.rate), training.Course())


def _with_units(name: str, matrix: torch.Tensor, hidden: int) -> torch.Tensor:
    """The matrix of a feed-forward layer, with as many more hidden units as `hidden` wants."""
    if "ffn_down" in name:
        missing = hidden - matrix.shape[1]
        return torch.nn.functional.pad(matrix, (0, missing)) if missing > 0 else matrix
    if "ffn_gate.weight" in name or "ffn_up" in name:
        missing = max(0, hidden - matrix.shape[0])
        return torch.cat((matrix, torch.randn(missing, matrix.shape[1]) * matrix.std()))
    return matrix
