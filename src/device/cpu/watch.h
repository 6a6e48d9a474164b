/* Watching for floating-point errors. The processor keeps sticky bits of what
 * its operations met; reading them after an op costs a few cycles. For plain
 * ops (sums, products, quotients) they are the answer. Functions set and omit
 * bits as they like, and ints set none: there the values are looked at. */
#ifndef DEVICE_CPU_WATCH_H
#define DEVICE_CPU_WATCH_H

#include <fenv.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "../../array/float_error.h"
#include "cpu.h"

/* The kinds (float_error.h) whose bits are set, of those in mask; then no bit is. */
static inline unsigned float_status_take(unsigned mask) {
#if defined(__SSE2__)
    enum { INVALID = 1, DIVIDE = 4, OVER = 8, UNDER = 16, EVERY = 63 };
    unsigned all = _mm_getcsr();
    if (!(all & (INVALID | DIVIDE | OVER | (mask & FLOAT_UNDER ? UNDER : 0)))) return 0;
    _mm_setcsr(all & ~(unsigned)EVERY);
    unsigned kinds = (all & DIVIDE ? FLOAT_DIVIDE : 0) | (all & OVER ? FLOAT_OVER : 0) |
                     (all & UNDER ? FLOAT_UNDER : 0) | (all & INVALID ? FLOAT_INVALID : 0);
#else
    int all = fetestexcept(FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID);
    if (!all) return 0;
    feclearexcept(FE_ALL_EXCEPT);
    unsigned kinds = (all & FE_DIVBYZERO ? FLOAT_DIVIDE : 0) | (all & FE_OVERFLOW ? FLOAT_OVER : 0) |
                     (all & FE_UNDERFLOW ? FLOAT_UNDER : 0) | (all & FE_INVALID ? FLOAT_INVALID : 0);
#endif
    return kinds & mask;
}

typedef enum Watch {
    WATCH_NOTHING,
    WATCH_STATUS,  /* the sticky bits tell */
    WATCH_VALUES,  /* the values do, whatever the bits */
    WATCH_SCALAR   /* ints, which overflow aloud only as scalars */
} Watch;

/* How a value of a plan is watched, and what it may meet. */
Watch watch_of(const PlanValue *value, unsigned *kinds);

/* What n elements met: the result and its operands (as the loop takes them).
 * status: the sticky bits after the op. 0 is told at once where nothing is odd. */
unsigned watch_look(const Kernels *kernels, const PlanValue *value, const void *out, const void *a,
                    const void *b, int64_t n, unsigned status);

/* Tells what a library op that has run met. */
void watch_library(const Kernels *kernels, const LibraryTask *task);

#endif
