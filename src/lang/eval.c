/* Statements: running a resolved program (see eval.h). */
#include "code.h"

#include <string.h>

/* --- loops ---------------------------------------------------------------- */

enum { LIBRARY_BODY = 64 }; /* nodes that the library's loops record between two marks */

/* Rounds of a loop in the library (over a filter's taps, a polynomial's
 * coefficients) are parts of one operation: between marks they fuse. */
static bool is_unmarked(const Frame *frame) {
    const ArrState *state = frame->state;
    if (frame->program->globals != &state->library) return false;
    const Graph *graph = &state->graph;
    int64_t last = graph->mark_count ? graph->marks[graph->mark_count - 1] : 0;
    return graph->node_count - last < LIBRARY_BODY;
}

ArrStatus eval_back_edge(const Frame *frame) {
    ArrState *state = frame->state;
    if (base_is_interrupted(&state->base)) {
        ArrStatus status = base_check_interrupt(&state->base);
        if (status != ARR_OK) return status;
    }
    return is_unmarked(frame) ? ARR_OK : graph_mark(&state->graph);
}

/* One round. *leave: break or return ended the loop. */
static ArrStatus run_round(Frame *frame, const Ast *body, bool *leave) {
    ArrStatus status = eval_block(frame, body);
    if (status != ARR_OK) return status;
    *leave = frame->flow == FLOW_BREAK || frame->flow == FLOW_RETURN;
    if (frame->flow != FLOW_RETURN) frame->flow = FLOW_NEXT;
    return *leave ? ARR_OK : eval_back_edge(frame);
}

/* A loop that was not left. */
static ArrStatus eval_otherwise(Frame *frame, const Ast *orelse) {
    return orelse ? eval_block(frame, orelse) : ARR_OK;
}

/* A loop's code, where it has any; errors that come at once are the tree's business. */
static const Code *loop_code(const Frame *frame, const Ast *ast) {
    return frame->state->immediate_errors ? NULL : code_of_loop(frame, (Ast *)ast);
}

static ArrStatus eval_while(Frame *frame, const Ast *ast) {
    const Code *code = loop_code(frame, ast);
    if (code) return code_run_loop(frame, code);
    for (;;) {
        bool leave;
        ArrStatus status = eval_condition(frame, ast->branch.condition, &leave);
        if (status != ARR_OK) return status;
        if (!leave) return eval_otherwise(frame, ast->branch.orelse);
        status = run_round(frame, ast->branch.body, &leave);
        if (status != ARR_OK || leave) return status;
    }
}

/* Counts without making an object per round. */
static ArrStatus for_range(Frame *frame, const Ast *ast, const RangeObject *range) {
    for (int64_t i = 0; i < range->count; i++) {
        bool leave;
        ArrStatus status =
            eval_assign(frame, ast->loop.target, value_int(range->start + i * range->step));
        if (status == ARR_OK) status = run_round(frame, ast->loop.body, &leave);
        if (status != ARR_OK || leave) return status;
    }
    return eval_otherwise(frame, ast->loop.orelse);
}

static ArrStatus for_iterator(Frame *frame, const Ast *ast, Iterator *iterator) {
    for (;;) {
        Value item;
        frame->state->base.span = ast->loop.iterable->span;
        ArrStatus status = iterator_next(frame->state, iterator, &item);
        if (status != ARR_OK) return status;
        if (item.kind == VALUE_UNDEFINED) return eval_otherwise(frame, ast->loop.orelse);
        status = eval_assign(frame, ast->loop.target, item);
        value_release(frame->state, item);
        bool leave = false;
        if (status == ARR_OK) status = run_round(frame, ast->loop.body, &leave);
        if (status != ARR_OK || leave) return status;
    }
}

ArrStatus eval_for_over(Frame *frame, const Ast *ast, Value iterable) {
    ArrState *state = frame->state;
    Iterator iterator;
    if (iterable.kind == VALUE_RANGE) {
        ArrStatus status = for_range(frame, ast, VALUE_AS(RangeObject, iterable));
        value_release(state, iterable);
        return status;
    }
    state->base.span = ast->loop.iterable->span;
    ArrStatus status = iterator_begin(state, iterable, &iterator);
    value_release(state, iterable); /* the iterator holds its own reference */
    if (status != ARR_OK) return status;
    status = for_iterator(frame, ast, &iterator);
    iterator_end(state, &iterator);
    return status;
}

static ArrStatus eval_for(Frame *frame, const Ast *ast) {
    Value iterable;
    const Code *code = loop_code(frame, ast);
    if (code) return code_run_loop(frame, code);
    ArrStatus status = eval_expression(frame, ast->loop.iterable, &iterable);
    return status == ARR_OK ? eval_for_over(frame, ast, iterable) : status;
}

/* --- imports -------------------------------------------------------------- */

static ArrStatus import_module(ArrState *state, const AstText *module, Value *result) {
    return modules_import(state, module->bytes, module->length, result);
}

/* `import a.b` makes sure of a.b but binds a; `import a.b as c` binds a.b. */
static ArrStatus eval_import(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    state->base.span = ast->span;
    const AstText *name = &ast->import.module;
    Value module;
    ArrStatus status = import_module(state, name, &module);
    if (status != ARR_OK) return status;
    const char *dot = memchr(name->bytes, '.', (size_t)name->length);
    if (dot && !ast->import.alias.bytes) {
        value_release(state, module);
        status = modules_import(state, name->bytes, dot - name->bytes, &module);
        if (status != ARR_OK) return status;
    }
    eval_store(frame, &ast->import.target, module);
    return ARR_OK;
}

static ArrStatus eval_from_import(Frame *frame, const Ast *ast) {
    ArrState *state = frame->state;
    state->base.span = ast->span;
    const AstText *name = &ast->import.name;
    Value module, value;
    ArrStatus status = import_module(state, &ast->import.module, &module);
    if (status != ARR_OK) return status;
    status = modules_import_name(state, module, name->bytes, name->length, &value);
    value_release(state, module);
    if (status == ARR_OK) eval_store(frame, &ast->import.target, value);
    return status;
}

/* --- simple statements ---------------------------------------------------- */

static ArrStatus eval_discard(Frame *frame, const Ast *ast) {
    Value value;
    ArrStatus status = eval_expression(frame, ast->a, &value);
    if (status == ARR_OK) value_release(frame->state, value);
    return status;
}

static ArrStatus eval_assignment(Frame *frame, const Ast *ast) {
    const AstSeq *targets = &ast->assign.targets;
    Value value;
    ArrStatus status = eval_expression(frame, ast->assign.value, &value);
    if (status != ARR_OK) return status;
    if (targets->count == 1 && targets->items[0]->kind == AST_NAME) {
        eval_store(frame, &targets->items[0]->name, value);
        return ARR_OK;
    }
    for (int32_t i = 0; status == ARR_OK && i < targets->count; i++)
        status = eval_assign(frame, targets->items[i], value);
    value_release(frame->state, value);
    return status;
}

static ArrStatus eval_def(Frame *frame, const Ast *ast) {
    Value function;
    ArrStatus status = eval_function(frame, ast, &function);
    if (status == ARR_OK) eval_store(frame, &ast->function->name, function);
    return status;
}

static ArrStatus eval_return(Frame *frame, const Ast *ast) {
    ArrStatus status = ast->a ? eval_expression(frame, ast->a, &frame->returned) : ARR_OK;
    if (status == ARR_OK) frame->flow = FLOW_RETURN;
    return status;
}

/* An if with its elifs, which nest in orelse. */
static ArrStatus eval_if(Frame *frame, const Ast *ast) {
    for (;;) {
        bool truth;
        ArrStatus status = eval_condition(frame, ast->branch.condition, &truth);
        if (status != ARR_OK) return status;
        if (truth) return eval_block(frame, ast->branch.body);
        ast = ast->branch.orelse;
        if (!ast) return ARR_OK;
        if (ast->kind != AST_IF) return eval_block(frame, ast);
    }
}

/* break, continue; pass and what only said something about names */
static ArrStatus eval_flow(Frame *frame, const Ast *ast) {
    if (ast->kind == AST_BREAK) frame->flow = FLOW_BREAK;
    if (ast->kind == AST_CONTINUE) frame->flow = FLOW_CONTINUE;
    return ARR_OK;
}

/* By AstKind. */
static ArrStatus (*const statements[])(Frame *frame, const Ast *ast) = {
    [AST_EXPRESSION] = eval_discard,
    [AST_ASSIGN] = eval_assignment,
    [AST_AUGMENTED] = eval_augmented,
    [AST_IF] = eval_if,
    [AST_WHILE] = eval_while,
    [AST_FOR] = eval_for,
    [AST_DEF] = eval_def,
    [AST_RETURN] = eval_return,
    [AST_BREAK] = eval_flow,
    [AST_CONTINUE] = eval_flow,
    [AST_PASS] = eval_flow,
    [AST_GLOBAL] = eval_flow,
    [AST_NONLOCAL] = eval_flow,
    [AST_DECLARE] = eval_flow,
    [AST_ASSERT] = eval_assert,
    [AST_RAISE] = eval_raise,
    [AST_TRY] = eval_try,
    [AST_WITH] = eval_with,
    [AST_DELETE] = eval_delete,
    [AST_IMPORT] = eval_import,
    [AST_FROM_IMPORT] = eval_from_import,
    [AST_BLOCK] = eval_block,
};

ArrStatus eval_statement(Frame *frame, const Ast *ast) {
    ArrStatus status = statements[ast->kind](frame, ast);
    if (frame->state->immediate_errors && status == ARR_OK) status = exec_flush(frame->state->exec);
    return status;
}

ArrStatus eval_block(Frame *frame, const Ast *block) {
    if (eval_stack_is_short(frame->state)) return eval_stack_error(frame->state, block->span);
    ArrStatus status = ARR_OK;
    for (int32_t i = 0; status == ARR_OK && i < block->list.count; i++) {
        status = eval_statement(frame, block->list.items[i]);
        if (frame->flow != FLOW_NEXT) break;
    }
    return status;
}

/* --- programs ------------------------------------------------------------- */

/* What Python's prompt does with the value of an expression. */
static ArrStatus write_echo(ArrState *state, const Ast *expression, Value value) {
    if (value.kind == VALUE_NONE || state->no_print) return ARR_OK;
    state->base.span = expression->span;
    Text text = text_new(&state->base.heap);
    ArrStatus status = value_repr(state, value, &text);
    text_addc(&text, '\n');
    if (status == ARR_OK && text.failed)
        status = error_memory(&state->base, text.length, "the text of a value");
    if (status == ARR_OK) status = exec_observe(state->exec);
    if (status == ARR_OK) state_write(state, text.bytes, text.length);
    text_free(&text);
    return status;
}

static ArrStatus eval_echo(Frame *frame, const Ast *ast) {
    Value value;
    ArrStatus status = eval_expression(frame, ast->a, &value);
    if (status != ARR_OK) return status;
    status = write_echo(frame->state, ast->a, value);
    value_release(frame->state, value);
    return status;
}

ArrStatus eval_program(ArrState *state, Program *program, bool echo) {
    Frame frame = {.state = state, .program = program, .returned = value_none()};
    const AstSeq *list = &program->body->list;
    for (int32_t i = 0; i < list->count; i++) {
        const Ast *statement = list->items[i];
        bool last = i == list->count - 1;
        int64_t start = profile_start(exec_profile(state->exec));
        ArrStatus status = echo && last && program->ends_in_expression
                               ? eval_echo(&frame, statement)
                               : eval_statement(&frame, statement);
        profile_add(exec_profile(state->exec), PROFILE_STATEMENT, "statement", statement->span,
                    start, 0);
        if (status != ARR_OK) return status;
    }
    return ARR_OK;
}
