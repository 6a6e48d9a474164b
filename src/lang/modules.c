/* Modules: what `import` finds, and the small ones, sys and time. numpy's own
 * names are registered by numpy.c. */
#include <string.h>
#include <time.h>

#include "arrays.h"
#include "random.h"

/* --- sys -------------------------------------------------------------------- */

/* sys.exit(): an int is the exit code, None 0, anything else a text and 1. */
static ArrStatus sys_exit(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)result;
    Value code = call->args[0];
    int64_t number = 0;
    bool none = code.kind == VALUE_UNDEFINED || code.kind == VALUE_NONE;
    if (none || code.kind == VALUE_INT || code.kind == VALUE_BOOL) {
        ArrStatus status = none ? ARR_OK : value_index(state, code, &number);
        if (status) return status;
        status = error_set(&state->base, ERROR_SYSTEM_EXIT, "%s", ""); /* nothing to be told */
        state->base.error.exit_code = (int)(number & 0xFF);
        return status;
    }
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_str(state, code, &text);
    if (!status) {
        status = error_set(&state->base, ERROR_SYSTEM_EXIT, "%s", text_string(&text));
        state->base.error.exit_code = 1;
    }
    text_free(&text);
    return status;
}

static ArrStatus make_argv(ArrState *state, Value *result) {
    Value argv;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &argv);
    if (status) return status;
    for (int i = 0; i < state->argc && !status; i++) {
        Value argument;
        status = string_new(state, state->argv[i], (int64_t)strlen(state->argv[i]), &argument);
        if (status) break;
        status = list_append(state, argv, argument);
        value_release(state, argument);
    }
    if (status) value_release(state, argv);
    else *result = argv;
    return status;
}

static ArrStatus sys_fill(ArrState *state, Names *names) {
    static const BuiltinRow rows[] = {
        {"exit(status=None, /)", sys_exit,
         "Ends the program with an exit code; a text is written to stderr and exits with 1.", 0},
        {NULL, NULL, NULL, 0},
    };
    ArrStatus status = builtins_register(state, names, rows);
    if (!status) status = names_set(state, names, "maxsize", value_int(INT64_MAX));
    Value argv;
    if (!status) status = make_argv(state, &argv);
    if (status) return status;
    status = names_set(state, names, "argv", argv);
    value_release(state, argv);
    return status;
}

/* --- time -------------------------------------------------------------------- */

static ArrStatus time_read(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    struct timespec now;
    clock_gettime((clockid_t)call->data, &now);
    *result = value_float((double)now.tv_sec + (double)now.tv_nsec * 1e-9);
    return ARR_OK;
}

static ArrStatus time_fill(ArrState *state, Names *names) {
    static const BuiltinRow rows[] = {
        {"time()", time_read, "Seconds since 1970.", CLOCK_REALTIME},
        {"perf_counter()", time_read,
         "Seconds on a steady clock. Statements only record work: print a result, or convert it "
         "with float(), before reading the clock again.",
         CLOCK_MONOTONIC},
        {"monotonic()", time_read, "Seconds on a steady clock.", CLOCK_MONOTONIC},
        {"process_time()", time_read, "Seconds of processor time.", CLOCK_PROCESS_CPUTIME_ID},
        {NULL, NULL, NULL, 0},
    };
    return builtins_register(state, names, rows);
}

/* --- numpy.linalg ---------------------------------------------------------------- */

static ArrStatus linalg_fill(ArrState *state, Names *names) {
    ArrStatus status = builtins_register(state, names, numpy_linalg_rows);
    return status ? status : builtins_register(state, names, numpy_factor_rows);
}

/* --- the table ----------------------------------------------------------------- */

static const struct ModuleRow {
    const char *name;
    ArrStatus (*fill)(ArrState *state, Names *names); /* NULL: nothing of its own */
    const char *member;                               /* the name in its parent, or NULL */
    int parent;                                       /* numpy, or a module above */
} module_rows[MODULE_COUNT] = {
    [MODULE_NUMPY] = {"numpy", NULL, NULL},
    [MODULE_RANDOM] = {"numpy.random", random_fill, "random"},
    [MODULE_LINALG] = {"numpy.linalg", linalg_fill, "linalg"},
    [MODULE_SYS] = {"sys", sys_fill, NULL},
    [MODULE_TIME] = {"time", time_fill, NULL},
    [MODULE_LEGATE_TIMING] = {"legate.timing", legate_timing_fill, NULL},
    [MODULE_LEGATE] = {"legate", legate_fill, NULL},
    [MODULE_LIB] = {"numpy.lib", NULL, "lib"},
    [MODULE_STRIDE_TRICKS] = {"numpy.lib.stride_tricks", NULL, "stride_tricks", MODULE_LIB},
};

static ArrStatus module_open(ArrState *state, int which) {
    const struct ModuleRow *row = &module_rows[which];
    ModuleObject *module = object_new(state, VALUE_MODULE, sizeof *module);
    if (!module) return ARR_MEMORY;
    module->name = row->name;
    module->names = which == MODULE_NUMPY ? &state->numpy : &module->own;
    state->modules[which] = value_object(&module->head);
    ArrStatus status = row->fill ? row->fill(state, module->names) : ARR_OK;
    if (!status && row->member)
        status = names_set(state, VALUE_AS(ModuleObject, state->modules[row->parent])->names,
                           row->member, state->modules[which]);
    return status;
}

ArrStatus modules_open(ArrState *state) {
    ArrStatus status = ARR_OK;
    for (int i = 0; i < MODULE_COUNT && !status; i++) status = module_open(state, i);
    return status;
}

/* --- import ------------------------------------------------------------------------ */

/* name without the part that says who implements numpy. */
static bool is_module(const char *name, int64_t length, const char *module) {
    static const char other[] = "cupynumeric";
    int64_t prefix = (int64_t)sizeof other - 1;
    char own[32] = "numpy";
    if (length >= prefix && length - prefix < 16 && !memcmp(name, other, (size_t)prefix) &&
        (length == prefix || name[prefix] == '.')) {
        memcpy(own + 5, name + prefix, (size_t)(length - prefix));
        return !strcmp(own, module);
    }
    return length == (int64_t)strlen(module) && !memcmp(name, module, (size_t)length);
}

static bool begins_with(const char *name, int64_t length, const char *package) {
    int64_t n = (int64_t)strlen(package);
    return length >= n && !memcmp(name, package, (size_t)n) && (length == n || name[n] == '.');
}

static ArrStatus not_found(ArrState *state, const char *name, int64_t length) {
    ArrStatus status = error_set(&state->base, ERROR_MODULE_NOT_FOUND, "No module named '%.*s'",
                                 (int)(length < 200 ? length : 200), name);
    if (begins_with(name, length, "mpi4py"))
        error_hint(&state->base, "arr distributes the work on its arrays itself: write the program "
                                 "for whole arrays, without ranks and messages");
    else error_hint(&state->base, "arr can import numpy, numpy.random, numpy.linalg, legate.timing, sys and time");
    return status;
}

ArrStatus modules_import(ArrState *state, const char *name, int64_t length, Value *result) {
    for (int i = 0; i < MODULE_COUNT; i++)
        if (is_module(name, length, module_rows[i].name)) {
            value_retain(state->modules[i]);
            *result = state->modules[i];
            return ARR_OK;
        }
    return not_found(state, name, length);
}

ArrStatus modules_import_name(ArrState *state, Value module, const char *name, int64_t length,
                              Value *result) {
    const ModuleObject *object = VALUE_AS(ModuleObject, module);
    const Value *found = names_find(object->names, name, length);
    if (found) {
        value_retain(*found);
        *result = *found;
        return ARR_OK;
    }
    const char *nearest = names_nearest(object->names, name, length);
    ArrStatus status = error_set(&state->base, ERROR_IMPORT,
                                 "cannot import name '%.*s' from '%s': it is not in arr yet",
                                 (int)(length < 200 ? length : 200), name, object->name);
    if (nearest) error_hint(&state->base, "did you mean '%s'?", nearest);
    return status;
}
