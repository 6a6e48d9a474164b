/* What the files share that make arrays out of the language's values: np.*
 * and the methods of arrays. Everything here records; nothing pulls but
 * what says so. */
#ifndef LANG_ARRAYS_H
#define LANG_ARRAYS_H

#include "lang.h"

/* One C function serves np.sum(a, axis) and a.sum(axis): self is argument 0. */
static inline Value argument(const BuiltinCall *call, int k) {
    if (call->self.kind == VALUE_UNDEFINED) return call->args[k];
    return k == 0 ? call->self : call->args[k - 1];
}
/* An optional argument counts as given unless it is None. */
static inline bool argument_given(Value v) {
    return v.kind != VALUE_UNDEFINED && v.kind != VALUE_NONE;
}

/* --- convert.c ------------------------------------------------------------- */

/* A Python number as one element of dtype: as NumPy's a[0] = v, so ints that
 * do not fit, nan to int and complex to float are errors. */
ArrStatus convert_number(ArrState *state, Value v, ArrDtype dtype, ArrConst *c);
/* The dtype that np.array(v) gives a number. */
ArrStatus convert_number_dtype(ArrState *state, Value v, ArrDtype *dtype);
/* A constant as a Python number (bool, int, float, complex). */
ArrStatus convert_const(ArrState *state, ArrConst c, Value *result);
/* As convert_to_array(), but a NumPy scalar gives a 0-d array of its own, so
 * that views of the result may be written. *a is one reference. */
ArrStatus convert_to_new_array(ArrState *state, Value v, int dtype, Array **a);
/* convert_to_array() as an Array; *a is one reference. */
ArrStatus convert_array(ArrState *state, Value v, int dtype, Array **a);
/* An int or a sequence of ints of either sign, as reshape takes them. */
ArrStatus convert_to_extents(ArrState *state, Value v, int *ndim, int64_t shape[ARR_MAX_NDIM]);
/* dst[...] = v, as NumPy assigns Python numbers, arrays and sequences. */
ArrStatus convert_assign(ArrState *state, Array *dst, Value v);
ArrStatus convert_assign_array(ArrState *state, Array *dst, Array *value);
/* TypeError: v can be no element of an array. */
ArrStatus convert_object_error(ArrState *state, Value v);
/* order=: 'C', 'F' or 'K'; fallback when not given. */
ArrStatus convert_to_order(ArrState *state, Value v, char fallback, char *order);
/* A tuple of count ints. */
ArrStatus convert_from_ints(ArrState *state, int count, const int64_t *items, Value *result);
/* out=: *out NULL when not given; borrowed from v. */
ArrStatus convert_to_out(ArrState *state, Value v, Array **out);

/* nested.c: a list, tuple or range as an array; dtype -1: NumPy's choice. */
ArrStatus nested_to_array(ArrState *state, Value v, int dtype, Value *result);

/* --- the bodies that np.* and methods share -------------------------------- */

/* An Array reference becomes the result. */
static inline ArrStatus give_array(ArrStatus status, Array *const *a, Value *result) {
    if (!status) *result = value_array(*a);
    return status;
}

/* op of arrays and constants, without out= and dtype=. */
ArrStatus elementwise_1(ArrState *state, Op op, Array *a, Array **result);
ArrStatus elementwise_2(ArrState *state, Op op, Operand a, Operand b, Array **result);

ArrStatus numpy_elementwise(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_clip(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_round(ArrState *state, const BuiltinCall *call, Value *result);

ArrStatus numpy_reduce(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_mean(ArrState *state, const BuiltinCall *call, Value *result);
/* sum / count in sum's type. */
ArrStatus divide_by_count(ArrState *state, Array *sum, Operand count, Array *out, Array **result);
/* |x|**2, as a float. */
ArrStatus square_modulus(ArrState *state, Array *x, Array **result);

ArrStatus numpy_nonzero(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_take(ArrState *state, const BuiltinCall *call, Value *result);

ArrStatus numpy_scan(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_arg(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_sort(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus method_sort(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_searchsorted(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_repeat(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_diagonal(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_trace(ArrState *state, const BuiltinCall *call, Value *result);

ArrStatus numpy_dot(ArrState *state, const BuiltinCall *call, Value *result);

ArrStatus method_tofile(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_squeeze(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_swapaxes(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus numpy_ravel(ArrState *state, const BuiltinCall *call, Value *result);
/* a in a new shape, its elements read in order 'C' or 'F'. */
ArrStatus shape_reshape(ArrState *state, Array *a, Value shape, Value order, Value *result);
/* axes NULL: reversed. */
ArrStatus shape_transpose(ArrState *state, Array *a, Value axes, Value *result);

extern const BuiltinRow numpy_file_rows[];
extern const BuiltinRow numpy_join_rows[], numpy_repeat_rows[], numpy_move_rows[],
    numpy_diagonal_rows[], numpy_order_rows[], numpy_flat_rows[], numpy_vectorize_rows[];
extern const BuiltinRow numpy_create_rows[], numpy_range_rows[], numpy_shape_rows[],
    numpy_elementwise_rows[], numpy_compose_rows[], numpy_reduce_rows[], numpy_linear_rows[],
    numpy_index_rows[], numpy_type_rows[], numpy_print_rows[],
    numpy_linalg_rows[], numpy_factor_rows[], numpy_einsum_rows[], numpy_fft_rows[];

#endif
