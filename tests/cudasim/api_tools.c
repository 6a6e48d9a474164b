/* See tools.h. */
#include "tools.h"
#include "driver.h"
#include <stdlib.h>
#include <string.h>

static int enter(const char *name) {
    API_BEGIN(name);
    return 0;
}

static bool is_stream(Stream *stream) {
    API_ENTER("library", false);
    (void)api_failure;
    return stream_of(stream) != NULL;
}

static int queue(Stream *handle, const char *name, bool (*run)(const Work *, void *),
                 const void *user, size_t size) {
    API_ENTER(name, true);
    Stream *stream = api_failure ? NULL : stream_of(handle);
    if (!stream) return api_failure ? api_failure : CUDA_ERROR_INVALID_HANDLE;
    Work *work = work_new(WORK_LIBRARY, stream);
    work->library = run;
    work->copy.name = name;
    work->count = size;
    work->user = malloc(size);
    if (!work->user) abort();
    memcpy(work->user, user, size);
    counts_add(name, 1);
    return work_queue(work);
}

static uint8_t *use(const Work *work, uint64_t address, size_t size, bool reads, bool writes,
                    const char *who) {
    uint8_t *bytes = memory_range(address, size, writes, who);
    if (!bytes) return NULL;
    size_t unknown = reads ? memory_unknown(address, size) : size;
    if (unknown < size)
        sim_report(FAULT_UNINITIALISED, "%s reads byte %zu of %zu, which nobody has written", who,
                   unknown, size);
    if (reads) order_access(work, address, size, false);
    if (writes) order_access(work, address, size, true);
    if (writes) memory_know(address, size, true);
    return bytes;
}

static size_t left(uint64_t address) {
    API_ENTER("library", false);
    (void)api_failure;
    const Allocation *one = memory_find(address);
    return one && !one->freed && !one->host ? one->size - (size_t)(address - one->base) : 0;
}

static void wrong(const char *who, const char *what) {
    sim_report(FAULT_BLAS, "%s: %s", who, what);
}

API const CudasimTools cudasim_tools = {enter, is_stream, queue, use, left, wrong};
