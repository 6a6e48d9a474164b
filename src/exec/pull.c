/* The only way from a device to the host. */
#include "shortage.h"

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

/* Waits for a's value. *symbolic: memory is too short for it; parts of it may be had. */
static ArrStatus reach(Exec *exec, PullKind kind, Array *a, bool *symbolic) {
    if (exec->config.no_sync && kind != PULL_PRINT && kind != PULL_HOST)
        return refuse_sync(exec, kind);
    ArrStatus status = exec_flush_for(exec, a->store);
    if (status) return status;
    note_pull(exec, kind);
    exec->stats.bytes_pulled += a->size * array_itemsize(a);
    *symbolic = false;
    if (a->size == 0) return ARR_OK;
    *symbolic = shortage_is_symbolic(exec, a->store);
    if (!*symbolic && (a->store->failed || !a->store->buffer)) return exec_tell_lost(exec, a->store);
    return ARR_OK;
}

static ArrStatus copy_out(Exec *exec, const Region *region, void *dst) {
    Device *device = exec->device;
    if (device->class->to_host(device, region, dst) == ARR_OK) return ARR_OK;
    if (device->class->failure)
        return error_set(exec->base, ERROR_RUNTIME, "%s", device->class->failure(device));
    return error_set(exec->base, ERROR_RUNTIME,
                     "the %s device computes nothing: no value can be read from it",
                     device->class->name);
}

/* --- piece by piece ----------------------------------------------------------------- */

enum { MOST_PIECE = 4 << 20, LEAST_PIECE = 1 << 16 }; /* bytes */

static int64_t piece_bytes(Exec *exec) {
    int64_t piece = heap_left(&exec->base->heap) / 16;
    return piece > MOST_PIECE ? MOST_PIECE : piece < LEAST_PIECE ? LEAST_PIECE : piece;
}

/* The axis whose entries are counted out into pieces: what lies behind it fits one. */
static int cut_axis(const Array *a, int64_t piece, int64_t *entry) {
    int axis = a->ndim;
    *entry = array_itemsize(a);
    while (axis > 0 && *entry <= piece) {
        axis--;
        if (*entry * array_shape(a)[axis] > piece || axis == 0) return axis;
        *entry *= array_shape(a)[axis];
    }
    return axis;
}

/* A part of a symbolic array: its elements are made, copied and forgotten. */
static ArrStatus copy_out_made(Exec *exec, const Array *a, const Region *part, void *dst) {
    ArrayPool *pool = &exec->graph->arrays;
    Array *view, *copy = NULL;
    ArrStatus status = array_view(pool, a, (ArrDtype)a->dtype, part->offset, part->ndim, part->shape,
                                  part->strides, &view);
    if (status) return status;
    status = graph_copy(exec->graph, view, (ArrDtype)a->dtype, 'K', &copy);
    array_release(pool, view);
    if (status) return status;
    status = exec_flush_for(exec, copy->store);
    if (!status && (copy->store->failed || !copy->store->buffer))
        status = exec_tell_lost(exec, copy->store);
    Region made = *part;
    made.buffer = copy->store->buffer;
    made.offset = copy->offset;
    made.strides = array_strides(copy);
    if (!status) status = copy_out(exec, &made, dst);
    array_release(pool, copy);
    return status;
}

/* Rows of a, so many of an entry's bytes as fit a piece: to the sink by way of
 * bytes, or (sink NULL) straight there, one behind the other. */
typedef struct Pieces {
    Exec *exec;
    Array *a;
    bool symbolic;
    int axis;
    int64_t entry, most; /* bytes of an entry along the axis; entries of a piece */
    char *bytes;
    PullSink sink;
    void *user;
} Pieces;

static ArrStatus give_piece(Pieces *p, int64_t offset, int64_t rows) {
    int64_t shape[ARR_MAX_NDIM];
    const Array *a = p->a;
    shape[0] = rows;
    for (int i = p->axis + 1; i < a->ndim; i++) shape[i - p->axis] = array_shape(a)[i];
    Region region = {a->store->buffer, offset, a->ndim - p->axis, shape,
                     array_strides(a) + p->axis, array_itemsize(a)};
    ArrStatus status = p->symbolic ? copy_out_made(p->exec, a, &region, p->bytes)
                                   : copy_out(p->exec, &region, p->bytes);
    if (status) return status;
    if (p->sink) return p->sink(p->user, p->bytes, rows * p->entry);
    p->bytes += rows * p->entry;
    return ARR_OK;
}

static ArrStatus give_pieces(Pieces *p) {
    const Array *a = p->a;
    int64_t rows = array_shape(a)[p->axis], outer = 1;
    for (int i = 0; i < p->axis; i++) outer *= array_shape(a)[i];
    for (int64_t o = 0; o < outer; o++) {
        int64_t offset = a->offset, rest = o;
        for (int i = p->axis - 1; i >= 0; i--) {
            offset += rest % array_shape(a)[i] * array_strides(a)[i];
            rest /= array_shape(a)[i];
        }
        for (int64_t row = 0; row < rows; row += p->most) {
            int64_t n = rows - row < p->most ? rows - row : p->most;
            ArrStatus status = give_piece(p, offset + row * array_strides(a)[p->axis], n);
            if (!status && a->store->mapped) /* C order is the file's, mostly */
                exec_release_read(p->exec, a->store, offset + row * array_strides(a)[p->axis]);
            if (!status && p->symbolic) status = base_check_interrupt(p->exec->base);
            if (status) return status;
        }
    }
    return ARR_OK;
}

/* The elements of a, which has axes, piece by piece. */
static ArrStatus pull_rows(Exec *exec, Array *a, bool symbolic, int64_t piece, char *bytes,
                           PullSink sink, void *user) {
    Pieces p = {.exec = exec, .a = a, .symbolic = symbolic, .bytes = bytes, .sink = sink,
                .user = user};
    p.axis = cut_axis(a, piece, &p.entry);
    p.most = piece / p.entry < 1 ? 1 : piece / p.entry;
    return give_pieces(&p);
}

ArrStatus pull_pieces(Exec *exec, PullKind kind, Array *a, PullSink sink, void *user) {
    Heap *heap = &exec->base->heap;
    bool symbolic;
    ArrStatus status = reach(exec, kind, a, &symbolic);
    if (status || a->size == 0) return status;
    int64_t piece = piece_bytes(exec);
    char *bytes = heap_alloc(heap, (size_t)piece);
    if (!bytes) return error_memory(exec->base, piece, "a piece of an array");
    if (a->ndim == 0) {
        Region region = {a->store->buffer, a->offset, 0, NULL, NULL, array_itemsize(a)};
        status = copy_out(exec, &region, bytes);
        if (!status) status = sink(user, bytes, array_itemsize(a));
    } else {
        status = pull_rows(exec, a, symbolic, piece, bytes, sink, user);
    }
    heap_free(heap, bytes, (size_t)piece);
    return status;
}

static ArrStatus pull_now(Exec *exec, PullKind kind, Array *a, void *dst) {
    bool symbolic;
    ArrStatus status = reach(exec, kind, a, &symbolic);
    if (status || a->size == 0) return status;
    if (symbolic && a->ndim > 0) return pull_rows(exec, a, true, piece_bytes(exec), dst, NULL, NULL);
    Region region = {a->store->buffer, a->offset,        a->ndim,
                     array_shape(a),   array_strides(a), array_itemsize(a)};
    return copy_out(exec, &region, dst);
}

ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst) {
    if (!exec->profile) return pull_now(exec, kind, a, dst);
    int64_t start = clock_now();
    ArrStatus status = pull_now(exec, kind, a, dst);
    profile_add(exec->profile, PROFILE_PULL, pull_kind_name[kind], base_span(exec->base), start,
                a->size * array_itemsize(a));
    PullSite *site = find_site(exec, kind);
    if (site) site->waited += clock_now() - start;
    return status;
}

ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value) {
    *value = (ArrConst){.dtype = (ArrDtype)a->dtype};
    return pull(exec, kind, a, value->bytes);
}
