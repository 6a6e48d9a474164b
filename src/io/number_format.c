/* %e, %f and %g without the C library's, which asks the locale. */
#include <stdlib.h>

#include "decimal.h"
#include "number.h"

static void add_digits(Text *text, const Decimal *d, int64_t from, int64_t to) {
    int64_t end = to < d->count ? to : d->count;
    for (; from < end; from++) text_addc(text, decimal_digit(d, from));
    text_fill(text, '0', to - from);
}

static void add_fixed(Text *text, const Decimal *d, int64_t decimals, bool point) {
    int64_t exponent = d->exponent;
    if (exponent > 0)
        add_digits(text, d, 0, exponent);
    else
        text_addc(text, '0');
    if (decimals > 0 || point) text_addc(text, '.');
    add_digits(text, d, exponent, exponent + decimals);
}

static void add_scientific(Text *text, const Decimal *d, char letter, int64_t decimals,
                           bool point) {
    int exponent = d->count ? d->exponent - 1 : 0;
    text_addc(text, decimal_digit(d, 0));
    if (decimals > 0 || point) text_addc(text, '.');
    add_digits(text, d, 1, 1 + decimals);
    text_addf(text, "%c%c%02d", letter, exponent < 0 ? '-' : '+', abs(exponent));
}

/* precision counts significant digits; without alternate no zeros trail. */
static void add_general(Text *text, Decimal *d, char letter, int precision, bool alternate,
                        bool dot_zero) {
    if (precision == 0) precision = 1;
    decimal_round(d, precision);
    int64_t digits = alternate ? precision : d->count ? d->count : 1;
    int64_t exponent = d->count ? d->exponent : 1;
    if (exponent < -3 || exponent > precision - dot_zero)
        add_scientific(text, d, letter, digits - 1, alternate);
    else if (dot_zero && digits <= exponent)
        add_fixed(text, d, 1, true);
    else
        add_fixed(text, d, digits > exponent ? digits - exponent : 0, alternate);
}

void number_format_general(Text *text, double x, int precision, bool alternate, bool dot_zero) {
    Decimal d;
    decimal_from_double(&d, x);
    add_general(text, &d, 'e', precision, alternate, dot_zero);
}

void number_format(Text *text, double x, char conversion, int precision, bool alternate) {
    Decimal d;
    decimal_from_double(&d, x);
    switch (conversion) {
    case 'e':
    case 'E':
        if (precision < DECIMAL_DIGITS) decimal_round(&d, precision + 1);
        add_scientific(text, &d, conversion, precision, alternate);
        break;
    case 'f':
    case 'F':
        if (precision < INT32_MAX / 2) decimal_round(&d, d.exponent + precision);
        add_fixed(text, &d, precision, alternate);
        break;
    default: add_general(text, &d, conversion == 'G' ? 'E' : 'e', precision, alternate,
                         false);
    }
}
