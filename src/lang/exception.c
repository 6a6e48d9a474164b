/* Exceptions as values (see exception.h). */
#include "exception.h"

#include <stdio.h>
#include <string.h>

/* --- classes -------------------------------------------------------------------- */

static ArrStatus class_register(ArrState *state, Names *names, ErrorClass class) {
    ErrorClassObject *object = object_new(state, VALUE_ERROR_CLASS, sizeof *object);
    if (!object) return ARR_MEMORY;
    object->class = class;
    state->error_classes[class] = value_object(&object->head);
    return names ? names_set(state, names, error_class_name(class), state->error_classes[class])
                 : ARR_OK;
}

/* NumPy's own stand in its modules; UFuncTypeError has no public name. */
ArrStatus exceptions_open(ArrState *state, Names *exceptions, Names *linalg) {
    ArrStatus status = ARR_OK;
    for (int class = ERROR_NONE + 1; class < ERROR_CLASS_COUNT && !status; class ++) {
        Names *names = class == ERROR_AXIS         ? exceptions
                       : class == ERROR_LINALG     ? linalg
                       : class == ERROR_UFUNC_TYPE ? NULL
                                                   : &state->builtins;
        status = class_register(state, names, (ErrorClass) class);
    }
    return status;
}

ArrStatus exception_matches(ArrState *state, ErrorClass class, Value type, bool *matches) {
    const Value *types = &type;
    int64_t count = 1;
    if (type.kind == VALUE_TUPLE) {
        types = VALUE_AS(SequenceObject, type)->items;
        count = VALUE_AS(SequenceObject, type)->count;
    }
    *matches = false;
    for (int64_t i = 0; i < count; i++) {
        if (types[i].kind != VALUE_ERROR_CLASS)
            return error_set(&state->base, ERROR_TYPE,
                             "catching classes that do not inherit from BaseException is not "
                             "allowed");
        if (error_is(class, VALUE_AS(ErrorClassObject, types[i])->class)) *matches = true;
    }
    return ARR_OK;
}

/* --- objects --------------------------------------------------------------------- */

static ArrStatus exception_new(ArrState *state, ErrorClass class, const Value *values,
                               int64_t count, Value *result) {
    Value arguments;
    for (int64_t i = 0; i < count; i++) value_retain(values[i]);
    ArrStatus status = sequence_new(state, VALUE_TUPLE, values, count, &arguments);
    if (status) return status;
    ExceptionObject *exception = object_new(state, VALUE_EXCEPTION, sizeof *exception);
    if (!exception) {
        value_release(state, arguments);
        return ARR_MEMORY;
    }
    exception->class = class;
    exception->arguments = arguments;
    *result = value_object(&exception->head);
    return ARR_OK;
}

static const char out_of_bounds[] = " is out of bounds for array of dimension ";

/* AxisError(axis, ndim, prefix) has a text of its own, AxisError(text) has that text. */
static bool is_about_axis(const ExceptionObject *exception) {
    return exception->class == ERROR_AXIS &&
           VALUE_AS(SequenceObject, exception->arguments)->count > 1;
}

static ArrStatus axis_str(ArrState *state, const Value *values, int64_t count, Text *text) {
    ArrStatus status = ARR_OK;
    if (count > 2 && values[2].kind != VALUE_NONE) {
        status = value_str(state, values[2], text);
        text_adds(text, ": ");
    }
    text_adds(text, "axis ");
    if (!status) status = value_str(state, values[0], text);
    text_adds(text, out_of_bounds);
    return status ? status : value_str(state, values[1], text);
}

/* What NumPy would have made an AxisError of, read off its text: the axis, the number of
 * dimensions, and what stands before or None. 0: it is a text of another sort. */
static ArrStatus axis_arguments(ArrState *state, const char *text, Value values[3], int *count) {
    const char *bound = strstr(text, out_of_bounds), *axis = bound;
    long long numbers[2];
    *count = 0;
    while (axis && axis > text && axis[-1] != ' ') axis--;
    if (!axis || axis - text < 5 || memcmp(axis - 5, "axis ", 5) != 0) return ARR_OK;
    if (sscanf(axis, "%lld", &numbers[0]) != 1 ||
        sscanf(bound + sizeof out_of_bounds - 1, "%lld", &numbers[1]) != 1)
        return ARR_OK;
    int64_t prefix = axis - 5 - text;
    *count = 3;
    for (int i = 0; i < 2; i++) values[i] = value_int(numbers[i]);
    values[2] = value_none();
    return prefix > 2 ? string_new(state, text, prefix - 2, &values[2]) : ARR_OK;
}

ArrStatus exception_call(ArrState *state, ErrorClass class, const Arguments *arguments,
                         Value *result) {
    if (class == ERROR_AXIS && arguments->count == 0)
        return error_set(&state->base, ERROR_TYPE,
                         "AxisError.__init__() missing 1 required positional argument: 'axis'");
    if (class == ERROR_AXIS && arguments->count > 3)
        return error_set(&state->base, ERROR_TYPE,
                         "AxisError.__init__() takes from 2 to 4 positional arguments but %d were "
                         "given",
                         arguments->count + 1);
    if (arguments->keyword_count)
        return error_set(&state->base, ERROR_TYPE, "%s() takes no keyword arguments",
                         error_class_name(class));
    return exception_new(state, class, arguments->values, arguments->count, result);
}

/* A KeyError's key is shown so that '' and ' ' can be told apart. */
ArrStatus exception_str(ArrState *state, Value exception, Text *text) {
    const ExceptionObject *object = VALUE_AS(ExceptionObject, exception);
    const SequenceObject *arguments = VALUE_AS(SequenceObject, object->arguments);
    if (arguments->count == 0) return ARR_OK;
    if (is_about_axis(object)) return axis_str(state, arguments->items, arguments->count, text);
    if (arguments->count > 1) return value_str(state, object->arguments, text);
    return (object->class == ERROR_KEY ? value_repr : value_str)(state, arguments->items[0], text);
}

static bool is_named(const char *known, const char *name, int64_t length) {
    return (int64_t)strlen(known) == length && memcmp(known, name, (size_t)length) == 0;
}

ArrStatus exception_attribute(ArrState *state, Value exception, const char *name, int64_t length,
                              bool *found, Value *result) {
    (void)state;
    const ExceptionObject *object = VALUE_AS(ExceptionObject, exception);
    const SequenceObject *arguments = VALUE_AS(SequenceObject, object->arguments);
    bool code = object->class == ERROR_SYSTEM_EXIT && is_named("code", name, length);
    bool value = object->class == ERROR_STOP_ITERATION && is_named("value", name, length);
    bool ndim = object->class == ERROR_AXIS && is_named("ndim", name, length);
    bool axis = object->class == ERROR_AXIS && is_named("axis", name, length);
    *found = true;
    if (is_named("args", name, length)) {
        *result = object->arguments;
    } else if (axis || ndim) {
        *result = is_about_axis(object) ? arguments->items[ndim] : value_none();
    } else if (is_named("__cause__", name, length)) {
        *result = object->cause.kind == VALUE_UNDEFINED ? value_none() : object->cause;
    } else if (code || value) {
        *result = arguments->count == 0   ? value_none()
                  : arguments->count == 1 ? arguments->items[0]
                                          : object->arguments;
    } else {
        *found = false;
    }
    if (*found) value_retain(*result);
    return ARR_OK;
}

/* --- raising ---------------------------------------------------------------------- */

/* exit(3), exit('a text'): what the program ends with. */
static int exit_code(const ExceptionObject *exception) {
    const SequenceObject *arguments = VALUE_AS(SequenceObject, exception->arguments);
    if (arguments->count == 0) return 0;
    Value code = arguments->items[0];
    if (arguments->count > 1 ||
        (code.kind != VALUE_INT && code.kind != VALUE_BOOL && code.kind != VALUE_NONE))
        return 1;
    return code.kind == VALUE_INT ? (int)(code.integer & 0xFF)
                                  : code.kind == VALUE_BOOL && code.boolean;
}

static bool has_text(const ExceptionObject *exception) {
    const SequenceObject *arguments = VALUE_AS(SequenceObject, exception->arguments);
    if (exception->class != ERROR_SYSTEM_EXIT || arguments->count != 1) return true;
    uint32_t kind = arguments->items[0].kind;
    return kind != VALUE_INT && kind != VALUE_BOOL && kind != VALUE_NONE;
}

/* The syntax of the program is fine, whatever it raises. */
static ArrStatus raised_status(ErrorClass class) {
    ArrStatus status = error_status(class);
    return status == ARR_SYNTAX ? ARR_ERROR : status;
}

/* Takes exception's reference over. */
static ArrStatus set_raised(ArrState *state, Value exception) {
    const ExceptionObject *object = VALUE_AS(ExceptionObject, exception);
    Span span = state->base.span;
    Text text = text_new(&state->base.heap);
    ArrStatus status = has_text(object) ? exception_str(state, exception, &text) : ARR_OK;
    state->base.span = span;
    if (!status && text.failed) status = error_memory(&state->base, text.length, "a message");
    if (!status) {
        error_set(&state->base, object->class, "%s", text_string(&text));
        state->base.error.exit_code = exit_code(object);
        state->base.error.raised = ++state->raised_count;
        status = raised_status(object->class);
        Value old = state->raised;
        state->raised = exception;
        exception = old;
    }
    text_free(&text);
    value_release(state, exception);
    return status;
}

/* The exception itself, or a new one of a class. */
static ArrStatus exception_from(ArrState *state, Value value, const char *otherwise,
                                Value *result) {
    if (value.kind == VALUE_ERROR_CLASS)
        return exception_new(state, VALUE_AS(ErrorClassObject, value)->class, NULL, 0, result);
    if (value.kind != VALUE_EXCEPTION) return error_set(&state->base, ERROR_TYPE, "%s", otherwise);
    value_retain(*result = value);
    return ARR_OK;
}

ArrStatus exception_raise(ArrState *state, Value exception, Value cause) {
    Value raised, source = cause;
    ArrStatus status =
        exception_from(state, exception, "exceptions must derive from BaseException", &raised);
    if (status) return status;
    if (cause.kind > VALUE_NONE)
        status = exception_from(state, cause, "exception causes must derive from BaseException",
                                &source);
    if (status) {
        value_release(state, raised);
        return status;
    }
    if (cause.kind != VALUE_UNDEFINED) {
        Value old = VALUE_AS(ExceptionObject, raised)->cause;
        VALUE_AS(ExceptionObject, raised)->cause = source;
        value_release(state, old);
    }
    return set_raised(state, raised);
}

ArrStatus exception_raise_about(ArrState *state, ErrorClass class, Value value) {
    Value exception;
    ArrStatus status = exception_new(state, class, &value, 1, &exception);
    return status ? status : set_raised(state, exception);
}

/* --- handling ---------------------------------------------------------------------- */

void exception_begin(ArrState *state, Handling *handling) {
    handling->error = state->base.error;
    handling->exception = value_undefined();
    if (handling->error.raised && handling->error.raised == state->raised_count) {
        handling->exception = state->raised;
        state->raised = value_undefined();
    }
    handling->outer = state->handling;
    state->handling = handling;
}

void exception_end(ArrState *state, Handling *handling) {
    state->handling = handling->outer;
    value_release(state, handling->exception);
}

ArrStatus exception_of(ArrState *state, Handling *handling, Value *exception) {
    if (handling->exception.kind == VALUE_UNDEFINED) {
        const Error *error = &handling->error;
        Value arguments[3];
        int count = 0;
        bool code = error->class == ERROR_SYSTEM_EXIT && !error->message[0];
        ArrStatus status = ARR_OK;
        if (error->class == ERROR_AXIS)
            status = axis_arguments(state, error->message, arguments, &count);
        if (code) arguments[count++] = value_int(error->exit_code);
        if (!status && !count && error->message[0])
            status = string_new(state, error->message, (int64_t)strlen(error->message),
                                &arguments[count++]);
        if (status) return status;
        status = exception_new(state, error->class, arguments, count, &handling->exception);
        for (int i = 0; i < count; i++) value_release(state, arguments[i]);
        if (status) return status;
    }
    *exception = handling->exception;
    return ARR_OK;
}

ArrStatus exception_again(ArrState *state, const Handling *handling) {
    Value old = state->raised;
    state->base.error = handling->error;
    state->raised = handling->exception;
    value_retain(state->raised);
    if (state->raised.kind != VALUE_UNDEFINED) state->base.error.raised = ++state->raised_count;
    value_release(state, old);
    return raised_status(handling->error.class);
}
