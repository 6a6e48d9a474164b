/* Errors: one object per state, filled where the error is found, read by the
 * host. Setting one never allocates, so MemoryError can always be told. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "heap.h"

/* A piece of source text: bytes start..end (end excluded) of one source. */
typedef struct Span {
    uint32_t source; /* index into the state's sources; SPAN_NONE: no text */
    uint32_t start;
    uint32_t end;
} Span;
#define SPAN_NONE UINT32_MAX

/* Error classes, spelled as Python spells them. */
#define ERROR_CLASSES(X)                                                                           \
    X(NONE, "")                                                                                    \
    X(EXCEPTION, "Exception")                                                                      \
    X(ARITHMETIC, "ArithmeticError")                                                               \
    X(ASSERTION, "AssertionError")                                                                 \
    X(ATTRIBUTE, "AttributeError")                                                                 \
    X(AXIS, "AxisError")                                                                           \
    X(IMPORT, "ImportError")                                                                       \
    X(INDENTATION, "IndentationError")                                                             \
    X(INDEX, "IndexError")                                                                         \
    X(INTERRUPT, "KeyboardInterrupt")                                                              \
    X(KEY, "KeyError")                                                                             \
    X(LINALG, "LinAlgError")                                                                       \
    X(MEMORY, "MemoryError")                                                                       \
    X(MODULE_NOT_FOUND, "ModuleNotFoundError")                                                     \
    X(NAME, "NameError")                                                                           \
    X(NOT_IMPLEMENTED, "NotImplementedError")                                                      \
    X(OS, "OSError")                                                                               \
    X(OVERFLOW, "OverflowError")                                                                   \
    X(RECURSION, "RecursionError")                                                                 \
    X(RUNTIME, "RuntimeError")                                                                     \
    X(STOP_ITERATION, "StopIteration")                                                             \
    X(SYNTAX, "SyntaxError")                                                                       \
    X(SYSTEM_EXIT, "SystemExit")                                                                   \
    X(TAB, "TabError")                                                                             \
    X(TYPE, "TypeError")                                                                           \
    X(UFUNC_TYPE, "UFuncTypeError")                                                                \
    X(UNBOUND_LOCAL, "UnboundLocalError")                                                          \
    X(VALUE, "ValueError")                                                                         \
    X(ZERO_DIVISION, "ZeroDivisionError")

typedef enum ErrorClass {
#define X(id, name) ERROR_##id,
    ERROR_CLASSES(X)
#undef X
} ErrorClass;

enum { ERROR_FRAMES = 8 };

typedef struct Error {
    ErrorClass class;
    Span span;            /* the text that the carets mark */
    char message[1024];   /* whole UTF-8 sequences, cut when longer */
    char hint[256];       /* "" or one sentence */
    int frame_count;      /* calls between span and the top level, innermost first; */
    struct {              /* only the first ERROR_FRAMES are kept */
        Span call;        /* the call expression, in the calling function */
        char function[64];
    } frames[ERROR_FRAMES];
    int exit_code;        /* of SystemExit */
} Error;

/* What every room needs: memory, the error object, and where in the text
 * the program is now. The state begins with it. */
typedef struct Base {
    Heap heap;
    Error error;
    Span span;                       /* the statement or operand being evaluated: see base_span() */
    Span call;                       /* the program's call that runs library code now */
    volatile int interrupted;        /* set by arr_interrupt(); atomic by __atomic builtins */
} Base;

/* Where in the program's text work happens: provenance. The standard library
 * has no text that a user knows (its spans' source is SPAN_NONE): what it does
 * happens at the call of it. */
static inline Span base_span(const Base *base) {
    return base->span.source == SPAN_NONE ? base->call : base->span;
}

/* Fills base->error with span = base_span() and returns the status to pass
 * on (ARR_MEMORY for ERROR_MEMORY, ARR_SYNTAX for syntax classes, ARR_EXIT
 * for ERROR_SYSTEM_EXIT, ARR_INTERRUPTED for ERROR_INTERRUPT, else ARR_ERROR). */
ArrStatus error_set(Base *base, ErrorClass class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same at another place in the text. */
ArrStatus error_set_at(Base *base, Span span, ErrorClass class, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void error_hint(Base *base, const char *format, ...) __attribute__((format(printf, 2, 3)));
void error_clear(Base *base);
/* MemoryError for size bytes wanted for what ("the window", "a list"). */
ArrStatus error_memory(Base *base, int64_t size, const char *what);
ArrStatus error_status(ErrorClass class);
const char *error_class_name(ErrorClass class);

/* ARR_INTERRUPTED (with the error set, the flag taken) after arr_interrupt(). */
ArrStatus base_check_interrupt(Base *base);

#endif
