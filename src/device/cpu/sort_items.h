/* A stable sort of ITEMs, each WORDS uint64s of which the first is the key:
 * included once for bare keys and once for keys with an index. Pieces of fixed
 * length are sorted by radix, then merged pairwise; each merge is cut where
 * its output is, so that all threads have work in every round.
 *
 * Needs ITEM, a struct whose member `key` is sorted by, and NAME(x), which
 * makes the names of this copy. */

/* Few items, in place. */
static void NAME(insert)(ITEM *items, int64_t n) {
    for (int64_t i = 1; i < n; i++) {
        ITEM item = items[i];
        int64_t k = i;
        for (; k > 0 && items[k - 1].key > item.key; k--) items[k] = items[k - 1];
        items[k] = item;
    }
}

static void NAME(count_digits)(const ITEM *items, int64_t n, int bytes, uint32_t counts[][DIGITS]) {
    memset(counts, 0, (size_t)bytes * sizeof *counts);
    for (int64_t i = 0; i < n; i++)
        for (int b = 0; b < bytes; b++) counts[b][items[i].key >> (8 * b) & (DIGITS - 1)]++;
}

/* One pass of the radix sort: by byte b, from `from` to `to`. */
static void NAME(scatter)(const ITEM *from, ITEM *to, int64_t n, int b, const uint32_t *counts) {
    uint32_t next[DIGITS], sum = 0;
    for (int d = 0; d < DIGITS; d++) {
        next[d] = sum;
        sum += counts[d];
    }
    for (int64_t i = 0; i < n; i++) to[next[from[i].key >> (8 * b) & (DIGITS - 1)]++] = from[i];
}

/* Sorts n < 2^32 items whose keys have that many bytes; other has room for n. */
static void NAME(sort_piece)(ITEM *items, ITEM *other, int64_t n, int bytes) {
    uint32_t counts[8][DIGITS];
    ITEM *from = items, *to = other;
    if (n <= FEW) {
        NAME(insert)(items, n);
        return;
    }
    NAME(count_digits)(items, n, bytes, counts);
    for (int b = 0; b < bytes; b++) {
        /* a byte that is the same in all items sorts nothing */
        if (counts[b][items[0].key >> (8 * b) & (DIGITS - 1)] == n) continue;
        NAME(scatter)(from, to, n, b, counts[b]);
        ITEM *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, (size_t)n * sizeof *items);
}

/* How many of the first k merged items come from a; ties take a's first. */
static int64_t NAME(split)(const ITEM *a, int64_t na, const ITEM *b, int64_t nb, int64_t k) {
    int64_t low = k > nb ? k - nb : 0, high = k < na ? k : na;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (a[middle].key <= b[k - middle - 1].key) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void NAME(merge)(const ITEM *a, const ITEM *a_end, const ITEM *b, const ITEM *b_end,
                        ITEM *out) {
    while (a < a_end && b < b_end) {
        bool second = b->key < a->key;
        *out++ = second ? *b : *a;
        b += second;
        a += !second;
    }
    if (a < a_end) memcpy(out, a, (size_t)(a_end - a) * sizeof *a);
    else if (b < b_end) memcpy(out, b, (size_t)(b_end - b) * sizeof *b);
}

/* Outputs lo..hi-1 of a round that joins runs of `width` items. */
static void NAME(merge_part)(const ITEM *from, ITEM *to, int64_t n, int64_t width, int64_t lo,
                             int64_t hi) {
    int64_t start = lo / (2 * width) * (2 * width);
    int64_t na = n - start < width ? n - start : width;
    int64_t nb = n - start - na < width ? n - start - na : width;
    const ITEM *a = from + start, *b = a + na;
    int64_t first = NAME(split)(a, na, b, nb, lo - start);
    int64_t last = NAME(split)(a, na, b, nb, hi - start);
    NAME(merge)(a + first, a + last, b + (lo - start - first), b + (hi - start - last), to + lo);
}

/* Returns where the sorted items lie: items or other. */
static ITEM *NAME(sort)(ITEM *items, ITEM *other, int64_t n, int bytes, int64_t piece,
                        int threads) {
    int64_t pieces = (n + piece - 1) / piece;
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
    for (int64_t p = 0; p < pieces; p++)
        NAME(sort_piece)
        (items + p * piece, other + p * piece, n - p * piece < piece ? n - p * piece : piece,
         bytes);
    ITEM *from = items, *to = other;
    for (int64_t width = piece; width < n; width *= 2) {
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
        for (int64_t p = 0; p < pieces; p++)
            NAME(merge_part)(from, to, n, width, p * piece, p + 1 < pieces ? (p + 1) * piece : n);
        ITEM *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

#undef ITEM
#undef NAME
