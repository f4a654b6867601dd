// WORKAROUND(https://gcc.gnu.org/bugzilla/show_bug.cgi?id=114098): GCC before 11.5, 12.4, 13.3 and
// 14 (Debian 12 has 12.2) believes that _tile_loadconfig reads a pointer, not 64 bytes, and leaves
// out what was written to the rest. Processors with AMX end the process at the next tile then.
// Included before everything else; of any effect only where a file is compiled for AMX.
#pragma once
#if defined(__AMX_TILE__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

static inline void inkstone_tile_loadconfig(const void * config) {
    __asm__ volatile("ldtilecfg %X0" : : "m"(*static_cast<const char (*)[64]>(config)));
}

#define _tile_loadconfig inkstone_tile_loadconfig

#endif
