/* Modules: what `import` finds, and the small ones, sys and time; math has files of its own. numpy's own
 * names are registered by numpy.c. */
#include <float.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "arrays.h"
#include "exception.h"
#include "math_module.h"
#include "random.h"
#include "record.h"
#include "warnings.h"

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

/* sys.stdout and sys.stderr: they write, and are what print(file=) takes. */
static const char *const stream_fields[] = {"name", "write", "flush"};
static const RecordClass stdout_class = {"_io.TextIOWrapper", "<_io.TextIOWrapper>", stream_fields,
                                         3, 1, NULL};
static const RecordClass stderr_class = {"_io.TextIOWrapper", "<_io.TextIOWrapper>", stream_fields,
                                         3, 1, NULL};

bool sys_stream(Value v, bool *to_stderr) {
    if (v.kind != VALUE_RECORD) return false;
    *to_stderr = VALUE_AS(RecordObject, v)->class == &stderr_class;
    return *to_stderr || VALUE_AS(RecordObject, v)->class == &stdout_class;
}

static ArrStatus stream_write(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "write() argument must be str, not %s",
                         value_type_name(v));
    const StringObject *text = VALUE_AS(StringObject, v);
    if (call->data) state_notice(state, text->bytes, text->length);
    else if (!state->no_print) state_write(state, text->bytes, text->length);
    *result = value_int(utf8_count(text->bytes, text->length));
    return ARR_OK;
}

static ArrStatus stream_flush(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    (void)call;
    *result = value_none();
    return ARR_OK;
}

static ArrStatus define_stream(ArrState *state, Names *names, const char *name, bool is_stderr) {
    const BuiltinRow rows[] = {{"write(s, /)", stream_write, "Writes a string.", is_stderr},
                               {"flush()", stream_flush, "Nothing waits to be written.", 0}};
    Value values[3] = {{0}}, stream;
    ArrStatus status = string_new(state, is_stderr ? "<stderr>" : "<stdout>", 8, &values[0]);
    if (!status) status = builtin_new(state, &rows[0], &values[1]);
    if (!status) status = builtin_new(state, &rows[1], &values[2]);
    status = record_new(state, status, is_stderr ? &stderr_class : &stdout_class, values, &stream);
    if (status) return status;
    status = names_set(state, names, name, stream);
    value_release(state, stream);
    return status;
}

static ArrStatus define_float_info(ArrState *state, Names *names) {
    static const char *const fields[] = {"max", "max_exp", "max_10_exp", "min", "min_exp",
                                         "min_10_exp", "dig", "mant_dig", "epsilon", "radix",
                                         "rounds"};
    static const RecordClass class = {"sys.float_info", "sys.float_info", fields, 11, 11, NULL};
    Value info, values[] = {value_float(DBL_MAX), value_int(DBL_MAX_EXP), value_int(DBL_MAX_10_EXP),
                            value_float(DBL_MIN), value_int(DBL_MIN_EXP), value_int(DBL_MIN_10_EXP),
                            value_int(DBL_DIG), value_int(DBL_MANT_DIG), value_float(DBL_EPSILON),
                            value_int(FLT_RADIX), value_int(1)};
    ArrStatus status = record_new(state, ARR_OK, &class, values, &info);
    if (status) return status;
    status = names_set(state, names, "float_info", info);
    value_release(state, info);
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
    if (!status) status = define_stream(state, names, "stdout", false);
    if (!status) status = define_stream(state, names, "stderr", true);
    if (!status) status = define_float_info(state, names);
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

static ArrStatus time_read_ns(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)state;
    struct timespec now;
    clock_gettime((clockid_t)call->data, &now);
    *result = value_int((int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
    return ARR_OK;
}

/* In short steps, so that Ctrl-C ends it. */
static ArrStatus time_sleep(ArrState *state, const BuiltinCall *call, Value *result) {
    double seconds;
    ArrStatus status = math_to_double(state, call->args[0], &seconds);
    if (status) return status;
    if (isnan(seconds))
        return error_set(&state->base, ERROR_VALUE, "Invalid value NaN (not a number)");
    if (seconds < 0)
        return error_set(&state->base, ERROR_VALUE, "sleep length must be non-negative");
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (double left = seconds; !status; ) {
        double step = left < 0.05 ? left : 0.05;
        if (step > 0) nanosleep(&(struct timespec){.tv_nsec = (long)(step * 1e9)}, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
        left = seconds - ((double)(now.tv_sec - start.tv_sec) +
                          (double)(now.tv_nsec - start.tv_nsec) * 1e-9);
        status = base_check_interrupt(&state->base);
        if (left <= 0) break;
    }
    *result = value_none();
    return status;
}

static ArrStatus time_fill(ArrState *state, Names *names) {
    static const BuiltinRow rows[] = {
        {"time()", time_read, "Seconds since 1970.", CLOCK_REALTIME},
        {"time_ns()", time_read_ns, "Nanoseconds since 1970.", CLOCK_REALTIME},
        {"perf_counter()", time_read,
         "Seconds on a steady clock. Statements only record work: print a result, or convert it "
         "with float(), before reading the clock again.",
         CLOCK_MONOTONIC},
        {"perf_counter_ns()", time_read_ns, "Nanoseconds on a steady clock.", CLOCK_MONOTONIC},
        {"monotonic()", time_read, "Seconds on a steady clock.", CLOCK_MONOTONIC},
        {"monotonic_ns()", time_read_ns, "Nanoseconds on a steady clock.", CLOCK_MONOTONIC},
        {"process_time()", time_read, "Seconds of processor time.", CLOCK_PROCESS_CPUTIME_ID},
        {"process_time_ns()", time_read_ns, "Nanoseconds of processor time.",
         CLOCK_PROCESS_CPUTIME_ID},
        {"sleep(seconds, /)", time_sleep, "Waits.", 0},
        {NULL, NULL, NULL, 0},
    };
    return builtins_register(state, names, rows);
}

/* --- numpy.linalg ---------------------------------------------------------------- */

static ArrStatus linalg_fill(ArrState *state, Names *names) {
    ArrStatus status = builtins_register(state, names, numpy_linalg_rows);
    return status ? status : builtins_register(state, names, numpy_factor_rows);
}

/* --- numpy.fft ------------------------------------------------------------------- */

static ArrStatus fft_fill(ArrState *state, Names *names) {
    return builtins_register(state, names, numpy_fft_rows);
}

/* --- the table ----------------------------------------------------------------- */

static const struct ModuleRow {
    const char *name;
    ArrStatus (*fill)(ArrState *state, Names *names); /* NULL: nothing of its own */
    const char *member;                               /* the name in its parent, or NULL */
    int parent;                                       /* numpy, or a module above */
} module_rows[MODULE_COUNT] = {
    [MODULE_NUMPY] = {"numpy", NULL, NULL, MODULE_NUMPY},
    [MODULE_RANDOM] = {"numpy.random", random_fill, "random", MODULE_NUMPY},
    [MODULE_LINALG] = {"numpy.linalg", linalg_fill, "linalg", MODULE_NUMPY},
    [MODULE_EXCEPTIONS] = {"numpy.exceptions", NULL, "exceptions", MODULE_NUMPY},
    [MODULE_FFT] = {"numpy.fft", fft_fill, "fft", MODULE_NUMPY},
    [MODULE_SYS] = {"sys", sys_fill, NULL, MODULE_NUMPY},
    [MODULE_TIME] = {"time", time_fill, NULL, MODULE_NUMPY},
    [MODULE_LEGATE_TIMING] = {"legate.timing", legate_timing_fill, NULL, MODULE_NUMPY},
    [MODULE_LEGATE] = {"legate", legate_fill, NULL, MODULE_NUMPY},
    [MODULE_LIB] = {"numpy.lib", NULL, "lib", MODULE_NUMPY},
    [MODULE_STRIDE_TRICKS] = {"numpy.lib.stride_tricks", NULL, "stride_tricks", MODULE_LIB},
    [MODULE_MATH] = {"math", math_fill, NULL, MODULE_NUMPY},
    [MODULE_WARNINGS] = {"warnings", warnings_fill, NULL, MODULE_NUMPY},
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
    if (status) return status;
    return exceptions_open(state, &VALUE_AS(ModuleObject, state->modules[MODULE_EXCEPTIONS])->own,
                           &VALUE_AS(ModuleObject, state->modules[MODULE_LINALG])->own);
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
    else
        error_hint(&state->base, "arr can import numpy, numpy.random, numpy.linalg, numpy.fft, "
                                 "legate.timing, math, sys, time and warnings");
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
    if (name_is_known(object->name, name, length))
        return name_lacking(state, object->name, name, length);
    const char *nearest = names_nearest(object->names, name, length);
    ArrStatus status = error_set(&state->base, ERROR_IMPORT,
                                 "cannot import name '%.*s' from '%s'",
                                 (int)(length < 200 ? length : 200), name, object->name);
    if (nearest) error_hint(&state->base, "did you mean '%s'?", nearest);
    return status;
}
