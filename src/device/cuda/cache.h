/* Compiled kernels between runs, in a folder that the host names. */
#ifndef DEVICE_CUDA_CACHE_H
#define DEVICE_CUDA_CACHE_H

#include "../../base/heap.h"

typedef struct CudaCache {
    Heap *heap;
    int folder;        /* file descriptor; -1: there is no cache */
    char stamp[160];   /* whatever else than its text decides a kernel's code */
} CudaCache;

/* The folder is made where it is missing. It is used only if it is the user's
 * own and nobody else may write there. path NULL: no cache. */
void cuda_cache_open(CudaCache *cache, Heap *heap, const char *path);
void cuda_cache_close(CudaCache *cache);
/* The code of a text, size bytes from the heap; NULL: not known, or damaged. */
char *cuda_cache_read(const CudaCache *cache, const char *text, size_t length, size_t *size);
/* Failing to write is no error: the kernel is compiled again some day. */
void cuda_cache_write(const CudaCache *cache, const char *text, size_t length, const char *code,
                      size_t size);

#endif
