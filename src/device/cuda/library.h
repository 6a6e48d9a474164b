/* Library ops on the GPU (library.c): each is one or several launches of kernels of
 * kernels/cuda_*.h, whose arguments are words. */
#ifndef DEVICE_CUDA_LIBRARY_H
#define DEVICE_CUDA_LIBRARY_H

#include "cuda.h"
#include "texts.h"

enum { VIEW_NDIM = 8, VIEW = 2 * VIEW_NDIM, MOST_WORDS = 72 };

/* What became of an op: done, failed with the error set, or left to the CPU. */
typedef enum Outcome { DONE, FAILED, LEFT } Outcome;

/* One launch: its words, filled in the order that the kernel's comment gives. */
typedef struct Launch {
    CudaDevice *cuda;
    int64_t words[MOST_WORDS];
    int count;
    bool fits; /* all views so far have few enough axes */
} Launch;

static inline Launch launch_new(CudaDevice *cuda) {
    return (Launch){.cuda = cuda, .fits = true};
}

static inline void launch_add(Launch *l, int64_t word) {
    l->words[l->count++] = word;
}

/* The axes of a view of these extents, those that lie behind one another joined. */
void launch_add_view(Launch *l, int ndim, const int64_t *extents, const int64_t *strides);
void launch_add_array(Launch *l, const Array *a);
/* Starts the kernel "NAME" or "NAME type"; leaves the op to the CPU where there is no such one. */
Outcome launch_start(Launch *l, const char *kernel, int64_t blocks);
/* The same for a kernel of elements of a dtype. */
Outcome launch_typed(Launch *l, const char *kernel, int dtype, int64_t blocks);

static inline int64_t operand_address(const LibraryOperand *operand) {
    return (int64_t)cuda_address(operand->buffer) + operand->array->offset;
}

/* The same with JOIN(a, b), what an op's loop of that dtype gives, and MET(r, a, b) if it is to
 * tell of these floating-point errors. */
Outcome launch_joining(Launch *l, const char *kernel, int op, int dtype, unsigned kinds, int64_t blocks);

/* The same for a kernel that writes to its first word's word where the CPU is to tell an error:
 * that one is had and waited for here, and then the op is left to the CPU. */
Outcome launch_checking(Launch *l, const char *kernel, int dtype, int64_t blocks);

/* All its elements lie at multiples of item, a power of two. */
bool operand_is_aligned(const LibraryOperand *operand, int64_t item);
/* The piece of an element that it must be aligned to: itself, or a complex number's part. */
int64_t operand_piece(const LibraryOperand *operand);

/* Extent and byte stride of the last axis. */
static inline int64_t row_length(const Array *a) {
    return array_shape(a)[a->ndim - 1];
}
static inline int64_t row_stride(const Array *a) {
    return array_strides(a)[a->ndim - 1];
}

/* How many blocks n threads are. */
static inline int64_t blocks_of(int64_t n) {
    return (n + CUDA_BLOCK - 1) / CUDA_BLOCK;
}

/* Rows of an operand, along its last axis, or of scratch. */
typedef struct Rows {
    int64_t data, stride;
    int ndim; /* of the view that the rows are counted by */
    const int64_t *extents, *strides;
    int64_t itemsize, piece;
} Rows;

static inline Rows rows_of(const LibraryOperand *operand) {
    const Array *a = operand->array;
    return (Rows){operand_address(operand), row_stride(a), a->ndim - 1, array_shape(a),
                  array_strides(a), array_itemsize(a), operand_piece(operand)};
}

static inline void launch_add_rows(Launch *l, const Rows *rows) {
    launch_add_view(l, rows->ndim, rows->extents, rows->strides);
}

/* The first six words of kernels that make rows of n elements out of as many: where both
 * lie, how many there are, the strides of both. */
static inline void launch_add_pairs(Launch *l, const Rows *out, const Rows *in, int64_t rows, int64_t n) {
    launch_add(l, out->data);
    launch_add(l, in->data);
    launch_add(l, rows);
    launch_add(l, n);
    launch_add(l, out->stride);
    launch_add(l, in->stride);
}

/* Do neighbouring rows lie nearer to one another than the elements of a row? */
bool rows_are_near(const Rows *rows);

/* Scratch that the op's own work uses, given back by cuda_buffer_free; NULL: the error is set. */
Buffer *scratch_new(CudaDevice *cuda, int64_t nbytes);

/* One function for each op, or group of them. product.c: */
Outcome cuda_matmul(CudaDevice *cuda, const LibraryTask *task);
/* gather.c */
Outcome cuda_mask_spans(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_nonzero(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_compress(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_expand(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_index_offsets(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_gather(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_take(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_scatter(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_put(CudaDevice *cuda, const LibraryTask *task);
/* scan.c */
Outcome cuda_scan(CudaDevice *cuda, const LibraryTask *task);
/* Running sums of dense rows of ints, in place. */
Outcome cuda_add_up(CudaDevice *cuda, int64_t data, int64_t rows, int64_t n, int dtype);
/* sort.c */
Outcome cuda_sort(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_apply(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_bincount(CudaDevice *cuda, const LibraryTask *task);
/* search.c */
Outcome cuda_searchsorted(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_interp(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_correlate(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_require(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_warn(CudaDevice *cuda, const LibraryTask *task);
Outcome cuda_exponents(CudaDevice *cuda, const LibraryTask *task);
/* fft.c */
Outcome cuda_fft(CudaDevice *cuda, const LibraryTask *task);

#endif
