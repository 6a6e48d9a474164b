/* Numbers written in strings (see scan.h). */
#include "scan.h"

#include <string.h>

typedef struct Scan {
    const char *at, *end;
} Scan;

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static Scan scan_begin(const StringObject *text) {
    Scan scan = {text->bytes, text->bytes + text->length};
    while (scan.at < scan.end && is_blank(*scan.at)) scan.at++;
    while (scan.end > scan.at && is_blank(scan.end[-1])) scan.end--;
    return scan;
}

static char peek(const Scan *scan) {
    return scan->at < scan->end ? *scan->at : 0;
}

static char peek_lower(const Scan *scan) {
    char c = peek(scan);
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* -1, 1, or 0 where no sign stands. */
static int scan_sign(Scan *scan) {
    char c = peek(scan);
    if (c != '+' && c != '-') return 0;
    scan->at++;
    return c == '-' ? -1 : 1;
}

/* 36 for what is no digit of any base. */
static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

/* --- ints ------------------------------------------------------------------ */

static int prefix_base(const Scan *scan) {
    if (scan->end - scan->at < 2 || scan->at[0] != '0') return 0;
    switch (scan->at[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

static ArrStatus scan_int_error(ArrState *state, const StringObject *text, int base) {
    Text repr = text_new(&state->base.heap);
    Value string = value_object((Object *)(uintptr_t)&text->head);
    ArrStatus status = value_repr(state, string, &repr);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE, "invalid literal for int() with base %d: %s",
                           base, text_string(&repr));
    text_free(&repr);
    return status;
}

/* value * base + digit, in the int64 *small while it fits and then in *big. */
static ArrStatus add_digit(ArrState *state, int base, int digit, Value *value) {
    int64_t next;
    if (value->kind == VALUE_INT && !__builtin_mul_overflow(value->integer, (int64_t)base, &next) &&
        !__builtin_add_overflow(next, (int64_t)digit, &next)) {
        *value = value_int(next);
        return ARR_OK;
    }
    Value product, sum;
    ArrStatus status = number_binary(state, AST_OP_MULTIPLY, *value, value_int(base), &product);
    if (status) return status;
    status = number_binary(state, AST_OP_ADD, product, value_int(digit), &sum);
    value_release(state, product);
    if (status) return status;
    value_release(state, *value);
    *value = sum;
    return ARR_OK;
}

/* Digits to the end, '_' between two of them. *valid false: something else. */
static ArrStatus scan_digits(ArrState *state, Scan *scan, int base, Value *value, bool *valid) {
    *valid = false;
    while (scan->at < scan->end) {
        int digit = digit_value(peek_lower(scan));
        if (digit >= base) return ARR_OK;
        ArrStatus status = add_digit(state, base, digit, value);
        if (status) return status;
        scan->at++;
        *valid = scan->at == scan->end;
        if (peek(scan) == '_') scan->at++;
    }
    return ARR_OK;
}

ArrStatus scan_int(ArrState *state, const StringObject *text, int base, Value *result) {
    Scan scan = scan_begin(text);
    bool negative = scan_sign(&scan) < 0, valid;
    int prefix = prefix_base(&scan), digits_base = base ? base : prefix ? prefix : 10;
    if (prefix && prefix == digits_base) {
        scan.at += 2;
        if (peek(&scan) == '_') scan.at++;
    }
    bool zero_first = base == 0 && !prefix && peek(&scan) == '0';
    if (digits_base == 10 && scan.end - scan.at > 4300)
        return error_set(&state->base, ERROR_VALUE,
                         "Exceeds the limit (4300 digits) for integer string conversion: value has "
                         "%lld digits; use sys.set_int_max_str_digits() to increase the limit",
                         (long long)(scan.end - scan.at));
    Value value = value_int(0);
    ArrStatus status = scan_digits(state, &scan, digits_base, &value, &valid);
    if (!status && zero_first && (value.kind != VALUE_INT || value.integer != 0)) valid = false;
    if (!status && !valid) status = scan_int_error(state, text, base);
    if (!status && negative) status = number_unary(state, AST_OP_NEGATIVE, value, result);
    else if (!status) {
        *result = value;
        return ARR_OK;
    }
    value_release(state, value);
    return status;
}

/* --- floats ---------------------------------------------------------------- */

/* Copies digits without '_'; their count, or -1 for a '_' that is not between two. */
static int64_t copy_digits(Scan *scan, Text *digits) {
    int64_t count = 0;
    while (peek(scan) >= '0' && peek(scan) <= '9') {
        text_addc(digits, *scan->at++);
        count++;
        if (peek(scan) == '_') {
            scan->at++;
            if (!(peek(scan) >= '0' && peek(scan) <= '9')) return -1;
        }
    }
    return count;
}

/* "12.5e-3" without sign. false: no number stands here. */
static bool copy_decimal(Scan *scan, Text *digits) {
    int64_t whole = copy_digits(scan, digits), fraction = 0;
    if (whole >= 0 && peek(scan) == '.') {
        text_addc(digits, *scan->at++);
        fraction = copy_digits(scan, digits);
    }
    if (whole < 0 || fraction < 0 || whole + fraction == 0) return false;
    if (peek_lower(scan) != 'e') return true;
    text_addc(digits, 'e');
    scan->at++;
    int sign = scan_sign(scan);
    if (sign) text_addc(digits, sign < 0 ? '-' : '+');
    return copy_digits(scan, digits) > 0;
}

static bool scan_word(Scan *scan, const char *word) {
    Scan ahead = *scan;
    for (; *word; word++, ahead.at++)
        if (peek_lower(&ahead) != *word) return false;
    *scan = ahead;
    return true;
}

/* A number without sign. *valid false: none stands here. */
static ArrStatus scan_magnitude(ArrState *state, Scan *scan, double *value, bool *valid) {
    *valid = true;
    if (scan_word(scan, "infinity") || scan_word(scan, "inf")) {
        *value = __builtin_inf();
    } else if (scan_word(scan, "nan")) {
        *value = __builtin_nan("");
    } else {
        Text digits = text_new(&state->base.heap);
        *valid = copy_decimal(scan, &digits);
        bool failed = digits.failed;
        *value = *valid && !failed ? text_to_double(text_string(&digits)) : 0;
        text_free(&digits);
        if (failed) return error_memory(&state->base, scan->end - scan->at, "a number");
    }
    return ARR_OK;
}

ArrStatus scan_float(ArrState *state, const StringObject *text, double *result) {
    Scan scan = scan_begin(text);
    bool negative = scan_sign(&scan) < 0, valid;
    double value;
    ArrStatus status = scan_magnitude(state, &scan, &value, &valid);
    if (status) return status;
    if (valid && scan.at == scan.end) {
        *result = negative ? -value : value;
        return ARR_OK;
    }
    Text repr = text_new(&state->base.heap);
    status = value_repr(state, value_object((Object *)(uintptr_t)&text->head), &repr);
    if (!status)
        status = error_set(&state->base, ERROR_VALUE, "could not convert string to float: %s",
                           text_string(&repr));
    text_free(&repr);
    return status;
}

/* --- complex --------------------------------------------------------------- */

/* One signed part: "1.5", "-2j", "+j". *imaginary: a j followed. */
static ArrStatus scan_part(ArrState *state, Scan *scan, double *value, bool *imaginary,
                           bool *valid) {
    int sign = scan_sign(scan);
    bool unit = peek_lower(scan) == 'j';
    *value = 1;
    *valid = true;
    ArrStatus status = unit ? ARR_OK : scan_magnitude(state, scan, value, valid);
    if (sign < 0) *value = -*value;
    *imaginary = peek_lower(scan) == 'j';
    if (*imaginary) scan->at++;
    return status;
}

ArrStatus scan_complex(ArrState *state, const StringObject *text, double *real, double *imag) {
    Scan scan = scan_begin(text);
    bool bracketed = scan.end - scan.at >= 2 && *scan.at == '(' && scan.end[-1] == ')';
    if (bracketed) {
        scan.at++;
        scan.end--;
        while (scan.at < scan.end && is_blank(*scan.at)) scan.at++;
        while (scan.end > scan.at && is_blank(scan.end[-1])) scan.end--;
    }
    double parts[2] = {0, 0}, value;
    bool imaginary, valid;
    ArrStatus status = scan_part(state, &scan, &value, &imaginary, &valid);
    parts[imaginary] = value;
    if (!status && valid && !imaginary && (peek(&scan) == '+' || peek(&scan) == '-')) {
        status = scan_part(state, &scan, &parts[1], &imaginary, &valid);
        valid = valid && imaginary;
    }
    if (status) return status;
    if (!valid || scan.at != scan.end)
        return error_set(&state->base, ERROR_VALUE, "complex() arg is a malformed string");
    *real = parts[0];
    *imag = parts[1];
    return ARR_OK;
}
