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

/* Error classes, spelled as Python spells them, each with the class it is a kind
 * of (AxisError is an IndexError too). */
#define ERROR_CLASSES(X)                                                                           \
    X(NONE, "", NONE)                                                                              \
    X(BASE_EXCEPTION, "BaseException", NONE)                                                       \
    X(EXCEPTION, "Exception", BASE_EXCEPTION)                                                      \
    X(ARITHMETIC, "ArithmeticError", EXCEPTION)                                                    \
    X(ASSERTION, "AssertionError", EXCEPTION)                                                      \
    X(ATTRIBUTE, "AttributeError", EXCEPTION)                                                      \
    X(AXIS, "AxisError", VALUE)                                                                    \
    X(BUFFER, "BufferError", EXCEPTION)                                                            \
    X(DEPRECATION_WARNING, "DeprecationWarning", WARNING)                                          \
    X(EOF, "EOFError", EXCEPTION)                                                                  \
    X(FILE_EXISTS, "FileExistsError", OS)                                                          \
    X(FILE_NOT_FOUND, "FileNotFoundError", OS)                                                     \
    X(FLOATING_POINT, "FloatingPointError", ARITHMETIC)                                            \
    X(FUTURE_WARNING, "FutureWarning", WARNING)                                                    \
    X(IMPORT, "ImportError", EXCEPTION)                                                            \
    X(INDENTATION, "IndentationError", SYNTAX)                                                     \
    X(INDEX, "IndexError", LOOKUP)                                                                 \
    X(INTERRUPT, "KeyboardInterrupt", BASE_EXCEPTION)                                              \
    X(IS_A_DIRECTORY, "IsADirectoryError", OS)                                                     \
    X(KEY, "KeyError", LOOKUP)                                                                     \
    X(LINALG, "LinAlgError", VALUE)                                                                \
    X(LOOKUP, "LookupError", EXCEPTION)                                                            \
    X(MEMORY, "MemoryError", EXCEPTION)                                                            \
    X(MODULE_NOT_FOUND, "ModuleNotFoundError", IMPORT)                                             \
    X(NAME, "NameError", EXCEPTION)                                                                \
    X(NOT_A_DIRECTORY, "NotADirectoryError", OS)                                                   \
    X(NOT_IMPLEMENTED, "NotImplementedError", RUNTIME)                                             \
    X(OS, "OSError", EXCEPTION)                                                                    \
    X(OVERFLOW, "OverflowError", ARITHMETIC)                                                       \
    X(PERMISSION, "PermissionError", OS)                                                           \
    X(RECURSION, "RecursionError", RUNTIME)                                                        \
    X(RUNTIME, "RuntimeError", EXCEPTION)                                                          \
    X(RUNTIME_WARNING, "RuntimeWarning", WARNING)                                                  \
    X(STOP_ITERATION, "StopIteration", EXCEPTION)                                                  \
    X(SYNTAX, "SyntaxError", EXCEPTION)                                                            \
    X(SYSTEM_EXIT, "SystemExit", BASE_EXCEPTION)                                                   \
    X(TAB, "TabError", INDENTATION)                                                                \
    X(TIMEOUT, "TimeoutError", OS)                                                                 \
    X(TYPE, "TypeError", EXCEPTION)                                                                \
    X(UFUNC_TYPE, "UFuncTypeError", TYPE)                                                          \
    X(UNBOUND_LOCAL, "UnboundLocalError", NAME)                                                    \
    X(USER_WARNING, "UserWarning", WARNING)                                                        \
    X(VALUE, "ValueError", EXCEPTION)                                                              \
    X(WARNING, "Warning", EXCEPTION)                                                               \
    X(ZERO_DIVISION, "ZeroDivisionError", ARITHMETIC)

typedef enum ErrorClass {
#define X(id, name, parent) ERROR_##id,
    ERROR_CLASSES(X)
#undef X
    ERROR_CLASS_COUNT
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
    uint64_t raised;      /* not 0: the number of the exception object that a program raised */
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
ErrorClass error_parent(ErrorClass class); /* ERROR_NONE: it has none */
/* Whether class is ancestor or a kind of it. */
bool error_is(ErrorClass class, ErrorClass ancestor);

/* Whether base_check_interrupt() would find something. */
static inline bool base_is_interrupted(const Base *base) {
    return __atomic_load_n(&base->interrupted, __ATOMIC_RELAXED) != 0;
}
/* ARR_INTERRUPTED (with the error set, the flag taken) after arr_interrupt(). */
ArrStatus base_check_interrupt(Base *base);

#endif
