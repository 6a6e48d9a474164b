/* What comes after what. Kernels go to one stream, in the order in which the executor
 * asks for them; copies to the device and from it have a stream each, and run beside
 * them. A stream with its works counted is a lane. A buffer knows the last work of each
 * lane that used it; only where one lane takes up what another may still be at does it
 * wait for an event.
 *
 * While a batch runs its launches are kept (graph.c); they reach the stream when it
 * ends, or when the stream is asked for anything else. */
#include "../../base/schedule.h"
#include "cuda.h"

/* --- marks ---------------------------------------------------------------------------- */

/* Under the lock: the earliest event that comes behind that work; NULL: there is none. */
static CudaMark *find_mark(CudaLane *lane, int64_t work) {
    CudaMark *found = NULL;
    for (int i = 0; i < CUDA_MARKS; i++) {
        CudaMark *mark = &lane->marks[i];
        if (mark->event && mark->work >= work && (!found || mark->work < found->work)) found = mark;
    }
    return found;
}

/* Under the lock: an event behind all that the lane was given. The oldest one is used
 * anew: who waits for it has said so to the driver already. */
static CudaResult record(CudaDevice *cuda, CudaLane *lane, CudaMark **out) {
    CudaMark *mark = &lane->marks[lane->next_mark];
    CudaResult result = 0;
    if (!mark->event) result = cuda->driver.event_new(&mark->event, CUDA_EVENT_DISABLE_TIMING);
    if (result == 0) result = cuda->driver.event_record(mark->event, lane->stream);
    mark->work = result ? -1 : lane->given;
    if (result) return result;
    lane->next_mark = (lane->next_mark + 1) % CUDA_MARKS;
    cuda_count(&cuda->stats.events, 1);
    *out = mark;
    return 0;
}

/* Under the lock: the lane goes on when `other` has done that work. */
static CudaResult come_behind(CudaDevice *cuda, CudaLaneName name, CudaLaneName other, int64_t work) {
    CudaLane *lane = &cuda->lanes[name], *before = &cuda->lanes[other];
    CudaMark *mark = NULL;
    CudaResult result = 0;
    if (work <= lane->behind[other] || work <= before->ended) return 0;
    if (schedule_is_planted("event")) return 0;
    if (other == CUDA_COMPUTE && work > before->given - cuda->kept_count) result = cuda_send(cuda);
    if (result == 0) mark = find_mark(before, work);
    if (result == 0 && !mark) result = record(cuda, before, &mark);
    if (result == 0) result = cuda->driver.stream_wait_event(lane->stream, mark->event, 0);
    if (result == 0) lane->behind[other] = mark->work;
    return result;
}

/* --- who uses what --------------------------------------------------------------------- */

CudaResult cuda_take_up(CudaDevice *cuda, CudaLaneName name, const Buffer *buffer) {
    CudaResult result = 0;
    pthread_mutex_lock(&cuda->order_lock);
    for (int other = 0; other < CUDA_USERS && result == 0; other++)
        if (other != (int)name)
            result = come_behind(cuda, name, (CudaLaneName)other, buffer->last_works[other]);
    pthread_mutex_unlock(&cuda->order_lock);
    return result;
}

CudaResult cuda_come_behind(CudaDevice *cuda, CudaLaneName name, CudaLaneName other, int64_t work) {
    pthread_mutex_lock(&cuda->order_lock);
    CudaResult result = come_behind(cuda, name, other, work);
    pthread_mutex_unlock(&cuda->order_lock);
    return result;
}

void cuda_used(CudaDevice *cuda, CudaLaneName name, Buffer *buffer) {
    buffer->last_works[name] = cuda_given(cuda, name);
    ((CudaBuffer *)buffer)->filled = true;
}

int64_t cuda_given(CudaDevice *cuda, CudaLaneName name) {
    return __atomic_load_n(&cuda->lanes[name].given, __ATOMIC_RELAXED);
}

void cuda_give(CudaDevice *cuda, CudaLaneName name) {
    __atomic_fetch_add(&cuda->lanes[name].given, 1, __ATOMIC_RELAXED);
}

CudaStream cuda_compute(CudaDevice *cuda) {
    pthread_mutex_lock(&cuda->order_lock);
    cuda_send(cuda); /* a failure is told when somebody waits, or by the next kernel */
    cuda_give(cuda, CUDA_COMPUTE);
    pthread_mutex_unlock(&cuda->order_lock);
    return cuda->lanes[CUDA_COMPUTE].stream;
}

CudaResult cuda_wait(CudaDevice *cuda, CudaLaneName name) {
    CudaLane *lane = &cuda->lanes[name];
    CudaResult result = 0;
    pthread_mutex_lock(&cuda->order_lock);
    if (name == CUDA_COMPUTE) result = cuda_send(cuda);
    int64_t given = lane->given;
    pthread_mutex_unlock(&cuda->order_lock);
    CudaResult ended = cuda->driver.stream_wait(lane->stream);
    pthread_mutex_lock(&cuda->order_lock);
    if (ended == 0 && given > lane->ended) lane->ended = given;
    pthread_mutex_unlock(&cuda->order_lock);
    return result ? result : ended;
}

void cuda_mark(Device *device) {
    CudaDevice *cuda = (CudaDevice *)device;
    CudaMark *mark;
    if (cuda->driver.context_push(cuda->context) != 0) return;
    pthread_mutex_lock(&cuda->order_lock);
    if (cuda->kept_count == 0) record(cuda, &cuda->lanes[CUDA_COMPUTE], &mark);
    pthread_mutex_unlock(&cuda->order_lock);
    cuda_leave(cuda);
}

/* --- lanes ------------------------------------------------------------------------------ */

CudaResult cuda_lanes_open(CudaDevice *cuda) {
    CudaResult result = 0;
    for (int i = 0; i < CUDA_LANES && result == 0; i++)
        result = cuda->driver.stream_new(&cuda->lanes[i].stream, CUDA_STREAM_NON_BLOCKING);
    return result;
}

void cuda_lanes_wait(CudaDevice *cuda) {
    for (int i = 0; i < CUDA_LANES; i++)
        if (cuda->lanes[i].stream) cuda->driver.stream_wait(cuda->lanes[i].stream);
}

void cuda_lanes_close(CudaDevice *cuda) {
    for (int i = 0; i < CUDA_LANES; i++) {
        CudaLane *lane = &cuda->lanes[i];
        for (int m = 0; m < CUDA_MARKS; m++)
            if (lane->marks[m].event) cuda->driver.event_free(lane->marks[m].event);
        if (lane->stream) cuda->driver.stream_free(lane->stream);
    }
}
