/* Expressions. Host numbers take the paths of eval_fast.h; everything else
 * goes to operate.c, index.c, attribute.c and call.c with base.span set to the
 * text that an error, or a recorded node, belongs to. */
#include "dict.h"
#include "eval_fast.h"
#include "operate.h"

ArrStatus eval_stack_error(ArrState *state, Span span) {
    return error_set_at(&state->base, span, ERROR_RECURSION, "maximum recursion depth exceeded");
}

/* --- lists of values ------------------------------------------------------ */

ArrStatus value_buffer_reserve(ArrState *state, ValueBuffer *buffer, int64_t capacity) {
    if (capacity <= buffer->capacity) return ARR_OK;
    int64_t bytes = arr_nbytes(1, &capacity, sizeof *buffer->items);
    Value *items = bytes < 0 ? NULL : heap_alloc(&state->base.heap, (size_t)bytes);
    if (!items) return error_memory(&state->base, bytes, "a list of values");
    buffer->items = items;
    buffer->capacity = capacity;
    return ARR_OK;
}

void value_buffer_free(ArrState *state, ValueBuffer *buffer) {
    for (int64_t i = 0; i < buffer->count; i++) value_release(state, buffer->items[i]);
    if (buffer->items != buffer->small)
        heap_free(&state->base.heap, buffer->items,
                  (size_t)buffer->capacity * sizeof *buffer->items);
}

ArrStatus eval_items(Frame *frame, const AstSeq *list, ValueBuffer *buffer) {
    ArrStatus status = value_buffer_reserve(frame->state, buffer, list->count);
    for (int32_t i = 0; status == ARR_OK && i < list->count; i++) {
        status = eval_expression(frame, list->items[i], &buffer->items[buffer->count]);
        if (status == ARR_OK) buffer->count++;
    }
    return status;
}

/* Displays with a star in them grow as they go. */
static __attribute__((noinline)) ArrStatus eval_starred_list(Frame *frame, const Ast *ast,
                                                             Value list) {
    ArrStatus status = ARR_OK;
    for (int32_t i = 0; status == ARR_OK && i < ast->list.count; i++) {
        const Ast *item = ast->list.items[i];
        bool starred = item->kind == AST_STARRED;
        Value value;
        status = eval_expression(frame, starred ? item->a : item, &value);
        if (status != ARR_OK) break;
        frame->state->base.span = item->span;
        if (starred && !value_is_iterable(value))
            status = error_set(&frame->state->base, ERROR_TYPE,
                               "Value after * must be an iterable, not %s", value_type_name(value));
        else if (starred) status = list_extend(frame->state, list, value);
        else status = list_append(frame->state, list, value);
        value_release(frame->state, value);
    }
    return status;
}

static __attribute__((noinline)) ArrStatus eval_starred(Frame *frame, const Ast *ast,
                                                        Value *result) {
    ArrState *state = frame->state;
    Value list;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status != ARR_OK) return status;
    status = eval_starred_list(frame, ast, list);
    if (status == ARR_OK && ast->kind == AST_TUPLE) return list_to_tuple(state, list, result);
    if (status == ARR_OK) *result = list;
    else value_release(state, list);
    return status;
}

static ArrStatus eval_sequence(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    ValueBuffer buffer;
    if (ast->op) return eval_starred(frame, ast, result);
    value_buffer_init(&buffer);
    ArrStatus status = eval_items(frame, &ast->list, &buffer);
    if (status == ARR_OK) {
        int64_t count = buffer.count;
        buffer.count = 0; /* sequence_new takes the references over */
        state->base.span = ast->span;
        status = sequence_new(state, ast->kind == AST_TUPLE ? VALUE_TUPLE : VALUE_LIST,
                              buffer.items, count, result);
    }
    value_buffer_free(state, &buffer);
    return status;
}

static ArrStatus add_pair(Frame *frame, const Ast *name, const Ast *content, Value dict) {
    Value key, value;
    ArrStatus status = eval_expression(frame, name, &key);
    if (status != ARR_OK) return status;
    status = eval_expression(frame, content, &value);
    if (status == ARR_OK) {
        frame->state->base.span = name->span;
        status = dict_set(frame->state, dict, key, value);
        value_release(frame->state, value);
    }
    value_release(frame->state, key);
    return status;
}

static ArrStatus eval_dict(Frame *frame, const Ast *ast, Value *result) {
    Value dict;
    frame->state->base.span = ast->span;
    ArrStatus status = dict_new(frame->state, &dict);
    if (status != ARR_OK) return status;
    for (int32_t i = 0; status == ARR_OK && i < ast->list.count; i += 2)
        status = add_pair(frame, ast->list.items[i], ast->list.items[i + 1], dict);
    if (status == ARR_OK) *result = dict;
    else value_release(frame->state, dict);
    return status;
}

/* --- operators ------------------------------------------------------------ */

/* Both operands; on failure nothing is left to release. */
static ArrStatus eval_pair(Frame *frame, const Ast *left, const Ast *right, Value *a, Value *b) {
    ArrStatus status = eval_operand(frame, left, a);
    if (status != ARR_OK) return status;
    status = eval_operand(frame, right, b);
    if (status != ARR_OK) value_release(frame->state, *a);
    return status;
}

static ArrStatus eval_binary(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Value a, b;
    ArrStatus status = eval_pair(frame, ast->a, ast->b, &a, &b);
    if (status != ARR_OK) return status;
    if (fast_binary((AstOperator)ast->op, a, b, result)) return ARR_OK;
    state->base.span = ast->span;
    status = operate_binary(state, (AstOperator)ast->op, a, b, result);
    value_release(state, a);
    value_release(state, b);
    return status;
}

static bool fast_unary(AstOperator op, Value a, Value *result) {
    if (op != AST_OP_NEGATIVE) return false;
    if (a.kind == VALUE_FLOAT) *result = value_float(-a.number);
    else if (a.kind == VALUE_INT && a.integer != INT64_MIN) *result = value_int(-a.integer);
    else return false;
    return true;
}

static ArrStatus eval_unary(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Value a;
    ArrStatus status = eval_expression(frame, ast->a, &a);
    if (status != ARR_OK) return status;
    if (fast_unary((AstOperator)ast->op, a, result)) return ARR_OK;
    state->base.span = ast->span;
    status = operate_unary(state, (AstOperator)ast->op, a, result);
    value_release(state, a);
    return status;
}

/* --- truth ---------------------------------------------------------------- */

/* The truth of a value that came from ast. Releases it. */
static ArrStatus take_truth(ArrState *state, const Ast *ast, Value value, bool *truth) {
    if (fast_truth(value, truth)) return ARR_OK;
    state->base.span = ast->span;
    ArrStatus status = value_truth(state, value, truth);
    value_release(state, value);
    return status;
}

/* One step of a chain: a op b. Releases a; b stays with the caller. */
static ArrStatus compare_step(ArrState *state, const Ast *ast, AstOperator op, Value a, Value b,
                              Value *result) {
    bool truth;
    if (fast_compare(op, a, b, &truth)) {
        *result = value_bool(truth);
        return ARR_OK;
    }
    state->base.span = ast->span;
    ArrStatus status = operate_compare(state, op, a, b, result);
    value_release(state, a);
    return status;
}

/* a < b < c is a < b and b < c with b evaluated once: the value is the first
 * false comparison's, or the last one's. */
static __attribute__((noinline)) ArrStatus eval_chain(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Value left, right, outcome;
    ArrStatus status = eval_expression(frame, ast->compare.first, &left);
    if (status != ARR_OK) return status;
    int32_t last = ast->compare.rest.count - 1;
    for (int32_t i = 0;; i++) {
        status = eval_expression(frame, ast->compare.rest.items[i], &right);
        if (status != ARR_OK) {
            value_release(state, left);
            return status;
        }
        AstOperator op = (AstOperator)ast->compare.ops[i];
        status = compare_step(state, ast, op, left, right, &outcome);
        bool truth = true;
        if (status == ARR_OK && i < last) {
            value_retain(outcome);
            status = take_truth(state, ast, outcome, &truth);
            if (status != ARR_OK || truth) value_release(state, outcome);
        }
        if (status != ARR_OK || i == last || !truth) break;
        left = right;
    }
    value_release(state, right);
    if (status == ARR_OK) *result = outcome;
    return status;
}

static ArrStatus eval_compare(Frame *frame, const Ast *ast, Value *result) {
    if (ast->compare.rest.count > 1) return eval_chain(frame, ast, result);
    Value a, b;
    ArrStatus status = eval_pair(frame, ast->compare.first, ast->compare.rest.items[0], &a, &b);
    if (status != ARR_OK) return status;
    status = compare_step(frame->state, ast, (AstOperator)ast->compare.ops[0], a, b, result);
    value_release(frame->state, b);
    return status;
}

ArrStatus eval_condition(Frame *frame, const Ast *ast, bool *truth) {
    Value value;
    ArrStatus status = eval_expression(frame, ast, &value);
    if (status != ARR_OK) return status;
    return take_truth(frame->state, ast, value, truth);
}

static ArrStatus eval_not(Frame *frame, const Ast *ast, Value *result) {
    bool truth;
    ArrStatus status = eval_condition(frame, ast->a, &truth);
    if (status == ARR_OK) *result = value_bool(!truth);
    return status;
}

/* and, or: the value of the operand that decided. */
static ArrStatus eval_logical(Frame *frame, const Ast *ast, Value *result) {
    Value a;
    ArrStatus status = eval_expression(frame, ast->a, &a);
    if (status != ARR_OK) return status;
    bool truth;
    value_retain(a);
    status = take_truth(frame->state, ast->a, a, &truth);
    if (status == ARR_OK && truth == (ast->kind == AST_OR)) {
        *result = a;
        return ARR_OK;
    }
    value_release(frame->state, a);
    return status == ARR_OK ? eval_expression(frame, ast->b, result) : status;
}

static ArrStatus eval_conditional(Frame *frame, const Ast *ast, Value *result) {
    bool truth;
    ArrStatus status = eval_condition(frame, ast->b, &truth);
    if (status != ARR_OK) return status;
    return eval_expression(frame, truth ? ast->a : ast->c, result);
}

/* --- items and attributes ------------------------------------------------- */

static ArrStatus eval_subscript(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Value object, index;
    ArrStatus status = eval_pair(frame, ast->a, ast->b, &object, &index);
    if (status != ARR_OK) return status;
    state->base.span = ast->span;
    status = item_get(state, object, index, result);
    value_release(state, object);
    value_release(state, index);
    return status;
}

static ArrStatus eval_attribute(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    const AstText *name = &ast->attribute.name;
    Value object;
    ArrStatus status = eval_expression(frame, ast->attribute.object, &object);
    if (status != ARR_OK) return status;
    state->base.span = ast->span;
    status = attribute_get(state, object, name->bytes, name->length, result);
    value_release(state, object);
    return status;
}

static ArrStatus eval_slice_part(Frame *frame, const Ast *ast, Value *result) {
    if (ast) return eval_expression(frame, ast, result);
    *result = value_none();
    return ARR_OK;
}

static ArrStatus eval_slice(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    Value parts[3] = {value_none(), value_none(), value_none()};
    const Ast *texts[3] = {ast->a, ast->b, ast->c};
    ArrStatus status = ARR_OK;
    for (int i = 0; status == ARR_OK && i < 3; i++)
        status = eval_slice_part(frame, texts[i], &parts[i]);
    if (status == ARR_OK) {
        state->base.span = ast->span;
        status = slice_new(state, parts[0], parts[1], parts[2], result);
    }
    for (int i = 0; i < 3; i++) value_release(state, parts[i]);
    return status;
}

/* --- dispatch ------------------------------------------------------------- */

static ArrStatus eval_literal(Frame *frame, const Ast *ast, Value *result) {
    ArrState *state = frame->state;
    state->base.span = ast->span;
    switch (ast->kind) {
    case AST_INT:
        if (ast->text.length) return bigint_from_text(state, ast->text.bytes, result);
        *result = value_int(ast->integer);
        return ARR_OK;
    case AST_FLOAT: *result = value_float(ast->number); return ARR_OK;
    case AST_IMAGINARY: return complex_new(state, 0, ast->number, result);
    case AST_STRING: return string_new(state, ast->text.bytes, ast->text.length, result);
    case AST_NONE: *result = value_none(); return ARR_OK;
    case AST_TRUE: *result = value_bool(true); return ARR_OK;
    case AST_FALSE: *result = value_bool(false); return ARR_OK;
    default: *result = (Value){.kind = VALUE_ELLIPSIS}; return ARR_OK;
    }
}

/* By AstKind. A table, so that dispatch is a jump and saves no registers. */
static ArrStatus (*const evaluators[])(Frame *frame, const Ast *ast, Value *result) = {
    [AST_INT] = eval_literal,
    [AST_FLOAT] = eval_literal,
    [AST_IMAGINARY] = eval_literal,
    [AST_STRING] = eval_literal,
    [AST_NONE] = eval_literal,
    [AST_TRUE] = eval_literal,
    [AST_FALSE] = eval_literal,
    [AST_ELLIPSIS] = eval_literal,
    [AST_NAME] = eval_load,
    [AST_TUPLE] = eval_sequence,
    [AST_LIST] = eval_sequence,
    [AST_DICT] = eval_dict,
    [AST_FSTRING] = eval_fstring,
    [AST_GENERATOR] = eval_generator,
    [AST_LIST_COMPREHENSION] = eval_comprehension,
    [AST_DICT_COMPREHENSION] = eval_comprehension,
    [AST_UNARY] = eval_unary,
    [AST_BINARY] = eval_binary,
    [AST_COMPARE] = eval_compare,
    [AST_NOT] = eval_not,
    [AST_AND] = eval_logical,
    [AST_OR] = eval_logical,
    [AST_CONDITIONAL] = eval_conditional,
    [AST_LAMBDA] = eval_function,
    [AST_CALL] = eval_call,
    [AST_ATTRIBUTE] = eval_attribute,
    [AST_SUBSCRIPT] = eval_subscript,
    [AST_SLICE] = eval_slice,
};

ArrStatus eval_expression(Frame *frame, const Ast *ast, Value *result) {
    if (eval_stack_is_short(frame->state)) return eval_stack_error(frame->state, ast->span);
    return evaluators[ast->kind](frame, ast, result);
}
