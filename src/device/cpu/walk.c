/* Strided views in linear order (see walk.h). */
#include "walk.h"

#include <string.h>

#include "../axes.h"

void walk_init(Walk *walk, char *base, int64_t itemsize, int ndim, const int64_t *extents,
               const int64_t *strides) {
    walk->base = base;
    walk->itemsize = itemsize;
    walk->ndim = axes_join(ndim, extents, strides, walk->extents, walk->strides);
    if (walk->ndim == 0) {
        walk->extents[0] = 1;
        walk->strides[0] = itemsize;
        walk->ndim = 1;
    }
}

char *walk_seek(const Walk *walk, int64_t lo, int64_t *left) {
    int last = walk->ndim - 1;
    if (last == 0) {
        *left = walk->extents[0] - lo;
        return walk->base + lo * walk->strides[0];
    }
    char *p = walk->base;
    for (int i = last; i > 0; i--) {
        int64_t index = lo % walk->extents[i];
        lo /= walk->extents[i];
        if (i == last) *left = walk->extents[i] - index;
        p += index * walk->strides[i];
    }
    return p + lo * walk->strides[0];
}

char *walk_direct(const Walk *walk, int64_t lo, int64_t n) {
    int64_t left;
    if (walk->strides[walk->ndim - 1] != walk->itemsize && n > 1) return NULL;
    char *p = walk_seek(walk, lo, &left);
    return left >= n ? p : NULL;
}

#define COPY_LOOP(type)                                                                            \
    do {                                                                                           \
        if (dst_stride == (int64_t)sizeof(type)) {                                                 \
            type *to = (type *)(void *)dst;                                                        \
            for (int64_t i = 0; i < n; i++)                                                        \
                to[i] = *(const type *)(const void *)(src + i * src_stride);                       \
        } else {                                                                                   \
            for (int64_t i = 0; i < n; i++)                                                        \
                *(type *)(void *)(dst + i * dst_stride) =                                          \
                    *(const type *)(const void *)(src + i * src_stride);                           \
        }                                                                                          \
    } while (0)

typedef struct Item16 {
    uint64_t low, high;
} Item16;

/* float complex is only 4-aligned and double complex only 8-aligned; their
 * items are moved as pieces of that size. */
static void copy_pairs(char *dst, int64_t dst_stride, const char *src, int64_t src_stride,
                       int64_t n, int64_t itemsize) {
    for (int64_t i = 0; i < n; i++)
        memcpy(dst + i * dst_stride, src + i * src_stride, (size_t)itemsize);
}

void copy_strided(char *dst, int64_t dst_stride, const char *src, int64_t src_stride, int64_t n,
                  int64_t itemsize) {
    if (dst_stride == itemsize && src_stride == itemsize) {
        memcpy(dst, src, (size_t)(n * itemsize));
        return;
    }
    bool aligned = (((uintptr_t)dst | (uintptr_t)src | (uintptr_t)dst_stride |
                     (uintptr_t)src_stride) & (uintptr_t)(itemsize > 8 ? 7 : itemsize - 1)) == 0;
    if (!aligned) {
        copy_pairs(dst, dst_stride, src, src_stride, n, itemsize);
        return;
    }
    switch (itemsize) {
    case 1: COPY_LOOP(uint8_t); break;
    case 2: COPY_LOOP(uint16_t); break;
    case 4: COPY_LOOP(uint32_t); break;
    case 8: COPY_LOOP(uint64_t); break;
    default: COPY_LOOP(Item16); break;
    }
}

/* Visits lo..lo+n-1 row by row. */
static void walk_rows(const Walk *walk, int64_t lo, int64_t n, char *dense, bool gather) {
    int64_t stride = walk->strides[walk->ndim - 1], size = walk->itemsize;
    while (n > 0) {
        int64_t left;
        char *p = walk_seek(walk, lo, &left);
        if (left > n) left = n;
        if (gather)
            copy_strided(dense, size, p, stride, left, size);
        else
            copy_strided(p, stride, dense, size, left, size);
        dense += left * size;
        lo += left;
        n -= left;
    }
}

void walk_gather(const Walk *walk, int64_t lo, int64_t n, char *dense) {
    walk_rows(walk, lo, n, dense, true);
}

void walk_scatter(const Walk *walk, int64_t lo, int64_t n, char *dense) {
    walk_rows(walk, lo, n, dense, false);
}
