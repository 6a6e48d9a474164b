/* The LLVM tier, as the CPU device sees it: a loop task's program, cut down to
 * structure, types and access classes, is compiled in the background to one
 * native loop. Kernels are kept by that program and shared by all plans.
 *
 * Nobody waits for the compiler: until a kernel is there, and where there is
 * none, the precompiled tier runs. Both give the same bits. LLVM lives in a
 * module of its own, which is opened when the first kernel is asked for; what
 * it allocates is outside of the state's account. */
#ifndef DEVICE_JIT_JIT_H
#define DEVICE_JIT_JIT_H

#include "../../base/heap.h"
#include "program.h"

typedef struct Jit Jit;

typedef struct JitConfig {
    const char *module; /* the module's file; NULL: where it is installed. Copied. */
    const char *isa;    /* instruction set of the precompiled loops */
    bool waits;         /* jit_find waits for new kernels: tests compare the tiers */
} JitConfig;

/* From the host's thread, when it waits anyway: opens the module if kernels are
 * wanted. No other thread does (but for `waits`): a host that calls exit()
 * meanwhile would run LLVM's end while it begins. */
void jit_load(Jit *jit);

/* NULL: memory is short. */
Jit *jit_open(Heap *heap, const JitConfig *config);
/* Waits for the kernel that is being compiled; kernels are no more. NULL allowed. */
void jit_close(Jit *jit);

typedef struct JitKernel JitKernel;

/* The kernel of a program; a new one is queued for compilation. NULL: there
 * will be none. Called by one thread at a time. */
JitKernel *jit_find(Jit *jit, const JitProgram *program);
/* NULL as long as it is not ready, and for ever if it was refused. */
JitFunction jit_function(const JitKernel *kernel);
bool jit_is_refused(const JitKernel *kernel);

/* Each kernel that was compiled, in no order: ns of the monotonic clock, steps of its program. */
typedef void (*JitCompiledFn)(void *user, int64_t start, int64_t end, int64_t steps);
void jit_compiled(Jit *jit, JitCompiledFn found, void *user);

/* Why there is no LLVM tier, if it was wanted and could not be had; once. */
bool jit_notice(Jit *jit, char *text, size_t size);

enum { JIT_MOST_STEPS = 192 }; /* longer programs would keep the compiler too long */

static inline size_t jit_program_bytes(int64_t steps) {
    return sizeof(JitProgram) + (size_t)steps * sizeof(JitStep);
}

#endif
