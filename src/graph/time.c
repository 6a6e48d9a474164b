/* The clock as a node: a point in the order of work. */
#include "graph.h"

/* A segment of its own: all that was recorded before has run when the clock is
 * read, and nothing that is recorded later, however work is fused. */
ArrStatus graph_time(Graph *graph, int64_t unit, Array **result) {
    const ArrConst parameters[3] = {const_int(unit)};
    Array *out;
    ArrStatus status = graph_mark(graph);
    if (!status) status = array_new(&graph->arrays, ARR_INT64, 0, NULL, NULL, &out);
    if (status) return status;
    out->scalar = true;
    status = graph_library(graph, LIBRARY_TIME, 0, NULL, parameters, out);
    if (!status) status = graph_mark(graph);
    if (status) array_release(&graph->arrays, out);
    else *result = out;
    return status;
}
