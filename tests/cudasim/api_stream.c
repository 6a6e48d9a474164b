/* Streams and events: work waits in queues until the program waits for it; which of the streams
 * that could run does is drawn. */
#include "driver.h"
#include <stdlib.h>
#include <string.h>

static Stream *streams;
static Stream *legacy[SIM_DEVICES], *per_thread[SIM_DEVICES];
static uint64_t numbers;

/* --- tickets and work -------------------------------------------------------------------- */

Ticket *ticket_hold(Ticket *ticket) {
    if (ticket) ticket->users++;
    return ticket;
}

void ticket_drop(Ticket *ticket) {
    if (ticket && --ticket->users == 0) free(ticket);
}

static Ticket *ticket_new(void) {
    Ticket *ticket = calloc(1, sizeof *ticket);
    if (!ticket) abort();
    ticket->users = 1;
    return ticket;
}

Work *work_new(WorkKind kind, Stream *stream) {
    Work *work = calloc(1, sizeof *work);
    if (!work) abort(); /* a test program: there is nothing to save */
    work->kind = kind;
    work->stream = stream;
    return work;
}

void work_free(Work *work) {
    if (!work) return;
    ticket_drop(work->ticket);
    free(work->copy.staged);
    if (work->kind == WORK_LIBRARY) free(work->user);
    free((void *)(uintptr_t)work->launch.parameters);
    free(work);
}

/* For a graph, whose works run again and again. */
Work *work_copy(const Work *work) {
    Work *copy = work_new(work->kind, work->stream);
    *copy = *work;
    copy->next = NULL;
    ticket_hold(copy->ticket);
    if (work->kind == WORK_LIBRARY) {
        copy->user = malloc(work->count);
        if (!copy->user) abort();
        memcpy(copy->user, work->user, work->count);
    }
    size_t size = work->function ? work->function->kernel->param_size : 0;
    if (work->launch.parameters) {
        uint8_t *parameters = malloc(size ? size : 1);
        if (!parameters) abort();
        memcpy(parameters, work->launch.parameters, size);
        copy->launch.parameters = parameters;
    }
    copy->copy.staged = NULL; /* a graph's copies read when they run */
    return copy;
}

static void append(Work **first, Work **last, Work *work) {
    if (*last) (*last)->next = work;
    else *first = work;
    *last = work;
}

CUresult work_queue(Work *work) {
    Stream *stream = work->stream;
    if (stream->capture) {
        append(&stream->capture->first, &stream->capture->last, work);
        return CUDA_SUCCESS;
    }
    work->number = ++numbers;
    order_queued(work);
    append(&stream->first, &stream->last, work);
    /* CUDASIM_EAGER=1: as a driver that is never behind. */
    return sim_setting("CUDASIM_EAGER", 0) ? stream_drain(stream) : CUDA_SUCCESS;
}

/* --- running ----------------------------------------------------------------------------- */

/* The default stream and streams that do not say otherwise wait for each other. */
static bool held_by_default(const Work *work) {
    for (const Stream *other = streams; other; other = other->next) {
        if (other == work->stream || other->context != work->stream->context || !other->first)
            continue;
        if (!(work->stream->legacy && other->blocking) &&
            !(other->legacy && work->stream->blocking))
            continue;
        if (other->first->number < work->number) return true;
    }
    return false;
}

static bool is_ready(const Stream *stream) {
    const Work *work = stream->first;
    if (!work || held_by_default(work)) return false;
    return work->kind != WORK_WAIT || work->ticket->done;
}

static void remove_stream(Stream *stream) {
    Stream **at = &streams;
    while (*at != stream) at = &(*at)->next;
    *at = stream->next;
    stream->magic = 0;
    free(stream);
}

static void run_first(Stream *stream) {
    Work *work = stream->first;
    stream->first = work->next;
    if (!stream->first) stream->last = NULL;
    order_started(work, streams);
    CUresult result = stream->context->sticky ? CUDA_SUCCESS : work_run(work);
    if (result && !stream->context->sticky) stream->context->sticky = result;
    if (work->kind == WORK_RECORD) work->ticket->done = true;
    work_free(work);
    if (stream->destroyed && !stream->first) remove_stream(stream);
}

/* One work of one stream: in the program's order without a seed. With one, mostly of the stream
 * that is waited for, so that all others are as late as they can be; otherwise of any. */
static bool run_any(Stream *wanted) {
    size_t count = 0;
    Stream *oldest = NULL;
    for (Stream *stream = streams; stream; stream = stream->next) {
        if (!is_ready(stream)) continue;
        count++;
        if (!oldest || stream->first->number < oldest->first->number) oldest = stream;
    }
    if (!count) return false;
    uint64_t drawn = sim_random();
    if (!drawn) return run_first(oldest), true;
    if (wanted && drawn % 4 && is_ready(wanted)) return run_first(wanted), true;
    drawn = drawn / 4 % count;
    for (Stream *stream = streams; stream; stream = stream->next)
        if (is_ready(stream) && drawn-- == 0) return run_first(stream), true;
    return false;
}

static CUresult stuck(void) {
    sim_report(FAULT_DEADLOCK, "%s waits for work that can never run", api_name());
    return CUDA_ERROR_LAUNCH_FAILED;
}

CUresult stream_drain(Stream *stream) {
    Context *context = stream->context;
    while (stream->first)
        if (!run_any(stream)) return stuck();
    order_waited(stream);
    return context->sticky;
}

static bool has_work(const Context *context) {
    for (const Stream *stream = streams; stream; stream = stream->next)
        if (stream->context == context && stream->first) return true;
    return false;
}

CUresult streams_drain(Context *context) {
    while (has_work(context))
        if (!run_any(NULL)) return stuck();
    for (Stream *stream = streams; stream; stream = stream->next)
        if (stream->context == context) order_waited(stream);
    return context->sticky;
}

void streams_end_capture(const Graph *graph) {
    for (Stream *stream = streams; stream; stream = stream->next)
        if (stream->capture == graph) stream->capture = NULL;
}

/* --- streams ----------------------------------------------------------------------------- */

static Stream *stream_new(bool blocking) {
    Stream *stream = calloc(1, sizeof *stream);
    if (!stream) abort();
    stream->magic = MAGIC_STREAM;
    stream->context = context_current();
    stream->blocking = blocking;
    stream->index = order_stream();
    stream->next = streams;
    return streams = stream;
}

Stream *stream_of(CUstream handle) {
    int device = context_current()->device;
    Stream **special = handle == NULL || handle == (CUstream)1 ? &legacy[device]
                       : handle == (CUstream)2                 ? &per_thread[device]
                                                               : NULL;
    if (special) {
        if (*special) return *special;
        *special = stream_new(special != &legacy[device]);
        (*special)->legacy = special == &legacy[device];
        return *special;
    }
    for (Stream *stream = streams; stream; stream = stream->next)
        if (stream == handle && !stream->destroyed) {
            if (stream->context == context_current()) return stream;
            wrong_call(0, "the stream is another device's");
            return NULL;
        }
    wrong_call(0, "not a stream, or one that was destroyed");
    return NULL;
}

static CUresult create(CUstream *stream, unsigned flags) {
    *stream = stream_new(!(flags & 1));
    return CUDA_SUCCESS;
}

API CUresult cuStreamCreate(CUstream *stream, unsigned flags) {
    API_BEGIN("cuStreamCreate");
    return create(stream, flags);
}

API CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int priority) {
    API_BEGIN("cuStreamCreateWithPriority");
    (void)priority;
    return create(stream, flags);
}

API CUresult cuStreamDestroy_v2(CUstream handle) {
    API_ENTER("cuStreamDestroy", true);
    Stream *stream = context_current() ? stream_of(handle) : NULL;
    if (!stream || stream->legacy) return CUDA_ERROR_INVALID_HANDLE;
    stream->destroyed = true;
    if (!stream->first) remove_stream(stream);
    return api_failure;
}
API CUresult cuStreamDestroy(CUstream handle) {
    return cuStreamDestroy_v2(handle);
}

API CUresult cuStreamSynchronize(CUstream handle) {
    API_BEGIN("cuStreamSynchronize");
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (stream->capture)
        return wrong_call(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the stream is being captured");
    return stream_drain(stream);
}

/* Whoever asks may find it not ready once; asking again helps it on. */
API CUresult cuStreamQuery(CUstream handle) {
    API_BEGIN("cuStreamQuery");
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (!stream->first) return order_waited(stream), CUDA_SUCCESS;
    run_any(NULL);
    return CUDA_ERROR_NOT_READY;
}

API CUresult cuStreamGetFlags(CUstream handle, unsigned *flags) {
    API_BEGIN("cuStreamGetFlags");
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    *flags = stream->blocking ? 0 : 1;
    return CUDA_SUCCESS;
}

API CUresult cuLaunchHostFunc(CUstream handle, void (*call)(void *), void *user) {
    API_BEGIN("cuLaunchHostFunc");
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    Work *work = work_new(WORK_CALL, stream);
    work->call = call;
    work->user = user;
    return work_queue(work);
}

/* --- events ------------------------------------------------------------------------------ */

static bool is_event(CUevent event) {
    if (event && event->magic == MAGIC_EVENT) return true;
    wrong_call(0, "not an event");
    return false;
}

API CUresult cuEventCreate(CUevent *event, unsigned flags) {
    API_BEGIN("cuEventCreate");
    (void)flags;
    *event = calloc(1, sizeof **event);
    if (!*event) return CUDA_ERROR_OUT_OF_MEMORY;
    (*event)->magic = MAGIC_EVENT;
    counts_add("events alive", 1);
    return CUDA_SUCCESS;
}

API CUresult cuEventDestroy_v2(CUevent event) {
    API_ENTER("cuEventDestroy", true);
    if (!is_event(event)) return CUDA_ERROR_INVALID_HANDLE;
    ticket_drop(event->ticket);
    event->magic = 0;
    free(event);
    counts_add("events alive", UINT64_MAX);
    return api_failure;
}
API CUresult cuEventDestroy(CUevent event) {
    return cuEventDestroy_v2(event);
}

API CUresult cuEventRecord(CUevent event, CUstream handle) {
    API_BEGIN("cuEventRecord");
    Stream *stream = stream_of(handle);
    if (!stream || !is_event(event)) return CUDA_ERROR_INVALID_HANDLE;
    event->captured = stream->capture;
    if (stream->capture) return CUDA_SUCCESS; /* a graph runs in the order of its capture */
    ticket_drop(event->ticket);
    event->ticket = ticket_new();
    Work *work = work_new(WORK_RECORD, stream);
    work->ticket = ticket_hold(event->ticket);
    return work_queue(work);
}

API CUresult cuStreamWaitEvent(CUstream handle, CUevent event, unsigned flags) {
    API_BEGIN("cuStreamWaitEvent");
    (void)flags;
    Stream *stream = stream_of(handle);
    if (!stream || !is_event(event)) return CUDA_ERROR_INVALID_HANDLE;
    if (event->captured) { /* what waits for captured work is captured too */
        stream->capture = event->captured;
        return CUDA_SUCCESS;
    }
    if (!event->ticket) return CUDA_SUCCESS; /* never recorded: nothing to wait for */
    Work *work = work_new(WORK_WAIT, stream);
    work->ticket = ticket_hold(event->ticket);
    return work_queue(work);
}

API CUresult cuEventSynchronize(CUevent event) {
    API_BEGIN("cuEventSynchronize");
    if (!is_event(event)) return CUDA_ERROR_INVALID_HANDLE;
    if (!event->ticket) return CUDA_SUCCESS;
    while (!event->ticket->done)
        if (!run_any(NULL)) return stuck();
    order_waited_ticket(event->ticket);
    return context_current()->sticky;
}

API CUresult cuEventQuery(CUevent event) {
    API_BEGIN("cuEventQuery");
    if (!is_event(event)) return CUDA_ERROR_INVALID_HANDLE;
    if (!event->ticket || event->ticket->done) {
        if (event->ticket) order_waited_ticket(event->ticket);
        return CUDA_SUCCESS;
    }
    run_any(NULL);
    return CUDA_ERROR_NOT_READY;
}

API CUresult cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) {
    API_BEGIN("cuEventElapsedTime");
    if (!is_event(start) || !is_event(end)) return CUDA_ERROR_INVALID_HANDLE;
    *milliseconds = 1;
    return start->ticket && end->ticket && start->ticket->done && end->ticket->done
               ? CUDA_SUCCESS
               : CUDA_ERROR_NOT_READY;
}

/* --- the end ----------------------------------------------------------------------------- */

static void drop_queue(Stream *stream) {
    while (stream->first) {
        Work *work = stream->first;
        stream->first = work->next;
        work_free(work);
    }
    stream->last = NULL;
}

void stream_destroy_all(Context *context) {
    for (Stream *stream = streams, *next; stream; stream = next) {
        next = stream->next;
        if (context && stream->context != context) continue;
        if (!stream->legacy && stream != per_thread[stream->context->device] &&
            !stream->destroyed && context)
            sim_report(FAULT_LEAK, "a stream was never destroyed");
        if (stream == legacy[stream->context->device]) legacy[stream->context->device] = NULL;
        if (stream == per_thread[stream->context->device])
            per_thread[stream->context->device] = NULL;
        drop_queue(stream);
        remove_stream(stream);
    }
}

__attribute__((destructor)) static void close_streams(void) {
    stream_destroy_all(NULL);
}
