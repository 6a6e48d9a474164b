/* Python ints of any size: the slow half of number.c. All functions take ints
 * of every kind (bool, int, bigint) and give an int64 where the result fits. */
#ifndef LANG_BIGINT_H
#define LANG_BIGINT_H

#include "lang.h"

/* CPython's ints end with the memory; arr's with a size whose arithmetic still
 * takes milliseconds. */
enum { BIGINT_BITS = 1000000 };

/* + - * // % ** << >> & | ^. Divisors are not 0; powers and counts not negative. */
ArrStatus bigint_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* - ~ */
ArrStatus bigint_unary(ArrState *state, AstOperator op, Value a, Value *result);
/* a / b, correctly rounded. b is not 0. */
ArrStatus bigint_divide(ArrState *state, Value a, Value b, double *quotient);

/* -1, 0, 1 */
int bigint_sign(Value v);
int bigint_compare(Value a, Value b);
/* x is finite. */
int bigint_compare_double(Value a, double x);

ArrStatus bigint_to_double(ArrState *state, Value v, double *x);
/* x has no fraction and is finite. */
ArrStatus bigint_from_double(ArrState *state, double x, Value *result);
/* The magnitude in base 2^shift, lower case, without prefix. shift <= 4. */
void bigint_add_digits(Value v, int shift, Text *text);

/* An argument with __index__, as an int of any size; *result is owned. */
ArrStatus bigint_index(ArrState *state, Value v, Value *result);

#endif
