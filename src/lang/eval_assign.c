/* Assignment: to names, items, attributes and nested tuples of these, and in
 * place. Values of the right-hand side are all there before the first target
 * is written, as in CPython. */
#include "eval_fast.h"
#include "index.h"
#include "operate.h"

/* The places before and behind a star, and where it stands. */
typedef struct Pattern {
    int64_t wanted; /* without the star */
    int64_t star;   /* -1: none */
} Pattern;

static ArrStatus too_few_error(ArrState *state, Pattern pattern, int64_t got) {
    return error_set(
        &state->base, ERROR_VALUE, "not enough values to unpack (expected %s%lld, got %lld)",
        pattern.star < 0 ? "" : "at least ", (long long)pattern.wanted, (long long)got);
}

static ArrStatus unpack_count_error(ArrState *state, int64_t wanted, int64_t got) {
    if (got < wanted) return too_few_error(state, (Pattern){wanted, -1}, got);
    return error_set(&state->base, ERROR_VALUE, "too many values to unpack (expected %lld)",
                     (long long)wanted);
}

/* Tuples and lists are copied, since a target may write into the list itself. */
static ArrStatus unpack_sequence(ArrState *state, Value value, ValueBuffer *buffer,
                                 int64_t wanted) {
    const SequenceObject *sequence = VALUE_AS(SequenceObject, value);
    if (sequence->count != wanted) return unpack_count_error(state, wanted, sequence->count);
    for (int64_t i = 0; i < wanted; i++) {
        value_retain(sequence->items[i]);
        buffer->items[buffer->count++] = sequence->items[i];
    }
    return ARR_OK;
}

/* Takes wanted items, and one step more to see that there are none left. */
static ArrStatus unpack_iterable(ArrState *state, Value value, ValueBuffer *buffer,
                                 int64_t wanted) {
    Iterator iterator;
    ArrStatus status = iterator_begin(state, value, &iterator);
    if (status != ARR_OK) return status;
    for (;;) {
        Value item;
        status = iterator_next(state, &iterator, &item);
        if (status != ARR_OK) break;
        bool end = item.kind == VALUE_UNDEFINED;
        if (!end && buffer->count < wanted) {
            buffer->items[buffer->count++] = item;
            continue;
        }
        value_release(state, item);
        if (!end || buffer->count < wanted)
            status = unpack_count_error(state, wanted, end ? buffer->count : wanted + 1);
        break;
    }
    iterator_end(state, &iterator);
    return status;
}

static ArrStatus not_iterable(ArrState *state, Value value) {
    return error_set(&state->base, ERROR_TYPE, "cannot unpack non-iterable %s object",
                     value_type_name(value));
}

static ArrStatus unpack(ArrState *state, Value value, ValueBuffer *buffer, int64_t wanted) {
    if (!value_is_iterable(value)) return not_iterable(state, value);
    ArrStatus status = value_buffer_reserve(state, buffer, wanted);
    if (status != ARR_OK) return status;
    if (value.kind == VALUE_TUPLE || value.kind == VALUE_LIST)
        return unpack_sequence(state, value, buffer, wanted);
    return unpack_iterable(state, value, buffer, wanted);
}

/* All items as a list; those that the star takes as a list of their own, in
 * one place of the buffer. */
static ArrStatus unpack_starred(ArrState *state, Value value, ValueBuffer *buffer,
                                Pattern pattern) {
    Value all, taken;
    if (!value_is_iterable(value)) return not_iterable(state, value);
    ArrStatus status = value_buffer_reserve(state, buffer, pattern.wanted + 1);
    if (status == ARR_OK) status = sequence_new(state, VALUE_LIST, NULL, 0, &all);
    if (status != ARR_OK) return status;
    status = list_extend(state, all, value);
    const SequenceObject *list = VALUE_AS(SequenceObject, all);
    if (status == ARR_OK && list->count < pattern.wanted)
        status = too_few_error(state, pattern, list->count);
    if (status == ARR_OK) {
        int64_t extra = list->count - pattern.wanted;
        for (int64_t i = 0; i < list->count; i++) value_retain(list->items[i]);
        for (int64_t i = 0; i < pattern.star; i++) buffer->items[buffer->count++] = list->items[i];
        status = sequence_new(state, VALUE_LIST, list->items + pattern.star, extra, &taken);
        if (status == ARR_OK) buffer->items[buffer->count++] = taken;
        for (int64_t i = pattern.star + extra; i < list->count; i++) {
            if (status == ARR_OK) buffer->items[buffer->count++] = list->items[i];
            else value_release(state, list->items[i]);
        }
    }
    value_release(state, all);
    return status;
}

/* Where the target's star is; -1: it has none. */
static int64_t find_star(const Ast *target) {
    for (int32_t i = 0; i < target->list.count; i++)
        if (target->list.items[i]->kind == AST_STARRED) return i;
    return -1;
}

static __attribute__((noinline)) ArrStatus assign_tuple(Frame *frame, const Ast *target,
                                                        Value value) {
    ArrState *state = frame->state;
    if (eval_stack_is_short(state)) return eval_stack_error(state, target->span);
    ValueBuffer buffer;
    value_buffer_init(&buffer);
    state->base.span = target->span;
    int32_t count = target->list.count;
    int64_t star = find_star(target);
    ArrStatus status = star < 0 ? unpack(state, value, &buffer, count)
                                : unpack_starred(state, value, &buffer, (Pattern){count - 1, star});
    for (int32_t i = 0; status == ARR_OK && i < count; i++)
        status = eval_assign(frame, target->list.items[i], buffer.items[i]);
    value_buffer_free(state, &buffer);
    return status;
}

static ArrStatus assign_item(Frame *frame, const Ast *target, Value value) {
    ArrState *state = frame->state;
    Value object, index;
    ArrStatus status = eval_expression(frame, target->a, &object);
    if (status != ARR_OK) return status;
    status = eval_expression(frame, target->b, &index);
    if (status == ARR_OK) {
        state->base.span = target->span;
        status = item_set(state, object, index, value);
        value_release(state, index);
    }
    value_release(state, object);
    return status;
}

static ArrStatus assign_attribute(Frame *frame, const Ast *target, Value value) {
    ArrState *state = frame->state;
    const AstText *name = &target->attribute.name;
    Value object;
    ArrStatus status = eval_expression(frame, target->attribute.object, &object);
    if (status != ARR_OK) return status;
    state->base.span = target->span;
    status = attribute_set(state, object, name->bytes, name->length, value);
    value_release(state, object);
    return status;
}

ArrStatus eval_assign(Frame *frame, const Ast *target, Value value) {
    switch (target->kind) {
    case AST_NAME:
        value_retain(value);
        eval_store(frame, &target->name, value);
        return ARR_OK;
    case AST_SUBSCRIPT: return assign_item(frame, target, value);
    case AST_ATTRIBUTE: return assign_attribute(frame, target, value);
    case AST_STARRED: return eval_assign(frame, target->a, value);
    default: return assign_tuple(frame, target, value); /* the parser lets nothing else through */
    }
}

/* --- del ------------------------------------------------------------------ */

static ArrStatus delete_item(Frame *frame, const Ast *target) {
    ArrState *state = frame->state;
    Value object, index;
    ArrStatus status = eval_expression(frame, target->a, &object);
    if (status != ARR_OK) return status;
    status = eval_expression(frame, target->b, &index);
    if (status == ARR_OK) {
        state->base.span = target->span;
        status = item_delete(state, object, index);
        value_release(state, index);
    }
    value_release(state, object);
    return status;
}

static ArrStatus delete_attribute(Frame *frame, const Ast *target) {
    ArrState *state = frame->state;
    const AstText *name = &target->attribute.name;
    Value object, value;
    ArrStatus status = eval_expression(frame, target->attribute.object, &object);
    if (status != ARR_OK) return status;
    state->base.span = target->span;
    status = attribute_get(state, object, name->bytes, name->length, &value);
    if (status == ARR_OK) {
        value_release(state, value);
        status = error_set(&state->base, ERROR_ATTRIBUTE,
                           "attribute '%s' of '%s' objects is not writable", name->bytes,
                           value_type_name(object));
    }
    value_release(state, object);
    return status;
}

/* Tuples of targets nest no deeper than the tree. */
ArrStatus eval_delete(Frame *frame, const Ast *ast) {
    ArrStatus status = ARR_OK;
    for (int32_t i = 0; status == ARR_OK && i < ast->list.count; i++) {
        const Ast *target = ast->list.items[i];
        switch (target->kind) {
        case AST_NAME: status = eval_unset(frame, target); break;
        case AST_SUBSCRIPT: status = delete_item(frame, target); break;
        case AST_ATTRIBUTE: status = delete_attribute(frame, target); break;
        default: status = eval_delete(frame, target); break;
        }
    }
    return status;
}

/* --- augmented ------------------------------------------------------------ */

/* current op= ast->b. Takes current's reference over. */
static ArrStatus in_place(Frame *frame, const Ast *ast, Value current, Value *result) {
    ArrState *state = frame->state;
    Value operand;
    ArrStatus status = eval_operand(frame, ast->b, &operand);
    if (status == ARR_OK) {
        if (fast_binary((AstOperator)ast->op, current, operand, result)) return ARR_OK;
        state->base.span = ast->span;
        status = operate_in_place(state, (AstOperator)ast->op, current, operand, result);
        value_release(state, operand);
    }
    value_release(state, current);
    return status;
}

static ArrStatus augment_name(Frame *frame, const Ast *ast) {
    Value value;
    ArrStatus status = eval_load(frame, ast->a, &value);
    if (status == ARR_OK) status = in_place(frame, ast, value, &value);
    if (status == ARR_OK) eval_store(frame, &ast->a->name, value);
    return status;
}

/* An array that is a view of the object's store was written in place already:
 * assigning it to itself, as CPython does, would change nothing. */
static bool is_view_of(Value value, Value object) {
    return value.kind == VALUE_ARRAY && object.kind == VALUE_ARRAY &&
           value.array->store == object.array->store;
}

/* Names and literals: evaluating them early changes nothing. */
static bool is_plain(const Ast *ast) {
    if (ast->kind == AST_UNARY) ast = ast->a;
    return ast->kind == AST_NAME || ast->kind == AST_INT || ast->kind == AST_FLOAT;
}

/* One value for all elements, with which the operator cannot fail on some. */
static bool is_one_value(AstOperator op, Value value) {
    if (op == AST_OP_MATMUL) return false;
    if (op == AST_OP_POWER && value.kind == VALUE_INT) return value.integer >= 0;
    return value.kind == VALUE_ARRAY ? value.array->ndim == 0 : value_is_number(value);
}

/* a[mask] op= number, computed on all of a and then chosen from: no true
 * element needs counting, and all of it fuses. */
static ArrStatus augment_mask(Frame *frame, const Ast *ast, Value object, Value index,
                              Value operand) {
    ArrState *state = frame->state;
    Array *all;
    Value changed;
    ArrStatus status =
        graph_copy(&state->graph, object.array, (ArrDtype)object.array->dtype, 'K', &all);
    if (status != ARR_OK) return status;
    status = operate_in_place(state, (AstOperator)ast->op, value_array(all), operand, &changed);
    if (status == ARR_OK) {
        status = mask_assign(state, object.array, index.array, operand_array(all));
        value_release(state, changed);
    }
    value_release(state, value_array(all));
    return status;
}

ArrStatus eval_augment_item(Frame *frame, const Ast *ast, Value object, Value index) {
    ArrState *state = frame->state;
    Value value;
    if (is_plain(ast->b) && object.kind == VALUE_ARRAY && index_is_mask(object.array, index)) {
        ArrStatus status = eval_operand(frame, ast->b, &value);
        if (status != ARR_OK) return status;
        bool one = is_one_value((AstOperator)ast->op, value);
        state->base.span = ast->span;
        if (one) status = augment_mask(frame, ast, object, index, value);
        value_release(state, value);
        if (one || status != ARR_OK) return status;
    }
    state->base.span = ast->a->span;
    ArrStatus status = item_get(state, object, index, &value);
    if (status == ARR_OK) status = in_place(frame, ast, value, &value);
    if (status != ARR_OK) return status;
    if (!is_view_of(value, object)) {
        state->base.span = ast->span;
        status = item_set(state, object, index, value);
    }
    value_release(state, value);
    return status;
}

static ArrStatus augment_subscript(Frame *frame, const Ast *ast) {
    Value object, index;
    ArrStatus status = eval_expression(frame, ast->a->a, &object);
    if (status != ARR_OK) return status;
    status = eval_expression(frame, ast->a->b, &index);
    if (status == ARR_OK) {
        status = eval_augment_item(frame, ast, object, index);
        value_release(frame->state, index);
    }
    value_release(frame->state, object);
    return status;
}

static ArrStatus augment_attribute(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    const AstText *name = &ast->a->attribute.name;
    Value object, value;
    ArrStatus status = eval_expression(frame, ast->a->attribute.object, &object);
    if (status != ARR_OK) return status;
    state->base.span = ast->a->span;
    status = attribute_get(state, object, name->bytes, name->length, &value);
    if (status == ARR_OK) status = in_place(frame, ast, value, &value);
    if (status == ARR_OK) {
        state->base.span = ast->span;
        status = attribute_set(state, object, name->bytes, name->length, value);
        value_release(state, value);
    }
    value_release(state, object);
    return status;
}

ArrStatus eval_augmented(Frame *frame, const Ast *ast) {
    switch (ast->a->kind) {
    case AST_NAME: return augment_name(frame, ast);
    case AST_SUBSCRIPT: return augment_subscript(frame, ast);
    default: return augment_attribute(frame, ast);
    }
}
