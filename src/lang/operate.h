/* What operators are made of: operate.c finds out which of these decides. */
#ifndef LANG_OPERATE_H
#define LANG_OPERATE_H

#include "lang.h"

/* --- operate.c -------------------------------------------------------------- */

/* The TypeError of a binary operator; suffix "=" for the augmented form. */
ArrStatus operate_refuse(ArrState *state, AstOperator op, const char *suffix, const char *a,
                         const char *b);
/* "'<' not supported between instances of 'int' and 'str'" */
ArrStatus operate_refuse_order(ArrState *state, AstOperator op, const char *a, const char *b);

/* --- operate_array.c: one operand is an array or a NumPy scalar -------------- */

/* Which of two errors strings are: no loop with this signature, or cannot be cast. */
bool operate_names_types(Op op);
ArrStatus operate_not_coerced(ArrState *state, const char *ufunc);
ArrStatus array_unary(ArrState *state, AstOperator op, Array *a, Value *result);
ArrStatus array_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* into a, which is no NumPy scalar; result: a, retained */
ArrStatus array_in_place(ArrState *state, AstOperator op, Value a, Value b, Value *result);
ArrStatus array_compare(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* item in a: (a == item).any(), pulled */
ArrStatus array_contains(ArrState *state, Value a, Value item, bool *found);

/* --- sequence.c: strings, tuples, lists --------------------------------------- */

static inline bool is_sequence(Value v) {
    return v.kind == VALUE_STRING || v.kind == VALUE_TUPLE || v.kind == VALUE_LIST;
}
/* a + b; TypeError "can only concatenate ..." unless both are of one kind */
ArrStatus sequence_concatenate(ArrState *state, Value a, Value b, Value *result);
/* sequence * count; count is any value */
ArrStatus sequence_repeat(ArrState *state, Value sequence, Value count, Value *result);
/* <, <=, >, >= of two of one kind: the first items that differ decide */
ArrStatus sequence_order(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* item in container, which is no array */
ArrStatus sequence_contains(ArrState *state, Value container, Value item, bool *found);
/* list += iterable, list *= count */
ArrStatus list_extend(ArrState *state, Value list, Value iterable);
ArrStatus list_repeat(ArrState *state, Value list, Value count);
/* A tuple of the items of list, whose reference is taken over: nobody else has one. */
ArrStatus list_to_tuple(ArrState *state, Value list, Value *result);

#endif
