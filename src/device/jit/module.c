/* The module arr-jit.so: the only part that links LLVM, opened by libarr
 * (jit.c) when the first kernel is wanted. It belongs to no state: what is
 * global here is LLVM's and the list of those who compile, so that an exit of
 * the process can end their threads before LLVM's own parts go. */
#include <llvm-c/Core.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Target.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../arr.h"
#include "../../array/ops.h"
#include "compile.h"

struct JitCompiler {
    Compile compile;
    JitClient client;
    bool dead;                /* LLVM gave up inside */
    struct JitCompiler *next; /* in the list of all */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the list */
static JitCompiler *all;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool warm;      /* LLVM has compiled something */
static sem_t warmed;   /* ... or gave up at it */
static bool ended; /* LLVM's own parts may be gone */
static _Thread_local JitCompiler *compiling; /* what this thread is at */

/* LLVM ends the process when this returns. So the thread stays here, whatever
 * LLVM holds stays held, and arr goes on without the tier. */
static void park(const char *reason) {
    (void)reason;
    if (compiling) {
        compiling->dead = true;
        compiling->client.dead(compiling->client.user);
    } else {
        sem_post(&warmed);
    }
    for (;;) pause();
}

/* Runs before LLVM's own end, since LLVM was there first. */
static void end_all(void) {
    ended = true;
    for (;;) {
        pthread_mutex_lock(&lock);
        JitCompiler *first = all;
        if (first) all = first->next;
        pthread_mutex_unlock(&lock);
        if (!first) return;
        first->client.stop(first->client.user);
    }
}

/* LLVM makes objects of its own when they are first used, and an exit ends the
 * youngest first: a hook is in time for what was made before it. So a kernel of
 * many kinds is compiled while the host waits and cannot exit, and every
 * kernel after it is followed by a hook. */
static void warm_up(const CompileSet *set) {
    static const JitStep steps[] = {
        {.kind = JIT_LOAD, .dtype = ARR_FLOAT64, .stride = JIT_UNIT, .src = {-1, -1, -1}},
        {.kind = JIT_LOAD, .dtype = ARR_FLOAT32, .stride = JIT_ANY, .src = {-1, -1, -1}},
        {.kind = JIT_CAST, .dtype = ARR_FLOAT64, .loop = ARR_FLOAT32, .src = {1, -1, -1}},
        {.kind = JIT_OP, .dtype = ARR_BOOL, .loop = ARR_FLOAT64, .op = OP_LESS, .src = {0, 2, -1}},
        {.kind = JIT_OP, .dtype = ARR_FLOAT64, .loop = ARR_FLOAT64, .op = OP_EXP, .src = {0, -1, -1}},
        {.kind = JIT_OP, .dtype = ARR_FLOAT64, .loop = ARR_FLOAT64, .op = OP_WHERE, .src = {3, 4, 2}},
        {.kind = JIT_CAST, .dtype = ARR_INT64, .loop = ARR_FLOAT64, .src = {5, -1, -1}},
        {.kind = JIT_OP, .dtype = ARR_INT64, .loop = ARR_INT64, .op = OP_REMAINDER, .src = {6, 6, -1}},
        {.kind = JIT_STORE, .dtype = ARR_FLOAT64, .stride = JIT_UNIT, .src = {5, -1, -1}},
        {.kind = JIT_STORE, .dtype = ARR_INT64, .stride = JIT_UNIT, .src = {7, -1, -1}},
    };
    Compile compile;
    JitProgram *program = calloc(1, sizeof *program + sizeof steps);
    if (!program) return;
    program->step_count = sizeof steps / sizeof *steps;
    program->always = true;
    memcpy(program->steps, steps, sizeof steps);
    if (compile_open(&compile, set)) warm = compile_program(&compile, program) != NULL;
    compile_close(&compile);
    free(program);
}

/* On a thread of its own, which is lost if LLVM gives up. */
static void *warm_thread(void *set) {
    warm_up(set);
    sem_post(&warmed);
    return NULL;
}

/* Under the lock. */
static bool is_warm(const CompileSet *set) {
    pthread_t thread;
    sigset_t everything, before;
    if (warm) return true;
    if (sem_init(&warmed, 0, 0)) return false;
    sigfillset(&everything);
    pthread_sigmask(SIG_SETMASK, &everything, &before);
    int refused = pthread_create(&thread, NULL, warm_thread, (void *)(uintptr_t)set);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (refused) return false;
    pthread_detach(thread);
    while (sem_wait(&warmed) != 0) continue; /* a signal came */
    return warm;
}

static void begin(void) {
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    LLVMInstallFatalErrorHandler(park);
}

static JitCompiler *open_compiler(const char *isa, const JitClient *client, const char **why) {
    const CompileSet *set = compile_set(isa);
    if (!set) {
        *why = "there is no code for this instruction set";
        return NULL;
    }
    JitCompiler *compiler = calloc(1, sizeof *compiler);
    pthread_once(&once, begin);
    if (!compiler || !compile_open(&compiler->compile, set)) {
        if (compiler) compile_close(&compiler->compile);
        free(compiler);
        *why = "LLVM does not know this machine";
        return NULL;
    }
    compiler->client = *client;
    pthread_mutex_lock(&lock);
    bool works = is_warm(set);
    if (works) {
        atexit(end_all);
        compiler->next = all;
        all = compiler;
    }
    pthread_mutex_unlock(&lock);
    if (works) return compiler;
    *why = "LLVM cannot compile for this machine";
    compile_close(&compiler->compile);
    free(compiler);
    return NULL;
}

static void close_compiler(JitCompiler *compiler) {
    pthread_mutex_lock(&lock);
    for (JitCompiler **at = &all; *at; at = &(*at)->next)
        if (*at == compiler) {
            *at = compiler->next;
            break;
        }
    pthread_mutex_unlock(&lock);
    if (compiler->dead || ended) return;
    compile_close(&compiler->compile);
    free(compiler);
}

/* Test builds: ARR_PLANT=llvm makes LLVM give up. */
static void plant(void) {
#ifdef ARR_TEST_SCHEDULE
    const char *fault = getenv("ARR_PLANT");
    if (fault && strcmp(fault, "llvm") == 0) park("planted");
#endif
}

static JitFunction compile(JitCompiler *compiler, const JitProgram *program) {
    compiling = compiler;
    plant();
    JitFunction function = compile_program(&compiler->compile, program);
    atexit(end_all);
    compiling = NULL;
    return function;
}

__attribute__((visibility("default"))) extern const JitModule arr_jit_module;
const JitModule arr_jit_module = {
    .version = ARR_VERSION,
    .ops = OP_COUNT,
    .step_size = sizeof(JitStep),
    .about = "LLVM " LLVM_VERSION_TEXT,
    .open = open_compiler,
    .close = close_compiler,
    .compile = compile,
};
