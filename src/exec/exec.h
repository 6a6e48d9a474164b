/* Running: a flush plans the window, runs its tasks on the device and gives
 * back its nodes' references. pull() is the only way of data to the host. */
#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include "../base/text.h"
#include "../graph/graph.h"
#include "profile.h"

/* Who wants the data; pulls are counted by kind. */
#define PULL_KINDS(X)                                                                              \
    X(PRINT, "print")     /* print, echo, str, repr, % formatting */                               \
    X(CONVERT, "convert") /* item int float bool complex tolist */                                 \
    X(CONDITION, "condition") /* if, while, and, or, not on an array */                            \
    X(SIZE, "size")       /* a range bound, shape, list index or dict key */                       \
    X(HOST, "host")       /* copy-out of the C API, save */

typedef enum PullKind {
#define X(id, name) PULL_##id,
    PULL_KINDS(X)
#undef X
    PULL_KIND_COUNT
} PullKind;

/* Whether work is cut into batches along its domain. */
typedef enum Streaming {
    STREAMING_RELAXED, /* where memory is short, and where it can be */
    STREAMING_OFF,
    STREAMING_STRICT   /* always; what cannot is an error */
} Streaming;

typedef struct Exec Exec;

typedef struct ExecConfig {
    const char *device;   /* "cpu", "cuda" or "null"; NULL: cpu */
    const char *kernel_cache; /* folder of compiled GPU kernels, or NULL */
    int64_t device_memory; /* bytes that a GPU may hold; 0: most of its memory */
    const char *tuning;   /* lines "name value" of exec_tune, or NULL; borrowed for exec_open */
    int threads;          /* 0: all cores */
    bool no_fuse;         /* one task per node */
    bool limits_tiny;     /* tiles and thresholds at their minimum */
    bool plan;            /* describe each new plan through notice */
    bool no_sync;         /* pulls other than PULL_PRINT and PULL_HOST are errors */
    bool late_errors;     /* pulls wait for what they need alone, not for all that may fail */
    Streaming streaming;
    bool profile;         /* keep what happened when */
    bool verbose;         /* tell through notice what the device does without */
    const char *jit;      /* native loops: "auto" (NULL), "off", "force" */
    const char *jit_module; /* where they come from, or NULL */
    void *user;           /* of the functions below */
    void (*notice)(void *user, const char *text, size_t length);
    void (*draw)(void *user, const char *text, size_t length); /* new plans as graphs, or NULL */
    void *draw_user;
    /* While the host's thread waits for long: what part of the work is done, and
     * the seconds left; part 1: no more waiting. NULL: nobody wants to know. */
    void (*progress)(void *user, double part, double seconds);
    void *progress_user;
    /* A RuntimeWarning's place and text, on the host's thread; NULL: nobody wants to know */
    void (*warn)(void *user, Span where, const char *text);
    LocateFn locate; /* for plans, stats and errors */
} ExecConfig;

/* Becomes the graph's window_full and buffer_free. ValueError for an unknown device. */
ArrStatus exec_open(Graph *graph, const ExecConfig *config, Exec **exec);
/* Frees all buffers. Before graph_free(); NULL allowed. */
void exec_close(Exec *exec);
/* fork.c: false: the process is a child, and the state a copy of what was being worked on: it cannot
 * be used, nor closed. Every call from the host begins with it. */
bool exec_is_whole(Exec *exec);
/* No task runs between the two calls, the second of which is made in both processes. */
void exec_before_fork(Exec *exec);
void exec_after_fork(Exec *exec);
/* Appends what arr_stats_text promises: lines "name value". */
void exec_stats(Exec *exec, Text *text);
/* What is kept of what happened when; NULL: nothing, ExecConfig did not ask for it. */
Profile *exec_profile(Exec *exec);
/* Begins a profile anew, after all work that was started; and ends it. */
ArrStatus exec_profile_begin(Exec *exec);
void exec_profile_end(Exec *exec);
/* The profile as a trace, and as a summary (see profile.h), once all that was started has run. */
void exec_profile_json(Exec *exec, Text *text);
void exec_profile_summary(Exec *exec, Text *text);

/* Appends lines "name value": the settings in force; the memory in use, in
 * bytes, and after it "array BYTES FILE:LINE" for the largest. */
void exec_settings(Exec *exec, Text *text);
/* Appends such lines, measured now while nothing else runs. */
ArrStatus exec_tune(Exec *exec, Text *text);
void exec_memory(Exec *exec, Text *text);
/* On: each plan that runs is described, also one that was known. */
void exec_show_plans(Exec *exec, bool on);
/* For what is started from now on; what was recorded before is started first. */
ArrStatus exec_set_streaming(Exec *exec, Streaming streaming);
/* The device's name. */
const char *exec_device(const Exec *exec);
/* "pending" in the window, "running", "ready" or "lost". */
const char *exec_progress(Exec *exec, const Array *a);

/* A place in the text that pulls. */
typedef struct PullSite {
    Span span;
    PullKind kind;
    int64_t count;
    int64_t waited; /* ns, with a profile */
} PullSite;

/* A place whose task finds arrays cut otherwise than it needs them: counted with a profile. */
typedef struct MovedSite {
    Span where;
    int64_t count;
} MovedSite;
int64_t exec_moved_sites(const Exec *exec, const MovedSite **sites);

/* The first of them, in the order of their first pulls; their number. */
int64_t exec_pull_sites(const Exec *exec, const PullSite **sites);

/* Copies a's elements to dst in C order (a->size * itemsize bytes), after
 * running what they depend on. Errors of the tasks that made them are
 * returned with the span of the code that recorded those. */
ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst);
/* A one-element array's value. */
ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value);

/* The same piece by piece, in C order; counted as one pull. */
typedef ArrStatus (*PullSink)(void *user, const void *bytes, int64_t nbytes);
ArrStatus pull_pieces(Exec *exec, PullKind kind, Array *a, PullSink sink, void *user);
/* The bytes of a store that has none yet: fill writes all of them. */
typedef ArrStatus (*ExecFillFn)(void *user, void *bytes, int64_t nbytes);
ArrStatus exec_fill(Exec *exec, Store *store, ExecFillFn fill, void *user);

/* Starts all pending work and returns. */
ArrStatus exec_start(Exec *exec);
/* The same while nobody waits: numbers that are made as fast as they would be read (zeros, arange)
 * wait for somebody who reads them, if nothing was recorded behind them. */
ArrStatus exec_start_idle(Exec *exec);
/* Waits for what may fail on data, and tells its first error: before the
 * program does something that others see, if it got that far. */
ArrStatus exec_observe(Exec *exec);
/* Where memory is short, what was recorded is run, so that a MemoryError of it is told now. */
ArrStatus exec_observe_shortage(Exec *exec);
/* Tells the first error that is known by now; nobody waits. */
ArrStatus exec_tell_known(Exec *exec);
/* Starts all pending work and waits for it; tells its first error. */
ArrStatus exec_flush(Exec *exec);
/* The same for a program that ends: pending work is run only where it may fail. */
ArrStatus exec_finish(Exec *exec);

/* Memory that the host lends. */
typedef struct HostMemory {
    char *low;     /* the first of the store's bytes */
    void *data;    /* what release is told */
    bool writable;
    bool mapped;     /* a file's: nobody but arr knows of it */
    void (*release)(void *user, void *data); /* NULL: nobody wants to know */
    void *user;
} HostMemory;
/* Makes the memory the bytes of a store that has none, until the store dies:
 * then release is called. On a device that cannot work in the host's memory it
 * is copied and released at once. ValueError where it overlaps other borrowed
 * memory and one of them is writable; that of `leaving` (a store that is about
 * to die, or NULL) does not count. On failure release is not called. */
ArrStatus exec_borrow(Exec *exec, Store *store, const HostMemory *memory, const Store *leaving);
/* Some store is of memory that is the host's own. */
bool exec_borrows(const Exec *exec);
/* While memory is borrowed: runs all pending work, also after errors and
 * interrupts, and tells the first. */
ArrStatus exec_settle(Exec *exec);

#endif
