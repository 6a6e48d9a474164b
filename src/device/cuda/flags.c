/* Floating-point errors of kernels: each launch that may meet one is given words
 * of the device's memory, in which its threads set bits (emit_watch.c). They are
 * looked at when somebody waits for results, and told then; where an error is to
 * be raised, the launch is waited for at once. */
#include "../../base/schedule.h"
#include "cuda.h"

enum { WORDS = 4096, WORD_BYTES = 4, BITS = 4, ALL_BATCHES = -1 };

/* Four bits, and whom they are about. */
struct CudaFlag {
    int word;
    int64_t work; /* of the kernels' stream: the last that may tell it */
    uint8_t shift;
    bool cast;
    const FloatWatch *watch;
    FloatWitness witness;
};

/* Under the lock: the words are there, and 0. */
static bool open_words(CudaFlags *flags, CudaDevice *cuda) {
    if (flags->words) return true;
    if (cuda->driver.memory_alloc(&flags->words, WORDS * WORD_BYTES) != 0) {
        flags->words = 0;
        return false;
    }
    if (cuda->driver.fill(flags->words, 0, WORDS * WORD_BYTES, cuda_compute(cuda)) == 0) return true;
    cuda->driver.memory_free(flags->words);
    flags->words = 0;
    return false;
}

static bool add_flag(CudaDevice *cuda, const CudaFlag *flag) {
    CudaFlags *flags = &cuda->flags;
    if (!heap_grow(&cuda->device.base->heap, &flags->all, &flags->capacity, flags->count + 1,
                   sizeof *flags->all))
        return false;
    flags->all[flags->count++] = *flag;
    return true;
}

/* What memory cannot hold is not told. */
static void expect(CudaDevice *cuda, const FloatWatch *watch, const Node *node, bool cast,
                   int place) {
    CudaFlag flag = {.word = cuda->flags.used + place / CUDA_WATCHED_PER_WORD,
                     .cast = cast,
                     .shift = (uint8_t)(BITS * (place % CUDA_WATCHED_PER_WORD)),
                     .watch = watch};
    if (!float_kinds_seen(node->errors)) return;
    watch->witness(watch->user, node, &flag.witness);
    add_flag(cuda, &flag);
}

static void expect_value(CudaDevice *cuda, const LoopTask *task, int32_t v, int place) {
    const PlanTask *plan = task->plan;
    bool cast = plan->values[v].kind == PLAN_CAST;
    expect(cuda, task->watch, &task->nodes[plan->values[v].node], cast, place);
    for (int32_t i = 0; i < plan->twin_count; i++)
        if (plan->twins[i].value == v)
            expect(cuda, task->watch, &task->nodes[plan->twins[i].node], cast, place);
}

/* Under the lock: if nothing is expected any more the words are used anew. */
static bool begin_anew(CudaDevice *cuda) {
    CudaFlags *flags = &cuda->flags;
    if (flags->told < flags->count) return true; /* another launch came between */
    flags->count = flags->told = flags->stamped = 0;
    if (cuda->driver.fill(flags->words, 0, WORDS * WORD_BYTES, cuda_compute(cuda)) != 0) return false;
    flags->used = 0;
    return true;
}

/* Makes room for so many words, locks, and gives their address; 0: they cannot be had. */
static CudaAddress take_words(CudaDevice *cuda, int words, int64_t *before) {
    CudaFlags *flags = &cuda->flags;
    pthread_mutex_lock(&flags->lock);
    while (flags->used + words > WORDS) {
        pthread_mutex_unlock(&flags->lock);
        cuda_flags_stamp(cuda);
        cuda_settle(&cuda->device, ALL_BATCHES);
        pthread_mutex_lock(&flags->lock);
        if (flags->used + words > WORDS && !begin_anew(cuda)) {
            *before = flags->count;
            return 0;
        }
    }
    *before = flags->count;
    if (!open_words(flags, cuda)) return 0;
    return flags->words + (uint64_t)flags->used * WORD_BYTES;
}

/* Words that nobody waits for are not given out: the next launch may have them. */
static CudaAddress end_words(CudaDevice *cuda, CudaAddress address, int words, int64_t before) {
    CudaFlags *flags = &cuda->flags;
    if (flags->count == before) address = 0;
    if (address) flags->used += words;
    __atomic_store_n(&flags->pending, flags->count - flags->told, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&flags->lock);
    return address;
}

CudaAddress cuda_flags_of_loop(CudaDevice *cuda, const LoopTask *task, const CudaWatch *watch) {
    const PlanTask *plan = task->plan;
    int words = cuda_watch_words(watch), place = 0;
    if (!words) return 0;
    int64_t before;
    CudaAddress address = take_words(cuda, words, &before);
    for (int32_t k = 0; k < plan->value_count + plan->reduction_count && address; k++) {
        if (!watch->kinds[k]) continue;
        if (k < plan->value_count) expect_value(cuda, task, k, place);
        else
            expect(cuda, task->watch, &task->nodes[plan->reductions[k - plan->value_count].node],
                   false, place);
        place++;
    }
    return end_words(cuda, address, words, before);
}

CudaAddress cuda_flags_of_library(CudaDevice *cuda, const LibraryTask *task) {
    if (!task->watch || !(float_library_kinds(task->op) & float_kinds_seen(task->node->errors)))
        return 0;
    int64_t before;
    CudaAddress address = take_words(cuda, 1, &before);
    if (address) expect(cuda, task->watch, task->node, false, 0);
    return end_words(cuda, address, 1, before);
}

/* --- looking -------------------------------------------------------------------------- */

/* Flags of batches up to that one. */
static int64_t count_until(const CudaFlags *flags, int64_t batch) {
    int64_t end = flags->told;
    while (end < flags->count && (batch < 0 || flags->all[end].witness.batch <= batch)) end++;
    return end;
}

static void tell(const CudaFlags *flags, const uint32_t *words, int64_t end) {
    for (int64_t i = flags->told; i < end; i++) {
        const CudaFlag *flag = &flags->all[i];
        unsigned kinds = words[flag->word] >> flag->shift & FLOAT_ALL;
        kinds &= float_kinds_seen(flag->witness.node.errors);
        if (kinds) flag->watch->tell_late(flag->watch->user, &flag->witness, flag->cast, kinds);
    }
}

/* One at a time; words are read without the lock, so that the worker can go on. */
static void settle(CudaDevice *cuda, int64_t batch) {
    CudaFlags *flags = &cuda->flags;
    uint32_t words[WORDS];
    pthread_mutex_lock(&flags->lock);
    int64_t end = count_until(flags, batch);
    int first = end > flags->told ? flags->all[flags->told].word : 0;
    int last = end > flags->told ? flags->all[end - 1].word : -1;
    int64_t work = end > flags->told ? flags->all[end - 1].work : 0;
    pthread_mutex_unlock(&flags->lock);
    if (last < first) return;
    pthread_mutex_lock(&cuda->staging_out.lock);
    CudaResult result = 0;
    if (!schedule_is_planted("settle"))
        result = cuda_come_behind(cuda, CUDA_OUT, CUDA_COMPUTE, work);
    if (result == 0)
        result = cuda_read_out(cuda, words + first, flags->words + (uint64_t)first * WORD_BYTES,
                               (int64_t)(last + 1 - first) * WORD_BYTES);
    pthread_mutex_unlock(&cuda->staging_out.lock);
    pthread_mutex_lock(&flags->lock);
    if (result == 0) tell(flags, words, end);
    flags->told = end;
    __atomic_store_n(&flags->pending, flags->count - flags->told, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&flags->lock);
}

void cuda_settle(Device *device, int64_t batch) {
    CudaDevice *cuda = (CudaDevice *)device;
    if (__atomic_load_n(&cuda->flags.pending, __ATOMIC_RELAXED) == 0) return;
    if (cuda->driver.context_push(cuda->context) != 0) return;
    pthread_mutex_lock(&cuda->flags.settling);
    settle(cuda, batch);
    pthread_mutex_unlock(&cuda->flags.settling);
    cuda_leave(cuda);
}

void cuda_flags_stamp(CudaDevice *cuda) {
    CudaFlags *flags = &cuda->flags;
    int64_t given = cuda_given(cuda, CUDA_COMPUTE);
    if (__atomic_load_n(&flags->pending, __ATOMIC_RELAXED) == 0) return;
    pthread_mutex_lock(&flags->lock);
    for (; flags->stamped < flags->count; flags->stamped++) flags->all[flags->stamped].work = given;
    pthread_mutex_unlock(&flags->lock);
}

/* An error that is to be raised is known before the next task begins. */
void cuda_settle_raised(CudaDevice *cuda, unsigned modes) {
    if (modes & FLOAT_RAISE_MODES) cuda_settle(&cuda->device, ALL_BATCHES);
}

void cuda_flags_open(CudaFlags *flags) {
    pthread_mutex_init(&flags->lock, NULL);
    pthread_mutex_init(&flags->settling, NULL);
}

void cuda_flags_close(CudaDevice *cuda) {
    CudaFlags *flags = &cuda->flags;
    if (flags->words && !cuda->lost) cuda->driver.memory_free(flags->words);
    heap_free(&cuda->device.base->heap, flags->all, (size_t)flags->capacity * sizeof *flags->all);
    pthread_mutex_destroy(&flags->lock);
    pthread_mutex_destroy(&flags->settling);
}
