/* The doctor: what in a program keeps arrays from running fast. */
#ifndef LANG_DOCTOR_H
#define LANG_DOCTOR_H

#include "lang.h"

/* code, what was found, what to write instead. R codes are cuPyNumeric's, A codes arr's own. */
#define DOCTOR_RULES(X)                                                                            \
    X(R101, "an array is computed element by element",                                             \
      "assign slices: x[1:] = f(x[:-1]) in place of a loop over i; cumsum() and the like for "     \
      "recurrences")                                                                               \
    X(R102, "vectorize() calls a function for each element",                                       \
      "call the function with the array itself, with where() in place of its if")                  \
    X(R104, "a value leaves the array world inside a loop",                                        \
      "keep it an array: NumPy's scalars compute as Python's numbers do; convert after the loop")  \
    X(R105, "an if or while waits for an array's value in each round",                             \
      "where() in place of if; look at the value every few rounds, not in each")                   \
    X(R107, "arrays of objects do not exist", "use a numeric dtype, or a list")                    \
    X(R108, "mpi4py cannot run beside arr",                                                        \
      "write the program for whole arrays; arr distributes its work itself")                       \
    X(R203, "an array grows in a loop, and is copied in each round",                               \
      "collect the parts in a list and concatenate() once, or assign into zeros() of the full size") \
    X(R204, "nonzero() before an index", "index with the mask itself: a[mask]")                    \
    X(A101, "a clock is read while the work it should time is only recorded",                      \
      "print a result or convert it with float() before reading the clock, or use "                \
      "legate.timing.time()")                                                                      \
    X(A102, "a loop computes the same in each round", "compute it once, before the loop")          \
    X(A103, "a loop waits for values to print or to size arrays by",                               \
      "print after the loop; use masks as masks and where() in place of a[mask]")                  \
    X(A105, "a loop needs an array cut one way here and another way there: a copy between "         \
            "processors in each round",                                                            \
      "keep the axes of arrays in one order in the loop; transpose or reshape once, before it")    \
    X(A104, "work in many small pieces", "fewer and larger arrays: one axis more in place of a loop")

typedef enum DoctorRule {
#define X(code, what, rewrite) DOCTOR_##code,
    DOCTOR_RULES(X)
#undef X
    DOCTOR_COUNT
} DoctorRule;

typedef struct Finding Finding;
struct Finding {
    uint8_t rule;    /* DoctorRule */
    Span where;
    int64_t count;   /* how often it was met; 0: not measured */
    int64_t waited;  /* ns */
};

typedef struct Findings Findings; /* lang.h's: the state keeps them */

/* One finding for each rule and line; a second one adds its cost to the first.
 * ARR_MEMORY without an error set. */
ArrStatus findings_add(ArrState *state, Findings *findings, Finding finding);
void doctor_close(ArrState *state);
/* Reads a resolved program. */
ArrStatus doctor_read(ArrState *state, const Program *program, Findings *findings);
/* Looks at what a run with a profile came to. */
ArrStatus doctor_measure(ArrState *state, Findings *findings);

#endif
