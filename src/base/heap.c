/* The one allocator (see heap.h). */
#include "heap.h"

#include "schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *c_realloc(void *user, void *p, size_t old_size, size_t new_size) {
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

void heap_init(Heap *heap, ArrReallocFn realloc_fn, void *user, int64_t limit) {
    *heap = (Heap){.realloc_fn = realloc_fn ? realloc_fn : c_realloc,
                   .user = user,
                   .limit = limit > 0 ? limit : heap_default_limit(),
                   .lock = PTHREAD_MUTEX_INITIALIZER};
}

void heap_share(Heap *parent, Heap *child) {
    *child = (Heap){.limit = parent->limit, .account = parent};
}

/* The account to draw on, locked where two threads do. */
static Heap *heap_enter(Heap *heap) {
    if (heap->account) heap = heap->account;
    if (heap->shared && !schedule_is_planted("heap")) pthread_mutex_lock(&heap->lock);
    return heap;
}

static void heap_leave(Heap *heap) {
    if (heap->shared && !schedule_is_planted("heap")) pthread_mutex_unlock(&heap->lock);
}

static void *resize(Heap *heap, void *p, size_t old_size, size_t new_size) {
    int64_t grow = (int64_t)new_size - (int64_t)old_size;
    if (grow > heap->limit - heap->used) return NULL;
    void *q = heap->realloc_fn(heap->user, p, old_size, new_size);
    if (!q) return NULL;
    heap->used += grow;
    if (heap->used > heap->peak) heap->peak = heap->used;
    return q;
}

void *heap_realloc(Heap *heap, void *p, size_t old_size, size_t new_size) {
    if (new_size == 0) {
        heap_free(heap, p, old_size);
        return NULL;
    }
    if (new_size > (size_t)INT64_MAX) return NULL;
    heap = heap_enter(heap);
    void *q = resize(heap, p, old_size, new_size);
    heap_leave(heap);
    return q;
}

void *heap_alloc(Heap *heap, size_t size) {
    return heap_realloc(heap, NULL, 0, size ? size : 1);
}

void *heap_alloc_zeroed(Heap *heap, size_t size) {
    void *p = heap_alloc(heap, size);
    if (p) memset(p, 0, size ? size : 1);
    return p;
}

void heap_free(Heap *heap, void *p, size_t size) {
    if (!p) return;
    heap = heap_enter(heap);
    heap->used -= (int64_t)(size ? size : 1);
    heap->realloc_fn(heap->user, p, size ? size : 1, 0);
    heap_leave(heap);
}

int64_t heap_left(Heap *heap) {
    heap = heap_enter(heap);
    int64_t left = heap->limit - heap->used;
    heap_leave(heap);
    return left;
}

bool heap_grow(Heap *heap, void *items, int64_t *cap, int64_t need, size_t size) {
    if (need <= *cap) return true;
    int64_t wanted = *cap < 8 ? 8 : *cap * 2;
    if (wanted < need) wanted = need;
    int64_t bytes = arr_nbytes(1, &wanted, (int64_t)size);
    if (bytes < 0) return false;
    void **place = items;
    void *p = heap_realloc(heap, *place, (size_t)*cap * size, (size_t)bytes);
    if (!p) return false;
    *place = p;
    *cap = wanted;
    return true;
}

/* A number from a one-line file, or fallback ("max", no such file). */
static int64_t read_number(const char *path, int64_t fallback) {
    FILE *file = fopen(path, "re");
    if (!file) return fallback;
    char text[64] = "";
    if (!fgets(text, sizeof text, file)) text[0] = 0;
    fclose(file);
    char *end;
    long long value = strtoll(text, &end, 10);
    return end != text && value > 0 ? value : fallback;
}

int64_t heap_default_limit(void) {
    int64_t machine = (int64_t)sysconf(_SC_PHYS_PAGES) * (int64_t)sysconf(_SC_PAGESIZE);
    int64_t limit = read_number("/sys/fs/cgroup/memory.max", machine);
    if (machine < limit) limit = machine;
    return limit / 5 * 4;
}

int64_t arr_nbytes(int ndim, const int64_t *shape, int64_t itemsize) {
    int64_t bytes = itemsize;
    bool empty = false;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] == 0)
            empty = true;
        else if (__builtin_mul_overflow(bytes, shape[i], &bytes))
            return -1;
    }
    return empty ? 0 : bytes;
}
