/* Conditions on data that a program must meet: what is known only when the
 * task runs is an error then, with the line that asked for it. */
#include "../../array/library.h"
#include "rows.h"

#include <stdio.h>
#include <string.h>

/* The first false element, or -1. */
static int64_t first_false(const LibraryOperand *condition) {
    const Array *a = condition->array;
    for (int64_t i = 0; i < a->size; i++)
        if (!*(const uint8_t *)cpu_row(condition, a->ndim, i)) return i;
    return -1;
}

ArrStatus cpu_require(CpuDevice *cpu, const LibraryTask *task) {
    const LibraryOperand *numbers = &task->in[1];
    int64_t bad = first_false(&task->in[0]), number = 0;
    *(uint8_t *)cpu_data(&task->out) = bad < 0;
    if (bad < 0) return ARR_OK;
    if (task->nin > 1 && numbers->array->size > bad)
        number = *(const int64_t *)(const void *)cpu_row(numbers, numbers->array->ndim, bad);
    const char *text = library_requirements[task->parameters[0].i8];
    const size_t prefix = sizeof LIBRARY_ZERO_DIVISION - 1;
    bool division = !strncmp(text, LIBRARY_ZERO_DIVISION, prefix);
    if (division) text += prefix;
    char message[200];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the texts are the table's */
    snprintf(message, sizeof message, text, (long long)number, (long long)task->parameters[1].i8);
#pragma GCC diagnostic pop
    return error_set(cpu->device.base, division ? ERROR_ZERO_DIVISION : ERROR_VALUE, "%s", message);
}

/* What is to be told is no error: the watch passes it on. */
ArrStatus cpu_warn(CpuDevice *cpu, const LibraryTask *task) {
    const LibraryOperand *condition = &task->in[0];
    const FloatWatch *watch = task->watch;
    (void)cpu;
    for (int64_t i = 0; i < condition->array->size; i++) {
        if (!*(const uint8_t *)cpu_row(condition, condition->array->ndim, i)) continue;
        if (watch->wanted(watch->user, task->node, false) & FLOAT_INVALID)
            watch->tell(watch->user, task->node, false, FLOAT_INVALID);
        break;
    }
    return ARR_OK;
}
