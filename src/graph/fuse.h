/* From a segment to the tasks of its plan (see fuse.c). */
#ifndef GRAPH_FUSE_H
#define GRAPH_FUSE_H

#include "plan.h"
#include "segment.h"

/* Fills plan->tasks and plan->dropped in plan->arena. */
ArrStatus fuse_segment(Segment *segment, bool fuse, Plan *plan);

#endif
