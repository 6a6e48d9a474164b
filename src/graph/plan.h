/* Plans: a segment of the window (the nodes between two loop marks) fused
 * into tasks. A plan holds structure only: node numbers relative to the
 * segment, types, which operand feeds which op. Extents, strides, offsets and
 * constants are read from the segment's own nodes when a task runs, so that
 * every segment of the same structure runs the same plan. */
#ifndef GRAPH_PLAN_H
#define GRAPH_PLAN_H

#include "../base/arena.h"
#include "../base/text.h"
#include "graph.h"

typedef enum PlanValueKind {
    PLAN_LOAD,     /* elements of nodes[node].in[operand] */
    PLAN_CONSTANT, /* nodes[node].constant[operand] */
    PLAN_RANGE,    /* nodes[node]'s start + i * step */
    PLAN_OP,       /* op(src...) on dtype loops */
    PLAN_CAST      /* src[0] of type `from` as dtype */
} PlanValueKind;

/* A value of the loop's straight-line program: one register. */
typedef struct PlanValue {
    uint8_t kind;
    uint8_t dtype;   /* of the value */
    uint8_t loop;    /* PLAN_OP: the type its loop is chosen by; PLAN_CAST: from */
    uint8_t operand;
    uint16_t op;
    int32_t node;
    int32_t src[3];  /* earlier values */
} PlanValue;

/* A value written to nodes[node].out. */
typedef struct PlanStore {
    int32_t node;
    int32_t value;
    bool renames;    /* into a fresh version of the store: other values of the task read the old */
    int32_t reuses;  /* a load whose store ends here: this one may take its memory, if it lies
                        alike. -1: none */
} PlanStore;

/* A value reduced into nodes[node].out. */
typedef struct PlanReduction {
    int32_t node;
    int32_t value;
} PlanReduction;

enum {
    PLAN_REDUCTIONS = 16, /* most reductions of one task */
    PLAN_ORDERED = 31     /* so far back goes what is known of the order of tasks */
};

/* One more node that an op or cast computes: the same as its value's own node. */
typedef struct PlanTwin {
    int32_t value;
    int32_t node;
} PlanTwin;

typedef enum PlanTaskKind { TASK_LOOP, TASK_LIBRARY } PlanTaskKind;

/* Why a node did not join an earlier task, for --plan. Between the two texts stands what is in the
 * way there, as "add of FILE:LINE". */
#define PLAN_REASONS(X)                                                                            \
    X(FIRST, "first task", "")                                                                     \
    X(LIBRARY, "a library call is a task of its own", "")                                          \
    X(AFTER_LIBRARY, "", " is a library call, a task of its own")                                  \
    X(DOMAIN, "another domain than that of ", "")                                                  \
    X(READS_WRITTEN, "reads elements that ", " writes elsewhere in its loop")                      \
    X(READS_REDUCED, "needs ", ", which is not finished inside its loop")                          \
    X(WRITES_READ, "overwrites elements that ", " still needs")                                    \
    X(AXES, "reduces over other axes or in another order than ", "")                               \
    X(SIZE, "the task of ", " is full")                                                            \
    X(OFF, "fusion is off", "")

typedef enum PlanReason {
#define X(id, before, behind) REASON_##id,
    PLAN_REASONS(X)
#undef X
} PlanReason;

/* The store of nodes[node].in[operand], or of its out when operand is 3. */
typedef struct PlanFree {
    int32_t node;
    int32_t operand;
} PlanFree;

static inline const Array *plan_freed(const PlanFree *freed, const Node *nodes) {
    const Node *node = &nodes[freed->node];
    return freed->operand < 3 ? node->in[freed->operand] : node->out;
}

typedef struct PlanTask {
    uint8_t kind;           /* PlanTaskKind */
    uint8_t reason;         /* PlanReason: why it is a task of its own, */
    int32_t apart_from;     /* and the node of an earlier task that this is due to; or -1 */
    int32_t domain;         /* node whose shape (of out, or of a reduction's operand) is the domain */
    int32_t node_count;
    int32_t *nodes;         /* in program order */
    int32_t value_count;
    PlanValue *values;
    int32_t load_count;
    int32_t *loads;         /* the values that are PLAN_LOAD */
    int32_t store_count;
    PlanStore *stores;
    int32_t reduction_count;
    PlanReduction *reductions; /* all over the same axes in the same order */
    int32_t twin_count;     /* who else must be told of floating-point errors */
    PlanTwin *twins;
    bool fails;             /* on some data */
    int32_t temporaries;    /* results that never reach memory */
    uint32_t after;         /* bit k: the task needs what the one k + 1 before it did, or undoes it */
    bool overlaps;          /* some later library task may run beside it, a library task */
    int32_t free_count;
    struct PlanFree *frees; /* stores that nobody needs after this task */
    void *kernel;           /* the device's compiled form, or NULL */
} PlanTask;

typedef struct Plan {
    int32_t task_count;
    PlanTask *tasks;
    int32_t dropped_count;  /* nodes that nobody can observe */
    int32_t *dropped;
    Arena arena;            /* holds all of it */
    uint64_t hash;
    bool described;         /* --plan showed it */
    int32_t pins;           /* batches that wait to run it */
    bool dropped_from_cache;
    int64_t key_length;     /* words */
    uint64_t *key;
    struct Plan *next;      /* in its bucket */
} Plan;

/* Plans by structure. */
typedef struct PlanCache {
    Base *base;
    Plan **buckets;
    int64_t bucket_count, count;
    int64_t made, reused;
    void *user;
    void (*kernel_free)(void *user, void *kernel); /* the device's */
    bool final;              /* the program ends: nobody sees what stores hold */
    int64_t large;           /* bytes of stores whose memory is worth reusing at once */
    struct Segment *segment; /* the planner's working memory */
} PlanCache;

ArrStatus plan_cache_init(PlanCache *cache, Base *base);
void plan_cache_free(PlanCache *cache);

/* The plan of nodes[0..count). fuse false: one task per node. *made: it is new. */
ArrStatus plan_segment(PlanCache *cache, const Node *nodes, int64_t count, bool fuse, Plan **plan,
                       bool *made);

/* The caller is done with a plan that it pinned (plan->pins++). */
void plan_unpin(PlanCache *cache, Plan *plan);

/* "file:line" of a span into text[size]: the host's. */
typedef void (*LocateFn)(void *user, Span span, char *text, size_t size);
/* A task in one line, for --plan. locate may be NULL. */
void plan_describe_task(const PlanTask *task, const Node *nodes, Text *text, void *user,
                        LocateFn locate);

/* May the task's store s overwrite what the load reads? */
static inline bool plan_overwrites(const PlanTask *task, const Node *nodes, int32_t s, int32_t load) {
    const PlanStore *store = &task->stores[s];
    const PlanValue *value = &task->values[load];
    return store->reuses == load ||
           (!store->renames && nodes[value->node].in[value->operand]->store == nodes[store->node].out->store);
}

/* NumPy's name of a node's operation. */
const char *plan_node_name(const Node *node);
/* The operations of a task in a row, cut to size: "multiply add copy". */
void plan_task_name(const PlanTask *task, const Node *nodes, char *name, size_t size);

/* The loop order of a node's domain and which of its axes are reduced. */
typedef struct PlanDomain {
    int ndim;
    const int64_t *shape;
    uint8_t order[ARR_MAX_NDIM]; /* axes, outermost first */
    uint64_t reduced;            /* bit per axis */
} PlanDomain;
void plan_domain(const Node *node, PlanDomain *domain);

#endif
