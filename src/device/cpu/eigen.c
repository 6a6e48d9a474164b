/* Eigenvalues and least squares: LAPACK's drivers, matrix by matrix (see factor.h). */
#include <float.h>
#include <math.h>
#include <string.h>

#include "factor.h"

/* --- of symmetric and Hermitian matrices --------------------------------------------- */

/* syevd or heevd; the sizes -1 ask for the workspaces. */
static int call_syevd(const Factor *f, char *scratch, void *work, const int *lwork, double *rwork,
                      const int *lrwork, int *iwork, const int *liwork) {
    const char *job = f->task->parameters[0].b ? "V" : "N";
    const char *triangle = f->task->parameters[1].b ? "U" : "L";
    int lda = f->n > 0 ? f->n : 1, info = 0;
    void *a = factor_at(scratch, f->a);
    double *w = factor_at(scratch, f->values);
    if (f->complex_items)
        f->blas->zheevd(job, triangle, &f->n, a, &lda, w, work, lwork, rwork, lrwork, iwork, liwork,
                        &info, 1, 1);
    else f->blas->dsyevd(job, triangle, &f->n, a, &lda, w, work, lwork, iwork, liwork, &info, 1, 1);
    return info;
}

static bool eigh_one(const Factor *f, int64_t index, char *scratch) {
    factor_load(f, 0, index, factor_at(scratch, f->a), f->n);
    int info =
        call_syevd(f, scratch, factor_at(scratch, f->work), &f->lwork, factor_at(scratch, f->rwork),
                   &f->lrwork, factor_at(scratch, f->iwork), &f->liwork);
    if (info != 0) return false;
    memcpy(factor_part(f, 0, index), factor_at(scratch, f->values), (size_t)f->n * sizeof(double));
    if (f->parts.count > 1) factor_store(f, 1, index, factor_at(scratch, f->a), f->n);
    return true;
}

ArrStatus cpu_eigh(CpuDevice *cpu, const LibraryTask *task) {
    Factor f;
    double wanted[2] = {1, 0}, real = 1;
    const int ask = -1;
    int ints = 1;
    ArrStatus status = factor_begin(cpu, task, &f);
    if (status) return status;
    f.a = factor_reserve(&f, f.n * (int64_t)f.n, f.itemsize);
    f.values = factor_reserve(&f, f.n, sizeof(double));
    char *scratch = cpu_scratch(cpu, f.bytes);
    if (!scratch) return ARR_MEMORY;
    call_syevd(&f, scratch, wanted, &ask, &real, &ask, &ints, &ask);
    status = factor_reserve_work(&f, &real);
    if (status) return status;
    f.lrwork = f.lwork;
    f.rwork = f.work;
    f.liwork = ints;
    f.iwork = factor_reserve(&f, ints, sizeof(int));
    status = factor_reserve_work(&f, wanted);
    return status ? status : factor_run(&f, eigh_one, "Eigenvalues did not converge");
}

/* --- of any square matrices ------------------------------------------------------------ */

static bool all_finite(const double *items, int64_t count) {
    for (int64_t i = 0; i < count; i++)
        if (!isfinite(items[i])) return false;
    return true;
}

/* A real matrix's eigenvectors, of which conjugate pairs lie as real and
 * imaginary part in two columns. */
static void pair_vectors(const Factor *f, const double *w, const double *vr, double *v) {
    int64_t n = f->n;
    for (int64_t j = 0; j < n; j++) {
        bool pair = w[2 * j + 1] != 0 && j + 1 < n;
        for (int64_t i = 0; i < n; i++) {
            double *item = v + 2 * (i * n + j), real = vr[j * n + i];
            double imag = pair ? vr[(j + 1) * n + i] : 0;
            item[0] = real;
            item[1] = imag;
            if (!pair) continue;
            item[2] = real;
            item[3] = -imag;
        }
        j += pair;
    }
}

static bool eig_real(const Factor *f, int64_t index, char *scratch) {
    bool vectors = f->parts.count > 1;
    double *w = (double *)(void *)factor_part(f, 0, index);
    double *real = factor_at(scratch, f->values), *imag = real + f->n;
    double *vr = factor_at(scratch, f->right);
    int lda = f->n, info;
    f->blas->dgeev("N", vectors ? "V" : "N", &f->n, factor_at(scratch, f->a), &lda, real, imag,
                   NULL, &lda, vr, &lda, factor_at(scratch, f->work), &f->lwork, &info, 1, 1);
    if (info != 0) return false;
    for (int j = 0; j < f->n; j++) {
        w[2 * j] = real[j];
        w[2 * j + 1] = imag[j];
    }
    if (vectors) pair_vectors(f, w, vr, (double *)(void *)factor_part(f, 1, index));
    return true;
}

static bool eig_complex(const Factor *f, int64_t index, char *scratch) {
    bool vectors = f->parts.count > 1;
    void *vr = factor_at(scratch, f->right);
    int lda = f->n, info;
    f->blas->zgeev("N", vectors ? "V" : "N", &f->n, factor_at(scratch, f->a), &lda,
                   factor_part(f, 0, index), NULL, &lda, vr, &lda, factor_at(scratch, f->work),
                   &f->lwork, factor_at(scratch, f->values), &info, 1, 1);
    if (info == 0 && vectors) factor_store(f, 1, index, vr, f->n);
    return info == 0;
}

static bool eig_one(const Factor *f, int64_t index, char *scratch) {
    factor_load(f, 0, index, factor_at(scratch, f->a), f->n);
    return f->complex_items ? eig_complex(f, index, scratch) : eig_real(f, index, scratch);
}

/* NumPy looks before it computes. */
static ArrStatus check_finite(const Factor *f, char *scratch) {
    int64_t count = (int64_t)f->n * f->n * (f->complex_items ? 2 : 1);
    for (int64_t i = 0; i < f->count; i++) {
        factor_load(f, 0, i, factor_at(scratch, f->a), f->n);
        if (!all_finite(factor_at(scratch, f->a), count))
            return error_set(f->cpu->device.base, ERROR_LINALG,
                             "Array must not contain infs or NaNs");
    }
    return ARR_OK;
}

ArrStatus cpu_eig(CpuDevice *cpu, const LibraryTask *task) {
    Factor f;
    double wanted[2] = {1, 0}, none[2];
    const int ask = -1;
    int info;
    ArrStatus status = factor_begin(cpu, task, &f);
    if (status) return status;
    const char *right = f.parts.count > 1 ? "V" : "N";
    f.a = factor_reserve(&f, f.n * (int64_t)f.n, f.itemsize);
    f.values = factor_reserve(&f, 2 * (int64_t)f.n, sizeof(double));
    f.right = factor_reserve(&f, f.n * (int64_t)f.n, f.itemsize);
    char *scratch = cpu_scratch(cpu, f.bytes);
    if (!scratch) return ARR_MEMORY;
    status = check_finite(&f, scratch);
    if (status) return status;
    if (f.complex_items)
        f.blas->zgeev("N", right, &f.n, none, &f.n, none, NULL, &f.n, none, &f.n, wanted, &ask,
                      none, &info, 1, 1);
    else
        f.blas->dgeev("N", right, &f.n, none, &f.n, none, none, NULL, &f.n, none, &f.n, wanted,
                      &ask, &info, 1, 1);
    status = factor_reserve_work(&f, wanted);
    return status ? status : factor_run(&f, eig_one, "Eigenvalues did not converge");
}

/* --- least squares ----------------------------------------------------------------------- */

static int call_gelsd(const Factor *f, char *scratch, int columns, void *work, int lwork,
                      double *rwork, int *iwork, int *rank) {
    int lda = f->m > 0 ? f->m : 1, ldb = f->m > f->n ? f->m : f->n, info = 0;
    void *a = factor_at(scratch, f->a), *b = factor_at(scratch, f->b);
    double *s = factor_at(scratch, f->values);
    const double *rcond = &f->task->parameters[0].f8;
    if (ldb < 1) ldb = 1;
    if (f->complex_items)
        f->blas->zgelsd(&f->m, &f->n, &columns, a, &lda, b, &ldb, s, rcond, rank, work, &lwork,
                        rwork, iwork, &info);
    else
        f->blas->dgelsd(&f->m, &f->n, &columns, a, &lda, b, &ldb, s, rcond, rank, work, &lwork,
                        iwork, &info);
    return info;
}

/* What the solution leaves: gelsd leaves it in the rows below. */
static void store_residuals(const Factor *f, const double *b, int64_t leading, int64_t columns) {
    int64_t width = f->complex_items ? 2 : 1;
    double *residuals = (double *)(void *)factor_part(f, 1, 0);
    for (int64_t j = 0; j < columns; j++) {
        const double *column = b + j * leading * width;
        double sum = 0;
        for (int64_t i = f->n * width; i < f->m * width; i++) sum += column[i] * column[i];
        residuals[j] = sum;
    }
}

static bool lstsq_one(const Factor *f, int64_t index, char *scratch) {
    int64_t width = f->complex_items ? 2 : 1, leading = f->m > f->n ? f->m : f->n;
    int64_t columns = f->parts.part[0].shape[1];
    double *a = factor_at(scratch, f->a), *b = factor_at(scratch, f->b);
    int rank = 0, wanted = columns > 0 ? (int)columns : 1; /* LAPACK takes no 0 columns */
    memset(b, 0, (size_t)(leading * wanted * f->itemsize));
    factor_load(f, 0, index, (char *)a, f->m);
    factor_load(f, 1, index, (char *)b, leading);
    /* with nan LAPACK would print complaints, and not converge */
    if (!all_finite(a, (int64_t)f->m * f->n * width) || !all_finite(b, leading * wanted * width))
        return false;
    if (call_gelsd(f, scratch, wanted, factor_at(scratch, f->work), f->lwork,
                   factor_at(scratch, f->rwork), factor_at(scratch, f->iwork), &rank) != 0)
        return false;
    if (f->m == 0) memset(b, 0, (size_t)(leading * wanted * f->itemsize));
    factor_store(f, 0, index, (char *)b, leading);
    store_residuals(f, b, leading, columns);
    memcpy(factor_part(f, 2, index), &rank, sizeof rank);
    memcpy(factor_part(f, 3, index), factor_at(scratch, f->values), (size_t)f->k * sizeof(double));
    return true;
}

ArrStatus cpu_lstsq(CpuDevice *cpu, const LibraryTask *task) {
    Factor f;
    double wanted[2] = {1, 0}, real = 1;
    int ints = 1, rank;
    ArrStatus status = factor_begin(cpu, task, &f);
    if (status) return status;
    int64_t columns = f.parts.part[0].shape[1] > 0 ? f.parts.part[0].shape[1] : 1;
    f.a = factor_reserve(&f, f.m * (int64_t)f.n, f.itemsize);
    f.b = factor_reserve(&f, (f.m > f.n ? f.m : f.n) * columns, f.itemsize);
    f.values = factor_reserve(&f, f.k, sizeof(double));
    char *scratch = cpu_scratch(cpu, f.bytes);
    if (!scratch) return ARR_MEMORY;
    call_gelsd(&f, scratch, (int)columns, wanted, -1, &real, &ints, &rank);
    status = factor_reserve_work(&f, &real);
    if (status) return status;
    f.rwork = f.work;
    f.iwork = factor_reserve(&f, ints, sizeof(int));
    status = factor_reserve_work(&f, wanted);
    return status ? status
                  : factor_run(&f, lstsq_one, "SVD did not converge in Linear Least Squares");
}
