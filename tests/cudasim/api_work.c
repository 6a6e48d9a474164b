/* What queued work does when its turn comes: copies between host and device, fills, launches. */
#define _GNU_SOURCE
#include "driver.h"
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* --- host memory, which may have gone since ---------------------------------------------- */

static bool host_read(void *to, uint64_t from, size_t size) {
    struct iovec local = {to, size}, remote = {(void *)(uintptr_t)from, size};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)size;
}

static bool host_write(uint64_t to, const void *from, size_t size) {
    struct iovec local = {(void *)(uintptr_t)from, size}, remote = {(void *)(uintptr_t)to, size};
    return process_vm_writev(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)size;
}

static bool is_poison(const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0xDB) return false;
    return true;
}

/* The row's bytes as they are now; they may not have changed since the copy was asked for. */
static bool row_from_host(const CopyWork *copy, size_t row, uint8_t *to) {
    uint64_t from = copy->from + row * copy->from_pitch;
    const uint8_t *before = copy->staged ? copy->staged + row * copy->width : NULL;
    if (!host_read(to, from, copy->width)) {
        sim_report(FAULT_HOST_MEMORY, "%s reads host memory that is no longer there", copy->name);
        if (before) memcpy(to, before, copy->width);
        return before != NULL;
    }
    /* Poison: another copy that was still to run fills it. */
    if (before && memcmp(before, to, copy->width) && !is_poison(before, copy->width))
        sim_report(FAULT_HOST_CHANGED, "%s: the host memory was changed before the copy has run",
                   copy->name);
    return true;
}

static CUresult copy_row(const Work *work, size_t row) {
    const CopyWork *copy = &work->copy;
    uint64_t to = copy->to + row * copy->to_pitch, from = copy->from + row * copy->from_pitch;
    const uint8_t *source = NULL;
    uint8_t *target = NULL;
    if (!copy->from_host) {
        source = memory_range(from, copy->width, false, copy->name);
        if (!source) return CUDA_ERROR_ILLEGAL_ADDRESS;
        order_access(work, from, copy->width, false);
    }
    if (!copy->to_host) {
        target = memory_range(to, copy->width, true, copy->name);
        if (!target) return CUDA_ERROR_ILLEGAL_ADDRESS;
        order_access(work, to, copy->width, true);
    }
    if (copy->from_host) {
        if (target && !row_from_host(copy, row, target)) return CUDA_ERROR_INVALID_VALUE;
        memory_know(to, copy->width, true);
    } else if (copy->to_host) {
        size_t unknown = memory_unknown(from, copy->width);
        if (unknown < copy->width)
            sim_report(FAULT_UNINITIALISED, "%s of %zu bytes: byte %zu was never written",
                       copy->name, copy->width, unknown);
        if (!host_write(to, source, copy->width))
            sim_report(FAULT_HOST_MEMORY, "%s writes host memory that is no longer there",
                       copy->name);
    } else {
        memmove(target, source, copy->width);
        memory_copy_known(to, from, copy->width);
    }
    return CUDA_SUCCESS;
}

static CUresult run_copy(const Work *work) {
    const CopyWork *copy = &work->copy;
    const char *key = copy->from_host ? "bytes htod" : copy->to_host ? "bytes dtoh" : "bytes dtod";
    counts_add(key, copy->width * copy->rows);
    for (size_t row = 0; row < copy->rows; row++) {
        CUresult result = copy_row(work, row);
        if (result) return result;
    }
    return CUDA_SUCCESS;
}

static CUresult run_set(const Work *work) {
    size_t rows = work->pitch ? (size_t)work->copy.rows : 1, size = work->count * work->unit;
    for (size_t row = 0; row < rows; row++) {
        uint64_t at = work->address + row * work->pitch;
        uint8_t *to = memory_range(at, size, true, "cuMemset");
        if (!to) return CUDA_ERROR_ILLEGAL_ADDRESS;
        for (size_t i = 0; i < work->count; i++)
            memcpy(to + i * work->unit, &work->value, work->unit);
        memory_know(at, size, true);
        order_access(work, at, size, true);
    }
    counts_add("bytes set", size * rows);
    return CUDA_SUCCESS;
}

static CUresult run_launch(Work *work) {
    Launch *launch = &work->launch;
    launch->seen = order_seen;
    launch->user = work;
    launch_run(launch);
    KernelCounts *all = counts_of(launch->kernel->function->name);
    all->launches += launch->counts.launches;
    all->instructions += launch->counts.instructions;
    all->bytes_read += launch->counts.bytes_read;
    all->bytes_written += launch->counts.bytes_written;
    all->sectors_read += launch->counts.sectors_read;
    all->sectors_written += launch->counts.sectors_written;
    switch (launch->status) {
    case LAUNCH_BAD_ADDRESS: return CUDA_ERROR_ILLEGAL_ADDRESS;
    case LAUNCH_MISALIGNED: return CUDA_ERROR_MISALIGNED_ADDRESS;
    case LAUNCH_FAILED: return CUDA_ERROR_LAUNCH_FAILED;
    default: return CUDA_SUCCESS;
    }
}

CUresult work_run(Work *work) {
    switch (work->kind) {
    case WORK_COPY: return run_copy(work);
    case WORK_SET: return run_set(work);
    case WORK_LAUNCH: return run_launch(work);
    case WORK_FREE:
        order_access(work, work->address, work->count, true);
        memory_free(work->address, "cuMemFreeAsync");
        return CUDA_SUCCESS;
    case WORK_CALL: work->call(work->user); return CUDA_SUCCESS;
    case WORK_LIBRARY:
        return work->library(work, work->user) ? CUDA_SUCCESS : CUDA_ERROR_ILLEGAL_ADDRESS;
    default: return CUDA_SUCCESS;
    }
}
