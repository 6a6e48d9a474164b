/* Stores, and arrays: views of stores. Nothing here holds data: a store's
 * bytes come into being when a task writes them (exec), and an array is only
 * type + offset + shape + byte strides. */
#ifndef ARRAY_ARRAY_H
#define ARRAY_ARRAY_H

#include "dtype.h"

typedef struct Buffer Buffer; /* a device's memory; exec and device own its meaning */

/* A logical buffer of bytes. */
typedef struct Store {
    int64_t nbytes;
    int32_t arrays;  /* arrays that look at it; the last one takes it along */
    int32_t visible; /* of these, arrays the language holds: 0 makes it a temporary */
    int32_t pending; /* operands of pending nodes that look at it */
    int64_t last_write;  /* exec: number of the newest batch that writes it */
    int64_t version;     /* of its contents as recorded: no two of any stores are equal */
    int32_t plan_id; /* planner's scratch: index in the window's store table, or -1 */
    int64_t failed;  /* exec: not 0: contents undefined, by the error of that number */
    bool pinned;     /* borrowed from the host: never renamed or freed */
    bool mapped;     /* borrowed from a file */
    bool unstored;   /* exec: for now nobody needs it in memory, whoever sees it */
    bool kept;       /* exec: for now it stays in memory, even if nobody seems to need it */
    int32_t stage_id; /* exec's scratch, or -1 */
    int32_t cut;     /* exec: number of its partition, from 1; 0: none is known */
    Span made;       /* the code that made it, for MemoryError's list of large arrays */
    Buffer *buffer;  /* NULL until a task stores into it */
    struct Store *previous, *next; /* all stores of the state */
} Store;

/* A view of a store; also the language's array value. Immutable, except that
 * `a.shape = s` makes a new one. dims[] holds shape, then strides in bytes. */
typedef struct Array {
    Store *store;
    int32_t language_refs; /* references from values; see array_retain */
    int32_t pending_refs;  /* references from pending nodes */
    uint8_t dtype;         /* ArrDtype */
    uint8_t ndim;
    bool scalar;           /* a NumPy scalar (np.float64): 0-d, immutable, its store its own */
    bool read_only;        /* a broadcast_to of the program, or a view of one */
    int32_t plan_view;     /* planner's scratch, or -1 */
    int64_t offset;        /* bytes from the store's start to element [0,...,0] */
    int64_t size;          /* elements */
    int64_t dims[];
} Array;

static inline const int64_t *array_shape(const Array *a) { return a->dims; }
static inline const int64_t *array_strides(const Array *a) { return a->dims + a->ndim; }
static inline int64_t array_itemsize(const Array *a) { return dtype_info[a->dtype].itemsize; }

/* Where arrays and stores come from, one per state. */
typedef struct ArrayPool {
    Base *base;
    Store *stores;                                   /* all of them */
    void *user;                                      /* of buffer_free */
    void (*buffer_free)(void *user, Buffer *buffer); /* exec's: a store with a buffer died */
    Array *free_arrays;                              /* recycled arrays of ndim <= 4 */
    Store *free_stores;
    int64_t versions; /* given so far */
} ArrayPool;

void array_pool_init(ArrayPool *pool, Base *base);
void array_pool_free(ArrayPool *pool);

/* A reference from the language. array_new() and all functions below that
 * return an Array return one such reference, which belongs to the caller. */
void array_retain(Array *a);
void array_release(ArrayPool *pool, Array *a); /* NULL allowed */
/* A reference from a pending node. It ends in two steps: when the node leaves
 * the window (it no longer counts as a use to come), and when it has run. */
void array_retain_pending(Array *a);
static inline void array_leave_window(Array *a) { a->store->pending--; }
void array_retire(ArrayPool *pool, Array *a);

/* A new store with an array over all of it, axes in memory order `order`
 * (order[0] outermost; NULL: C order). ValueError for negative extents,
 * MemoryError beyond 2^47 bytes ("Unable to allocate 7.11 EiB for an array
 * with shape (1000000000, 1000000000) and data type float64"). */
ArrStatus array_new(ArrayPool *pool, ArrDtype dtype, int ndim, const int64_t *shape,
                    const uint8_t *order, Array **out);

/* a.shape = s: a takes the shape and strides of view, a view of all of it. No
 * pending node may look at a. Refused between ranks up to 4 and higher ones. */
ArrStatus array_become(ArrayPool *pool, Array *a, const Array *view);

/* "Unable to allocate 7.11 EiB for an array with shape ... and data type ..." */
ArrStatus array_memory_error(Base *base, ArrDtype dtype, int ndim, const int64_t *shape,
                             int64_t nbytes);

/* Views. All share a's store; none records a node. */
ArrStatus array_view(ArrayPool *pool, const Array *a, ArrDtype dtype, int64_t offset, int ndim,
                     const int64_t *shape, const int64_t *strides, Array **out);
/* axes NULL: reversed. "axes don't match array", "repeated axis in transpose". */
ArrStatus array_transpose(ArrayPool *pool, const Array *a, int naxes, const int64_t *axes,
                          Array **out);
/* Zero strides along new and stretched axes. The error is NumPy's broadcast_to's. */
ArrStatus array_broadcast_to(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                             Array **out);
/* One -1 allowed. *out NULL with ARR_OK: no view has this shape (copy first). */
ArrStatus array_reshape_view(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                             Array **out);
/* shape with its -1 worked out for a reshape of a, or the reshape error. */
ArrStatus array_reshape_shape(ArrayPool *pool, const Array *a, int ndim, const int64_t *shape,
                              int64_t *whole);
/* real, imag: the float parts of a complex array (imag of others is exec's business). */
ArrStatus array_part(ArrayPool *pool, const Array *a, bool imag, Array **out);

/* Basic indexing: items in the order written. */
typedef struct IndexItem {
    enum { INDEX_INT, INDEX_SLICE, INDEX_NEWAXIS, INDEX_ELLIPSIS } kind;
    int64_t start, stop, step; /* of a slice; INDEX_INT: start */
    bool has_start, has_stop;  /* step is 1 when not written */
} IndexItem;
/* "index 5 is out of bounds for axis 0 with size 2", "too many indices for
 * array: array is 2-dimensional, but 3 were indexed", ... */
ArrStatus array_index(ArrayPool *pool, const Array *a, int count, const IndexItem *items,
                      Array **out);
/* Python's slice.indices(): clips to a length and counts. */
int64_t slice_adjust(int64_t length, IndexItem *slice);

typedef enum ViewRelation { VIEWS_DISJOINT, VIEWS_IDENTICAL, VIEWS_OVERLAP } ViewRelation;
/* Proven relations only; OVERLAP is also "not known". */
ViewRelation array_relation(const Array *a, const Array *b);
/* Zero strides make one element appear many times (broadcast_to): read only. */
bool array_overlaps_itself(const Array *a);
/* How much of its store a view names. UNKNOWN: its axes do not nest in memory. */
typedef enum ArrayCoverage { COVERS_UNKNOWN, COVERS_LESS, COVERS_HALF, COVERS_ALL } ArrayCoverage;
ArrayCoverage array_coverage(const Array *a);

/* shape[] (ARR_MAX_NDIM long) becomes the broadcast of itself and other.
 * false: they do not broadcast. */
bool shape_broadcast(int *ndim, int64_t *shape, int other_ndim, const int64_t *other);
/* "(2,3)" as in NumPy's messages, into text[]; whole even for 64 axes. */
enum { SHAPE_TEXT = ARR_MAX_NDIM * 21 + 3 };
const char *shape_text(char text[SHAPE_TEXT], int ndim, const int64_t *shape);
/* "(2, 3)", Python's tuple. */
const char *shape_tuple_text(char text[SHAPE_TEXT], int ndim, const int64_t *shape);
/* The axes from outermost to innermost in the memory of count arrays that
 * broadcast to ndim axes: NumPy's K order. order[] has room for ndim. */
void array_memory_order(int ndim, int count, const Array *const *arrays, uint8_t *order);
/* That of a copy, or of another array like a: by stride alone, so that an axis
 * that a is broadcast along lies innermost. */
void array_copy_order(const Array *a, uint8_t *order);
bool array_is_contiguous(const Array *a); /* C order, no gaps */
/* Axis in -ndim..ndim-1 to 0..ndim-1, or AxisError. */
ArrStatus axis_normalise(Base *base, int64_t axis, int ndim, int *out);

#endif
