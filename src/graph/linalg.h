/* Recording np.linalg: NumPy's solve, inv, cholesky and det in terms of library
 * ops. All take stacks of matrices and compute in float64 or complex128, as NumPy
 * does, whose result is cast back for float32 and complex64. Shape errors are
 * raised here, a singular matrix by the task. */
#ifndef GRAPH_LINALG_H
#define GRAPH_LINALG_H

#include "graph.h"

/* b 1-D: one right side for every matrix. b NULL: the identity (inv). */
ArrStatus graph_solve(Graph *graph, Array *a, Array *b, Array **result);
/* inv, whose result is nan where there is none. */
ArrStatus graph_inverse_or_nan(Graph *graph, Array *a, Array **result);
ArrStatus graph_cholesky(Graph *graph, Array *a, bool upper, Array **result);
ArrStatus graph_det(Graph *graph, Array *a, Array **result);

#endif
