/* Calls: collecting arguments, making functions, and activating them.
 * A call with few arguments takes no memory from the heap. */
#include "code.h"
#include "eval_fast.h"

#include <stdio.h>
#include <string.h>

/* --- arguments ------------------------------------------------------------ */

enum { FEW_ARGUMENTS = 6 };

/* Three parallel arrays in one block: the fields are those of Arguments. */
typedef struct ArgumentBuffer {
    Value *values; /* owned references */
    Span *spans;
    AstText *keywords; /* keywords[i] belongs to the i-th keyword value */
    int32_t count, keyword_count, capacity;
    Value few_values[FEW_ARGUMENTS];
    Span few_spans[FEW_ARGUMENTS];
    AstText few_keywords[FEW_ARGUMENTS];
} ArgumentBuffer;

static void arguments_init(ArgumentBuffer *buffer) {
    buffer->values = buffer->few_values;
    buffer->spans = buffer->few_spans;
    buffer->keywords = buffer->few_keywords;
    buffer->count = buffer->keyword_count = 0;
    buffer->capacity = FEW_ARGUMENTS;
}

static void free_block(ArrState *state, ArgumentBuffer *buffer) {
    if (buffer->values == buffer->few_values) return;
    size_t capacity = (size_t)buffer->capacity;
    Heap *heap = &state->base.heap;
    heap_free(heap, buffer->values, capacity * sizeof *buffer->values);
    heap_free(heap, buffer->spans, capacity * sizeof *buffer->spans);
    heap_free(heap, buffer->keywords, capacity * sizeof *buffer->keywords);
}

static void arguments_free(ArrState *state, ArgumentBuffer *buffer) {
    for (int32_t i = 0; i < buffer->count; i++) value_release(state, buffer->values[i]);
    free_block(state, buffer);
}

/* Moves to arrays of twice the size. */
static ArrStatus arguments_grow(ArrState *state, ArgumentBuffer *buffer) {
    ArgumentBuffer bigger = {.count = buffer->count, .keyword_count = buffer->keyword_count};
    if (buffer->capacity > INT32_MAX / 2) return error_memory(&state->base, INT64_MAX, "arguments");
    bigger.capacity = buffer->capacity * 2;
    size_t capacity = (size_t)bigger.capacity;
    Heap *heap = &state->base.heap;
    bigger.values = heap_alloc(heap, capacity * sizeof *bigger.values);
    bigger.spans = heap_alloc(heap, capacity * sizeof *bigger.spans);
    bigger.keywords = heap_alloc(heap, capacity * sizeof *bigger.keywords);
    if (!bigger.values || !bigger.spans || !bigger.keywords) {
        free_block(state, &bigger);
        return error_memory(&state->base, (int64_t)(capacity * sizeof(Value)), "arguments");
    }
    memcpy(bigger.values, buffer->values, (size_t)buffer->count * sizeof *bigger.values);
    memcpy(bigger.spans, buffer->spans, (size_t)buffer->count * sizeof *bigger.spans);
    memcpy(bigger.keywords, buffer->keywords,
           (size_t)buffer->keyword_count * sizeof *bigger.keywords);
    free_block(state, buffer);
    buffer->values = bigger.values;
    buffer->spans = bigger.spans;
    buffer->keywords = bigger.keywords;
    buffer->capacity = bigger.capacity;
    return ARR_OK;
}

/* Takes value's reference over, even on failure. */
static ArrStatus arguments_add(ArrState *state, ArgumentBuffer *buffer, Value value, Span span) {
    ArrStatus status = ARR_OK;
    if (buffer->count == buffer->capacity) status = arguments_grow(state, buffer);
    if (status != ARR_OK) {
        value_release(state, value);
        return status;
    }
    buffer->values[buffer->count] = value;
    buffer->spans[buffer->count++] = span;
    return ARR_OK;
}

/* *values */
static ArrStatus add_starred(Frame *frame, const Ast *ast, ArgumentBuffer *buffer) {
    ArrState *state = frame->state;
    Value values, item;
    ArrStatus status = eval_expression(frame, ast->a, &values);
    if (status != ARR_OK) return status;
    state->base.span = ast->span;
    Iterator iterator;
    status = iterator_begin(state, values, &iterator);
    value_release(state, values);
    if (status != ARR_OK) return status;
    while ((status = iterator_next(state, &iterator, &item)) == ARR_OK) {
        if (item.kind == VALUE_UNDEFINED) break;
        status = arguments_add(state, buffer, item, ast->span);
        if (status != ARR_OK) break;
    }
    iterator_end(state, &iterator);
    return status;
}

static ArrStatus add_argument(Frame *frame, const AstArgument *argument, ArgumentBuffer *buffer) {
    if (argument->value->kind == AST_STARRED) return add_starred(frame, argument->value, buffer);
    Value value;
    ArrStatus status = eval_operand(frame, argument->value, &value);
    if (status != ARR_OK) return status;
    status = arguments_add(frame->state, buffer, value, argument->span);
    if (status == ARR_OK && argument->keyword.bytes)
        buffer->keywords[buffer->keyword_count++] = argument->keyword;
    return status;
}

/* Positional arguments first: *values may be written behind keywords. */
static ArrStatus collect(Frame *frame, const AstArguments *arguments, ArgumentBuffer *buffer) {
    ArrStatus status = ARR_OK;
    bool keywords = false;
    for (int32_t i = 0; status == ARR_OK && i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        if (argument->keyword.bytes) keywords = true;
        else status = add_argument(frame, argument, buffer);
    }
    for (int32_t i = 0; keywords && status == ARR_OK && i < arguments->count; i++)
        if (arguments->items[i].keyword.bytes)
            status = add_argument(frame, &arguments->items[i], buffer);
    return status;
}

/* --- binding -------------------------------------------------------------- */

/* A function's call in the making, and then running. */
typedef struct Activation {
    Frame frame;
    Span call;
    const Code *code; /* NULL: the tree's evaluator runs it */
    int32_t window;   /* registers: the locals and what code needs */
} Activation;

static ArrStatus too_many_error(ArrState *state, const AstFunction *ast,
                                const FunctionObject *function, const Value *locals,
                                int32_t given) {
    int32_t most = ast->parameters->positional, least = 0, only = 0;
    while (least < most && function->defaults[least].kind == VALUE_UNDEFINED) least++;
    for (int32_t i = most; i < ast->parameters->count; i++)
        only += locals[i].kind != VALUE_UNDEFINED;
    char takes[48], also[80] = "";
    if (least < most) snprintf(takes, sizeof takes, "from %d to %d", least, most);
    else snprintf(takes, sizeof takes, "%d", most);
    if (only)
        snprintf(also, sizeof also, " positional argument%s (and %d keyword-only argument%s)",
                 given == 1 ? "" : "s", only, only == 1 ? "" : "s");
    return error_set(&state->base, ERROR_TYPE,
                     "%s() takes %s positional argument%s but %d%s %s given", ast->name.text.bytes,
                     takes, most == 1 && least == most ? "" : "s", given, also,
                     given == 1 && !only ? "was" : "were");
}

/* "'x'", "'x' and 'y'", "'x', 'y', and 'z'": the parameters from first to
 * before last without a value. */
static void list_missing(const AstFunction *ast, const Value *locals, int32_t first, int32_t last,
                         int32_t missing, char *text, size_t size) {
    size_t used = 0;
    int32_t seen = 0;
    text[0] = 0;
    for (int32_t i = first; i < last && used < size; i++) {
        if (locals[i].kind != VALUE_UNDEFINED) continue;
        seen++;
        const char *join = seen == 1        ? ""
                           : seen < missing ? ", "
                           : missing == 2   ? " and "
                                            : ", and ";
        used += (size_t)snprintf(text + used, size - used, "%s'%s'", join,
                                 ast->parameters->items[i].name.text.bytes);
    }
}

static ArrStatus missing_error(ArrState *state, const AstFunction *ast, const Value *locals) {
    char names[512];
    const AstParameters *parameters = ast->parameters;
    int32_t first = 0, last = parameters->positional, missing = 0;
    for (int32_t i = 0; i < last; i++) missing += locals[i].kind == VALUE_UNDEFINED;
    bool only = missing == 0; /* keyword-only ones lack */
    if (only) {
        first = last;
        last = parameters->count;
        for (int32_t i = first; i < last; i++) missing += locals[i].kind == VALUE_UNDEFINED;
    }
    list_missing(ast, locals, first, last, missing, names, sizeof names);
    return error_set(&state->base, ERROR_TYPE, "%s() missing %d required %s argument%s: %s",
                     ast->name.text.bytes, missing, only ? "keyword-only" : "positional",
                     missing == 1 ? "" : "s", names);
}

/* Interned names of one program are equal as pointers; calls cross programs. */
static int32_t find_parameter(const AstFunction *ast, const AstText *keyword) {
    for (int32_t i = 0; i < ast->parameters->count; i++) {
        const AstText *name = &ast->parameters->items[i].name.text;
        if (ast->parameters->items[i].star) continue;
        if (name->bytes == keyword->bytes) return i;
        if (name->length == keyword->length &&
            memcmp(name->bytes, keyword->bytes, (size_t)name->length) == 0)
            return i;
    }
    return -1;
}

static ArrStatus bind_keyword(ArrState *state, const AstFunction *ast, const AstText *keyword,
                              Value value, Value *locals) {
    int32_t i = find_parameter(ast, keyword);
    if (i < 0)
        return error_set(&state->base, ERROR_TYPE, "%s() got an unexpected keyword argument '%s'",
                         ast->name.text.bytes, keyword->bytes);
    if (locals[i].kind != VALUE_UNDEFINED)
        return error_set(&state->base, ERROR_TYPE, "%s() got multiple values for argument '%s'",
                         ast->name.text.bytes, keyword->bytes);
    value_retain(value);
    locals[i] = value;
    return ARR_OK;
}

/* Parameters without a value take their defaults. */
static ArrStatus bind_defaults(ArrState *state, const FunctionObject *function, Value *locals) {
    const AstFunction *ast = function->ast;
    int32_t missing = 0;
    for (int32_t i = 0; i < ast->parameters->count; i++) {
        if (locals[i].kind != VALUE_UNDEFINED) continue;
        locals[i] = function->defaults[i];
        value_retain(locals[i]);
        if (locals[i].kind == VALUE_UNDEFINED) missing++;
    }
    return missing ? missing_error(state, ast, locals) : ARR_OK;
}

/* What positional parameters leave over becomes the tuple of "*rest". */
static ArrStatus bind_rest(ArrState *state, const AstParameters *parameters,
                           const Arguments *arguments, int32_t given, Value *locals) {
    int32_t first = parameters->positional;
    int32_t count = given > first ? given - first : 0;
    const Value *items = count ? arguments->values + first : NULL;
    for (int32_t i = 0; i < count; i++) value_retain(items[i]);
    return sequence_new(state, VALUE_TUPLE, items, count, &locals[first]);
}

/* In CPython's order, which decides which of several errors is told. */
static ArrStatus bind(ArrState *state, const FunctionObject *function, const Arguments *arguments,
                      Value *locals) {
    const AstFunction *ast = function->ast;
    int32_t given = arguments->count - arguments->keyword_count;
    int32_t fitting = given < ast->parameters->positional ? given : ast->parameters->positional;
    for (int32_t i = 0; i < fitting; i++) {
        value_retain(arguments->values[i]);
        locals[i] = arguments->values[i];
    }
    for (int32_t i = 0; i < arguments->keyword_count; i++) {
        ArrStatus status =
            bind_keyword(state, ast, &arguments->keywords[i], arguments->values[given + i], locals);
        if (status != ARR_OK) return status;
    }
    if (ast->parameters->has_rest) {
        ArrStatus status = bind_rest(state, ast->parameters, arguments, given, locals);
        if (status != ARR_OK) return status;
    } else if (given > fitting) {
        return too_many_error(state, ast, function, locals, given);
    }
    return bind_defaults(state, function, locals);
}

/* Locals shared with inner functions move into cells. */
ArrStatus eval_make_cells(ArrState *state, const AstFunction *ast, Value *locals) {
    for (int32_t i = 0; i < ast->cell_count; i++) {
        CellObject *cell = object_new(state, VALUE_CELL, sizeof *cell);
        if (!cell) return ARR_MEMORY;
        Value *local = &locals[ast->cells[i]];
        cell->value = *local;
        *local = value_object(&cell->head);
    }
    return ARR_OK;
}

/* --- activation ----------------------------------------------------------- */

static void activation_free(Activation *activation) {
    code_window_end(activation->frame.state, activation->frame.locals, activation->window);
}

static ArrStatus activation_begin(ArrState *state, FunctionObject *function,
                                  const Arguments *arguments, Activation *activation) {
    const AstFunction *ast = function->ast;
    activation->call = state->base.span;
    activation->frame = (Frame){.state = state,
                                .program = function->program,
                                .function = ast,
                                .captures = function->captures,
                                .returned = value_none()};
    activation->code = state->immediate_errors ? NULL : code_of_function(function);
    activation->window = activation->code ? activation->code->window : ast->local_count;
    activation->frame.locals = code_window(state, activation->window);
    if (!activation->frame.locals) return ARR_MEMORY;
    ArrStatus status = bind(state, function, arguments, activation->frame.locals);
    if (status == ARR_OK) status = eval_make_cells(state, ast, activation->frame.locals);
    if (status != ARR_OK) activation_free(activation);
    return status;
}

void eval_note_call(Error *error, Span call, const AstFunction *caller) {
    if (error->frame_count < ERROR_FRAMES) {
        error->frames[error->frame_count].call = call;
        snprintf(error->frames[error->frame_count].function, sizeof error->frames[0].function, "%s",
                 caller ? caller->name.text.bytes : "");
    }
    error->frame_count++;
}

static ArrStatus run_body(Activation *activation, Value *result) {
    Frame *frame = &activation->frame;
    const Ast *body = frame->function->body;
    if (!activation->code && body->kind != AST_BLOCK) return eval_expression(frame, body, result);
    ArrStatus status =
        activation->code ? code_run(frame, activation->code) : eval_block(frame, body);
    if (status == ARR_OK) *result = frame->returned;
    else value_release(frame->state, frame->returned);
    return status;
}

static ArrStatus enter(ArrState *state, Span call) {
    if (base_is_interrupted(&state->base)) return base_check_interrupt(&state->base);
    if (code_depth(state) >= EVAL_CALL_LIMIT || eval_stack_is_short(state))
        return eval_stack_error(state, call);
    return ARR_OK;
}

/* A user's function, perhaps called by the library. */
static ArrStatus run_function(Activation *activation, Value *result) {
    Frame *frame = &activation->frame;
    ArrState *state = frame->state;
    const AstFunction *caller = state->function;
    Span library_call = state->base.call;
    Span call = activation->call.source == SPAN_NONE ? library_call : activation->call;
    state->function = frame->function;
    state->base.call = (Span){.source = SPAN_NONE};
    ArrStatus status = run_body(activation, result);
    if (status != ARR_OK) eval_note_call(&state->base.error, call, caller);
    state->base.call = library_call;
    state->function = caller;
    return status;
}

/* A function of the library: what happens inside happens at the user's call of it. */
static ArrStatus run_library(Activation *activation, Value *result) {
    Base *base = &activation->frame.state->base;
    Span outer = base->call;
    if (activation->call.source != SPAN_NONE) base->call = activation->call;
    ArrStatus status = run_body(activation, result);
    base->call = outer;
    return status;
}

/* Runs a bound function and ends its activation. */
static ArrStatus activation_run(Activation *activation, Value *result) {
    Frame *frame = &activation->frame;
    ArrState *state = frame->state;
    ArrStatus status = enter(state, activation->call);
    if (status == ARR_OK) {
        state->call_depth++;
        if (frame->program->globals == &state->library) status = run_library(activation, result);
        else status = run_function(activation, result);
        state->call_depth--;
        state->base.span = activation->call;
    }
    activation_free(activation);
    return status;
}

ArrStatus eval_call_function(ArrState *state, FunctionObject *function, const Arguments *arguments,
                             Value *result) {
    Activation activation;
    ArrStatus status = activation_begin(state, function, arguments, &activation);
    return status == ARR_OK ? activation_run(&activation, result) : status;
}

ArrStatus eval_call_taking(ArrState *state, Value callee, Value *values, const Span *spans,
                           int32_t count, Value *result) {
    Activation activation;
    Arguments arguments = {values, spans, NULL, count, 0};
    bool user = callee.kind == VALUE_FUNCTION;
    ArrStatus status =
        user ? activation_begin(state, VALUE_AS(FunctionObject, callee), &arguments, &activation)
             : call_value(state, callee, &arguments, result);
    code_clear(state, values, count);
    return user && status == ARR_OK ? activation_run(&activation, result) : status;
}

/* --- the call expression -------------------------------------------------- */

/* The arguments are given up before the body runs: what only the function
 * holds is a temporary as soon as the function drops it. */
static __attribute__((noinline)) ArrStatus bind_user_function(Frame *frame, const Ast *ast,
                                                              FunctionObject *function,
                                                              Activation *activation) {
    ArrState *state = frame->state;
    ArgumentBuffer buffer;
    arguments_init(&buffer);
    ArrStatus status = collect(frame, ast->call.arguments, &buffer);
    if (status == ARR_OK) {
        state->base.span = ast->span;
        Arguments arguments = {buffer.values, buffer.spans, buffer.keywords, buffer.count,
                               buffer.keyword_count};
        status = activation_begin(state, function, &arguments, activation);
    }
    arguments_free(state, &buffer);
    return status;
}

static __attribute__((noinline)) ArrStatus call_user_function(Frame *frame, const Ast *ast,
                                                              Value callee, Value *result) {
    Activation activation;
    ArrStatus status =
        bind_user_function(frame, ast, VALUE_AS(FunctionObject, callee), &activation);
    return status == ARR_OK ? activation_run(&activation, result) : status;
}

static __attribute__((noinline)) ArrStatus call_other(Frame *frame, const Ast *ast, Value callee,
                                                      Value *result) {
    ArrState *state = frame->state;
    ArgumentBuffer buffer;
    arguments_init(&buffer);
    ArrStatus status = collect(frame, ast->call.arguments, &buffer);
    if (status == ARR_OK) {
        state->base.span = ast->span;
        Arguments arguments = {buffer.values, buffer.spans, buffer.keywords, buffer.count,
                               buffer.keyword_count};
        status = call_value(state, callee, &arguments, result);
    }
    arguments_free(state, &buffer);
    return status;
}

ArrStatus eval_call(Frame *frame, const Ast *ast, Value *result) {
    Value callee;
    ArrStatus status = eval_expression(frame, ast->call.callee, &callee);
    if (status != ARR_OK) return status;
    if (callee.kind == VALUE_FUNCTION) status = call_user_function(frame, ast, callee, result);
    else status = call_other(frame, ast, callee, result);
    value_release(frame->state, callee);
    return status;
}

/* --- function objects ----------------------------------------------------- */

static ArrStatus eval_defaults(Frame *frame, FunctionObject *function) {
    const AstParameters *parameters = function->ast->parameters;
    for (int32_t i = 0; i < parameters->count; i++) {
        const Ast *value = parameters->items[i].default_value;
        ArrStatus status = value ? eval_expression(frame, value, &function->defaults[i]) : ARR_OK;
        if (status != ARR_OK) return status;
    }
    return ARR_OK;
}

static void capture_cells(Frame *frame, FunctionObject *function) {
    for (int32_t i = 0; i < function->ast->capture_count; i++) {
        const struct AstCapture *capture = &function->ast->captures[i];
        Value cell = capture->place == NAME_CELL ? frame->locals[capture->slot]
                                                 : frame->captures[capture->slot];
        value_retain(cell);
        function->captures[i] = cell;
    }
}

/* The values that belong to a function: defaults, then captures, in one block. */
static size_t owned_count(const AstFunction *ast) {
    return (size_t)ast->parameters->count + (size_t)ast->capture_count;
}

ArrStatus eval_function(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    state->base.span = ast->span;
    size_t count = owned_count(ast->function);
    FunctionObject *function = object_new(state, VALUE_FUNCTION, sizeof *function);
    if (!function) return ARR_MEMORY;
    Value made = value_object(&function->head);
    function->ast = ast->function;
    function->code = ast->function->code ? ast->function->code : &code_none;
    function->program = frame->program;
    function->program->refs++;
    function->defaults = heap_alloc_zeroed(&state->base.heap, count * sizeof(Value));
    ArrStatus status = ARR_OK;
    if (function->defaults) {
        function->captures = function->defaults + ast->function->parameters->count;
        capture_cells(frame, function);
        status = eval_defaults(frame, function);
    } else {
        status = error_memory(&state->base, (int64_t)(count * sizeof(Value)), "a function");
    }
    if (status == ARR_OK) *result = made;
    else value_release(state, made);
    return status;
}

void function_free(ArrState *state, FunctionObject *function) {
    size_t count = owned_count(function->ast);
    for (size_t i = 0; function->defaults && i < count; i++)
        value_release(state, function->defaults[i]);
    heap_free(&state->base.heap, function->defaults, count * sizeof(Value));
    program_release(function->program);
    heap_free(&state->base.heap, function, sizeof *function);
}
