/* What doubles of NVIDIA's libraries want of the simulator: they find cudasim_tools in the
 * libcuda.so.1 that is loaded, queue their work in its streams and use its memory. */
#ifndef CUDASIM_TOOLS_H
#define CUDASIM_TOOLS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Stream;
struct Work;

typedef struct CudasimTools {
    /* A call begins that CUDASIM_FAIL may name: what it is to fail with, or 0. */
    int (*enter)(const char *name);
    /* Whether it is a stream of the current context; what it is not is reported. */
    bool (*is_stream)(struct Stream *stream);
    /* The call, which CUDASIM_FAIL may name too, runs with a copy of user[size] when the stream comes to it. CUresult. */
    int (*queue)(struct Stream *stream, const char *name,
                 bool (*run)(const struct Work *work, void *user), const void *user, size_t size);
    /* Bytes of device memory for the work that runs, checked, and noted as used: NULL and a report
     * where they are not there. Reading what was never written is reported. */
    uint8_t *(*use)(const struct Work *work, uint64_t address, size_t size, bool reads, bool writes,
                    const char *who);
    /* Of a device address: bytes from there to the end of its allocation; 0: none is there. */
    size_t (*left)(uint64_t address);
    void (*wrong)(const char *who, const char *what);
} CudasimTools;

#endif
