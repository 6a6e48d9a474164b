/* Numbers written in strings, as int('...'), float('...') and complex('...')
 * read them: blanks around, '_' between digits, no locale. */
#ifndef LANG_SCAN_H
#define LANG_SCAN_H

#include "lang.h"

/* ValueError "invalid literal for int() with base 10: 'x'". base 0: by its prefix. */
ArrStatus scan_int(ArrState *state, const StringObject *text, int base, Value *result);
/* ValueError "could not convert string to float: 'x'" */
ArrStatus scan_float(ArrState *state, const StringObject *text, double *result);
/* ValueError "complex() arg is a malformed string" */
ArrStatus scan_complex(ArrState *state, const StringObject *text, double *real, double *imag);

#endif
