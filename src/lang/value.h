/* The language's values. A Value is 16 bytes; ints, floats, bools and None
 * live in it, everything else is a reference-counted Object. */
#ifndef LANG_VALUE_H
#define LANG_VALUE_H

#include "../array/array.h"
#include "ast.h"

typedef enum ValueKind {
    VALUE_UNDEFINED, /* an unset variable */
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_ELLIPSIS,
    /* references: */
    VALUE_ARRAY,     /* .array (an array, or a NumPy scalar when array->scalar) */
    VALUE_BIGINT,    /* .object: Python int beyond int64 */
    VALUE_COMPLEX,
    VALUE_STRING,
    VALUE_TUPLE,
    VALUE_LIST,
    VALUE_RANGE,
    VALUE_SLICE,
    VALUE_FUNCTION,  /* def or lambda */
    VALUE_BUILTIN,   /* a function written in C */
    VALUE_METHOD,    /* a builtin bound to its object: a.sum */
    VALUE_MODULE,    /* np, sys, time, np.random, np.linalg */
    VALUE_DTYPE,     /* np.float64: callable, and a dtype= argument; and np.dtype objects */
    VALUE_TYPE,      /* int, float, ...: builtin types of Python */
    VALUE_CELL,      /* a variable shared by functions; never seen by programs */
    VALUE_KIND_COUNT
} ValueKind;

typedef struct Object Object;

typedef struct Value {
    uint32_t kind; /* ValueKind */
    union {
        bool boolean;
        int64_t integer;
        double number;
        Array *array;
        Object *object;
    };
} Value;

/* The head of every object. All objects of a state are linked, so that
 * closing frees even those in cycles. */
struct Object {
    int32_t refs;
    uint32_t kind; /* ValueKind */
    Object *previous, *next;
};

#endif
