/* What libarr and the LLVM module tell each other: programs, compiled loops,
 * and the module's table of functions. */
#ifndef DEVICE_JIT_PROGRAM_H
#define DEVICE_JIT_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

typedef enum JitStepKind {
    JIT_LOAD,
    JIT_CONSTANT,
    JIT_RANGE,
    JIT_OP,
    JIT_CAST,  /* of src[0], of type `loop`, to dtype */
    JIT_STORE  /* of src[0], of type dtype */
} JitStepKind;

/* How an operand is walked along the innermost axis, by its stride in items. */
typedef enum JitStride {
    JIT_ANY,      /* known when the loop runs */
    JIT_SCALAR,   /* 0: one element for the whole row */
    JIT_UNIT,     /* 1 */
    JIT_BACKWARD, /* -1 */
    JIT_2, JIT_3, JIT_4
} JitStride;

/* One step per value of the task, in its order, then the stores. No padding:
 * programs are compared as bytes. */
typedef struct JitStep {
    uint8_t kind, dtype, loop, stride;
    uint16_t op, unused;
    int16_t src[3], unused_too;
} JitStep;

typedef struct JitProgram {
    int32_t step_count;
    uint8_t streams; /* vectors of stores bypass the cache: stored rows begin 64-aligned */
    uint8_t always;  /* also if no vectors come of it */
    uint16_t unused;
    JitStep steps[];
} JitProgram;

/* One run of a kernel: `rows` rows of n elements each, both > 0. Operands are
 * the loads and stores in the order of their steps, constants (16 bytes each)
 * those of the constants and ranges (start, step). */
typedef struct JitCall {
    char *const *at;       /* the first element of each operand */
    const int64_t *inner;  /* its stride in bytes along a row, where the class does not say it */
    const int64_t *outer;  /* and from row to row */
    const void *constants;
    int64_t first, pitch;  /* linear index of the first element; from row to row */
    int64_t n, rows;
    int64_t zero;          /* 0, which LLVM does not know */
} JitCall;

typedef void (*JitFunction)(const JitCall *call);

typedef struct JitCompiler JitCompiler;

/* What the module calls back. */
typedef struct JitClient {
    void *user;
    void (*stop)(void *user); /* the process ends: end the thread that compiles */
    void (*dead)(void *user); /* LLVM gave up: the calling thread will not return */
} JitClient;

/* The module's only symbol. All but open and close are called by one thread. */
#define JIT_MODULE_SYMBOL "arr_jit_module"
typedef struct JitModule {
    const char *version;  /* arr's; the module of another one is not used */
    int32_t ops;          /* rows of ops.def */
    int32_t step_size;
    const char *about;    /* "LLVM 19.1.7" */
    /* NULL with *why: not possible on this machine. */
    JitCompiler *(*open)(const char *isa, const JitClient *client, const char **why);
    void (*close)(JitCompiler *compiler);
    /* NULL: not to be had. Functions live as long as the compiler. */
    JitFunction (*compile)(JitCompiler *compiler, const JitProgram *program);
} JitModule;

#endif
