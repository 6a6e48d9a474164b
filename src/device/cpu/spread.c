/* A team's threads, apart. A scheduler may wake a thread on the core of the
 * one that woke it, and leave both there for milliseconds beside an idle core:
 * each then waits for the other's spin, and the work takes longer than on one
 * thread (measured: 5.5 ms instead of 3.4 for a product of 4000 x 4000). A
 * thread that finds another of its team on its core asks to run anywhere else,
 * and may run anywhere again. */
#define _GNU_SOURCE /* sched_getcpu() */
#include "cpu.h"

#ifdef __linux__
#include <omp.h>
#include <sched.h>

#include "../../base/clock.h"

/* The first of the team on its core stays there. */
static bool is_first(uint8_t *taken) {
    int core = sched_getcpu();
    return core < 0 || core >= CPU_SETSIZE || !__atomic_exchange_n(&taken[core], 1, __ATOMIC_RELAXED);
}

static void move_away(const uint8_t *taken) {
    cpu_set_t allowed, free;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    free = allowed;
    for (size_t core = 0; core < CPU_SETSIZE; core++)
        if (__atomic_load_n(&taken[core], __ATOMIC_RELAXED)) CPU_CLR(core, &free);
    if (CPU_COUNT(&free) == 0 || sched_setaffinity(0, sizeof free, &free) != 0) return;
    sched_setaffinity(0, sizeof allowed, &allowed);
}

void cpu_spread(CpuDevice *cpu, int threads) {
    enum { EACH = 1000000 }; /* ns: often enough, and costs nothing that could be measured */
    int64_t now = clock_now();
    if (now - cpu->spread_at < EACH) return;
    cpu->spread_at = now;
    uint8_t taken[CPU_SETSIZE] = {0};
    is_first(taken);
#pragma omp parallel num_threads(threads)
    if (omp_get_thread_num() > 0 && !is_first(taken)) move_away(taken);
}

#else
void cpu_spread(CpuDevice *cpu, int threads) {
    (void)cpu, (void)threads;
}
#endif
