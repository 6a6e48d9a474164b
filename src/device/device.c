/* The devices that are built in. */
#include "device.h"

#include <stdlib.h>
#include <string.h>

const DeviceClass *device_find(const char *name) {
    static const DeviceClass *const all[] = {&device_cpu,
#ifndef ARR_NO_CUDA
                                             &device_cuda,
#endif
                                             &device_null};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
}

int64_t device_tuned(const char *tuning, const char *name, int64_t least, int64_t most, int64_t usual) {
    size_t length = strlen(name);
    for (const char *line = tuning; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, name, length) != 0 || line[length] != ' ') continue;
        long long value = strtoll(line + length, NULL, 10);
        return value >= least && value <= most ? (int64_t)value : usual;
    }
    return usual;
}
