/* Measuring the constants of the cost model on this machine, for arr --tune: how
 * large a loop's tiles are, from how much work on several threads share it or the
 * executor's worker has it, and how much a task must have cost before a native loop is
 * made of it. Work is
 * counted in the estimated cycles of ops.def, so times are turned into those by
 * timing a plain sum. None of these decides any bit of a result. */
#include <omp.h>
#include <semaphore.h>
#include <string.h>

#include "../jit/jit.h"
#include "cpu.h"

enum {
    ELEMENTS = 1 << 20, /* of each array: together beyond the inner caches */
    NEAR = 1 << 13,     /* elements that stay in them */
    ROUNDS = 25,        /* of each measurement; the least time counts */
    WAKES = 40,         /* regions per round */
    SUM_CYCLES =
        2,      /* an element's estimate in the sum that is timed: 2 loads, 1 op, 1 store, halved */
    MARGIN = 4, /* threads must save so many times what waking them costs */
    COMPILES_WORTH = 2 /* a native loop is made once its task cost so many compilations */
};

/* Arrays of ELEMENTS doubles in one block. */
typedef struct Arrays {
    double *a, *b, *out;
} Arrays;

typedef double (*Timed)(const CpuDevice *cpu, const Arrays *arrays, int64_t parameter);

static double least_seconds(Timed timed, const CpuDevice *cpu, const Arrays *arrays,
                            int64_t parameter) {
    double least = timed(cpu, arrays, parameter);
    for (int i = 1; i < ROUNDS; i++) {
        double seconds = timed(cpu, arrays, parameter);
        if (seconds < least) least = seconds;
    }
    return least;
}

/* Six ops in tiles of so many elements, as a loop task runs them. */
static double time_tiles(const CpuDevice *cpu, const Arrays *arrays, int64_t tile) {
    KernelLoop add = cpu->kernels->loops[OP_ADD][ARR_FLOAT64];
    KernelLoop multiply = cpu->kernels->loops[OP_MULTIPLY][ARR_FLOAT64];
    double *slots = arrays->out + ELEMENTS; /* two registers, of one tile each */
    double start = omp_get_wtime();
    for (int64_t at = 0; at + tile <= ELEMENTS; at += tile) {
        const double *a = arrays->a + at, *b = arrays->b + at;
        multiply(slots, a, b, NULL, (size_t)tile);
        add(slots + tile, slots, a, NULL, (size_t)tile);
        multiply(slots, slots + tile, slots + tile, NULL, (size_t)tile);
        add(slots + tile, slots, b, NULL, (size_t)tile);
        multiply(slots, slots + tile, a, NULL, (size_t)tile);
        add(arrays->out + at, slots, slots + tile, NULL, (size_t)tile);
    }
    return omp_get_wtime() - start;
}

/* A sum of arrays that stay in the caches, several times. */
static double time_sum(const CpuDevice *cpu, const Arrays *arrays, int64_t times) {
    double start = omp_get_wtime();
    for (int64_t i = 0; i < times; i++)
        cpu->kernels->loops[OP_ADD][ARR_FLOAT64](arrays->out, arrays->a, arrays->b, NULL, NEAR);
    return omp_get_wtime() - start;
}

static double time_wakes(const CpuDevice *cpu, const Arrays *arrays, int64_t times) {
    volatile double *seen = arrays->out;
    double start = omp_get_wtime();
    for (int64_t i = 0; i < times; i++) {
#pragma omp parallel num_threads(cpu->threads)
        { seen[omp_get_thread_num() * 8 % NEAR] = 1; }
    }
    return omp_get_wtime() - start;
}

typedef struct Handover {
    sem_t there, back;
    int64_t times;
} Handover;

static void *answer(void *p) {
    Handover *handover = p;
    for (int64_t i = 0; i < handover->times; i++) {
        while (sem_wait(&handover->there) != 0) continue; /* a signal came */
        sem_post(&handover->back);
    }
    return NULL;
}

/* To another thread and back. */
static double time_handovers(const CpuDevice *cpu, const Arrays *arrays, int64_t times) {
    (void)cpu, (void)arrays;
    Handover handover = {.times = times};
    pthread_t thread;
    double start = 0;
    if (sem_init(&handover.there, 0, 0) || sem_init(&handover.back, 0, 0) ||
        pthread_create(&thread, NULL, answer, &handover) != 0)
        return 0;
    for (int64_t i = 0; i < times; i++) {
        if (i == 1) start = omp_get_wtime(); /* the thread has begun */
        sem_post(&handover.there);
        while (sem_wait(&handover.back) != 0) continue;
    }
    double seconds = omp_get_wtime() - start;
    pthread_join(thread, NULL);
    sem_destroy(&handover.there);
    sem_destroy(&handover.back);
    return seconds;
}

/* The best of the sizes; the usual one unless another is clearly better. */
static int64_t best_tile(const CpuDevice *cpu, const Arrays *arrays) {
    static const int64_t sizes[] = {256, 512, 2048, 4096};
    int64_t best = CPU_USUAL_TILE;
    double least = 0.95 * least_seconds(time_tiles, cpu, arrays, best);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double seconds = least_seconds(time_tiles, cpu, arrays, sizes[i]);
        if (seconds >= least) continue;
        least = seconds;
        best = sizes[i];
    }
    return best;
}

/* Seconds that a small native loop takes to compile; 0: there is no compiler. */
static double compile_seconds(CpuDevice *cpu) {
    static const JitStep steps[] = {
        {.kind = JIT_LOAD, .dtype = ARR_FLOAT64, .stride = JIT_UNIT, .src = {-1, -1, -1}},
        {.kind = JIT_LOAD, .dtype = ARR_FLOAT64, .stride = JIT_UNIT, .src = {-1, -1, -1}},
        {.kind = JIT_OP,
         .dtype = ARR_FLOAT64,
         .loop = ARR_FLOAT64,
         .op = OP_MULTIPLY,
         .src = {0, 1, -1}},
        {.kind = JIT_OP,
         .dtype = ARR_FLOAT64,
         .loop = ARR_FLOAT64,
         .op = OP_ADD,
         .src = {2, 1, -1}},
        {.kind = JIT_OP,
         .dtype = ARR_FLOAT64,
         .loop = ARR_FLOAT64,
         .op = OP_SQRT,
         .src = {3, -1, -1}},
        {.kind = JIT_STORE, .dtype = ARR_FLOAT64, .stride = JIT_UNIT, .src = {4, -1, -1}},
    };
    Heap *heap = &cpu->device.base->heap;
    int64_t count = sizeof steps / sizeof *steps;
    JitProgram *program = heap_alloc_zeroed(heap, jit_program_bytes(count));
    double seconds = 0;
    if (!program) return 0;
    program->step_count = (int32_t)count;
    program->always = true;
    memcpy(program->steps, steps, sizeof steps);
    for (int i = 0; i < 2; i++) { /* the first opens LLVM */
        program->steps[2].op = i ? OP_MULTIPLY : OP_SUBTRACT;
        double start = omp_get_wtime();
        JitKernel *kernel = jit_find(cpu->jit, program);
        jit_load(cpu->jit);
        while (kernel && !jit_function(kernel) && !jit_is_refused(kernel) &&
               omp_get_wtime() < start + 10)
            jit_load(cpu->jit);
        seconds = kernel && jit_function(kernel) ? omp_get_wtime() - start : 0;
    }
    heap_free(heap, program, jit_program_bytes(count));
    return seconds;
}

static void measure(CpuDevice *cpu, const Arrays *arrays, Text *text) {
    int64_t sums = 64;
    double cycle = least_seconds(time_sum, cpu, arrays, sums) / (double)(sums * NEAR * SUM_CYCLES);
    double wake = least_seconds(time_wakes, cpu, arrays, WAKES) / WAKES;
    double handover = least_seconds(time_handovers, cpu, arrays, WAKES) / WAKES;
    double compile = cpu->jit ? compile_seconds(cpu) : 0;
    text_addf(text, "tile_elements %lld\n", (long long)best_tile(cpu, arrays));
    if (cpu->threads > 1) text_addf(text, "parallel_cycles %.0f\n", MARGIN * wake / cycle);
    if (handover > 0) text_addf(text, "inline_cycles %.0f\n", MARGIN * handover / cycle);
    if (compile > 0) text_addf(text, "native_cycles %.0f\n", COMPILES_WORTH * compile / cycle);
}

ArrStatus cpu_tune(Device *device, Text *text) {
    CpuDevice *cpu = (CpuDevice *)device;
    int64_t count = 3 * (int64_t)ELEMENTS + 2 * 4096;
    double *block = cpu_alloc(cpu, (size_t)count * sizeof *block);
    if (!block) return error_memory(device->base, count * (int64_t)sizeof *block, "measuring");
    for (int64_t i = 0; i < count; i++) block[i] = (double)(i % 1000) * 1e-3;
    Arrays arrays = {block, block + ELEMENTS, block + 2 * ELEMENTS};
    measure(cpu, &arrays, text);
    heap_free(&device->base->heap, block, (size_t)count * sizeof *block);
    return ARR_OK;
}
