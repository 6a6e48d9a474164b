/* Running a loop's code (see code.h). The registers own what they hold; an
 * operand's register is emptied by whoever uses it. */
#include "code.h"

#include "eval_fast.h"
#include "index.h"

typedef struct CodeLoop {
    int64_t done, count, start, step;
} CodeLoop;

typedef struct Machine {
    Frame *frame;
    const Code *code;
    Value *bases[4]; /* by CodeBase */
    int64_t marked;  /* nodes recorded when the last mark was left */
    Value temps[CODE_TEMPS];
    CodeLoop loops[CODE_LOOPS];
} Machine;

static inline Value *at(const Machine *m, int32_t operand) {
    return m->bases[operand & 3] + (operand >> 2);
}

/* Globals move when there are more of them: after anything but arithmetic. */
static void find_globals(Machine *m) {
    m->bases[CODE_GLOBAL] = (Value *)(void *)m->frame->program->globals->slots;
}

/* Takes value over. Registers that are written are empty, or hold a number. */
static inline void put(Machine *m, int32_t operand, Value value) {
    Value *place = at(m, operand), old = *place;
    *place = value;
    if (value_is_reference(old)) value_release(m->frame->state, old);
}

/* Empties a register. */
static inline void drop(Machine *m, int32_t operand) {
    Value *place = at(m, operand);
    if ((operand & 3) != CODE_TEMP || !value_is_reference(*place)) return;
    Value old = *place;
    *place = value_undefined();
    value_release(m->frame->state, old);
}

/* --- the long ways -------------------------------------------------------------- */

/* The operand's value, owned: out of its register, or as the tree gives it. */
static ArrStatus take(Machine *m, int32_t operand, const Ast *ast, Value *value) {
    Value *place = at(m, operand);
    if (place->kind == VALUE_UNDEFINED) return eval_expression(m->frame, ast, value);
    *value = *place;
    if ((operand & 3) == CODE_TEMP) *place = value_undefined();
    else value_retain(*value);
    return ARR_OK;
}

static ArrStatus take_pair(Machine *m, const CodeInstr *i, const Ast *left, const Ast *right,
                           Value *a, Value *b) {
    ArrStatus status = take(m, i->b, left, a);
    if (status != ARR_OK) return status;
    status = take(m, i->c, right, b);
    if (status != ARR_OK) value_release(m->frame->state, *a);
    else m->frame->state->base.span = i->ast->span;
    return status;
}

static ArrStatus long_move(Machine *m, const CodeInstr *i) {
    Value value;
    ArrStatus status = take(m, i->b, i->ast, &value);
    find_globals(m);
    if (status == ARR_OK) put(m, i->a, value);
    return status;
}

static ArrStatus long_binary(Machine *m, const CodeInstr *i) {
    ArrState *state = m->frame->state;
    Value a, b, result;
    ArrStatus status = take_pair(m, i, i->ast->a, i->ast->b, &a, &b);
    if (status != ARR_OK) return status;
    AstOperator op = (AstOperator)i->sub;
    if (i->op == CODE_IN_PLACE) status = operate_in_place(state, op, a, b, &result);
    else if (i->op == CODE_ITEM) status = item_get(state, a, b, &result);
    else status = operate_binary(state, op, a, b, &result);
    value_release(state, a);
    value_release(state, b);
    find_globals(m);
    if (status == ARR_OK) put(m, i->a, result);
    return status;
}

static ArrStatus truth_of(Machine *m, const Ast *ast, Value value, bool *truth) {
    ArrState *state = m->frame->state;
    if (fast_truth(value, truth)) return ARR_OK;
    state->base.span = ast->span;
    ArrStatus status = value_truth(state, value, truth);
    value_release(state, value);
    return status;
}

static ArrStatus long_compare(Machine *m, const CodeInstr *i, bool *truth) {
    ArrState *state = m->frame->state;
    Value a, b, result;
    ArrStatus status =
        take_pair(m, i, i->ast->compare.first, i->ast->compare.rest.items[0], &a, &b);
    if (status != ARR_OK) return status;
    status = operate_compare(state, (AstOperator)i->sub, a, b, &result);
    value_release(state, a);
    value_release(state, b);
    find_globals(m);
    return status == ARR_OK ? truth_of(m, i->ast, result, truth) : status;
}

static ArrStatus long_truth(Machine *m, const CodeInstr *i, bool *truth) {
    Value value;
    ArrStatus status = take(m, i->b, i->ast, &value);
    if (status == ARR_OK) status = truth_of(m, i->ast, value, truth);
    find_globals(m);
    return status;
}

static ArrStatus long_set_item(Machine *m, const CodeInstr *i) {
    ArrState *state = m->frame->state;
    const Ast *target = i->ast->assign.targets.items[0];
    Value value, object, index;
    ArrStatus status = take(m, i->a, i->ast->assign.value, &value);
    if (status != ARR_OK) return status;
    status = take_pair(m, i, target->a, target->b, &object, &index);
    if (status == ARR_OK) {
        state->base.span = target->span;
        status = item_set(state, object, index, value);
        value_release(state, object);
        value_release(state, index);
    }
    value_release(state, value);
    find_globals(m);
    return status;
}

static ArrStatus long_eval(Machine *m, const CodeInstr *i) {
    Value value;
    ArrStatus status = eval_expression(m->frame, i->ast, &value);
    find_globals(m);
    if (status == ARR_OK) put(m, i->a, value);
    return status;
}

/* --- loops ------------------------------------------------------------------------ */

/* *runs: the iterable is a range, whose numbers the code counts. */
static ArrStatus for_begin(Machine *m, const CodeInstr *i, bool *runs) {
    Value iterable;
    ArrStatus status = eval_expression(m->frame, i->ast->loop.iterable, &iterable);
    if (status != ARR_OK) return status;
    *runs = iterable.kind == VALUE_RANGE;
    if (*runs) {
        const RangeObject *range = VALUE_AS(RangeObject, iterable);
        m->loops[i->c] = (CodeLoop){0, range->count, range->start, range->step};
        value_release(m->frame->state, iterable);
        return ARR_OK;
    }
    return eval_for_over(m->frame, i->ast, iterable);
}

static ArrStatus back_edge(Machine *m) {
    m->marked = m->frame->state->graph.stats.nodes;
    return eval_back_edge(m->frame);
}

/* --- items of lists ------------------------------------------------------------------ */

/* NULL: no item of a list, or not by a plain int within it. */
static inline Value *list_item(Value object, Value index) {
    if (object.kind != VALUE_LIST || index.kind != VALUE_INT) return NULL;
    const SequenceObject *list = VALUE_AS(SequenceObject, object);
    int64_t at = index.integer < 0 ? index.integer + list->count : index.integer;
    return at >= 0 && at < list->count ? &list->items[at] : NULL;
}

static inline bool fast_item(Machine *m, const CodeInstr *i) {
    const Value *item = list_item(*at(m, i->b), *at(m, i->c));
    if (!item) return false;
    Value value = *item;
    value_retain(value);
    drop(m, i->b);
    put(m, i->a, value);
    return true;
}

static inline bool fast_set_item(Machine *m, const CodeInstr *i) {
    Value *item = list_item(*at(m, i->b), *at(m, i->c)), value = *at(m, i->a);
    if (!item || value.kind == VALUE_UNDEFINED) return false;
    Value old = *item;
    value_retain(value);
    *item = value;
    drop(m, i->a);
    value_release(m->frame->state, old);
    return true;
}

static inline bool fast_augment_item(Machine *m, const CodeInstr *i) {
    Value *item = list_item(*at(m, i->b), *at(m, i->c));
    return item && fast_binary((AstOperator)i->sub, *item, *at(m, i->a), item);
}

/* --- the machine ----------------------------------------------------------------------- */

#define ARITHMETIC(NAME)                                                      \
    case CODE_##NAME:                                                         \
        if (fast_binary(AST_OP_##NAME, *at(&m, i->b), *at(&m, i->c), &value)) \
            put(&m, i->a, value);                                             \
        else status = long_binary(&m, i);                                     \
        break

ArrStatus code_run(Frame *frame, const Code *code) {
    Machine m;
    ArrStatus status = ARR_OK;
    bool truth;
    Value value;
    m.frame = frame;
    m.code = code;
    m.marked = -1;
    m.bases[CODE_LOCAL] = frame->locals;
    m.bases[CODE_TEMP] = m.temps;
    m.bases[CODE_CONST] = code->consts;
    find_globals(&m);
    for (int32_t k = 0; k < code->temp_count; k++) m.temps[k] = value_undefined();
    const CodeInstr *i = code->instrs;
    while (status == ARR_OK) {
        const CodeInstr *next = i + 1;
        switch ((CodeOp)i->op) {
        case CODE_MOVE:
            value = *at(&m, i->b);
            if (value.kind == VALUE_UNDEFINED) {
                status = long_move(&m, i);
                break;
            }
            value_retain(value);
            put(&m, i->a, value);
            break;
            ARITHMETIC(ADD);
            ARITHMETIC(SUBTRACT);
            ARITHMETIC(MULTIPLY);
            ARITHMETIC(DIVIDE);
            ARITHMETIC(FLOOR_DIVIDE);
            ARITHMETIC(REMAINDER);
        case CODE_BINARY:
        case CODE_IN_PLACE:
            if (fast_binary((AstOperator)i->sub, *at(&m, i->b), *at(&m, i->c), &value))
                put(&m, i->a, value);
            else status = long_binary(&m, i);
            break;
        case CODE_AUGMENT:
            if (fast_binary((AstOperator)i->sub, *at(&m, i->a), *at(&m, i->b), &value)) {
                put(&m, i->a, value);
                break;
            }
            status = eval_augmented(frame, i->ast);
            find_globals(&m);
            break;
        case CODE_ITEM:
            if (!fast_item(&m, i)) status = long_binary(&m, i);
            break;
        case CODE_SET_ITEM:
            if (!fast_set_item(&m, i)) status = long_set_item(&m, i);
            break;
        case CODE_AUGMENT_ITEM:
            if (fast_augment_item(&m, i)) break;
            status = eval_augmented(frame, i->ast);
            find_globals(&m);
            break;
        case CODE_IF:
        case CODE_UNLESS:
            if (!fast_compare((AstOperator)i->sub, *at(&m, i->b), *at(&m, i->c), &truth))
                status = long_compare(&m, i, &truth);
            if (status == ARR_OK && truth == (i->op == CODE_IF)) next = code->instrs + i->target;
            break;
        case CODE_IF_TRUE:
        case CODE_UNLESS_TRUE:
            if (!fast_truth(*at(&m, i->b), &truth)) status = long_truth(&m, i, &truth);
            if (status == ARR_OK && truth == (i->op == CODE_IF_TRUE))
                next = code->instrs + i->target;
            break;
        case CODE_JUMP: next = code->instrs + i->target; break;
        case CODE_BACK:
            if (m.marked != frame->state->graph.stats.nodes || base_is_interrupted(&frame->state->base))
                status = back_edge(&m);
            next = code->instrs + i->target;
            break;
        case CODE_FOR_BEGIN:
            status = for_begin(&m, i, &truth);
            find_globals(&m);
            if (status != ARR_OK || truth) break;
            if (frame->flow == FLOW_RETURN) goto done;
            next = code->instrs + i->target;
            break;
        case CODE_FOR_NEXT: {
            CodeLoop *loop = &m.loops[i->c];
            if (loop->done == loop->count) {
                next = code->instrs + i->target;
                break;
            }
            put(&m, i->a, value_int(loop->start + loop->done++ * loop->step));
            break;
        }
        case CODE_EVAL: status = long_eval(&m, i); break;
        case CODE_EXEC:
            status = eval_statement(frame, i->ast);
            find_globals(&m);
            if (status != ARR_OK) break;
            if (frame->flow == FLOW_RETURN) goto done;
            if (frame->flow == FLOW_NEXT) next = code->instrs + i->target;
            else if (frame->flow == FLOW_CONTINUE) next = i + 2; /* i + 1 is break's jump */
            frame->flow = FLOW_NEXT;
            break;
        case CODE_END: goto done;
        }
        i = next;
    }
done:
    for (int32_t k = 0; k < code->temp_count; k++) value_release(frame->state, m.temps[k]);
    return status;
}
