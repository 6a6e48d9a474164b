/* The methods of Python's own numbers. */
#include <math.h>

#include "bigint.h"
#include "builtins.h"

static ArrStatus number_conjugate(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->self;
    if (v.kind == VALUE_COMPLEX) {
        const ComplexObject *z = VALUE_AS(ComplexObject, v);
        return complex_new(state, z->real, -z->imag, result);
    }
    if (v.kind == VALUE_BOOL) v = value_int(v.boolean);
    value_retain(*result = v);
    return ARR_OK;
}

static ArrStatus float_is_integer(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    double x = call->self.number;
    *result = value_bool(isfinite(x) && floor(x) == x);
    return ARR_OK;
}

/* The bits of |v|: data 1 counts those that are set, 0 all. */
static ArrStatus int_bits(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->self;
    int64_t count = 0;
    if (v.kind == VALUE_BIGINT) {
        Text digits = text_new(&state->base.heap);
        bigint_add_digits(v, 1, &digits);
        if (digits.failed) return error_memory(&state->base, digits.length, "digits");
        for (int64_t i = 0; i < digits.length; i++) count += !call->data || digits.bytes[i] == '1';
        text_free(&digits);
    } else {
        int64_t i = v.kind == VALUE_BOOL ? v.boolean : v.integer;
        uint64_t bits = i < 0 ? -(uint64_t)i : (uint64_t)i;
        if (call->data) count = __builtin_popcountll(bits);
        else count = bits ? 64 - __builtin_clzll(bits) : 0;
    }
    *result = value_int(count);
    return ARR_OK;
}

const BuiltinRow int_method_rows[] = {
    {"conjugate()", number_conjugate, "The int itself.", 0},
    {"bit_length()", int_bits, "The number of bits that its absolute value takes.", 0},
    {"bit_count()", int_bits, "The number of ones among the bits of its absolute value.", 1},
    {NULL, NULL, NULL, 0},
};

const BuiltinRow float_method_rows[] = {
    {"conjugate()", number_conjugate, "The float itself.", 0},
    {"is_integer()", float_is_integer, "Whether it is a whole number.", 0},
    {NULL, NULL, NULL, 0},
};

const BuiltinRow complex_method_rows[] = {
    {"conjugate()", number_conjugate, "real - imag * 1j.", 0},
    {NULL, NULL, NULL, 0},
};
