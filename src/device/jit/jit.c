/* The kernels of a state and the thread that has them compiled (see jit.h).
 *
 * Kernels are queued by whoever runs tasks, the module is opened by the host's
 * thread while it waits, the thread compiles what is queued. Of a kernel it writes the state alone; everything
 * else belongs to whoever runs tasks. It never touches the state's memory, so
 * it needs no account. */
#define _GNU_SOURCE /* gettid */
#include "jit.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../../array/ops.h"
#include "../../base/clock.h"
#include "locate.h"

enum { BUCKETS = 256, MOST_KERNELS = 4096, NOTICE = 512 };

typedef enum KernelState { PENDING, READY, REFUSED } KernelState;

struct JitKernel {
    JitKernel *next;       /* in its bucket */
    JitKernel *next_queued;
    uint64_t hash;
    int state;             /* KernelState; atomic */
    JitFunction function;  /* valid when READY */
    int64_t start, end;    /* ns: when it was compiled; under the lock */
    size_t bytes;          /* of this block */
    JitProgram program;    /* with its steps */
};

struct Jit {
    Heap *heap;
    bool waits;
    const char *isa;
    char *path;               /* of the module, or NULL */
    int64_t kernel_count;
    JitKernel *buckets[BUCKETS];
    pthread_t thread;
    pid_t process;            /* that opened it: its thread does not survive a fork */
    bool started;
    int wanted;               /* atomic: kernels are queued, and the module is not there */
    pthread_mutex_t lock;     /* of all that follows */
    pthread_cond_t work, done;
    JitKernel *first, *last;  /* to be compiled */
    JitKernel *current;
    bool stop;
    bool gone;                /* the module cannot be had, or LLVM gave up */
    bool dead;                /* the latter: the thread will not return */
    bool ended;               /* the thread was joined */
    char notice[NOTICE];      /* why gone; "" when told */
    const JitModule *module;  /* written before the thread starts, as is: */
    JitCompiler *compiler;
};

/* --- the module -------------------------------------------------------------- */

/* Under the lock. */
static void settle(Jit *jit, JitKernel *kernel, KernelState state) {
    __atomic_store_n(&kernel->state, (int)state, __ATOMIC_RELEASE);
    pthread_cond_broadcast(&jit->done);
}

static void give_up(Jit *jit, const char *why) {
    pthread_mutex_lock(&jit->lock);
    jit->gone = true;
    snprintf(jit->notice, sizeof jit->notice, "%s", why);
    if (jit->current) settle(jit, jit->current, REFUSED);
    for (; jit->first; jit->first = jit->first->next_queued) settle(jit, jit->first, REFUSED);
    pthread_mutex_unlock(&jit->lock);
}

static void on_dead(void *user) {
    Jit *jit = user;
    pthread_mutex_lock(&jit->lock);
    jit->dead = true;
    pthread_mutex_unlock(&jit->lock);
    give_up(jit, "LLVM met an error that it cannot go on from");
}

/* The process ends, or the state does. */
static void end_thread(void *user) {
    Jit *jit = user;
    if (!jit->started || jit->ended || jit->process != getpid()) return;
    pthread_mutex_lock(&jit->lock);
    jit->stop = true;
    bool joins = !jit->dead;
    pthread_cond_signal(&jit->work);
    pthread_mutex_unlock(&jit->lock);
    if (joins) pthread_join(jit->thread, NULL);
    else pthread_detach(jit->thread);
    jit->ended = true;
}

static const char *check_module(const JitModule *module) {
    if (!module) return "it is no module of arr";
    if (strcmp(module->version, ARR_VERSION) != 0 || module->ops != OP_COUNT ||
        module->step_size != (int32_t)sizeof(JitStep))
        return "it belongs to another version of arr";
    return NULL;
}

/* LLVM stays in memory once it is there: it has threads' data and exit hooks. */
static bool open_module(Jit *jit, const char *path, char *why, size_t size) {
    JitClient client = {jit, end_thread, on_dead};
    void *file = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!file) {
        snprintf(why, size, "%s", dlerror());
        return false;
    }
    const JitModule *module = dlsym(file, JIT_MODULE_SYMBOL);
    const char *reason = check_module(module);
    if (!reason) jit->compiler = module->open(jit->isa, &client, &reason);
    jit->module = module;
    if (jit->compiler) return true;
    snprintf(why, size, "%s: %s", path, reason);
    dlclose(file);
    return false;
}

static void find_module(Jit *jit) {
    JitPlaces places = {.count = 0};
    char why[NOTICE - 64] = "", text[NOTICE];
    if (jit->path) {
        if (open_module(jit, jit->path, why, sizeof why)) return;
    } else {
        jit_locate(&places);
        for (int i = 0; i < places.count; i++) {
            if (access(places.paths[i], F_OK) != 0) continue;
            if (open_module(jit, places.paths[i], why, sizeof why)) return;
            break;
        }
    }
    snprintf(text, sizeof text, "the LLVM tier is not used: %s", why[0] ? why : "its module is not installed");
    give_up(jit, text);
}

/* --- the thread ---------------------------------------------------------------- */

/* Under the lock, which is given back while LLVM works. */
static void compile_first(Jit *jit) {
    JitKernel *kernel = jit->current = jit->first;
    jit->first = kernel->next_queued;
    pthread_mutex_unlock(&jit->lock);
    int64_t start = clock_now();
    if (jit->compiler) kernel->function = jit->module->compile(jit->compiler, &kernel->program);
    pthread_mutex_lock(&jit->lock);
    kernel->start = start;
    kernel->end = clock_now();
    jit->current = NULL;
    settle(jit, kernel, kernel->function ? READY : REFUSED);
}

/* What threads compute goes before what may make it faster: where no core is free, a thread of
 * theirs would stand still for a scheduler's turn, and the others with it. */
static void step_back(void) {
#ifdef __linux__
    enum { BEHIND = 10 };
    setpriority(PRIO_PROCESS, (id_t)gettid(), BEHIND);
#endif
}

static void *run(void *user) {
    Jit *jit = user;
    if (!jit->waits) step_back();
    pthread_mutex_lock(&jit->lock);
    while (!jit->stop && !jit->gone) {
        if (jit->first) compile_first(jit);
        else pthread_cond_wait(&jit->work, &jit->lock);
    }
    pthread_mutex_unlock(&jit->lock);
    return NULL;
}

/* Signals are the host's business. */
static void start_thread(Jit *jit) {
    find_module(jit);
    if (!jit->compiler) return;
    sigset_t everything, before;
    sigfillset(&everything);
    pthread_sigmask(SIG_SETMASK, &everything, &before);
    bool started = pthread_create(&jit->thread, NULL, run, jit) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_mutex_lock(&jit->lock);
    jit->started = started;
    pthread_mutex_unlock(&jit->lock);
    if (!started) give_up(jit, "the LLVM tier is not used: no thread can be had");
}

/* --- kernels ------------------------------------------------------------------- */

static void enqueue(Jit *jit, JitKernel *kernel) {
    if (jit->waits && !jit->started && !jit->gone) start_thread(jit);
    pthread_mutex_lock(&jit->lock);
    if (jit->gone) {
        settle(jit, kernel, REFUSED);
    } else {
        *(jit->first ? &jit->last->next_queued : &jit->first) = kernel;
        jit->last = kernel;
        pthread_cond_signal(&jit->work);
    }
    if (!jit->started && !jit->gone) __atomic_store_n(&jit->wanted, 1, __ATOMIC_RELEASE);
    while (jit->waits && !jit->gone && kernel->state == PENDING)
        pthread_cond_wait(&jit->done, &jit->lock);
    pthread_mutex_unlock(&jit->lock);
}

static JitKernel *make_kernel(Jit *jit, const JitProgram *program, uint64_t hash) {
    size_t program_bytes = jit_program_bytes(program->step_count);
    size_t bytes = sizeof(JitKernel) + program_bytes;
    if (jit->kernel_count >= MOST_KERNELS) return NULL;
    JitKernel *kernel = heap_alloc_zeroed(jit->heap, bytes);
    if (!kernel) return NULL;
    kernel->hash = hash;
    kernel->bytes = bytes;
    memcpy(&kernel->program, program, program_bytes);
    kernel->next = jit->buckets[hash % BUCKETS];
    jit->buckets[hash % BUCKETS] = kernel;
    jit->kernel_count++;
    return kernel;
}

JitKernel *jit_find(Jit *jit, const JitProgram *program) {
    size_t bytes = jit_program_bytes(program->step_count);
    uint64_t hash = XXH3_64bits(program, bytes);
    for (JitKernel *kernel = jit->buckets[hash % BUCKETS]; kernel; kernel = kernel->next)
        if (kernel->hash == hash && memcmp(&kernel->program, program, bytes) == 0) return kernel;
    if (jit->process != getpid()) return NULL;
    JitKernel *kernel = make_kernel(jit, program, hash);
    if (!kernel) return NULL;
    enqueue(jit, kernel);
    return kernel;
}

void jit_load(Jit *jit) {
    if (!__atomic_exchange_n(&jit->wanted, 0, __ATOMIC_ACQ_REL)) return;
    if (!jit->started && jit->process == getpid()) start_thread(jit);
}

JitFunction jit_function(const JitKernel *kernel) {
    return __atomic_load_n(&kernel->state, __ATOMIC_ACQUIRE) == READY ? kernel->function : NULL;
}

bool jit_is_refused(const JitKernel *kernel) {
    return __atomic_load_n(&kernel->state, __ATOMIC_ACQUIRE) == REFUSED;
}

void jit_compiled(Jit *jit, JitCompiledFn found, void *user) {
    if (jit->process != getpid()) return;
    pthread_mutex_lock(&jit->lock);
    for (int b = 0; b < BUCKETS; b++)
        for (const JitKernel *kernel = jit->buckets[b]; kernel; kernel = kernel->next)
            if (kernel->end) found(user, kernel->start, kernel->end, kernel->program.step_count);
    pthread_mutex_unlock(&jit->lock);
}

bool jit_notice(Jit *jit, char *text, size_t size) {
    if (jit->process != getpid()) return false;
    pthread_mutex_lock(&jit->lock);
    bool any = jit->notice[0] != 0;
    if (any) snprintf(text, size, "%s", jit->notice);
    jit->notice[0] = 0;
    pthread_mutex_unlock(&jit->lock);
    return any;
}

/* --- opening and closing --------------------------------------------------------- */

Jit *jit_open(Heap *heap, const JitConfig *config) {
    size_t length = config->module ? strlen(config->module) + 1 : 0;
    Jit *jit = heap_alloc_zeroed(heap, sizeof *jit);
    if (!jit) return NULL;
    if (length) {
        jit->path = heap_alloc(heap, length);
        if (!jit->path) {
            heap_free(heap, jit, sizeof *jit);
            return NULL;
        }
        memcpy(jit->path, config->module, length);
    }
    jit->heap = heap;
    jit->isa = config->isa;
    jit->waits = config->waits;
    jit->process = getpid();
    pthread_mutex_init(&jit->lock, NULL);
    pthread_cond_init(&jit->work, NULL);
    pthread_cond_init(&jit->done, NULL);
    return jit;
}

void jit_close(Jit *jit) {
    if (!jit) return;
    Heap *heap = jit->heap;
    end_thread(jit);
    bool forked = jit->started && !jit->ended; /* in a child: LLVM's state is as the fork caught it */
    if (jit->compiler && !forked) jit->module->close(jit->compiler);
    for (int b = 0; b < BUCKETS; b++)
        for (JitKernel *kernel = jit->buckets[b], *next; kernel; kernel = next) {
            next = kernel->next;
            heap_free(heap, kernel, kernel->bytes);
        }
    if (jit->path) heap_free(heap, jit->path, strlen(jit->path) + 1);
    pthread_mutex_destroy(&jit->lock);
    heap_free(heap, jit, sizeof *jit);
}
