/* A bump allocator (see arena.h). */
#include "arena.h"

#include <string.h>

struct ArenaBlock {
    ArenaBlock *next; /* the one before it */
    size_t size;      /* of bytes[] */
    _Alignas(16) unsigned char bytes[];
};

enum { BLOCK_SIZE = 16384 };

void arena_init(Arena *arena, Heap *heap) {
    *arena = (Arena){.heap = heap};
}

void *arena_alloc(Arena *arena, size_t size) {
    size = (size + 15) & ~(size_t)15;
    if (!arena->block || arena->block->size - arena->used < size) {
        size_t wanted = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        ArenaBlock *block = heap_alloc(arena->heap, sizeof *block + wanted);
        if (!block) return NULL;
        block->next = arena->block;
        block->size = wanted;
        arena->block = block;
        arena->used = 0;
    }
    void *p = arena->block->bytes + arena->used;
    arena->used += size;
    return memset(p, 0, size);
}

void arena_free(Arena *arena) {
    while (arena->block) {
        ArenaBlock *next = arena->block->next;
        heap_free(arena->heap, arena->block, sizeof *arena->block + arena->block->size);
        arena->block = next;
    }
    arena->used = 0;
}
