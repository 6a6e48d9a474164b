/* All loops for one instruction set: this file is compiled once per set, with
 * that set's compiler flags and -DKERNELS_ISA=avx2 or avx512; without it, for
 * the least that the architecture has. Always with -O3 -ffp-contract=off
 * -fwrapv -fno-math-errno -fno-trapping-math, never with -ffast-math. */
#if defined(__clang__) /* loops that call functions stay scalar, which is no fault */
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

#include "kernels.h"

#include "cast.h"
#include "elementwise.h"
#include "fft.h"
#include "matmul.h"
#include "network.h"
#include "reduce.h"
#include "scan_odd.h"
#include "select.h"

#if defined(KERNELS_ISA)
#define KERNELS_TABLE        KERNEL_PASTE(kernels_, KERNELS_ISA)
#define KERNELS_NAME         KERNELS_TEXT(KERNELS_ISA)
#define KERNELS_TEXT(isa)    KERNELS_TEXT_OF(isa)
#define KERNELS_TEXT_OF(isa) #isa
#else
#define KERNELS_TABLE kernels_baseline
#if defined(__SSE2__)
#define KERNELS_NAME "sse2"
#else
#define KERNELS_NAME "scalar"
#endif
#endif

extern const Kernels KERNELS_TABLE;

const Kernels KERNELS_TABLE = {
    .isa = KERNELS_NAME,
    .loops =
        {
#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, signature, doc) \
    KERNEL_ENTRIES(id, b, i, f, c)
#define REDUCTION(...)
#include "../src/array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
        },
    .reduce =
        {
#define ELEMENTWISE(...)
#define REDUCTION(id, name, alias, ufunc, combine, identity, widen, kernel, signature, doc) \
    [REDUCE_##id] = {REDUCE_ENTRY_##kernel(id)},
#include "../src/array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
        },
    .cast =
        {
#define X(id, name, kind, kind_char, c_type) CAST_ENTRIES(id)
            DTYPES(X)
#undef X
        },
    .range =
        {
#define X(id, name, kind, kind_char, c_type) [ARR_##id] = range_##id,
            DTYPES(X)
#undef X
        },
    .matmul =
        {
#define X(id, name, kind, kind_char, c_type) [ARR_##id] = matmul_##id,
            DTYPES(X)
#undef X
        },
    .slide =
        {
#define X(id, name, kind, kind_char, c_type) [ARR_##id] = slide_##id,
            DTYPES(X)
#undef X
        },
    .thin_rows = {[ARR_FLOAT32] = thin_rows_FLOAT32, [ARR_FLOAT64] = thin_rows_FLOAT64},
    .thin_sums = {[ARR_FLOAT32] = thin_sums_FLOAT32, [ARR_FLOAT64] = thin_sums_FLOAT64},
    .count = select_count,
    .compress = {compress_1, compress_2, compress_4, compress_8, compress_16},
    .places = select_places,
    .wrap = select_wrap,
    .fft = {fft_pass_FLOAT32, fft_pass_FLOAT64},
    .network = network_sort,
    .finite = {all_finite_FLOAT32, all_finite_FLOAT64},
    .division = {[ARR_INT8] = divides_oddly_INT8, [ARR_INT16] = divides_oddly_INT16,
                 [ARR_INT32] = divides_oddly_INT32, [ARR_INT64] = divides_oddly_INT64,
                 [ARR_UINT8] = divides_oddly_UINT8, [ARR_UINT16] = divides_oddly_UINT16,
                 [ARR_UINT32] = divides_oddly_UINT32, [ARR_UINT64] = divides_oddly_UINT64},
    .within = {all_within_FLOAT32, all_within_FLOAT64},
    .expand = {expand_1, expand_2, expand_4, expand_8, expand_16},
};
