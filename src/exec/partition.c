/* The rule by which work is cut among processors: threads now, devices and
 * ranks later. The window's largest array is its key: it is cut into tiles as
 * near to squares as can be (on processors that share memory: into runs of
 * whole rows, so that each piece is one run of addresses), and keeps its cut
 * from window to window. A task's domain is cut as the key, or else its largest
 * operand, is; other operands follow along the axes that they share with it,
 * which shows in their strides. Small arrays stay whole.
 *
 * Threads cut each task's domain along its memory, and move nothing; what this
 * file says of re-partitions is what separate memories would have to copy. */
#include "partition.h"

#include <stdlib.h>
#include <string.h>

/* --- what a task touches ------------------------------------------------------------ */

typedef struct Touched {
    const Array *view;
    bool written;
    const Node *reduced; /* it is this reduction's result */
} Touched;

static int touch(const PlanTask *task, const Node *nodes, Touched *touched) {
    int n = 0;
    if (task->kind == TASK_LIBRARY) {
        const Node *node = &nodes[task->nodes[0]];
        touched[n++] = (Touched){node->out, true, NULL};
        for (int k = 0; k < node->nin; k++) touched[n++] = (Touched){node->in[k], false, NULL};
        return n;
    }
    for (int32_t i = 0; i < task->store_count && n < MOST_RELATIONS; i++)
        touched[n++] = (Touched){nodes[task->stores[i].node].out, true, NULL};
    for (int32_t i = 0; i < task->reduction_count && n < MOST_RELATIONS; i++) {
        const Node *node = &nodes[task->reductions[i].node];
        touched[n++] = (Touched){node->out, true, node};
    }
    for (int32_t i = 0; i < task->load_count && n < MOST_RELATIONS; i++) {
        const PlanValue *value = &task->values[task->loads[i]];
        touched[n++] = (Touched){nodes[value->node].in[value->operand], false, NULL};
    }
    return n;
}

/* Larger, or as large and cut already, or as large and written. */
static bool is_better_key(const Store *a, bool written, const Store *best) {
    if (!best || a->nbytes != best->nbytes) return !best || a->nbytes > best->nbytes;
    return (a->cut && !best->cut) || (a->cut == best->cut && written);
}

const Store *partition_key(const Plan *plan, const Node *nodes) {
    const Store *best = NULL;
    for (int32_t t = 0; t < plan->task_count; t++) {
        Touched touched[MOST_RELATIONS];
        int n = touch(&plan->tasks[t], nodes, touched);
        for (int i = 0; i < n; i++)
            if (is_better_key(touched[i].view->store, touched[i].written, best))
                best = touched[i].view->store;
    }
    return best;
}

/* --- cutting an array ------------------------------------------------------------------ */

/* Of the ways to write count as a product of two, the one whose tiles have the
 * shortest sides together. */
static void near_square(int count, int64_t rows, int64_t columns, int32_t *down, int32_t *across) {
    double least = 0;
    *down = count;
    *across = 1;
    for (int d = 1; d <= count; d++) {
        if (count % d || d > rows || count / d > columns) continue;
        double sides = (double)rows / d + (double)columns / (count / d);
        if (least > 0 && sides >= least) continue;
        least = sides;
        *down = d;
        *across = count / d;
    }
}

static Cut cut_array(const Partitions *p, const Array *a) {
    Cut cut = {.ndim = a->ndim > CUT_AXES ? 0 : a->ndim};
    int outer[2] = {-1, -1}; /* the two axes with the largest strides */
    for (int i = 0; i < cut.ndim; i++) {
        cut.shape[i] = array_shape(a)[i];
        cut.strides[i] = array_strides(a)[i];
        cut.pieces[i] = 1;
    }
    if (a->size < p->smallest || p->processors < 2) return cut;
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < cut.ndim; i++) {
            if (cut.shape[i] < 2 || i == outer[0]) continue;
            if (outer[k] < 0 || cut.strides[i] > cut.strides[outer[k]]) outer[k] = i;
        }
    if (outer[0] < 0) return cut;
    int64_t rows = cut.shape[outer[0]], columns = outer[1] < 0 ? 1 : cut.shape[outer[1]];
    int32_t down = p->processors, across = 1;
    if (!p->rows || rows < p->processors) near_square(p->processors, rows, columns, &down, &across);
    cut.pieces[outer[0]] = down;
    if (outer[1] >= 0) cut.pieces[outer[1]] = across;
    return cut;
}

static Cut *cut_of(const Partitions *p, const Store *store) {
    return store->cut > 0 && store->cut <= p->count ? &p->cuts[store->cut - 1] : NULL;
}

/* Tables that no store refers to any more are not told from others: when they
 * are many, all are forgotten. */
static void keep_cut(Partitions *p, Store *store, const Cut *cut) {
    enum { MOST_CUTS = 1 << 16 };
    if (cut_of(p, store)) {
        *cut_of(p, store) = *cut;
        return;
    }
    if (p->count >= MOST_CUTS || !heap_grow(p->heap, &p->cuts, &p->capacity, p->count + 1, sizeof *cut))
        return;
    p->cuts[p->count++] = *cut;
    store->cut = (int32_t)p->count;
}

/* --- a view on a cut store -------------------------------------------------------------- */

/* The axis of the store's array that a view's stride runs along; -1: none. */
static int axis_along(const Cut *cut, int64_t stride) {
    int best = -1;
    if (stride < 0) stride = -stride;
    for (int a = 0; a < cut->ndim; a++) {
        if (cut->shape[a] < 2 || stride % cut->strides[a] || stride / cut->strides[a] >= cut->shape[a])
            continue;
        if (best < 0 || cut->strides[a] > cut->strides[best]) best = a;
    }
    return best;
}

/* The view's first element along each axis of the store's array. */
static void place_of(const Cut *cut, const Array *view, int64_t *place) {
    int64_t rest = view->offset;
    bool done[CUT_AXES] = {false};
    for (int n = 0; n < cut->ndim; n++) {
        int a = -1;
        for (int i = 0; i < cut->ndim; i++)
            if (!done[i] && (a < 0 || cut->strides[i] > cut->strides[a])) a = i;
        done[a] = true;
        place[a] = cut->strides[a] > 0 ? rest / cut->strides[a] : 0;
        rest -= place[a] * cut->strides[a];
    }
}

/* The axis of the domain that the operand's axis runs along. */
static int domain_axis(const Touched *operand, int ndim, int axis) {
    const Array *view = operand->view;
    if (!operand->reduced || view->ndim == ndim) return axis + ndim - view->ndim;
    for (int d = 0, kept = 0; d < ndim; d++) {
        if (operand->reduced->axes >> d & 1) continue;
        if (kept++ == axis) return d;
    }
    return -1;
}

/* How many pieces the task wants along the view's axes. */
static void wanted_pieces(const TaskCut *task, const Touched *operand, int32_t *pieces) {
    for (int j = 0; j < operand->view->ndim && j < CUT_AXES; j++) {
        int d = domain_axis(operand, task->ndim, j);
        bool along = d >= 0 && d < task->ndim && array_shape(operand->view)[j] > 1 &&
                     array_strides(operand->view)[j] != 0;
        pieces[j] = along ? task->pieces[d] : 1;
    }
}

/* A cut domain axis along which the operand has but one element. */
static bool is_broadcast(const TaskCut *task, const Touched *operand) {
    bool along[CUT_AXES] = {false};
    if (operand->written) return false;
    for (int j = 0; j < operand->view->ndim; j++) {
        int d = domain_axis(operand, task->ndim, j);
        if (d >= 0 && array_strides(operand->view)[j] != 0 && array_shape(operand->view)[j] > 1)
            along[d] = true;
    }
    for (int d = 0; d < task->ndim; d++)
        if (task->pieces[d] > 1 && !along[d]) return true;
    return false;
}

/* View's axis along each of the store's, -1: none; of several (a reshape) the
 * outermost. *rest: bit per axis of the view that is none of them. */
static void match_axes(const Cut *cut, const Array *view, int of_axis[CUT_AXES], unsigned *rest) {
    *rest = 0;
    for (int a = 0; a < cut->ndim; a++) of_axis[a] = -1;
    for (int j = 0; j < view->ndim && j < CUT_AXES; j++) {
        if (array_shape(view)[j] < 2 || array_strides(view)[j] == 0) continue;
        int a = axis_along(cut, array_strides(view)[j]);
        int other = a < 0 ? j : of_axis[a];
        bool outer = a >= 0 && (other < 0 || llabs(array_strides(view)[j]) >
                                                 llabs(array_strides(view)[other]));
        if (outer) of_axis[a] = j;
        if (outer ? other >= 0 : true) *rest |= 1u << (outer ? other : j);
    }
}

/* Is the store cut as the task wants it, along all axes? */
static bool agrees(const Cut *cut, const Array *view, const int32_t *pieces) {
    int of_axis[CUT_AXES];
    unsigned rest;
    match_axes(cut, view, of_axis, &rest);
    for (int j = 0; j < view->ndim && j < CUT_AXES; j++)
        if ((rest >> j & 1) && pieces[j] > 1) return false;
    for (int a = 0; a < cut->ndim; a++) {
        int j = of_axis[a];
        if (cut->pieces[a] != (j < 0 ? 1 : pieces[j])) return false;
        if (j >= 0 && pieces[j] > 1 && array_strides(view)[j] < 0) return false;
    }
    return true;
}

/* How far beyond its piece's edge a processor reads. */
static int64_t halo_of(const Cut *cut, const Array *view, const int64_t *reference) {
    int64_t place[CUT_AXES], most = 0;
    place_of(cut, view, place);
    for (int a = 0; a < cut->ndim; a++) {
        int64_t shift = place[a] - reference[a];
        if (shift < 0) shift = -shift;
        if (cut->pieces[a] > 1 && shift > most) most = shift;
    }
    return most;
}

static bool beyond_piece(const Cut *cut, int64_t halo) {
    for (int a = 0; a < cut->ndim; a++)
        if (cut->pieces[a] > 1 && halo >= cut->shape[a] / cut->pieces[a]) return true;
    return false;
}

/* --- a task ------------------------------------------------------------------------------ */

static bool covers(const Array *view) {
    return view->offset == 0 && view->ndim <= CUT_AXES && array_coverage(view) == COVERS_ALL;
}

static const Touched *choose_key(const Store *key, const Touched *touched, int n) {
    const Touched *best = NULL;
    for (int i = 0; i < n; i++) {
        if (touched[i].view->store == key) return &touched[i];
        if (!best || touched[i].view->size > best->view->size ||
            (touched[i].view->size == best->view->size && touched[i].view->store->cut &&
             !best->view->store->cut))
            best = &touched[i];
    }
    return best;
}

static void cut_domain(Partitions *p, const Touched *key, TaskCut *task) {
    const Cut *known = cut_of(p, key->view->store);
    Cut fresh;
    if (!known) {
        fresh = cut_array(p, key->view);
        known = &fresh;
    }
    int of_axis[CUT_AXES];
    unsigned rest;
    match_axes(known, key->view, of_axis, &rest);
    for (int a = 0; a < known->ndim; a++) {
        int d = of_axis[a] < 0 ? -1 : domain_axis(key, task->ndim, of_axis[a]);
        if (d >= 0 && d < CUT_AXES) task->pieces[d] = known->pieces[a];
    }
}

/* Everyone has all of it. */
static bool is_small(const Partitions *p, const Store *store) {
    return store->nbytes < p->smallest * 8;
}

static void relate(Partitions *p, TaskCut *task, const Touched *operand, const Array *written) {
    int32_t pieces[CUT_AXES] = {0};
    int64_t reference[CUT_AXES] = {0};
    const Array *view = operand->view;
    Relation relation = {.view = view, .written = operand->written};
    Cut *known = cut_of(p, view->store);
    wanted_pieces(task, operand, pieces);
    if (is_broadcast(task, operand)) relation.kind = RELATION_BROADCAST;
    if (!known) {
        Cut cut = {.ndim = view->ndim};
        for (int j = 0; j < view->ndim && j < CUT_AXES; j++) {
            cut.shape[j] = array_shape(view)[j];
            cut.strides[j] = array_strides(view)[j];
            cut.pieces[j] = pieces[j];
        }
        if (covers(view)) keep_cut(p, view->store, &cut);
    } else if (!agrees(known, view, pieces)) {
        relation.kind = RELATION_MOVED;
    } else {
        if (written && written->store == view->store) place_of(known, written, reference);
        relation.halo = operand->written ? 0 : halo_of(known, view, reference);
        if (relation.halo) relation.kind = RELATION_HALO;
        if (beyond_piece(known, relation.halo)) relation.kind = RELATION_MOVED;
    }
    if (relation.kind == RELATION_MOVED && is_small(p, view->store)) relation.kind = RELATION_BROADCAST;
    if (relation.kind == RELATION_MOVED && (operand->written || known->moved != view->store->version)) {
        known->moved = view->store->version; /* the copy serves until it is written */
        task->moved++;
        p->moved++;
        if (operand->written && covers(view)) view->store->cut = 0; /* cut anew with its next use */
    }
    task->relations[task->relation_count++] = relation;
}

/* Library calls work along inner axes: they are cut along the first, if at all. */
static void cut_library(TaskCut *task) {
    for (int d = 1; d < task->ndim; d++) task->pieces[d] = 1;
    if (task->ndim == 1) task->pieces[0] = 1;
}

void partition_task(Partitions *p, const Store *key, const PlanTask *task, const Node *nodes,
                    TaskCut *cut) {
    Touched touched[MOST_RELATIONS];
    PlanDomain domain;
    int n = touch(task, nodes, touched);
    plan_domain(&nodes[task->domain], &domain);
    *cut = (TaskCut){.ndim = domain.ndim > CUT_AXES ? 0 : domain.ndim};
    for (int d = 0; d < cut->ndim; d++) cut->pieces[d] = 1;
    const Touched *own = choose_key(key, touched, n);
    if (!own) return;
    cut->key = own->view;
    if (cut->ndim) cut_domain(p, own, cut);
    if (task->kind == TASK_LIBRARY) cut_library(cut);
    for (int i = 0; i < n; i++)
        if (touched[i].view->size) relate(p, cut, &touched[i], task->store_count ? touched[0].view : NULL);
}
