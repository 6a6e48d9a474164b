/* From the tree of a loop to its code (see code.h). */
#include <string.h>

#include "code.h"

enum { NOWHERE = -1 };

/* The loop around a statement: jumps that wait for their targets. */
typedef struct Around {
    int32_t breaks, continues;
} Around;

typedef struct Maker {
    Arena *arena;
    Code *code;
    int32_t temps; /* in use */
    int32_t loops; /* for loops in progress */
    Around *around;
    bool failed;
} Maker;

static void statement(Maker *m, const Ast *ast);
static bool loop_statement(Maker *m, const Ast *ast);

/* --- instructions ------------------------------------------------------------- */

static bool grow(Maker *m, void *items, int32_t count, int32_t *capacity, size_t size) {
    if (count < *capacity) return true;
    int32_t wanted = *capacity ? *capacity * 2 : 16;
    void *p = wanted > CODE_MOST ? NULL : arena_alloc(m->arena, (size_t)wanted * size);
    if (!p) {
        m->failed = true;
        return false;
    }
    void **place = items;
    if (count) memcpy(p, *place, (size_t)count * size);
    *place = p;
    *capacity = wanted;
    return true;
}

/* The instruction's number. */
static int32_t emit(Maker *m, CodeInstr instr) {
    Code *code = m->code;
    if (!grow(m, &code->instrs, code->count, &code->capacity, sizeof instr)) return 0;
    code->instrs[code->count] = instr;
    return code->count++;
}

/* Jumps that wait are linked through their targets. */
static void emit_jump(Maker *m, CodeInstr instr, int32_t *waiting) {
    instr.target = *waiting;
    *waiting = emit(m, instr);
}

static void land(Maker *m, int32_t waiting, int32_t target) {
    while (waiting != NOWHERE && !m->failed) {
        int32_t next = m->code->instrs[waiting].target;
        m->code->instrs[waiting].target = target;
        waiting = next;
    }
}

/* --- operands ----------------------------------------------------------------- */

static int32_t new_temp(Maker *m) {
    if (m->temps == CODE_TEMPS) m->failed = true;
    else if (++m->temps > m->code->temp_count) m->code->temp_count = m->temps;
    return (m->temps - 1) << 2 | CODE_TEMP;
}

static int32_t constant(Maker *m, Value value) {
    Code *code = m->code;
    if (!grow(m, &code->consts, code->const_count, &code->const_capacity, sizeof value)) return 0;
    code->consts[code->const_count] = value;
    return code->const_count++ << 2 | CODE_CONST;
}

_Static_assert(sizeof(struct GlobalSlot) == 3 * sizeof(Value) &&
                   offsetof(struct GlobalSlot, value) == sizeof(Value),
               "slots are addressed as values");

/* Of a plain variable; NOWHERE: it is shared by functions. */
static int32_t variable(const AstName *name) {
    if (name->place == NAME_LOCAL) return name->slot << 2 | CODE_LOCAL;
    return name->place == NAME_GLOBAL ? (3 * name->slot + 1) << 2 | CODE_GLOBAL : NOWHERE;
}

static bool is_number(const Ast *ast) {
    return ast->kind == AST_FLOAT || (ast->kind == AST_INT && !ast->text.length);
}

/* Needs no instruction of its own. */
static bool is_simple(const Ast *ast) {
    return is_number(ast) || (ast->kind == AST_NAME && variable(&ast->name) != NOWHERE);
}

static int32_t simple(Maker *m, const Ast *ast) {
    if (ast->kind == AST_NAME) return variable(&ast->name);
    return constant(m, ast->kind == AST_INT ? value_int(ast->integer) : value_float(ast->number));
}

static bool is_plain_item(const Ast *ast) {
    return ast->kind == AST_SUBSCRIPT && ast->b->kind != AST_SLICE && ast->b->kind != AST_TUPLE;
}

/* --- expressions -------------------------------------------------------------- */

static void expression_to(Maker *m, const Ast *ast, int32_t place);

static int32_t operand(Maker *m, const Ast *ast) {
    if (is_simple(ast)) return simple(m, ast);
    int32_t temp = new_temp(m);
    expression_to(m, ast, temp);
    return temp;
}

/* The left one is evaluated first: a variable is read, or found unset, before
 * the right one's code runs. */
static void pair(Maker *m, const Ast *left, const Ast *right, int32_t *a, int32_t *b) {
    if (left->kind == AST_NAME && is_simple(left) && !is_simple(right)) {
        *a = new_temp(m);
        emit(m, (CodeInstr){.op = CODE_MOVE, .a = *a, .b = simple(m, left), .ast = left});
    } else {
        *a = operand(m, left);
    }
    *b = operand(m, right);
}

static CodeOp binary_op(AstOperator op) {
    switch (op) {
    case AST_OP_ADD: return CODE_ADD;
    case AST_OP_SUBTRACT: return CODE_SUBTRACT;
    case AST_OP_MULTIPLY: return CODE_MULTIPLY;
    case AST_OP_DIVIDE: return CODE_DIVIDE;
    case AST_OP_FLOOR_DIVIDE: return CODE_FLOOR_DIVIDE;
    case AST_OP_REMAINDER: return CODE_REMAINDER;
    default: return CODE_BINARY;
    }
}

/* Into a variable or a register. */
static void expression_to(Maker *m, const Ast *ast, int32_t place) {
    int32_t temps = m->temps;
    CodeInstr instr = {.op = CODE_EVAL, .a = place, .ast = ast};
    if (is_simple(ast)) {
        instr.op = CODE_MOVE;
        instr.b = simple(m, ast);
    } else if (ast->kind == AST_BINARY || is_plain_item(ast)) {
        bool item = ast->kind == AST_SUBSCRIPT;
        instr.op = (uint8_t)(item ? CODE_ITEM : binary_op((AstOperator)ast->op));
        instr.sub = ast->op;
        pair(m, ast->a, ast->b, &instr.b, &instr.c);
    }
    emit(m, instr);
    m->temps = temps;
}

/* Jumps if the condition's truth is `wanted`. */
static void condition(Maker *m, const Ast *ast, bool wanted, int32_t *waiting) {
    int32_t temps = m->temps;
    CodeInstr instr = {.op = wanted ? CODE_IF_TRUE : CODE_UNLESS_TRUE, .ast = ast};
    if (ast->kind == AST_NOT) {
        condition(m, ast->a, !wanted, waiting);
        return;
    }
    if (ast->kind == AST_TRUE || ast->kind == AST_FALSE) {
        if ((ast->kind == AST_TRUE) == wanted) emit_jump(m, (CodeInstr){.op = CODE_JUMP}, waiting);
        return;
    }
    if (ast->kind == AST_AND || ast->kind == AST_OR) {
        int32_t past = NOWHERE;
        bool decides = ast->kind == AST_OR; /* the truth of the left one that is the whole's */
        condition(m, ast->a, decides, decides == wanted ? waiting : &past);
        condition(m, ast->b, wanted, waiting);
        land(m, past, m->code->count);
        return;
    }
    if (ast->kind == AST_COMPARE && ast->compare.rest.count == 1 &&
        ast->compare.ops[0] >= AST_OP_EQUAL && ast->compare.ops[0] <= AST_OP_GREATER_EQUAL) {
        instr.op = wanted ? CODE_IF : CODE_UNLESS;
        instr.sub = ast->compare.ops[0];
        pair(m, ast->compare.first, ast->compare.rest.items[0], &instr.b, &instr.c);
    } else {
        instr.b = operand(m, ast);
    }
    emit_jump(m, instr, waiting);
    m->temps = temps;
}

/* --- statements --------------------------------------------------------------- */

/* Statements of the tree may end in break or continue. */
static void execute(Maker *m, const Ast *ast) {
    int32_t number = emit(m, (CodeInstr){.op = CODE_EXEC, .ast = ast});
    if (m->failed) return;
    emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->breaks);
    emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->continues);
    m->code->instrs[number].target = m->code->count;
}

static bool assignment(Maker *m, const Ast *ast) {
    const Ast *target = ast->assign.targets.items[0], *value = ast->assign.value;
    if (ast->assign.targets.count != 1) return false;
    if (target->kind == AST_NAME && is_simple(target)) {
        expression_to(m, value, variable(&target->name));
        return true;
    }
    if (!is_plain_item(target) || !is_simple(target->a) || !is_simple(target->b)) return false;
    CodeInstr instr = {.op = CODE_SET_ITEM, .ast = ast};
    instr.a = operand(m, value);
    instr.b = simple(m, target->a);
    instr.c = simple(m, target->b);
    emit(m, instr);
    return true;
}

static bool augmented(Maker *m, const Ast *ast) {
    const Ast *target = ast->a;
    CodeInstr instr = {.op = CODE_AUGMENT, .sub = ast->op, .ast = ast};
    if (target->kind == AST_NAME && is_simple(target)) {
        instr.a = variable(&target->name);
        if (is_simple(ast->b)) {
            instr.b = simple(m, ast->b);
        } else {
            instr.op = CODE_IN_PLACE;
            pair(m, target, ast->b, &instr.b, &instr.c);
        }
        emit(m, instr);
        return true;
    }
    if (!is_plain_item(target) || !is_simple(target->a) || !is_simple(target->b) ||
        !is_simple(ast->b))
        return false;
    instr.op = CODE_AUGMENT_ITEM;
    instr.a = simple(m, ast->b);
    instr.b = simple(m, target->a);
    instr.c = simple(m, target->b);
    emit(m, instr);
    return true;
}

static void branch(Maker *m, const Ast *ast) {
    int32_t otherwise = NOWHERE, end = NOWHERE;
    condition(m, ast->branch.condition, false, &otherwise);
    statement(m, ast->branch.body);
    if (ast->branch.orelse) {
        emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &end);
        land(m, otherwise, m->code->count);
        statement(m, ast->branch.orelse);
        land(m, end, m->code->count);
    } else {
        land(m, otherwise, m->code->count);
    }
}

static void statement(Maker *m, const Ast *ast) {
    int32_t temps = m->temps;
    bool done = true;
    if (m->failed) return;
    switch (ast->kind) {
    case AST_BLOCK:
        for (int32_t i = 0; i < ast->list.count; i++) statement(m, ast->list.items[i]);
        break;
    case AST_IF: branch(m, ast); break;
    case AST_WHILE:
    case AST_FOR: done = loop_statement(m, ast); break;
    case AST_BREAK: emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->breaks); break;
    case AST_CONTINUE: emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &m->around->continues); break;
    case AST_PASS: break;
    case AST_ASSIGN: done = assignment(m, ast); break;
    case AST_AUGMENTED: done = augmented(m, ast); break;
    default: done = false; break;
    }
    if (!done) execute(m, ast);
    m->temps = temps;
}

/* --- loops -------------------------------------------------------------------- */

/* The body; continue leads to the back-edge, and this to `head`. */
static void round_of(Maker *m, const Ast *body, int32_t head, int32_t *end) {
    Around around = {NOWHERE, NOWHERE}, *outer = m->around;
    m->around = &around;
    statement(m, body);
    m->around = outer;
    land(m, around.continues, m->code->count);
    emit(m, (CodeInstr){.op = CODE_BACK, .target = head});
    land(m, *end, m->code->count);
    land(m, around.breaks, m->code->count);
}

static void while_loop(Maker *m, const Ast *ast) {
    int32_t head = m->code->count, end = NOWHERE;
    condition(m, ast->branch.condition, false, &end);
    round_of(m, ast->branch.body, head, &end);
}

static bool is_range(const Ast *ast) {
    return ast->kind == AST_CALL && ast->call.callee->kind == AST_NAME &&
           strcmp(ast->call.callee->name.text.bytes, "range") == 0;
}

static bool for_loop(Maker *m, const Ast *ast) {
    const Ast *target = ast->loop.target;
    if (!is_range(ast->loop.iterable) || target->kind != AST_NAME || !is_simple(target) ||
        m->loops == CODE_LOOPS || ast->loop.orelse)
        return false;
    int32_t end = NOWHERE, loop = m->loops++;
    emit_jump(m, (CodeInstr){.op = CODE_FOR_BEGIN, .c = loop, .ast = ast}, &end);
    int32_t head = m->code->count;
    emit_jump(m, (CodeInstr){.op = CODE_FOR_NEXT, .a = variable(&target->name), .c = loop}, &end);
    round_of(m, ast->loop.body, head, &end);
    m->loops--;
    return true;
}

static bool loop_statement(Maker *m, const Ast *ast) {
    if (ast->kind == AST_FOR) return for_loop(m, ast);
    if (ast->branch.orelse) return false;
    while_loop(m, ast);
    return true;
}

static Code *make(Program *program, const Ast *loop) {
    Maker m = {.arena = &program->arena};
    m.code = arena_alloc(m.arena, sizeof *m.code);
    if (!m.code || !loop_statement(&m, loop)) return NULL;
    emit(&m, (CodeInstr){.op = CODE_END});
    return m.failed ? NULL : m.code;
}

static bool keep(Program *program, Code *code) {
    if (program->code_count == program->code_capacity) {
        int32_t wanted = program->code_capacity ? program->code_capacity * 2 : 8;
        Code **codes = arena_alloc(&program->arena, (size_t)wanted * sizeof *codes);
        if (!codes) return false;
        if (program->code_count)
            memcpy(codes, program->codes, (size_t)program->code_count * sizeof *codes);
        program->codes = codes;
        program->code_capacity = wanted;
    }
    program->codes[program->code_count++] = code;
    return true;
}

const Code *code_of(Program *program, Ast *loop) {
    enum { NONE = -1 };
    if (loop->cache == 0) {
        Code *code = make(program, loop);
        loop->cache = code && keep(program, code) ? program->code_count : NONE;
    }
    return loop->cache == NONE ? NULL : program->codes[loop->cache - 1];
}
