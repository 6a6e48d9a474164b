/* Conditions on data that a program must meet: what is known only when the
 * task runs is an error then, with the line that asked for it. */
#include "../../array/library.h"
#include "rows.h"

#include <math.h>
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

/* --- numbers as integers --------------------------------------------------------------- */

static ArrConst read_const(const LibraryOperand *in) {
    ArrConst value = {.dtype = (ArrDtype)in->array->dtype};
    memcpy(value.bytes, cpu_data(in), (size_t)array_itemsize(in->array));
    return value;
}

/* int(value), if a C long holds it. */
static ArrStatus to_long(CpuDevice *cpu, ArrConst value, int64_t *result) {
    Base *base = cpu->device.base;
    bool fits = value.dtype != ARR_UINT64 || value.u8 <= INT64_MAX;
    if (dtype_info[value.dtype].kind == KIND_FLOAT) {
        double number = const_cast(value, ARR_FLOAT64).f8;
        if (isnan(number))
            return error_set(base, ERROR_VALUE, "cannot convert float NaN to integer");
        if (isinf(number))
            return error_set(base, ERROR_OVERFLOW, "cannot convert float infinity to integer");
        fits = number >= -0x1p63 && number < 0x1p63;
    }
    if (!fits) return error_set(base, ERROR_OVERFLOW, "Python int too large to convert to C long");
    *result = const_cast(value, ARR_INT64).i8;
    return ARR_OK;
}

/* To all elements of an array. */
static void fill_elements(const LibraryOperand *out, const void *element) {
    enum { PIECE = 1024 };
    const Array *a = out->array;
    int64_t itemsize = array_itemsize(a), size = a->size;
    char piece[PIECE * sizeof(int64_t)];
    Walk walk;
    walk_init(&walk, cpu_data(out), itemsize, a->ndim, array_shape(a), array_strides(a));
    for (int64_t i = 0; i < size && i < PIECE; i++)
        memcpy(piece + i * itemsize, element, (size_t)itemsize);
    for (int64_t i = 0; i < size; i += PIECE)
        walk_scatter(&walk, i, size - i < PIECE ? size - i : PIECE, piece);
}

ArrStatus cpu_assign_int(CpuDevice *cpu, const LibraryTask *task) {
    ArrDtype dtype = (ArrDtype)task->out.array->dtype;
    int64_t number = 0;
    ArrStatus status = to_long(cpu, read_const(&task->in[0]), &number);
    if (status) return status;
    ArrConst element = const_cast(const_int(number), dtype);
    if (const_cast(element, ARR_INT64).i8 != number)
        return error_set(cpu->device.base, ERROR_OVERFLOW,
                         "Python integer %lld out of bounds for %s", (long long)number,
                         dtype_info[dtype].name);
    fill_elements(&task->out, element.bytes);
    return ARR_OK;
}
