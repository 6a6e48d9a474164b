/* Numbers as Python and NumPy write them (see number.h). */
#include "number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"

/* --- shortest digits ------------------------------------------------------- */

/* Whether d reads back as x. Written without a decimal point, which
 * strtod() would want in the locale's form. */
static bool reads_back(const Decimal *d, double x, bool is_float32) {
    char text[NUMBER_TEXT];
    snprintf(text, sizeof text, "%.*se%d", d->count, d->digits, d->exponent - d->count);
    return is_float32 ? strtof(text, NULL) == (float)x : strtod(text, NULL) == x;
}

static ShortestDigits shortest_from(const Decimal *d, bool negative) {
    ShortestDigits s = {.count = d->count, .exponent = d->exponent, .negative = negative};
    memcpy(s.digits, d->digits, (size_t)d->count);
    return s;
}

/* Below a power of two the neighbour is nearer than above, so that the n
 * digits nearest to it may belong to the lower neighbour while the n digits
 * next above are still its own. */
static bool is_power_of_two(double x) {
    int e;
    return frexp(x, &e) == 0.5;
}

/* Any number of at most this many digits survives decimal -> x -> decimal,
 * so trying fewer is needless. Subnormals carry less. */
static int least_digits(double x, bool is_float32) {
    if (is_float32) return x < 0x1p-126 ? 1 : 6;
    return x < 0x1p-1022 ? 1 : 15;
}

ShortestDigits number_shortest(double x, bool is_float32) {
    bool negative = signbit(x);
    x = fabs(x);
    if (x == 0) return (ShortestDigits){.digits = "0", .count = 1, .negative = negative};
    Decimal exact, d;
    decimal_from_double(&exact, x);
    for (int n = least_digits(x, is_float32); n < 17; n++) {
        d = exact;
        decimal_round(&d, n);
        if (reads_back(&d, x, is_float32)) return shortest_from(&d, negative);
        if (!is_power_of_two(x)) continue;
        d = exact;
        decimal_round_up(&d, n);
        if (reads_back(&d, x, is_float32)) return shortest_from(&d, negative);
    }
    decimal_round(&exact, 17);
    return shortest_from(&exact, negative);
}

/* --- repr -------------------------------------------------------------------- */

/* A growing position in a buffer that is known to be large enough. */
static char *put(char *p, const char *bytes, int count) {
    memcpy(p, bytes, (size_t)count);
    return p + count;
}

static char *put_zeros(char *p, int count) {
    memset(p, '0', (size_t)count);
    return p + count;
}

static char *put_scientific(char *p, const ShortestDigits *s) {
    *p++ = s->digits[0];
    if (s->count > 1) {
        *p++ = '.';
        p = put(p, s->digits + 1, s->count - 1);
    }
    return p + sprintf(p, "e%+03d", s->exponent - 1);
}

/* whole: text after a number without fraction: ".0" or "". */
static char *put_positional(char *p, const ShortestDigits *s, const char *whole) {
    int before = s->exponent < 0 ? 0 : s->exponent < s->count ? s->exponent : s->count;
    if (s->exponent <= 0) *p++ = '0';
    p = put(p, s->digits, before);
    if (s->exponent > s->count) p = put_zeros(p, s->exponent - s->count);
    if (before == s->count || s->digits[0] == '0') return put(p, whole, (int)strlen(whole));
    *p++ = '.';
    if (s->exponent < 0) p = put_zeros(p, -s->exponent);
    return put(p, s->digits + before, s->count - before);
}

/* Both Python and NumPy use an exponent outside 1e-4 <= |x| < 1e16. */
static char *put_float(char *p, double x, bool is_float32, bool sign, const char *whole) {
    bool negative = signbit(x) && !isnan(x);
    if (negative) *p++ = '-';
    else if (sign) *p++ = '+';
    if (!isfinite(x)) return put(p, isnan(x) ? "nan" : "inf", 3);
    ShortestDigits s = number_shortest(x, is_float32);
    double size = fabs(x);
    if (size != 0 && (size >= 1e16 || size < 1e-4)) return put_scientific(p, &s);
    return put_positional(p, &s, whole);
}

static int repr_float(char *text, double x, bool is_float32) {
    char *end = put_float(text, x, is_float32, false, ".0");
    *end = 0;
    return (int)(end - text);
}

int number_repr_double(char text[NUMBER_TEXT], double x) {
    return repr_float(text, x, false);
}

int number_repr_float32(char text[NUMBER_TEXT], float x) {
    return repr_float(text, (double)x, true);
}

/* A real part of +0 is left out, and the parentheses with it. */
static int repr_complex(char *text, double real, double imag, bool is_float32) {
    char *p = text;
    bool imag_only = real == 0 && !signbit(real);
    if (!imag_only) {
        *p++ = '(';
        p = put_float(p, real, is_float32, false, "");
    }
    p = put_float(p, imag, is_float32, !imag_only, "");
    *p++ = 'j';
    if (!imag_only) *p++ = ')';
    *p = 0;
    return (int)(p - text);
}

int number_repr_complex(char text[2 * NUMBER_TEXT + 4], double real, double imag) {
    return repr_complex(text, real, imag, false);
}

/* --- NumPy scalars ------------------------------------------------------------- */

enum { SCALAR_TEXT = 2 * NUMBER_TEXT + 4 };

static void scalar_text(char text[SCALAR_TEXT], ArrConst v) {
    switch (v.dtype) {
    case ARR_BOOL: snprintf(text, SCALAR_TEXT, "%s", v.b ? "True" : "False"); break;
    case ARR_INT8: snprintf(text, SCALAR_TEXT, "%d", v.i1); break;
    case ARR_INT16: snprintf(text, SCALAR_TEXT, "%d", v.i2); break;
    case ARR_INT32: snprintf(text, SCALAR_TEXT, "%" PRId32, v.i4); break;
    case ARR_INT64: snprintf(text, SCALAR_TEXT, "%" PRId64, v.i8); break;
    case ARR_UINT8: snprintf(text, SCALAR_TEXT, "%d", v.u1); break;
    case ARR_UINT16: snprintf(text, SCALAR_TEXT, "%d", v.u2); break;
    case ARR_UINT32: snprintf(text, SCALAR_TEXT, "%" PRIu32, v.u4); break;
    case ARR_UINT64: snprintf(text, SCALAR_TEXT, "%" PRIu64, v.u8); break;
    case ARR_FLOAT32: repr_float(text, (double)v.f4, true); break;
    case ARR_FLOAT64: repr_float(text, v.f8, false); break;
    case ARR_COMPLEX64: repr_complex(text, (double)v.c8[0], (double)v.c8[1], true); break;
    case ARR_COMPLEX128: repr_complex(text, v.c16[0], v.c16[1], false); break;
    case ARR_DTYPE_COUNT: text[0] = 0; break;
    }
}

void number_scalar_str(Text *text, ArrConst value) {
    char bytes[SCALAR_TEXT];
    scalar_text(bytes, value);
    text_adds(text, bytes);
}

void number_scalar_repr(Text *text, ArrConst value) {
    char bytes[SCALAR_TEXT];
    scalar_text(bytes, value);
    if (value.dtype == ARR_BOOL)
        text_addf(text, "np.%s_", bytes);
    else if (bytes[0] == '(')
        text_addf(text, "np.%s%s", dtype_info[value.dtype].name, bytes);
    else
        text_addf(text, "np.%s(%s)", dtype_info[value.dtype].name, bytes);
}
