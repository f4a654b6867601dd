"""The two sides of a comparison: the engine and the bare loop, with the same model."""

from __future__ import annotations

from collections.abc import Callable

import psutil

from assistant.cli.interrupt import Interrupt
from assistant.cli.speed.bare_process import BareProcess
from assistant.cli.speed.exchanges import Exchanges
from assistant.cli.speed.prose import prose
from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, LoadModel, ModelParameters, Ready, TokenCount
from assistant.core.ports import Engine
from assistant.engine.reference import Reference

_SAMPLE_WORDS = 300
_SPARE_BYTES = 1_000_000_000


class Sides:
    """Starts each side when it is first needed. Main thread only; raises `UserError`.

    Both are in memory together where there is room, else one makes place for the other.
    """

    def __init__(
        self,
        make_engine: Callable[[], Engine],
        path: str,
        parameters: ModelParameters,
        interrupt: Interrupt,
    ) -> None:
        self._make_engine = make_engine
        self._path = path
        self._parameters = parameters
        self._interrupt = interrupt
        self._exchanges: Exchanges | None = None
        self._bare: dict[int, BareProcess] = {}
        self._info: ModelInfo | None = None
        self._tokens_per_word = 0.0
        self._narrow = False

    def close(self) -> None:
        """End every process."""
        self.close_engine()
        self.close_bare()

    def close_engine(self) -> None:
        """End the engine; the next use starts a new one, as after a restart."""
        if self._exchanges is not None:
            self._exchanges.engine.close()
            self._exchanges = None

    def close_bare(self) -> None:
        """End the bare loops; the next use starts a new one."""
        for process in self._bare.values():
            process.close()
        self._bare.clear()

    @property
    def info(self) -> ModelInfo:
        """What the engine said of the model."""
        if self._info is None:
            self.engine()
        assert self._info is not None  # noqa: S101 - set with the engine
        return self._info

    def engine(self) -> Exchanges:
        """The engine with the model in memory."""
        if self._exchanges is None:
            if self._narrow:
                self.close_bare()
            exchanges = Exchanges(self._make_engine(), self._interrupt)
            self._exchanges = exchanges
            load = LoadModel(path=self._path, parameters=self._parameters)
            loaded = exchanges.run(load).last
            if not isinstance(loaded, Ready):
                raise UserError("protocol", "The engine answered something that was not asked.")
            self._info = loaded.info
            self._narrow = _narrow(loaded.info)
        return self._exchanges

    def bare(self, sequences: int = 1) -> BareProcess:
        """The bare loop, loaded as the engine loaded the model."""
        process = self._bare.get(sequences)
        if process is None:
            info = self.info
            self.close_bare()
            if self._narrow:
                self.close_engine()
            reference = Reference(
                path=info.path,
                context_length=info.context_length,
                batch_tokens=info.batch_tokens or self._parameters.batch_tokens or 512,
                threads=info.threads,
                gpu_layers=info.gpu_layers,
                kv_type=info.kv_type,
                flash_attention=self._parameters.flash_attention,
                sequences=sequences,
            )
            process = self._bare[sequences] = BareProcess(reference, self._interrupt)
        return process

    def text(self, tokens: int, seed: int) -> str:
        """Prose of about `tokens` tokens; other seeds share no beginning with it."""
        if not self._tokens_per_word:
            count = self.engine().run(CountTokens(text=prose(_SAMPLE_WORDS, 0))).last
            assert isinstance(count, TokenCount)  # noqa: S101 - what the request ends in
            self._tokens_per_word = max(count.n, 1) / _SAMPLE_WORDS
        return prose(max(1, round(tokens / self._tokens_per_word)), seed)


def _narrow(info: ModelInfo) -> bool:
    """Whether there is no room for the model a second time."""
    if info.gpu_layers:
        return True  # how much a device has left is not known
    needed = info.model_bytes + info.cache_bytes + info.compute_bytes
    return bool(psutil.virtual_memory().available < needed + _SPARE_BYTES)
