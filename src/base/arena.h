/* A bump allocator: many small blocks that are freed together. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "heap.h"

typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    Heap *heap;
    ArenaBlock *block; /* the newest */
    size_t used;       /* bytes of it handed out */
} Arena;

void arena_init(Arena *arena, Heap *heap);
/* 16-byte aligned, zeroed; NULL when memory is short. */
void *arena_alloc(Arena *arena, size_t size);
void arena_free(Arena *arena); /* all blocks; the arena can be used again */

#endif
