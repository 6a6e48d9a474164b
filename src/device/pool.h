/* A device's freed buffers, for those that want memory of their size next.
 * Whoever owns a pool holds its lock. */
#ifndef DEVICE_POOL_H
#define DEVICE_POOL_H

#include "device.h"

typedef struct BufferPool {
    Buffer *first, *last; /* newest first */
    int64_t bytes;        /* the buffers' capacities */
    int64_t lent, most;   /* the same, of buffers in use: now, and the most at once */
} BufferPool;

/* nbytes rounded up by at most an eighth, or to the alignment, so that freed buffers fit again. */
int64_t pool_capacity(int64_t nbytes, int64_t alignment);
void pool_give(BufferPool *pool, Buffer *buffer);
/* The closest fit, and at most half too large; NULL: none. Arrays that shrink step by
 * step (x = x[mask]) take each other's memory, whose pages are there. */
Buffer *pool_take(BufferPool *pool, int64_t capacity);
/* The oldest, to give its memory back; NULL when there are no more. */
Buffer *pool_drop(BufferPool *pool);
/* A buffer of that capacity is in use, or (negative) no more. */
void pool_lend(BufferPool *pool, int64_t capacity);
/* With what is in use the pool is more than twice what ever was: sizes that do not come again. */
bool pool_is_idle(const BufferPool *pool);

#endif
