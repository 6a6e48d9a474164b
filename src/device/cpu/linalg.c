/* Linear equations, Cholesky factors and determinants: LAPACK on a copy of
 * each matrix with its columns side by side. Matrices are shared out among
 * threads; one is one thread's, so that thread counts do not change bits. */
#include <limits.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "../../graph/factor.h"
#include "blas.h"

typedef struct Matrices {
    CpuDevice *cpu;
    const LibraryTask *task;
    const Blas *blas;
    bool complex_items; /* complex128; else float64 */
    int64_t itemsize, count;
    int n, columns;         /* columns: of the right side */
    FactorParts parts;      /* of slogdet */
    int64_t a_bytes, bytes; /* of a's copy, and of all that one matrix needs */
} Matrices;

/* One matrix; false: its data does not allow it. */
typedef bool (*MatrixFn)(const Matrices *m, int64_t index, char *scratch);

static int64_t round_up(int64_t bytes) {
    return (bytes + 63) & ~(int64_t)63;
}

static ArrStatus begin(CpuDevice *cpu, const LibraryTask *task, Matrices *m) {
    const Array *a = task->in[0].array, *out = task->out.array;
    *m = (Matrices){.cpu = cpu, .task = task, .blas = cpu_blas(cpu)};
    if (!m->blas) return error_memory(cpu->device.base, sizeof(Blas), "LAPACK");
    if (!m->blas->lapack)
        return error_set(cpu->device.base, ERROR_NOT_IMPLEMENTED,
                         "np.linalg needs a BLAS library that contains LAPACK, such as OpenBLAS");
    int64_t n = array_shape(a)[a->ndim - 1];
    bool square = task->op != LIBRARY_SOLVE; /* nothing else has a right side */
    int64_t columns = square ? 0 : array_shape(out)[out->ndim - 1];
    if (n > INT_MAX || columns > INT_MAX)
        return error_set(cpu->device.base, ERROR_NOT_IMPLEMENTED,
                         "np.linalg takes at most %d rows or columns", INT_MAX);
    m->complex_items = a->dtype == ARR_COMPLEX128;
    m->itemsize = array_itemsize(a);
    m->n = (int)n;
    m->columns = (int)columns;
    m->count = arr_nbytes(a->ndim - 2, array_shape(a), 1);
    m->a_bytes = round_up(n * n * m->itemsize);
    m->bytes =
        m->a_bytes + round_up(n * columns * m->itemsize) + round_up(n * (int64_t)sizeof(int));
    return ARR_OK;
}

/* From LAPACK's order, or into it. */
static void copy_matrix(const Matrices *m, const LibraryOperand *operand, int64_t index,
                        int64_t columns, char *dense, bool gather) {
    const Array *a = operand->array;
    int64_t down = array_strides(a)[a->ndim - 2], across = array_strides(a)[a->ndim - 1];
    char *data = cpu_batch(operand, 2, index);
    for (int64_t j = 0; j < columns; j++) {
        char *column = dense + j * m->n * m->itemsize;
        if (gather) copy_strided(column, m->itemsize, data + j * across, down, m->n, m->itemsize);
        else copy_strided(data + j * across, down, column, m->itemsize, m->n, m->itemsize);
    }
}

static int *pivots_of(const Matrices *m, char *scratch) {
    return (int *)(void *)(scratch + m->bytes - round_up(m->n * (int64_t)sizeof(int)));
}

/* All matrices. failure NULL: none can fail. */
static ArrStatus run(Matrices *m, MatrixFn fn, const char *failure) {
    double flops = (double)m->n * m->n * ((double)m->n + m->columns) * (double)m->count;
    int threads = cpu_threads(m->cpu, flops < 1e15 ? (int64_t)flops / 4 + m->count * 200 : INT_MAX);
    if (threads > m->count) threads = (int)m->count;
    char *scratch = cpu_scratch(m->cpu, m->bytes * threads);
    if (!scratch) return ARR_MEMORY;
    int failures = 0;
#pragma omp parallel for num_threads(threads) if (threads > 1) reduction(+ : failures)
    for (int64_t i = 0; i < m->count; i++)
        failures += !fn(m, i, scratch + omp_get_thread_num() * m->bytes);
    if (!failures || !failure) return ARR_OK;
    return error_set(m->cpu->device.base, ERROR_LINALG, "%s", failure);
}

/* --- solve -------------------------------------------------------------------- */

static void write_identity(const Matrices *m, char *dense) {
    const double one = 1;
    memset(dense, 0, (size_t)(m->n * (int64_t)m->n * m->itemsize));
    for (int64_t i = 0; i < m->n; i++)
        memcpy(dense + i * (m->n + 1) * m->itemsize, &one, sizeof one);
}

static void write_nans(const Matrices *m, char *dense) {
    double *items = (double *)(void *)dense;
    int64_t count = (int64_t)m->n * m->columns * m->itemsize / (int64_t)sizeof *items;
    for (int64_t i = 0; i < count; i++) items[i] = (double)NAN;
}

static bool solve_one(const Matrices *m, int64_t index, char *scratch) {
    char *b = scratch + m->a_bytes;
    int info;
    copy_matrix(m, &m->task->in[0], index, m->n, scratch, true);
    if (m->task->nin == 2) copy_matrix(m, &m->task->in[1], index, m->columns, b, true);
    else write_identity(m, b);
    m->blas->gesv[m->complex_items](&m->n, &m->columns, scratch, &m->n, pivots_of(m, scratch), b,
                                    &m->n, &info);
    if (info != 0 && !m->task->parameters[0].b) return false;
    if (info != 0) write_nans(m, b);
    copy_matrix(m, &m->task->out, index, m->columns, b, false);
    return true;
}

ArrStatus cpu_solve(CpuDevice *cpu, const LibraryTask *task) {
    Matrices m;
    ArrStatus status = begin(cpu, task, &m);
    return status ? status : run(&m, solve_one, "Singular matrix");
}

/* --- Cholesky ------------------------------------------------------------------ */

static bool cholesky_one(const Matrices *m, int64_t index, char *scratch) {
    bool upper = m->task->parameters[0].b;
    int info;
    copy_matrix(m, &m->task->in[0], index, m->n, scratch, true);
    m->blas->potrf[m->complex_items](upper ? "U" : "L", &m->n, scratch, &m->n, &info, 1);
    if (info != 0) return false;
    for (int64_t j = 0; j < m->n; j++) { /* LAPACK leaves the other triangle as it was */
        char *column = scratch + j * m->n * m->itemsize;
        if (upper)
            memset(column + (j + 1) * m->itemsize, 0, (size_t)((m->n - 1 - j) * m->itemsize));
        else memset(column, 0, (size_t)(j * m->itemsize));
    }
    copy_matrix(m, &m->task->out, index, m->n, scratch, false);
    return true;
}

ArrStatus cpu_cholesky(CpuDevice *cpu, const LibraryTask *task) {
    Matrices m;
    ArrStatus status = begin(cpu, task, &m);
    return status ? status : run(&m, cholesky_one, "Matrix is not positive definite");
}

/* --- det ----------------------------------------------------------------------- */

/* The product of the diagonal as NumPy has it: the product of the signs (complex
 * numbers of modulus 1) and the sum of logarithms, so that it does not
 * overflow on the way. */
static double multiply_diagonal(const Matrices *m, const double *diagonal, double sign[2]) {
    double logarithm = 0;
    int64_t step = (m->complex_items ? 2 : 1) * ((int64_t)m->n + 1);
    for (int i = 0; i < m->n; i++, diagonal += step) {
        double real = diagonal[0], imag = m->complex_items ? diagonal[1] : 0, old = sign[0];
        double modulus = m->complex_items ? hypot(real, imag) : fabs(real);
        sign[0] = old * (real / modulus) - sign[1] * (imag / modulus);
        sign[1] = old * (imag / modulus) + sign[1] * (real / modulus);
        logarithm += log(modulus);
    }
    return logarithm;
}

static bool is_odd(const int *pivots, int n) {
    bool odd = false;
    for (int i = 0; i < n; i++) odd ^= pivots[i] != i + 1;
    return odd;
}

/* The sign, and the logarithm of the modulus: 0 and -inf if singular. */
static double signed_logarithm(const Matrices *m, int64_t index, char *scratch, double sign[2]) {
    int *pivots = pivots_of(m, scratch), info;
    sign[0] = sign[1] = 0;
    copy_matrix(m, &m->task->in[0], index, m->n, scratch, true);
    m->blas->getrf[m->complex_items](&m->n, &m->n, scratch, &m->n, pivots, &info);
    if (info != 0) return -(double)INFINITY;
    sign[0] = is_odd(pivots, m->n) ? -1 : 1;
    return multiply_diagonal(m, (const double *)(void *)scratch, sign);
}

static bool det_one(const Matrices *m, int64_t index, char *scratch) {
    double det[2], size = exp(signed_logarithm(m, index, scratch, det));
    det[0] *= size;
    det[1] *= size;
    memcpy(cpu_batch(&m->task->out, 0, index), det, (size_t)m->itemsize);
    return true;
}

ArrStatus cpu_det(CpuDevice *cpu, const LibraryTask *task) {
    Matrices m;
    ArrStatus status = begin(cpu, task, &m);
    return status ? status : run(&m, det_one, NULL);
}

static bool slogdet_one(const Matrices *m, int64_t index, char *scratch) {
    double sign[2], logarithm = 0;
    if (m->n > 0) logarithm = signed_logarithm(m, index, scratch, sign);
    else sign[0] = 1, sign[1] = 0;
    char *out = cpu_data(&m->task->out);
    memcpy(out + index * m->itemsize, sign, (size_t)m->itemsize);
    memcpy(out + m->parts.part[1].offset + index * (int64_t)sizeof logarithm, &logarithm,
           sizeof logarithm);
    return true;
}

ArrStatus cpu_slogdet(CpuDevice *cpu, const LibraryTask *task) {
    Matrices m;
    ArrStatus status = begin(cpu, task, &m);
    if (!status)
        status = factor_parts(cpu->device.base, task->op, task->parameters, task->in[0].array, NULL,
                              &m.parts);
    return status ? status : run(&m, slogdet_one, NULL);
}
