/* The only way from a device to the host. */
#include "executor.h"

enum { MOST_SITES = 64 }; /* places told apart */

const char *const pull_kind_name[PULL_KIND_COUNT] = {
#define X(id, name) name,
    PULL_KINDS(X)
#undef X
};

/* The place of the pull that is being made; NULL: it was not met before. */
static PullSite *find_site(Exec *exec, PullKind kind) {
    Span span = base_span(exec->base);
    for (int64_t i = exec->site_count - 1; i >= 0; i--) {
        PullSite *site = &exec->sites[i];
        if (site->span.start != span.start || site->span.source != span.source ||
            site->kind != kind)
            continue;
        return site;
    }
    return NULL;
}

/* Counts a pull by its place; what memory cannot hold is only counted by kind. */
static void note_pull(Exec *exec, PullKind kind) {
    PullSite *site = find_site(exec, kind);
    exec->stats.pulls[kind]++;
    if (site) site->count++;
    if (site || exec->site_count == MOST_SITES ||
        !heap_grow(&exec->base->heap, &exec->sites, &exec->site_capacity, exec->site_count + 1,
                   sizeof *exec->sites))
        return;
    exec->sites[exec->site_count++] = (PullSite){base_span(exec->base), kind, 1, 0};
}

static ArrStatus refuse_sync(Exec *exec, PullKind kind) {
    error_set(exec->base, ERROR_RUNTIME,
              "this would wait for an array's value (a %s), which --no-sync forbids",
              pull_kind_name[kind]);
    error_hint(exec->base, "keep it an array: where() instead of if, an array operation instead "
                           "of a number of Python");
    return ARR_ERROR;
}

static ArrStatus pull_now(Exec *exec, PullKind kind, Array *a, void *dst) {
    Device *device = exec->device;
    if (exec->config.no_sync && kind != PULL_PRINT && kind != PULL_HOST)
        return refuse_sync(exec, kind);
    ArrStatus status = exec_flush_for(exec, a->store);
    if (status) return status;
    note_pull(exec, kind);
    exec->stats.bytes_pulled += a->size * array_itemsize(a);
    if (a->size == 0) return ARR_OK;
    if (a->store->failed || !a->store->buffer) return exec_tell_lost(exec, a->store);
    Region region = {a->store->buffer, a->offset,        a->ndim,
                     array_shape(a),   array_strides(a), array_itemsize(a)};
    status = device->class->to_host(device, &region, dst);
    if (!status) return ARR_OK;
    return error_set(exec->base, ERROR_RUNTIME,
                     "the %s device computes nothing: no value can be read from it",
                     device->class->name);
}

ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst) {
    if (!exec->profile) return pull_now(exec, kind, a, dst);
    int64_t start = profile_clock();
    ArrStatus status = pull_now(exec, kind, a, dst);
    profile_add(exec->profile, PROFILE_PULL, pull_kind_name[kind], base_span(exec->base), start,
                a->size * array_itemsize(a));
    PullSite *site = find_site(exec, kind);
    if (site) site->waited += profile_clock() - start;
    return status;
}

ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value) {
    *value = (ArrConst){.dtype = (ArrDtype)a->dtype};
    return pull(exec, kind, a, value->bytes);
}
