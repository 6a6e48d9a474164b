/* Which of the compiled instruction sets this machine runs. */
#include "kernels.h"

#include <string.h>

extern const Kernels kernels_baseline;

#if defined(__x86_64__)
extern const Kernels kernels_avx2, kernels_avx512;

static bool kernels_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool kernels_has_avx512(void) {
    return kernels_has_avx2() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw");
}

const Kernels *kernels_get(const char *isa) {
    const struct {
        const Kernels *kernels;
        bool runs;
    } sets[] = {{&kernels_avx512, kernels_has_avx512()},
                {&kernels_avx2, kernels_has_avx2()},
                {&kernels_baseline, true}};
    for (size_t k = 0; k < sizeof sets / sizeof *sets; k++)
        if (sets[k].runs && (!isa || strcmp(isa, sets[k].kernels->isa) == 0))
            return sets[k].kernels;
    return NULL;
}
#else
const Kernels *kernels_get(const char *isa) {
    return !isa || strcmp(isa, kernels_baseline.isa) == 0 ? &kernels_baseline : NULL;
}
#endif
