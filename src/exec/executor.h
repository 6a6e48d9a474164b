/* What the executor's files share.
 *
 * Two threads. The host's records, plans and pulls; it alone touches
 * references, stores' counters and the plan cache. The worker runs batches in
 * order; it alone touches a store's buffer and failed mark while batches are
 * queued (when none are, the host's thread may run small work itself). A lock
 * hands batches over; nothing else is shared but the heap's account. */
#ifndef EXEC_EXECUTOR_H
#define EXEC_EXECUTOR_H

#include <pthread.h>

#include "../device/device.h"
#include "exec.h"
#include "partition.h"

typedef struct ExecStats {
    int64_t windows, segments, inline_segments, dropped;       /* the host's thread */
    int64_t pulls[PULL_KIND_COUNT], bytes_pulled;
    int64_t batches;       /* rounds of work that streamed */
    int64_t recomputed;    /* operations made again, since there was no memory to keep results */
    int64_t launches;      /* tasks that the device ran: those with lost operands are not */
    int64_t beside;        /* of these, those that ran beside others */
    int64_t tasks, temporaries, renames, reuses, bytes_read, bytes_written; /* whoever runs tasks;
                            bytes: each store's once per task */
} ExecStats;

/* A segment that left the window: its nodes and the plan that runs them. */
typedef struct Batch {
    struct Batch *next;
    int64_t number;      /* batches are counted from 1; they end in this order */
    Plan *plan;          /* pinned */
    int32_t next_task;   /* where to go on after a stop */
    uint32_t ahead;      /* bit k: the task k behind it has run already */
    bool streams;        /* runs in rounds, if that helps: the worker then keeps */
    struct Stream *stream; /* stream.c: how far it is */
    int64_t count, capacity;
    int64_t first;       /* its first node's number, of all that were recorded */
    Node *nodes;
} Batch;

typedef struct Queue {
    pthread_t thread;
    bool started;          /* the thread exists */
    pthread_mutex_t lock;  /* of all that follows */
    pthread_cond_t work, progress;
    Batch *first, *last;   /* to run; first is being run */
    Batch *done;           /* to retire, newest first */
    int64_t queued_nodes;
    int64_t finished;      /* number of the last batch that ended */
    bool running;          /* the worker is in a batch; atomic for a child, which has no lock */
    bool starved;          /* the first batch lacks memory: the host's thread may free some */
    bool last_try;         /* it did */
    int stop;              /* not 0 (atomic): holds the worker before its next task; so many
                              want that */
    int64_t wake_at;       /* the host's thread sleeps until this batch has ended */
    bool quit;
} Queue;

enum { KEPT_ERRORS = 16, LOST_UNKNOWN = -1 };
typedef struct KeptError {
    Error error;
    int64_t place; /* of the node that failed: see exec_place() */
    bool told;
} KeptError;
/* The last errors of tasks, by number, from 1: number k lies at k % KEPT_ERRORS.
 * Under the queue's lock. */
typedef struct KeptErrors {
    KeptError ring[KEPT_ERRORS];
    int64_t count;
    KeptError first; /* of those that were not told and have left the ring, the first by place */
} KeptErrors;

typedef struct KeptWarning KeptWarning; /* warn.c */
/* The floating-point error that a task is to raise. */
typedef struct RaisedError {
    int64_t place; /* 0: none */
    Span where;
    ErrorClass class;
    char text[80];
} RaisedError;

/* Whom the device tells of what a task meets. */
typedef struct Watcher {
    Exec *exec;
    RaisedError raised; /* by the task that runs */
} Watcher;

typedef struct Loan Loan;   /* borrow.c: borrowed memory */
typedef struct Group Group; /* beside.c: tasks that run together */

struct Exec {
    pid_t process;         /* whose threads these are */
    bool torn;             /* a copy of what another process was in the middle of */
    Base *base;            /* the host's thread's */
    Base work;             /* of running tasks: same account, errors of its own */
    Graph *graph;
    Device *device;
    PlanCache plans;
    ExecConfig config;
    ExecStats stats;
    Profile *profile;      /* NULL: nobody asked for it */
    bool show_plans;       /* known ones too */
    Partitions partitions; /* the host's thread's, as are: */
    MovedSite *moved_sites;
    int64_t moved_count, moved_capacity;
    int64_t inline_cycles; /* windows of less work run on the host's thread */
    int64_t drawn;         /* plans, for --graph */
    int64_t cost_queued;   /* cycles, with ExecConfig.progress: of all batches so far, */
    int64_t cost_done;     /* (atomic) and of tasks that have run */
    bool may_starve;       /* the worker's: memory that is short may come from the host's thread */
    bool starved;          /* and it was short: the task was not begun */
    int64_t queued_bytes;  /* that batches may take which were queued since the queue was empty */
    int64_t submitted;     /* number of the newest batch */
    int64_t last_failable; /* number of the newest batch that may fail on data */
    int64_t last_observed; /* the same, of those that exec_observe() waited for */
    Batch *spare;          /* to be used again */
    Queue queue;
    KeptErrors errors;
    const Batch *running;  /* the batch whose task runs */
    FloatWatch watch;      /* what tasks are given; */
    Watcher watcher;       /* its user */
    Group *group;          /* room for one; NULL: none was needed yet */
    pthread_mutex_t warning_lock; /* of the following, and of what watchers are told */
    KeptWarning *warnings; /* met, told or not */
    int64_t warning_count, warning_capacity;
    bool warnings_untold;  /* some may be; atomic */
    Loan *loans;           /* the host's thread's */
    int64_t host_loans;    /* of these, those that are not a file's */
    PullSite *sites;       /* in the order of their first pulls */
    int64_t site_count, site_capacity;
    char *scratch;         /* the strides and operands of the task being bound */
    int64_t scratch_size;
};

/* Elements begin..end-1 of a task's domain, end at most all (see LoopTask). */
typedef struct TaskPart {
    int64_t begin, end;
    Buffer *(*read_from)(void *user, const Array *view); /* NULL: the store's */
    void *user;
} TaskPart;
typedef struct Stream Stream;

/* bind.c: runs one task of a plan on the nodes of a segment. On failure the
 * error is set in exec->work; marking the results is the caller's business. */
ArrStatus exec_run_task(Exec *exec, PlanTask *task, const Node *nodes, TaskPart part);
/* The operands of a library op, with memory for its result. */
ArrStatus exec_bind_library(Exec *exec, const Node *node, TaskPart part, LibraryTask *task);
/* Counts the bytes that it moves; their number. */
int64_t exec_count_library(Exec *exec, const Node *node);
/* bind.c: the device is told of the tasks of a new plan, by the host's thread. */
void exec_foresee(Exec *exec, const Plan *plan, const Node *nodes);
/* run.c: the same, with all that belongs to it: operands that are lost, errors
 * (status: one that came before), counting. false: the results are lost. */
bool exec_run_part(Exec *exec, PlanTask *task, const Node *nodes, TaskPart part, ArrStatus status);
/* rest.c: what of a loop task does not depend on operands that are lost. NULL: memory is short. */
typedef struct Rest Rest;
Rest *rest_of(Exec *exec, const PlanTask *whole, const Node *nodes);
/* As a task that can run; NULL: nothing is left. */
PlanTask *rest_task(Rest *rest);
/* Then all other results of the whole task are lost. */
void rest_free(Exec *exec, Rest *rest, const Node *nodes);
/* run.c: runs all of a task; but the stores that are free now stay. false: there is no memory for
 * its results now. */
bool exec_run_whole(Exec *exec, PlanTask *task, const Node *nodes);
/* The number of the error that some operand is lost by; 0: all are sound. Of operands in memory,
 * that is: what a loop writes itself and reads again is sound. */
int64_t exec_lost_by(const PlanTask *task, const Node *nodes);
/* When a task ran, on which of several threads, and what it moved. */
typedef struct TaskSpan {
    int lane;
    int64_t start, end, bytes;
} TaskSpan;
/* What belongs to a task that the device ran, and to which a watcher belonged; on failure the error
 * is in exec->work. */
void exec_end_task(Exec *exec, const PlanTask *task, const Node *nodes, ArrStatus status,
                   Watcher *watcher, const TaskSpan *span);
/* beside.c: runs the batch's next task with others that are independent. false: it did not, or
 * was stopped before. */
bool exec_run_beside(Exec *exec, Batch *batch, const volatile int *stop);
void exec_group_free(Exec *exec);
/* run.c: the memory of a store that nobody will look at again. */
void exec_free_store(Exec *exec, Store *store);
/* bind.c: "the largest arrays in memory: ..." as the hint of base's error. */
void exec_hint_largest(Exec *exec);
/* run.c: runs a batch's tasks from next_task on. false: *stop (atomic) was seen
 * to be set between two tasks. A task that fails poisons what depends on it;
 * its error is kept. */
bool exec_run_batch(Exec *exec, Batch *batch, const volatile int *stop);

/* errors.c: keeps an error of a task; its number is what failed stores carry. */
int64_t exec_keep_error(Exec *exec, const Error *error, int64_t place);
/* Where in the program's order something happened: at a node, of all that were recorded, and there
 * in NumPy's order of kinds. */
static inline int64_t exec_place(int64_t node, unsigned kind) {
    return node * 16 + kind;
}
/* The least place of an error that was not told; INT64_MAX: there is none. */
int64_t exec_first_error(Exec *exec);
/* The first error that was not told becomes the state's own; all count as told. */
ArrStatus exec_tell_errors(Exec *exec);
/* The error that a failed store was lost by becomes the state's own. */
ArrStatus exec_tell_lost(Exec *exec, const Store *store);

/* warn.c: open makes exec->watch and the graph's warn. */
void warnings_open(Exec *exec);
void warnings_close(Exec *exec);
/* The batch is about to be submitted: warnings recorded before its end belong to it. */
void exec_number_warnings(Exec *exec, const Batch *batch);
/* A watch of its own for a task that runs beside others. */
void exec_watch(Exec *exec, Watcher *watcher, FloatWatch *watch);
/* After a task: whether one of its floating-point errors is to be raised; the error is set in
 * exec->work. */
void exec_set_raised(Watcher *watcher, int64_t *place);
static inline bool exec_take_raised(Watcher *watcher, int64_t *place) {
    if (!watcher->raised.place) return false;
    exec_set_raised(watcher, place);
    return true;
}
/* What the device's work of batches up to that one has met is known then. */
void exec_settle_device(Exec *exec, int64_t batch);
/* Tells the host what was met up to the batch, which has ended, and was not told. */
void exec_tell_untold(Exec *exec, int64_t batch);
static inline void exec_tell_warnings(Exec *exec, int64_t batch) {
    if (__atomic_load_n(&exec->warnings_untold, __ATOMIC_RELAXED)) exec_tell_untold(exec, batch);
}

/* borrow.c: the store of a borrowed buffer died. */
void exec_end_loan(Exec *exec, Buffer *buffer);

/* pull.c: the kind as --stats names it. */
extern const char *const pull_kind_name[PULL_KIND_COUNT];

/* exec.c: a batch of count nodes with its plan; then the nodes become its own. first: the
 * number of the first of them, in the order of the program. */
ArrStatus exec_plan_batch(Exec *exec, const Node *nodes, int64_t count, Batch **out);
void exec_take_nodes(Exec *exec, Batch *batch, const Node *nodes, int64_t first);
/* Gives back what batches that have ended held. */
void exec_retire_done(Exec *exec);
/* The end of the segment that begins at `from`: the next mark (*mark counts
 * those passed), or until. */
int64_t exec_segment_end(const Graph *graph, int64_t from, int64_t until, int64_t *mark);
/* borrow.c: the window cannot be run: what it would have made is lost. */
void exec_abandon_window(Exec *exec);
/* borrow.c: elements of a file's memory before byte low are not read soon; and
 * anew from the start. */
void exec_release_mapped(Buffer *buffer, int64_t low);
void exec_rewind_mapped(Buffer *buffer);
/* The host's thread's: what of a file was copied out. */
void exec_release_read(Exec *exec, const Store *store, int64_t low);
ArrStatus exec_flush_for(Exec *exec, const Store *store);

/* queue.c */
void queue_init(Queue *queue);
/* In a child after a fork: its thread is gone, and nobody holds its lock. */
void queue_forget_thread(Queue *queue);
void queue_close(Exec *exec); /* ends the thread; what was not run is dropped */
/* Hands batches (linked by next) to the worker; waits while too much is queued. */
void queue_push(Exec *exec, Batch *batches);
/* Until batch `number` has ended, or there is an interrupt: the worker goes on
 * then, and what it does is waited for by whoever needs it. */
void queue_wait(Exec *exec, int64_t number);
/* Until all batches have ended, whatever comes. */
void queue_drain(Exec *exec);
/* Between the two calls no task runs: the host's thread may look at buffers. */
void queue_hold(Exec *exec);
void queue_go_on(Exec *exec);
bool queue_is_idle(Exec *exec);
/* The batches that have ended since the last call, linked by next. */
Batch *queue_take_done(Exec *exec);

#endif
