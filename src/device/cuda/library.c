/* Library ops on the GPU: those that have a kernel; the rest the CPU device does. */
#include "cuda.h"

ArrStatus cuda_run_library(Device *device, const LibraryTask *task) {
    CudaDevice *cuda = (CudaDevice *)device;
    ArrStatus status = cuda_enter(cuda);
    if (status) return status;
    status = cuda_fall_back_library(cuda, task);
    cuda_leave(cuda);
    return status;
}
