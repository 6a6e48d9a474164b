/* Types as values (see types.c). */
#ifndef LANG_TYPES_H
#define LANG_TYPES_H

#include "lang.h"

/* Registers type, isinstance, ... and NumPy's types; after builtins_open() and numpy_open(). */
ArrStatus types_open(ArrState *state);
/* Drops the state's own references to types and dtypes. */
void types_close(ArrState *state);
/* A builtin type; make is borrowed; the state keeps a reference. */
ArrStatus type_new(ArrState *state, TypeId id, const char *name, Value make, Value *result);
/* type(v) */
ArrStatus type_of(ArrState *state, Value v, Value *result);
/* Whether v is a class: int, np.float64, np.integer, ... */
bool type_is_class(Value v);
bool type_is_subclass(Value class, Value ancestor);

#endif
