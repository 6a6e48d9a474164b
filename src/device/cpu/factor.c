/* QR and singular values, and what all factorisations share (see factor.h). */
#include "factor.h"

#include <limits.h>
#include <omp.h>
#include <string.h>

/* --- shared ---------------------------------------------------------------------- */

ArrStatus factor_begin(CpuDevice *cpu, const LibraryTask *task, Factor *f) {
    const Array *a = task->in[0].array, *b = task->nin > 1 ? task->in[1].array : NULL;
    Base *base = cpu->device.base;
    int64_t m = array_shape(a)[a->ndim - 2], n = array_shape(a)[a->ndim - 1];
    *f = (Factor){.cpu = cpu, .task = task, .blas = cpu_blas(cpu)};
    if (!f->blas) return error_memory(base, sizeof(Blas), "LAPACK");
    if (!f->blas->lapack)
        return error_set(base, ERROR_NOT_IMPLEMENTED,
                         "np.linalg needs a BLAS library that contains LAPACK, such as OpenBLAS");
    if (m > INT_MAX || n > INT_MAX || (b && array_shape(b)[1] > INT_MAX))
        return error_set(base, ERROR_NOT_IMPLEMENTED, "np.linalg takes at most %d rows or columns",
                         INT_MAX);
    f->complex_items = a->dtype == ARR_COMPLEX128;
    f->itemsize = array_itemsize(a);
    f->m = (int)m;
    f->n = (int)n;
    f->k = (int)(m < n ? m : n);
    f->count = arr_nbytes(a->ndim - 2, array_shape(a), 1);
    f->out = cpu_data(&task->out);
    return factor_parts(base, task->op, task->parameters, a, b, &f->parts);
}

int64_t factor_reserve(Factor *f, int64_t items, int64_t size) {
    int64_t at = f->bytes;
    f->bytes += ((items > 0 ? items : 1) * size + 63) & ~(int64_t)63;
    return at;
}

ArrStatus factor_reserve_work(Factor *f, const double *wanted) {
    if (*wanted >= INT_MAX)
        return error_set(f->cpu->device.base, ERROR_NOT_IMPLEMENTED,
                         "LAPACK cannot count the workspace of so large a matrix");
    f->lwork = *wanted < 1 ? 1 : (int)*wanted;
    f->work = factor_reserve(f, f->lwork, f->itemsize);
    return ARR_OK;
}

ArrStatus factor_run(const Factor *f, FactorFn fn, const char *failure) {
    double flops = 4.0 * f->m * f->n * ((double)f->k + 10) * (double)f->count;
    int threads = cpu_threads(f->cpu, flops < 1e15 ? (int64_t)flops : INT_MAX);
    if (threads > f->count) threads = f->count > 0 ? (int)f->count : 1;
    char *scratch = cpu_scratch(f->cpu, f->bytes * threads);
    if (!scratch) return ARR_MEMORY;
    int failures = 0;
#pragma omp parallel for num_threads(threads) if (threads > 1) reduction(+ : failures)
    for (int64_t i = 0; i < f->count; i++)
        failures += !fn(f, i, scratch + omp_get_thread_num() * f->bytes);
    if (!failures || !failure) return ARR_OK;
    return error_set(f->cpu->device.base, ERROR_LINALG, "%s", failure);
}

void factor_load(const Factor *f, int k, int64_t index, char *dense, int64_t leading) {
    const Array *a = f->task->in[k].array;
    const int64_t *shape = array_shape(a) + a->ndim - 2, *strides = array_strides(a) + a->ndim - 2;
    const char *data = cpu_batch(&f->task->in[k], 2, index);
    for (int64_t j = 0; j < shape[1]; j++)
        copy_strided(dense + j * leading * f->itemsize, f->itemsize, data + j * strides[1],
                     strides[0], shape[0], f->itemsize);
}

char *factor_part(const Factor *f, int i, int64_t index) {
    const FactorPart *part = &f->parts.part[i];
    int64_t bytes = arr_nbytes(part->ndim, part->shape, dtype_info[part->dtype].itemsize);
    return f->out + part->offset + index * bytes;
}

void factor_store(const Factor *f, int i, int64_t index, const char *dense, int64_t leading) {
    const FactorPart *part = &f->parts.part[i];
    int64_t item = dtype_info[part->dtype].itemsize, rows = part->shape[0], n = part->shape[1];
    char *out = factor_part(f, i, index);
    for (int64_t j = 0; j < n; j++)
        copy_strided(out + j * item, n * item, dense + j * leading * item, item, rows, item);
}

/* LAPACK wants leading dimensions of 1 at least. */
static int leading(int rows) {
    return rows > 0 ? rows : 1;
}

/* --- QR ---------------------------------------------------------------------------- */

static bool has_q(const Factor *f) {
    int64_t mode = f->task->parameters[0].i8;
    return mode == QR_REDUCED || mode == QR_COMPLETE;
}

/* R of what geqrf left: the upper triangle, zeros below. */
static void store_r(const Factor *f, int i, int64_t index, char *dense) {
    int64_t rows = f->parts.part[i].shape[0], item = f->itemsize;
    char *out = factor_part(f, i, index);
    memset(out, 0, (size_t)(rows * f->n * item));
    for (int64_t j = 0; j < f->n; j++)
        copy_strided(out + j * item, f->n * item, dense + j * f->m * item, item,
                     j < rows ? j + 1 : rows, item);
}

static bool qr_one(const Factor *f, int64_t index, char *scratch) {
    char *a = factor_at(scratch, f->a), *tau = factor_at(scratch, f->values);
    int64_t mode = f->task->parameters[0].i8;
    int lda = leading(f->m), info;
    factor_load(f, 0, index, a, f->m);
    f->blas->geqrf[f->complex_items](&f->m, &f->n, a, &lda, tau, factor_at(scratch, f->work),
                                     &f->lwork, &info);
    if (mode == QR_RAW) {
        memcpy(factor_part(f, 0, index), a, (size_t)((int64_t)f->m * f->n * f->itemsize));
        memcpy(factor_part(f, 1, index), tau, (size_t)(f->k * f->itemsize));
        return true;
    }
    store_r(f, has_q(f), index, a);
    if (!has_q(f)) return true;
    int columns = (int)f->parts.part[0].shape[1];
    f->blas->orgqr[f->complex_items](&f->m, &columns, &f->k, a, &lda, tau,
                                     factor_at(scratch, f->work), &f->lwork, &info);
    factor_store(f, 0, index, a, f->m);
    return true;
}

/* The greater of what geqrf and orgqr ask for. */
static double qr_work(const Factor *f, int columns) {
    double wanted[2] = {1, 0}, more[2] = {1, 0}, none[2];
    const int ask = -1;
    int lda = leading(f->m), info;
    f->blas->geqrf[f->complex_items](&f->m, &f->n, none, &lda, none, wanted, &ask, &info);
    if (has_q(f))
        f->blas->orgqr[f->complex_items](&f->m, &columns, &f->k, none, &lda, none, more, &ask,
                                         &info);
    return wanted[0] > more[0] ? wanted[0] : more[0];
}

ArrStatus cpu_qr(CpuDevice *cpu, const LibraryTask *task) {
    Factor f;
    ArrStatus status = factor_begin(cpu, task, &f);
    if (status) return status;
    int columns = has_q(&f) ? (int)f.parts.part[0].shape[1] : f.n;
    double wanted = qr_work(&f, columns);
    f.a = factor_reserve(&f, f.m * (int64_t)(columns > f.n ? columns : f.n), f.itemsize);
    f.values = factor_reserve(&f, f.k, f.itemsize);
    status = factor_reserve_work(&f, &wanted);
    return status ? status : factor_run(&f, qr_one, NULL);
}

/* --- SVD --------------------------------------------------------------------------- */

/* gesdd of what scratch holds; lwork -1: asks for the workspace. */
static int call_gesdd(const Factor *f, char *scratch, void *work, int lwork) {
    static const char *const jobs[] = {[SVD_VALUES] = "N", [SVD_REDUCED] = "S", [SVD_FULL] = "A"};
    int64_t mode = f->task->parameters[0].i8;
    int lda = leading(f->m), ldvt = leading(mode == SVD_FULL ? f->n : f->k), info = 0;
    char *a = factor_at(scratch, f->a), *u = factor_at(scratch, f->left);
    char *vt = factor_at(scratch, f->right);
    double *s = factor_at(scratch, f->values);
    int *iwork = factor_at(scratch, f->iwork);
    if (f->complex_items)
        f->blas->zgesdd(jobs[mode], &f->m, &f->n, a, &lda, s, u, &lda, vt, &ldvt, work, &lwork,
                        factor_at(scratch, f->rwork), iwork, &info, 1);
    else
        f->blas->dgesdd(jobs[mode], &f->m, &f->n, a, &lda, s, u, &lda, vt, &ldvt, work, &lwork,
                        iwork, &info, 1);
    return info;
}

static void store_identity(const Factor *f, int i, int64_t index) {
    int64_t n = f->parts.part[i].shape[0], columns = f->parts.part[i].shape[1];
    const double one = 1;
    char *out = factor_part(f, i, index);
    memset(out, 0, (size_t)(n * columns * f->itemsize));
    for (int64_t j = 0; j < n && j < columns; j++)
        memcpy(out + j * (columns + 1) * f->itemsize, &one, sizeof one);
}

static bool svd_one(const Factor *f, int64_t index, char *scratch) {
    int64_t mode = f->task->parameters[0].i8;
    bool vectors = mode != SVD_VALUES;
    if (f->k == 0) { /* LAPACK refuses to find bases of nothing */
        if (vectors) store_identity(f, 0, index);
        if (vectors) store_identity(f, 2, index);
        return true;
    }
    factor_load(f, 0, index, factor_at(scratch, f->a), f->m);
    if (call_gesdd(f, scratch, factor_at(scratch, f->work), f->lwork) != 0) return false;
    memcpy(factor_part(f, vectors, index), factor_at(scratch, f->values),
           (size_t)f->k * sizeof(double));
    if (!vectors) return true;
    factor_store(f, 0, index, factor_at(scratch, f->left), f->m);
    factor_store(f, 2, index, factor_at(scratch, f->right), f->parts.part[2].shape[0]);
    return true;
}

/* What LAPACK's manual says zgesdd needs, of all its versions the most. */
static int64_t svd_rwork(const Factor *f) {
    int64_t least = f->k, most = f->m > f->n ? f->m : f->n;
    if (f->task->parameters[0].i8 == SVD_VALUES) return 7 * least;
    int64_t square = 5 * least * least + 7 * least;
    int64_t mixed = 2 * most * least + 2 * least * least + least;
    return square > mixed ? square : mixed;
}

ArrStatus cpu_svd(CpuDevice *cpu, const LibraryTask *task) {
    Factor f;
    double wanted[2] = {1, 0};
    ArrStatus status = factor_begin(cpu, task, &f);
    if (status) return status;
    bool vectors = task->parameters[0].i8 != SVD_VALUES;
    f.a = factor_reserve(&f, f.m * (int64_t)f.n, f.itemsize);
    f.values = factor_reserve(&f, f.k, sizeof(double));
    f.left = factor_reserve(&f, vectors ? f.m * f.parts.part[0].shape[1] : 0, f.itemsize);
    f.right = factor_reserve(&f, vectors ? f.n * f.parts.part[2].shape[0] : 0, f.itemsize);
    f.iwork = factor_reserve(&f, 8 * (int64_t)f.k, sizeof(int));
    if (f.complex_items) f.rwork = factor_reserve(&f, svd_rwork(&f), sizeof(double));
    char *scratch = cpu_scratch(cpu, f.bytes); /* whose contents the question leaves alone */
    if (!scratch) return ARR_MEMORY;
    if (f.k > 0) call_gesdd(&f, scratch, wanted, -1);
    status = factor_reserve_work(&f, wanted);
    return status ? status : factor_run(&f, svd_one, "SVD did not converge");
}
