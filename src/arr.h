/* arr.h - the public interface of libarr, and the only header it installs.
 *
 * An ArrState is one interpreter: its variables, its pending work, its device
 * and its memory limit. States share nothing; each may be used by one thread
 * at a time. No function aborts, exits, prints or installs a signal handler.
 *
 * While a call runs it may call the host's functions of ArrConfig, and release
 * functions. In those a state is out of bounds but for arr_interrupt(): calls
 * that run something return ARR_MISUSE, arr_close() does nothing.
 */
#ifndef ARR_H
#define ARR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARR_VERSION "0.1.0"

/* What a call came to. Everything but ARR_OK leaves an error to be read with
 * arr_error_text(), and leaves the state usable. */
typedef enum ArrStatus {
    ARR_OK = 0,
    ARR_ERROR,       /* a run-time error: ValueError, IndexError, ... */
    ARR_SYNTAX,      /* the text is not a program */
    ARR_INCOMPLETE,  /* the text is the beginning of a program: more lines could complete it */
    ARR_MEMORY,      /* MemoryError */
    ARR_INTERRUPTED, /* arr_interrupt() was called: KeyboardInterrupt */
    ARR_EXIT,        /* the program called sys.exit(); see arr_exit_code() */
    ARR_MISUSE       /* the host's mistake: NULL, nested call (which leaves the error as it is),
                        config of unknown size */
} ArrStatus;

/* Element types, in NumPy's promotion order within a kind. */
typedef enum ArrDtype {
    ARR_BOOL,
    ARR_INT8,
    ARR_INT16,
    ARR_INT32,
    ARR_INT64,
    ARR_UINT8,
    ARR_UINT16,
    ARR_UINT32,
    ARR_UINT64,
    ARR_FLOAT32,
    ARR_FLOAT64,
    ARR_COMPLEX64,
    ARR_COMPLEX128,
    ARR_DTYPE_COUNT
} ArrDtype;

enum { ARR_MAX_NDIM = 64 }; /* most axes of an array */

typedef struct ArrState ArrState;

/* Memory: one function in the manner of Lua. new_size 0 frees; NULL p
 * allocates. Returns NULL when it cannot, never for new_size 0. A state's own
 * thread may call it too, but never at the same time as the host's. */
typedef void *(*ArrReallocFn)(void *user, void *p, size_t old_size, size_t new_size);
/* Receives what print() writes; text is not NUL-terminated and is only
 * borrowed for the call. */
typedef void (*ArrWriteFn)(void *user, const char *text, size_t length);

/* Zero-fill, set size, change what you need. Every field's zero is its default. */
typedef struct ArrConfig {
    size_t size;                 /* sizeof(ArrConfig): lets the struct grow */
    ArrReallocFn realloc_fn;     /* default: the C library's */
    void *realloc_user;
    ArrWriteFn write_fn;         /* stdout of programs; default: dropped */
    void *write_user;
    ArrWriteFn notice_fn;        /* warnings, plans, stats; default: dropped */
    void *notice_user;
    ArrWriteFn draw_fn;          /* each new plan as parts of a Graphviz digraph; default: none */
    void *draw_user;
    /* While a call waits for longer than a second: the part of the work that is
     * done and the seconds left, by an estimate; part 1: it waits no more. */
    void (*progress_fn)(void *user, double part, double seconds);
    void *progress_user;
    const char *device;          /* "cpu" (default), "cuda" or "null"; borrowed for the call.
                                    Where there is no GPU, notice_fn is told and it is "cpu" */
    int threads;                 /* most threads a task may use; 0: all cores */
    int window_size;             /* nodes recorded before work is started; 1: eager; 0: 1024 */
    int64_t memory_limit;        /* bytes; 0: 80% of the machine's or cgroup's memory */
    bool no_fuse;                /* one task per node */
    bool limits_tiny;            /* every tile, window and threshold at its minimum */
    bool no_print;               /* print() writes nothing and pulls nothing */
    bool plan;                   /* each new plan is described through notice_fn */
    bool no_sync;                /* any pull but print's, save's and the host's is a RuntimeError */
    bool late_errors;            /* data errors wait for whoever needs the data, see below */
    bool immediate_errors;       /* each statement waits for its work and tells its errors */
    bool profile;                /* keeps what happened when: arr_profile_text() */
    bool verbose;                /* notice_fn also tells what is done without */
    const char *streaming;       /* "relaxed" (default): windows that memory is too short for run
                                    in batches; "off"; "strict": whatever can, and what cannot
                                    is a RuntimeError; borrowed for the call */
    const char *jit;             /* native loops by LLVM: "auto" (default), "off", "force" (at
                                    once, waited for: tests); borrowed for the call */
    const char *jit_module;      /* file of arr-jit.so; default: where it is installed; copied */
    int argc;                    /* sys.argv; strings are copied */
    const char *const *argv;
    const char *kernel_cache;    /* a folder of the host's, by its whole path, where compiled GPU
                                    kernels are kept; default: none; borrowed for the call */
    int64_t device_memory;       /* bytes that a GPU may hold; 0: most of its memory */
    const char *tuning;          /* what arr_tune_text() once gave on this machine: when work is
                                    worth threads and native loops; no bit of a result depends on
                                    it; default: constants built in; borrowed for the call */
} ArrConfig;

/* Errors that depend on data (an index out of bounds in an array of indices, a
 * singular matrix) are found when the work runs, and carry the line that
 * recorded it. They are told where CPython would have told them already: before
 * the next output, and inside `try`. late_errors tells them only to what reads
 * the failed array, and at the end; immediate_errors at the statement. */

/* Opens an interpreter. config may be NULL. On ARR_OK *state belongs to the
 * caller, who ends it with arr_close(); otherwise *state is NULL. */
ArrStatus arr_open(const ArrConfig *config, ArrState **state);

/* Ends an interpreter: finishes nothing, frees everything. NULL is allowed. */
void arr_close(ArrState *state);

/* Runs text (length bytes) as statements. name is the file's name for error
 * messages. Variables stay for the next call. */
ArrStatus arr_eval(ArrState *state, const char *name, const char *text, size_t length);

/* As arr_eval; if the last statement is an expression whose value is not
 * None, its repr and a newline go to write_fn, as at Python's prompt. */
ArrStatus arr_eval_echo(ArrState *state, const char *name, const char *text, size_t length);

/* Parses only: ARR_OK, ARR_SYNTAX or ARR_INCOMPLETE. */
ArrStatus arr_check(ArrState *state, const char *name, const char *text, size_t length);

/* Runs all pending work, waits for it, and tells its first error. */
ArrStatus arr_wait(ArrState *state);

/* Starts the pending work (the prompt calls this while it waits for input); what only takes memory,
 * as zeros() does, waits until it is read. */
ArrStatus arr_flush(ArrState *state);

/* For a program that ends: waits for the work that runs, and runs of the
 * pending work what may fail, so that no error is lost. Work that nobody can
 * observe any more is dropped: afterwards only the error, stats and exit code
 * may be read, and the state closed. */
ArrStatus arr_finish(ArrState *state);

/* The last error, whole: position, source line, carets, calling functions,
 * hint; lines end in '\n'. "" if there was none. Belongs to the state; valid
 * until the next call on it. */
const char *arr_error_text(ArrState *state);
/* Python's name of the last error's class ("ValueError"), or "". */
const char *arr_error_class(ArrState *state);

/* The last error in pieces. Strings are never NULL, belong to the state and
 * are valid until the next call on it; they are as the program wrote them:
 * only arr_error_text() is fit for a terminal. */
typedef struct ArrErrorInfo {
    const char *class_name; /* "ValueError"; "": there was no error */
    const char *message;
    const char *hint;       /* one sentence, or "" */
    const char *file;       /* the name given to arr_eval, "<host>" for expressions; "": no place */
    int64_t line, column;   /* from 1, in characters; 0: no place */
} ArrErrorInfo;
void arr_error_info(ArrState *state, ArrErrorInfo *info);

/* The argument of sys.exit() after ARR_EXIT. */
int arr_exit_code(ArrState *state);

/* --- values -----------------------------------------------------------------
 *
 * Names and expressions end in NUL and are borrowed for the call. A name is a
 * variable of the program's top level. An expression is a name, or any Python
 * text that has a value: "a.sum()", "str(x)", "m[0].astype(float32)". A name
 * costs a look-up; other text is parsed, and run as arr_eval would run it, with
 * the same errors: a costly value is better kept in a variable. A call
 * that fails has written nothing through its pointers and bound no variable.
 *
 * The numbers below also accept a NumPy scalar or an array of one element:
 * they wait until its value is known. */

/* The truth of any value, as `if` sees it. */
ArrStatus arr_bool_get(ArrState *state, const char *expression, bool *value);
/* An int or a bool; OverflowError beyond int64, TypeError for a float. */
ArrStatus arr_int_get(ArrState *state, const char *expression, int64_t *value);
/* A float, int or bool. */
ArrStatus arr_float_get(ArrState *state, const char *expression, double *value);
/* Any number. */
ArrStatus arr_complex_get(ArrState *state, const char *expression, double *real, double *imag);
/* A string's UTF-8 bytes, cut to size - 1, and a NUL, as snprintf does it: text
 * may be NULL if size is 0. *length (length may be NULL) is that of the whole
 * string in bytes; a string may contain NULs. TypeError for other values. */
ArrStatus arr_string_get(ArrState *state, const char *expression, char *text, size_t size,
                         size_t *length);

/* Bind a variable to a Python number or string. Text is copied; ValueError if
 * it is not UTF-8. ARR_MISUSE if name is none ("x y", "for"). */
ArrStatus arr_bool_set(ArrState *state, const char *name, bool value);
ArrStatus arr_int_set(ArrState *state, const char *name, int64_t value);
ArrStatus arr_float_set(ArrState *state, const char *name, double value);
ArrStatus arr_complex_set(ArrState *state, const char *name, double real, double imag);
ArrStatus arr_string_set(ArrState *state, const char *name, const char *text, size_t length);

/* Unbinds a variable, if it is bound. */
ArrStatus arr_value_delete(ArrState *state, const char *name);

typedef enum ArrKind {
    ARR_KIND_NONE,
    ARR_KIND_BOOL,
    ARR_KIND_INT, /* of any size */
    ARR_KIND_FLOAT,
    ARR_KIND_COMPLEX,
    ARR_KIND_STRING,
    ARR_KIND_SCALAR, /* NumPy's: float64(1), what a[0] and a.sum() give */
    ARR_KIND_ARRAY,
    ARR_KIND_OTHER /* tuple, list, range, function, module, ... */
} ArrKind;

/* What a value is. The fields after kind are those of arrays and NumPy
 * scalars, and zero for other kinds. */
typedef struct ArrInfo {
    ArrKind kind;
    ArrDtype dtype;
    int ndim;                    /* 0 for scalars */
    int64_t shape[ARR_MAX_NDIM]; /* ndim extents */
    int64_t size;                /* elements */
    int64_t nbytes;              /* of all elements in C order */
} ArrInfo;
/* Waits for nothing: shape and dtype are known before the data. */
ArrStatus arr_value_info(ArrState *state, const char *expression, ArrInfo *info);

/* --- arrays -------------------------------------------------------------------- */

/* An array in the host's memory; shape and strides are borrowed for the call. */
typedef struct ArrMemory {
    ArrDtype dtype;         /* bools are bytes 0 and 1; complex are pairs real, imag */
    int ndim;               /* 0 to ARR_MAX_NDIM */
    const int64_t *shape;   /* ndim extents; may be NULL when ndim is 0 */
    const int64_t *strides; /* ndim steps in bytes, of any sign; NULL: C order without gaps */
    void *data;             /* element [0,...,0]; may be NULL when there is none */
} ArrMemory;

/* Copies the elements of an array or NumPy scalar to memory->data, in C order
 * (strides must be NULL). Waits until they are known. Nothing is converted:
 * TypeError if the dtype is another, or the value no array; ValueError if the
 * shape is another. The memory must not be borrowed memory of that array. */
ArrStatus arr_array_get_copy(ArrState *state, const char *expression, const ArrMemory *memory);

/* Binds a variable to a new array with a copy of the elements: the memory is
 * only read during the call. ValueError for negative extents and sizes beyond
 * int64, MemoryError beyond the limit. */
ArrStatus arr_array_set_copy(ArrState *state, const char *name, const ArrMemory *memory);

/* Called once, when arr no longer uses memory that it borrowed; user is what was
 * given with it, data is memory->data. By the thread that calls arr. */
typedef void (*ArrReleaseFn)(void *user, void *data);

/* Binds a variable to an array that *is* the host's memory: what the program
 * writes to the array the host sees, and the other way round. arr uses the
 * memory until the variable is rebound and no view of the array is left, at
 * the latest until arr_close(); then release (may be NULL) is called. If this
 * call fails, the memory stays the host's and release is not called.
 *
 * Every call finishes the work that touches borrowed memory before it returns
 * (an interrupt does not stop that): between calls the host may read and write
 * it. Where a call fails, elements that failed work should have written are
 * undefined.
 *
 * writable false: assignments to the array are refused as NumPy refuses them
 * ("assignment destination is read-only"). writable true: no two elements may
 * overlap. Memory that is borrowed twice must be read-only both times
 * (ValueError). data and strides must be multiples of the dtype's alignment in
 * C (ARR_MISUSE). The memory does not count against memory_limit.
 *
 * Zero-copy on the device "cpu". Other devices copy the memory and release it
 * before the call returns; the host then sees no writes. */
ArrStatus arr_array_set_borrow(ArrState *state, const char *name, const ArrMemory *memory,
                               bool writable, ArrReleaseFn release, void *user);

/* --- calls --------------------------------------------------------------------- */

/* Calls a function of the program or of arr: the variable `result` (NULL: drop
 * it) becomes function(arguments...). function and the count arguments are
 * expressions; with plain names nothing is parsed. */
ArrStatus arr_call(ArrState *state, const char *function, int count, const char *const *arguments,
                   const char *result);

/* --- what happened, and help ----------------------------------------------------- */

/* What happened since arr_open, as lines "name value"; belongs to the state,
 * valid until the next call on it; NULL when memory is short. */
const char *arr_stats_text(ArrState *state);

/* The settings in force, as lines "name value"; as arr_stats_text. */
const char *arr_settings_text(ArrState *state);
/* Some of them measured now on this machine, which takes a second or two: for
 * ArrConfig.tuning; as arr_stats_text; NULL also if work that was pending failed. */
const char *arr_tune_text(ArrState *state);
/* The memory in use, as lines "name value" in bytes, then "array BYTES FILE:LINE"
 * for the largest arrays and the code that made them; as arr_stats_text. */
const char *arr_memory_text(ArrState *state);
/* The program's variables, as lines "name dtype shape bytes device progress"
 * for arrays and NumPy scalars (progress: pending, running, ready or lost) and
 * "name type" for others. Waits for nothing; as arr_stats_text. */
const char *arr_variables_text(ArrState *state);

/* On: each plan that runs is described through notice_fn, also one that was
 * known. Off: as ArrConfig.plan says. */
void arr_show_plans(ArrState *state, bool on);

/* ArrConfig.streaming from now on; ARR_MISUSE for another word. */
ArrStatus arr_streaming_set(ArrState *state, const char *mode);

/* Forgets the profile, if there is one, and begins another; and ends it. Both
 * after all work that was started. */
ArrStatus arr_profile_begin(ArrState *state);
void arr_profile_end(ArrState *state);
/* Nanoseconds since the profile began. */
typedef struct ArrTimes {
    int64_t parse, plan; /* by the host's thread */
    int64_t run;         /* tasks, by any thread */
    int64_t wait;        /* the host's thread for tasks */
} ArrTimes;
/* false: there is no profile. */
bool arr_profile_times(ArrState *state, ArrTimes *times);

/* What happened when since the profile began, after all work that was started;
 * as arr_stats_text, and NULL without a profile. Trace: events as JSON, which
 * Perfetto and Chrome's tracing open, one lane each for statements, parser,
 * planner, pulls and tasks; times in microseconds. Text: where the time went
 * and which tasks took most, as lines. */
const char *arr_profile_trace(ArrState *state);
const char *arr_profile_text(ArrState *state);

/* Reads a program, and if run is true runs it to its end under a profile, for
 * idioms that keep arrays from running fast. What was found is kept until the
 * next call of this function. The status is the program's. */
ArrStatus arr_doctor(ArrState *state, const char *name, const char *text, size_t length, bool run);
typedef struct ArrFinding {
    const char *code, *what, *rewrite; /* "R105", what it is, what to write instead; static */
    const char *file;     /* belongs to the state */
    int64_t line, column; /* from 1; 0: no place */
    int64_t count;        /* how often it was met; 0: it was read, not measured */
    double seconds;       /* waited or spent there */
} ArrFinding;
/* The index-th finding, in the order of the text; false: there are no more. */
bool arr_finding_get(ArrState *state, int64_t index, ArrFinding *finding);

/* fork() in the host. A child has none of a state's threads, so the host says when it forks:
 *
 *     arr_before_fork(state);     waits until the task that runs has ended; nothing more begins
 *     pid_t child = fork();
 *     arr_after_fork(state);      in both processes
 *
 * Between the two the state is out of bounds. Afterwards both have all variables, and both do the
 * pending work, each with threads of its own; the child has no compiler for native loops. In a
 * child that was forked otherwise the state is good if it had nothing to do; if a task was running,
 * every call that runs something is a RuntimeError, and arr_close() frees nothing. The same holds
 * for every child of a state whose device is a GPU. A child that only calls exec or _exit needs none
 * of this. */
ArrStatus arr_before_fork(ArrState *state);
void arr_after_fork(ArrState *state);

/* Makes the running or the next call return ARR_INTERRUPTED soon. The only
 * function that may be called from a signal handler or another thread. */
void arr_interrupt(ArrState *state);

/* The k-th name (k = 0, 1, ...) in scope that begins with prefix, for
 * completion; NULL past the last. Belongs to the state. */
const char *arr_complete(ArrState *state, const char *prefix, size_t k);

/* What the prompt shows for ?name: signature and explanation of a function,
 * method or module member ("sin", "np.linalg.norm", the user's own), as lines
 * that end in '\n'; NULL: nothing of that name. Belongs to the state, valid
 * until the next call on it. */
const char *arr_help(ArrState *state, const char *name);

/* "arr 0.1.0" and one line for each back end built in. Static. */
const char *arr_version_text(void);

#ifdef __cplusplus
}
#endif
#endif
