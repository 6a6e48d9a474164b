/* What happened when: spans of time in lanes, for a trace and its summary.
 * Off (the usual case) it costs a test of a pointer per task. */
#ifndef EXEC_PROFILE_H
#define EXEC_PROFILE_H

#include <pthread.h>

#include "../base/clock.h"
#include "../base/text.h"
#include "../graph/plan.h"

/* What takes time. The host's thread is in one phase at a time; what is none of
 * these is the interpreter's own: evaluating, recording, printing. */
#define PROFILE_LANES(X)                                                                           \
    X(STATEMENT, "interpreter")  /* a statement of the text's top level, all it took */            \
    X(PARSE, "parser")                                                                             \
    X(PLAN, "planner")                                                                             \
    X(PULL, "pulls")             /* the wait included */                                           \
    X(COMPILE, "compiler")       /* native kernels, beside everything else */                      \
    X(INLINE, "tasks on the host's thread")                                                        \
    X(WORKER, "tasks on the worker") /* last: lanes behind it are threads that run beside it */

typedef enum ProfileLane {
#define X(id, name) PROFILE_##id,
    PROFILE_LANES(X)
#undef X
    PROFILE_LANE_COUNT
} ProfileLane;

typedef struct ProfileEvent {
    int64_t start, end; /* ns since the profile began */
    int64_t bytes;      /* read and written, or pulled */
    Span where;
    uint8_t lane;       /* ProfileLane, or more */
    char name[47];
} ProfileEvent;

typedef struct Profile {
    Heap *heap;
    pthread_mutex_t lock; /* the host's thread and the worker add events */
    ProfileEvent *events;
    int64_t count, capacity;
    int64_t lost;         /* events for which there was no room */
    int lanes;            /* that have events, or are ProfileLanes */
    int64_t began;
    int64_t compiled;     /* ns: kernels that had ended then are among the events */
    int64_t busy[PROFILE_LANE_COUNT]; /* ns in each lane */
    int64_t waited;       /* ns that the host's thread slept until tasks had ended */
} Profile;

/* NULL: memory is short. */
Profile *profile_new(Heap *heap);
void profile_free(Profile *profile);

/* The clock, if there is a profile. */
static inline int64_t profile_start(const Profile *profile) {
    return profile ? clock_now() : 0;
}
/* What began at start and ended then; lanes behind PROFILE_WORKER are those of more threads. */
void profile_add_span(Profile *profile, int lane, const char *name, Span where, int64_t start,
                      int64_t end, int64_t bytes);
/* What began at start (profile_start's) ends now. profile NULL: nothing. */
static inline void profile_add(Profile *profile, ProfileLane lane, const char *name, Span where,
                               int64_t start, int64_t bytes) {
    if (profile) profile_add_span(profile, (int)lane, name, where, start, clock_now(), bytes);
}

/* Chrome's trace events, which Perfetto opens. */
void profile_json(Profile *profile, Text *text, void *user, LocateFn locate);
/* Where the wall ns since the profile began went, and the tasks that took most.
 * copy_rate: bytes per second that a plain copy reads and writes here; 0: not known. */
void profile_summary(Profile *profile, int64_t wall, double copy_rate, Text *text, void *user,
                     LocateFn locate);

/* The place whose tasks are most in number. */
typedef struct ProfileTasks {
    Span where;
    int64_t count, bytes, time; /* ns */
} ProfileTasks;
ProfileTasks profile_most_tasks(Profile *profile);

#endif
