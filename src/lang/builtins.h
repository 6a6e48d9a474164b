/* What the files of Python's builtins share. */
#ifndef LANG_BUILTINS_H
#define LANG_BUILTINS_H

#include "operate.h"

/* None counts as not given. */
static inline bool is_given(Value v) {
    return v.kind != VALUE_UNDEFINED && v.kind != VALUE_NONE;
}

/* aggregate.c: sum max min any all round */
extern const BuiltinRow aggregate_rows[];

/* string_methods.c, list_methods.c */
extern const BuiltinRow string_method_rows[], list_method_rows[], tuple_method_rows[];

/* number_methods.c */
extern const BuiltinRow int_method_rows[], float_method_rows[], complex_method_rows[];

/* builtin_text.c: chr ord bin hex oct ascii pow */
extern const BuiltinRow text_rows[];

/* iterators.c: iter next sorted, and the types that are iterators */
extern const BuiltinRow iterator_rows[];
ArrStatus make_enumerate(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus make_zip(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus make_map(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus make_filter(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus make_reversed(ArrState *state, const BuiltinCall *call, Value *result);
/* Sorts in place, stably; key None or undefined: by the items; reverse undefined: no. */
ArrStatus list_sort(ArrState *state, Value list, Value key, Value reverse);

#endif
