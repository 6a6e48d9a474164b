/* Matrix products: BLAS through its C interface, where there is one. The
 * product is cut into blocks by its shape only, each one call on one thread,
 * so that thread counts do not change bits. Types that BLAS lacks, and
 * machines without it, use the precompiled loops. */
#include <omp.h>
#include <string.h>

#include "../axes.h"
#include "blas.h"

/* A 2-D operand: byte strides of its rows and columns. */
typedef struct Matrix {
    const char *data;
    int64_t rows, columns, row_stride, column_stride;
} Matrix;

/* Can BLAS take the matrix as it lies, and with which flag and leading dimension? */
static bool blas_layout(const Matrix *m, int64_t itemsize, int *trans, int *leading) {
    bool across = false;
    bool lies = matrix_lies(m->rows, m->columns, m->row_stride, m->column_stride, itemsize, &across,
                            leading);
    *trans = across ? TRANS : NO_TRANS;
    return lies;
}

static const float one_c[2] = {1, 0}, zero_c[2];
static const double one_z[2] = {1, 0}, zero_z[2];

static void gemm(const Blas *blas, ArrDtype dtype, int m, int n, int k, int trans_a, const void *a,
                 int lda, int trans_b, const void *b, int ldb, void *c, int ldc) {
    switch (dtype) {
    case ARR_FLOAT32:
        blas->sgemm(ROW_MAJOR, trans_a, trans_b, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
        break;
    case ARR_FLOAT64:
        blas->dgemm(ROW_MAJOR, trans_a, trans_b, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
        break;
    case ARR_COMPLEX64:
        blas->cgemm(ROW_MAJOR, trans_a, trans_b, m, n, k, one_c, a, lda, b, ldb, zero_c, c, ldc);
        break;
    default:
        blas->zgemm(ROW_MAJOR, trans_a, trans_b, m, n, k, one_z, a, lda, b, ldb, zero_z, c, ldc);
        break;
    }
}

typedef struct Product {
    CpuDevice *cpu;
    const Blas *blas;
    ArrDtype dtype;
    int64_t itemsize;
    Matrix a, b;
    char *out; /* dense rows of b.columns items */
    int trans_a, trans_b, lda, ldb;
    int64_t parts;  /* of the inner dimension: products of their own, added in order */
    char *partials; /* of all parts but the first, each like out */
} Product;

/* A part of the work: a block of the result, over a stretch of the inner dimension. */
typedef struct Block {
    const char *a, *b;
    char *out;
    int64_t rows, columns, inner;
} Block;

/* y = a x, or a's transpose times x; m and n are of a as it lies. */
static void gemv(const Product *p, int trans, int64_t m, int64_t n, const void *a, int lda,
                 const void *x, int incx, void *y) {
    const Blas *blas = p->blas;
    const Kernels *kernels = p->cpu->kernels;
    ArrDtype dtype = p->dtype;
    bool thin = n >= THIN_LEAST && n <= THIN_MOST && lda == n && kernels->thin_rows[dtype];
    if (thin && trans == NO_TRANS) {
        kernels->thin_rows[dtype](y, a, x, incx, m, (int)n);
        return;
    }
    if (thin && incx == 1) {
        kernels->thin_sums[dtype](y, a, x, m, (int)n);
        return;
    }
    if (m == 0 || n == 0) /* BLAS leaves y alone then */
        memset(y, 0, (size_t)((trans == NO_TRANS ? m : n) * p->itemsize));
    int rows = (int)m, columns = (int)n;
    switch (dtype) {
    case ARR_FLOAT32:
        blas->sgemv(ROW_MAJOR, trans, rows, columns, 1, a, lda, x, incx, 0, y, 1);
        break;
    case ARR_FLOAT64:
        blas->dgemv(ROW_MAJOR, trans, rows, columns, 1, a, lda, x, incx, 0, y, 1);
        break;
    case ARR_COMPLEX64:
        blas->cgemv(ROW_MAJOR, trans, rows, columns, one_c, a, lda, x, incx, zero_c, y, 1);
        break;
    default:
        blas->zgemv(ROW_MAJOR, trans, rows, columns, one_z, a, lda, x, incx, zero_z, y, 1);
        break;
    }
}

/* The inner product of two real vectors; the matrices are as BLAS takes them. */
static bool dot(const Product *p, const Block *block) {
    int n = (int)block->inner, a_step = p->trans_a == NO_TRANS ? 1 : p->lda, b_step = p->ldb;
    void *out = block->out;
    const void *a = block->a, *b = block->b;
    if (p->dtype == ARR_FLOAT32) *(float *)out = p->blas->sdot(n, a, a_step, b, b_step);
    else if (p->dtype == ARR_FLOAT64) *(double *)out = p->blas->ddot(n, a, a_step, b, b_step);
    else return false;
    return true;
}

/* Matrix times column: a product of matrices would first pack the matrix,
 * which is as much work as the product. */
static void multiply_column(const Product *p, const Block *block) {
    bool lies = p->trans_a == NO_TRANS;
    gemv(p, p->trans_a, lies ? block->rows : block->inner, lies ? block->inner : block->rows,
         block->a, p->lda, block->b, p->ldb, block->out);
}

/* Row times matrix: the transposed matrix times the row. */
static void multiply_row(const Product *p, const Block *block) {
    bool lies = p->trans_b == NO_TRANS;
    gemv(p, lies ? TRANS : NO_TRANS, lies ? block->inner : block->columns,
         lies ? block->columns : block->inner, block->b, p->ldb, block->a,
         p->trans_a == NO_TRANS ? 1 : p->lda, block->out);
}

static void multiply_block(const Product *p, const Block *block) {
    if (!p->blas)
        p->cpu->kernels->matmul[p->dtype](
            block->out, p->b.columns, block->a, p->a.row_stride / p->itemsize,
            p->a.column_stride / p->itemsize, block->b, p->b.row_stride / p->itemsize,
            p->b.column_stride / p->itemsize, block->rows, block->columns, block->inner);
    else if (p->a.rows == 1 && p->b.columns == 1 && dot(p, block)) return;
    else if (p->b.columns == 1) multiply_column(p, block);
    else if (p->a.rows == 1) multiply_row(p, block);
    else
        gemm(p->blas, p->dtype, (int)block->rows, (int)block->columns, (int)block->inner,
             p->trans_a, block->a, p->lda, p->trans_b, block->b, p->ldb, block->out,
             (int)p->b.columns);
}

/* Long sums of few results are parts, which several threads can work on; by the
 * shape only, which decides the bits. */
static int64_t inner_parts(const Product *p) {
    enum { PART = 8192, MOST = 64, RESULTS = 1 << 22 };
    int64_t nbytes = p->a.rows * p->b.columns * p->itemsize;
    if (p->a.columns < 2 * PART || nbytes == 0 || nbytes > RESULTS / 2) return 1;
    return cpu_least(MOST, cpu_least(p->a.columns / PART, RESULTS / nbytes));
}

static void multiply_parts(const Product *p, int threads) {
    int64_t k = p->a.columns, step = (k / p->parts + 8) / 8 * 8;
    int64_t count = p->a.rows * p->b.columns, nbytes = count * p->itemsize;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t i = 0; i < p->parts; i++) {
        int64_t from = cpu_least(i * step, k);
        multiply_block(p, &(Block){p->a.data + from * p->a.column_stride,
                                   p->b.data + from * p->b.row_stride,
                                   i == 0 ? p->out : p->partials + (i - 1) * nbytes, p->a.rows,
                                   p->b.columns, cpu_least(step, k - from)});
    }
    for (int64_t i = 1; i < p->parts; i++)
        p->cpu->kernels->loops[OP_ADD][p->dtype](p->out, p->out, p->partials + (i - 1) * nbytes,
                                                 NULL, (size_t)count);
}

/* Cycles of a product: those of memory, where every item of a matrix is used once. */
static int64_t product_cycles(const Product *p) {
    int64_t m = p->a.rows, n = p->b.columns, k = p->a.columns;
    return m == 1 || n == 1 ? m * n * k * p->itemsize / 8 : m * n / 4 * k;
}

/* The rows and columns of the result that are one call's, by the shape only: as BLAS likes
 * them for large products, less where that would leave threads without work. */
static void block_size(const Product *p, int64_t *rows, int64_t *columns) {
    enum { BLOCKS = 16, SHORTEST = 64, LEAST = 1 << 21, COLUMN_ITEMS = 1 << 15 };
    int64_t most = p->cpu->limits.matmul_block, m = p->a.rows, n = p->b.columns, k = p->a.columns;
    *rows = cpu_least(most, m);
    *columns = cpu_least(most, n);
    if (n == 1) { /* every item of the matrix is used once: a call pays when it has enough of them */
        *rows = k < COLUMN_ITEMS / most ? COLUMN_ITEMS / (k + 1) : most;
        return;
    }
    for (;;) {
        int64_t *longer = *rows >= *columns ? rows : columns;
        int64_t count = ((m - 1) / *rows + 1) * ((n - 1) / *columns + 1);
        if (count >= BLOCKS || *longer < 2 * SHORTEST || *rows * *columns / 2 * k < LEAST) return;
        *longer = (*longer / 2 + 7) / 8 * 8;
    }
}

static void multiply(const Product *p) {
    int64_t m = p->a.rows, n = p->b.columns, k = p->a.columns, high, wide;
    int threads = cpu_threads(p->cpu, product_cycles(p));
    if (p->parts > 1) {
        multiply_parts(p, threads);
        return;
    }
    if (m == 0 || n == 0) return;
    block_size(p, &high, &wide);
    int64_t down = (m + high - 1) / high, across = (n + wide - 1) / wide;
    threads = (int)cpu_least(threads, down * across);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t i = 0; i < down * across; i++) {
        int64_t row = i / across * high, column = i % across * wide;
        multiply_block(p, &(Block){p->a.data + row * p->a.row_stride,
                                   p->b.data + column * p->b.column_stride,
                                   p->out + (row * n + column) * p->itemsize, cpu_least(high, m - row),
                                   cpu_least(wide, n - column), k});
    }
}

/* A dense copy of a matrix that BLAS cannot take as it lies. */
static void pack(Matrix *m, int64_t itemsize, char *dense) {
    for (int64_t i = 0; i < m->rows; i++)
        copy_strided(dense + i * m->columns * itemsize, itemsize, m->data + i * m->row_stride,
                     m->column_stride, m->columns, itemsize);
    m->data = dense;
    m->row_stride = m->columns * itemsize;
    m->column_stride = itemsize;
}

static Matrix matrix_at(const LibraryTask *task, int k, int64_t index) {
    const Array *a = task->in[k].array;
    const int64_t *shape = array_shape(a) + a->ndim - 2, *strides = array_strides(a) + a->ndim - 2;
    return (Matrix){cpu_batch(&task->in[k], 2, index), shape[0], shape[1], strides[0],
                    strides[1]};
}

/* Settles how BLAS sees the operands, packs those it cannot take, and finds room for the parts. */
static ArrStatus prepare_operands(Product *p) {
    bool a_lies = !p->blas || blas_layout(&p->a, p->itemsize, &p->trans_a, &p->lda);
    bool b_lies = !p->blas || blas_layout(&p->b, p->itemsize, &p->trans_b, &p->ldb);
    int64_t a_bytes = a_lies ? 0 : p->a.rows * p->a.columns * p->itemsize;
    int64_t b_bytes = b_lies ? 0 : p->b.rows * p->b.columns * p->itemsize;
    int64_t partial_bytes = (p->parts - 1) * p->a.rows * p->b.columns * p->itemsize;
    if (a_bytes + b_bytes + partial_bytes == 0) return ARR_OK;
    char *scratch = cpu_scratch(p->cpu, a_bytes + b_bytes + partial_bytes);
    if (!scratch) return ARR_MEMORY;
    p->partials = scratch + a_bytes + b_bytes;
    if (!a_lies) {
        pack(&p->a, p->itemsize, scratch);
        blas_layout(&p->a, p->itemsize, &p->trans_a, &p->lda);
    }
    if (!b_lies) {
        pack(&p->b, p->itemsize, scratch + a_bytes);
        blas_layout(&p->b, p->itemsize, &p->trans_b, &p->ldb);
    }
    return ARR_OK;
}

static Product product_at(const Product *model, const LibraryTask *task, int64_t index) {
    Product p = *model;
    p.a = matrix_at(task, 0, index);
    p.b = matrix_at(task, 1, index);
    p.out = cpu_batch(&task->out, 2, index);
    if (p.a.columns > INT32_MAX || p.b.columns > INT32_MAX) p.blas = NULL;
    p.parts = inner_parts(&p);
    return p;
}

/* Many small products, which lie alike: each is one call, and one thread's. */
static void multiply_all(const Product *model, const LibraryTask *task, int64_t count) {
    const Product first = product_at(model, task, 0);
    int64_t work = (first.a.rows * first.b.columns / 4 * first.a.columns + 200) * count;
    int threads = cpu_threads(first.cpu, work);
    if (threads > count) threads = (int)count;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t i = 0; i < count; i++) {
        multiply_block(&first, &(Block){cpu_batch(&task->in[0], 2, i),
                                        cpu_batch(&task->in[1], 2, i),
                                        cpu_batch(&task->out, 2, i), first.a.rows, first.b.columns,
                                        first.a.columns});
    }
}

/* Are there several products, small and of operands that lie as BLAS takes them? */
static bool are_small(Product *model, const LibraryTask *task, int64_t count) {
    if (count < 2) return false;
    const Product p = product_at(model, task, 0);
    int64_t block = p.cpu->limits.matmul_block;
    return p.a.rows <= block && p.b.columns <= block && p.parts == 1 && p.blas == model->blas &&
           (!p.blas || (blas_layout(&p.a, p.itemsize, &model->trans_a, &model->lda) &&
                        blas_layout(&p.b, p.itemsize, &model->trans_b, &model->ldb)));
}

ArrStatus cpu_matmul(CpuDevice *cpu, const LibraryTask *task) {
    const Array *out = task->out.array;
    ArrDtype dtype = (ArrDtype)out->dtype;
    ArrayKind kind = dtype_info[dtype].kind;
    Product model = {.cpu = cpu, .dtype = dtype, .itemsize = array_itemsize(out)};
    if (kind == KIND_FLOAT || kind == KIND_COMPLEX) model.blas = cpu_blas(cpu);
    if (model.blas && !model.blas->sgemm) model.blas = NULL;
    int64_t batches = arr_nbytes(out->ndim - 2, array_shape(out), 1);
    if (are_small(&model, task, batches)) {
        multiply_all(&model, task, batches);
        return ARR_OK;
    }
    for (int64_t i = 0; i < batches; i++) {
        Product p = product_at(&model, task, i);
        ArrStatus status = prepare_operands(&p);
        if (status) return status;
        multiply(&p);
    }
    return ARR_OK;
}
