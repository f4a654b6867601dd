"""Have llama.cpp compute once, on the processor alone: `python compute_once.py FILE.gguf`.

Run by set_up.py with the interpreter of `.venv`, as a process of its own: an instruction that this
processor does not have ends it. Its code is WITH_AMX where llama.cpp was compiled with AMX, which
no_amx.h leaves out for good reasons.
"""

from __future__ import annotations

import sys

from llama_cpp import Llama, llama_print_system_info
from set_up import WITH_AMX

_TOKENS = 64  # enough for the ways of computing that only long prompts take

if b"AMX_INT8 = 1" in llama_print_system_info():
    sys.exit(WITH_AMX)
model = Llama(sys.argv[1], n_gpu_layers=0, n_ctx=128, verbose=False)
model.eval(range(_TOKENS))
