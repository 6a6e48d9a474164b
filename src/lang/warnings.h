/* Warnings of the program that runs (warnings.c). */
#ifndef LANG_WARNINGS_H
#define LANG_WARNINGS_H

#include "lang.h"

/* Tells the host once of a warning at this place. category: "RuntimeWarning". */
void state_warn(ArrState *state, Span where, const char *category, const char *message);
void warnings_forget(ArrState *state);

#endif
