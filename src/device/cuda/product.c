/* Matrix products on the GPU: those of floats and complex numbers by cuBLAS, which is
 * opened by the first of them; ints and bools, and all others where there is no cuBLAS,
 * by a kernel of our own. cuBLAS's matrices lie by columns, so it is asked for the
 * transposed product, (a b)^T = b^T a^T, of which nothing need be moved. */
#include <stdio.h>

#include "../axes.h"
#include "library.h"

enum { BLOCK_SIDE = 64, BLAS_OUT_OF_MEMORY = 3 };

/* A stack of matrices as they lie. */
typedef struct Matrices {
    CudaAddress data;
    int64_t rows, columns, row_stride, column_stride; /* bytes */
    int leading;                                      /* items */
    bool across;                                      /* lies by columns */
    Buffer *packed;                                   /* a copy that cuBLAS can take, or NULL */
} Matrices;

typedef struct Product {
    CudaDevice *cuda;
    int dtype;
    int64_t itemsize;
    Matrices a, b, out;
    int batch_ndim; /* axes of the stacks, joined */
    int64_t batch[ARR_MAX_NDIM], steps[3][ARR_MAX_NDIM]; /* of a, b and out, in bytes */
} Product;

/* --- cuBLAS ------------------------------------------------------------------------- */

/* Products go on without it; --verbose says so. */
static void tell(CudaDevice *cuda, const char *why) {
    pthread_mutex_lock(&cuda->kernel_lock);
    snprintf(cuda->told, sizeof cuda->told, "%s: matrix products run in arr's own kernel", why);
    pthread_mutex_unlock(&cuda->kernel_lock);
}

static void open_blas(CudaDevice *cuda) {
    char why[256];
    cuda->blas_tried = true;
    if (!cuda_load_blas(&cuda->blas, why, sizeof why)) {
        tell(cuda, why);
        return;
    }
    CublasStatus status = cuda->blas.create(&cuda->blas_handle);
    if (!status) return;
    cuda->blas_handle = NULL;
    snprintf(why, sizeof why, "cuBLAS cannot be used (%s)", cuda->blas.status_name(status));
    tell(cuda, why);
}

void cuda_blas_close(CudaDevice *cuda) {
    if (cuda->blas_handle) cuda->blas.destroy(cuda->blas_handle);
    cuda->blas_handle = NULL;
}

typedef struct Calls {
    CublasStatus (*gemm) CUBLAS_GEMM;
    CublasStatus (*gemm_batched) CUBLAS_GEMM_BATCHED;
    CublasStatus (*gemv) CUBLAS_GEMV;
    CublasStatus (*dot) CUBLAS_DOT;
    const void *one, *zero;
} Calls;

static Calls calls_of(const CudaBlas *blas, int dtype) {
    static const float one_single[2] = {1, 0}, zero_single[2];
    static const double one_double[2] = {1, 0}, zero_double[2];
    switch (dtype) {
    case ARR_FLOAT32:
        return (Calls){blas->sgemm, blas->sgemm_batched, blas->sgemv, blas->sdot, one_single, zero_single};
    case ARR_FLOAT64:
        return (Calls){blas->dgemm, blas->dgemm_batched, blas->dgemv, blas->ddot, one_double, zero_double};
    case ARR_COMPLEX64:
        return (Calls){blas->cgemm, blas->cgemm_batched, blas->cgemv, blas->cdot, one_single, zero_single};
    default:
        return (Calls){blas->zgemm, blas->zgemm_batched, blas->zgemv, blas->zdot, one_double, zero_double};
    }
}

/* The distance of a vector's items, as an increment. */
static bool vector_lies(int64_t n, int64_t stride, int64_t itemsize, int *increment) {
    *increment = 1;
    if (n <= 1) return true;
    *increment = (int)(stride / itemsize);
    return stride > 0 && stride % itemsize == 0 && stride / itemsize <= INT32_MAX;
}

/* Both operands are one row and one column: the sum stays on the device. */
static bool dot(const Product *p, const Calls *calls, CublasStatus *status) {
    const CudaBlas *blas = &p->cuda->blas;
    CublasHandle handle = p->cuda->blas_handle;
    int a_step, b_step;
    if (!vector_lies(p->a.columns, p->a.column_stride, p->itemsize, &a_step) ||
        !vector_lies(p->a.columns, p->b.row_stride, p->itemsize, &b_step))
        return false;
    *status = blas->pointer_mode(handle, CUBLAS_DEVICE);
    if (*status) return true;
    *status = calls->dot(handle, (int)p->a.columns, p->a.data, a_step, p->b.data, b_step, p->out.data);
    CublasStatus back = blas->pointer_mode(handle, CUBLAS_HOST);
    if (!*status) *status = back;
    return true;
}

/* A matrix times a vector of n items that lie so far apart; across: its columns are summed over. */
static bool times_vector(const Product *p, const Calls *calls, const Matrices *m, bool across,
                         CudaAddress vector, int64_t n, int64_t stride, CublasStatus *status) {
    int step;
    if (!vector_lies(n, stride, p->itemsize, &step)) return false;
    /* as cuBLAS sees what lies by rows, it is transposed */
    int rows = (int)(m->across ? m->rows : m->columns);
    int columns = (int)(m->across ? m->columns : m->rows);
    int op = m->across == across ? CUBLAS_TRANSPOSED : CUBLAS_AS_IT_LIES;
    *status = calls->gemv(p->cuda->blas_handle, op, rows, columns, calls->one, m->data, m->leading,
                          vector, step, calls->zero, p->out.data, 1);
    return true;
}

/* One product, if it is of vectors. */
static bool multiply_vectors(const Product *p, const Calls *calls, CublasStatus *status) {
    const Matrices *a = &p->a, *b = &p->b;
    if (a->rows == 1 && b->columns == 1 && dot(p, calls, status)) return true;
    if (b->columns == 1)
        return times_vector(p, calls, a, false, b->data, b->rows, b->row_stride, status);
    if (a->rows == 1)
        return times_vector(p, calls, b, true, a->data, a->columns, a->column_stride, status);
    return false;
}

/* The innermost axis of the stacks is one call. */
static CublasStatus multiply_stack(const Product *p) {
    const Calls calls = calls_of(&p->cuda->blas, p->dtype);
    int last = p->batch_ndim - 1;
    int64_t count = last < 0 ? 1 : p->batch[last];
    int op_a = p->a.across ? CUBLAS_TRANSPOSED : CUBLAS_AS_IT_LIES;
    int op_b = p->b.across ? CUBLAS_TRANSPOSED : CUBLAS_AS_IT_LIES;
    int m = (int)p->a.rows, n = (int)p->b.columns, k = (int)p->a.columns;
    CublasStatus status = 0;
    if (count == 1 && multiply_vectors(p, &calls, &status)) return status;
    if (count == 1)
        return calls.gemm(p->cuda->blas_handle, op_b, op_a, n, m, k, calls.one, p->b.data,
                          p->b.leading, p->a.data, p->a.leading, calls.zero, p->out.data, n);
    return calls.gemm_batched(p->cuda->blas_handle, op_b, op_a, n, m, k, calls.one, p->b.data,
                              p->b.leading, p->steps[1][last] / p->itemsize, p->a.data, p->a.leading,
                              p->steps[0][last] / p->itemsize, calls.zero, p->out.data, n,
                              p->steps[2][last] / p->itemsize, (int)count);
}

/* Stacks whose axes cannot be one: call by call. */
static CublasStatus multiply_stacks(const Product *p) {
    int64_t calls = 1;
    CublasStatus status = 0;
    for (int i = 0; i < p->batch_ndim - 1; i++) calls *= p->batch[i];
    for (int64_t c = 0; c < calls && !status; c++) {
        Product one = *p;
        int64_t rest = c;
        for (int i = p->batch_ndim - 2; i >= 0; i--) {
            int64_t at = rest % p->batch[i];
            rest /= p->batch[i];
            one.a.data += (CudaAddress)(at * p->steps[0][i]);
            one.b.data += (CudaAddress)(at * p->steps[1][i]);
            one.out.data += (CudaAddress)(at * p->steps[2][i]);
        }
        status = multiply_stack(&one);
    }
    return status;
}

static Outcome multiply_by_blas(const Product *p) {
    CudaDevice *cuda = p->cuda;
    pthread_mutex_lock(&cuda->blas_lock);
    CublasStatus status = cuda->blas.set_stream(cuda->blas_handle, cuda_compute(cuda));
    if (!status) status = multiply_stacks(p);
    pthread_mutex_unlock(&cuda->blas_lock);
    if (!status) return DONE;
    if (status == BLAS_OUT_OF_MEMORY) error_memory(cuda->device.base, 1, "a matrix product");
    else
        error_set(cuda->device.base, ERROR_RUNTIME, "the GPU failed at a matrix product: %s",
                  cuda->blas.status_name(status));
    return FAILED;
}

/* --- operands ------------------------------------------------------------------------- */

static Matrices matrices_of(const LibraryOperand *operand) {
    const Array *a = operand->array;
    const int64_t *shape = array_shape(a) + a->ndim - 2, *strides = array_strides(a) + a->ndim - 2;
    return (Matrices){.data = (CudaAddress)operand_address(operand),
                      .rows = shape[0],
                      .columns = shape[1],
                      .row_stride = strides[0],
                      .column_stride = strides[1]};
}

/* The axes before the last two; those that all three walk as one are one. */
static void join_batches(Product *p, const LibraryTask *task) {
    const int64_t *strides[3] = {array_strides(task->in[0].array), array_strides(task->in[1].array),
                                 array_strides(task->out.array)};
    const int64_t *shape = array_shape(task->out.array);
    for (int i = 0; i < task->out.array->ndim - 2; i++) {
        int last = p->batch_ndim - 1;
        bool joins = last >= 0;
        if (shape[i] == 1) continue;
        for (int k = 0; k < 3 && joins; k++) joins = p->steps[k][last] == shape[i] * strides[k][i];
        if (!joins) p->batch[last = p->batch_ndim++] = 1;
        p->batch[last] *= shape[i];
        for (int k = 0; k < 3; k++) p->steps[k][last] = strides[k][i];
    }
}

static bool matrices_lie(const Product *p, Matrices *m, const int64_t *steps) {
    bool good = matrix_lies(m->rows, m->columns, m->row_stride, m->column_stride, p->itemsize,
                            &m->across, &m->leading);
    good &= m->data % (CudaAddress)p->itemsize == 0;
    for (int i = 0; i < p->batch_ndim; i++) good &= steps[i] % p->itemsize == 0 && steps[i] >= 0;
    return good;
}

/* A dense copy of stacks that cuBLAS cannot take; what is broadcast is copied once. */
static Outcome pack(const Product *p, Matrices *m, int64_t *steps) {
    int64_t extents[ARR_MAX_NDIM + 2], strides[ARR_MAX_NDIM + 2], below = m->rows * m->columns;
    int n = p->batch_ndim;
    for (int i = 0; i < n; i++) {
        extents[i] = steps[i] ? p->batch[i] : 1;
        strides[i] = steps[i];
    }
    extents[n] = m->rows;
    extents[n + 1] = m->columns;
    strides[n] = m->row_stride;
    strides[n + 1] = m->column_stride;
    m->packed = scratch_new(p->cuda, arr_nbytes(n + 2, extents, p->itemsize));
    if (!m->packed) return FAILED;
    CudaResult result = cuda_pack(p->cuda, cuda_address(m->packed), m->data, n + 2, extents, strides,
                                  p->itemsize);
    if (result == CUDA_NO_KERNEL) return LEFT;
    if (cuda_check(p->cuda, result, "starting a kernel")) return FAILED;
    for (int i = n - 1; i >= 0; i--) {
        if (steps[i]) steps[i] = below * p->itemsize;
        below *= extents[i];
    }
    m->data = cuda_address(m->packed);
    m->row_stride = m->columns * p->itemsize;
    m->column_stride = p->itemsize;
    return matrices_lie(p, m, steps) ? DONE : LEFT;
}

/* --- our own kernel ---------------------------------------------------------------------- */

/* What our kernels are told of a product, operands as they are. */
static Launch describe(CudaDevice *cuda, const LibraryTask *task) {
    Launch l = launch_new(cuda);
    const Matrices a = matrices_of(&task->in[0]), b = matrices_of(&task->in[1]);
    const Array *out = task->out.array;
    int batches = out->ndim - 2;
    int64_t count = arr_nbytes(batches, array_shape(out), 1);
    launch_add(&l, operand_address(&task->out));
    launch_add(&l, (int64_t)a.data);
    launch_add(&l, (int64_t)b.data);
    launch_add(&l, a.rows);
    launch_add(&l, b.columns);
    launch_add(&l, a.columns);
    launch_add(&l, count);
    launch_add(&l, a.row_stride);
    launch_add(&l, a.column_stride);
    launch_add(&l, b.row_stride);
    launch_add(&l, b.column_stride);
    launch_add_view(&l, batches, array_shape(out), array_strides(out));
    launch_add_view(&l, batches, array_shape(out), array_strides(task->in[0].array));
    launch_add_view(&l, batches, array_shape(out), array_strides(task->in[1].array));
    return l;
}

static bool are_aligned(const LibraryTask *task) {
    return operand_is_aligned(&task->in[0], operand_piece(&task->in[0])) &&
           operand_is_aligned(&task->in[1], operand_piece(&task->in[1]));
}

static Outcome multiply_by_kernel(const Product *p, const LibraryTask *task) {
    int64_t count = arr_nbytes(task->out.array->ndim - 2, array_shape(task->out.array), 1);
    int64_t down = (p->a.rows + BLOCK_SIDE - 1) / BLOCK_SIDE, across = (p->b.columns + BLOCK_SIDE - 1) / BLOCK_SIDE;
    Launch l = describe(p->cuda, task);
    if (!are_aligned(task)) return LEFT;
    bool is_bool = p->dtype == ARR_BOOL;
    return launch_typed(&l, is_bool ? "PRODUCT_ANY" : "PRODUCT", p->dtype, count * down * across);
}

/* Overflows and invalid operations, where somebody may want to hear of them. */
static Outcome look(CudaDevice *cuda, const LibraryTask *task) {
    ArrayKind kind = dtype_info[task->out.array->dtype].kind;
    if (kind != KIND_FLOAT && kind != KIND_COMPLEX) return DONE;
    CudaAddress flags = are_aligned(task) ? cuda_flags_of_library(cuda, task) : 0;
    if (!flags) return DONE;
    Launch l = describe(cuda, task);
    launch_add(&l, (int64_t)flags);
    Outcome outcome = launch_typed(&l, "PRODUCT_LOOK", task->out.array->dtype,
                                   blocks_of(task->out.array->size));
    return outcome == FAILED ? FAILED : DONE;
}

/* --- all of them --------------------------------------------------------------------------- */

static bool use_blas(CudaDevice *cuda, int dtype) {
    ArrayKind kind = dtype_info[dtype].kind;
    if (kind != KIND_FLOAT && kind != KIND_COMPLEX) return false;
    pthread_mutex_lock(&cuda->blas_lock);
    if (!cuda->blas_tried) open_blas(cuda);
    bool usable = cuda->blas_handle != NULL;
    pthread_mutex_unlock(&cuda->blas_lock);
    return usable;
}

Outcome cuda_matmul(CudaDevice *cuda, const LibraryTask *task) {
    Product p = {.cuda = cuda,
                 .dtype = task->out.array->dtype,
                 .itemsize = array_itemsize(task->out.array),
                 .a = matrices_of(&task->in[0]),
                 .b = matrices_of(&task->in[1]),
                 .out = matrices_of(&task->out)};
    Outcome outcome = DONE;
    if (!use_blas(cuda, p.dtype)) {
        outcome = multiply_by_kernel(&p, task);
        return outcome == DONE ? look(cuda, task) : outcome;
    }
    join_batches(&p, task);
    if (p.batch_ndim && p.batch[p.batch_ndim - 1] > INT32_MAX) return LEFT;
    if (!matrices_lie(&p, &p.a, p.steps[0])) outcome = pack(&p, &p.a, p.steps[0]);
    if (outcome == DONE && !matrices_lie(&p, &p.b, p.steps[1])) outcome = pack(&p, &p.b, p.steps[1]);
    if (outcome == DONE) outcome = multiply_by_blas(&p);
    if (p.a.packed) cuda_buffer_free(&cuda->device, p.a.packed);
    if (p.b.packed) cuda_buffer_free(&cuda->device, p.b.packed);
    return outcome == DONE ? look(cuda, task) : outcome;
}
