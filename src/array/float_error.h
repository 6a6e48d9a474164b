/* Floating-point errors as NumPy counts them: the four kinds, what a program
 * wants done about each (np.seterr), and which op may meet which. An op that
 * float_error.c does not name may meet all of them, and is looked at by its values. */
#ifndef ARRAY_FLOAT_ERROR_H
#define ARRAY_FLOAT_ERROR_H

#include "library.h"
#include "ops.h"

/* Bits, in the order in which NumPy tells them. */
enum {
    FLOAT_DIVIDE = 1,
    FLOAT_OVER = 2,
    FLOAT_UNDER = 4,
    FLOAT_INVALID = 8,
    FLOAT_ALL = 15
};

typedef enum FloatErrorMode {
    FLOAT_IGNORE,
    FLOAT_WARN,         /* once per line and text */
    FLOAT_RAISE,        /* FloatingPointError */
    FLOAT_RAISE_WARNING /* RuntimeWarning as an error: warnings.simplefilter("error") */
} FloatErrorMode;

/* The modes of all kinds in one byte: two bits each, divide first. */
enum {
    FLOAT_MODES_DEFAULT = FLOAT_WARN | FLOAT_WARN << 2 | FLOAT_IGNORE << 4 | FLOAT_WARN << 6,
    FLOAT_UNDER_MODE = 3 << 4, /* underflow is not ignored */
    FLOAT_RAISE_MODES = 0xAA   /* some kind is raised */
};

/* What a message calls an operation. */
typedef enum FloatName {
    FLOAT_NAME_OWN,           /* the op's: "divide", "reduce", "cast" */
    FLOAT_NAME_SCALAR,        /* "scalar divide": an operator between scalars */
    FLOAT_NAME_SCALAR_POWER,  /* whatever op computes it */
    FLOAT_NAME_DIVMOD,
    FLOAT_NAME_SCALAR_DIVMOD,
    FLOAT_NAME_FLOAT_POWER,
    FLOAT_NAME_VECDOT,
    FLOAT_NAME_LOGADDEXP,
    FLOAT_NAME_LOGADDEXP2,
    FLOAT_NAME_REDUCE, /* of an op that has no reduction of its own */
    FLOAT_NAME_COUNT
} FloatName;

/* The kinds that are in this mode, and those that are not ignored. */
unsigned float_kinds_in(unsigned modes, FloatErrorMode mode);
unsigned float_kinds_seen(unsigned modes);
/* modes with the kinds in another mode. */
unsigned float_set_modes(unsigned modes, unsigned kinds, FloatErrorMode mode);

/* What an elementwise op may meet on a loop of that type; a cast; a reduction; a library op. */
unsigned float_op_kinds(Op op, ArrDtype loop);
unsigned float_cast_kinds(ArrDtype from, ArrDtype to);
unsigned float_reduce_kinds(ReduceOp op, ArrDtype loop);
unsigned float_library_kinds(LibraryOp op);
/* An op that the processor's sticky bits tell all of: no look at the values is needed. */
bool float_op_is_plain(Op op, ArrDtype loop);

/* By the text, as "vecdot"; FLOAT_NAME_OWN: there is none. */
FloatName float_name_find(const char *text);
/* NumPy's words: "divide by zero encountered in scalar divide". kind: one bit. op: its own name. */
void float_error_text(unsigned kind, FloatName name, const char *op, char *text, size_t size);

#endif
