/* What the factorisations share: one LAPACK call per matrix, on a copy with its
 * columns side by side. Matrices are shared out among threads; one is one
 * thread's, so that thread counts do not change bits. */
#ifndef DEVICE_CPU_FACTOR_H
#define DEVICE_CPU_FACTOR_H

#include "../../graph/factor.h"
#include "blas.h"

/* A task, and how each thread's scratch is divided: offsets that
 * factor_reserve() gave, for whoever uses them. */
typedef struct Factor {
    CpuDevice *cpu;
    const LibraryTask *task;
    const Blas *blas;
    FactorParts parts;
    char *out;
    bool complex_items; /* complex128; else float64 */
    int64_t itemsize, count;
    int m, n, k;   /* in0[..., m, n]; k is the lesser */
    int64_t bytes; /* of a thread's scratch */
    int64_t a, b, left, right, values, work, rwork, iwork;
    int lwork, lrwork, liwork;
} Factor;

/* Of the matrix with that index; false: its data does not allow it. */
typedef bool (*FactorFn)(const Factor *f, int64_t index, char *scratch);

ArrStatus factor_begin(CpuDevice *cpu, const LibraryTask *task, Factor *f);
/* Room for items of size bytes in each thread's scratch. */
int64_t factor_reserve(Factor *f, int64_t items, int64_t size);
/* Room for LAPACK's workspace of the size that it asked for. */
ArrStatus factor_reserve_work(Factor *f, const double *wanted);
/* All matrices; failure NULL: none can fail. */
ArrStatus factor_run(const Factor *f, FactorFn fn, const char *failure);

/* The matrix of operand k with that index, its `columns` columns of `leading` items. */
void factor_load(const Factor *f, int k, int64_t index, char *dense, int64_t leading);
/* Part i of that matrix: where it lies, and a copy of columns of `leading` items. */
char *factor_part(const Factor *f, int i, int64_t index);
void factor_store(const Factor *f, int i, int64_t index, const char *dense, int64_t leading);

static inline void *factor_at(char *scratch, int64_t offset) {
    return scratch + offset;
}

#endif
