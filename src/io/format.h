/* Printing arrays as NumPy does. Only the elements shown are pulled. */
#ifndef IO_FORMAT_H
#define IO_FORMAT_H

#include "../base/text.h"
#include "../exec/exec.h"

typedef enum FloatMode { FLOAT_MAXPREC, FLOAT_MAXPREC_EQUAL, FLOAT_FIXED, FLOAT_UNIQUE } FloatMode;

enum { FORMAT_WORD = 24, FORMAT_PRECISION = 10000 };

typedef struct FormatOptions { /* np.set_printoptions */
    int precision;     /* 8; at most FORMAT_PRECISION: no limit */
    int64_t threshold; /* 1000 */
    int64_t edgeitems; /* 3 */
    int64_t linewidth; /* 75 */
    bool suppress;     /* no scientific notation */
    char sign;         /* '-': of negative numbers only; '+'; ' ' */
    FloatMode floatmode;
    char nanstr[FORMAT_WORD], infstr[FORMAT_WORD];
    const char *separator; /* of array2string; NULL: str()'s and repr()'s own */
    /* formatter=: writes an element, unless it has nothing for its type (*written is false).
     * NULL: there is none. */
    ArrStatus (*write)(void *user, ArrConst value, Text *text, bool *written);
    void *user;
} FormatOptions;

extern const FormatOptions format_defaults;

/* str(a) / repr(a) of an array that is not a NumPy scalar. */
ArrStatus format_array_str(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                           Array *a, Text *text);
ArrStatus format_array_repr(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, Text *text);

/* np.array2string: prefix and suffix are widths of what stands beside it. */
ArrStatus format_array_text(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, int prefix, int suffix, Text *text);

#endif
