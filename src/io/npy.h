/* The head of .npy files: what NumPy's save() writes, read back with suspicion. */
#ifndef IO_NPY_H
#define IO_NPY_H

#include "../array/dtype.h"
#include "../base/error.h"
#include "../base/text.h"

enum {
    NPY_PREFIX = 12,    /* most bytes before the header's text: magic, version, length */
    NPY_LONGEST = 10000 /* of the header's text, as in NumPy */
};

typedef struct NpyHeader {
    ArrDtype dtype;
    bool fortran_order; /* the first axis runs fastest */
    int ndim;
    int64_t shape[ARR_MAX_NDIM];
} NpyHeader;

/* The whole head, magic and padding included. */
void npy_write(Text *text, const NpyHeader *header);
/* What a file's first `have` bytes say: *prefix, where the header's text begins,
 * and its length. Errors in NumPy's words. */
ArrStatus npy_prefix(Base *base, const unsigned char *bytes, int64_t have, int *prefix,
                     int64_t *length);
/* The header's text. NotImplementedError for types that arr lacks. */
ArrStatus npy_parse(Base *base, const char *text, int64_t length, NpyHeader *header);

#endif
