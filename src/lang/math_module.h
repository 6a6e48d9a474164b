/* What the files of Python's module math share. */
#ifndef LANG_MATH_MODULE_H
#define LANG_MATH_MODULE_H

#include "bigint.h"

/* An argument as a float: "must be real number, not str". */
ArrStatus math_to_double(ArrState *state, Value v, double *x);
/* math_whole.c: functions of ints; math_sum.c: of many numbers */
extern const BuiltinRow math_whole_rows[], math_sum_rows[];
/* All of the module's names. */
ArrStatus math_fill(ArrState *state, Names *names);

#endif
