/* Free buffers of a device (see pool.h). */
#include "pool.h"

int64_t pool_capacity(int64_t nbytes, int64_t alignment) {
    int64_t step = alignment;
    while (step * 16 <= nbytes) step *= 2;
    return (nbytes + step - 1) / step * step;
}

void pool_give(BufferPool *pool, Buffer *buffer) {
    buffer->next = pool->first;
    buffer->previous = NULL;
    if (pool->first) pool->first->previous = buffer;
    else pool->last = buffer;
    pool->first = buffer;
    pool->bytes += buffer->capacity;
}

static Buffer *remove_buffer(BufferPool *pool, Buffer *buffer) {
    if (buffer->previous) buffer->previous->next = buffer->next;
    else pool->first = buffer->next;
    if (buffer->next) buffer->next->previous = buffer->previous;
    else pool->last = buffer->previous;
    buffer->next = buffer->previous = NULL;
    pool->bytes -= buffer->capacity;
    return buffer;
}

Buffer *pool_take(BufferPool *pool, int64_t capacity) {
    Buffer *best = NULL;
    for (Buffer *buffer = pool->first; buffer; buffer = buffer->next) {
        int64_t excess = buffer->capacity - capacity;
        if (excess < 0 || excess > capacity / 2) continue;
        if (!best || buffer->capacity < best->capacity) best = buffer;
        if (excess == 0) break;
    }
    return best ? remove_buffer(pool, best) : NULL;
}

Buffer *pool_drop(BufferPool *pool) {
    return pool->last ? remove_buffer(pool, pool->last) : NULL;
}

void pool_lend(BufferPool *pool, int64_t capacity) {
    pool->lent += capacity;
    if (pool->most < pool->lent) pool->most = pool->lent;
}

bool pool_is_idle(const BufferPool *pool) {
    enum { ALWAYS = 64 << 20 }; /* so much may wait, whatever was in use */
    return pool->bytes + pool->lent > 2 * pool->most + ALWAYS;
}
