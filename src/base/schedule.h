/* What test builds (--enable-asan, --enable-tsan) do to bring mistakes to light:
 * threads dawdle where they meet, a lock or a wait can be left out, and what
 * is given back is not kept for the next who asks. Other builds have none of it. */
#ifndef BASE_SCHEDULE_H
#define BASE_SCHEDULE_H

#include <stdbool.h>

#ifdef ARR_TEST_SCHEDULE
/* ARR_SCHED=random:SEED: now and then sleeps a random while, up to 200 us. */
void schedule_jitter(void);
/* ARR_PLANT=race: the test of the tests wants this race to be there. */
bool schedule_is_planted(const char *race);
enum { SCHEDULE_RECYCLES = false }; /* arrays, stores and buffers */
#else
enum { SCHEDULE_RECYCLES = true };
static inline void schedule_jitter(void) {
}
static inline bool schedule_is_planted(const char *race) {
    (void)race;
    return false;
}
#endif

#endif
