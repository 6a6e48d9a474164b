/* Where the LLVM module lies: beside the library that this code is part of, or
 * where configure was told. Neither the working directory nor the environment
 * has a say. */
#include "locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef ARR_MODULE_DIR
#define ARR_MODULE_DIR "/usr/local/lib/arr"
#endif

/* The file that the kernel mapped this function from. */
static bool own_file(char *path, size_t size) {
    FILE *maps = fopen("/proc/self/maps", "re");
    char *line = NULL;
    size_t capacity = 0;
    bool found = false;
    uintptr_t self = (uintptr_t)&own_file;
    while (maps && !found && getline(&line, &capacity, maps) > 0) {
        unsigned long from, to;
        const char *name = strchr(line, '/');
        if (!name || sscanf(line, "%lx-%lx", &from, &to) != 2 || self < from || self >= to) continue;
        snprintf(path, size, "%.*s", (int)strcspn(name, "\n"), name);
        found = strlen(path) + 1 < size;
    }
    free(line);
    if (maps) fclose(maps);
    return found;
}

void jit_locate(JitPlaces *places) {
    char own[JIT_PATH];
    *places = (JitPlaces){.count = 0};
    if (own_file(own, sizeof own)) {
        *strrchr(own, '/') = 0;
        /* the library's folder; for programs that hold the library, the folder beside bin */
        static const char *const forms[] = {"%s/arr/" JIT_MODULE_FILE, "%s/../lib/arr/" JIT_MODULE_FILE};
        for (int i = 0; i < 2; i++) {
            int n = snprintf(places->paths[places->count], JIT_PATH, forms[i], own);
            if (n < JIT_PATH) places->count++;
        }
    }
    snprintf(places->paths[places->count++], JIT_PATH, "%s", ARR_MODULE_DIR "/" JIT_MODULE_FILE);
}
