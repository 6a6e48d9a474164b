/* Library tasks that leave threads idle, side by side: each is given one
 * thread, which has a device of its own to work on (scratch, errors, plans of
 * transforms; memory is the first one's). Threads decide no bits, so what
 * runs beside what decides none either. */
#include <limits.h>
#include <omp.h>

#include "../../base/clock.h"
#include "rows.h"

/* What a thread works on. */
struct CpuRunner {
    CpuDevice cpu; /* serial */
    Base base;
};

/* --- what is worth it --------------------------------------------------------------- */

/* Independent pieces of a scan's work: rows, or blocks of rows that lie side by side. */
static int64_t scan_pieces(const CpuDevice *cpu, const Array *in) {
    int lane = cpu_lane_axis(in);
    int64_t rows = in->size / array_shape(in)[in->ndim - 1], most = cpu->limits.tile;
    if (lane < 0) return rows;
    int64_t lanes = array_shape(in)[lane];
    return rows / lanes * ((lanes + most - 1) / most);
}

/* Matrices of a stack, and the cycles that one takes. */
static int64_t matrices(const Array *a, double *cycles) {
    double m = (double)array_shape(a)[a->ndim - 2], n = (double)array_shape(a)[a->ndim - 1];
    double k = m < n ? m : n;
    *cycles = m * n * (k + 10);
    return arr_nbytes(a->ndim - 2, array_shape(a), 1);
}

/* So many times faster are all threads with a row that is sorted: what one of
 * them does alone takes a fourth of the time. */
static double sort_gain(const CpuDevice *cpu, int64_t rows) {
    if (rows >= cpu->threads) return cpu->threads;
    return 1 / (0.25 + 0.75 / cpu->threads);
}

bool cpu_gain(Device *device, const Node *node, int64_t *cycles, double *gain) {
    const CpuDevice *cpu = (const CpuDevice *)device;
    const Array *in = node->in[0], *out = node->out;
    if (node->nin == 0 || in->size == 0 || out->size == 0) return false;
    int64_t size = in->size > out->size ? in->size : out->size, pieces = 1;
    double work = (double)size * library_info[node->op].cost, one;
    switch ((LibraryOp)node->op) {
    case LIBRARY_CUMSUM:
    case LIBRARY_CUMPROD:
    case LIBRARY_CUMMAX:
    case LIBRARY_CUMMIN: pieces = scan_pieces(cpu, in); break;
    case LIBRARY_ACCUMULATE: pieces = in->size / array_shape(in)[in->ndim - 1]; break;
    case LIBRARY_PARTITION:
    case LIBRARY_ARGPARTITION: pieces = in->size / array_shape(in)[in->ndim - 1]; break;
    case LIBRARY_SOLVE:
    case LIBRARY_CHOLESKY:
    case LIBRARY_DET:
    case LIBRARY_SLOGDET:
    case LIBRARY_QR:
        pieces = matrices(in, &one);
        work = one * (double)pieces;
        break;
    case LIBRARY_SVD:
    case LIBRARY_EIGH:
    case LIBRARY_EIG:
    case LIBRARY_LSTSQ:
        pieces = matrices(in, &one);
        work = 10 * one * (double)pieces;
        break;
    case LIBRARY_APPLY:
    case LIBRARY_RANDOM_DRAW: break;
    case LIBRARY_SORT:
    case LIBRARY_ARGSORT: break;
    default: return false; /* threads share it well, or it is little */
    }
    *cycles = work < 1e15 ? (int64_t)work : (int64_t)1e15;
    *gain = pieces < cpu->threads ? (double)pieces : (double)cpu->threads;
    if (node->op == LIBRARY_SORT || node->op == LIBRARY_ARGSORT)
        *gain = sort_gain(cpu, in->size / array_shape(in)[in->ndim - 1]);
    return *cycles >= cpu->limits.parallel_cycles && *gain < cpu->threads;
}

/* --- runners -------------------------------------------------------------------------- */

static CpuRunner *runner_new(CpuDevice *cpu) {
    CpuRunner *runner = heap_alloc_zeroed(&cpu->device.base->heap, sizeof *runner);
    if (!runner) return NULL;
    Heap *heap = &cpu->device.base->heap;
    heap_share(heap->account ? heap->account : heap, &runner->base.heap);
    runner->cpu.device =
        (Device){.class = cpu->device.class, .base = &runner->base, .serial = true};
    runner->cpu.owner = cpu;
    runner->cpu.threads = 1;
    runner->cpu.limits = cpu->limits;
    runner->cpu.kernels = cpu->kernels;
    return runner;
}

void cpu_runners_free(CpuDevice *cpu) {
    for (int i = 0; i < CPU_RUNNERS && cpu->runners[i]; i++) {
        cpu_scratch_free(&cpu->runners[i]->cpu);
        fft_plans_free(&cpu->runners[i]->cpu);
        heap_free(&cpu->device.base->heap, cpu->runners[i], sizeof *cpu->runners[i]);
        cpu->runners[i] = NULL;
    }
}

/* How many of the runners that are wanted there are. */
static int find_runners(CpuDevice *cpu, int wanted) {
    int count = 0;
    if (wanted > cpu->threads) wanted = cpu->threads;
    if (wanted > CPU_RUNNERS) wanted = CPU_RUNNERS;
    for (; count < wanted; count++)
        if (!cpu->runners[count] && !(cpu->runners[count] = runner_new(cpu))) break;
    return count;
}

static void run_one(CpuRunner *runner, BesideTask *beside, int lane) {
    beside->lane = lane;
    beside->start = clock_now();
    runner->base.span = beside->task.node->where;
    beside->status = cpu_run_library(&runner->cpu.device, &beside->task);
    if (beside->status) *beside->error = runner->base.error;
    error_clear(&runner->base);
    beside->end = clock_now();
}

bool cpu_run_beside(Device *device, BesideTask *tasks, int count) {
    CpuDevice *cpu = (CpuDevice *)device;
    int runners = find_runners(cpu, count), taken = 0;
    if (runners < 2) return false;
        /* the first tasks are a thread's each, the others whoever's is free first */
#pragma omp parallel num_threads(runners)
    {
        int lane = omp_get_thread_num(), team = omp_get_num_threads();
        for (int i = lane; i < count; i = team + __atomic_fetch_add(&taken, 1, __ATOMIC_RELAXED))
            run_one(cpu->runners[lane], &tasks[i], lane);
    }
    return true;
}
