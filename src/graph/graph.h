/* Recording: every array operation of the language becomes a node of the
 * window. Types and shapes are known at once (so their errors are raised at
 * the statement); data is not touched until a flush. */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "../array/array.h"
#include "../array/float_error.h"
#include "../array/library.h"
#include "../array/ops.h"

#include <string.h>

typedef enum NodeKind {
    NODE_ELEMENTWISE, /* out = op(in...), in broadcast to out's shape */
    NODE_COPY,        /* out = in, cast and broadcast to out's type and shape */
    NODE_REDUCE,      /* out = op over axes of in[0] */
    NODE_RANGE,       /* out[i] = start + i * step (constants in[0], in[1]); 1-D */
    NODE_LIBRARY      /* out = library op of in..., see array/library.def */
} NodeKind;

/* An operand: an array, or a host constant. */
typedef struct Operand {
    Array *array;    /* borrowed by the record functions; NULL: value */
    ArrConst value;
    bool weak;       /* value is a Python int, float or complex (not bool) */
} Operand;

static inline Operand operand_array(Array *a) { return (Operand){.array = a}; }

typedef struct Node {
    uint8_t kind;          /* NodeKind */
    uint8_t nin;
    uint16_t op;           /* Op, ReduceOp or LibraryOp */
    uint8_t loop[3];       /* ArrDtype that operand k is cast to */
    uint8_t result;        /* ArrDtype that the op gives, cast to out's when it differs */
    Span where;            /* the code that recorded it */
    uint8_t errors;        /* what is done about floating-point errors: modes of all kinds */
    uint8_t name;          /* FloatName: what messages call it */
    Array *out;            /* pending reference */
    Array *in[3];          /* pending references; NULL: constant[k] */
    uint64_t axes;         /* NODE_REDUCE: bit per axis of in[0] */
    ArrConst constant[3];  /* last: only those in use are copied */
} Node;

/* A node but for out, in[] and loop[], which are empty, and constants, which
 * are undefined. */
static inline void node_begin(Node *node, NodeKind kind, int nin, int op, ArrDtype result) {
    memset(node, 0, offsetof(Node, constant));
    node->kind = (uint8_t)kind;
    node->nin = (uint8_t)nin;
    node->op = (uint16_t)op;
    node->result = (uint8_t)result;
}

struct GraphStats {
    int64_t nodes, windows;
};

/* What is known of a mask, for as long as its store is not written. */
typedef struct MaskSpans {
    Array *starts;   /* LIBRARY_MASK_SPANS of it; NULL: nothing is kept here */
    int64_t span;    /* elements of a span */
    int64_t count;   /* of its true elements; -1: nobody asked yet */
    int64_t version; /* of the mask's store: the key, with the view's geometry */
    int64_t offset;
    int ndim;
    int64_t dims[2 * ARR_MAX_NDIM];
} MaskSpans;

enum {
    MASK_SPAN = 32768, /* elements that one thread counts, or moves, at a time */
    MASKS_KNOWN = 4    /* masks in use at one time: the program's here, inside, ... */
};

typedef struct Graph {
    Base *base;
    ArrayPool arrays;
    Node *nodes;           /* the window, in program order */
    int64_t node_count, node_capacity;
    int64_t *marks;        /* node counts at loop back-edges: segment ends */
    int64_t mark_count, mark_capacity;
    int64_t window_size;   /* nodes that make the window full */
    int64_t failable_count; /* nodes up to the last one that may fail on data */
    struct GraphStats stats;
    uint8_t errors;        /* modes (float_error.h) of what is recorded from now on, */
    uint8_t name;          /* and its FloatName */
    uint8_t warnings;      /* FloatErrorMode of warnings that are no floating-point errors */
    int64_t mask_span;     /* MASK_SPAN, or less in tests */
    MaskSpans masks[MASKS_KNOWN]; /* the newest first */
    void *user;            /* of the functions below */
    ArrStatus (*window_full)(void *user); /* exec's: the window reached its limit */
    ArrStatus (*observe)(void *user);     /* exec's: waits for what may fail */
    void (*warn)(void *user, const char *text); /* exec's: a warning that is known already */
    bool watched;          /* a program waits for errors: what may fail is observed at once */
    ArrStatus (*upload)(void *user, Store *store, const void *bytes); /* exec's: host data */
} Graph;

void graph_init(Graph *graph, Base *base, int64_t window_size);
void graph_free(Graph *graph); /* drops what is pending */
/* Takes the first count nodes out of the window: they run, or were dropped.
 * Their references stay until graph_retire. */
void graph_submit(Graph *graph, int64_t count);
/* The same for those of the first count nodes that are gone[]. */
void graph_submit_some(Graph *graph, int64_t count, const bool *gone);
/* Gives the references of nodes that left the window back. */
void graph_retire(Graph *graph, const Node *nodes, int64_t count);
/* Records a node whose out is new; it goes back on failure, else *result is out. */
ArrStatus graph_record_new(Graph *graph, const Node *node, Array **result);

/* A node whose floating-point errors are raised, not only told. */
bool node_may_raise(const Node *node);
static inline bool node_raises(const Node *node) {
    return node->errors & FLOAT_RAISE_MODES && node_may_raise(node);
}
/* *to = from cast to dtype; a finite value that becomes infinite is an overflow. */
ArrStatus graph_cast_constant(Graph *graph, ArrConst *to, ArrConst from, ArrDtype dtype);
/* A RuntimeWarning of what is known at the statement already. kind: what the modes say of it
 * decides; FLOAT_ALL: it is none of the four. */
ArrStatus graph_warn(Graph *graph, unsigned kind, const char *text);

/* A loop's back-edge: the window may be cut here. */
ArrStatus graph_mark(Graph *graph);

/* out NULL: *result is a new array (its axes in NumPy's K order), a scalar if
 * all operands are 0-d and none of them is a 0-d array that is not a scalar...
 * as NumPy: results of 0-d operands are scalars. out given: the result is
 * written there (casting same_kind, UFuncTypeError otherwise; shapes must
 * broadcast to out's) and *result is out with a new reference.
 * Overlap of out with operands behaves as if they were copied first.
 * dtype -1, or the type of the loop. */
ArrStatus graph_elementwise(Graph *graph, Op op, const Operand operands[], Array *out, int dtype,
                            Array **result);
/* compare.c: whether op compares signed integers with uint64, and then what does it. */
bool graph_compares_signs(Op op, const Operand operands[]);
ArrStatus graph_compare_signs(Graph *graph, Op op, const Operand operands[], Array *out,
                              Array **result);

/* a[...] = value: dst becomes value cast (NumPy's unsafe cast) and broadcast
 * ("could not broadcast input array from shape (3,) into shape (2,)"). */
ArrStatus graph_assign(Graph *graph, Array *dst, Operand value);

/* axes: bit per axis. keepdims keeps them with extent 1. out as above or NULL.
 * wanted dtype or -1. Full reductions give scalars.
 * "zero-size array to reduction operation maximum which has no identity". */
ArrStatus graph_reduce(Graph *graph, ReduceOp op, Array *a, uint64_t axes, bool keepdims,
                       int dtype, Array *out, Array **result);

ArrStatus graph_full(Graph *graph, ArrDtype dtype, int ndim, const int64_t *shape, ArrConst value,
                     Array **result);
/* A deferred NumPy scalar. */
ArrStatus graph_scalar(Graph *graph, ArrConst value, Array **result);
/* 1-D: start + i * step for i < n. start and step already have dtype. */
ArrStatus graph_range(Graph *graph, ArrDtype dtype, int64_t n, ArrConst start, ArrConst step,
                      Array **result);
/* A new array from n host elements in C order (bytes are copied). */
ArrStatus graph_from_host(Graph *graph, ArrDtype dtype, int ndim, const int64_t *shape,
                          const void *bytes, Array **result);

/* A copy in another (or the same) type. order 'C', 'F' or 'K' (as in memory). */
ArrStatus graph_copy(Graph *graph, Array *a, ArrDtype dtype, char order, Array **result);
/* a[i, j] of one element: reads the value as it is now, as a NumPy scalar. */
ArrStatus graph_read_scalar(Graph *graph, Array *element, Array **result);
/* A view where there is one, else a copy of that shape. One -1 allowed. */
ArrStatus graph_reshape(Graph *graph, Array *a, int ndim, const int64_t *shape, Array **result);
/* A library op of nin arrays (no casts are made: types as its row says) with
 * parameters[3] or NULL, into out: a new array of the caller's, or a view that
 * the op updates. out overlapping an operand is the caller's to avoid. */
ArrStatus graph_library(Graph *graph, LibraryOp op, int nin, Array *const in[],
                        const ArrConst *parameters, Array *out);

/* An index array (int64) of one axis: of that extent and byte stride in the
 * array indexed, and numbered axis in error messages. */
typedef struct IndexArray {
    Array *array; /* borrowed */
    int64_t extent, stride;
    int axis;
} IndexArray;
/* Byte offsets of what count > 0 index arrays name, broadcast to shape. Fails
 * late, with NumPy's IndexError. */
ArrStatus graph_offsets(Graph *graph, int count, const IndexArray *indices, int ndim,
                        const int64_t *shape, Array **result);
/* out[offsets..., rest...] = a[indexed..., rest...] there: a's axes that the
 * offsets count along come first. out may be a view, but not of a's store. */
ArrStatus graph_gather(Graph *graph, Array *a, Array *offsets, Array *out);
/* The reverse, in order. values: of a's type, broadcast to offsets' shape and
 * rest, in another store. */
ArrStatus graph_scatter(Graph *graph, Array *a, Array *offsets, Array *values);
/* The same by one index array, along a's first axis, which is not empty. Both
 * fail late, with NumPy's IndexError; a put that fails writes nothing. */
ArrStatus graph_take(Graph *graph, Array *a, const IndexArray *index, Array *out);
ArrStatus graph_put(Graph *graph, Array *a, const IndexArray *index, Array *values);
/* The spans of a bool array, remembered or recorded. They may change with the
 * next call: whoever needs starts longer retains it. */
ArrStatus graph_mask_spans(Graph *graph, Array *mask, MaskSpans **spans);
void graph_forget_masks(Graph *graph);
/* out[i, rest...] = a[m, rest...] at the i-th true element m of mask; and the
 * reverse, values as graph_scatter() takes them. */
ArrStatus graph_compress(Graph *graph, Array *a, Array *mask, Array *out);
ArrStatus graph_expand(Graph *graph, Array *a, Array *mask, Array *values);
/* The indices of the count true elements of mask (bool): one row per axis. */
ArrStatus graph_nonzero(Graph *graph, Array *mask, int64_t count, Array **result);

/* A deferred int64 scalar: a steady clock in units of ns, read between the work
 * recorded before it and the work recorded after it. */
ArrStatus graph_time(Graph *graph, int64_t unit, Array **result);

/* a @ b and np.matmul; errors in NumPy's words. */
ArrStatus graph_matmul(Graph *graph, Array *a, Array *b, Array **result);
/* np.dot: scalars multiply, 1-D inner product, 2-D matmul, N-D by 1-D or 2-D. */
ArrStatus graph_dot(Graph *graph, Array *a, Array *b, Array **result);

#endif
