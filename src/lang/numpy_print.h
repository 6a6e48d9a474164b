/* np.printoptions as a context of with. */
#ifndef LANG_NUMPY_PRINT_H
#define LANG_NUMPY_PRINT_H

#include "lang.h"

enum { PRINT_OPTIONS = 12 };

/* The options that a context found. */
typedef struct PrintContext {
    FormatOptions options;
    Value functions; /* of their formatter; owned when entered */
    bool entered;
} PrintContext;

/* Sets what an np.printoptions() says, with its dict for *named; does nothing for other contexts. */
ArrStatus print_context_enter(ArrState *state, Value context, PrintContext *before, Value *named);
void print_context_leave(ArrState *state, const PrintContext *before);

#endif
