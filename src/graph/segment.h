/* The planner's look at a segment: its distinct views and stores, and the key
 * under which its plan is found. A plan may depend on nothing that is not in
 * the key. */
#ifndef GRAPH_SEGMENT_H
#define GRAPH_SEGMENT_H

#include "../base/arena.h"
#include "graph.h"

typedef struct SegmentView {
    const Array *array;
    int32_t store;
    int32_t next;       /* the next view of the store, or -1 */
    bool written;
    uint8_t coverage;   /* ArrayCoverage, of written views */
} SegmentView;

typedef struct SegmentStore {
    Store *store;
    int32_t uses;       /* operands in this segment */
    int32_t first_view; /* newest first */
    bool written;
    bool live_out;      /* seen by the language or by nodes after the segment */
    bool loaded;        /* fuse.c: some task reads it from memory */
    bool large;         /* its memory is worth reusing at once */
    int32_t freed_by;   /* fuse.c: its last task, once that was found; -1 */
} SegmentStore;

enum { OUT = 3, NO_VIEW = -1 }; /* operands[node][OUT]: the result's view */

typedef struct Segment {
    Base *base;
    const Node *nodes;
    int64_t count;
    bool final;             /* nobody sees what stores hold afterwards */
    int64_t large;          /* see PlanCache */
    int32_t (*operands)[4]; /* view of each operand of each node; NO_VIEW for constants */
    int64_t operand_capacity;
    SegmentView *views;
    int64_t view_count, view_capacity;
    SegmentStore *stores;
    int64_t store_count, store_capacity;
    int64_t *extents;       /* distinct ones: equal extents are equal in the key, values are not in it */
    int64_t extent_count, extent_capacity;
    uint64_t *key;
    int64_t key_length, key_capacity;
    bool *needed;           /* per node */
    int64_t needed_capacity;
    Arena arena;            /* fuse.c's working memory */
} Segment;

void segment_init(Segment *segment, Base *base);
void segment_free(Segment *segment);
/* Fills views, stores and key from the nodes. ARR_MEMORY leaves it usable. */
ArrStatus segment_analyse(Segment *segment, const Node *nodes, int64_t count, bool fuse);
/* Marks needed[]: nodes whose results somebody can observe. */
ArrStatus segment_find_needed(Segment *segment);
/* Between views of the same or different stores. */
ViewRelation segment_relation(const Segment *segment, int32_t a, int32_t b);

#endif
