/* Values in and out of an interpreter, calls, and errors piece by piece: the
 * public functions that deal in single values (see arr.h). */
#include "api.h"
#include "error_text.h"
#include "eval.h"
#include "lexer.h"
#include "parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

ArrStatus api_misuse(ArrState *state, const char *format, ...) {
    char text[160];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error_set(&state->base, ERROR_RUNTIME, "%s", text);
    return ARR_MISUSE;
}

/* --- variables and expressions ---------------------------------------------- */

static ArrStatus evaluate_text(ArrState *state, const char *text, size_t length, Value *value) {
    Program *program;
    ArrStatus status = api_parse(state, "<host>", text, length, &program);
    if (status) return status;
    state->last_source_spare = false;
    const AstSeq *list = &program->body->list;
    if (list->count == 1 && program->ends_in_expression) {
        Frame frame = {.state = state, .program = program, .returned = value_none()};
        status = eval_expression(&frame, list->items[0]->a, value);
    } else {
        status = error_set(&state->base, ERROR_SYNTAX, "expected one expression");
    }
    program_release(program);
    return status;
}

ArrStatus api_evaluate(ArrState *state, const char *expression, Value *value) {
    if (!expression) return api_misuse(state, "the expression is NULL");
    ArrStatus status = base_check_interrupt(&state->base);
    if (status) return status;
    size_t length = strlen(expression);
    const Value *variable = globals_find(&state->globals, expression, (int64_t)length);
    if (!variable) return evaluate_text(state, expression, length, value);
    value_retain(*variable);
    *value = *variable;
    return ARR_OK;
}

static bool is_name(ArrState *state, const char *text, size_t length) {
    Lexer lexer;
    if (!utf8_is_valid(text, (int64_t)length)) return false; /* the lexer relies on that */
    lexer_init(&lexer, &state->base, SPAN_NONE, text, (int64_t)length);
    Token token = lexer_next(&lexer);
    return lexer.status == ARR_OK && token.kind == TOKEN_NAME && token.start == 0 &&
           token.end == length;
}

ArrStatus api_variable(ArrState *state, const char *name, int32_t *slot) {
    if (!name) return api_misuse(state, "the name is NULL");
    size_t length = strlen(name);
    if (length >= SPAN_NONE || !is_name(state, name, length))
        return api_misuse(state, "'%.100s' is no variable's name", name);
    *slot = globals_slot(&state->globals, name, (int64_t)length);
    return *slot < 0 ? error_memory(&state->base, (int64_t)length, "a variable") : ARR_OK;
}

ArrStatus api_bind(ArrState *state, const char *name, Value value) {
    int32_t slot;
    ArrStatus status = api_variable(state, name, &slot);
    if (!status) {
        Value *variable = &state->globals.slots[slot].value;
        Value old = *variable;
        *variable = value;
        value = old;
    }
    value_release(state, value);
    return status;
}

/* --- values out --------------------------------------------------------------- */

/* Enters, and evaluates for the host's *target; a one-element array becomes
 * the Python number in it. On failure the call has been left. */
static ArrStatus begin_get(ArrState *state, const char *expression, const void *target,
                           Value *value) {
    ArrStatus status = api_enter(state);
    if (status) return status;
    if (!target) return api_leave(state, api_misuse(state, "there is no place for the value"));
    status = api_evaluate(state, expression, value);
    if (!status && value->kind == VALUE_ARRAY && value->array->size == 1) {
        Array *a = value->array;
        status = convert_to_host(state, PULL_HOST, a, value);
        array_release(&state->graph.arrays, a);
    }
    return status ? api_leave(state, status) : ARR_OK;
}

static ArrStatus end_get(ArrState *state, Value value, ArrStatus status) {
    value_release(state, value);
    return api_leave(state, status);
}

ArrStatus arr_bool_get(ArrState *state, const char *expression, bool *value) {
    Value v;
    ArrStatus status = begin_get(state, expression, value, &v);
    return status ? status : end_get(state, v, value_truth(state, v, value));
}

static ArrStatus int_of(ArrState *state, Value v, int64_t *value) {
    switch (v.kind) {
    case VALUE_BOOL: *value = v.boolean; return ARR_OK;
    case VALUE_INT: *value = v.integer; return ARR_OK;
    case VALUE_BIGINT:
        return error_set(&state->base, ERROR_OVERFLOW, "Python int too large to convert to int64");
    default:
        return error_set(&state->base, ERROR_TYPE,
                         "'%s' object cannot be interpreted as an integer", value_type_name(v));
    }
}

ArrStatus arr_int_get(ArrState *state, const char *expression, int64_t *value) {
    Value v;
    ArrStatus status = begin_get(state, expression, value, &v);
    return status ? status : end_get(state, v, int_of(state, v, value));
}

ArrStatus arr_float_get(ArrState *state, const char *expression, double *value) {
    Value v;
    ArrStatus status = begin_get(state, expression, value, &v);
    return status ? status : end_get(state, v, number_to_double(state, v, value));
}

static ArrStatus complex_of(ArrState *state, Value v, double *real, double *imag) {
    if (v.kind == VALUE_COMPLEX) {
        *real = VALUE_AS(ComplexObject, v)->real;
        *imag = VALUE_AS(ComplexObject, v)->imag;
        return ARR_OK;
    }
    ArrStatus status = number_to_double(state, v, real);
    if (!status) *imag = 0;
    return status;
}

ArrStatus arr_complex_get(ArrState *state, const char *expression, double *real, double *imag) {
    Value v;
    ArrStatus status = begin_get(state, expression, real && imag ? real : NULL, &v);
    return status ? status : end_get(state, v, complex_of(state, v, real, imag));
}

static ArrStatus copy_string(ArrState *state, Value v, char *text, size_t size, size_t *length) {
    if (v.kind != VALUE_STRING) {
        ArrStatus status =
            error_set(&state->base, ERROR_TYPE, "expected a string, not '%s'", value_type_name(v));
        error_hint(&state->base, "str(x) is a string for every x");
        return status;
    }
    const StringObject *string = VALUE_AS(StringObject, v);
    *length = (size_t)string->length;
    if (size == 0) return ARR_OK;
    size_t copied = *length < size ? *length : size - 1;
    memcpy(text, string->bytes, copied);
    text[copied] = 0;
    return ARR_OK;
}

ArrStatus arr_string_get(ArrState *state, const char *expression, char *text, size_t size,
                         size_t *length) {
    Value v;
    size_t ignored;
    bool room = text || size == 0;
    ArrStatus status = begin_get(state, expression, room ? &ignored : NULL, &v);
    if (status) return status;
    return end_get(state, v, copy_string(state, v, text, size, length ? length : &ignored));
}

/* --- values in ---------------------------------------------------------------- */

static ArrStatus set(ArrState *state, const char *name, Value value) {
    ArrStatus status = api_enter(state);
    return status ? status : api_leave(state, api_bind(state, name, value));
}

ArrStatus arr_bool_set(ArrState *state, const char *name, bool value) {
    return set(state, name, value_bool(value));
}

ArrStatus arr_int_set(ArrState *state, const char *name, int64_t value) {
    return set(state, name, value_int(value));
}

ArrStatus arr_float_set(ArrState *state, const char *name, double value) {
    return set(state, name, value_float(value));
}

ArrStatus arr_complex_set(ArrState *state, const char *name, double real, double imag) {
    Value value;
    ArrStatus status = api_enter(state);
    if (status) return status;
    status = complex_new(state, real, imag, &value);
    if (!status) status = api_bind(state, name, value);
    return api_leave(state, status);
}

ArrStatus arr_string_set(ArrState *state, const char *name, const char *text, size_t length) {
    Value value;
    ArrStatus status = api_enter(state);
    if (status) return status;
    if (!text && length > 0) status = api_misuse(state, "text is NULL");
    else if (length >= SPAN_NONE)
        status = error_set(&state->base, ERROR_OVERFLOW, "a string has at most 4 GiB");
    else if (!utf8_is_valid(text, (int64_t)length))
        status = error_set(&state->base, ERROR_VALUE, "the string is not valid UTF-8");
    if (!status) status = string_new(state, text, (int64_t)length, &value);
    if (!status) status = api_bind(state, name, value);
    return api_leave(state, status);
}

ArrStatus arr_value_delete(ArrState *state, const char *name) {
    return set(state, name, value_undefined());
}

/* --- calls ------------------------------------------------------------------- */

static ArrStatus call(ArrState *state, Value function, int count, const char *const *arguments,
                      Value *result) {
    ValueBuffer buffer;
    value_buffer_init(&buffer);
    ArrStatus status = value_buffer_reserve(state, &buffer, count);
    for (int i = 0; i < count && !status; i++) {
        status = api_evaluate(state, arguments[i], &buffer.items[i]);
        if (!status) buffer.count++;
    }
    state->base.span = (Span){.source = SPAN_NONE};
    Arguments passed = {.values = buffer.items, .count = count};
    if (!status) status = call_value(state, function, &passed, result);
    value_buffer_free(state, &buffer);
    return status;
}

ArrStatus arr_call(ArrState *state, const char *function, int count, const char *const *arguments,
                   const char *result) {
    ArrStatus status = api_enter(state);
    if (status) return status;
    if (count < 0 || (count > 0 && !arguments))
        return api_leave(state, api_misuse(state, "there are %d arguments", count));
    Value callee, value;
    status = api_evaluate(state, function, &callee);
    if (status) return api_leave(state, status);
    status = call(state, callee, count, arguments, &value);
    value_release(state, callee);
    if (!status && result) status = api_bind(state, result, value);
    else if (!status) value_release(state, value);
    return api_leave(state, status);
}

/* --- errors ------------------------------------------------------------------ */

void arr_error_info(ArrState *state, ArrErrorInfo *info) {
    if (!info) return;
    *info = (ArrErrorInfo){.class_name = "", .message = "", .hint = "", .file = ""};
    if (!state || state->base.error.class == ERROR_NONE) return;
    const Error *error = &state->base.error;
    info->class_name = error_class_name(error->class);
    info->message = error->message;
    info->hint = error->hint;
    const Source *source = source_of(state, error->span);
    if (!source) return;
    SourcePosition place = source_position(source, error->span.start);
    info->file = source->name;
    info->line = place.line;
    info->column = place.column;
}
