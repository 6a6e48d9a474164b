/* Exceptions as values. An error on its way is the state's Error (error.h),
 * whoever set it; one that a program raised also has its object, kept in the
 * state as long as the Error is about it. A handler takes both over. */
#ifndef LANG_EXCEPTION_H
#define LANG_EXCEPTION_H

#include "lang.h"

typedef struct ErrorClassObject {
    Object head;
    ErrorClass class;
} ErrorClassObject;
typedef struct ExceptionObject {
    Object head;
    ErrorClass class;
    Value arguments; /* a tuple */
    Value cause;     /* an exception, None, or undefined */
} ExceptionObject;

/* An error that is being handled, on the C stack. */
typedef struct Handling {
    Error error;
    Value exception; /* its object, or undefined: nobody asked yet */
    struct Handling *outer;
} Handling;

/* Registers the classes among the builtins, in np.exceptions and np.linalg. */
ArrStatus exceptions_open(ArrState *state, Names *exceptions, Names *linalg);
/* ValueError(...) */
ArrStatus exception_call(ArrState *state, ErrorClass class, const Arguments *arguments,
                         Value *result);
ArrStatus exception_attribute(ArrState *state, Value exception, const char *name, int64_t length,
                              bool *found, Value *result);
/* str() of an exception; its repr() is the class and the repr() of its arguments. */
ArrStatus exception_str(ArrState *state, Value exception, Text *text);
/* ValueError of the one class, a tuple of classes: whether an error of class matches. */
ArrStatus exception_matches(ArrState *state, ErrorClass class, Value type, bool *matches);

/* Makes an exception, or a new one of a class, the state's error at base.span.
 * cause: undefined where there is no from. */
ArrStatus exception_raise(ArrState *state, Value exception, Value cause);
/* An error of class about the value: KeyError of a key. */
ArrStatus exception_raise_about(ArrState *state, ErrorClass class, Value value);
/* The state's error, to be handled: it is the innermost one until exception_end(). */
void exception_begin(ArrState *state, Handling *handling);
void exception_end(ArrState *state, Handling *handling);
/* Its object, made on demand. Borrowed. */
ArrStatus exception_of(ArrState *state, Handling *handling, Value *exception);
/* Makes it the state's error again. */
ArrStatus exception_again(ArrState *state, const Handling *handling);

#endif
