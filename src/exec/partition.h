/* Partitions: how arrays are cut among processors, and where two tasks want
 * the same array cut differently (see partition.c). */
#ifndef EXEC_PARTITION_H
#define EXEC_PARTITION_H

#include "../graph/plan.h"

enum { CUT_AXES = 8 }; /* arrays of more stay whole */

/* A store's: of an array that names all of it. */
typedef struct Cut {
    int ndim;
    int64_t shape[CUT_AXES], strides[CUT_AXES];
    int32_t pieces[CUT_AXES]; /* 1: not cut along this axis */
    int64_t moved;            /* the store's version when it was last re-partitioned */
} Cut;

typedef enum RelationKind {
    RELATION_ALIGNED,   /* each processor finds its elements in its own piece */
    RELATION_BROADCAST, /* all read the same elements along a cut axis */
    RELATION_HALO,      /* and some beyond the piece's edge */
    RELATION_MOVED      /* the array is cut otherwise: a re-partition */
} RelationKind;

typedef struct Relation {
    const Array *view;
    RelationKind kind;
    int64_t halo; /* elements */
    bool written;
} Relation;

enum { MOST_RELATIONS = 24 }; /* of a task that are told */

typedef struct TaskCut {
    const Array *key;           /* whose partition the task follows; NULL: it has no operands */
    int ndim;
    int32_t pieces[CUT_AXES];   /* of the domain's axes */
    int32_t relation_count, moved;
    Relation relations[MOST_RELATIONS];
} TaskCut;

typedef struct Partitions {
    Heap *heap;
    int processors;
    bool rows;        /* pieces lie in one piece of memory where they can */
    int64_t smallest; /* elements: fewer are not cut */
    Cut *cuts;        /* store->cut is the number of its own, from 1 */
    int64_t count, capacity;
    int64_t moved;    /* re-partitions so far */
} Partitions;

/* The key store of a window's plan: the largest that it touches. */
const Store *partition_key(const Plan *plan, const Node *nodes);
/* How task t is cut, and what becomes of its operands' partitions. */
void partition_task(Partitions *p, const Store *key, const PlanTask *task, const Node *nodes,
                    TaskCut *cut);

#endif
