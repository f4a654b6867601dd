// llama.cpp without AMX, the matrix unit of Xeon processors.
//
// Compiled by GCC before 11.5, 12.4, 13.3 and 14 (Debian 12 has 12.2), it ends at the first tile with
// an illegal instruction: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=114098. Other compilers leave
// what is open in llama.cpp itself: https://github.com/ggml-org/llama.cpp/issues/20824 (ends while
// computing) and https://github.com/ggml-org/llama.cpp/pull/26954. Weights are held twice, and what
// is won is small or less than nothing: https://github.com/ollama/ollama/pull/9203.
#pragma once
#undef __AMX_INT8__
