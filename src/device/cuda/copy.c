/* Copies between the host's memory and the device's. Those of the host's thread have
 * streams of their own and go by way of pinned memory, in two halves that take turns:
 * what is uploaded is there when the host's thread goes on, what is pulled waits for
 * the work that made it and for nothing else. */
#include <stdio.h>
#include <string.h>

#include "../../base/schedule.h"
#include "cuda.h"

enum { HALF = 1 << 18 };

/* --- in the order of kernels: what a task needs on the host, or had done there --------- */

CudaResult cuda_read(CudaDevice *cuda, void *dst, CudaAddress from, int64_t nbytes) {
    CudaStream stream = cuda_compute(cuda);
    CudaResult result = cuda->send_failure;
    if (result == 0) result = cuda->driver.copy_out(dst, from, (size_t)nbytes, stream);
    CudaResult ended = cuda_wait(cuda, CUDA_COMPUTE); /* whatever became of it: dst is ours */
    if (result == 0 && ended == 0) cuda_count(&cuda->stats.bytes_out, nbytes);
    return result ? result : ended;
}

CudaResult cuda_write(CudaDevice *cuda, CudaAddress to, const void *src, int64_t nbytes) {
    CudaStream stream = cuda_compute(cuda);
    CudaResult result = cuda->send_failure;
    if (result == 0) result = cuda->driver.copy_in(to, src, (size_t)nbytes, stream);
    CudaResult ended = cuda_wait(cuda, CUDA_COMPUTE);
    if (result == 0 && ended == 0) cuda_count(&cuda->stats.bytes_in, nbytes);
    return result ? result : ended;
}

/* Of the host's thread: what failure() then says. */
ArrStatus cuda_note_failure(CudaDevice *cuda, const char *what, CudaResult result) {
    const char *name = "unknown error";
    if (result == 0) return ARR_OK;
    cuda->driver.error_name(result, &name);
    snprintf(cuda->failure, sizeof cuda->failure, "%s failed: %s", what, name);
    return ARR_ERROR;
}

/* --- pinned memory -------------------------------------------------------------------- */

void cuda_staging_open(CudaStaging *staging) {
    pthread_mutex_init(&staging->lock, NULL);
}

/* Under its lock: false: there is no pinned memory, copies do without. */
static bool get_halves(CudaDevice *cuda, CudaStaging *staging) {
    const CudaDriver *driver = &cuda->driver;
    if (staging->tried) return staging->halves[1] != NULL;
    staging->tried = true;
    for (int k = 0; k < 2; k++) {
        void *memory = NULL;
        if (driver->host_alloc(&memory, HALF, 0) != 0) return false;
        staging->halves[k] = memory;
        if (driver->event_new(&staging->ended[k], CUDA_EVENT_DISABLE_TIMING) == 0) continue;
        driver->host_free(memory);
        staging->halves[k] = NULL;
        return false;
    }
    return true;
}

void cuda_staging_close(CudaDevice *cuda, CudaStaging *staging) {
    for (int k = 0; k < 2 && !cuda->lost; k++) {
        if (staging->ended[k]) cuda->driver.event_free(staging->ended[k]);
        if (staging->halves[k]) cuda->driver.host_free(staging->halves[k]);
    }
    pthread_mutex_destroy(&staging->lock);
}

static int64_t piece(int64_t nbytes, int64_t at) {
    return nbytes - at < HALF ? nbytes - at : HALF;
}

/* --- from the device -------------------------------------------------------------------- */

/* Piece k of the bytes to its half. */
static CudaResult begin_piece(CudaDevice *cuda, CudaAddress from, int64_t nbytes, int64_t k) {
    CudaStaging *staging = &cuda->staging_out;
    CudaStream stream = cuda->lanes[CUDA_OUT].stream;
    CudaResult result = cuda->driver.copy_out(staging->halves[k % 2], from + (uint64_t)(k * HALF),
                                              (size_t)piece(nbytes, k * HALF), stream);
    return result ? result : cuda->driver.event_record(staging->ended[k % 2], stream);
}

static CudaResult read_staged(CudaDevice *cuda, char *dst, CudaAddress from, int64_t nbytes) {
    CudaStaging *staging = &cuda->staging_out;
    int64_t pieces = (nbytes + HALF - 1) / HALF;
    CudaResult result = begin_piece(cuda, from, nbytes, 0);
    for (int64_t k = 0; k < pieces && result == 0; k++) {
        if (k + 1 < pieces) result = begin_piece(cuda, from, nbytes, k + 1);
        if (result == 0 && !schedule_is_planted("pull")) result = cuda->driver.event_wait(staging->ended[k % 2]);
        if (result == 0) memcpy(dst + k * HALF, staging->halves[k % 2], (size_t)piece(nbytes, k * HALF));
    }
    if (result) cuda->driver.stream_wait(cuda->lanes[CUDA_OUT].stream); /* the halves are ours again */
    return result;
}

CudaResult cuda_read_out(CudaDevice *cuda, void *dst, CudaAddress from, int64_t nbytes) {
    CudaResult result, ended = 0;
    if (get_halves(cuda, &cuda->staging_out)) {
        result = read_staged(cuda, dst, from, nbytes);
    } else {
        result = cuda->driver.copy_out(dst, from, (size_t)nbytes, cuda->lanes[CUDA_OUT].stream);
        ended = cuda->driver.stream_wait(cuda->lanes[CUDA_OUT].stream);
    }
    if (result == 0 && ended == 0) cuda_count(&cuda->stats.bytes_out, nbytes);
    return result ? result : ended;
}

/* --- to the device ------------------------------------------------------------------------ */

static CudaResult write_piece(CudaDevice *cuda, CudaAddress to, const char *src, int64_t nbytes) {
    CudaStaging *staging = &cuda->staging_in;
    CudaStream stream = cuda->lanes[CUDA_IN].stream;
    int half = staging->next;
    CudaResult result = staging->busy[half] ? cuda->driver.event_wait(staging->ended[half]) : 0;
    if (result) return result;
    memcpy(staging->halves[half], src, (size_t)nbytes);
    result = cuda->driver.copy_in(to, staging->halves[half], (size_t)nbytes, stream);
    if (result == 0) result = cuda->driver.event_record(staging->ended[half], stream);
    staging->busy[half] = result == 0;
    staging->next = 1 - half;
    return result;
}

/* When it returns, src is the caller's again. */
static CudaResult write_in(CudaDevice *cuda, CudaAddress to, const char *src, int64_t nbytes) {
    CudaResult result = 0;
    if (get_halves(cuda, &cuda->staging_in)) {
        for (int64_t at = 0; at < nbytes && result == 0; at += HALF)
            result = write_piece(cuda, to + (uint64_t)at, src + at, piece(nbytes, at));
        if (result) cuda->driver.stream_wait(cuda->lanes[CUDA_IN].stream);
        return result;
    }
    result = cuda->driver.copy_in(to, src, (size_t)nbytes, cuda->lanes[CUDA_IN].stream);
    CudaResult ended = cuda->driver.stream_wait(cuda->lanes[CUDA_IN].stream);
    return result ? result : ended;
}

ArrStatus cuda_upload(Device *device, Buffer *buffer, const void *bytes, int64_t nbytes) {
    CudaDevice *cuda = (CudaDevice *)device;
    if (nbytes == 0) return ARR_OK;
    CudaResult result = cuda->driver.context_push(cuda->context);
    if (result) return cuda_note_failure(cuda, "copying to the GPU", result);
    pthread_mutex_lock(&cuda->staging_in.lock);
    if (!schedule_is_planted("reuse")) result = cuda_take_up(cuda, CUDA_IN, buffer);
    if (result == 0) result = write_in(cuda, cuda_address(buffer), bytes, nbytes);
    cuda_give(cuda, CUDA_IN);
    if (!schedule_is_planted("upload")) cuda_used(cuda, CUDA_IN, buffer);
    pthread_mutex_unlock(&cuda->staging_in.lock);
    if (result == 0) cuda_count(&cuda->stats.bytes_in, nbytes);
    cuda_leave(cuda);
    return cuda_note_failure(cuda, "copying to the GPU", result);
}
