/* The op table as text: what ops.def and kernels/cast_rows.h say, in CUDA C++. */
#ifndef DEVICE_CUDA_TEXTS_H
#define DEVICE_CUDA_TEXTS_H

#include "../../array/ops.h"

/* The expression over a, b, c of an op's loop; NULL: there is none. */
const char *cuda_op_text(int op, int dtype);
const char *cuda_op_name(int op);
/* The expression over x; over k, start and step. */
const char *cuda_cast_text(int from, int to);
const char *cuda_range_text(int dtype);
/* The type in which a range counts; an element's; a dtype's name in functions. */
const char *cuda_count_type(int dtype);
const char *cuda_type(int dtype);
const char *cuda_type_name(int dtype);
/* The type of what an op of this loop gives. */
const char *cuda_result_type(int op, int dtype);

/* Whether a reduction runs in the pairwise order; else it folds. */
bool cuda_reduce_pairwise(int reduce);

/* Headers that kernels include, made of kernels/ at build time. */
extern const char *const cuda_header_names[], *const cuda_header_texts[];
extern const int cuda_header_count;

#endif
