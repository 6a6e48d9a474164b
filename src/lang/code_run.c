/* Running code (see code.h): the machine's loop. */
#include "code_fast.h"
#include "code_machine.h"

#include <string.h>

/* --- values ----------------------------------------------------------------------------
 *
 * Kind and payload are read and written one by one, as they are everywhere
 * here: a wide load of what two stores have just written waits for them. */

#define R(operand)   code_at(base, operand)
#define K(operand)   code_at(consts, operand)
#define ANY(operand) code_at((operand) < 0 ? consts : base, operand)

/* For the emptied or number-holding registers that most results go to. */
#define PUT(operand, KIND, field, payload)                                               \
    do {                                                                                 \
        Value *place_ = R(operand);                                                      \
        if (__builtin_expect(place_->kind >= VALUE_ARRAY, 0)) code_empty(state, place_); \
        place_->kind = KIND;                                                             \
        place_->field = payload;                                                         \
    } while (0)

static inline struct GlobalSlot *slot_at(const Globals *globals, int32_t bytes) {
    return (struct GlobalSlot *)(void *)((char *)globals->slots + bytes);
}

/* --- calls ------------------------------------------------------------------------------------ */

/* A module's member, where it was found before. */
static inline const Value *member(const CodeCache *cache, const Value *object) {
    if (object->kind != VALUE_MODULE) return NULL;
    const Names *names = VALUE_AS(ModuleObject, *object)->names;
    if (cache->names != names || cache->capacity != names->capacity) return NULL;
    return &names->entries[cache->at].value;
}

static inline const BuiltinObject *builtin_of(const Value *callee) {
    if (callee->kind == VALUE_BUILTIN) return VALUE_AS(BuiltinObject, *callee);
    return callee->kind == VALUE_TYPE ? VALUE_AS(TypeObject, *callee)->make : NULL;
}

/* The code of a function that the machine can enter: an ordinary one, and no
 * limit is met. */
static inline const Code *callable(const ArrState *state, CodeStack *stack,
                                   const CodeActivation *limit, Value *callee, int32_t arguments) {
    if (callee->kind != VALUE_FUNCTION) return NULL;
    const Code *code = VALUE_AS(FunctionObject, *callee)->code;
    if (code->parameters != arguments || stack->free == limit) return NULL;
    Value *top = (Value *)(void *)((char *)(callee + 1) + code->window_bytes);
    if (top > stack->top) { /* it stays there until the outermost function returns */
        if (top > stack->end) return NULL;
        stack->top = top;
    }
    return base_is_interrupted(&state->base) ? NULL : code;
}

/* So many functions may be entered at a time. */
static CodeActivation *activation_limit(const ArrState *state, CodeStack *stack) {
    int64_t room = stack->activations + CODE_ACTIVATIONS - stack->free;
    int64_t depth = EVAL_CALL_LIMIT - code_depth(state);
    return stack->free + (room < depth ? room : depth);
}

/* The arguments stay where they are. */
static inline Frame *enter(Frame *frame, CodeStack *stack, const Code *caller, Value *callee,
                           const CodeInstr *i) {
    const FunctionObject *function = VALUE_AS(FunctionObject, *callee);
    CodeActivation *activation = stack->free++;
    ArrState *state = frame->state;
    activation->frame.program = function->program;
    activation->frame.function = function->ast;
    activation->frame.locals = callee + 1;
    activation->frame.captures = function->captures;
    activation->caller = frame;
    activation->caller_code = caller;
    activation->call = i;
    state->function = function->ast;
    return &activation->frame;
}

/* The caller goes on. */
static inline Frame *leave(const Frame *frame, CodeStack *stack) {
    const CodeActivation *activation = (const CodeActivation *)(const void *)frame;
    ArrState *state = frame->state;
    Frame *caller = activation->caller;
    stack->free--;
    state->function = caller->function;
    return caller;
}

/* The error leaves all functions that were entered since `outermost` was. */
static void unwind(Frame *frame, const Frame *outermost, CodeStack *stack, const Code *code) {
    while (frame != outermost) {
        const CodeActivation *activation = (const CodeActivation *)(const void *)frame;
        code_clear(frame->state, frame->locals, code->window);
        eval_note_call(&frame->state->base.error, activation->call->ast->span,
                       activation->caller->function);
        code = activation->caller_code;
        frame = leave(frame, stack);
    }
}

/* --- the machine ----------------------------------------------------------------------------- */

/* gcc would merge the ends of handlers, so that all share one jump, and copy
 * values through wide registers. */
#ifdef __clang__
#define MACHINE
#else
#define MACHINE __attribute__((optimize("no-crossjumping", "no-gcse", "no-tree-slp-vectorize")))
#endif

#define NEXT goto *(++i)->handler
#define JUMP                                                              \
    do {                                                                  \
        i = (const CodeInstr *)(const void *)((const char *)i + i->jump); \
        goto * i->handler;                                                \
    } while (0)
#define LONG(call)                         \
    do {                                   \
        status = call;                     \
        if (status != ARR_OK) goto failed; \
        NEXT;                              \
    } while (0)

#define INTS(int_op, b, c)                             \
    do {                                               \
        if (!int_op(b, c, &integer)) goto long_binary; \
        PUT(i->a, VALUE_INT, integer, integer);        \
        NEXT;                                          \
    } while (0)
#define FLOATS(float_op, b, c)                     \
    do {                                           \
        if (!float_op(b, c, &x)) goto long_binary; \
        PUT(i->a, VALUE_FLOAT, number, x);         \
        NEXT;                                      \
    } while (0)
#define ARITHMETICS(NAME, int_op, float_op)                              \
    L_##NAME##_RR : {                                                    \
        const Value *b = R(i->b), *c = R(i->c);                          \
        if (both(b, c, VALUE_INT)) INTS(int_op, b->integer, c->integer); \
        if (!to_double(b, &x) || !to_double(c, &y)) goto long_binary;    \
        FLOATS(float_op, x, y);                                          \
    }                                                                    \
    L_##NAME##_RI : {                                                    \
        const Value *b = R(i->b);                                        \
        if (b->kind == VALUE_INT) INTS(int_op, b->integer, i->integer);  \
        if (b->kind != VALUE_FLOAT) goto long_binary;                    \
        FLOATS(float_op, b->number, (double)i->integer);                 \
    }                                                                    \
    L_##NAME##_IR : {                                                    \
        const Value *c = R(i->c);                                        \
        if (c->kind == VALUE_INT) INTS(int_op, i->integer, c->integer);  \
        if (c->kind != VALUE_FLOAT) goto long_binary;                    \
        FLOATS(float_op, (double)i->integer, c->number);                 \
    }                                                                    \
    L_##NAME##_RF : if (!to_double(R(i->b), &x)) goto long_binary;       \
    FLOATS(float_op, x, i->number);                                      \
    L_##NAME##_FR : if (!to_double(R(i->c), &y)) goto long_binary;       \
    FLOATS(float_op, i->number, y);

#define CHOOSE(SENSE, condition)        \
    do {                                \
        if ((condition) == SENSE) JUMP; \
        NEXT;                           \
    } while (0)
#define TEST(SENSE, NAME, op)                                               \
    L_##SENSE##_##NAME##_RR : {                                             \
        const Value *b = R(i->b), *c = R(i->c);                             \
        if (both(b, c, VALUE_INT)) CHOOSE(SENSE, b->integer op c->integer); \
        if (both(b, c, VALUE_FLOAT)) CHOOSE(SENSE, b->number op c->number); \
        goto SENSE##_long;                                                  \
    }                                                                       \
    L_##SENSE##_##NAME##_RI : {                                             \
        const Value *b = R(i->b);                                           \
        if (b->kind == VALUE_INT) CHOOSE(SENSE, b->integer op i->integer);  \
        goto SENSE##_long;                                                  \
    }                                                                       \
    L_##SENSE##_##NAME##_RF : {                                             \
        const Value *b = R(i->b);                                           \
        if (b->kind == VALUE_FLOAT) CHOOSE(SENSE, b->number op i->number);  \
        goto SENSE##_long;                                                  \
    }
#define TESTS(NAME, op) \
    TEST(IF, NAME, op)  \
    TEST(UNLESS, NAME, op)
enum { IF = true, UNLESS = false };

/* A loop's next number. */
#define COUNT(loop, on)                                                                   \
    if (__builtin_expect((loop)->kind == VALUE_INT, 1)) {                                 \
        if ((loop)[1].integer-- > 0) {                                                    \
            integer = (loop)->integer;                                                    \
            (loop)->integer = (int64_t)((uint64_t)integer + (uint64_t)(loop)[2].integer); \
            PUT(i->b, VALUE_INT, integer, integer);                                       \
            on;                                                                           \
        }                                                                                 \
    }
/* A list's next item, of which there may be more every time. */
#define WALK(loop, on)                                                  \
    if ((loop)->kind == VALUE_LIST) {                                   \
        const SequenceObject *list = VALUE_AS(SequenceObject, *(loop)); \
        Value *b = R(i->b);                                             \
        if ((loop)[1].integer < list->count && b->kind < VALUE_ARRAY) { \
            const Value *item = &list->items[(loop)[1].integer++];      \
            if (item->kind >= VALUE_ARRAY) value_retain(*item);         \
            copy(b, item);                                              \
            on;                                                         \
        }                                                               \
    }

static MACHINE ArrStatus run(Frame *frame, const Code *code, Code *link) {
    static const void *const labels[] = {
#define X(NAME) &&L_##NAME,
        CODE_OPS(X)
#undef X
    };
    if (link) {
        for (int32_t k = 0; k < link->count; k++)
            link->instrs[k].handler = labels[link->instrs[k].op];
        return ARR_OK;
    }
    ArrState *state = frame->state;
    Frame *const outermost = frame;
    CodeStack *const stack = state->code_stack;
    CodeActivation *const limit = activation_limit(state, stack);
    const Globals *const globals = frame->program->globals; /* of all functions that it enters */
    int64_t marked = -1; /* nodes recorded when the last mark was left */
    Value *base = frame->locals, *consts = code->consts_end, result;
    const CodeInstr *i = code->instrs;
    ArrStatus status;
    int64_t integer; /* and kind: a value on its way */
    uint32_t kind;
    double x, y;
    bool truth;
    goto * i->handler;

L_CONSTANT : {
    Value *a = R(i->a);
    if (a->kind >= VALUE_ARRAY) code_empty(state, a);
    copy(a, K(i->b));
    NEXT;
}
L_MOVE : {
    const Value *b = R(i->b);
    Value *a = R(i->a);
    if (b->kind == VALUE_UNDEFINED) LONG(code_long_move(frame, code, i));
    if (b->kind >= VALUE_ARRAY) value_retain(*b);
    if (a->kind >= VALUE_ARRAY) { /* perhaps b itself */
        result = *b;
        code_put(frame, i->a, result);
        NEXT;
    }
    copy(a, b);
    NEXT;
}
L_TAKE : {
    Value *b = R(i->b), *a = R(i->a);
    if (a->kind >= VALUE_ARRAY) {
        Value old = *a;
        *a = *b;
        *b = value_undefined();
        value_release(state, old);
        NEXT;
    }
    copy(a, b);
    b->kind = VALUE_UNDEFINED;
    NEXT;
}
L_DROP:
    code_clear(state, R(i->a), 1);
    NEXT;
L_LOAD_CALLEE : {
    const Value *from = &slot_at(globals, i->b)->value;
    if (from->kind == VALUE_FUNCTION) {
        Value *a = R(i->a);
        from->object->refs++;
        a->kind = VALUE_FUNCTION;
        a->object = from->object;
        NEXT;
    }
} /* fallthrough */
L_LOAD : {
    const struct GlobalSlot *slot = slot_at(globals, i->b);
    const Value *from = slot->value.kind != VALUE_UNDEFINED ? &slot->value : &slot->fallback;
    if (from->kind == VALUE_UNDEFINED) LONG(code_long_load(frame, i));
    if (from->kind >= VALUE_ARRAY) value_retain(*from);
    Value *a = R(i->a);
    if (a->kind >= VALUE_ARRAY) {
        result = *from;
        code_put(frame, i->a, result);
        NEXT;
    }
    copy(a, from);
    NEXT;
}
L_STORE : {
    Value *a = R(i->a), *to = &slot_at(globals, i->b)->value;
    if (a->kind >= VALUE_ARRAY || to->kind >= VALUE_ARRAY) LONG(code_store(frame, code, i));
    copy(to, a);
    NEXT;
}
L_STORE_NAME:
    LONG(code_store(frame, code, i));
L_LOAD_NAME:
    LONG(code_long_load(frame, i));
L_ASSIGN:
    LONG(code_assign(frame, i));

    ARITHMETICS(ADD, int_add, float_add)
    ARITHMETICS(SUBTRACT, int_subtract, float_subtract)
    ARITHMETICS(MULTIPLY, int_multiply, float_multiply)
    ARITHMETICS(FLOOR_DIVIDE, int_floor_divide, float_none)
    ARITHMETICS(REMAINDER, int_remainder, float_none)
L_DIVIDE_RR:
    if (!to_double(R(i->b), &x) || !to_double(R(i->c), &y)) goto long_binary;
    if (both(R(i->b), R(i->c), VALUE_INT) && !are_exact(R(i->b)->integer, R(i->c)->integer))
        goto long_binary;
    FLOATS(float_divide, x, y);
L_DIVIDE_RI:
    if (!to_double(R(i->b), &x)) goto long_binary;
    if (R(i->b)->kind == VALUE_INT && !are_exact(R(i->b)->integer, i->integer)) goto long_binary;
    FLOATS(float_divide, x, (double)i->integer);
L_DIVIDE_IR:
    if (!to_double(R(i->c), &y)) goto long_binary;
    if (R(i->c)->kind == VALUE_INT && !are_exact(i->integer, R(i->c)->integer)) goto long_binary;
    FLOATS(float_divide, (double)i->integer, y);
L_DIVIDE_RF:
    if (!to_double(R(i->b), &x)) goto long_binary;
    FLOATS(float_divide, x, i->number);
L_DIVIDE_FR:
    if (!to_double(R(i->c), &y)) goto long_binary;
    FLOATS(float_divide, i->number, y);
L_SHIFT:
    if (R(i->b)->kind != VALUE_INT) goto long_binary;
    integer = R(i->b)->integer >> i->integer;
    PUT(i->a, VALUE_INT, integer, integer);
    NEXT;
L_MASK:
    if (R(i->b)->kind != VALUE_INT) goto long_binary;
    integer = R(i->b)->integer & i->integer;
    PUT(i->a, VALUE_INT, integer, integer);
    NEXT;
L_BINARY:
long_binary : {
    const Value *b = ANY(i->b), *c = ANY(i->c);
    if (both(b, c, VALUE_INT) && fast_int((AstOperator)i->sub, b->integer, c->integer, &result)) {
        code_put(frame, i->a, result);
        NEXT;
    }
}
    LONG(code_long_binary(frame, code, i));
L_UNARY:
    if (i->sub == AST_OP_NEGATIVE && R(i->b)->kind == VALUE_FLOAT) {
        x = -R(i->b)->number;
        PUT(i->a, VALUE_FLOAT, number, x);
        NEXT;
    }
    if (i->sub == AST_OP_NEGATIVE && R(i->b)->kind == VALUE_INT && R(i->b)->integer != INT64_MIN) {
        integer = -R(i->b)->integer;
        PUT(i->a, VALUE_INT, integer, integer);
        NEXT;
    }
    LONG(code_unary(frame, code, i));
L_NOT:
    LONG(code_unary(frame, code, i));
L_COMPARE:
    if (fast_compare((AstOperator)i->sub, *ANY(i->b), *ANY(i->c), &truth)) {
        PUT(i->a, VALUE_BOOL, boolean, truth);
        NEXT;
    }
    LONG(code_compare(frame, code, i));

    TESTS(EQUAL, ==)
    TESTS(NOT_EQUAL, !=)
    TESTS(LESS, <)
    TESTS(LESS_EQUAL, <=)
    TESTS(GREATER, >)
    TESTS(GREATER_EQUAL, >=)
IF_long:
    status = code_long_test(frame, code, i, &truth);
    if (status != ARR_OK) goto failed;
    CHOOSE(IF, truth);
UNLESS_long:
    status = code_long_test(frame, code, i, &truth);
    if (status != ARR_OK) goto failed;
    CHOOSE(UNLESS, truth);
L_IF:
L_IF_KEPT:
    if (!fast_truth(*ANY(i->b), &truth)) {
        status = code_long_truth(frame, code, i, &truth);
        if (status != ARR_OK) goto failed;
    }
    if (truth == i->sub) JUMP;
    NEXT;
L_JUMP:
    JUMP;
L_BACK:
    if (marked == state->graph.stats.nodes && !base_is_interrupted(&state->base)) NEXT;
    marked = state->graph.stats.nodes;
    LONG(eval_back_edge(frame));

L_FOR_RANGE:
    status = code_for_range(frame, i, &truth);
    if (status != ARR_OK) goto failed;
    if (truth) JUMP;
    NEXT;
L_FOR_BEGIN:
    LONG(code_for_begin(frame, i));
L_FOR_AGAIN:
    if (marked != state->graph.stats.nodes || base_is_interrupted(&state->base)) {
        marked = state->graph.stats.nodes;
        status = eval_back_edge(frame);
        if (status != ARR_OK) goto failed;
    }
    {
        Value *loop = R(i->a);
        COUNT(loop, JUMP)
        else {
            WALK(loop, JUMP)
            status = code_for_step(frame, i, &truth);
            if (status != ARR_OK) goto failed;
            if (truth) JUMP;
        }
        NEXT;
    }
L_FOR_NEXT : {
    Value *loop = R(i->a);
    COUNT(loop, NEXT)
    else {
        WALK(loop, NEXT)
        status = code_for_step(frame, i, &truth);
        if (status != ARR_OK) goto failed;
        if (truth) NEXT;
    }
    JUMP;
}

L_ITEM : {
    Value *b = R(i->b), *a = R(i->a);
    const Value *item = list_item(b, R(i->c));
    if (!item) LONG(code_long_binary(frame, code, i));
    kind = item->kind;
    integer = item->integer;
    if (kind >= VALUE_ARRAY) value_retain(*item);
    if (i->jump) {
        b->kind = VALUE_UNDEFINED;
        if (--b->object->refs == 0) value_free(state, value_object(b->object));
    }
    if (a->kind >= VALUE_ARRAY) code_empty(state, a);
    a->kind = kind;
    a->integer = integer;
    NEXT;
}
L_SET_ITEM : {
    Value *item = list_item(R(i->b), R(i->c)), *a = ANY(i->a);
    if (!item || a->kind == VALUE_UNDEFINED || a->kind >= VALUE_ARRAY || item->kind >= VALUE_ARRAY)
        LONG(code_long_set_item(frame, code, i));
    copy(item, a);
    if (i->jump) code_empty(state, R(i->b));
    NEXT;
}
L_AUGMENT_BEGIN : {
    const Value *item = list_item(R(i->b), R(i->c));
    Value *a = R(i->a);
    if (item && item->kind < VALUE_ARRAY && a->kind < VALUE_ARRAY) {
        copy(a, item);
        NEXT;
    }
    if (item) {
        result = *item;
        value_retain(result);
        code_put(frame, i->a, result);
        NEXT;
    }
    status = code_augment_begin(frame, code, i, &truth);
    if (status != ARR_OK) goto failed;
    JUMP;
}
L_APPEND : {
    SequenceObject *list = VALUE_AS(SequenceObject, *R(i->a));
    Value *b = R(i->b);
    if (list->count == list->capacity) LONG(code_append(frame, i));
    copy(&list->items[list->count++], b);
    b->kind = VALUE_UNDEFINED;
    NEXT;
}
L_ATTRIBUTE : {
    const Value *found = member(&code->caches[i->c], R(i->b));
    Value *a = R(i->a);
    if (!found || a->kind >= VALUE_ARRAY) LONG(code_attribute(frame, code, i));
    if (found->kind >= VALUE_ARRAY) value_retain(*found);
    if (i->jump) code_empty(state, R(i->b));
    copy(a, found);
    NEXT;
}
L_METHOD : {
    const Value *found = member(&code->caches[i->c], R(i->b));
    if (!found) LONG(code_method(frame, code, i));
    if (found->kind >= VALUE_ARRAY) value_retain(*found);
    if (i->jump) code_empty(state, R(i->b));
    copy(R(i->a), found);
    NEXT;
}
L_CALL_METHOD : {
    Value *callee = R(i->a), *self = callee - 1;
    if (self->kind < VALUE_ARRAY) {
        if (i->jump) LONG(code_long_call(frame, i));
        goto L_CALL;
    }
    const BuiltinObject *builtin = VALUE_AS(BuiltinObject, *callee);
    if (!builtin->fast || !builtin->fast(builtin, *self, callee + 1, i->sub, &result))
        LONG(code_call_method(frame, i));
    kind = result.kind;
    integer = result.integer;
    code_clear(state, self, i->sub + 2);
}
called:
    PUT(i->c, kind, integer, integer);
    NEXT;
L_CALL : {
    Value *callee = R(i->a);
    const Code *called = callable(state, stack, limit, callee, i->sub);
    if (!called) {
        const BuiltinObject *builtin = builtin_of(callee);
        if (!builtin || !builtin->fast) LONG(code_long_call(frame, i));
        if (!builtin->fast(builtin, value_undefined(), callee + 1, i->sub, &result))
            LONG(code_long_call(frame, i));
        kind = result.kind;
        integer = result.integer;
        code_clear(state, callee, i->sub + 1);
        goto called;
    }
    if (called->unset)
        for (int32_t k = i->sub; k < called->locals; k++) callee[k + 1].kind = VALUE_UNDEFINED;
    frame = enter(frame, stack, code, callee, i);
    code = called;
    base = callee + 1;
    consts = code->consts_end;
    i = code->instrs;
    goto * i->handler;
}
L_CALL_OUT:
    LONG(code_long_call(frame, i));
L_RETURN : {
    Value *b = R(i->b);
    if (b->kind == VALUE_UNDEFINED) {
        const Ast *ast = i->ast->kind == AST_RETURN ? i->ast->a : i->ast;
        status = eval_expression(frame, ast, &result);
        goto failed;
    }
    kind = b->kind;
    integer = b->integer;
    if (b < base + code->kept) value_retain(*b);
    else b->kind = VALUE_UNDEFINED;
    goto release;
}
L_RETURN_CONSTANT:
    kind = K(i->b)->kind;
    integer = K(i->b)->integer;
release:
    for (Value *p = base + code->kept, *end = R(i->a); p < end; p++)
        if (p->kind >= VALUE_ARRAY) code_empty(state, p);
returned:
    if (frame == outermost) {
        frame->returned = (Value){.kind = kind, .integer = integer};
        frame->flow = FLOW_RETURN;
        return ARR_OK;
    }
    i = ((const CodeActivation *)(const void *)frame)->call;
    code = ((const CodeActivation *)(const void *)frame)->caller_code;
    frame = leave(frame, stack);
    Value *callee = base - 1, *place;
    base = frame->locals;
    consts = code->consts_end;
    callee->kind = VALUE_UNDEFINED;
    if (--callee->object->refs == 0) value_free(state, value_object(callee->object));
    place = R(i->c);
    if (place->kind >= VALUE_ARRAY) code_empty(state, place);
    place->kind = kind;
    place->integer = integer;
    NEXT;
L_EVAL:
    LONG(code_eval(frame, i));
L_EXEC:
    status = eval_statement(frame, i->ast);
    if (status != ARR_OK) goto failed;
    if (frame->flow == FLOW_NEXT) JUMP;
    if (frame->flow == FLOW_RETURN) {
        kind = frame->returned.kind;
        integer = frame->returned.integer;
        frame->returned = value_none();
        frame->flow = FLOW_NEXT;
        code_clear(state, base + code->kept, code->window - code->kept);
        goto returned;
    }
    if (!i->sub) return ARR_OK; /* for the loop around this one */
    i += frame->flow == FLOW_BREAK ? 1 : 2;
    frame->flow = FLOW_NEXT;
    goto * i->handler;
L_END:
    return ARR_OK;
failed:
    unwind(frame, outermost, stack, code);
    return status;
}

ArrStatus code_run(Frame *frame, const Code *code) {
    return run(frame, code, NULL);
}

void code_link(Code *code) {
    run(NULL, NULL, code);
}

ArrStatus code_run_loop(Frame *frame, const Code *code) {
    ArrState *state = frame->state;
    Value *locals = frame->locals, *window = code_window(state, code->window);
    size_t size = (size_t)code->locals * sizeof(Value);
    if (!window) return ARR_MEMORY;
    if (size) memcpy(window, locals, size);
    frame->locals = window;
    ArrStatus status = run(frame, code, NULL);
    if (size) memcpy(locals, window, size);
    if (size) memset(window, 0, size);
    frame->locals = locals;
    code_window_end(state, window, code->window);
    return status;
}
