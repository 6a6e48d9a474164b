/* What a device does for the executor: memory, and running one task. A small
 * table of functions; every call can fail and leaves the device usable. */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include "../graph/plan.h"

/* A device's memory. data is an address of the device, NULL on the null device. */
struct Buffer {
    char *data;
    int64_t nbytes;   /* what was asked for */
    int64_t capacity; /* what the pool gave */
    int64_t last_works[2]; /* a device's with queues: the last work of each that uses it */
    bool borrowed;    /* the host's memory: exec's, never given to the device's buffer_free */
    Buffer *next, *previous; /* the pool's: free buffers */
};

/* One operand of a task: where its element [0,...,0] lies and its byte
 * strides along the task's axes, outermost first (0: broadcast). */
typedef struct TaskOperand {
    Buffer *buffer;
    int64_t offset;
    const int64_t *strides;
} TaskOperand;

/* What is needed to tell of a node when its batch may have gone. */
typedef struct FloatWitness {
    Node node;      /* its arrays may have gone */
    int64_t number; /* of all nodes that were recorded */
    int64_t batch;
} FloatWitness;

/* Whom a device tells of floating-point errors; its functions may be called by
 * any thread that runs the task. cast: the node's operand or result was cast. */
typedef struct FloatWatch {
    void *user;
    unsigned seen; /* kinds that anyone may want; under is rare, and its bit is often set */
    /* The kinds that are still to be told of a node. */
    unsigned (*wanted)(void *user, const Node *node, bool cast);
    void (*tell)(void *user, const Node *node, bool cast, unsigned kinds);
    /* Of work that goes on when its task has ended: witness() then, and tell_late()
     * by the time of settle(), by any thread. */
    void (*witness)(void *user, const Node *node, FloatWitness *witness);
    void (*tell_late)(void *user, const FloatWitness *witness, bool cast, unsigned kinds);
} FloatWatch;

enum { LOOP_CHUNK = 8192 }; /* elements of a leaf of the tree of full reductions */

/* A loop task bound to the stores of one segment. Its domain is a box; the
 * device may cut it in any way that keeps the reduction's tree (see
 * device/cpu/reduce.c), since a task can run on any part of it.
 *
 * Elements begin..end-1 of it run, in the linear order of its axes: all, or a
 * batch of several that follow each other, each from where the one before
 * ended. With reductions both are multiples of loop_unit() (end may also be
 * size), and what a batch finds in the results is what those before it left,
 * unless begin is 0. A buffer of a batch may be a window: only those bytes are
 * there that the batch reads or writes, at the addresses that data says. */
typedef struct LoopTask {
    const PlanTask *plan;
    const Node *nodes;        /* the segment's: constants are read from them */
    const FloatWatch *watch;  /* or NULL */
    int ndim;
    const int64_t *extents;   /* of the domain, outermost loop first */
    uint64_t reduced;         /* bit per axis (in loop order) that reductions sum over */
    int64_t size;             /* product of extents, > 0 */
    int64_t begin, end;       /* the elements to run, begin < end */
    TaskOperand *values;      /* per plan value; only those of PLAN_LOAD are set */
    TaskOperand *stores;      /* per plan store */
    TaskOperand *reductions;  /* per plan reduction: a dense array of the kept axes in loop order */
} LoopTask;

/* Where a task with reductions may be cut between batches: full ones between
 * leaves of the tree, others between entries of the outermost run of axes that
 * are all kept or all reduced. */
static inline int64_t loop_unit(int ndim, const int64_t *extents, uint64_t reduced) {
    int64_t below = 1;
    int run = -1; /* the kind of the run that the axis belongs to */
    bool both = false;
    for (int i = ndim - 1; i >= 0; i--) {
        int kind = (int)(reduced >> i & 1);
        if (extents[i] == 1) continue;
        if (run >= 0 && kind != run) both = true;
        run = kind;
    }
    if (!both) return run == 1 ? LOOP_CHUNK : 1;
    bool outer = true;
    for (int i = 0; i < ndim; i++) {
        if (extents[i] == 1) continue;
        outer &= (int)(reduced >> i & 1) == run;
        if (!outer) below *= extents[i];
    }
    return below;
}

/* An operand of a library task: type, shape and strides are the array's. */
typedef struct LibraryOperand {
    Buffer *buffer;
    const Array *array;
} LibraryOperand;

/* A library op (array/library.def says what it computes). */
typedef struct LibraryTask {
    LibraryOp op;
    int nin;
    LibraryOperand in[3], out;
    const ArrConst *parameters; /* 3 */
    const Node *node;
    const FloatWatch *watch;    /* or NULL */
} LibraryTask;

/* A library task that is given one thread, beside others. */
typedef struct BesideTask {
    LibraryTask task;
    ArrStatus status;    /* what became of it, as are: */
    Error *error;        /* where an error is written */
    int lane;            /* of the threads that ran them, from 0 */
    int64_t start, end;  /* ns of the monotonic clock */
} BesideTask;

/* A piece of a buffer as the host sees it. */
typedef struct Region {
    const Buffer *buffer;
    int64_t offset;
    int ndim;
    const int64_t *shape, *strides;
    int64_t itemsize;
} Region;

typedef struct Device Device;

typedef struct DeviceConfig {
    int threads;      /* 0: all cores */
    bool limits_tiny; /* tiles and thresholds at their minimum */
    const char *jit;  /* native loops: "auto" (NULL), "off", "force" */
    const char *jit_module; /* file of the LLVM tier, or NULL; copied */
    const char *kernel_cache; /* folder of compiled GPU kernels, or NULL */
    int64_t device_memory; /* bytes that a device may take of its own memory; 0: most of it */
    const char *tuning; /* lines "name value" of tune, or NULL; borrowed for the call */
} DeviceConfig;

typedef struct DeviceClass {
    const char *name;
    bool host_memory; /* data is an address of the host's: a buffer may be its memory */
    bool forbids_fork; /* nothing of it can be used in a child of the process */
    ArrStatus (*open)(Base *base, const DeviceConfig *config, Device **device);
    void (*close)(Device *device);
    /* ARR_MEMORY, without an error set, when the limit is met. Contents
     * undefined. buffer_new and buffer_free may be called by two threads. */
    ArrStatus (*buffer_new)(Device *device, int64_t nbytes, Buffer **buffer);
    void (*buffer_free)(Device *device, Buffer *buffer);
    /* After ARR_MEMORY: moves what was not used for long elsewhere, from where tasks fetch it.
     * false: nothing could be moved. NULL: it never can. */
    bool (*make_room)(Device *device, int64_t nbytes);
    /* By the host's thread, as to_host: it sets no error, failure() says why. */
    ArrStatus (*upload)(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes);
    /* The region's elements in C order to dst. Only pull.c calls it. It sets no
     * error: it runs beside the worker, whose error object is device->base's. */
    ArrStatus (*to_host)(Device *device, const Region *region, void *dst);
    /* The device's form of a loop task, kept with its plan. */
    ArrStatus (*prepare)(Device *device, const PlanTask *task, const Node *nodes, void **kernel);
    void (*kernel_free)(Device *device, void *kernel);
    /* A task of that structure is going to run; its operands have no memory yet. By the
     * host's thread. NULL: nothing can be done about it ahead. */
    void (*foresee)(Device *device, const LoopTask *task);
    ArrStatus (*run_loop)(Device *device, const LoopTask *task);
    /* May fail on data: the error is then set in NumPy's words. */
    ArrStatus (*run_library)(Device *device, const LibraryTask *task);
    /* Whether a library op leaves threads idle: the cycles that one thread takes, and how many
     * times faster all of them are. NULL: library tasks run one by one. */
    bool (*gain)(Device *device, const Node *node, int64_t *cycles, double *gain);
    /* Runs independent library tasks side by side, each by one thread. false: it cannot. */
    bool (*run_beside)(Device *device, BesideTask *tasks, int count);
    /* Around the tasks of a batch, if both are not NULL: what they ask for may be kept and
     * begin together when the batch ends, or is put off. An error is of all of them. */
    void (*batch_begins)(Device *device);
    ArrStatus (*batch_ends)(Device *device);
    /* Somebody waits for the work so far and none that comes; NULL: all has ended anyway. */
    void (*mark)(Device *device);
    /* What batches up to that one have met is told now (FloatWatch.tell_late); the
     * tasks have run. NULL: it was told as they ran. */
    void (*settle)(Device *device, int64_t batch);
    /* Copies from old to its new version all bytes that written does not name. */
    ArrStatus (*copy_rest)(Device *device, Buffer *fresh, const Buffer *old, const Array *written);
    /* Appends lines "name value": what decides how tasks run. */
    void (*settings)(Device *device, Text *text);
    /* Appends lines "name value": settings measured now, for a later open; NULL: none. */
    ArrStatus (*tune)(Device *device, Text *text);
    /* Appends lines "name value": what the device counts; NULL: nothing. */
    void (*stats)(Device *device, Text *text);
    /* Bytes per second that a plain copy reads and writes, measured now; 0: not known. */
    double (*copy_rate)(Device *device);
    /* The host's thread waits, and may do what other threads should not; NULL: nothing. */
    void (*host_waits)(Device *device);
    /* How many threads work of so many cycles is given; *least: fewer cycles are
     * one thread's. NULL: they are not counted. */
    int (*threads)(Device *device, int64_t cycles, int64_t *least);
    /* Gives back memory that is kept for the next who asks; NULL: there is none. */
    void (*trim)(Device *device);
    /* What is missing and why, once, as text of so many bytes; NULL: never anything. */
    bool (*notice)(Device *device, char *text, size_t size);
    /* Each kernel that was compiled beside the program's work: from when to when (ns of the
     * monotonic clock), and how large it is. Or NULL. */
    void (*compiled)(Device *device,
                     void (*found)(void *user, int64_t start, int64_t end, int64_t steps),
                     void *user);
    /* Why to_host or upload failed; NULL: uploads never do, and nothing is computed that could be read. */
    const char *(*failure)(Device *device);
} DeviceClass;

struct Device {
    const DeviceClass *class;
    Base *base;    /* of running tasks: memory, errors, the span of the node that runs */
    bool serial;   /* one thread only: work runs on the host's thread */
};

extern const DeviceClass device_cpu, device_cuda, device_null;
/* By name; NULL: there is no such device. */
/* The number behind a name in lines "name value", if it is there and within bounds, else the usual. */
int64_t device_tuned(const char *tuning, const char *name, int64_t least, int64_t most, int64_t usual);
const DeviceClass *device_find(const char *name);

#endif
