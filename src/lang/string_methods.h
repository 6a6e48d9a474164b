/* What the files of str's methods share. */
#ifndef LANG_STRING_METHODS_H
#define LANG_STRING_METHODS_H

#include "builtins.h"

/* The text as a string, and the text's end; status is what came before. */
ArrStatus string_finish(ArrState *state, ArrStatus status, Text *text, Value *result);
bool string_blank(char c);

/* string_search.c: data is 1 for what begins at the right. */
enum { SEARCH_FIND, SEARCH_INDEX, SEARCH_COUNT, SEARCH_LAST = 4 };
ArrStatus string_search(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_starts(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_remove(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_replace(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_split(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_splitlines(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_partition(ArrState *state, const BuiltinCall *call, Value *result);

/* string_format.c: string_format_call() is for keywords, which may have any names. */
ArrStatus string_format(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus string_format_call(ArrState *state, Value format, const Arguments *arguments,
                             Value *result);
ArrStatus string_format_map(ArrState *state, const BuiltinCall *call, Value *result);

#endif
