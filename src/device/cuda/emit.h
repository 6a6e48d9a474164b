/* From a loop task to CUDA C++. The text depends on structure alone: on the
 * plan's values and on the shape of the access (CudaShape); everything else is
 * an argument. All arguments are one block of 8-byte words, in this order:
 *
 *   WORD_...     counts, see below
 *   extents      of the domain, ndim of them
 *   groups       of a reduction: extent, and the step of the linear index, each
 *   values       in the plan's order: a load's address and, where it is strided, ndim
 *                strides in bytes; a constant's 2 words; a range's 4 (start, step)
 *   stores       CUDA_LOOP: as loads
 *   reductions   else: the address of the result and of the partial results
 */
#ifndef DEVICE_CUDA_EMIT_H
#define DEVICE_CUDA_EMIT_H

#include "../../array/float_error.h"
#include "../device.h"

/* What a kernel does with the values: */
typedef enum CudaForm {
    CUDA_LOOP,   /* stores them */
    CUDA_TREE,   /* reduces runs of the innermost axis: threads share each */
    CUDA_COLUMNS /* reduces outer axes: a thread for each element that is kept */
} CudaForm;

typedef enum CudaAccess {
    CUDA_SCALAR, /* one element for the whole domain */
    CUDA_LINEAR, /* the i-th element for the i-th of the domain */
    CUDA_STRIDED
} CudaAccess;

enum {
    CUDA_MOST_OPERANDS = 64,
    CUDA_MOST_NDIM = 8,    /* after axes that lie behind one another were joined */
    CUDA_MOST_WORDS = 480, /* of 512 that a kernel may be given */
    CUDA_CHUNK = 8192,     /* elements that one tree adds; chunks are added in order */
    CUDA_BLOCK = 256,
    CUDA_TREE_BLOCK = 256, /* most threads of a block of CUDA_TREE: more would spill registers */
    CUDA_FOLD_BLOCK = 128, /* threads that bring partial results to the one that folds them */
    CUDA_LEAF_BYTES = 16   /* of shared memory for each result of a leaf */
};

/* Products of floats go one after the other, so a thread of its own does each
 * (CUDA_COLUMNS, whatever the innermost axis is). */
typedef enum CudaPart { CUDA_ALL, CUDA_CHAINS, CUDA_OTHERS } CudaPart;

typedef enum CudaWord {
    WORD_SIZE,   /* elements of the domain; of a reduction: results */
    WORD_ITEMS,  /* pieces that are folded, in order, to one result */
    WORD_RUN,    /* CUDA_TREE: length of the innermost axis */
    WORD_CHUNKS, /* of each run */
    WORD_DEPTH,  /* of the tree over the longest chunk */
    WORD_GROUP,  /* threads that share a tree */
    WORD_SPLIT,  /* 1: each piece is a partial result of its own */
    WORD_FLAGS,  /* where floating-point errors are told: see CudaWatch; 0: nowhere */
    WORD_COUNT
} CudaWord;

/* The structure of the access. No padding: shapes are compared as bytes. */
typedef struct CudaShape {
    uint8_t form; /* CudaForm */
    uint8_t wide; /* indices of 64 bits */
    uint8_t ndim;
    uint8_t group_count; /* of a reduction: runs of axes that are kept and reduced in turn */
    uint8_t first_kept;
    uint8_t part;                           /* CudaPart: the reductions that it is about */
    uint8_t access[CUDA_MOST_OPERANDS + 1]; /* CudaAccess of loads, then of stores */
} CudaShape;

/* The floating-point errors (array/float_error.h) that a kernel looks for: the kinds
 * of each value, then of each reduction; 0: none. Those that are not 0 have 4 bits
 * each, in this order, in the words at WORD_FLAGS. */
enum {
    CUDA_MOST_WATCHED = 512 + PLAN_REDUCTIONS,
    CUDA_WATCHED_PER_WORD = 8,
    CUDA_WATCH_SCALAR = 16
};
typedef struct CudaWatch {
    int count;                        /* of those that are not 0 */
    uint8_t kinds[CUDA_MOST_WATCHED]; /* CUDA_WATCH_SCALAR: an int that is a scalar */
} CudaWatch;

/* The kernel's names: the main one, and the one that folds partial results. */
#define CUDA_KERNEL      "arr_kernel"
#define CUDA_KERNEL_FOLD "arr_fold"

/* Words of a kernel's arguments; the first of the values' and of the reductions'. */
int cuda_value_words(const CudaShape *shape);
int cuda_reduction_words(const PlanTask *task, const CudaShape *shape);
int cuda_word_count(const PlanTask *task, const CudaShape *shape);

/* Whether a reduction is a chain. */
bool cuda_is_chain(const PlanTask *task, const Node *nodes, int32_t r);

/* The function op_NAME_DTYPE(a, b, c): an op's loop. */
void cuda_emit_op(int op, int dtype, Text *out);
/* The function watch_join0(r, a, b): which of the kinds it met. Needs cuda_watch.h. */
void cuda_emit_watch_op(int op, int dtype, unsigned kinds, Text *out);
/* nodes: of the segment, whose ops and types of reductions are structure too. */
void cuda_emit(const PlanTask *task, const Node *nodes, const CudaShape *shape,
               const CudaWatch *watch, Text *text);
/* The same as a key: equal keys are equal texts. */
void cuda_emit_key(const PlanTask *task, const Node *nodes, const CudaShape *shape,
                   const CudaWatch *watch, Text *key);

/* emit_watch.c: functions that say what an operation met; a look at value v; and what
 * becomes of a thread's words of bits. */
typedef enum CudaWatchText {
    CUDA_WATCH_DECLARE,
    CUDA_WATCH_PARAMETER, /* of a function that has others before */
    CUDA_WATCH_ARGUMENT,
    CUDA_WATCH_TELL
} CudaWatchText;
int cuda_watch_words(const CudaWatch *watch);
int cuda_watch_place(const CudaWatch *watch, int32_t entry);
void cuda_emit_watch_functions(const PlanTask *task, const Node *nodes, const CudaWatch *watch,
                               Text *out);
void cuda_emit_watch_value(const PlanTask *task, const CudaWatch *watch, int32_t v, Text *out);
void cuda_emit_watch_words(const CudaWatch *watch, CudaWatchText what, Text *out);

#endif
