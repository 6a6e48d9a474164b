/* A strided view visited in the linear order of a task's domain. */
#ifndef DEVICE_CPU_WALK_H
#define DEVICE_CPU_WALK_H

#include "../../array/array.h"

typedef struct Walk {
    char *base;      /* element [0,...,0] */
    int64_t itemsize;
    int ndim;        /* after axes that lie behind one another were joined; >= 1 */
    int64_t extents[ARR_MAX_NDIM], strides[ARR_MAX_NDIM];
} Walk;

void walk_init(Walk *walk, char *base, int64_t itemsize, int ndim, const int64_t *extents,
               const int64_t *strides);
/* The address of element lo; *left: how many elements, it included, are left in its row. */
char *walk_seek(const Walk *walk, int64_t lo, int64_t *left);
/* The address of elements lo..lo+n-1 if they lie side by side, else NULL. */
char *walk_direct(const Walk *walk, int64_t lo, int64_t n);
/* Elements lo..lo+n-1 to or from n items at dense. */
void walk_gather(const Walk *walk, int64_t lo, int64_t n, char *dense);
void walk_scatter(const Walk *walk, int64_t lo, int64_t n, char *dense);
/* n items from src to dst with byte strides. */
void copy_strided(char *dst, int64_t dst_stride, const char *src, int64_t src_stride, int64_t n,
                  int64_t itemsize);

#endif
