/* Recording factorisations of matrices: library ops that give several arrays at
 * once. These lie in one store, one part behind the other, each dense in C
 * order; what the program sees are views of it. Like all of np.linalg they
 * take stacks and compute in float64 or complex128; results of float32 and
 * complex64 are cast back. */
#ifndef GRAPH_FACTOR_H
#define GRAPH_FACTOR_H

#include "graph.h"

enum { FACTOR_PARTS = 4 };
/* constants[0] of LIBRARY_QR */
enum { QR_REDUCED, QR_COMPLETE, QR_R, QR_RAW };
/* constants[0] of LIBRARY_SVD */
enum { SVD_VALUES, SVD_REDUCED, SVD_FULL };

/* One result: its type, the shape that one matrix gives, and where in the
 * store it begins. The stack's axes stand before the shape. */
typedef struct FactorPart {
    ArrDtype dtype;
    int ndim;
    int64_t shape[2], offset;
} FactorPart;

typedef struct FactorParts {
    int count;
    int64_t nbytes; /* of the store */
    FactorPart part[FACTOR_PARTS];
} FactorParts;

/* What op gives for the matrices a, of the type that is computed in, and the
 * right sides b (LSTSQ, else NULL). */
ArrStatus factor_parts(Base *base, LibraryOp op, const ArrConst *constants, const Array *a,
                       const Array *b, FactorParts *parts);

/* All parts of QR, SVD, EIGH, EIG, SLOGDET or LSTSQ of a (and b), in the types
 * that NumPy gives. The shapes must be right. */
ArrStatus graph_factor(Graph *graph, LibraryOp op, const ArrConst *constants, Array *a, Array *b,
                       int *count, Array *results[FACTOR_PARTS]);

/* LinAlgError unless a is a matrix or a stack of them, square if asked. */
ArrStatus graph_check_matrix(Graph *graph, const Array *a, bool square);

#endif
