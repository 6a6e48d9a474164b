/* From the tree of a function or loop to its code (see code.h): statements. */
#include <string.h>

#include "code_maker.h"

static void statement(Maker *m, const Ast *ast);

/* --- stores --------------------------------------------------------------------- */

/* Where the value of a target is computed: a local itself, or a temporary. */
static int32_t place_of(Maker *m, const Ast *target) {
    int32_t local = code_local(target);
    return local == CODE_NOWHERE ? code_temps(m, 1) : local;
}

/* The value in a temporary goes to its target. */
static void store(Maker *m, const Ast *target, int32_t value) {
    CodeInstr instr = {.op = CODE_ASSIGN, .a = value, .ast = target};
    if (code_local(target) != CODE_NOWHERE) {
        instr = (CodeInstr){.op = CODE_TAKE, .a = code_local(target), .b = value, .ast = target};
        code_define(m, target);
    } else if (target->kind == AST_NAME) {
        instr.op = target->name.place == NAME_GLOBAL ? CODE_STORE : CODE_STORE_NAME;
        instr.b = target->name.slot * (int32_t)sizeof(struct GlobalSlot);
    }
    code_emit(m, instr);
}

/* object[index] = value, in this order of evaluation: value, object, index. */
static void set_item(Maker *m, const Ast *ast, const Ast *target, int32_t value) {
    CodeInstr instr = {.op = CODE_SET_ITEM, .a = value, .ast = ast};
    code_item(m, target, &instr.b, &instr.c);
    instr.jump = code_is_temp(m, instr.b);
    code_emit(m, instr);
}

/* --- assignments ------------------------------------------------------------------ */

static bool is_tuple(const Ast *ast) {
    return ast->kind == AST_TUPLE && !ast->op;
}

/* a, b = b, a: all values, then all targets. */
static void assign_tuple(Maker *m, const Ast *target, const Ast *value) {
    int32_t count = target->list.count, first = code_temps(m, count);
    for (int32_t i = 0; i < count; i++)
        code_expression(m, value->list.items[i], first + i * (int32_t)sizeof(Value));
    for (int32_t i = 0; i < count; i++)
        store(m, target->list.items[i], first + i * (int32_t)sizeof(Value));
}

static bool assignment(Maker *m, const Ast *ast) {
    const Ast *target = ast->assign.targets.items[0], *value = ast->assign.value;
    if (ast->assign.targets.count != 1) return false;
    if (is_tuple(target) && is_tuple(value) && target->list.count == value->list.count &&
        target->list.count <= 16) {
        assign_tuple(m, target, value);
    } else if (code_is_item(target)) {
        set_item(m, ast, target, code_operand(m, value));
    } else {
        int32_t place = place_of(m, target);
        code_expression(m, value, place);
        if (place != code_local(target)) store(m, target, place);
    }
    code_define(m, target);
    return true;
}

/* b[c] op= value: what is no item of a list is the tree's business. */
static void augment_item(Maker *m, const Ast *ast) {
    int32_t done = CODE_NOWHERE, operand;
    CodeInstr instr = {.op = CODE_AUGMENT_BEGIN, .ast = ast};
    code_item(m, ast->a, &instr.b, &instr.c);
    instr.a = code_temps(m, 1);
    code_emit_jump(m, instr, &done);
    operand = code_operand(m, ast->b);
    code_binary(m, ast, (AstOperator)ast->op, instr.a, instr.a, operand);
    instr.op = CODE_SET_ITEM;
    instr.jump = code_is_temp(m, instr.b);
    code_emit(m, instr);
    code_land(m, done);
}

static bool augmented(Maker *m, const Ast *ast) {
    const Ast *target = ast->a;
    int32_t b, c, local = code_local(target);
    if (code_is_item(target)) {
        augment_item(m, ast);
        return true;
    }
    if (target->kind != AST_NAME) return false;
    code_pair(m, target, ast->b, &b, &c);
    code_binary(m, ast, (AstOperator)ast->op, local == CODE_NOWHERE ? b : local, b, c);
    if (local == CODE_NOWHERE) store(m, target, b);
    return true;
}

/* --- simple statements -------------------------------------------------------------- */

/* Statements of the tree may end in break or continue; behind a loop that has
 * code of its own, in its else, that is the tree's business. */
static void execute(Maker *m, const Ast *ast) {
    int32_t number =
        code_emit(m, (CodeInstr){.op = CODE_EXEC, .ast = ast, .sub = m->around != NULL});
    if (m->around) {
        code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->breaks);
        code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->continues);
    }
    if (!m->failed) m->code->instrs[number].jump = code_distance(m->code->count - number);
}

static void give(Maker *m, const Ast *ast, int32_t value) {
    CodeInstr instr = {
        .op = value < 0 ? CODE_RETURN_CONSTANT : CODE_RETURN, .b = value, .ast = ast};
    instr.a = m->code->locals * (int32_t)sizeof(Value);
    if (m->fors) instr.a = CODE_NOWHERE; /* to be set: all of the window */
    code_emit(m, instr);
}

static void discard(Maker *m, const Ast *ast) {
    if (ast->a->kind == AST_STRING) return; /* a docstring */
    int32_t temp = code_temps(m, 1);
    code_expression(m, ast->a, temp);
    code_emit(m, (CodeInstr){.op = CODE_DROP, .a = temp, .ast = ast});
}

/* What is defined within a branch may not be defined behind it. */
static void guarded(Maker *m, const Ast *body) {
    uint64_t defined = m->defined;
    statement(m, body);
    m->defined = defined;
}

static void branch(Maker *m, const Ast *ast) {
    int32_t otherwise = CODE_NOWHERE, end = CODE_NOWHERE;
    code_condition(m, ast->branch.condition, false, &otherwise);
    guarded(m, ast->branch.body);
    if (ast->branch.orelse) code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &end);
    code_land(m, otherwise);
    if (ast->branch.orelse) guarded(m, ast->branch.orelse);
    code_land(m, end);
}

/* --- loops -------------------------------------------------------------------------- */

static void while_loop(Maker *m, const Ast *ast) {
    Around around = {CODE_NOWHERE, CODE_NOWHERE, m->around};
    int32_t end = CODE_NOWHERE, again = CODE_NOWHERE;
    code_condition(m, ast->branch.condition, false, &end);
    int32_t head = m->code->count;
    m->around = &around;
    guarded(m, ast->branch.body);
    m->around = around.outer;
    code_land(m, around.continues);
    code_emit(m, (CodeInstr){.op = CODE_BACK});
    code_condition(m, ast->branch.condition, true, &again);
    code_land_at(m, again, head);
    code_land(m, end);
    if (ast->branch.orelse) guarded(m, ast->branch.orelse);
    code_land(m, around.breaks);
}

static bool is_range(const Ast *ast) {
    return ast->kind == AST_CALL && ast->call.callee->kind == AST_NAME &&
           ast->call.callee->name.place == NAME_GLOBAL &&
           strcmp(ast->call.callee->name.text.bytes, "range") == 0;
}

/* The loop's registers: the first one. A range is not made, where it is Python's. */
static int32_t loop_begin(Maker *m, const Ast *iterable) {
    int32_t loop, begun = CODE_NOWHERE, first, temps = m->temps;
    if (is_range(iterable) && code_arguments(m, iterable, &first)) {
        m->temps = temps;
        loop = code_temps(m, CODE_LOOP); /* the same registers */
        uint8_t count = (uint8_t)iterable->call.arguments->count;
        CodeInstr instr = {.op = CODE_FOR_RANGE, .sub = count, .a = loop, .c = loop};
        instr.ast = iterable;
        code_emit_jump(m, instr, &begun);
        instr.op = m->library ? CODE_CALL_OUT : CODE_CALL;
        code_emit(m, instr);
    } else {
        m->temps = temps;
        loop = code_temps(m, CODE_LOOP);
        code_expression(m, iterable, loop);
    }
    code_emit(m, (CodeInstr){.op = CODE_FOR_BEGIN, .a = loop, .ast = iterable});
    code_land(m, begun);
    return loop;
}

static void for_loop(Maker *m, const Ast *ast) {
    Around around = {CODE_NOWHERE, CODE_NOWHERE, m->around};
    const Ast *target = ast->loop.target;
    int32_t end = CODE_NOWHERE, again = CODE_NOWHERE;
    uint64_t defined = m->defined;
    const Ast *iterable = ast->loop.iterable;
    int32_t loop = loop_begin(m, iterable), place = place_of(m, target);
    CodeInstr next = {.op = CODE_FOR_NEXT, .a = loop, .b = place, .ast = iterable};
    code_emit_jump(m, next, &end);
    int32_t head = m->code->count;
    if (place != code_local(target)) store(m, target, place);
    code_define(m, target);
    m->around = &around;
    m->fors++;
    statement(m, ast->loop.body);
    m->fors--;
    m->around = around.outer;
    m->defined = defined;
    code_land(m, around.continues);
    next.op = CODE_FOR_AGAIN;
    code_emit_jump(m, next, &again);
    code_land_at(m, again, head);
    code_land(m, end);
    if (ast->loop.orelse) guarded(m, ast->loop.orelse);
    code_land(m, around.breaks);
    code_emit(m, (CodeInstr){.op = CODE_DROP, .a = loop, .ast = ast});
}

/* --- list comprehensions ---------------------------------------------------------------- */

static void clauses(Maker *m, const AstComprehension *ast, int32_t k, int32_t list);

static void element(Maker *m, const AstComprehension *ast, int32_t list) {
    int32_t temp = code_temps(m, 1);
    code_expression(m, ast->element, temp);
    code_emit(m, (CodeInstr){.op = CODE_APPEND, .a = list, .b = temp, .ast = ast->element});
}

/* The for that is clause k, over loop's registers. */
static void clause_loop(Maker *m, const AstComprehension *ast, int32_t k, int32_t loop,
                        int32_t list) {
    const AstClause *clause = &ast->clauses[k];
    int32_t end = CODE_NOWHERE, again = CODE_NOWHERE, skipped = CODE_NOWHERE;
    int32_t place = place_of(m, clause->target);
    CodeInstr next = {.op = CODE_FOR_NEXT, .a = loop, .b = place, .ast = clause->value};
    code_emit_jump(m, next, &end);
    int32_t head = m->code->count;
    if (place != code_local(clause->target)) store(m, clause->target, place);
    code_define(m, clause->target);
    for (k++; k < ast->count && !ast->clauses[k].target; k++)
        code_condition(m, ast->clauses[k].value, false, &skipped);
    clauses(m, ast, k, list);
    code_land(m, skipped);
    next.op = CODE_FOR_AGAIN;
    code_emit_jump(m, next, &again);
    code_land_at(m, again, head);
    code_land(m, end);
    code_emit(m, (CodeInstr){.op = CODE_DROP, .a = loop, .ast = clause->value});
}

/* From clause k on, which is a for, or the element behind the last. */
static void clauses(Maker *m, const AstComprehension *ast, int32_t k, int32_t list) {
    int32_t temps = m->temps;
    uint64_t defined = m->defined;
    if (m->failed) return;
    if (k == ast->count) element(m, ast, list);
    else clause_loop(m, ast, k, loop_begin(m, ast->clauses[k].value), list);
    m->temps = temps;
    m->defined = defined;
}

/* --- all statements ------------------------------------------------------------------- */

static bool composed(Maker *m, const Ast *ast) {
    switch (ast->kind) {
    case AST_BLOCK:
        for (int32_t i = 0; i < ast->list.count; i++) statement(m, ast->list.items[i]);
        return true;
    case AST_IF: branch(m, ast); return true;
    case AST_WHILE: while_loop(m, ast); return true;
    case AST_FOR: for_loop(m, ast); return true;
    case AST_BREAK:
        if (!m->around) return false;
        code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->breaks);
        return true;
    case AST_CONTINUE:
        if (!m->around) return false;
        code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->continues);
        return true;
    case AST_PASS: return true;
    case AST_EXPRESSION: discard(m, ast); return true;
    case AST_RETURN:
        give(m, ast, ast->a ? code_operand(m, ast->a) : code_constant(m, value_none()));
        return true;
    case AST_ASSIGN: return assignment(m, ast);
    case AST_AUGMENTED: return augmented(m, ast);
    default: return false;
    }
}

static void statement(Maker *m, const Ast *ast) {
    int32_t temps = m->temps;
    if (m->failed) return;
    if (!composed(m, ast)) execute(m, ast);
    m->temps = temps;
}

/* --- functions and loops ---------------------------------------------------------------- */

/* Whether a variable may lose its value somewhere in the tree. */
static void find_unset(void *user, const Ast *ast) {
    bool *found = user;
    if (!ast || *found) return;
    if (ast->kind == AST_DELETE || (ast->kind == AST_HANDLER && ast->handler.name.text.bytes))
        *found = true;
    else ast_children(ast, find_unset, user);
}

/* Constants are addressed from their end. */
static void reverse_constants(Code *code) {
    for (int32_t i = 0, j = code->const_count - 1; i < j; i++, j--) {
        Value value = code->consts[i];
        code->consts[i] = code->consts[j];
        code->consts[j] = value;
    }
}

static bool maker_begin(Maker *m, Program *program, const AstFunction *function, const Ast *body) {
    *m = (Maker){.arena = &program->arena, .function = function};
    m->library = program->globals == &program->globals->state->library;
    m->code = arena_alloc(m->arena, sizeof *m->code);
    if (!m->code) return false;
    m->code->locals = m->code->window = function ? function->local_count : 0;
    m->code->parameters = -1;
    find_unset(&m->unsets, body);
    return m->code->locals <= CODE_MOST / (int32_t)sizeof(Value);
}

static const Code *maker_end(Maker *m) {
    code_emit(m, (CodeInstr){.op = CODE_END});
    if (m->failed) return NULL;
    CodeInstr *instrs = m->code->instrs;
    for (int32_t i = 0; i < m->code->count; i++)
        if (instrs[i].a == CODE_NOWHERE) instrs[i].a = m->code->window * (int32_t)sizeof(Value);
    reverse_constants(m->code);
    m->code->consts_end = m->code->consts + m->code->const_count;
    m->code->window_bytes = m->code->window * (int64_t)sizeof(Value);
    code_link(m->code);
    return m->code;
}

static const Code *make_function(Program *program, const AstFunction *function) {
    const AstParameters *parameters = function->parameters;
    const Ast *body = function->body;
    Maker m;
    if (!maker_begin(&m, program, function, body)) return NULL;
    if (parameters->positional == parameters->count && !parameters->has_rest &&
        !function->cell_count && !m.library)
        m.code->parameters = parameters->count;
    m.code->unset = m.code->locals - parameters->count;
    if (!m.unsets)
        for (int32_t i = 0; i < parameters->count && i < 64; i++) m.defined |= (uint64_t)1 << i;
    if (body->kind == AST_BLOCK) {
        statement(&m, body);
        m.temps = 0;
        give(&m, body, code_constant(&m, value_none()));
    } else {
        give(&m, body, code_operand(&m, body));
    }
    return maker_end(&m);
}

static const Code *make_loop(Program *program, const AstFunction *function, const Ast *loop) {
    Maker m;
    if (!maker_begin(&m, program, function, loop)) return NULL;
    m.code->kept = m.code->locals;
    statement(&m, loop);
    return maker_end(&m);
}

/* What is iterated over first lies behind the list already. */
static const Code *make_comprehension(Program *program, const AstComprehension *ast) {
    Maker m;
    if (!maker_begin(&m, program, ast->function, NULL)) return NULL;
    int32_t list = code_temps(&m, 1), loop = code_temps(&m, CODE_LOOP);
    code_emit(&m, (CodeInstr){.op = CODE_FOR_BEGIN, .a = loop, .ast = ast->clauses[0].value});
    clause_loop(&m, ast, 0, loop, list);
    return maker_end(&m);
}

static bool keep(Program *program, const Code *code) {
    if (program->code_count == program->code_capacity) {
        int32_t wanted = program->code_capacity ? program->code_capacity * 2 : 8;
        const Code **codes = arena_alloc(&program->arena, (size_t)wanted * sizeof *codes);
        if (!codes) return false;
        if (program->code_count)
            memcpy(codes, program->codes, (size_t)program->code_count * sizeof *codes);
        program->codes = codes;
        program->code_capacity = wanted;
    }
    program->codes[program->code_count++] = code;
    return true;
}

const Code *code_of_loop(const Frame *frame, Ast *loop) {
    enum { NONE = -1 };
    Program *program = frame->program;
    if (loop->cache == 0) {
        const Code *code = make_loop(program, frame->function, loop);
        loop->cache = code && keep(program, code) ? program->code_count : NONE;
    }
    return loop->cache == NONE ? NULL : program->codes[loop->cache - 1];
}

const Code code_none = {.parameters = -1};

const Code *code_of_function(FunctionObject *function) {
    if (!function->ast->code) {
        const Code *code = make_function(function->program, function->ast);
        ((AstFunction *)function->ast)->code = code ? code : &code_none;
    }
    function->code = function->ast->code;
    return function->code == &code_none ? NULL : function->code;
}

const Code *code_of_comprehension(Program *program, const AstComprehension *ast) {
    if (!ast->function->code) {
        const Code *code = make_comprehension(program, ast);
        ast->function->code = code ? code : &code_none;
    }
    return ast->function->code == &code_none ? NULL : ast->function->code;
}
