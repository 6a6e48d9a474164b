/* Floats in arrays, as NumPy writes them (see format_float.h). */
#include "format_float.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "number.h"

static double column_item(const FloatColumn *column, int64_t i) {
    const unsigned char *item = column->first + i * column->stride;
    double wide;
    float narrow;
    if (!column->is_float32) {
        memcpy(&wide, item, sizeof wide);
        return wide;
    }
    memcpy(&narrow, item, sizeof narrow);
    return (double)narrow;
}

/* --- digits ------------------------------------------------------------------ */

/* The digits of x that the format shows: the shortest that read back. Where
 * they are too many, the exact value is rounded (rounding the shortest would
 * round twice). filled: where they end too early, digits of the exact value
 * follow, as in NumPy: in the integer part (float32 16777216 is not 16777220),
 * and in all of a number whose fraction has a fixed length. */
static void shown_digits(const FloatFormat *f, double x, bool filled, Decimal *d) {
    ShortestDigits s = number_shortest(x, f->is_float32);
    int most = f->precision + (f->scientific ? 1 : s.exponent);
    int least = !filled ? 0 : f->scientific || f->zeros ? most : s.exponent;
    decimal_from_double(d, x);
    if (d->count == 0) return;
    if (f->exact) {
        decimal_round(d, f->precision + d->exponent);
        return;
    }
    if (s.count > most || s.count < least) {
        decimal_round(d, s.count > most ? most : least);
        return;
    }
    d->count = s.count;
    d->exponent = s.exponent;
    memcpy(d->digits, s.digits, (size_t)s.count);
}

static int fraction_digits(const FloatFormat *f, const Decimal *d) {
    int point = f->scientific ? 1 : d->exponent;
    return d->count > point ? d->count - point : 0;
}

static int digits_before_point(const FloatFormat *f, const Decimal *d) {
    return f->scientific || d->exponent < 1 ? 1 : d->exponent;
}

static int sign_width(const FloatFormat *f, bool negative) {
    return negative || f->plus;
}

/* "1.5e-05": the value of the exponent is that of the first digit. */
static int first_exponent(const Decimal *d) {
    return d->count ? d->exponent - 1 : 0;
}

static int exponent_width(const Decimal *d) {
    return abs(first_exponent(d)) >= 100 ? 3 : 2;
}

/* --- the form of an array ---------------------------------------------------- */

/* NumPy compares in the array's own precision. */
static bool wants_exponent(double max, double min, bool suppress, bool is_float32) {
    if (max >= 1e8) return true;
    if (suppress) return false;
    if (is_float32) return (float)min < 0.0001F || (float)max / (float)min > 1000.0F;
    return min < 0.0001 || max / min > 1000.0;
}

static bool column_is_scientific(const FloatColumn *column, bool suppress) {
    double max = 0, min = INFINITY;
    for (int64_t i = 0; i < column->count; i++) {
        double size = fabs(column_item(column, i));
        if (!isfinite(size) || size == 0) continue;
        max = fmax(max, size);
        min = fmin(min, size);
    }
    return max > 0 && wants_exponent(max, min, suppress, column->is_float32);
}

static void widen(int *width, int need) {
    if (*width < need) *width = need;
}

static void widen_for_finite(FloatFormat *f, double x) {
    Decimal d;
    shown_digits(f, x, false, &d);
    widen(&f->left, sign_width(f, d.negative) + digits_before_point(f, &d));
    widen(&f->right, fraction_digits(f, &d));
    widen(&f->exponent, exponent_width(&d));
}

/* What stands right of the point: of scientific numbers also "e+05". */
static int right_width(const FloatFormat *f) {
    return f->right + (f->scientific ? 2 + f->exponent : 0);
}

static bool is_negative_infinity(double x) {
    return isinf(x) && x < 0;
}

static int longer(int a, int b) {
    return a > b ? a : b;
}

/* nan and inf stand where the numbers stand, from left to right edge. */
static void widen_for_nonfinite(FloatFormat *f, bool signed_infinity) {
    int beyond = right_width(f) + 1;
    widen(&f->left, longer((int)strlen(f->nan), (int)strlen(f->inf) + signed_infinity) - beyond);
}

FloatFormat format_float_make(const FormatOptions *options, FloatColumn column, char sign) {
    FloatFormat f = {.is_float32 = column.is_float32, .plus = sign == '+',
                     .precision = options->precision, .nan = options->nanstr,
                     .inf = options->infstr};
    FloatMode mode = options->floatmode;
    if (mode == FLOAT_UNIQUE) f.precision = FORMAT_PRECISION;
    f.scientific = column_is_scientific(&column, options->suppress);
    f.exact = mode == FLOAT_FIXED && !f.scientific;
    bool nonfinite = false, finite = false, negative = false, negative_infinity = false;
    for (int64_t i = 0; i < column.count; i++) {
        double x = column_item(&column, i);
        if (isfinite(x)) {
            finite = true;
            negative |= signbit(x) != 0;
            widen_for_finite(&f, x);
        } else {
            nonfinite = true;
            negative_infinity |= is_negative_infinity(x);
        }
    }
    if (finite && mode == FLOAT_FIXED) f.right = f.precision;
    f.zeros = finite && (mode == FLOAT_FIXED || mode == FLOAT_MAXPREC_EQUAL);
    if (sign == ' ' && !negative) f.left++;
    if (nonfinite) widen_for_nonfinite(&f, negative_infinity || sign != '-');
    if (f.scientific || f.zeros) f.precision = f.right;
    return f;
}

/* --- writing ------------------------------------------------------------------ */

static void write_nonfinite(const FloatFormat *f, Text *text, double x) {
    const char *word = isnan(x) ? f->nan : f->inf;
    bool minus = is_negative_infinity(x), sign = minus || f->plus;
    text_fill(text, ' ', f->left + 1 + right_width(f) - (int)strlen(word) - sign);
    if (sign) text_addc(text, minus ? '-' : '+');
    text_adds(text, word);
}

static void write_digits(Text *text, const Decimal *d, int from, int to) {
    for (int place = from; place < to; place++) text_addc(text, decimal_digit(d, place));
}

static void write_exponent(const FloatFormat *f, Text *text, const Decimal *d) {
    int exponent = first_exponent(d);
    text_addf(text, "e%c%0*d", exponent < 0 ? '-' : '+', f->exponent, abs(exponent));
}

void format_float_write(const FloatFormat *f, Text *text, double x, const char *suffix) {
    if (!isfinite(x)) {
        write_nonfinite(f, text, x);
        text_adds(text, suffix);
        return;
    }
    Decimal d;
    shown_digits(f, x, true, &d);
    int before = digits_before_point(f, &d), after = fraction_digits(f, &d);
    int point = f->scientific ? 1 : d.exponent;
    text_fill(text, ' ', f->left - before - sign_width(f, d.negative));
    if (sign_width(f, d.negative)) text_addc(text, d.negative ? '-' : '+');
    write_digits(text, &d, point - before, point);
    text_addc(text, '.');
    if (f->scientific || f->zeros) after = f->right;
    write_digits(text, &d, point, point + after);
    if (f->scientific) write_exponent(f, text, &d);
    text_adds(text, suffix);
    if (!f->scientific) text_fill(text, ' ', f->right - after);
}
