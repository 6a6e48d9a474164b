/* The module arr-jit.so: the only part that links LLVM, opened by libarr
 * (jit.c) when the first kernel is wanted. It belongs to no state: what is
 * global here is LLVM's and the list of those who compile, so that an exit of
 * the process can end their threads before LLVM's own parts go. */
#include <llvm-c/Core.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Target.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
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
static bool ended; /* LLVM's own parts may be gone */
static _Thread_local JitCompiler *compiling; /* what this thread is at */

/* LLVM ends the process when this returns. So the thread stays here, whatever
 * LLVM holds stays held, and arr goes on without the tier. */
static void park(const char *reason) {
    (void)reason;
    if (compiling) {
        compiling->dead = true;
        compiling->client.dead(compiling->client.user);
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

static void begin(void) {
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    LLVMInstallFatalErrorHandler(park);
    atexit(end_all);
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
    compiler->next = all;
    all = compiler;
    pthread_mutex_unlock(&lock);
    return compiler;
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

static JitFunction compile(JitCompiler *compiler, const JitProgram *program) {
    compiling = compiler;
    JitFunction function = compile_program(&compiler->compile, program);
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
