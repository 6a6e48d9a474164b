/* From a segment to the tasks of its plan (see fuse.c). */
#ifndef GRAPH_FUSE_H
#define GRAPH_FUSE_H

#include "plan.h"
#include "segment.h"

/* Fills plan->tasks and plan->dropped in plan->arena. */
ArrStatus fuse_segment(Segment *segment, bool fuse, Plan *plan);
/* order.c: fills `after` and `overlaps` of its tasks. */
void plan_find_order(Plan *plan, const Segment *segment);

#endif
