/* The long ways of instructions (see code_machine.h): any values, and every error. */
#include "code_machine.h"
#include "eval_fast.h"
#include "index.h"
#include "operate.h"

/* --- operands ----------------------------------------------------------------------- */

/* The operand's value, owned: out of its temporary, or a local's as the tree gives it. */
static ArrStatus take(Frame *frame, const Code *code, int32_t operand, const Ast *ast,
                      Value *value) {
    Value *place = code_operand_at(frame, code, operand);
    if (place->kind == VALUE_UNDEFINED) return eval_expression(frame, ast, value);
    *value = code_read(place);
    if (operand >= code->locals * (int32_t)sizeof(Value)) place->kind = VALUE_UNDEFINED;
    else value_retain(*value);
    return ARR_OK;
}

static ArrStatus take_pair(Frame *frame, const Code *code, const CodeInstr *i, const Ast *left,
                           const Ast *right, Value *a, Value *b) {
    ArrStatus status = take(frame, code, i->b, left, a);
    if (status != ARR_OK) return status;
    status = take(frame, code, i->c, right, b);
    if (status != ARR_OK) value_release(frame->state, *a);
    else frame->state->base.span = i->ast->span;
    return status;
}

/* The result of an instruction, or nothing where it failed. */
static ArrStatus give(const Frame *frame, const CodeInstr *i, ArrStatus status, Value result) {
    if (status == ARR_OK) code_put(frame, i->a, result);
    return status;
}

ArrStatus code_long_move(Frame *frame, const Code *code, const CodeInstr *i) {
    Value value;
    ArrStatus status = take(frame, code, i->b, i->ast, &value);
    return give(frame, i, status, value);
}

ArrStatus code_long_load(Frame *frame, const CodeInstr *i) {
    Value value;
    ArrStatus status = eval_load(frame, i->ast, &value);
    return give(frame, i, status, value);
}

ArrStatus code_store(Frame *frame, const Code *code, const CodeInstr *i) {
    Value value;
    ArrStatus status = take(frame, code, i->a, i->ast, &value);
    if (status == ARR_OK) eval_store(frame, &i->ast->name, value);
    return status;
}

ArrStatus code_assign(Frame *frame, const CodeInstr *i) {
    Value *place = code_at(frame->locals, i->a), value = *place;
    *place = value_undefined();
    ArrStatus status = eval_assign(frame, i->ast, value);
    value_release(frame->state, value);
    return status;
}

ArrStatus code_eval(Frame *frame, const CodeInstr *i) {
    Value value;
    ArrStatus status = eval_expression(frame, i->ast, &value);
    return give(frame, i, status, value);
}

/* --- operators ------------------------------------------------------------------------ */

/* s = s + t, where nobody else sees s. */
static bool is_append(const Frame *frame, const Code *code, const CodeInstr *i) {
    const Value *b = code_operand_at(frame, code, i->b), *c = code_operand_at(frame, code, i->c);
    return i->a == i->b && i->op == CODE_ADD_RR && b->kind == VALUE_STRING &&
           c->kind == VALUE_STRING && b->object != c->object && b->object->refs == 1;
}

static ArrStatus append(Frame *frame, const Code *code, const CodeInstr *i) {
    Value more, *string = code_at(frame->locals, i->a);
    ArrStatus status = take(frame, code, i->c, i->ast->b, &more);
    frame->state->base.span = i->ast->span;
    if (status == ARR_OK) {
        status = string_append(frame->state, string, more);
        value_release(frame->state, more);
    }
    return status;
}

ArrStatus code_long_binary(Frame *frame, const Code *code, const CodeInstr *i) {
    ArrState *state = frame->state;
    AstOperator op = (AstOperator)i->sub;
    Value a, b, result;
    if (is_append(frame, code, i)) return append(frame, code, i);
    ArrStatus status = take_pair(frame, code, i, i->ast->a, i->ast->b, &a, &b);
    if (status != ARR_OK) return status;
    if (i->ast->kind == AST_AUGMENTED) status = operate_in_place(state, op, a, b, &result);
    else if (i->op == CODE_ITEM) status = item_get(state, a, b, &result);
    else status = operate_binary(state, op, a, b, &result);
    value_release(state, a);
    value_release(state, b);
    return give(frame, i, status, result);
}

static ArrStatus truth_of(const Frame *frame, const Ast *ast, Value value, bool *truth) {
    ArrState *state = frame->state;
    if (fast_truth(value, truth)) return ARR_OK;
    state->base.span = ast->span;
    ArrStatus status = value_truth(state, value, truth);
    value_release(state, value);
    return status;
}

ArrStatus code_unary(Frame *frame, const Code *code, const CodeInstr *i) {
    Value a, result;
    bool truth;
    ArrStatus status = take(frame, code, i->b, i->ast->a, &a);
    if (status != ARR_OK) return status;
    if (i->op == CODE_NOT) {
        status = truth_of(frame, i->ast->a, a, &truth);
        return give(frame, i, status, value_bool(!truth));
    }
    frame->state->base.span = i->ast->span;
    status = operate_unary(frame->state, (AstOperator)i->sub, a, &result);
    value_release(frame->state, a);
    return give(frame, i, status, result);
}

/* Step number `step` of a chain. */
static ArrStatus compare(Frame *frame, const Code *code, const CodeInstr *i, int step,
                         Value *result) {
    const Ast *ast = i->ast, *right = ast->compare.rest.items[step];
    const Ast *left = step ? ast->compare.rest.items[step - 1] : ast->compare.first;
    Value a, b;
    ArrStatus status = take_pair(frame, code, i, left, right, &a, &b);
    if (status != ARR_OK) return status;
    status = operate_compare(frame->state, (AstOperator)ast->compare.ops[step], a, b, result);
    value_release(frame->state, a);
    value_release(frame->state, b);
    return status;
}

ArrStatus code_compare(Frame *frame, const Code *code, const CodeInstr *i) {
    Value result;
    ArrStatus status = compare(frame, code, i, 0, &result);
    return give(frame, i, status, result);
}

ArrStatus code_long_test(Frame *frame, const Code *code, const CodeInstr *i, bool *truth) {
    Value result;
    const Value *b = code_operand_at(frame, code, i->b), *c = code_operand_at(frame, code, i->c);
    if (fast_compare((AstOperator)i->ast->compare.ops[i->sub], *b, *c, truth)) return ARR_OK;
    ArrStatus status = compare(frame, code, i, i->sub, &result);
    return status == ARR_OK ? truth_of(frame, i->ast, result, truth) : status;
}

ArrStatus code_long_truth(Frame *frame, const Code *code, const CodeInstr *i, bool *truth) {
    Value value;
    ArrStatus status = take(frame, code, i->b, i->ast, &value);
    if (status != ARR_OK) return status;
    if (i->op == CODE_IF) return truth_of(frame, i->ast, value, truth);
    value_retain(value);
    status = truth_of(frame, i->ast, value, truth);
    code_put(frame, i->b, value);
    return status;
}

/* --- items and attributes --------------------------------------------------------------- */

/* The target of an assignment or augmented assignment. */
static const Ast *target_of(const Ast *ast) {
    return ast->kind == AST_AUGMENTED ? ast->a : ast->assign.targets.items[0];
}

ArrStatus code_long_set_item(Frame *frame, const Code *code, const CodeInstr *i) {
    ArrState *state = frame->state;
    const Ast *ast = i->ast, *target = target_of(ast);
    bool augmented = ast->kind == AST_AUGMENTED;
    Value value, object, index;
    ArrStatus status = take(frame, code, i->a, augmented ? ast->b : ast->assign.value, &value);
    if (status != ARR_OK) return status;
    status = take_pair(frame, code, i, target->a, target->b, &object, &index);
    if (status == ARR_OK) {
        if (!augmented) state->base.span = target->span;
        status = item_set(state, object, index, value);
        value_release(state, object);
        value_release(state, index);
    }
    value_release(state, value);
    return status;
}

ArrStatus code_augment_begin(Frame *frame, const Code *code, const CodeInstr *i, bool *done) {
    const Ast *target = i->ast->a;
    Value object, index;
    ArrStatus status = take_pair(frame, code, i, target->a, target->b, &object, &index);
    if (status != ARR_OK) return status;
    *done = true;
    status = eval_augment_item(frame, i->ast, object, index);
    value_release(frame->state, object);
    value_release(frame->state, index);
    return status;
}

static void remember(CodeCache *cache, const Names *names, const Value *found) {
    const char *entry = (const char *)found - offsetof(struct NameEntry, value);
    *cache = (CodeCache){names, names->capacity,
                         (const struct NameEntry *)(const void *)entry - names->entries};
}

/* A module's member, found where it was found before. */
static const Value *member(CodeCache *cache, Value object, const AstText *name) {
    if (object.kind != VALUE_MODULE) return NULL;
    const Names *names = VALUE_AS(ModuleObject, object)->names;
    if (cache->names != names || cache->capacity != names->capacity) {
        const Value *found = names_find(names, name->bytes, name->length);
        if (!found) return NULL;
        remember(cache, names, found);
    }
    return &names->entries[cache->at].value;
}

static ArrStatus attribute_of(Frame *frame, const Code *code, const CodeInstr *i, Value object,
                              Value *result) {
    const AstText *name = &i->ast->attribute.name;
    const Value *found = member(&code->caches[i->c], object, name);
    if (found) {
        value_retain(*result = *found);
        return ARR_OK;
    }
    frame->state->base.span = i->ast->span;
    return attribute_get(frame->state, object, name->bytes, name->length, result);
}

ArrStatus code_attribute(Frame *frame, const Code *code, const CodeInstr *i) {
    Value object, result;
    ArrStatus status = take(frame, code, i->b, i->ast->attribute.object, &object);
    if (status != ARR_OK) return status;
    status = attribute_of(frame, code, i, object, &result);
    value_release(frame->state, object);
    return give(frame, i, status, result);
}

/* The same of a method. */
static const Value *method(CodeCache *cache, const ArrState *state, Value object,
                           const AstText *name) {
    const Names *methods = attribute_methods(state, object);
    if (!methods) return NULL;
    if (cache->names != methods || cache->capacity != methods->capacity) {
        const Value *found = attribute_method(state, object, name->bytes, name->length);
        if (!found) return NULL;
        remember(cache, methods, found);
    }
    return &methods->entries[cache->at].value;
}

ArrStatus code_method(Frame *frame, const Code *code, const CodeInstr *i) {
    Value object, function, *self = code_at(frame->locals, i->a) - 1;
    ArrStatus status = take(frame, code, i->b, i->ast->attribute.object, &object);
    if (status != ARR_OK) return status;
    const Value *found = method(&code->caches[i->c], frame->state, object, &i->ast->attribute.name);
    if (found) {
        value_retain(function = *found);
        *self = object;
    } else {
        status = attribute_of(frame, code, i, object, &function);
        value_release(frame->state, object);
    }
    return give(frame, i, status, function);
}

ArrStatus code_append(Frame *frame, const CodeInstr *i) {
    Value *place = code_at(frame->locals, i->b), item = code_read(place);
    place->kind = VALUE_UNDEFINED;
    frame->state->base.span = i->ast->span;
    ArrStatus status = list_append(frame->state, *code_at(frame->locals, i->a), item);
    value_release(frame->state, item);
    return status;
}

/* --- calls ---------------------------------------------------------------------------------- */

ArrStatus code_long_call(Frame *frame, const CodeInstr *i) {
    ArrState *state = frame->state;
    Value *callee = code_at(frame->locals, i->a), function = *callee, result;
    Span spans[CODE_ARGUMENTS];
    for (int32_t k = 0; k < i->sub; k++) spans[k] = i->ast->call.arguments->items[k].span;
    state->base.span = i->ast->span;
    *callee = value_undefined();
    ArrStatus status = eval_call_taking(state, function, callee + 1, spans, i->sub, &result);
    value_release(state, function);
    if (status == ARR_OK) code_put(frame, i->c, result);
    return status;
}

ArrStatus code_call_method(Frame *frame, const CodeInstr *i) {
    ArrState *state = frame->state;
    Value *callee = code_at(frame->locals, i->a), *self = callee - 1, result;
    Span spans[CODE_ARGUMENTS];
    for (int32_t k = 0; k < i->sub; k++) spans[k] = i->ast->call.arguments->items[k].span;
    Arguments arguments = {callee + 1, spans, NULL, i->sub, 0};
    state->base.span = i->ast->span;
    ArrStatus status =
        call_method(state, VALUE_AS(BuiltinObject, *callee), *self, &arguments, &result);
    code_clear(state, self, i->sub + 2);
    if (status == ARR_OK) code_put(frame, i->c, result);
    return status;
}

/* --- loops ------------------------------------------------------------------------------------ */

static void count_from(Value *loop, int64_t start, int64_t count, int64_t step) {
    loop[0] = value_int(start);
    loop[1] = value_int(count);
    loop[2] = value_int(step);
}

ArrStatus code_for_range(Frame *frame, const CodeInstr *i, bool *begun) {
    Value *loop = code_at(frame->locals, i->a), type = *loop;
    int64_t start = 0, stop, step = 1;
    *begun = false;
    if (type.kind != VALUE_TYPE || VALUE_AS(TypeObject, type)->type != TYPE_RANGE) return ARR_OK;
    for (int32_t k = 1; k <= i->sub; k++)
        if (loop[k].kind != VALUE_INT) return ARR_OK;
    if (i->sub < 1 || i->sub > 3 || (i->sub == 3 && loop[3].integer == 0)) return ARR_OK;
    stop = loop[i->sub > 1 ? 2 : 1].integer;
    if (i->sub > 1) start = loop[1].integer;
    if (i->sub > 2) step = loop[3].integer;
    int64_t count = range_count(start, stop, step);
    if (count < 0) return ARR_OK;
    *begun = true;
    count_from(loop, start, count, step);
    value_release(frame->state, type);
    return ARR_OK;
}

ArrStatus code_for_begin(Frame *frame, const CodeInstr *i) {
    ArrState *state = frame->state;
    Value *loop = code_at(frame->locals, i->a), iterable = *loop;
    Iterator iterator;
    if (iterable.kind == VALUE_RANGE) {
        const RangeObject *range = VALUE_AS(RangeObject, iterable);
        count_from(loop, range->start, range->count, range->step);
        value_release(state, iterable);
        return ARR_OK;
    }
    state->base.span = i->ast->span;
    ArrStatus status = iterator_begin(state, iterable, &iterator);
    if (status != ARR_OK) return status;
    loop[1] = value_int(iterator.next);
    loop[2] = value_int(iterator.count);
    value_release(state, iterable); /* the iterator's own reference is the register's now */
    return ARR_OK;
}

ArrStatus code_for_step(Frame *frame, const CodeInstr *i, bool *more) {
    ArrState *state = frame->state;
    Value *loop = code_at(frame->locals, i->a), item;
    Iterator iterator = {*loop, loop[1].integer, loop[2].integer};
    state->base.span = i->ast->span;
    ArrStatus status = iterator_next(state, &iterator, &item);
    loop[1].integer = iterator.next;
    loop[2].integer = iterator.count;
    if (status != ARR_OK) return status;
    *more = item.kind != VALUE_UNDEFINED;
    if (*more) code_put(frame, i->b, item);
    return ARR_OK;
}
