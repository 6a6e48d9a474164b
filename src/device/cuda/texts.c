/* Tables of text, stamped from the rows that the CPU's loops are stamped from. */
#include "texts.h"

#include <string.h>

enum { TEXT_BOOL, TEXT_INT, TEXT_FLOAT, TEXT_COMPLEX, TEXT_KINDS };

typedef struct OpText {
    const char *name;
    const char *texts[TEXT_KINDS];
} OpText;

static const OpText ops[OP_COUNT] = {
#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc) \
    [OP_##id] = {#id, {#b, #i, #f, #c}},
#define REDUCTION(...)
#include "../../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

static const char *const casts[ARR_DTYPE_COUNT][ARR_DTYPE_COUNT] = {
#define CAST_LOOP(FROM, F, TO, T, value)    [ARR_##FROM][ARR_##TO] = #value,
#define CAST_COMPLEX(FROM, F, TO, T, value) [ARR_##FROM][ARR_##TO] = #value,
#define RANGE_LOOP(D, T, COUNT, value)
#include "../../../kernels/cast_rows.h"
#undef CAST_LOOP
#undef CAST_COMPLEX
#undef RANGE_LOOP
};

static const char *const ranges[ARR_DTYPE_COUNT][2] = {
#define CAST_LOOP(FROM, F, TO, T, value)
#define CAST_COMPLEX(FROM, F, TO, T, value)
#define RANGE_LOOP(D, T, COUNT, value) [ARR_##D] = {#COUNT, #value},
#include "../../../kernels/cast_rows.h"
#undef CAST_LOOP
#undef CAST_COMPLEX
#undef RANGE_LOOP
};

static const char *const types[ARR_DTYPE_COUNT][2] = {
#define X(id, name, kind, kind_char, c_type) [ARR_##id] = {#c_type, #id},
    DTYPES(X)
#undef X
};

static const bool pairwise[REDUCE_COUNT] = {
#define KERNEL_PAIRWISE true
#define KERNEL_FOLD     false
#define KERNEL_CHAIN    false
#define KERNEL_ANY      false
#define KERNEL_ALL      false
#define KERNEL_BITS     false
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    [REDUCE_##id] = KERNEL_##kernel,
#include "../../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

const char *cuda_op_text(int op, int dtype) {
    static const int kinds[] = {[KIND_BOOL] = TEXT_BOOL,   [KIND_INT] = TEXT_INT,
                                [KIND_UINT] = TEXT_INT,    [KIND_FLOAT] = TEXT_FLOAT,
                                [KIND_COMPLEX] = TEXT_COMPLEX};
    const char *text = ops[op].texts[kinds[dtype_info[dtype].kind]];
    return strcmp(text, "NONE") == 0 ? NULL : text;
}

const char *cuda_op_name(int op) {
    return ops[op].name;
}

const char *cuda_cast_text(int from, int to) {
    return casts[from][to];
}

const char *cuda_range_text(int dtype) {
    return ranges[dtype][1];
}

const char *cuda_count_type(int dtype) {
    return ranges[dtype][0];
}

/* "float complex", as the table has it, is C's alone. */
const char *cuda_type(int dtype) {
    if (dtype == ARR_COMPLEX64) return "Complex64";
    if (dtype == ARR_COMPLEX128) return "Complex128";
    return types[dtype][0];
}

const char *cuda_type_name(int dtype) {
    return types[dtype][1];
}

const char *cuda_result_type(int op, int dtype) {
    switch ((OpRule)op_info[op].rule) {
    case RULE_COMPARE:
    case RULE_LOGICAL:
    case RULE_TEST:
    case RULE_COUNT: return "uint8_t";
    case RULE_REAL:
        if (dtype == ARR_COMPLEX64) return "float";
        if (dtype == ARR_COMPLEX128) return "double";
        return cuda_type(dtype);
    default: return cuda_type(dtype);
    }
}

bool cuda_reduce_pairwise(int reduce) {
    return pairwise[reduce];
}
