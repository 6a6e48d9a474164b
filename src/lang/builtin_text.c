/* Python's builtins between ints and text, and pow with its modulus. */
#include "bigint.h"
#include "builtins.h"

/* bin, oct, hex: data is the number of bits of a digit. */
static ArrStatus builtin_base(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v;
    ArrStatus status = bigint_index(state, call->args[0], &v);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    text_adds(&text, bigint_sign(v) < 0 ? "-0" : "0");
    text_addc(&text, call->data == 1 ? 'b' : call->data == 3 ? 'o' : 'x');
    bigint_add_digits(v, call->data, &text);
    value_release(state, v);
    status = text.failed ? error_memory(&state->base, text.length, "a string")
                         : string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

static ArrStatus builtin_chr(ArrState *state, const BuiltinCall *call, Value *result) {
    int64_t code;
    if (call->args[0].kind == VALUE_BIGINT)
        return error_set(&state->base, ERROR_OVERFLOW, "Python int too large to convert to C int");
    ArrStatus status = value_index(state, call->args[0], &code);
    if (status) return status;
    if (code < INT32_MIN || code > INT32_MAX)
        return error_set(&state->base, ERROR_OVERFLOW, "signed integer is %s than %s",
                         code < 0 ? "less" : "greater", code < 0 ? "minimum" : "maximum");
    if (code < 0 || code >= 0x110000)
        return error_set(&state->base, ERROR_VALUE, "chr() arg not in range(0x110000)");
    if (code >= 0xD800 && code < 0xE000)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED, "surrogates are not in arr");
    Text text = text_new(&state->base.heap);
    text_add_point(&text, (uint32_t)code);
    status = text.failed ? error_memory(&state->base, text.length, "a string")
                         : string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

static ArrStatus builtin_ord(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "ord() expected string of length 1, but %s found", value_type_name(v));
    const StringObject *s = VALUE_AS(StringObject, v);
    int64_t count = utf8_count(s->bytes, s->length);
    if (count != 1)
        return error_set(&state->base, ERROR_TYPE,
                         "ord() expected a character, but string of length %lld found",
                         (long long)count);
    *result = value_int(utf8_point(s->bytes, s->length));
    return ARR_OK;
}

/* --- pow ------------------------------------------------------------------------------- */

static bool is_int(Value v) {
    return v.kind == VALUE_BOOL || v.kind == VALUE_INT || v.kind == VALUE_BIGINT;
}

/* *a = *a op b */
static ArrStatus update(ArrState *state, AstOperator op, Value *a, Value b) {
    Value next;
    ArrStatus status = number_binary(state, op, *a, b, &next);
    if (status) return status;
    value_release(state, *a);
    *a = next;
    return ARR_OK;
}

/* The inverse of a modulo n, by Euclid's extended algorithm; 0 <= a < |n|. */
static ArrStatus invert(ArrState *state, Value a, Value n, Value *inverse) {
    Value r[2] = {n, a}, t[2] = {value_int(0), value_int(1)};
    value_retain(n);
    value_retain(a);
    ArrStatus status = ARR_OK;
    while (!status && bigint_sign(r[1]) != 0) {
        Value quotient, product[2] = {value_undefined(), value_undefined()};
        status = number_binary(state, AST_OP_FLOOR_DIVIDE, r[0], r[1], &quotient);
        if (status) break;
        status = number_binary(state, AST_OP_MULTIPLY, quotient, r[1], &product[0]);
        if (!status) status = number_binary(state, AST_OP_MULTIPLY, quotient, t[1], &product[1]);
        if (!status) status = update(state, AST_OP_SUBTRACT, &r[0], product[0]);
        if (!status) status = update(state, AST_OP_SUBTRACT, &t[0], product[1]);
        value_release(state, quotient);
        value_release(state, product[0]);
        value_release(state, product[1]);
        Value swap = r[0];
        r[0] = r[1];
        r[1] = swap;
        swap = t[0];
        t[0] = t[1];
        t[1] = swap;
    }
    bool unit = !status && (bigint_compare(r[0], value_int(1)) == 0 ||
                            bigint_compare(r[0], value_int(-1)) == 0);
    if (!status && !unit)
        status =
            error_set(&state->base, ERROR_VALUE, "base is not invertible for the given modulus");
    if (!status) status = update(state, AST_OP_MULTIPLY, &t[0], r[0]);
    if (!status) status = number_binary(state, AST_OP_REMAINDER, t[0], n, inverse);
    for (int i = 0; i < 2; i++) {
        value_release(state, r[i]);
        value_release(state, t[i]);
    }
    return status;
}

/* base ** exponent % n for exponent >= 0, by squaring; power is reduced. */
static ArrStatus raise_modulo(ArrState *state, Value base, Value exponent, Value n, Value *power) {
    Text bits = text_new(&state->base.heap);
    bigint_add_digits(exponent, 1, &bits);
    ArrStatus status = bits.failed ? error_memory(&state->base, bits.length, "digits") : ARR_OK;
    *power = value_int(1);
    if (!status) status = update(state, AST_OP_REMAINDER, power, n);
    for (int64_t i = 0; i < bits.length && !status; i++) {
        status = update(state, AST_OP_MULTIPLY, power, *power);
        if (!status) status = update(state, AST_OP_REMAINDER, power, n);
        if (!status && bits.bytes[i] == '1') status = update(state, AST_OP_MULTIPLY, power, base);
        if (!status) status = update(state, AST_OP_REMAINDER, power, n);
        if (!status) status = base_check_interrupt(&state->base);
    }
    text_free(&bits);
    if (status) value_release(state, *power);
    return status;
}

static ArrStatus pow_modulo(ArrState *state, Value base, Value exponent, Value n, Value *result) {
    Value reduced, inverse, positive;
    if (bigint_sign(n) == 0)
        return error_set(&state->base, ERROR_VALUE, "pow() 3rd argument cannot be 0");
    ArrStatus status = number_binary(state, AST_OP_REMAINDER, base, n, &reduced);
    if (status) return status;
    if (bigint_sign(exponent) >= 0) {
        status = raise_modulo(state, reduced, exponent, n, result);
    } else {
        status = invert(state, reduced, n, &inverse);
        if (!status) status = number_unary(state, AST_OP_NEGATIVE, exponent, &positive);
        if (!status) {
            status = raise_modulo(state, inverse, positive, n, result);
            value_release(state, positive);
            value_release(state, inverse);
        }
    }
    value_release(state, reduced);
    return status;
}

static ArrStatus builtin_pow(ArrState *state, const BuiltinCall *call, Value *result) {
    Value base = call->args[0], exponent = call->args[1], modulus = call->args[2];
    if (!is_given(modulus)) return operate_binary(state, AST_OP_POWER, base, exponent, result);
    if (!is_int(base) || !is_int(exponent) || !is_int(modulus))
        return error_set(&state->base, ERROR_TYPE,
                         "pow() 3rd argument not allowed unless all arguments are integers");
    return pow_modulo(state, base, exponent, modulus, result);
}

static ArrStatus builtin_ascii(ArrState *state, const BuiltinCall *call, Value *result) {
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_ascii(state, call->args[0], &text);
    if (!status && text.failed) status = error_memory(&state->base, text.length, "a string");
    if (!status) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

static ArrStatus builtin_input(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)call;
    (void)result;
    ArrStatus status = error_set(&state->base, ERROR_NOT_IMPLEMENTED, "input() is not in arr");
    error_hint(&state->base, "arguments of the program are in sys.argv");
    return status;
}

const BuiltinRow text_rows[] = {
    {"bin(number, /)", builtin_base, "An int in binary: '0b101'.", 1},
    {"oct(number, /)", builtin_base, "An int in octal: '0o17'.", 3},
    {"hex(number, /)", builtin_base, "An int in hexadecimal: '0xff'.", 4},
    {"ascii(obj, /)", builtin_ascii, "repr(obj) with escapes for what is not ASCII.", 0},
    {"chr(i, /)", builtin_chr, "The character with the code point i.", 0},
    {"ord(c, /)", builtin_ord, "The code point of a character.", 0},
    {"pow(base, exp, mod=None)", builtin_pow, "base ** exp, or base ** exp % mod of ints.", 0},
    {"input(prompt='', /)", builtin_input, "Not in arr.", 0},
    {NULL, NULL, NULL, 0},
};
