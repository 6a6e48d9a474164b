/* The one allocator. Every block of a state comes from its Heap, is counted
 * there, and may be refused: tests make the n-th request fail. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <pthread.h>

#include "../arr.h"

typedef struct Heap {
    ArrReallocFn realloc_fn;
    void *user;
    int64_t used;  /* bytes handed out now */
    int64_t peak;  /* most that was handed out */
    int64_t limit; /* used never exceeds it */
    struct Heap *account; /* NULL: its own; else all requests go there */
    bool shared;          /* two threads use this account: the lock is taken */
    pthread_mutex_t lock;
} Heap;

void heap_init(Heap *heap, ArrReallocFn realloc_fn, void *user, int64_t limit);
/* A heap for another thread that draws on parent's account. Before that thread
 * starts, set parent->shared; realloc_fn is then called by one at a time. */
void heap_share(Heap *parent, Heap *child);
/* Each returns NULL when memory is short and sets no error: the caller knows
 * what it wanted the memory for. Sizes given back must be those asked for. */
void *heap_alloc(Heap *heap, size_t size);
void *heap_alloc_zeroed(Heap *heap, size_t size);
void *heap_realloc(Heap *heap, void *p, size_t old_size, size_t new_size);
void heap_free(Heap *heap, void *p, size_t size);

/* What may still be handed out. */
int64_t heap_left(Heap *heap);

/* Grows *items (capacity *cap, element size size) so that it holds at least
 * need elements. false: memory is short and nothing changed. */
bool heap_grow(Heap *heap, void *items, int64_t *cap, int64_t need, size_t size);

/* 80% of the machine's or cgroup's memory, whichever is less. */
int64_t heap_default_limit(void);

/* The only place where extents are multiplied to bytes.
 * Returns -1 when the product of the extents, or its bytes, exceeds int64. */
int64_t arr_nbytes(int ndim, const int64_t *shape, int64_t itemsize);

#endif
