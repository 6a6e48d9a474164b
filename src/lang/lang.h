/* What the files of this room share: the state, and the operations on values.
 *
 * Conventions. A Value passed in is borrowed; a Value *result receives one
 * reference that the caller releases; result is written only on ARR_OK.
 * Before an operation that can fail or record nodes, eval.c sets base.span to
 * the expression's span, so errors and nodes know their place in the text. */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include "../base/text.h"
#include "../exec/exec.h"
#include "../io/format.h"
#include "value.h"

/* --- names ---------------------------------------------------------------- */

/* A table from names to values: modules and builtins. (names.c) */
typedef struct Names {
    struct NameEntry { const char *name; int64_t length; Value value; } *entries;
    int64_t count, capacity; /* open addressing, power of two */
} Names;
/* The entry's value, or NULL. The name is not copied by names_set: it must outlive the table. */
Value *names_find(const Names *names, const char *name, int64_t length);
ArrStatus names_set(ArrState *state, Names *names, const char *name, Value value);
void names_free(ArrState *state, Names *names);
/* The name nearest to what was written, for "did you mean"; NULL: none is near. */
const char *names_nearest(const Names *names, const char *name, int64_t length);
const char *names_nearest_of(const char *const *names, int count, const char *name, int64_t length);

/* Whether NumPy or Python has this name in a module or type: "numpy", "numpy.ndarray", "str",
 * "builtins", ... (known_names.c) */
bool name_is_known(const char *where, const char *name, int64_t length);
/* NotImplementedError "np.memmap is not in arr". */
ArrStatus name_lacking(ArrState *state, const char *where, const char *name, int64_t length);

struct Globals { /* (names.c) */
    ArrState *state;
    struct GlobalSlot {
        char *name;      /* owned */
        int64_t length;
        Value value;     /* the user's; VALUE_UNDEFINED: look behind */
        Value fallback;  /* Python's builtin or numpy's name, found once; borrowed from the tables */
    } *slots;
    int32_t count, capacity;
    int32_t *index;      /* hash -> slot */
    int32_t index_capacity;
};
void globals_free(Globals *globals);
/* The user's own variable, or NULL. */
const Value *globals_find(const Globals *globals, const char *name, int64_t length);
/* The nearest name in scope (the user's, Python's, numpy's); NULL: none is near. */
const char *globals_nearest(const Globals *globals, const char *name, int64_t length);

/* Python's builtin types: callable, and (the first four) dtype= arguments. (builtins.c) */
typedef enum TypeId {
    TYPE_BOOL, TYPE_INT, TYPE_FLOAT, TYPE_COMPLEX, TYPE_STR, TYPE_TUPLE, TYPE_LIST, TYPE_RANGE,
    TYPE_SLICE, TYPE_ENUMERATE, TYPE_ZIP, TYPE_MAP, TYPE_FILTER, TYPE_REVERSED,
    TYPE_TYPE, TYPE_OBJECT, TYPE_NONE, TYPE_ELLIPSIS, TYPE_FUNCTION, TYPE_BUILTIN, TYPE_MODULE,
    TYPE_NDARRAY, TYPE_DTYPE, TYPE_GENERATOR, TYPE_UFUNC, TYPE_DICT,
    /* NumPy's abstract types of scalars */
    TYPE_GENERIC, TYPE_NUMBER, TYPE_INTEGER, TYPE_SIGNED, TYPE_UNSIGNED, TYPE_INEXACT,
    TYPE_FLOATING, TYPE_COMPLEXFLOATING,
    TYPE_COUNT
} TypeId;

/* --- the state (state.c) -------------------------------------------------- */

/* warnings.c: hashes of the warnings that were told. */
typedef struct WarningsTold { uint64_t *keys; int64_t count, capacity; } WarningsTold;
/* np.seterr, and what the warnings module says of RuntimeWarnings: FLOAT_IGNORE, FLOAT_WARN or
 * FLOAT_RAISE_WARNING. */
typedef struct WarningSettings { uint8_t float_errors, action; } WarningSettings;

typedef struct Source { char *name; char *text; int64_t length; } Source;

enum { HOST_METHODS_STRING, HOST_METHODS_LIST, HOST_METHODS_TUPLE, HOST_METHODS_DICT,
       HOST_METHODS_INT, HOST_METHODS_FLOAT, HOST_METHODS_COMPLEX, HOST_METHODS_COUNT };

struct ArrState {
    Base base; /* must be first */
    Graph graph;
    Exec *exec;
    Globals globals;
    Globals library;      /* the standard library's own: never the user's (library.c) */
    uint64_t library_loaded; /* a bit for each of its files */
    Names builtins;       /* Python's: print, len, int, ... */
    Names numpy;          /* members of np; in scope bare, behind builtins */
    Names methods;        /* of arrays: sum, reshape, ... (bound when looked up) */
    Names generator_methods[3]; /* of np.random's Generator, RandomState, and bit generators */
    Names host_methods[HOST_METHODS_COUNT]; /* of strings, lists, ...: see HOST_METHODS_ */
    Value random;         /* the RandomState of np.random's functions, once one was called */
    Value modules[16];    /* np, np.random, np.linalg, sys, time, ...: see MODULE_ */
    Value types[TYPE_COUNT];           /* one object of each (types.c) */
    Value error_classes[ERROR_CLASS_COUNT]; /* one object of each (exception.c) */
    Value dtypes[2][ARR_DTYPE_COUNT];  /* dtype('float64') and np.float64, once asked for */
    Object *objects;      /* all of them */
    Object *dying;        /* unlinked, to be freed by the value_free that is at work */
    bool freeing;         /* one is at work: releasing deep lists never recurses */
    Source *sources;
    int32_t source_count, source_capacity;
    bool last_source_spare; /* only an error may refer to it: the next text takes its place */
    FormatOptions print_options;
    struct PrintFormatter { ArrState *state; Value functions; } formatter; /* of print_options: a dict, or None */
    WarningsTold warnings_told;
    WarningSettings warnings;
    uint8_t called_errors; /* graph.errors when the library function that runs was called */
    ArrWriteFn write_fn, notice_fn;
    void *write_user, *notice_user;
    int64_t draws_here;   /* fewer random values than this are drawn at the statement */
    bool no_print;
    bool immediate_errors; /* every statement waits for its work */
    bool running;         /* inside arr_eval: a nested call is a host's mistake */
    bool forks;           /* between arr_before_fork and arr_after_fork */
    char *stack_limit;    /* eval refuses to recurse below this address */
    char *main_stack_low, *main_stack_high; /* the main thread's, once asked for */
    int32_t call_depth;   /* of calls, without those that code made: see code_depth() */
    struct CodeStack *code_stack, *code_first; /* the windows of functions that run (code.h) */
    const AstFunction *function; /* the user's that is running; NULL: the top level */
    int argc;
    char **argv;
    Value raised;         /* the exception that base.error is about, if it has the number */
    uint64_t raised_count; /* of the last one raised */
    struct Handling *handling; /* errors that except clauses handle, innermost first */
    struct Findings { struct Finding *items; int64_t count, capacity; } findings; /* the doctor's */
    Text error_text, stats_text, name_text; /* what the public functions return */
};

enum { MODULE_NUMPY, MODULE_RANDOM, MODULE_LINALG, MODULE_FFT, MODULE_EXCEPTIONS, MODULE_SYS,
       MODULE_TIME, MODULE_MATH, MODULE_WARNINGS,
       MODULE_LEGATE_TIMING, MODULE_LEGATE, MODULE_LIB, MODULE_STRIDE_TRICKS,
       MODULE_COUNT };
struct ModuleObject { Object head; const char *name; Names *names; Names own; };

/* legate.c: legate.timing, and the package around it. */
ArrStatus legate_timing_fill(ArrState *state, Names *names);
ArrStatus legate_fill(ArrState *state, Names *names);

/* What `import name` binds (modules.c): numpy (also under the name cupynumeric),
 * numpy.random, numpy.linalg, sys, time. Otherwise ModuleNotFoundError with a hint. */
ArrStatus modules_import(ArrState *state, const char *name, int64_t length, Value *result);
/* `from module import name`: ImportError "cannot import name 'f' from 'numpy'". */
ArrStatus modules_import_name(ArrState *state, Value module, const char *name, int64_t length,
                              Value *result);

/* Writes to the program's stdout (print), and to its stderr. */
void state_write(ArrState *state, const char *text, int64_t length);
void state_notice(ArrState *state, const char *text, int64_t length);
/* Whether v is sys.stdout or sys.stderr (modules.c). */
bool sys_stream(Value v, bool *to_stderr);

/* --- values (value.c) ----------------------------------------------------- */

static inline void value_retain(Value v) {
    if (v.kind == VALUE_ARRAY) array_retain(v.array);
    else if (v.kind > VALUE_ARRAY) v.object->refs++;
}
void value_free(ArrState *state, Value v); /* the last reference is gone */
static inline void value_release(ArrState *state, Value v) {
    if (v.kind == VALUE_ARRAY) array_release(&state->graph.arrays, v.array);
    else if (v.kind > VALUE_ARRAY && --v.object->refs == 0) value_free(state, v);
}
/* A new object of size bytes with one reference, zeroed; NULL with the error set. */
void *object_new(ArrState *state, ValueKind kind, size_t size);
/* At close, after globals_free() and names_free(): every object, cycles too. */
void object_free_all(ArrState *state);

ArrStatus string_new(ArrState *state, const char *bytes, int64_t length, Value *result);
ArrStatus complex_new(ArrState *state, double real, double imag, Value *result);
/* count items (their references are taken over even on failure; items may be NULL: all None). */
ArrStatus sequence_new(ArrState *state, ValueKind kind, const Value *items, int64_t count, Value *result);
/* a += b of strings in place: a is the only reference to its string. */
ArrStatus string_append(ArrState *state, Value *a, Value b);
ArrStatus list_append(ArrState *state, Value list, Value item); /* borrows item */
/* Named tuples (named.c): name is one of its types', which has a name for each item. */
ArrStatus named_tuple_new(ArrState *state, const char *name, const Value *items, int64_t count, Value *result);
const char *named_tuple_name(const SequenceObject *tuple); /* NULL: an ordinary tuple or a list */
const char *named_tuple_field(const SequenceObject *tuple, int64_t index);
const Value *named_tuple_find(const SequenceObject *tuple, const char *name, int64_t length); /* or NULL */
ArrStatus range_new(ArrState *state, int64_t start, int64_t stop, int64_t step, Value *result);
int64_t range_count(int64_t start, int64_t stop, int64_t step); /* negative: it has no ssize_t */
ArrStatus slice_new(ArrState *state, Value start, Value stop, Value step, Value *result);
ArrStatus dtype_new(ArrState *state, ArrDtype dtype, Value *result); /* dtype('float64') */
ArrStatus scalar_type_new(ArrState *state, ArrDtype dtype, Value *result); /* np.float64 */

/* Python's type(v).__name__: "int", "list", "numpy.ndarray", "numpy.float64". */
const char *value_type_name(Value v);
/* Truth: pulls (PULL_CONDITION) for arrays; NumPy's ambiguity errors. */
ArrStatus value_truth(ArrState *state, Value v, bool *truth);
/* str() and repr() of anything, appended to text; arrays are pulled (PULL_PRINT). */
ArrStatus value_str(ArrState *state, Value v, Text *text);
ArrStatus value_repr(ArrState *state, Value v, Text *text);
ArrStatus value_ascii(ArrState *state, Value v, Text *text); /* repr() in ASCII (percent.c) */
/* An index: int, bool, or integer array of one element (pulled, PULL_SIZE).
 * Otherwise TypeError "'float' object cannot be interpreted as an integer". */
ArrStatus value_index(ArrState *state, Value v, int64_t *index);
/* len() */
ArrStatus value_length(ArrState *state, Value v, int64_t *length);
/* Python's == on host values (recursive in sequences, bounded); arrays never reach it. */
ArrStatus value_equal(ArrState *state, Value a, Value b, bool *equal);

/* An object that gives its items once, one after another; a generator is one.
 * Its own struct begins with an IteratorObject. */
typedef struct IteratorClass {
    const char *name; /* Python's, of its type: "generator" */
    size_t size;      /* of its struct */
    /* *result kind VALUE_UNDEFINED: the end, now and ever after. */
    ArrStatus (*next)(ArrState *state, Value self, Value *result);
    void (*clear)(ArrState *state, Object *self); /* releases what it refers to; perhaps twice */
} IteratorClass;
typedef struct IteratorObject { Object head; const IteratorClass *class; } IteratorObject;
/* One of class->size bytes, zeroed behind its head; NULL with the error set. */
void *iterator_new(ArrState *state, const IteratorClass *class);

/* Iteration over range, tuple, list, str, array (rows; elements of 1-D), and
 * iterator objects: whatever a program may iterate over. */
typedef struct Iterator { Value source; int64_t next, count; } Iterator;
bool value_is_iterable(Value v); /* its type has iteration; a 0-d array's fails all the same */
ArrStatus iterator_begin(ArrState *state, Value v, Iterator *it); /* retains v */
/* *result kind VALUE_UNDEFINED: the end. */
ArrStatus iterator_next(ArrState *state, Iterator *it, Value *result);
void iterator_end(ArrState *state, Iterator *it);

/* --- host numbers (number.c, bigint.c) ------------------------------------ */

/* Python's semantics on bool int bigint float complex. */
bool value_is_number(Value v);
ArrStatus number_unary(ArrState *state, AstOperator op, Value a, Value *result);
ArrStatus number_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result);
ArrStatus number_compare(ArrState *state, AstOperator op, Value a, Value b, bool *truth);
/* decimal, 0x, 0o, 0b text without '_' */
ArrStatus bigint_from_text(ArrState *state, const char *text, Value *result);
/* A double's integer part (int(x)); OverflowError and ValueError as Python's. */
ArrStatus number_int_from_double(ArrState *state, double x, Value *result);
ArrStatus number_to_double(ArrState *state, Value v, double *x); /* "int too large to convert to float" */
/* What big owns, and its block; value.c has unlinked it. */
void bigint_free(ArrState *state, BigintObject *big);
ArrStatus bigint_to_text(ArrState *state, Value big, Text *text);

/* format % arguments, of strings (percent.c) */
ArrStatus percent_format(ArrState *state, Value format, Value arguments, Value *result);

/* format(v, spec), appended to text (format_spec.c) */
ArrStatus format_spec(ArrState *state, Value v, const char *spec, int64_t length, Text *text);
/* The same of v, or of its text where conversion is 's', 'r' or 'a': {v!r:spec} */
ArrStatus format_converted(ArrState *state, Value v, char conversion, const char *spec,
                           int64_t length, Text *text);

/* int(v), float(v), complex(v): of numbers, strings and one-element arrays (pulled,
 * PULL_CONVERT); and np.float64(...), whatever it is given. (construct.c) */
ArrStatus construct_int(ArrState *state, Value v, Value *result);
ArrStatus construct_int_base(ArrState *state, Value text, Value base, Value *result);
ArrStatus construct_float(ArrState *state, Value v, double *result);
ArrStatus construct_complex(ArrState *state, Value v, Value *result);
ArrStatus construct_complex_parts(ArrState *state, Value real, Value imag, Value *result);
ArrStatus construct_scalar(ArrState *state, ArrDtype dtype, Value v, Value *result);

/* --- operators (operate.c): any values ------------------------------------ */

ArrStatus operate_unary(ArrState *state, AstOperator op, Value a, Value *result);
ArrStatus operate_binary(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* a op= b: arrays in place (the result is a itself), others as binary. */
ArrStatus operate_in_place(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* One comparison of a chain, is/in included. */
ArrStatus operate_compare(ArrState *state, AstOperator op, Value a, Value b, Value *result);
/* "unsupported operand type(s) for +: 'int' and 'str'" */
ArrStatus operate_type_error(ArrState *state, AstOperator op, Value a, Value b);

/* --- items and attributes (index.c, attribute.c) -------------------------- */

ArrStatus item_get(ArrState *state, Value object, Value index, Value *result);
ArrStatus item_set(ArrState *state, Value object, Value index, Value value);
ArrStatus item_delete(ArrState *state, Value object, Value index);
/* object.name; methods come bound. "'list' object has no attribute 'foo'",
 * "module 'numpy' has no attribute 'foo'" and the like, with "did you mean". */
ArrStatus attribute_get(ArrState *state, Value object, const char *name, int64_t length, Value *result);
/* The table and entry of object's method, where its attribute of that name is nothing but a
 * method of its type; NULL: attribute_get() must be asked. */
const Names *attribute_methods(const ArrState *state, Value object);
const Value *attribute_method(const ArrState *state, Value object, const char *name, int64_t length);
ArrStatus attribute_set(ArrState *state, Value object, const char *name, int64_t length, Value value);

/* --- calls (call.c) ------------------------------------------------------- */

/* What a call passes. All borrowed. */
typedef struct Arguments {
    const Value *values;      /* positional first, then keyword values */
    const Span *spans;        /* of values; NULL: none known */
    const AstText *keywords;  /* keyword_count names of the last values */
    int32_t count;            /* of values, keywords included */
    int32_t keyword_count;
} Arguments;

/* A function in C. call->args has one value per parameter of the signature;
 * VALUE_UNDEFINED where an optional one was not passed; a "*rest" parameter
 * gets a tuple. */
typedef struct BuiltinCall {
    const BuiltinObject *function;
    Value self;               /* of a method; else VALUE_UNDEFINED */
    const Value *args;
    const Span *spans;        /* of args; SPAN_NONE sources where not passed */
    int data;                 /* of the registration: an Op, ... */
} BuiltinCall;
typedef ArrStatus (*BuiltinFn)(ArrState *state, const BuiltinCall *call, Value *result);

typedef struct BuiltinRow {
    const char *signature;    /* "zeros(shape, dtype=float64)": parsed into the parameters.
                                 After "*, " keyword only; before "/" positional only;
                                 "name=" optional; "*rest" a tuple. */
    BuiltinFn fn;
    const char *doc;
    int data;
} BuiltinRow;

/* The short way of a function for positional arguments; false: it did nothing. (builtins_fast.c) */
typedef bool (*BuiltinFast)(const BuiltinObject *function, Value self, const Value *args, int count,
                            Value *result);
void builtins_fast_open(ArrState *state); /* after builtins_open() */

enum { BUILTIN_PARAMETERS = 12 };
struct BuiltinObject {
    Object head;
    BuiltinRow row;
    BuiltinFast fast;       /* or NULL */
    char name[32];
    int parameter_count;
    int positional_count;   /* of the first parameters: those that positional arguments fill */
    int required_count;     /* of these */
    bool has_rest;          /* the parameter after these is "*rest" */
    bool positional_only;   /* no parameter has a keyword: errors are worded as C functions' */
    struct BuiltinParameter {
        const char *name; /* in row.signature */
        int length;
        bool optional, keyword_only, positional_only, rest;
    } parameters[BUILTIN_PARAMETERS];
};
/* self is a type for str.upper and the like, whose first argument is the object. */
typedef struct MethodObject { Object head; BuiltinObject *function; Value self; } MethodObject;

typedef struct TypeObject {
    Object head;
    TypeId type;
    const char *name;     /* "int", "numpy.ndarray" */
    BuiltinObject *make;  /* what int(...) calls */
} TypeObject;

/* A user's function (eval.c makes and frees them). */
typedef struct FunctionObject {
    Object head;
    const AstFunction *ast;
    Program *program;     /* retained */
    Value *defaults;      /* one per parameter; VALUE_UNDEFINED: required */
    Value *captures;      /* ast->capture_count cells */
    const struct Code *code; /* (code.h) */
} FunctionObject;
/* What function owns (values by value_release), and its block; value.c has unlinked it. */
void function_free(ArrState *state, FunctionObject *function);

/* Registers rows (an array ended by a NULL signature) in a table. */
ArrStatus builtins_register(ArrState *state, Names *names, const BuiltinRow *rows);
ArrStatus builtin_new(ArrState *state, const BuiltinRow *row, Value *result);
/* Calls anything callable. Errors of binding are worded as Python words them:
 * "f() missing 1 required positional argument: 'x'". */
ArrStatus call_value(ArrState *state, Value callee, const Arguments *arguments, Value *result);
/* self.method(...), without making the method. */
ArrStatus call_method(ArrState *state, const BuiltinObject *method, Value self,
                      const Arguments *arguments, Value *result);
/* A def or lambda with bound arguments, in eval.c. */
ArrStatus eval_call_function(ArrState *state, FunctionObject *function, const Arguments *arguments, Value *result);

/* Table makers, called once by arr_open: each registers its rows. */
ArrStatus builtins_open(ArrState *state);     /* builtins.c: Python's */
ArrStatus numpy_open(ArrState *state);        /* numpy.c: np's functions, constants, dtypes */
ArrStatus numpy_open_aliases(ArrState *state); /* after library_open() */
ArrStatus methods_open(ArrState *state);      /* methods.c: of arrays */
ArrStatus modules_open(ArrState *state);      /* modules.c: sys, time, np.linalg, np.random */
ArrStatus library_open(ArrState *state);      /* library.c: np's functions of stdlib/ */

/* --- arrays and values (convert.c) ---------------------------------------- */

/* np.asarray(v): arrays themselves (retained), host values and nested
 * sequences as new arrays. dtype -1: NumPy's choice. */
ArrStatus convert_to_array(ArrState *state, Value v, int dtype, Value *result);
/* An operand of an elementwise op: arrays by reference, host numbers as weak
 * constants (bool strong), sequences as arrays. *hold keeps what was made: release it. */
ArrStatus convert_to_operand(ArrState *state, Value v, Operand *operand, Value *hold);
/* item(): a one-element array's value as a Python value (pulls, kind). */
ArrStatus convert_to_host(ArrState *state, PullKind kind, Array *a, Value *result);
Value const_to_value_number(ArrConst c); /* non-complex: bool, int, float */
/* A shape: an int or a sequence of ints. */
ArrStatus convert_to_shape(ArrState *state, Value v, int *ndim, int64_t shape[ARR_MAX_NDIM]);
/* axis=None|int|tuple to a bit mask (all axes for None/undefined). */
/* axis= that is one int. */
ArrStatus convert_to_axis(ArrState *state, Value v, int64_t *axis);
ArrStatus convert_to_axes(ArrState *state, Value v, int ndim, uint64_t *axes);
/* dtype=: np.float64, float, 'float32', ...; undefined or None: -1. */
ArrStatus convert_to_dtype(ArrState *state, Value v, int *dtype);

#endif
