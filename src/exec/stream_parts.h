/* What the files of streaming share, along the way of a batch: stream_touch.c
 * (what its tasks touch, what of that streams), stream_build.c (tasks, windows,
 * edges between them), stream_divide.c (tasks whose readers are far from each
 * other), stream_round.c (which elements a round needs), stream.c (running). */
#ifndef EXEC_STREAM_PARTS_H
#define EXEC_STREAM_PARTS_H

#include "stream.h"

enum { STREAM_TASKS = 128 /* most, of a batch that streams */ };

typedef struct Window {
    Store *store;
    int32_t producer;
    int64_t itemsize;
    Buffer seen;    /* the store's, for tasks: data is where its first byte would be */
    Buffer *memory; /* what is there: elements low..high-1 of the producer; or NULL */
} Window;

/* The consumer reads, through a view, what the producer writes; or (view NULL)
 * begins when the producer has run whole. */
typedef struct Edge {
    int32_t consumer, producer;
    const Array *view;
    int64_t itemsize; /* of the producer's store */
} Edge;

typedef struct StreamTask {
    int32_t plan;   /* the task of the plan that it runs, */
    PlanTask *form; /* or this: with some of its results only; or NULL */
    int64_t size, unit;
    PlanDomain domain;
    bool sink;    /* has results that stay */
    bool whole;   /* cannot be cut: */
    bool library; /* it is a library call */
    bool fills;   /* has windows */
    bool ended;
    int64_t done;                    /* sinks: how far they are */
    int64_t low, high;               /* what its windows hold */
    int64_t begin, end;              /* to run in this round */
    int64_t wanted_low, wanted_high; /* by the tasks behind it, in this round */
    int64_t again;                   /* it will not run an element before this one any more */
} StreamTask;

typedef struct MappedView {
    int32_t task;
    const Array *view;
} MappedView;

struct Stream {
    int64_t round, rounds;
    int32_t next_free;
    int64_t task_count, task_capacity;
    StreamTask *tasks;
    Window *windows;
    int64_t window_count, window_capacity;
    Edge *edges;
    int64_t edge_count, edge_capacity;
    MappedView *mapped;
    int64_t mapped_count, mapped_capacity;
};

typedef struct Builder {
    Exec *exec;
    Stream *stream;
    const Batch *batch;
    int64_t round_bytes; /* of windows */
    bool failed;         /* memory was short */
} Builder;

/* stream_touch.c */
typedef struct Touch {
    const Array *view;
    bool writes;
    bool in_order; /* writes the whole store, element by element as the task goes */
} Touch;
enum { MOST_TOUCHES = 160 };
int stream_touches(const PlanTask *task, const Node *nodes, const PlanDomain *domain,
                   Touch *touches);

/* stream_build.c: NULL: the batch runs in one piece. */
Stream *stream_open(Exec *exec, const Batch *batch);
bool stream_is_window(const Stream *s, const Store *store);
void stream_add_edge(Builder *b, Edge edge);

/* stream_divide.c: each task that its readers, in a run of so many rounds, need in
 * places far from each other becomes several. */
void stream_part_readers(Builder *b, int64_t rounds);
/* A task's form; most_stores: of the plan's task that it was made of. */
void stream_free_form(Exec *exec, int32_t most_stores, PlanTask *form);

/* stream_round.c */
typedef struct Range {
    int64_t low, high;
} Range;
/* The bytes of a's store that elements begin..end-1 of the domain lie in: the
 * last may be more than those. */
Range stream_bytes_of(const StreamTask *task, const Array *a, int64_t begin, int64_t end);
/* Where sinks are after the round. Whole ones wait for the last. */
int64_t stream_target(const Stream *s, const StreamTask *task);
/* The first element of task t's results that is still read, now or later. */
int64_t stream_lowest_read(const Stream *s, int32_t t);
/* What every task runs in the round. */
void stream_set_parts(Stream *s);

#endif
