/* Printing arrays as NumPy does. Only the elements shown are pulled. */
#ifndef IO_FORMAT_H
#define IO_FORMAT_H

#include "../base/text.h"
#include "../exec/exec.h"

typedef struct FormatOptions { /* np.set_printoptions */
    int precision;  /* 8 */
    int threshold;  /* 1000 */
    int edgeitems;  /* 3 */
    int linewidth;  /* 75 */
    bool suppress;  /* no scientific notation */
} FormatOptions;

extern const FormatOptions format_defaults;

/* str(a) / repr(a) of an array that is not a NumPy scalar. */
ArrStatus format_array_str(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                           Array *a, Text *text);
ArrStatus format_array_repr(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, Text *text);

#endif
