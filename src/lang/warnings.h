/* Warnings of the program that runs (warnings.c). */
#ifndef LANG_WARNINGS_H
#define LANG_WARNINGS_H

#include "builtins.h"

/* Tells the host once of a warning at this place. category: "RuntimeWarning". */
void state_warn(ArrState *state, Span where, const char *category, const char *message);
void warnings_forget(ArrState *state);

/* Makes the settings those in force. */
void warnings_set(ArrState *state, WarningSettings settings);
/* A with statement's context: np.errstate() or warnings.catch_warnings(). *before: the settings
 * to be set again in the end. TypeError for other values. */
ArrStatus warnings_enter(ArrState *state, Value context, WarningSettings *before);
void warnings_leave(ArrState *state, const WarningSettings *before);

extern const BuiltinRow warnings_numpy_rows[]; /* seterr, geterr, errstate */
ArrStatus warnings_fill(ArrState *state, Names *names); /* the module */

#endif
