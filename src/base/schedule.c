/* Dawdling by a seed (see schedule.h). */
#include "schedule.h"

#ifdef ARR_TEST_SCHEDULE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The k-th number of the stream of a seed (splitmix64). Only the counter is
 * shared, without order: it must not make one thread wait for another. */
static uint64_t next_random(uint64_t seed) {
    static uint64_t count;
    uint64_t z = seed + 0x9E3779B97F4A7C15u * __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

void schedule_jitter(void) {
    const char *text = getenv("ARR_SCHED");
    if (!text || strncmp(text, "random:", 7) != 0) return;
    uint64_t random = next_random(strtoull(text + 7, NULL, 10));
    if (random % 4 == 0) usleep((useconds_t)(random >> 32) % 200);
}

bool schedule_is_planted(const char *race) {
    const char *text = getenv("ARR_PLANT");
    return text && strcmp(text, race) == 0;
}
#endif
