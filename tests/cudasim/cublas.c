/* A double of cuBLAS: checks each argument as the real one's contract has it, more strictly, and
 * computes with host loops on the simulated device's memory when the stream comes to it. */
#define _GNU_SOURCE
#include "tools.h"
#include <complex.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#define API __attribute__((visibility("default")))

typedef int Status;
enum { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };
enum { OP_NONE, OP_TRANSPOSE, OP_CONJUGATE };
enum { MAGIC = 0x426c6173 };

typedef struct Handle {
    unsigned magic;
    struct Stream *stream;
    bool device_scalars;
} Handle;

typedef double complex Number;
typedef enum Type { SINGLE, DOUBLE, SINGLE_COMPLEX, DOUBLE_COMPLEX } Type;
static const size_t sizes[] = {4, 8, 8, 16};

/* A matrix in memory: columns behind each other, `ld` elements apart. */
typedef struct Matrix {
    uint64_t address;
    int64_t rows, columns, ld, stride; /* stride: to the next of a batch */
    int op;
} Matrix;

/* c = alpha * op(a) @ op(b) + beta * c, for each of the batch; syrk: one triangle. */
typedef struct Product {
    char name[40];
    Type type;
    Matrix a, b, c;
    int64_t k, batch;
    Number alpha, beta;
    int triangle; /* 0: all of it, 'U' or 'L' */
} Product;

/* --- the simulator ----------------------------------------------------------------------- */

static const CudasimTools *tools(void) {
    static const CudasimTools *found;
    void *driver = found ? NULL : dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
    if (driver) found = dlsym(driver, "cudasim_tools");
    if (driver) dlclose(driver); /* whoever loaded it keeps it */
    return found;
}

static Status wrong(const char *who, const char *what) {
    tools()->wrong(who, what);
    return INVALID_VALUE;
}

/* --- handles ----------------------------------------------------------------------------- */

static bool is_handle(const Handle *handle, const char *who) {
    if (handle && handle->magic == MAGIC) return true;
    if (tools()) wrong(who, "not a handle");
    return false;
}

API Status cublasCreate_v2(Handle **handle) {
    if (!tools() || tools()->enter("cublasCreate")) return NOT_INITIALIZED;
    *handle = calloc(1, sizeof **handle);
    if (!*handle) return 3;
    (*handle)->magic = MAGIC;
    return SUCCESS;
}

API Status cublasDestroy_v2(Handle *handle) {
    if (!is_handle(handle, "cublasDestroy")) return NOT_INITIALIZED;
    handle->magic = 0;
    free(handle);
    return SUCCESS;
}

API Status cublasSetStream_v2(Handle *handle, struct Stream *stream) {
    if (!is_handle(handle, "cublasSetStream")) return NOT_INITIALIZED;
    if (tools()->enter("cublasSetStream")) return NOT_INITIALIZED;
    if (!tools()->is_stream(stream)) return wrong("cublasSetStream", "not a stream");
    handle->stream = stream;
    return SUCCESS;
}

API Status cublasGetStream_v2(Handle *handle, struct Stream **stream) {
    if (!is_handle(handle, "cublasGetStream")) return NOT_INITIALIZED;
    *stream = handle->stream;
    return SUCCESS;
}

API Status cublasSetPointerMode_v2(Handle *handle, int mode) {
    if (!is_handle(handle, "cublasSetPointerMode")) return NOT_INITIALIZED;
    if (tools()->enter("cublasSetPointerMode")) return NOT_INITIALIZED;
    handle->device_scalars = mode == 1;
    return SUCCESS;
}

API Status cublasSetMathMode(Handle *handle, int mode) {
    (void)mode;
    return is_handle(handle, "cublasSetMathMode") ? SUCCESS : NOT_INITIALIZED;
}

API Status cublasSetWorkspace_v2(Handle *handle, void *workspace, size_t size) {
    if (!is_handle(handle, "cublasSetWorkspace")) return NOT_INITIALIZED;
    if (size && tools()->left((uint64_t)(uintptr_t)workspace) < size)
        return wrong("cublasSetWorkspace", "no such device memory");
    return SUCCESS;
}

API Status cublasGetVersion_v2(Handle *handle, int *version) {
    (void)handle;
    *version = 130000;
    return SUCCESS;
}

API const char *cublasGetStatusName(Status status) {
    return status == SUCCESS           ? "CUBLAS_STATUS_SUCCESS"
           : status == NOT_INITIALIZED ? "CUBLAS_STATUS_NOT_INITIALIZED"
           : status == INVALID_VALUE   ? "CUBLAS_STATUS_INVALID_VALUE"
                                       : "CUBLAS_STATUS_EXECUTION_FAILED";
}
API const char *cublasGetStatusString(Status status) {
    return cublasGetStatusName(status);
}

/* --- numbers ----------------------------------------------------------------------------- */

static Number get(Type type, const void *at, int64_t index) {
    switch (type) {
    case SINGLE: return (double)((const float *)at)[index];
    case DOUBLE: return ((const double *)at)[index];
    case SINGLE_COMPLEX: return (Number)((const float complex *)at)[index];
    default: return ((const double complex *)at)[index];
    }
}

static void put(Type type, void *at, int64_t index, Number value) {
    switch (type) {
    case SINGLE: ((float *)at)[index] = (float)creal(value); break;
    case DOUBLE: ((double *)at)[index] = creal(value); break;
    case SINGLE_COMPLEX: ((float complex *)at)[index] = (float complex)value; break;
    default: ((double complex *)at)[index] = value; break;
    }
}

/* Element (i, j) of op(matrix). */
static Number element(Type type, const Matrix *matrix, const void *at, int64_t i, int64_t j) {
    if (matrix->op == OP_NONE) return get(type, at, j * matrix->ld + i);
    Number value = get(type, at, i * matrix->ld + j);
    return matrix->op == OP_CONJUGATE ? conj(value) : value;
}

/* --- running ------------------------------------------------------------------------------------
 */

/* Column by column, since what lies between them is nobody's business; of a triangle, its part. */
static uint8_t *use_matrix(const struct Work *work, const Product *product, const Matrix *matrix,
                           int64_t batch, bool reads, bool writes) {
    uint8_t *first = NULL;
    size_t size = sizes[product->type];
    uint64_t start = matrix->address + (uint64_t)(batch * matrix->stride) * size;
    for (int64_t j = 0; j < matrix->columns; j++) {
        int64_t from = writes && product->triangle == 'L' ? j : 0;
        int64_t end = writes && product->triangle == 'U' ? j + 1 : matrix->rows;
        uint8_t *column = tools()->use(work, start + (uint64_t)(j * matrix->ld + from) * size,
                                       (size_t)(end - from) * size, reads, writes, product->name);
        if (!column) return NULL;
        if (j == 0) first = column;
    }
    return first;
}

static void multiply(const Product *product, const uint8_t *a, const uint8_t *b, uint8_t *c) {
    for (int64_t j = 0; j < product->c.columns; j++)
        for (int64_t i = 0; i < product->c.rows; i++) {
            if ((product->triangle == 'U' && i > j) || (product->triangle == 'L' && i < j))
                continue;
            Number sum = 0;
            for (int64_t k = 0; k < product->k; k++)
                sum += element(product->type, &product->a, a, i, k) *
                       element(product->type, &product->b, b, k, j);
            sum *= product->alpha;
            int64_t at = j * product->c.ld + i;
            if (product->beta != 0) sum += product->beta * get(product->type, c, at);
            put(product->type, c, at, sum);
        }
}

static bool run(const struct Work *work, void *user) {
    const Product *product = user;
    bool reads = product->alpha != 0 && product->k > 0;
    for (int64_t batch = 0; batch < product->batch; batch++) {
        static uint8_t nothing[16];
        uint8_t *a = reads ? use_matrix(work, product, &product->a, batch, true, false) : nothing;
        uint8_t *b = reads ? use_matrix(work, product, &product->b, batch, true, false) : nothing;
        uint8_t *c = use_matrix(work, product, &product->c, batch, product->beta != 0, true);
        if (!a || !b || !c) return false;
        Product one = *product;
        if (!reads) one.k = 0;
        multiply(&one, a, b, c);
    }
    return true;
}

/* --- arguments --------------------------------------------------------------------------- */

static size_t extent(const Matrix *matrix, int64_t batch) {
    return (size_t)((batch - 1) * matrix->stride + (matrix->columns - 1) * matrix->ld +
                    matrix->rows);
}

static bool check_matrix(const Product *product, const Matrix *matrix, const char *which) {
    char text[96];
    size_t size = sizes[product->type], least = (size_t)(matrix->rows > 1 ? matrix->rows : 1);
    const char *what = NULL;
    if (matrix->op < OP_NONE || matrix->op > OP_CONJUGATE) what = "operation is none";
    else if ((size_t)matrix->ld < least) what = "leading dimension is below its rows";
    else if (matrix->rows == 0 || matrix->columns == 0) return true;
    else if (matrix->address % size) what = "is not aligned to its elements";
    else if (tools()->left(matrix->address) < extent(matrix, product->batch) * size)
        what = "is not device memory, or too small";
    if (!what) return true;
    snprintf(text, sizeof text, "%s's %s", which, what);
    wrong(product->name, text);
    return false;
}

static bool overlap(const Product *product, const Matrix *a, const Matrix *c) {
    size_t size = sizes[product->type];
    if (!a->rows || !a->columns) return false;
    return a->address < c->address + extent(c, product->batch) * size &&
           c->address < a->address + extent(a, product->batch) * size;
}

/* Scalars are known: the rest of the arguments, and the work is queued. */
static Status check_and_queue(const Handle *handle, Product *product) {
    if (product->c.rows < 0 || product->c.columns < 0 || product->k < 0 || product->batch < 0)
        return wrong(product->name, "an extent is negative");
    if (!product->c.rows || !product->c.columns || !product->batch) return SUCCESS;
    if (!check_matrix(product, &product->a, "A") || !check_matrix(product, &product->b, "B") ||
        !check_matrix(product, &product->c, "C"))
        return INVALID_VALUE;
    if (overlap(product, &product->a, &product->c) || overlap(product, &product->b, &product->c))
        return wrong(product->name, "C overlaps an operand");
    if (product->batch > 1 &&
        product->c.stride < (product->c.columns - 1) * product->c.ld + product->c.rows)
        return wrong(product->name, "C's of the batch overlap");
    int result = tools()->queue(handle->stream, product->name, run, product, sizeof *product);
    return result ? EXECUTION_FAILED : SUCCESS;
}

static Status submit(const Handle *handle, Product *product, const void *alpha, const void *beta) {
    if (!is_handle(handle, product->name)) return NOT_INITIALIZED;
    if (handle->device_scalars)
        return wrong(product->name, "scalars in device memory are not supported here");
    if (!alpha || !beta) return wrong(product->name, "a scalar is NULL");
    product->alpha = get(product->type, alpha, 0);
    product->beta = get(product->type, beta, 0);
    return check_and_queue(handle, product);
}

static Matrix operand(const void *address, int op, int64_t rows, int64_t columns, int64_t ld,
                      int64_t stride) {
    bool across = op != OP_NONE;
    return (Matrix){(uint64_t)(uintptr_t)address,
                    across ? columns : rows,
                    across ? rows : columns,
                    ld,
                    stride,
                    op};
}

/* --- entry points ------------------------------------------------------------------------ */

#define GEMM(letter, type_)                                                                        \
    API Status cublas##letter##gemmStridedBatched(                                                 \
        Handle *handle, int op_a, int op_b, int m, int n, int k, const void *alpha, const void *a, \
        int lda, long long stride_a, const void *b, int ldb, long long stride_b, const void *beta, \
        void *c, int ldc, long long stride_c, int batch) {                                         \
        Product product = {"cublas" #letter "gemmStridedBatched", .type = type_, .k = k,           \
                           .batch = batch};                                                        \
        product.a = operand(a, op_a, m, k, lda, stride_a);                                         \
        product.b = operand(b, op_b, k, n, ldb, stride_b);                                         \
        product.c = operand(c, OP_NONE, m, n, ldc, stride_c);                                      \
        return submit(handle, &product, alpha, beta);                                              \
    }                                                                                              \
    API Status cublas##letter##gemm_v2(Handle *handle, int op_a, int op_b, int m, int n, int k,    \
                                       const void *alpha, const void *a, int lda, const void *b,   \
                                       int ldb, const void *beta, void *c, int ldc) {              \
        Product product = {"cublas" #letter "gemm", .type = type_, .k = k, .batch = 1};            \
        product.a = operand(a, op_a, m, k, lda, 0);                                                \
        product.b = operand(b, op_b, k, n, ldb, 0);                                                \
        product.c = operand(c, OP_NONE, m, n, ldc, 0);                                             \
        return submit(handle, &product, alpha, beta);                                              \
    }                                                                                              \
    /* A vector is a matrix of one row, its increment between the columns. */                      \
    API Status cublas##letter##gemv_v2(Handle *handle, int op_a, int m, int n, const void *alpha,  \
                                       const void *a, int lda, const void *x, int incx,            \
                                       const void *beta, void *y, int incy) {                      \
        Product product = {"cublas" #letter "gemv", .type = type_, .batch = 1};                    \
        int rows = op_a == OP_NONE ? m : n, inner = op_a == OP_NONE ? n : m;                       \
        if (incx <= 0 || incy <= 0) return wrong(product.name, "an increment is not positive");    \
        product.k = inner;                                                                         \
        product.a = operand(x, OP_NONE, 1, inner, incx, 0);                                        \
        product.b = (Matrix){                                                                      \
            (uint64_t)(uintptr_t)a, m, n, lda, 0, op_a == OP_NONE ? OP_TRANSPOSE : OP_NONE};       \
        if (op_a == OP_CONJUGATE && type_ >= SINGLE_COMPLEX)                                       \
            return wrong(product.name, "conjugates are not supported here");                       \
        product.c = operand(y, OP_NONE, 1, rows, incy, 0);                                         \
        return submit(handle, &product, alpha, beta);                                              \
    }
/* The sum of products of two vectors, to where the result is to be: on the device only, since the
 * host would have to wait for it. */
#define DOT(letter, suffix, type_)                                                                 \
    API Status cublas##letter##dot##suffix##_v2(Handle *handle, int n, const void *x, int incx,    \
                                                const void *y, int incy, void *result) {           \
        Product product = {"cublas" #letter "dot" #suffix, .type = type_, .k = n, .batch = 1,      \
                           .alpha = 1};                                                            \
        if (!is_handle(handle, product.name)) return NOT_INITIALIZED;                              \
        if (!handle->device_scalars) return wrong(product.name, "the result is the host's");       \
        if (incx <= 0 || incy <= 0) return wrong(product.name, "an increment is not positive");    \
        product.a = operand(x, OP_NONE, 1, n, incx, 0);                                            \
        product.b = operand(y, OP_TRANSPOSE, n, 1, incy, 0);                                       \
        product.c = operand(result, OP_NONE, 1, 1, 1, 0);                                          \
        return check_and_queue(handle, &product);                                                  \
    }
DOT(S, , SINGLE)
DOT(D, , DOUBLE)
DOT(C, u, SINGLE_COMPLEX)
DOT(Z, u, DOUBLE_COMPLEX)

GEMM(S, SINGLE)
GEMM(D, DOUBLE)
GEMM(C, SINGLE_COMPLEX)
GEMM(Z, DOUBLE_COMPLEX)

/* uplo 0: lower, 1: upper; c = alpha * op(a) @ op(a).T + beta * c */
#define SYRK(letter, type_)                                                             \
    API Status cublas##letter##syrk_v2(Handle *handle, int uplo, int op, int n, int k,  \
                                       const void *alpha, const void *a, int lda,       \
                                       const void *beta, void *c, int ldc) {            \
        Product product = {"cublas" #letter "syrk", .type = type_, .k = k, .batch = 1}; \
        product.triangle = uplo ? 'U' : 'L';                                            \
        product.a = operand(a, op, n, k, lda, 0);                                       \
        product.b = product.a;                                                          \
        product.b.op = op == OP_NONE ? OP_TRANSPOSE : OP_NONE;                          \
        product.c = operand(c, OP_NONE, n, n, ldc, 0);                                  \
        return submit(handle, &product, alpha, beta);                                   \
    }
SYRK(S, SINGLE)
SYRK(D, DOUBLE)
