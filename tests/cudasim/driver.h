/* The stand-in driver: what libcuda.so.1 would be asked. Work is queued in streams and runs as late
 * as it may, streams in an order by CUDASIM_SEED: where the program waits for something, or the
 * process ends. One lock for all calls. */
#ifndef CUDASIM_DRIVER_H
#define CUDASIM_DRIVER_H
#include "sim.h"

typedef int CUresult;
typedef int CUdevice;
typedef uint64_t CUdeviceptr;
typedef struct Context *CUcontext;
typedef struct Module *CUmodule;
typedef struct Function *CUfunction;
typedef struct Stream *CUstream;
typedef struct Event *CUevent;
typedef struct Graph *CUgraph;
typedef struct Graph *CUgraphExec;
typedef struct Pool *CUmemoryPool;
typedef struct Stream Stream;
typedef struct Graph Graph;

enum {
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_NOT_INITIALIZED = 3,
    CUDA_ERROR_NO_DEVICE = 100,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_INVALID_IMAGE = 200,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_NO_BINARY_FOR_GPU = 209,
    CUDA_ERROR_INVALID_PTX = 218,
    CUDA_ERROR_INVALID_HANDLE = 400,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_NOT_READY = 600,
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
    CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
    CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED = 704,
    CUDA_ERROR_PEER_ACCESS_NOT_ENABLED = 705,
    CUDA_ERROR_MISALIGNED_ADDRESS = 716,
    CUDA_ERROR_LAUNCH_FAILED = 719,
    CUDA_ERROR_NOT_SUPPORTED = 801,
    CUDA_ERROR_STREAM_CAPTURE_INVALIDATED = 901,
    CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
    CUDA_ERROR_UNKNOWN = 999,
};

typedef struct Context {
    int device, users;
    CUresult sticky; /* a kernel's fault: all later calls give it */
} Context;

/* How far each stream is known to be: a work comes after those that its clock counts. */
enum { CLOCKS = 64 };
typedef struct Clock {
    uint32_t ticks[CLOCKS];
} Clock;

/* A moment of a stream: done when the work before it has run. */
typedef struct Ticket {
    int users;
    bool done;
    Clock clock;
} Ticket;

typedef struct Event {
    uint64_t magic;
    Ticket *ticket;  /* of the last record, or NULL */
    Graph *captured; /* recorded in a stream that is being captured */
} Event;

typedef enum WorkKind {
    WORK_COPY,
    WORK_SET,
    WORK_LAUNCH,
    WORK_RECORD,
    WORK_WAIT,
    WORK_FREE,
    WORK_CALL,
    WORK_LIBRARY
} WorkKind;

/* A copy is of rows; a plain one has one row. Host sides are pointers. */
typedef struct CopyWork {
    uint64_t to, from;
    size_t width, rows, to_pitch, from_pitch;
    bool to_host, from_host;
    uint8_t *staged; /* of pageable memory: what it was when the copy was asked for */
    const char *name;
} CopyWork;

typedef struct Work {
    struct Work *next;
    WorkKind kind;
    uint64_t number; /* in the order of the program's calls */
    Stream *stream;
    CopyWork copy;
    uint64_t address, value;
    size_t count, pitch;
    unsigned unit;
    struct Function *function;
    Launch launch; /* parameters are the work's own */
    Ticket *ticket;
    void (*call)(void *);
    bool (*library)(const struct Work *work, void *user);
    void *user;  /* WORK_LIBRARY: the work's own, count bytes */
    Clock clock; /* what the host has waited for before it asked */
    const struct Work *origin; /* an executable graph's: the node that it is a copy of */
} Work;

struct Stream {
    uint64_t magic;
    Context *context;
    bool blocking, destroyed, legacy;
    Work *first, *last;
    Graph *capture;
    int index; /* in clocks */
    Clock clock;
    Stream *next;
};

typedef struct Module {
    uint64_t magic;
    PtxModule *ptx;
    Context *context;
    struct Function *functions;
    struct Module *next;
} Module;

typedef struct Function {
    uint64_t magic;
    Module *module;
    PtxKernel *kernel;
    uint32_t most_dynamic;
    struct Function *next;
} Function;

struct Graph {
    uint64_t magic;
    bool executable;
    Graph *origin; /* an executable one's: its nodes are named by this one's */
    Work *first, *last;
};

enum {
    MAGIC_STREAM = 0x5374726d,
    MAGIC_EVENT = 0x45766e74,
    MAGIC_MODULE = 0x4d6f6475,
    MAGIC_FUNCTION = 0x46756e63,
    MAGIC_GRAPH = 0x47726170
};

/* --- calls ------------------------------------------------------------------------------- */

#define API __attribute__((visibility("default")))

/* At the begin of each entry: takes the lock (left with the function), counts the call, and returns
 * what was asked to fail or a fault that the context keeps. */
CUresult api_enter(const char *name, bool needs_context);
void api_leave(const int *unused);
#define API_ENTER(name, needs_context)                     \
    __attribute__((cleanup(api_leave))) int api_lock = 0;  \
    CUresult api_failure = api_enter(name, needs_context); \
    (void)api_lock
#define API_BEGIN(name)    \
    API_ENTER(name, true); \
    if (api_failure) return api_failure

Context *context_current(void);
CUresult wrong_call(CUresult code, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *api_name(void); /* of the call that runs */
bool is_poisoned_handle(const void *handle, uint64_t magic);

/* --- streams ----------------------------------------------------------------------------- */

/* NULL and the other names of the default stream; NULL result: not a stream, which was reported. */
Stream *stream_of(CUstream handle);
Work *work_new(WorkKind kind, Stream *stream); /* not yet queued */
CUresult work_queue(Work *work);               /* or into the graph that the stream captures */
CUresult stream_drain(Stream *stream);
CUresult streams_drain(Context *context);
void streams_end_capture(const Graph *graph);
void stream_destroy_all(Context *context);
void work_free(Work *work);
Ticket *ticket_hold(Ticket *ticket);
void ticket_drop(Ticket *ticket);
Work *work_copy(const Work *work);
CUresult work_run(Work *work); /* api_work.c */

/* A launch as it is asked for: also CUDA_KERNEL_NODE_PARAMS_v1. */
typedef struct LaunchAsked {
    struct Function *function;
    unsigned grid[3], block[3], shared;
    void **parameters, **extra;
} LaunchAsked;
/* api_launch.c: checked, and of no stream yet. */
CUresult launch_make(const LaunchAsked *asked, Work **work);

/* --- what comes after what (order.c) ----------------------------------------------------- */

int order_stream(void); /* an index for a new stream */
void order_queued(Work *work);
void order_started(Work *work, const Stream *others);
void order_waited(const Stream *stream); /* by the host, for all of it */
void order_waited_ticket(const Ticket *ticket);
void order_access(const Work *work, uint64_t address, size_t size, bool writes);
void order_seen(void *work, Allocation *memory); /* a launch's, by its sectors */

void modules_close(Context *context);

#endif
