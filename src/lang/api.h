/* What the files of the public functions share. Each public function that
 * runs anything is api_enter, its work, api_leave. */
#ifndef LANG_API_H
#define LANG_API_H

#include "lang.h"

/* ARR_MISUSE (the error stays as it is) for NULL and inside another call. */
ArrStatus api_enter(ArrState *state);
/* Finishes what touches borrowed memory, and returns status, or if that was
 * ARR_OK, what finishing came to. */
ArrStatus api_leave(ArrState *state, ArrStatus status);
/* ARR_MISUSE with a text that says what the host did wrong. */
ArrStatus api_misuse(ArrState *state, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Keeps the text as a source and parses it. */
ArrStatus api_parse(ArrState *state, const char *name, const char *text, size_t length,
                    Program **program);
/* ArrConfig.streaming's word as a Streaming; -1: there is no such word. */
int state_read_streaming(const char *word);
/* The value of a variable or an expression; *value is one reference. */
ArrStatus api_evaluate(ArrState *state, const char *expression, Value *value);
/* A variable's slot in the globals, made if there is none. */
ArrStatus api_variable(ArrState *state, const char *name, int32_t *slot);
/* Binds a variable. Takes value's reference over, even on failure. */
ArrStatus api_bind(ArrState *state, const char *name, Value value);

#endif
