/* How the floats of one array are written: they share their form (fixed or
 * scientific) and the place of the point. Part of format.c. */
#ifndef IO_FORMAT_FLOAT_H
#define IO_FORMAT_FLOAT_H

#include "format.h"

/* The real or the imaginary parts of the elements to be shown. */
typedef struct FloatColumn {
    const unsigned char *first;
    int64_t count;
    int64_t stride; /* bytes */
    bool is_float32;
} FloatColumn;

typedef struct FloatFormat {
    bool is_float32;
    bool scientific;
    bool plus;       /* '+' before what is not negative */
    bool exact;      /* the digits are those of the exact value, not the shortest */
    bool zeros;      /* zeros fill the fraction, not blanks */
    const char *nan, *inf;
    int precision;   /* most digits after the point; scientific: exactly so many */
    int left, right; /* the widest before and after the point */
    int exponent;    /* digits of the longest exponent */
} FloatFormat;

/* sign: see FormatOptions; its words must outlive the format. */
FloatFormat format_float_make(const FormatOptions *options, FloatColumn column, char sign);
/* Writes x; suffix goes before the spaces that pad it to the right. */
void format_float_write(const FloatFormat *format, Text *text, double x, const char *suffix);

#endif
