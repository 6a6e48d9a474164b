/* Running: a flush plans the window, runs its tasks on the device and gives
 * back its nodes' references. pull() is the only way of data to the host. */
#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include "../graph/graph.h"

/* Who wants the data; pulls are counted by kind. */
#define PULL_KINDS(X)                                                                              \
    X(PRINT, "print")     /* print, echo, str, repr, % formatting */                               \
    X(CONVERT, "convert") /* item int float bool complex tolist */                                 \
    X(CONDITION, "condition") /* if, while, and, or, not on an array */                            \
    X(SIZE, "size")       /* a range bound, shape, list index or dict key */                       \
    X(HOST, "host")       /* copy-out of the C API, save */

typedef enum PullKind {
#define X(id, name) PULL_##id,
    PULL_KINDS(X)
#undef X
    PULL_KIND_COUNT
} PullKind;

typedef struct Exec Exec;

/* Copies a's elements to dst in C order (a->size * itemsize bytes), after
 * running what they depend on. Errors of the tasks that made them are
 * returned with the span of the code that recorded those. */
ArrStatus pull(Exec *exec, PullKind kind, Array *a, void *dst);
/* A one-element array's value. */
ArrStatus pull_scalar(Exec *exec, PullKind kind, Array *a, ArrConst *value);

/* Starts all pending work. */
ArrStatus exec_flush(Exec *exec);

#endif
