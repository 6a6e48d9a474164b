/* What a host may ask about the executor: counters, settings, memory, the
 * profile, and how far an array is. */
#include <stdio.h>
#include <stdlib.h>

#include "executor.h"

/* --- counters --------------------------------------------------------------- */

void exec_stats(Exec *exec, Text *text) {
    queue_wait(exec, exec->submitted);
    queue_hold(exec);
    const ExecStats all = exec->stats, *s = &all;
    int64_t peak = exec->base->heap.peak;
    queue_go_on(exec);
    int64_t pulls = 0;
    for (int k = 0; k < PULL_KIND_COUNT; k++) pulls += s->pulls[k];
    const struct {
        const char *name;
        int64_t value;
    } rows[] = {
        {"nodes", exec->graph->stats.nodes},
        {"windows", s->windows},
        {"segments", s->segments},
        {"segments_inline", s->inline_segments},
        {"plans_made", exec->plans.made},
        {"plans_reused", exec->plans.reused},
        {"tasks", s->tasks},
        {"launches", s->launches},
        {"tasks_beside", s->beside},
        {"batches", s->batches},
        {"recomputed", s->recomputed},
        {"repartitions", exec->partitions.moved},
        {"nodes_dropped", s->dropped},
        {"temporaries_avoided", s->temporaries},
        {"renames", s->renames},
        {"reuses", s->reuses},
        {"bytes_read", s->bytes_read},
        {"bytes_written", s->bytes_written},
        {"pulls", pulls},
        {"bytes_pulled", s->bytes_pulled},
        {"peak_memory", peak},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_addf(text, "%s %lld\n", rows[i].name, (long long)rows[i].value);
    if (exec->device->class->stats) exec->device->class->stats(exec->device, text);
    for (int k = 0; k < PULL_KIND_COUNT; k++)
        text_addf(text, "pulls_%s %lld\n", pull_kind_name[k], (long long)s->pulls[k]);
    for (int64_t i = 0; i < exec->site_count && exec->config.locate; i++) {
        char place[128];
        exec->config.locate(exec->config.user, exec->sites[i].span, place, sizeof place);
        text_addf(text, "pulls_at %s %s %lld\n", place, pull_kind_name[exec->sites[i].kind],
                  (long long)exec->sites[i].count);
    }
}

/* --- the profile ------------------------------------------------------------ */

Profile *exec_profile(Exec *exec) {
    return exec->profile;
}

static void add_compiled(void *user, int64_t start, int64_t end, int64_t steps) {
    Profile *profile = user;
    char name[32];
    if (end <= profile->compiled) return;
    if (start < profile->began) start = profile->began;
    snprintf(name, sizeof name, "a loop of %lld steps", (long long)steps);
    profile_add_span(profile, PROFILE_COMPILE, name, (Span){.source = SPAN_NONE}, start, end, 0);
}

/* The compiler is the device's: what it did since it was asked last. */
static void note_compiled(Exec *exec) {
    int64_t now = clock_now();
    if (!exec->device->class->compiled) return;
    exec->device->class->compiled(exec->device, add_compiled, exec->profile);
    exec->profile->compiled = now;
}

void exec_profile_json(Exec *exec, Text *text) {
    if (!exec->profile) return;
    queue_wait(exec, exec->submitted);
    note_compiled(exec);
    profile_json(exec->profile, text, exec->config.user, exec->config.locate);
}

/* What caches and fusion spared, and what the host waited for. */
static void add_saved(Exec *exec, Text *text) {
    int64_t pulls = 0;
    for (int kind = 0; kind < PULL_KIND_COUNT; kind++) pulls += exec->stats.pulls[kind];
    text_addf(text,
              "profile: %lld plans made, %lld reused; %lld temporaries avoided; %lld values pulled in "
              "%.3f ms, waiting included\n",
              (long long)exec->plans.made, (long long)exec->plans.reused,
              (long long)exec->stats.temporaries, (long long)pulls,
              (double)exec->profile->busy[PROFILE_PULL] * 1e-6);
}

void exec_profile_summary(Exec *exec, Text *text) {
    if (!exec->profile) return;
    queue_wait(exec, exec->submitted);
    queue_hold(exec);
    int64_t wall = clock_now() - exec->profile->began;
    note_compiled(exec);
    double rate = exec->device->class->copy_rate(exec->device);
    profile_summary(exec->profile, wall, rate, text, exec->config.user, exec->config.locate);
    add_saved(exec, text);
    queue_go_on(exec);
}

ArrStatus exec_profile_begin(Exec *exec) {
    Profile *fresh = profile_new(&exec->base->heap);
    if (!fresh) return error_memory(exec->base, sizeof *fresh, "the profile");
    queue_wait(exec, exec->submitted);
    queue_hold(exec);
    profile_free(exec->profile);
    exec->profile = fresh;
    queue_go_on(exec);
    return ARR_OK;
}

void exec_profile_end(Exec *exec) {
    queue_hold(exec);
    profile_free(exec->profile);
    exec->profile = NULL;
    queue_go_on(exec);
}

int64_t exec_pull_sites(const Exec *exec, const PullSite **sites) {
    *sites = exec->sites;
    return exec->site_count;
}

static const char *const streaming_name[] = {
    [STREAMING_RELAXED] = "relaxed", [STREAMING_OFF] = "off", [STREAMING_STRICT] = "strict"};

/* --- settings --------------------------------------------------------------- */

void exec_settings(Exec *exec, Text *text) {
    const ExecConfig *config = &exec->config;
    text_addf(text, "device %s\n", exec->device->class->name);
    text_addf(text, "window_size %lld\n", (long long)exec->graph->window_size);
    text_addf(text, "fuse %s\n", config->no_fuse ? "off" : "on");
    text_addf(text, "streaming %s\n", streaming_name[config->streaming]);
    text_addf(text, "memory_limit %lld\n", (long long)exec->base->heap.limit);
    text_addf(text, "inline_cycles %lld\n", (long long)exec->inline_cycles);
    exec->device->class->settings(exec->device, text);
}

ArrStatus exec_tune(Exec *exec, Text *text) {
    ArrStatus status = exec_flush(exec);
    if (status || !exec->device->class->tune) return status;
    return exec->device->class->tune(exec->device, text);
}

void exec_show_plans(Exec *exec, bool on) {
    exec->show_plans = on;
}

ArrStatus exec_set_streaming(Exec *exec, Streaming streaming) {
    ArrStatus status = exec_start(exec);
    exec->config.streaming = streaming;
    return status;
}

/* --- memory ----------------------------------------------------------------- */

enum { SHOWN_STORES = 10 };

static int larger_first(const void *a, const void *b) {
    int64_t x = (*(const Store *const *)a)->nbytes, y = (*(const Store *const *)b)->nbytes;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* The largest stores that have memory, and where they were made. */
static void add_largest(Exec *exec, int64_t count, Text *text) {
    Heap *heap = &exec->base->heap;
    size_t size = (size_t)(count + 1) * sizeof(Store *);
    const Store **stores = heap_alloc(heap, size);
    if (!stores) return;
    int64_t n = 0;
    for (const Store *s = exec->graph->arrays.stores; s; s = s->next)
        if (s->buffer) stores[n++] = s;
    qsort(stores, (size_t)n, sizeof *stores, larger_first);
    for (int64_t i = 0; i < n && i < SHOWN_STORES; i++) {
        char place[128] = "?";
        if (exec->config.locate)
            exec->config.locate(exec->config.user, stores[i]->made, place, sizeof place);
        text_addf(text, "array %lld %s\n", (long long)stores[i]->nbytes, place);
    }
    heap_free(heap, stores, size);
}

void exec_memory(Exec *exec, Text *text) {
    const Heap *heap = &exec->base->heap;
    int64_t count = 0, bytes = 0, lazy = 0;
    queue_wait(exec, exec->submitted);
    queue_hold(exec);
    for (const Store *s = exec->graph->arrays.stores; s; s = s->next) {
        count += s->buffer != NULL;
        bytes += s->buffer ? s->nbytes : 0;
        lazy += s->buffer ? 0 : s->nbytes;
    }
    text_addf(text, "used %lld\npeak %lld\nlimit %lld\n", (long long)heap->used,
              (long long)heap->peak, (long long)heap->limit);
    text_addf(text, "arrays %lld\narray_bytes %lld\npending_bytes %lld\n", (long long)count,
              (long long)bytes, (long long)lazy);
    add_largest(exec, count, text);
    queue_go_on(exec);
}

const char *exec_device(const Exec *exec) {
    return exec->device->class->name;
}

/* --- how far an array is ------------------------------------------------------ */

const char *exec_progress(Exec *exec, const Array *a) {
    const Store *store = a->store;
    for (int64_t i = exec->graph->node_count - 1; i >= 0; i--)
        if (exec->graph->nodes[i].out->store == store) return "pending";
    pthread_mutex_lock(&exec->queue.lock);
    bool running = store->last_write > exec->queue.finished;
    pthread_mutex_unlock(&exec->queue.lock);
    return running ? "running" : store->failed ? "lost" : "ready";
}
