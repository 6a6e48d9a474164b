/* Which function runs which library op. */
#include "cpu.h"

ArrStatus cpu_run_library(Device *device, const LibraryTask *task) {
    static const CpuLibraryFn functions[LIBRARY_COUNT] = {
        [LIBRARY_MATMUL] = cpu_matmul,
        [LIBRARY_CUMSUM] = cpu_scan,
        [LIBRARY_CUMPROD] = cpu_scan,
        [LIBRARY_ARGMIN] = cpu_arg,
        [LIBRARY_ARGMAX] = cpu_arg,
        [LIBRARY_SORT] = cpu_sort,
        [LIBRARY_ARGSORT] = cpu_sort,
        [LIBRARY_BINCOUNT] = cpu_bincount,
        [LIBRARY_SEARCHSORTED] = cpu_searchsorted,
        [LIBRARY_INDEX_OFFSETS] = cpu_index_offsets,
        [LIBRARY_GATHER] = cpu_gather,
        [LIBRARY_SCATTER] = cpu_scatter,
        [LIBRARY_NONZERO] = cpu_nonzero,
    };
    return functions[task->op]((CpuDevice *)device, task);
}
