/* Reductions over a fixed tree that neither threads nor tiles change, and
 * which is NumPy's own: axes in memory order; each innermost run of reduced
 * elements cut to chunks of 8192, added in order; each chunk pairwise (the
 * kernels' tree; here a chunk is only cut where that tree cuts it); reduced
 * axes outside of kept ones added row by row. Chains (products of floats) go
 * through the same elements in the same order, one after the other, so that
 * one to a single value is a single thread's work.
 * Method: N. J. Higham, The accuracy of floating point summation, SIAM J.
 * Sci. Comput. 14 (1993), as in NumPy's pairwise sum. */
#include "loop.h"

#include <omp.h>
#include <string.h>

enum { CHUNK = LOOP_CHUNK, RESULT = 16 /* bytes kept for one partial result */ };

/* The domain's axes joined into runs that alternate between kept and reduced. */
typedef struct Groups {
    int count;
    int64_t extents[ARR_MAX_NDIM + 1];
    bool reduced[ARR_MAX_NDIM + 1];
} Groups;

static void add_group(Groups *groups, int64_t extent, bool reduced) {
    int last = groups->count - 1;
    if (last >= 0 && groups->reduced[last] == reduced) {
        groups->extents[last] *= extent;
        return;
    }
    groups->extents[groups->count] = extent;
    groups->reduced[groups->count++] = reduced;
}

static Groups find_groups(const LoopTask *task) {
    Groups groups = {0};
    for (int i = 0; i < task->ndim; i++)
        if (task->extents[i] > 1) add_group(&groups, task->extents[i], task->reduced >> i & 1);
    if (groups.count == 0) add_group(&groups, 1, true);
    return groups;
}

static bool is_full(const Groups *groups) {
    return groups->count == 1 && groups->reduced[0];
}

int64_t reduce_partial_bytes(const LoopTask *task) {
    Groups groups = find_groups(task);
    if (!is_full(&groups)) return 0;
    return (task->end - task->begin + CHUNK - 1) / CHUNK * task->plan->reduction_count * RESULT;
}

static ArrDtype result_dtype(const LoopRun *run, int32_t r) {
    return (ArrDtype)run->task->nodes[run->kernel->task->reductions[r].node].result;
}

static char *value_tile(const Worker *w, int32_t r) {
    return w->at[w->run->kernel->task->reductions[r].value];
}

/* Whether reduction r goes on from what is there, instead of joining parts. */
static bool is_chain(const LoopRun *run, int32_t r) {
    int32_t node = run->kernel->task->reductions[r].node;
    return reduce_info[run->task->nodes[node].op].chain &&
           dtype_info[result_dtype(run, r)].kind >= KIND_FLOAT;
}

static bool has_chain(const LoopRun *run) {
    for (int32_t r = 0; r < run->kernel->task->reduction_count; r++)
        if (is_chain(run, r)) return true;
    return false;
}

/* Partial results are kept RESULT bytes apart: those of chains are handed on. */
static void hand_chains(const LoopRun *run, char *to, const char *from) {
    for (int32_t r = 0; r < run->kernel->task->reduction_count; r++)
        if (is_chain(run, r)) memcpy(to + r * RESULT, from + r * RESULT, RESULT);
}

static void fill_identities(Worker *w) {
    const LoopRun *run = w->run;
    for (int32_t r = 0; r < run->kernel->task->reduction_count; r++) {
        const PlanReduction *reduction = &run->kernel->task->reductions[r];
        const ReduceInfo *info = &reduce_info[run->task->nodes[reduction->node].op];
        ArrConst identity = const_cast(const_float(info->identity), result_dtype(run, r));
        int64_t size = dtype_info[identity.dtype].itemsize;
        copy_strided(w->identities + r * run->slot_bytes, size, (const char *)identity.bytes, 0,
                     run->tile, size);
    }
}

/* out[i] = start value combined with x[i] if first, else out[i] combined
 * with x[i]; i < n <= tile. */
static void accumulate(Worker *w, int32_t r, char *out, const char *x, int64_t n, bool first) {
    const LoopRun *run = w->run;
    const PlanReduction *reduction = &run->kernel->task->reductions[r];
    const char *before = out;
    if (first) {
        if (!reduce_info[run->task->nodes[reduction->node].op].has_identity) {
            memcpy(out, x, (size_t)(n * dtype_info[result_dtype(run, r)].itemsize));
            return;
        }
        before = w->identities + r * run->slot_bytes;
    }
    run->kernel->combine[r](out, before, x, x, (size_t)n);
    look_reduction(run, r);
}

/* Where chains begin. */
static void begin_chains(const Worker *w, char *results) {
    const LoopRun *run = w->run;
    for (int32_t r = 0; r < run->kernel->task->reduction_count; r++)
        if (is_chain(run, r))
            memcpy(results + r * RESULT, w->identities + r * run->slot_bytes,
                   (size_t)dtype_info[result_dtype(run, r)].itemsize);
}

/* Elements lo..lo+n-1, n <= CHUNK, reduced to one result each, cut where the
 * pairwise tree cuts: complex sums count their parts. Chains go on from what
 * results holds. */
static void run_tree(Worker *w, int64_t lo, int64_t n, char *results) {
    const LoopRun *run = w->run;
    int32_t count = run->kernel->task->reduction_count;
    if (n <= run->tile) {
        tile_run(w, lo, n);
        for (int32_t r = 0; r < count; r++) {
            run->kernel->reduce[r](results + r * RESULT, value_tile(w, r), (size_t)n);
            look_reduction(run, r);
        }
        return;
    }
    _Alignas(RESULT) char left[PLAN_REDUCTIONS * RESULT], right[PLAN_REDUCTIONS * RESULT];
    bool pairs = dtype_info[result_dtype(run, 0)].kind == KIND_COMPLEX;
    int64_t half = pairs ? (n - n % 8) / 2 : n / 2 - n / 2 % 8;
    hand_chains(run, left, results);
    run_tree(w, lo, half, left);
    hand_chains(run, right, left);
    run_tree(w, lo + half, n - half, right);
    hand_chains(run, results, right);
    for (int32_t r = 0; r < count; r++) {
        if (is_chain(run, r)) continue;
        run->kernel->combine[r](results + r * RESULT, left + r * RESULT, right + r * RESULT,
                                right + r * RESULT, 1);
        look_reduction(run, r);
    }
}

/* One more partial result for out; that of a chain is all there is. */
static void take_result(Worker *w, int32_t r, char *out, const char *partial, bool first) {
    if (is_chain(w->run, r))
        memcpy(out, partial, (size_t)dtype_info[result_dtype(w->run, r)].itemsize);
    else accumulate(w, r, out, partial, 1, first);
}

static char *result_at(const LoopRun *run, int32_t r, int64_t index) {
    const TaskOperand *out = &run->task->reductions[r];
    return out->buffer->data + out->offset + index * dtype_info[result_dtype(run, r)].itemsize;
}

/* Chains whose first part is in the results already. */
static void go_on_chains(const Worker *w, int64_t index, char *results) {
    const LoopRun *run = w->run;
    for (int32_t r = 0; r < run->kernel->task->reduction_count; r++)
        if (is_chain(run, r))
            memcpy(results + r * RESULT, result_at(run, r, index),
                   (size_t)dtype_info[result_dtype(run, r)].itemsize);
}

/* Thread k's stretch of the chunks. */
static void run_chunks(const LoopRun *run, int k, int team) {
    int64_t begin = run->task->begin, end = run->task->end;
    int64_t chunks = (end - begin + CHUNK - 1) / CHUNK;
    int32_t count = run->kernel->task->reduction_count;
    Worker w = worker_begin(run, k);
    fill_identities(&w);
    for (int64_t c = chunks * k / team; c < chunks * (k + 1) / team; c++) {
        int64_t lo = begin + c * CHUNK, n = end - lo < CHUNK ? end - lo : CHUNK;
        char *results = run->partials + c * count * RESULT;
        if (c > 0) hand_chains(run, results, results - count * RESULT);
        else if (begin == 0) begin_chains(&w, results);
        else go_on_chains(&w, 0, results);
        run_tree(&w, lo, n, results);
    }
}

/* Everything to one value: chunks are independent work. */
static void run_full(const LoopRun *run, int threads) {
    int64_t chunks = (run->task->end - run->task->begin + CHUNK - 1) / CHUNK;
    int32_t count = run->kernel->task->reduction_count;
    if (threads == 1 || has_chain(run)) {
        run_chunks(run, 0, 1);
    } else {
#pragma omp parallel num_threads(threads)
        run_chunks(run, omp_get_thread_num(), omp_get_num_threads());
    }
    Worker w = worker_begin(run, 0);
    fill_identities(&w);
    for (int32_t r = 0; r < count; r++)
        for (int64_t c = is_chain(run, r) ? chunks - 1 : 0; c < chunks; c++)
            take_result(&w, r, result_at(run, r, 0), run->partials + (c * count + r) * RESULT,
                        run->task->begin == 0 && c == 0);
}

/* A part of the domain in which only kept elements are bounded: rows
 * from..to-1 of the last kept group, below one index of the groups outside. */
typedef struct Part {
    int64_t base;     /* the domain's linear index of its first element */
    int64_t out;      /* the results' linear index likewise */
    int64_t from, to;
    bool first;       /* nothing was accumulated before */
} Part;

/* Innermost run reduced: one result per row. Several short rows are one tile. */
static void run_rows(Worker *w, const Part *part, int64_t run_length) {
    const LoopRun *run = w->run;
    const CpuKernel *kernel = run->kernel;
    int32_t count = kernel->task->reduction_count;
    int64_t rows = run->tile / run_length;
    for (int64_t k = part->from; k < part->to && rows > 0; k += rows) {
        int64_t n = part->to - k < rows ? part->to - k : rows;
        tile_run(w, part->base + k * run_length, n * run_length);
        for (int32_t r = 0; r < count; r++) {
            int64_t size = dtype_info[result_dtype(run, r)].itemsize;
            bool chain = is_chain(run, r);
            char *out = result_at(run, r, part->out + k), *rows_out = chain ? out : w->spare;
            if (chain && part->first)
                memcpy(out, w->identities + r * run->slot_bytes, (size_t)(n * size));
            for (int64_t j = 0; j < n; j++)
                kernel->reduce[r](rows_out + j * size, value_tile(w, r) + j * run_length * size,
                                  (size_t)run_length);
            if (!chain) accumulate(w, r, out, w->spare, n, part->first);
        }
    }
    if (rows > 0) return;
    _Alignas(RESULT) char results[PLAN_REDUCTIONS * RESULT];
    for (int64_t k = part->from; k < part->to; k++) {
        if (part->first) begin_chains(w, results);
        else go_on_chains(w, part->out + k, results);
        for (int64_t at = 0; at < run_length; at += CHUNK) {
            int64_t n = run_length - at < CHUNK ? run_length - at : CHUNK;
            run_tree(w, part->base + k * run_length + at, n, results);
            for (int32_t r = 0; r < count; r++)
                take_result(w, r, result_at(run, r, part->out + k), results + r * RESULT,
                            part->first && at == 0);
        }
    }
}

/* Innermost run kept: rows are added to the results one by one. */
static void run_columns(Worker *w, const Part *part, int64_t rows, int64_t row_length) {
    const LoopRun *run = w->run;
    int32_t count = run->kernel->task->reduction_count;
    int64_t width = part->to - part->from;
    if (width == row_length && 2 * row_length <= run->tile) { /* several short rows are one tile */
        int64_t together = run->tile / row_length;
        for (int64_t i = 0; i < rows; i += together) {
            int64_t n = rows - i < together ? rows - i : together;
            tile_run(w, part->base + i * row_length, n * row_length);
            for (int32_t r = 0; r < count; r++) {
                int64_t bytes = row_length * dtype_info[result_dtype(run, r)].itemsize;
                for (int64_t j = 0; j < n; j++)
                    accumulate(w, r, result_at(run, r, part->out), value_tile(w, r) + j * bytes,
                               row_length, part->first && i + j == 0);
            }
        }
        return;
    }
    int64_t block = 8 * run->tile; /* results that stay in the cache while rows go by */
    for (int64_t from = part->from; from < part->to; from += block) {
        int64_t to = part->to - from < block ? part->to : from + block;
        for (int64_t i = 0; i < rows; i++)
            for (int64_t k = from; k < to; k += run->tile) {
                int64_t n = to - k < run->tile ? to - k : run->tile;
                tile_run(w, part->base + i * row_length + k, n);
                for (int32_t r = 0; r < count; r++)
                    accumulate(w, r, result_at(run, r, part->out + k), value_tile(w, r), n,
                               part->first && i == 0);
            }
    }
}

/* The entries of the outermost group that the task's range covers. */
static void outer_range(const LoopTask *task, const Groups *groups, int64_t *low, int64_t *high) {
    int64_t below = 1;
    for (int g = 1; g < groups->count; g++) below *= groups->extents[g];
    *low = task->begin / below;
    *high = (task->end + below - 1) / below;
}

/* The part below index p of all groups but the last two; false: p lies
 * outside from..to-1 of the group that threads share. */
static bool find_part(const Groups *groups, int64_t p, int shared, int64_t from, int64_t to,
                      Part *part) {
    int prefix = groups->count - 2;
    int64_t below = groups->extents[prefix] * groups->extents[prefix + 1];
    int64_t kept_below = groups->reduced[prefix] ? groups->extents[prefix + 1]
                                                 : groups->extents[prefix];
    *part = (Part){.base = p * below, .first = true, .to = kept_below};
    int64_t kept_stride = kept_below;
    for (int g = prefix - 1; g >= 0; g--) {
        int64_t digit = p % groups->extents[g];
        p /= groups->extents[g];
        if (groups->reduced[g]) {
            if (digit) part->first = false;
            continue;
        }
        if (g == shared && (digit < from || digit >= to)) return false;
        part->out += digit * kept_stride;
        kept_stride *= groups->extents[g];
    }
    if (shared >= prefix) {
        part->from = from;
        part->to = to;
    }
    return true;
}

/* The domain below rows from..to-1 of the shared group. */
static void run_share(const LoopRun *run, const Groups *groups, int shared, int64_t from,
                      int64_t to) {
    Worker w = worker_begin(run, omp_get_thread_num());
    fill_identities(&w);
    int last = groups->count - 1;
    int64_t prefixes = 1, low, high; /* of the outermost group: those of the range */
    outer_range(run->task, groups, &low, &high);
    for (int g = 1; g < last - 1; g++) prefixes *= groups->extents[g];
    int64_t first = last > 1 ? prefixes * low : 0, end = last > 1 ? prefixes * high : 1;
    for (int64_t p = first; p < end; p++) {
        Part part;
        if (!find_part(groups, p, shared, from, to, &part)) continue;
        if (groups->reduced[last]) {
            run_rows(&w, &part, groups->extents[last]);
            continue;
        }
        int64_t rows = groups->extents[last - 1];
        if (last == 1) { /* the rows are the outermost group */
            part.base += low * groups->extents[last];
            part.first &= low == 0;
            rows = high - low;
        }
        run_columns(&w, &part, rows, groups->extents[last]);
    }
}

/* Kept elements are independent: threads share the longest kept group. */
static void run_kept(const LoopRun *run, Groups *groups, int threads) {
    int64_t low, high;
    outer_range(run->task, groups, &low, &high);
    int shared = -1;
    for (int g = 0; g < groups->count; g++)
        if (!groups->reduced[g] && (shared < 0 || groups->extents[g] > groups->extents[shared]))
            shared = g;
    if (shared > 0) {
        low = 0;
        high = groups->extents[shared];
    }
    if (groups->count == 1) { /* only axes of extent 1 are reduced */
        groups->extents[1] = groups->extents[0];
        groups->reduced[1] = false;
        groups->extents[0] = 1;
        groups->reduced[0] = true;
        groups->count = 2;
        shared = 1;
    }
    if (threads == 1) {
        run_share(run, groups, shared, low, high);
        return;
    }
#pragma omp parallel num_threads(threads)
    {
        int k = omp_get_thread_num(), team = omp_get_num_threads();
        int64_t extent = high - low;
        run_share(run, groups, shared, low + extent * k / team, low + extent * (k + 1) / team);
    }
}

void reduce_run(LoopRun *run, int threads) {
    Groups groups = find_groups(run->task);
    if (is_full(&groups))
        run_full(run, threads);
    else
        run_kept(run, &groups, threads);
}
