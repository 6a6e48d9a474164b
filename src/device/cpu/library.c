/* Which function runs which library op. */
#include "cpu.h"

ArrStatus cpu_run_library(Device *device, const LibraryTask *task) {
    static const CpuLibraryFn functions[LIBRARY_COUNT] = {
        [LIBRARY_MATMUL] = cpu_matmul,
    };
    return functions[task->op]((CpuDevice *)device, task);
}
