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

#endif
