/* Sorting rows side by side: Batcher's merge exchange, whose comparisons do not depend
 * on the keys, so that vectors sort as many rows as they have lanes. */
#ifndef KERNELS_NETWORK_H
#define KERNELS_NETWORK_H

#include "kernels.h"

static inline void network_exchange(uint64_t *a, uint64_t *b) {
    uint64_t low[NETWORK_LANES], high[NETWORK_LANES];
    for (int k = 0; k < NETWORK_LANES; k++) low[k] = a[k] < b[k] ? a[k] : b[k];
    for (int k = 0; k < NETWORK_LANES; k++) high[k] = a[k] < b[k] ? b[k] : a[k];
    memcpy(a, low, sizeof low);
    memcpy(b, high, sizeof high);
}

static void network_sort(uint64_t *keys, size_t n) {
    size_t top = 1;
    while (2 * top < n) top *= 2;
    for (size_t p = top; p > 0; p /= 2)
        for (size_t q = top, r = 0, d = p;; d = q - p, q /= 2, r = p) {
            for (size_t from = r; from + d < n; from += 2 * p)
                for (size_t i = from; i < from + p && i + d < n; i++)
                    network_exchange(keys + i * NETWORK_LANES, keys + (i + d) * NETWORK_LANES);
            if (q == p) break;
        }
}

#endif
