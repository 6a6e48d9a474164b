/* Recording np.einsum: products of arrays whose axes have labels, summed over the
 * labels that the result lacks. Two operands at a time become views (diagonal,
 * transpose, reshape) and one product of matrices, or a multiplication and a
 * sum, which fuse. */
#ifndef GRAPH_EINSUM_H
#define GRAPH_EINSUM_H

#include "graph.h"

/* Letters are their own labels; EINSUM_BROADCAST + k is the k-th last axis of an
 * ellipsis. */
enum { EINSUM_BROADCAST = 128, EINSUM_LABELS = 256 };

/* A label for each axis, repeated ones name a diagonal. */
typedef struct EinsumTerm {
    Array *array;
    int ndim;
    uint8_t labels[ARR_MAX_NDIM];
} EinsumTerm;

/* terms are of one dtype; their references to arrays are taken over. out's labels are all different
 * and each is one of a term's; out's array, if there is one, is where the result will go, borrowed:
 * its extents are checked too. The result is a view of a single term where it can be. Errors of
 * extents are NumPy's. */
ArrStatus graph_einsum(Graph *graph, int count, EinsumTerm *terms, const EinsumTerm *out,
                       Array **result);

#endif
