/* Batches that run in rounds, a part of each task at a time (see stream.c). */
#ifndef EXEC_STREAM_H
#define EXEC_STREAM_H

#include "executor.h"

/* Why an array that one task writes for another cannot be there in parts. */
#define STREAM_REASONS(X)                                                     \
    X(OK, "streams")                                                          \
    X(SEEN, "it stays after the window")                                      \
    X(LIBRARY_WRITES, "a library call makes it whole")                        \
    X(LIBRARY_READS, "a library call reads it whole")                         \
    X(ORDER, "it is not written in the order of its memory, or only in part") \
    X(WRITTEN_TWICE, "more than one task writes it")

typedef enum StreamReason {
#define X(id, text) STREAM_##id,
    STREAM_REASONS(X)
#undef X
} StreamReason;

const char *stream_reason_text(StreamReason reason);

/* Bytes of all windows of a round together. */
int64_t stream_round_bytes(Exec *exec);

/* For each array that a task of the plan writes, but for results of reductions:
 * whether it streams. false: there are too many tasks. */
typedef void (*StreamLookFn)(void *user, int32_t task, const Array *written, StreamReason reason);
bool stream_look(const Plan *plan, const Node *nodes, StreamLookFn found, void *user);

/* The worker's: runs the batch in rounds; *one_piece: nothing is gained by them,
 * nothing was done. false: stopped between two rounds. */
bool stream_run(Exec *exec, Batch *batch, const volatile int *stop, bool *one_piece);
/* Ends a run that was stopped, for good. */
void stream_drop(Exec *exec, Batch *batch);

#endif
