/* Elements that move between an array, where byte offsets name places, and
 * another array that holds them side by side: gather's result, scatter's
 * values. Behind each place lie the rest axes. */
#ifndef DEVICE_CPU_TRANSFER_H
#define DEVICE_CPU_TRANSFER_H

#include "cpu.h"

/* A box of places by rest elements. */
typedef struct Transfer {
    bool scatter;
    int64_t itemsize;
    char *indexed;          /* the element that offset 0 names */
    const int64_t *offsets; /* of the places first..last-1, from first on */
    int64_t first, last;
    Walk other; /* the other array's places, all of them */
    int ndim;   /* of the rest; >= 1 */
    int64_t extents[ARR_MAX_NDIM], indexed_strides[ARR_MAX_NDIM], other_strides[ARR_MAX_NDIM];
} Transfer;

/* No place yet. The other array's first `places` axes are the places, what is
 * left are the rest, which are also the indexed array's last axes. */
void transfer_init(Transfer *transfer, bool scatter, const LibraryOperand *indexed,
                   const LibraryOperand *other, int places);
/* The size of the rest. */
int64_t transfer_rest(const Transfer *transfer);
/* Places in order: of those that are the same one, the last is left. */
void transfer_move(const Transfer *transfer);

#endif
