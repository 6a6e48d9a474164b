/* Free buffers of a device (see pool.h). */
#include "pool.h"

int64_t pool_capacity(int64_t nbytes, int64_t alignment) {
    int64_t step = alignment;
    while (step * 16 <= nbytes) step *= 2;
    return (nbytes + step - 1) / step * step;
}

void pool_give(BufferPool *pool, Buffer *buffer) {
    buffer->next = pool->first;
    pool->first = buffer;
    pool->bytes += buffer->capacity;
}

static Buffer *unlink_at(BufferPool *pool, Buffer **at) {
    Buffer *buffer = *at;
    *at = buffer->next;
    buffer->next = NULL;
    pool->bytes -= buffer->capacity;
    return buffer;
}

Buffer *pool_take(BufferPool *pool, int64_t capacity) {
    Buffer **best = NULL;
    for (Buffer **at = &pool->first; *at; at = &(*at)->next) {
        int64_t excess = (*at)->capacity - capacity;
        if (excess < 0 || excess > capacity / 2) continue;
        if (!best || (*at)->capacity < (*best)->capacity) best = at;
        if (excess == 0) break;
    }
    return best ? unlink_at(pool, best) : NULL;
}

Buffer *pool_drop(BufferPool *pool) {
    return pool->first ? unlink_at(pool, &pool->first) : NULL;
}
