/* A batch's launches as one. They are kept while it runs; a sequence of kernels that was
 * met before becomes a graph of the driver's, which is launched as a whole: only arguments
 * that have changed are told anew. So a loop's body costs one launch, whatever it holds.
 * What the driver refuses of it is launched kernel by kernel, as is what comes once. */
#include <string.h>
#include <xxhash.h>

#include "cuda.h"

enum { MOST_KEPT = 256, MOST_SEQUENCES = 64, SIGHTINGS = 2 };

/* One launch; its words lie at that place of the words of all. */
struct KeptLaunch {
    CudaFunction function;
    unsigned blocks, threads, shared;
    int words;
    int64_t at;
};

/* Kernels in a row, and the arguments of the graph that runs them. */
struct CudaSequence {
    struct CudaSequence *next; /* used less recently */
    uint64_t hash;
    int64_t count, word_count;
    int sightings;
    bool refused;
    CudaGraph graph;
    CudaGraphExec runs;
    CudaGraphNode *nodes;
    KeptLaunch *launches;
    int64_t *words;
};

static Heap *heap_of(const CudaDevice *cuda) {
    return &cuda->device.base->heap;
}

/* --- launches one by one --------------------------------------------------------------- */

static CudaResult launch(CudaDevice *cuda, const KeptLaunch *kept, int64_t *words) {
    void *parameters[] = {words};
    cuda_count(&cuda->stats.launches, 1);
    return cuda->driver.launch(kept->function, kept->blocks, 1, 1, kept->threads, 1, 1, kept->shared,
                               cuda->lanes[CUDA_COMPUTE].stream, parameters, NULL);
}

static CudaResult launch_all(CudaDevice *cuda) {
    CudaResult result = 0;
    for (int64_t i = 0; i < cuda->kept_count && result == 0; i++)
        result = launch(cuda, &cuda->kept[i], cuda->kept_words + cuda->kept[i].at);
    return result;
}

/* --- sequences --------------------------------------------------------------------------- */

static bool is_same_kernel(const KeptLaunch *a, const KeptLaunch *b) {
    return a->function == b->function && a->threads == b->threads && a->shared == b->shared &&
           a->words == b->words;
}

static uint64_t hash_kept(const CudaDevice *cuda) {
    uint64_t hash = (uint64_t)cuda->kept_count;
    for (int64_t i = 0; i < cuda->kept_count; i++) {
        const KeptLaunch *kept = &cuda->kept[i];
        uint64_t facts[3] = {(uint64_t)(uintptr_t)kept->function, kept->threads, kept->shared};
        hash = XXH64(facts, sizeof facts, hash);
    }
    return hash;
}

static bool is_kept(const CudaDevice *cuda, const CudaSequence *sequence, uint64_t hash) {
    if (sequence->hash != hash || sequence->count != cuda->kept_count) return false;
    for (int64_t i = 0; i < cuda->kept_count; i++)
        if (!is_same_kernel(&sequence->launches[i], &cuda->kept[i])) return false;
    return true;
}

static void drop_graph(CudaDevice *cuda, CudaSequence *sequence) {
    if (sequence->runs && !cuda->lost) cuda->driver.graph_exec_free(sequence->runs);
    if (sequence->graph && !cuda->lost) cuda->driver.graph_free(sequence->graph);
    sequence->runs = NULL;
    sequence->graph = NULL;
}

static void sequence_free(CudaDevice *cuda, CudaSequence *sequence) {
    Heap *heap = heap_of(cuda);
    size_t count = (size_t)sequence->count;
    drop_graph(cuda, sequence);
    heap_free(heap, sequence->nodes, count * sizeof *sequence->nodes);
    heap_free(heap, sequence->launches, count * sizeof *sequence->launches);
    heap_free(heap, sequence->words, (size_t)sequence->word_count * sizeof *sequence->words);
    heap_free(heap, sequence, sizeof *sequence);
}

/* What is kept, as a sequence of its own; NULL: memory is short. */
static CudaSequence *sequence_new(CudaDevice *cuda, uint64_t hash) {
    Heap *heap = heap_of(cuda);
    CudaSequence *sequence = heap_alloc_zeroed(heap, sizeof *sequence);
    size_t count = (size_t)cuda->kept_count;
    if (!sequence) return NULL;
    sequence->hash = hash;
    sequence->count = cuda->kept_count;
    sequence->word_count = cuda->kept_word_count;
    sequence->nodes = heap_alloc_zeroed(heap, count * sizeof *sequence->nodes);
    sequence->launches = heap_alloc(heap, count * sizeof *sequence->launches);
    sequence->words = heap_alloc(heap, (size_t)sequence->word_count * sizeof *sequence->words);
    if (sequence->nodes && sequence->launches && sequence->words) {
        memcpy(sequence->launches, cuda->kept, count * sizeof *sequence->launches);
        memcpy(sequence->words, cuda->kept_words, (size_t)sequence->word_count * sizeof *sequence->words);
        return sequence;
    }
    sequence_free(cuda, sequence);
    return NULL;
}

/* The kept kernels' sequence, which then is the first; NULL: it cannot be remembered. */
static CudaSequence *find_sequence(CudaDevice *cuda) {
    uint64_t hash = hash_kept(cuda);
    CudaSequence **at = &cuda->sequences, *found;
    int passed = 0;
    while (*at && !is_kept(cuda, *at, hash)) {
        if (++passed == MOST_SEQUENCES && !(*at)->next) break;
        at = &(*at)->next;
    }
    found = *at;
    if (found) *at = found->next;
    if (found && !is_kept(cuda, found, hash)) { /* the one used longest ago */
        sequence_free(cuda, found);
        found = NULL;
    }
    if (!found && !(found = sequence_new(cuda, hash))) return NULL;
    found->next = cuda->sequences;
    return cuda->sequences = found;
}

/* --- graphs ------------------------------------------------------------------------------ */

static CudaNodeParameters parameters_of(const KeptLaunch *kept, void **words) {
    return (CudaNodeParameters){.function = kept->function, .grid = {kept->blocks, 1, 1},
                                .block = {kept->threads, 1, 1}, .shared_bytes = kept->shared,
                                .parameters = words};
}

/* The kernels one after the other, with the words that are kept now. */
static CudaResult make_graph(CudaDevice *cuda, CudaSequence *sequence) {
    CudaResult result = cuda->driver.graph_new(&sequence->graph, 0);
    for (int64_t i = 0; i < sequence->count && result == 0; i++) {
        void *words[] = {cuda->kept_words + cuda->kept[i].at};
        CudaNodeParameters node = parameters_of(&cuda->kept[i], words);
        result = cuda->driver.graph_add(&sequence->nodes[i], sequence->graph,
                                        i ? &sequence->nodes[i - 1] : NULL, i != 0, &node);
    }
    if (result == 0) result = cuda->driver.graph_instantiate(&sequence->runs, sequence->graph, 0);
    return result;
}

/* Tells the graph what has changed since it ran last. */
static CudaResult update_graph(CudaDevice *cuda, CudaSequence *sequence) {
    CudaResult result = 0;
    for (int64_t i = 0; i < sequence->count && result == 0; i++) {
        const KeptLaunch *kept = &cuda->kept[i];
        void *words[] = {cuda->kept_words + kept->at};
        CudaNodeParameters node = parameters_of(kept, words);
        if (kept->blocks == sequence->launches[i].blocks &&
            memcmp(words[0], sequence->words + kept->at, (size_t)kept->words * sizeof(int64_t)) == 0)
            continue;
        result = cuda->driver.graph_set(sequence->runs, sequence->nodes[i], &node);
    }
    return result;
}

static CudaResult run_graph(CudaDevice *cuda, CudaSequence *sequence) {
    CudaResult result = sequence->runs ? update_graph(cuda, sequence) : make_graph(cuda, sequence);
    if (result) return result;
    memcpy(sequence->launches, cuda->kept, (size_t)sequence->count * sizeof *sequence->launches);
    memcpy(sequence->words, cuda->kept_words, (size_t)sequence->word_count * sizeof *sequence->words);
    result = cuda->driver.graph_launch(sequence->runs, cuda->lanes[CUDA_COMPUTE].stream);
    if (result) return result;
    cuda_count(&cuda->stats.launches, 1);
    cuda_count(&cuda->stats.graph_launches, 1);
    return 0;
}

static CudaResult send_sequence(CudaDevice *cuda) {
    CudaSequence *sequence = cuda->kept_count > 1 && cuda->driver.has_graphs ? find_sequence(cuda) : NULL;
    if (!sequence || sequence->refused || ++sequence->sightings < SIGHTINGS) return launch_all(cuda);
    if (run_graph(cuda, sequence) == 0) return 0;
    sequence->refused = true; /* what went wrong will be told by launches, if it still is */
    drop_graph(cuda, sequence);
    return launch_all(cuda);
}

/* After a failure nothing more is sent before the batch has ended: it would read what was
 * never made. */
CudaResult cuda_send(CudaDevice *cuda) {
    CudaResult result = 0;
    if (cuda->kept_count && !cuda->send_failure) result = send_sequence(cuda);
    cuda->kept_count = cuda->kept_word_count = 0;
    if (result) cuda->send_failure = result;
    return cuda->send_failure;
}

/* --- what the executor asks for -------------------------------------------------------------- */

static bool keep(CudaDevice *cuda, const KeptLaunch *launch, const int64_t *words) {
    Heap *heap = heap_of(cuda);
    if (!heap_grow(heap, &cuda->kept, &cuda->kept_capacity, cuda->kept_count + 1, sizeof *cuda->kept) ||
        !heap_grow(heap, &cuda->kept_words, &cuda->kept_word_capacity,
                   cuda->kept_word_count + launch->words, sizeof *cuda->kept_words))
        return false;
    memcpy(cuda->kept_words + cuda->kept_word_count, words, (size_t)launch->words * sizeof *words);
    cuda->kept[cuda->kept_count] = *launch;
    cuda->kept[cuda->kept_count++].at = cuda->kept_word_count;
    cuda->kept_word_count += launch->words;
    return true;
}

CudaResult cuda_launch(CudaDevice *cuda, CudaFunction function, int64_t blocks, int threads,
                       int64_t shared_bytes, const int64_t *words, int word_count) {
    /* enough blocks to fill the device several times: the kernels stride over the rest */
    int64_t most = (int64_t)cuda->multiprocessors * 32;
    if (blocks > most) blocks = most;
    KeptLaunch one = {.function = function, .blocks = (unsigned)(blocks > 0 ? blocks : 1),
                      .threads = (unsigned)threads, .shared = (unsigned)shared_bytes,
                      .words = word_count};
    CudaResult result = 0;
    pthread_mutex_lock(&cuda->order_lock);
    if (cuda->kept_count == MOST_KEPT || cuda->send_failure) result = cuda_send(cuda);
    if (result == 0 && !(cuda->keeps && keep(cuda, &one, words))) {
        result = cuda_send(cuda);
        if (result == 0) result = launch(cuda, &one, (int64_t *)(uintptr_t)words);
    }
    cuda_give(cuda, CUDA_COMPUTE);
    pthread_mutex_unlock(&cuda->order_lock);
    return result;
}

CudaResult cuda_launch_at(CudaDevice *cuda, CudaLaneName lane, CudaFunction function, int64_t blocks,
                          int threads, const int64_t *words) {
    void *parameters[] = {(void *)(uintptr_t)words};
    int64_t most = (int64_t)cuda->multiprocessors * 32;
    cuda_count(&cuda->stats.launches, 1);
    return cuda->driver.launch(function, (unsigned)(blocks < most ? blocks : most), 1, 1,
                               (unsigned)threads, 1, 1, 0, cuda->lanes[lane].stream, parameters, NULL);
}

void cuda_batch_begins(Device *device) {
    CudaDevice *cuda = (CudaDevice *)device;
    pthread_mutex_lock(&cuda->order_lock);
    cuda->keeps = true;
    pthread_mutex_unlock(&cuda->order_lock);
}

ArrStatus cuda_batch_ends(Device *device) {
    CudaDevice *cuda = (CudaDevice *)device;
    ArrStatus status = ARR_OK;
    CudaResult result = 0;
    bool sends = cuda->kept_count || cuda->send_failure;
    if (sends) status = cuda_enter(cuda);
    pthread_mutex_lock(&cuda->order_lock);
    if (sends && !status) result = cuda_send(cuda);
    cuda->kept_count = cuda->kept_word_count = 0;
    cuda->send_failure = 0;
    cuda->keeps = false;
    pthread_mutex_unlock(&cuda->order_lock);
    if (sends && !status) cuda_leave(cuda);
    return status ? status : cuda_check(cuda, result, "starting kernels");
}

void cuda_graphs_close(CudaDevice *cuda) {
    Heap *heap = heap_of(cuda);
    for (CudaSequence *sequence = cuda->sequences, *next; sequence; sequence = next) {
        next = sequence->next;
        sequence_free(cuda, sequence);
    }
    heap_free(heap, cuda->kept, (size_t)cuda->kept_capacity * sizeof *cuda->kept);
    heap_free(heap, cuda->kept_words, (size_t)cuda->kept_word_capacity * sizeof *cuda->kept_words);
}
