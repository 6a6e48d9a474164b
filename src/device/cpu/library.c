/* Which function runs which library op. */
#include "../../base/clock.h"
#include "cpu.h"
#include "watch.h"

static ArrStatus cpu_time(CpuDevice *cpu, const LibraryTask *task) {
    (void)cpu;
    int64_t unit = task->parameters[0].i8, *out = (int64_t *)(void *)cpu_data(&task->out);
    *out = clock_now() / unit;
    return ARR_OK;
}

ArrStatus cpu_run_library(Device *device, const LibraryTask *task) {
    static const CpuLibraryFn functions[LIBRARY_COUNT] = {
        [LIBRARY_MATMUL] = cpu_matmul,
        [LIBRARY_CORRELATE] = cpu_correlate,
        [LIBRARY_CUMSUM] = cpu_scan,
        [LIBRARY_CUMPROD] = cpu_scan,
        [LIBRARY_CUMMAX] = cpu_scan,
        [LIBRARY_CUMMIN] = cpu_scan,
        [LIBRARY_ACCUMULATE] = cpu_accumulate,
        [LIBRARY_REQUIRE] = cpu_require,
        [LIBRARY_WARN] = cpu_warn,
        [LIBRARY_ASSIGN_INT] = cpu_assign_int,
        [LIBRARY_PARTITION] = cpu_partition,
        [LIBRARY_ARGPARTITION] = cpu_partition,
        [LIBRARY_APPLY] = cpu_apply,
        [LIBRARY_ARGMIN] = cpu_arg,
        [LIBRARY_ARGMAX] = cpu_arg,
        [LIBRARY_SORT] = cpu_sort,
        [LIBRARY_ARGSORT] = cpu_sort,
        [LIBRARY_BINCOUNT] = cpu_bincount,
        [LIBRARY_SEARCHSORTED] = cpu_searchsorted,
        [LIBRARY_INTERP] = cpu_interp,
        [LIBRARY_INDEX_OFFSETS] = cpu_index_offsets,
        [LIBRARY_EXPONENTS] = cpu_exponents,
        [LIBRARY_GATHER] = cpu_gather,
        [LIBRARY_SCATTER] = cpu_scatter,
        [LIBRARY_TAKE] = cpu_take,
        [LIBRARY_PUT] = cpu_put,
        [LIBRARY_MASK_SPANS] = cpu_mask_spans,
        [LIBRARY_COMPRESS] = cpu_compress,
        [LIBRARY_EXPAND] = cpu_expand,
        [LIBRARY_NONZERO] = cpu_nonzero,
        [LIBRARY_SOLVE] = cpu_solve,
        [LIBRARY_CHOLESKY] = cpu_cholesky,
        [LIBRARY_DET] = cpu_det,
        [LIBRARY_QR] = cpu_qr,
        [LIBRARY_SVD] = cpu_svd,
        [LIBRARY_EIGH] = cpu_eigh,
        [LIBRARY_EIG] = cpu_eig,
        [LIBRARY_SLOGDET] = cpu_slogdet,
        [LIBRARY_LSTSQ] = cpu_lstsq,
        [LIBRARY_FFT] = cpu_fft,
        [LIBRARY_RANDOM_UNIFORM] = cpu_random,
        [LIBRARY_RANDOM_FLOAT] = cpu_random,
        [LIBRARY_RANDOM_INTEGERS] = cpu_random,
        [LIBRARY_RANDOM_DRAW] = cpu_random_draw,
        [LIBRARY_RANDOM_CHECK] = cpu_random_check,
        [LIBRARY_TIME] = cpu_time,
    };
    float_status_take(FLOAT_ALL); /* what others left */
    ArrStatus status = functions[task->op]((CpuDevice *)device, task);
    if (!status) watch_library(((CpuDevice *)device)->kernels, task);
    return status;
}

char *cpu_batch(const LibraryOperand *operand, int inner, int64_t index) {
    const Array *a = operand->array;
    char *data = cpu_data(operand);
    for (int i = a->ndim - inner - 1; i >= 0; i--) {
        data += index % array_shape(a)[i] * array_strides(a)[i];
        index /= array_shape(a)[i];
    }
    return data;
}
