/* Which op may meet which floating-point error, and what it is called (see float_error.h). */
#include "float_error.h"

#include <stdio.h>
#include <string.h>

unsigned float_kinds_in(unsigned modes, FloatErrorMode mode) {
    unsigned kinds = 0;
    for (int k = 0; k < 4; k++)
        if ((modes >> (2 * k) & 3) == (unsigned)mode) kinds |= 1u << k;
    return kinds;
}

unsigned float_kinds_seen(unsigned modes) {
    return FLOAT_ALL & ~float_kinds_in(modes, FLOAT_IGNORE);
}

unsigned float_set_modes(unsigned modes, unsigned kinds, FloatErrorMode mode) {
    for (int k = 0; k < 4; k++)
        if (kinds >> k & 1)
            modes = (modes & ~(3u << (2 * k))) | (unsigned)mode << (2 * k);
    return modes;
}

static bool is_float(ArrDtype dtype) {
    return dtype_info[dtype].kind == KIND_FLOAT || dtype_info[dtype].kind == KIND_COMPLEX;
}

static unsigned int_kinds(Op op) {
    switch (op) {
    case OP_FLOOR_DIVIDE: return FLOAT_DIVIDE | FLOAT_OVER;
    case OP_REMAINDER:
    case OP_FMOD: return FLOAT_DIVIDE;
    case OP_RECIPROCAL: return FLOAT_DIVIDE | FLOAT_INVALID;
    default: return 0;
    }
}

unsigned float_op_kinds(Op op, ArrDtype loop) {
    if (!is_float(loop)) return int_kinds(op);
    switch ((OpRule)op_info[op].rule) {
    case RULE_COMPARE:
    case RULE_LOGICAL:
    case RULE_TEST:
    case RULE_COUNT:
    case RULE_SELECT: return 0;
    default: break;
    }
    switch (op) {
    case OP_POSITIVE:
    case OP_NEGATIVE:
    case OP_CONJUGATE:
    case OP_SIGN:
    case OP_FLOOR:
    case OP_CEIL:
    case OP_TRUNC:
    case OP_RINT:
    case OP_COPYSIGN:
    case OP_SPACING:
    case OP_MAXIMUM:
    case OP_MINIMUM:
    case OP_FMAX:
    case OP_FMIN: return 0;
    case OP_ABSOLUTE: return dtype_info[loop].kind == KIND_COMPLEX ? FLOAT_OVER : 0;
    case OP_ADD:
    case OP_SUBTRACT: return FLOAT_OVER | FLOAT_INVALID;
    case OP_MULTIPLY: return FLOAT_OVER | FLOAT_UNDER | FLOAT_INVALID;
    case OP_SQRT: return FLOAT_INVALID;
    default: return FLOAT_ALL;
    }
}

bool float_op_is_plain(Op op, ArrDtype loop) {
    switch (op) {
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_SQUARE: return is_float(loop);
    case OP_DIVIDE:
    case OP_RECIPROCAL:
    case OP_SQRT: return dtype_info[loop].kind == KIND_FLOAT;
    default: return false;
    }
}

unsigned float_cast_kinds(ArrDtype from, ArrDtype to) {
    if (!is_float(from) || to == ARR_BOOL) return 0;
    if (!is_float(to)) return FLOAT_INVALID;
    bool narrows = (from == ARR_FLOAT64 || from == ARR_COMPLEX128) &&
                   (to == ARR_FLOAT32 || to == ARR_COMPLEX64);
    return narrows ? FLOAT_OVER | FLOAT_UNDER : 0;
}

unsigned float_reduce_kinds(ReduceOp op, ArrDtype loop) {
    if (op != REDUCE_SUM && op != REDUCE_PROD) return 0;
    return float_op_kinds(reduce_info[op].combine, loop);
}

unsigned float_library_kinds(LibraryOp op) {
    switch (op) {
    case LIBRARY_WARN: return FLOAT_INVALID;
    case LIBRARY_MATMUL:
    case LIBRARY_CUMSUM: return FLOAT_OVER | FLOAT_INVALID;
    case LIBRARY_CUMPROD: return FLOAT_OVER | FLOAT_UNDER | FLOAT_INVALID;
    case LIBRARY_ACCUMULATE:
    case LIBRARY_APPLY: return FLOAT_ALL;
    default: return 0;
    }
}

static const char *const names[FLOAT_NAME_COUNT] = {[FLOAT_NAME_SCALAR_POWER] = "scalar power",
                                                    [FLOAT_NAME_DIVMOD] = "divmod",
                                                    [FLOAT_NAME_SCALAR_DIVMOD] = "scalar divmod",
                                                    [FLOAT_NAME_FLOAT_POWER] = "float_power",
                                                    [FLOAT_NAME_VECDOT] = "vecdot",
                                                    [FLOAT_NAME_LOGADDEXP] = "logaddexp",
                                                    [FLOAT_NAME_LOGADDEXP2] = "logaddexp2",
                                                    [FLOAT_NAME_REDUCE] = "reduce"};

FloatName float_name_find(const char *text) {
    for (int name = FLOAT_NAME_SCALAR_POWER; name < FLOAT_NAME_COUNT; name++)
        if (strcmp(names[name], text) == 0) return (FloatName)name;
    return FLOAT_NAME_OWN;
}

void float_error_text(unsigned kind, FloatName name, const char *op, char *text, size_t size) {
    const char *what = kind == FLOAT_DIVIDE  ? "divide by zero"
                       : kind == FLOAT_OVER  ? "overflow"
                       : kind == FLOAT_UNDER ? "underflow"
                                             : "invalid value";
    if (name == FLOAT_NAME_OWN || name == FLOAT_NAME_SCALAR)
        snprintf(text, size, "%s encountered in %s%s", what,
                 name == FLOAT_NAME_SCALAR ? "scalar " : "", op);
    else
        snprintf(text, size, "%s encountered in %s", what, names[name]);
}
