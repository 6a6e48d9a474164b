/* CUDA kernels that are no fused loops. Each is compiled alone, when first
 * wanted: src/device/cuda/compile.c defines ARR_ and its name. Arguments are
 * words of 8 bytes. */
#define KERNEL(count)                          \
    struct Args {                              \
        long long w[count];                    \
    };                                         \
    extern "C" __global__ void __launch_bounds__(256) arr_kernel(const Args a)

/* i runs over all elements below n. */
#define FOR_EACH(i, n)                                                                          \
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < (n);               \
         i += (long long)gridDim.x * blockDim.x)

/* One item of 1, 2, 4 or 8 bytes. */
static inline void copy_item(long long to, long long from, long long size) {
    switch (size) {
    case 1: *(uint8_t *)to = *(const uint8_t *)from; break;
    case 2: *(uint16_t *)to = *(const uint16_t *)from; break;
    case 4: *(uint32_t *)to = *(const uint32_t *)from; break;
    default: *(uint64_t *)to = *(const uint64_t *)from; break;
    }
}

#ifdef ARR_COPY
/* to, from, pieces, bytes of a piece, pieces of an element; of 16 axes extents,
 * strides: the elements of a view, side by side. */
KERNEL(5 + 2 * 16) {
    const long long item = a.w[3], parts = a.w[4];
    FOR_EACH(i, a.w[2]) {
        long long rest = i / parts, from = a.w[1] + i % parts * item;
#pragma unroll
        for (int d = 15; d >= 0; d--) {
            if (a.w[5 + d] == 1) continue;
            from += rest % a.w[5 + d] * a.w[21 + d];
            rest /= a.w[5 + d];
        }
        copy_item(a.w[0] + i * item, from, item);
    }
}
#endif

#ifdef ARR_COPY_REST
/* to, from, pieces, bytes of a piece; the first byte of a view, bytes of its
 * elements, of 16 axes extents and descending strides: all pieces that the view
 * does not hold. */
KERNEL(6 + 2 * 16) {
    const long long item = a.w[3];
    FOR_EACH(i, a.w[2]) {
        long long rest = i * item - a.w[4];
        bool inside = rest >= 0;
#pragma unroll
        for (int d = 0; d < 16; d++) {
            if (a.w[6 + d] == 1 || !inside) continue;
            const long long at = rest / a.w[22 + d];
            inside = at < a.w[6 + d];
            rest -= at * a.w[22 + d];
        }
        if (!inside || rest >= a.w[5]) copy_item(a.w[0] + i * item, a.w[1] + i * item, item);
    }
}
#endif
