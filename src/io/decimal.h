/* The exact decimal digits of a double. Whatever arr prints of a float is cut
 * from these, so neither the locale nor the rounding mode of the host shows. */
#ifndef IO_DECIMAL_H
#define IO_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_DIGITS = 774 }; /* the longest double has 767 */

typedef struct Decimal {
    bool negative; /* also for -0 */
    int count;     /* digits, none of them a leading or trailing zero; 0: the value is zero */
    int exponent;  /* value = 0.d1d2d3... * 10^exponent */
    char digits[DECIMAL_DIGITS]; /* '0'..'9', not NUL-terminated */
} Decimal;

/* x must be finite. */
void decimal_from_double(Decimal *d, double x);
/* Keeps the first count digits (count < 0: none), rounding half to even. */
void decimal_round(Decimal *d, int count);
/* Keeps the first count digits and adds one in the last of them. count >= 1. */
void decimal_round_up(Decimal *d, int count);

/* The digit at a place, which may lie before or behind the digits: '0' there. */
static inline char decimal_digit(const Decimal *d, int64_t place) {
    return place >= 0 && place < d->count ? d->digits[place] : '0';
}

#endif
