/* a.flat: an iterator over an array's elements that also takes an index. */
#ifndef LANG_FLAT_H
#define LANG_FLAT_H

#include "arrays.h"

ArrStatus flat_new(ArrState *state, Array *a, Value *result);
/* The array of a flat iterator; NULL: v is none. Borrowed. */
Array *flat_array(Value v);
/* A copy in one axis. */
ArrStatus flat_to_array(ArrState *state, Array *a, int dtype, Array **result);
/* a.flat[index], a copy as NumPy's is; a.flat[index] = value, again and again
 * where value has fewer elements; a.flat = value. */
ArrStatus flat_get(ArrState *state, Array *a, Value index, Value *result);
ArrStatus flat_set(ArrState *state, Array *a, Value index, Value value);
ArrStatus flat_fill(ArrState *state, Array *a, Value value);

#endif
