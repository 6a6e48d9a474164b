/* NumPy's ufuncs as values: the builtins of the op table's rows, and the
 * library's functions that NumPy makes ufuncs of. */
#ifndef LANG_UFUNC_H
#define LANG_UFUNC_H

#include "arrays.h"

/* Whether NumPy calls the function a ufunc: its repr is "<ufunc 'add'>". */
bool ufunc_is(const BuiltinObject *function);
/* nin, nout, nargs, identity, and the methods outer, reduce, accumulate, at
 * (bound to function). *found false: no such attribute. */
ArrStatus ufunc_attribute(ArrState *state, Value function, const char *name, int64_t length,
                          bool *found, Value *result);

/* What a reduction is called with; VALUE_UNDEFINED: not given. */
typedef struct ReduceArguments {
    Value array, axis, dtype, out, keepdims, initial, where;
} ReduceArguments;
/* (numpy_reduce.c) */
ArrStatus reduce_call(ArrState *state, ReduceOp op, const ReduceArguments *arguments,
                      Value *result);
/* where= as an array of bools; NULL: everywhere. (numpy_elementwise.c) */
ArrStatus convert_to_where(ArrState *state, Value v, Array **mask);

#endif
