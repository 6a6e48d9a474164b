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
    VALUE_RANDOM,    /* np.random's Generator and RandomState (random.h) */
    VALUE_DICT,      /* (dict.h) */
    VALUE_DICT_VIEW, /* of keys, values or items */
    VALUE_ITERATOR,  /* what gives items one after another: a generator (IteratorObject) */
    VALUE_RECORD,    /* named values: np.finfo(...), sys.float_info (record.h) */
    VALUE_ERROR_CLASS, /* ValueError, ... (exception.h) */
    VALUE_EXCEPTION, /* what is raised and caught */
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

typedef struct StringObject { Object head; int64_t length; char bytes[]; } StringObject; /* NUL-terminated */
typedef struct ComplexObject { Object head; double real, imag; } ComplexObject;
typedef struct TupleType TupleType; /* named.c's */
typedef struct SequenceObject { /* tuple, list */
    Object head;
    Value *items;
    int64_t count, capacity;
    const TupleType *type; /* of a named tuple, else NULL */
} SequenceObject;
typedef struct RangeObject { Object head; int64_t start, stop, step, count; } RangeObject; /* stop: as written */
typedef struct SliceObject { Object head; Value start, stop, step; } SliceObject;
typedef struct CellObject { Object head; Value value; } CellObject;
typedef struct DtypeObject { Object head; ArrDtype dtype; bool scalar_type; } DtypeObject; /* np.float64, else dtype('float64') */
typedef struct BigintObject BigintObject;   /* bigint.c's */
typedef struct BuiltinObject BuiltinObject; /* call.h's */
typedef struct ModuleObject ModuleObject;

static inline Value value_none(void) { return (Value){.kind = VALUE_NONE}; }
static inline Value value_undefined(void) { return (Value){.kind = VALUE_UNDEFINED}; }
static inline Value value_bool(bool b) { return (Value){.kind = VALUE_BOOL, .boolean = b}; }
static inline Value value_int(int64_t i) { return (Value){.kind = VALUE_INT, .integer = i}; }
static inline Value value_float(double d) { return (Value){.kind = VALUE_FLOAT, .number = d}; }
static inline Value value_array(Array *a) { return (Value){.kind = VALUE_ARRAY, .array = a}; }
static inline Value value_object(Object *o) { return (Value){.kind = o->kind, .object = o}; }
static inline bool value_is_reference(Value v) { return v.kind >= VALUE_ARRAY; }
#define VALUE_AS(type, v) ((type *)(void *)(v).object)

#endif
