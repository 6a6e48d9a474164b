/* Floating-point errors of tasks, and warnings that are known when a statement
 * is recorded. Tasks tell them as they meet them; the host's thread passes them
 * on when it has waited for their batch, in the program's order, each line and
 * text once. After an error nothing is told of what was recorded behind it. */
#include "executor.h"

#include <stdio.h>

/* What a line of the program met: one kind in one operation. */
struct KeptWarning {
    Span where;
    uint32_t what;   /* of the node: all that its text is made of */
    uint8_t kind;    /* one bit; 0: text is the warning's own */
    bool told;
    int64_t place;   /* of the first node that met it: see exec_place() */
    int64_t batch;   /* its batch; 0: recorded, and in no batch yet */
    char text[80];
};

/* "divide", "reduce", "cast": what NumPy calls it. */
static const char *name_of(const Node *node, bool cast) {
    if (cast || node->kind == NODE_COPY) return "cast";
    if (node->kind == NODE_ELEMENTWISE) return op_info[node->op].name;
    if (node->kind == NODE_REDUCE) return "reduce";
    switch ((LibraryOp)node->op) {
    case LIBRARY_MATMUL: return "matmul";
    case LIBRARY_APPLY: return op_info[node->constant[0].i8].name;
    default: return "accumulate";
    }
}

static uint32_t what_of(const Node *node, bool cast) {
    if (node->kind == NODE_LIBRARY && node->op == LIBRARY_WARN)
        return (uint32_t)node->op | (uint32_t)node->kind << 16 | (uint32_t)node->constant[0].i8 << 24;
    return (uint32_t)node->op | (uint32_t)node->kind << 16 | (uint32_t)node->name << 24 |
           (uint32_t)cast << 31;
}

static bool is_same(const KeptWarning *warning, const Node *node, uint32_t what) {
    return warning->what == what && warning->where.source == node->where.source &&
           warning->where.start == node->where.start;
}

/* The text of a warning of one kind in a node. */
static void write_text(const Node *node, bool cast, unsigned kind, char *text, size_t size) {
    FloatName name = (FloatName)(cast ? FLOAT_NAME_OWN : node->name);
    if (node->kind == NODE_LIBRARY && node->op == LIBRARY_WARN)
        snprintf(text, size, "%s", library_warnings[node->constant[0].i8]);
    else float_error_text(kind, name, name_of(node, cast), text, size);
}

/* Under the lock: the kinds that are known of a node's line already. */
static unsigned known_kinds(const Exec *exec, const Node *node, uint32_t what) {
    unsigned kinds = 0;
    for (int64_t i = 0; i < exec->warning_count; i++)
        if (is_same(&exec->warnings[i], node, what)) kinds |= exec->warnings[i].kind;
    return kinds;
}

static unsigned wanted(void *user, const Node *node, bool cast) {
    Exec *exec = ((Watcher *)user)->exec;
    unsigned warned = float_kinds_in(node->errors, FLOAT_WARN);
    unsigned raised = float_kinds_seen(node->errors) & ~warned;
    if (!warned) return raised;
    pthread_mutex_lock(&exec->warning_lock);
    warned &= ~known_kinds(exec, node, what_of(node, cast));
    pthread_mutex_unlock(&exec->warning_lock);
    return warned | raised;
}

/* --- telling, by any thread ------------------------------------------------------ */

/* Under the lock; what memory cannot hold is not told. */
static void keep(Exec *exec, const KeptWarning *warning) {
    if (!heap_grow(&exec->work.heap, &exec->warnings, &exec->warning_capacity,
                   exec->warning_count + 1, sizeof *exec->warnings))
        return;
    exec->warnings[exec->warning_count++] = *warning;
    __atomic_store_n(&exec->warnings_untold, true, __ATOMIC_RELAXED);
}

/* Under the lock: the earliest of a task's errors is the one that is raised. */
static void note_raised(Watcher *watcher, const Node *node, bool cast, unsigned kind, int64_t place) {
    RaisedError *raised = &watcher->raised;
    if (raised->place && raised->place <= place) return;
    *raised = (RaisedError){.place = place, .where = node->where};
    raised->class = float_kinds_in(node->errors, FLOAT_RAISE) & kind ? ERROR_FLOATING_POINT
                                                                     : ERROR_RUNTIME_WARNING;
    write_text(node, cast, kind, raised->text, sizeof raised->text);
}

/* Under the lock. */
static void note_warning(Exec *exec, const Node *node, bool cast, unsigned kind, int64_t place,
                         int64_t batch) {
    uint32_t what = what_of(node, cast);
    for (int64_t i = 0; i < exec->warning_count; i++) {
        KeptWarning *known = &exec->warnings[i];
        if (known->kind != kind || !is_same(known, node, what)) continue;
        if (!known->told && place < known->place) known->place = place;
        return;
    }
    KeptWarning fresh = {.where = node->where, .what = what, .kind = (uint8_t)kind, .place = place,
                         .batch = batch};
    write_text(node, cast, kind, fresh.text, sizeof fresh.text);
    keep(exec, &fresh);
}

static void tell_late(void *user, const FloatWitness *witness, bool cast, unsigned kinds) {
    Exec *exec = ((Watcher *)user)->exec;
    const Node *node = &witness->node;
    unsigned warned = float_kinds_in(node->errors, FLOAT_WARN);
    pthread_mutex_lock(&exec->warning_lock);
    for (unsigned kind = 1; kind < FLOAT_ALL; kind *= 2) {
        if (!(kinds & kind)) continue;
        int64_t place = exec_place(witness->number, kind);
        if (warned & kind) note_warning(exec, node, cast, kind, place, witness->batch);
        else note_raised(user, node, cast, kind, place);
    }
    pthread_mutex_unlock(&exec->warning_lock);
}

static void witness(void *user, const Node *node, FloatWitness *witness) {
    const Batch *batch = ((const Watcher *)user)->exec->running;
    *witness = (FloatWitness){*node, batch->first + (node - batch->nodes), batch->number};
}

static void tell(void *user, const Node *node, bool cast, unsigned kinds) {
    FloatWitness now;
    witness(user, node, &now);
    tell_late(user, &now, cast, kinds);
}

void exec_set_raised(Watcher *watcher, int64_t *place) {
    RaisedError raised = watcher->raised;
    watcher->raised = (RaisedError){0};
    *place = raised.place;
    error_set_at(&watcher->exec->work, raised.where, raised.class, "%s", raised.text);
}

/* --- the host's thread ------------------------------------------------------------- */

/* A warning that is known when it is recorded. */
static void warn(void *user, const char *text) {
    Exec *exec = user;
    KeptWarning fresh = {.where = base_span(exec->base),
                         .place = exec_place(exec->graph->stats.nodes, 0)};
    snprintf(fresh.text, sizeof fresh.text, "%s", text);
    pthread_mutex_lock(&exec->warning_lock);
    keep(exec, &fresh);
    pthread_mutex_unlock(&exec->warning_lock);
}

void exec_number_warnings(Exec *exec, const Batch *batch) {
    if (!__atomic_load_n(&exec->warnings_untold, __ATOMIC_RELAXED)) return;
    pthread_mutex_lock(&exec->warning_lock);
    for (int64_t i = 0; i < exec->warning_count; i++) {
        KeptWarning *warning = &exec->warnings[i];
        if (warning->batch == 0 && warning->place <= exec_place(batch->first + batch->count, 0))
            warning->batch = batch->number;
    }
    pthread_mutex_unlock(&exec->warning_lock);
}

static bool comes_first(const KeptWarning *a, const KeptWarning *b) {
    return !b || a->place < b->place;
}

/* Under the lock: the next to be told; NULL: none. */
static KeptWarning *next_warning(Exec *exec, int64_t batch, bool all) {
    KeptWarning *next = NULL;
    for (int64_t i = 0; i < exec->warning_count; i++) {
        KeptWarning *warning = &exec->warnings[i];
        bool due = warning->batch ? warning->batch <= batch : all;
        if (!warning->told && due && comes_first(warning, next)) next = warning;
    }
    return next;
}

/* What was never told, since the program failed before it, may be met again. */
static void forget(Exec *exec, KeptWarning *warning) {
    *warning = exec->warnings[--exec->warning_count];
}

void exec_settle_device(Exec *exec, int64_t batch) {
    Device *device = exec->device;
    if (device->class->settle) device->class->settle(device, batch);
}

void exec_tell_untold(Exec *exec, int64_t batch) {
    bool all = batch == exec->submitted && exec->graph->node_count == 0;
    pthread_mutex_lock(&exec->warning_lock);
    int64_t last = exec->config.late_errors ? INT64_MAX : exec_first_error(exec);
    for (KeptWarning *next; (next = next_warning(exec, batch, all));) {
        KeptWarning warning = *next;
        next->told = true;
        if (warning.kind == 0 || warning.place > last) forget(exec, next);
        if (warning.place > last) continue;
        pthread_mutex_unlock(&exec->warning_lock);
        if (exec->config.warn) exec->config.warn(exec->config.user, warning.where, warning.text);
        pthread_mutex_lock(&exec->warning_lock);
    }
    bool untold = false;
    for (int64_t i = 0; i < exec->warning_count; i++) untold |= !exec->warnings[i].told;
    __atomic_store_n(&exec->warnings_untold, untold, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&exec->warning_lock);
}

void exec_watch(Exec *exec, Watcher *watcher, FloatWatch *watch) {
    *watcher = (Watcher){.exec = exec};
    *watch = (FloatWatch){.user = watcher, .wanted = wanted, .tell = tell, .witness = witness,
                          .tell_late = tell_late,
                          .seen = __atomic_load_n(&exec->watch.seen, __ATOMIC_RELAXED)};
}

void warnings_open(Exec *exec) {
    exec->warning_lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    exec->watcher.exec = exec;
    exec->watch = (FloatWatch){.user = &exec->watcher, .seen = FLOAT_ALL & ~FLOAT_UNDER,
                               .wanted = wanted, .tell = tell, .witness = witness,
                               .tell_late = tell_late};
    exec->graph->warn = warn;
}

void warnings_close(Exec *exec) {
    heap_free(&exec->base->heap, exec->warnings,
              (size_t)exec->warning_capacity * sizeof *exec->warnings);
}
