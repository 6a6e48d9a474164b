/* arr.h - the public interface of libarr, and the only header it installs.
 *
 * An ArrState is one interpreter: its variables, its pending work, its device
 * and its memory limit. States share nothing; each may be used by one thread
 * at a time. No function aborts, exits, prints or installs a signal handler.
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
    ARR_MISUSE       /* the host's mistake: NULL, nested call, config of unknown size */
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

typedef struct ArrState ArrState;

/* Memory: one function in the manner of Lua. new_size 0 frees; NULL p
 * allocates. Returns NULL when it cannot, never for new_size 0. */
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
    const char *device;          /* "cpu" (default) or "null"; borrowed for the call */
    int threads;                 /* most threads a task may use; 0: all cores */
    int window_size;             /* nodes recorded before work is started; 1: eager; 0: 4096 */
    int64_t memory_limit;        /* bytes; 0: 80% of the machine's or cgroup's memory */
    bool no_fuse;                /* one task per node */
    bool limits_tiny;            /* every tile, window and threshold at its minimum */
    bool no_print;               /* print() writes nothing and pulls nothing */
    bool plan;                   /* each new plan is described through notice_fn */
    int argc;                    /* sys.argv; strings are copied */
    const char *const *argv;
} ArrConfig;

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

/* Starts the pending work (the prompt calls this while it waits for input). */
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
/* The argument of sys.exit() after ARR_EXIT. */
int arr_exit_code(ArrState *state);

/* What happened since arr_open, as lines "name value"; belongs to the state,
 * valid until the next call on it; NULL when memory is short. */
const char *arr_stats_text(ArrState *state);

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
