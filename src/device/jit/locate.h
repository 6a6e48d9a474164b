/* Where the LLVM module may lie. */
#ifndef DEVICE_JIT_LOCATE_H
#define DEVICE_JIT_LOCATE_H

#include <stdbool.h>
#include <stdint.h>

enum { JIT_PATH = 4096 };
#define JIT_MODULE_FILE "arr-jit.so"

typedef struct JitPlaces {
    int count;
    char paths[3][JIT_PATH]; /* to be tried in this order */
} JitPlaces;

void jit_locate(JitPlaces *places);

#endif
