/* The devices that are built in. */
#include "device.h"

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
