/* From the tree of an expression to its code (see code.h). */
#include <string.h>

#include "code_maker.h"

enum { REGISTER = sizeof(Value) };

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

int32_t code_emit(Maker *m, CodeInstr instr) {
    Code *code = m->code;
    if (!grow(m, &code->instrs, code->count, &code->capacity, sizeof instr)) return 0;
    code->instrs[code->count] = instr;
    return code->count++;
}

void code_emit_jump(Maker *m, CodeInstr instr, int32_t *waiting) {
    instr.jump = *waiting;
    *waiting = code_emit(m, instr);
}

void code_land_at(Maker *m, int32_t waiting, int32_t target) {
    while (waiting != CODE_NOWHERE && !m->failed) {
        CodeInstr *instr = &m->code->instrs[waiting];
        int32_t next = instr->jump;
        instr->jump = code_distance(target - waiting);
        waiting = next;
    }
}

void code_land(Maker *m, int32_t waiting) {
    code_land_at(m, waiting, m->code->count);
}

/* --- operands ----------------------------------------------------------------- */

int32_t code_temps(Maker *m, int32_t count) {
    int32_t first = m->code->locals + m->temps;
    m->temps += count;
    if (m->temps > CODE_TEMPS) m->failed = true;
    else if (first + count > m->code->window) m->code->window = first + count;
    return first * REGISTER;
}

int32_t code_constant(Maker *m, Value value) {
    Code *code = m->code;
    if (!grow(m, &code->consts, code->const_count, &code->const_capacity, sizeof value)) return 0;
    code->consts[code->const_count] = value;
    return -++code->const_count * REGISTER;
}

int32_t code_local(const Ast *name) {
    bool plain = name->kind == AST_NAME && name->name.place == NAME_LOCAL;
    return plain ? name->name.slot * REGISTER : CODE_NOWHERE;
}

static uint64_t definition(const Ast *name) {
    return name->name.slot < 64 ? (uint64_t)1 << name->name.slot : 0;
}

void code_define(Maker *m, const Ast *name) {
    if (code_local(name) != CODE_NOWHERE && !m->unsets) m->defined |= definition(name);
}

static bool is_defined(const Maker *m, const Ast *name) {
    return code_local(name) != CODE_NOWHERE && m->defined & definition(name);
}

static bool is_constant(const Ast *ast, Value *value) {
    switch (ast->kind) {
    case AST_INT: *value = value_int(ast->integer); return !ast->text.length;
    case AST_FLOAT: *value = value_float(ast->number); return true;
    case AST_TRUE: *value = value_bool(true); return true;
    case AST_FALSE: *value = value_bool(false); return true;
    case AST_NONE: *value = value_none(); return true;
    case AST_UNARY:
        if (ast->op != AST_OP_NEGATIVE) return false;
        if (ast->a->kind == AST_FLOAT) *value = value_float(-ast->a->number);
        else if (ast->a->kind == AST_INT && !ast->a->text.length)
            *value = value_int(-ast->a->integer);
        else return false;
        return true;
    default: return false;
    }
}

int32_t code_operand(Maker *m, const Ast *ast) {
    Value value;
    int32_t local = code_local(ast);
    if (local != CODE_NOWHERE) return local;
    if (is_constant(ast, &value)) return code_constant(m, value);
    int32_t temp = code_temps(m, 1);
    code_expression(m, ast, temp);
    return temp;
}

/* Whether evaluating ast can do nothing but give its value. */
static bool is_simple(const Ast *ast) {
    Value value;
    return code_local(ast) != CODE_NOWHERE || is_constant(ast, &value);
}

/* A local on the left is read, or found unset, before the right one's code
 * runs; that cannot change it. */
void code_pair(Maker *m, const Ast *left, const Ast *right, int32_t *a, int32_t *b) {
    if (code_local(left) != CODE_NOWHERE && !is_defined(m, left) && !is_simple(right)) {
        *a = code_temps(m, 1);
        code_expression(m, left, *a);
    } else {
        *a = code_operand(m, left);
    }
    *b = code_operand(m, right);
}

static void constant_to(Maker *m, int32_t constant, int32_t place, const Ast *ast) {
    code_emit(m, (CodeInstr){.op = CODE_CONSTANT, .a = place, .b = constant, .ast = ast});
}

/* An operand in a register. */
static int32_t in_register(Maker *m, int32_t operand, const Ast *ast) {
    if (operand >= 0) return operand;
    int32_t temp = code_temps(m, 1);
    constant_to(m, operand, temp, ast);
    return temp;
}

void code_item(Maker *m, const Ast *ast, int32_t *object, int32_t *index) {
    code_pair(m, ast->a, ast->b, object, index);
    *object = in_register(m, *object, ast);
    *index = in_register(m, *index, ast);
}

/* Of a constant; VALUE_UNDEFINED: it is a register. */
static Value value_of(const Maker *m, int32_t operand) {
    if (operand >= 0 || m->failed) return value_undefined();
    return m->code->consts[-operand / REGISTER - 1];
}

/* --- operators ------------------------------------------------------------------ */

bool code_is_item(const Ast *ast) {
    return ast->kind == AST_SUBSCRIPT && ast->b->kind != AST_SLICE && ast->b->kind != AST_TUPLE;
}

static CodeOp binary_op(AstOperator op) {
    switch (op) {
    case AST_OP_ADD: return CODE_ADD_RR;
    case AST_OP_SUBTRACT: return CODE_SUBTRACT_RR;
    case AST_OP_MULTIPLY: return CODE_MULTIPLY_RR;
    case AST_OP_DIVIDE: return CODE_DIVIDE_RR;
    case AST_OP_FLOOR_DIVIDE: return CODE_FLOOR_DIVIDE_RR;
    case AST_OP_REMAINDER: return CODE_REMAINDER_RR;
    default: return CODE_BINARY;
    }
}

enum { FORM_RR, FORM_RI, FORM_RF, FORM_IR, FORM_FR };

/* Constants that are no numbers go to registers. */
static int operand_form(Maker *m, const Ast *ast, CodeInstr *instr) {
    Value left = value_of(m, instr->b), right = value_of(m, instr->c);
    bool number = right.kind == VALUE_INT || right.kind == VALUE_FLOAT;
    if (number || (left.kind != VALUE_INT && left.kind != VALUE_FLOAT))
        instr->b = in_register(m, instr->b, ast);
    else instr->integer = left.integer;
    if (!number) instr->c = in_register(m, instr->c, ast);
    else instr->integer = right.integer;
    if (number) return right.kind == VALUE_INT ? FORM_RI : FORM_RF;
    return instr->b >= 0 ? FORM_RR : left.kind == VALUE_INT ? FORM_IR : FORM_FR;
}

static bool is_power_of_two(int64_t i) {
    return i > 0 && !(i & (i - 1));
}

void code_binary(Maker *m, const Ast *ast, AstOperator op, int32_t a, int32_t b, int32_t c) {
    CodeInstr instr = {.sub = (uint8_t)op, .a = a, .b = b, .c = c, .ast = ast};
    CodeOp first = binary_op(op);
    int form = first == CODE_BINARY ? 0 : operand_form(m, ast, &instr);
    instr.op = (uint16_t)((int)first + form);
    if (form == FORM_RI && is_power_of_two(instr.integer)) {
        if (op == AST_OP_FLOOR_DIVIDE) {
            instr.op = CODE_SHIFT;
            instr.integer = __builtin_ctzll((unsigned long long)instr.integer);
        } else if (op == AST_OP_REMAINDER) {
            instr.op = CODE_MASK;
            instr.integer--;
        }
    }
    code_emit(m, instr);
}

static void logical(Maker *m, const Ast *ast, int32_t place) {
    int32_t temp = code_temps(m, 1), end = CODE_NOWHERE;
    CodeInstr test = {.op = CODE_IF_KEPT, .sub = ast->kind == AST_OR, .b = temp, .ast = ast->a};
    code_expression(m, ast->a, temp);
    code_emit_jump(m, test, &end);
    code_expression(m, ast->b, temp);
    code_land(m, end);
    code_emit(m, (CodeInstr){.op = CODE_TAKE, .a = place, .b = temp, .ast = ast});
}

static void conditional(Maker *m, const Ast *ast, int32_t place) {
    int32_t otherwise = CODE_NOWHERE, end = CODE_NOWHERE;
    code_condition(m, ast->b, false, &otherwise);
    code_expression(m, ast->a, place);
    code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, &end);
    code_land(m, otherwise);
    code_expression(m, ast->c, place);
    code_land(m, end);
}

/* --- calls and attributes --------------------------------------------------------- */

static int32_t cache(Maker *m) {
    Code *code = m->code;
    if (!grow(m, &code->caches, code->cache_count, &code->cache_capacity, sizeof *code->caches))
        return 0;
    return code->cache_count++;
}

static void attribute(Maker *m, const Ast *ast, CodeOp op, int32_t place) {
    CodeInstr instr = {.op = (uint16_t)op, .a = place, .ast = ast};
    instr.b = in_register(m, code_operand(m, ast->attribute.object), ast);
    instr.jump = code_is_temp(m, instr.b);
    instr.c = cache(m);
    code_emit(m, instr);
}

static bool is_plain_call(const Ast *ast) {
    const AstArguments *arguments = ast->call.arguments;
    if (arguments->count > CODE_ARGUMENTS) return false;
    for (int32_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].keyword.bytes || arguments->items[i].value->kind == AST_STARRED)
            return false;
    return true;
}

/* A method's object lies before it. */
static void callee(Maker *m, const Ast *ast, int32_t place) {
    int32_t temps = m->temps;
    if (ast->kind == AST_ATTRIBUTE) attribute(m, ast, CODE_METHOD, place);
    else code_expression(m, ast, place);
    m->temps = temps;
    if (ast->kind == AST_NAME && ast->name.place == NAME_GLOBAL && !m->failed)
        m->code->instrs[m->code->count - 1].op = CODE_LOAD_CALLEE;
}

bool code_arguments(Maker *m, const Ast *ast, int32_t *first) {
    if (!is_plain_call(ast)) return false;
    if (ast->call.callee->kind == AST_ATTRIBUTE) code_temps(m, 1);
    *first = code_temps(m, 1);
    callee(m, ast->call.callee, *first);
    for (int32_t i = 0; i < ast->call.arguments->count; i++)
        code_expression(m, ast->call.arguments->items[i].value, code_temps(m, 1));
    return true;
}

static bool call(Maker *m, const Ast *ast, int32_t place) {
    int32_t first;
    if (!code_arguments(m, ast, &first)) return false;
    CodeInstr instr = {.op = m->library ? CODE_CALL_OUT : CODE_CALL, .a = first, .c = place};
    instr.sub = (uint8_t)ast->call.arguments->count;
    instr.ast = ast;
    if (ast->call.callee->kind == AST_ATTRIBUTE) {
        instr.op = CODE_CALL_METHOD;
        instr.jump = m->library;
    }
    code_emit(m, instr);
    return true;
}

/* --- all expressions ---------------------------------------------------------------- */

static void name(Maker *m, const Ast *ast, int32_t place) {
    CodeInstr instr = {.op = CODE_LOAD_NAME, .a = place, .ast = ast};
    if (ast->name.place == NAME_LOCAL) {
        instr.op = CODE_MOVE;
        instr.b = code_local(ast);
    } else if (ast->name.place == NAME_GLOBAL) {
        instr.op = CODE_LOAD;
        instr.b = ast->name.slot * (int32_t)sizeof(struct GlobalSlot);
    }
    code_emit(m, instr);
}

static void compare(Maker *m, const Ast *ast, int32_t place) {
    CodeInstr instr = {.op = CODE_COMPARE, .sub = ast->compare.ops[0], .a = place, .ast = ast};
    code_pair(m, ast->compare.first, ast->compare.rest.items[0], &instr.b, &instr.c);
    code_emit(m, instr);
}

/* Of one or two operands that are evaluated first. */
static void operation(Maker *m, const Ast *ast, int32_t place) {
    CodeInstr instr = {.sub = ast->op, .a = place, .ast = ast};
    if (ast->kind == AST_BINARY) {
        code_pair(m, ast->a, ast->b, &instr.b, &instr.c);
        code_binary(m, ast, (AstOperator)ast->op, place, instr.b, instr.c);
        return;
    }
    instr.op = ast->kind == AST_NOT ? CODE_NOT : ast->kind == AST_UNARY ? CODE_UNARY : CODE_ITEM;
    if (instr.op == CODE_ITEM) {
        code_item(m, ast, &instr.b, &instr.c);
        instr.jump = code_is_temp(m, instr.b);
    } else instr.b = in_register(m, code_operand(m, ast->a), ast);
    code_emit(m, instr);
}

/* false: it has no instructions. */
static bool composed(Maker *m, const Ast *ast, int32_t place) {
    switch (ast->kind) {
    case AST_NAME: name(m, ast, place); return true;
    case AST_AND:
    case AST_OR: logical(m, ast, place); return true;
    case AST_CONDITIONAL: conditional(m, ast, place); return true;
    case AST_ATTRIBUTE: attribute(m, ast, CODE_ATTRIBUTE, place); return true;
    case AST_CALL: return call(m, ast, place);
    case AST_COMPARE:
        if (ast->compare.rest.count != 1) return false;
        compare(m, ast, place);
        return true;
    case AST_SUBSCRIPT:
        if (!code_is_item(ast)) return false; /* fallthrough */
    case AST_BINARY:
    case AST_UNARY:
    case AST_NOT: operation(m, ast, place); return true;
    default: return false;
    }
}

void code_expression(Maker *m, const Ast *ast, int32_t place) {
    int32_t temps = m->temps;
    Value value;
    if (is_constant(ast, &value)) {
        constant_to(m, code_constant(m, value), place, ast);
    } else if (!composed(m, ast, place)) {
        m->temps = temps;
        code_emit(m, (CodeInstr){.op = CODE_EVAL, .a = place, .ast = ast});
    }
    m->temps = temps;
}

/* --- conditions ----------------------------------------------------------------------- */

/* One step of a chain, if it compares by value; sub: its number. */
static void test(Maker *m, const Ast *ast, int32_t step, int32_t b, int32_t c, bool wanted,
                 int32_t *waiting) {
    const Ast *left = step ? ast->compare.rest.items[step - 1] : ast->compare.first;
    CodeInstr instr = {.sub = (uint8_t)step, .b = in_register(m, b, left), .c = c, .ast = ast};
    int op = ast->compare.ops[step] - AST_OP_EQUAL, form = operand_form(m, left, &instr);
    instr.op = (uint16_t)(CODE_IF_EQUAL_RR + 6 * op + (wanted ? 0 : 3) + form);
    code_emit_jump(m, instr, waiting);
}

/* Chains whose middle operands need no evaluation: what is compared twice stays where it is. */
static bool is_tested(const Ast *ast) {
    int32_t last = ast->compare.rest.count - 1;
    if (last > 100) return false;
    for (int32_t i = 0; i <= last; i++) {
        uint8_t op = ast->compare.ops[i];
        if (op < AST_OP_EQUAL || op > AST_OP_GREATER_EQUAL) return false;
        if (i < last && !is_simple(ast->compare.rest.items[i])) return false;
    }
    return true;
}

static void tests(Maker *m, const Ast *ast, bool wanted, int32_t *waiting) {
    int32_t b, c, past = CODE_NOWHERE, last = ast->compare.rest.count - 1;
    code_pair(m, ast->compare.first, ast->compare.rest.items[0], &b, &c);
    for (int32_t step = 0; step < last; step++) {
        test(m, ast, step, b, c, false, wanted ? &past : waiting);
        b = c;
        c = code_operand(m, ast->compare.rest.items[step + 1]);
    }
    test(m, ast, last, b, c, wanted, waiting);
    code_land(m, past);
}

static void either(Maker *m, const Ast *ast, bool wanted, int32_t *waiting) {
    int32_t past = CODE_NOWHERE;
    bool decides = ast->kind == AST_OR; /* the truth of the left one that is the whole's */
    code_condition(m, ast->a, decides, decides == wanted ? waiting : &past);
    code_condition(m, ast->b, wanted, waiting);
    code_land(m, past);
}

void code_condition(Maker *m, const Ast *ast, bool wanted, int32_t *waiting) {
    int32_t temps = m->temps;
    if (ast->kind == AST_NOT) {
        code_condition(m, ast->a, !wanted, waiting);
    } else if (ast->kind == AST_TRUE || ast->kind == AST_FALSE) {
        if ((ast->kind == AST_TRUE) == wanted)
            code_emit_jump(m, (CodeInstr){.op = CODE_JUMP}, waiting);
    } else if (ast->kind == AST_AND || ast->kind == AST_OR) {
        either(m, ast, wanted, waiting);
    } else if (ast->kind == AST_COMPARE && is_tested(ast)) {
        tests(m, ast, wanted, waiting);
    } else {
        CodeInstr instr = {.op = CODE_IF, .sub = wanted, .ast = ast};
        instr.b = in_register(m, code_operand(m, ast), ast);
        code_emit_jump(m, instr, waiting);
    }
    m->temps = temps;
}
